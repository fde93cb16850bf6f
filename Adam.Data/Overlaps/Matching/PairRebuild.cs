using System.Diagnostics;
using Adam.Data.Databases;
using Adam.Data.Databases.Sqlite;
using Adam.Data.Monitoring;
using Adam.Data.Overlaps.Clusters;
using Adam.Data.Overlaps.Learning;
using Adam.Data.Overlaps.Sums;
using Adam.Domain.Overlaps.Matching;

namespace Adam.Data.Overlaps.Matching;

/// <summary>
/// Rebuilds the pair tables from the projects, in a session that the caller commits. Verdicts are kept, and unchanged
/// pairs keep the instant of their last change.
/// </summary>
internal sealed class PairRebuild(Database database, Session session, MatchingCache memory)
{
    private const int RowsAtOnce = 2_000;

    /// <inheritdoc cref="FullPairSearch.Most"/>
    public int Most { get; init; } = FullPairSearch.Most;

    /// <summary>
    /// Returns the project of a row if it is prepared already, with any statistics; otherwise null. Without it, a
    /// rebuild prepares each project three times or more: twice to count its terms, and once for each block.
    /// </summary>
    public Func<ProjectRow, PreparedProject?> Known { get; init; } = _ => null;

    /// <param name="statistics">
    /// The current term statistics to score with; null to compute new ones, with the learned factors in force.
    /// </param>
    public async Task<OverlapsRebuilt> RunAsync(
        TermStatistics? statistics,
        DateTimeOffset at,
        IProgress<OverlapProgress>? progress,
        CancellationToken ct
    )
    {
        var began = Stopwatch.GetTimestamp();
        session.DisableCommandTimeout();
        if (statistics is null)
        {
            var learned = await LearnedRulesStore.CurrentAsync(session, ct);
            statistics = await CountAsync(session, learned, Known, progress, ct);
            await TermStatisticsStore.AddAsync(session, statistics, at, ct);
        }

        var placement = PairPlacement.Read(session, at, ct);
        var kinds = new ProvisionalKinds();
        var (projects, pairs, compared) = (0, 0L, 0L);
        await database.BulkLoadAsync(
            session,
            ["Overlap", "OverlapReasons", "OverlapByProject", "OverlapFacet", "ProjectBlockingKey"],
            FillAsync,
            ct
        );
        await ClusterRebuild.RunAsync(database, session, ct);
        await OverlapSumUpdate.RebuildAsync(database, session, ct);
        memory.Keep(statistics);
        Telemetry.PairsScored.Add(compared, new KeyValuePair<string, object?>("adam.occasion", "rebuild"));
        Telemetry.Rebuilds.Record(Stopwatch.GetElapsedTime(began).TotalSeconds);
        return new(statistics.Id, projects, pairs, compared);

        async Task FillAsync()
        {
            await session.ExecuteAsync(PairRebuildSql.EmptyFacets, ct);
            await session.ExecuteAsync(PairRebuildSql.EmptyByProject, ct);
            await session.ExecuteAsync(PairRebuildSql.EmptyReasons, ct);
            await session.ExecuteAsync(PairRebuildSql.EmptyPairs, ct);
            await session.ExecuteAsync(PairRebuildSql.EmptyBlockingKeys, ct);

            await foreach (
                var part in new FullPairSearch(new BlocksOfSession(session), statistics, Most)
                {
                    Known = Known,
                }.FindAsync(progress, ct)
            )
            {
                kinds.Add(part.Pairs);
                await PairTableWriter.AddBlockingKeysAsync(
                    session,
                    part.BlockingKeys.SelectMany(project => project.Rows),
                    ct
                );
                foreach (var rows in part.Pairs.Chunk(RowsAtOnce))
                    await placement.AddAsync(session, rows, ct);

                projects += part.Projects;
                pairs += part.Pairs.Count;
                compared += part.Compared;
            }

            foreach (var some in kinds.Corrections().OrderBy(pair => pair.Key).Chunk(RowsAtOnce))
                await placement.CorrectAsync(session, some, ct);
        }
    }

    /// <summary>Counts the terms of all projects.</summary>
    /// <param name="learned">The learned rules that the statistics keep.</param>
    /// <param name="known"><inheritdoc cref="Known" path="/summary"/></param>
    public static Task<TermStatistics> CountAsync(
        Session session,
        LearnedRules learned,
        Func<ProjectRow, PreparedProject?> known,
        IProgress<OverlapProgress>? progress,
        CancellationToken ct
    ) =>
        Task.Run(
            async () =>
            {
                var (done, total) = (0L, 2 * await session.FirstAsync(TermStatisticsSql.CountProjects, ct));
                return TermStatistics.FromProfiles(
                    session
                        .Read(PairRebuildSql.Projects, ct)
                        .SelectInParallel(row => known(row) is { } project ? project.ProfileToCount : row.ReadProfile())
                        .OfType<Profile>()
                        .Select(profile =>
                        {
                            if (++done % 1_000 == 0)
                                progress?.Report(new(OverlapStage.Counting, done, total));
                            return profile;
                        }),
                    learned
                );
            },
            ct
        );
}

/// <summary>The result of a rebuild.</summary>
/// <param name="TermStatisticsId">The id of the term statistics that the scores were computed with.</param>
/// <param name="Projects">The number of projects that take part in overlaps.</param>
/// <param name="Pairs">The number of pairs at or above the floor.</param>
/// <param name="Compared">The number of candidate pairs, which were scored.</param>
public sealed record OverlapsRebuilt(string TermStatisticsId, int Projects, long Pairs, long Compared)
{
    /// <summary>
    /// The time for which the last transaction excluded other writers; null if the rebuild was one transaction.
    /// </summary>
    public TimeSpan? Exchange { get; init; }

    /// <summary>
    /// The longest time for which a transaction excluded other writers, that of an index or of a dropped copy included;
    /// null if the rebuild was one transaction.
    /// </summary>
    public WriterHold? LongestHold { get; init; }
}
