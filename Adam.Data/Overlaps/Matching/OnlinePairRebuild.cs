using System.Diagnostics;
using Adam.Data.Databases;
using Adam.Data.Databases.Sqlite;
using Adam.Data.Monitoring;
using Adam.Data.Overlaps.Clusters;
using Adam.Data.Overlaps.Learning;
using Adam.Data.Overlaps.Sums;
using Adam.Data.Projects;
using Adam.Domain.Overlaps.Matching;

namespace Adam.Data.Overlaps.Matching;

/// <summary>
/// Rebuilds the pair tables of a SQLite register while others write. It finds all pairs in a snapshot and writes them
/// to copies of the tables in short transactions. Then it repeats the search for the projects that have changed
/// meanwhile, until few are left. The last transaction does so for these, exchanges the copies and the tables, and
/// computes clusters and sums again. If the rebuild is interrupted before, the tables are as they were.
/// </summary>
internal sealed class OnlinePairRebuild(SqliteDatabase database, MatchingCache memory, TimeProvider time)
{
    private const string Prefix = "New";

    /// <summary>The number of pairs that one transaction writes.</summary>
    private const int PairsAtOnce = 1_000;

    /// <summary>The number of projects whose blocking keys, or repeated pairs, one transaction writes.</summary>
    private const int ProjectsAtOnce = 50;

    /// <summary>
    /// The number of changed projects from which another round precedes the exchange. The rounds end at
    /// <see cref="MostRounds"/> even if others write faster than the rebuild.
    /// </summary>
    private const int FewProjects = 20;

    private const int MostRounds = 20;

    private static readonly TableRedirection Copies = new(
        ["Overlap", "OverlapReasons", "OverlapByProject", "OverlapFacet", "ProjectBlockingKey"],
        Prefix
    );

    private readonly ShadowTables _tables = new(database, Copies);

    // The scores of the rebuild have other statistics than those of writes, which share a cache.
    private readonly MatchingCache _ours = new();

    /// <inheritdoc cref="FullPairSearch.Most"/>
    public int Most { get; init; } = FullPairSearch.Most;

    /// <summary>Called after the snapshot is taken, and after each round. Tests write there.</summary>
    public Func<Task> Between { get; init; } = () => Task.CompletedTask;

    /// <inheritdoc cref="OverlapRebuild.RunAsync"/>
    public async Task<OverlapsRebuilt> RunAsync(
        bool sameStatistics,
        IProgress<OverlapProgress>? progress,
        CancellationToken ct
    )
    {
        var began = Stopwatch.GetTimestamp();
        await _tables.CreateAsync(ct);
        try
        {
            var (rebuilt, statistics, versions, lastVerdict) = await FillAsync(sameStatistics, progress, ct);
            await _tables.CreateIndexesAsync(ct);
            for (var round = 0; round < MostRounds; round++)
            {
                await Between();
                var changed = await database.QueryOnceAsync(session => ChangedAsync(session, versions, ct), ct);
                foreach (var some in changed.Chunk(ProjectsAtOnce))
                    await WriteAsync(session => RepeatAsync(session, some, statistics, ct), ct);
                if (changed.Count <= FewProjects)
                    break;
            }

            await database.InWriteTransactionAsync(
                async session =>
                {
                    var changed = await ChangedAsync(session, versions, ct);
                    await RepeatAsync(session.Redirected(Copies), changed, statistics, ct);
                    await ShowVerdictsAsync(session, lastVerdict, ct);
                    var current = await session.FirstAsync(TermStatisticsSql.Current, ct);
                    if (current?.Id != statistics.Id)
                        await TermStatisticsStore.AddAsync(session, statistics, time.Instant(), ct);
                    _tables.Exchange(session);
                    await ClusterRebuild.RunAsync(database, session, ct);
                    await OverlapSumUpdate.RebuildAsync(database, session, ct);
                },
                ct
            );
            memory.Keep(statistics);
            Telemetry.Rebuilds.Record(Stopwatch.GetElapsedTime(began).TotalSeconds);
            return rebuilt;
        }
        finally
        {
            // They hold the former rows, or those of a rebuild that was given up.
            await _tables.DropAsync(CancellationToken.None);
        }
    }

    /// <summary>Writes the pairs of a snapshot to the copies.</summary>
    private async Task<Filled> FillAsync(
        bool sameStatistics,
        IProgress<OverlapProgress>? progress,
        CancellationToken ct
    )
    {
        var at = time.Instant();
        var kept = sameStatistics
            ? await database.InWriteTransactionAsync(
                session => new TermStatisticsStore(database, _ours).CurrentToWriteAsync(session, at, ct),
                ct
            )
            : null;
        return await database.InReadTransactionAsync(
            async session =>
            {
                session.DisableCommandTimeout();
                var versions = new Dictionary<long, int>();
                await ChangedAsync(session, versions, ct);
                var lastVerdict = await session.FirstAsync(PairRebuildSql.LastVerdict, ct);
                var statistics =
                    kept
                    ?? await PairRebuild.CountAsync(
                        session,
                        await LearnedRulesStore.CurrentAsync(session, ct),
                        progress,
                        ct
                    );
                var placement = PairPlacement.Read(session, at, ct);
                await Between();

                var kinds = new ProvisionalKinds();
                var (projects, pairs, compared) = (0, 0L, 0L);
                await foreach (var part in new FullPairSearch(session, statistics, Most).FindAsync(progress, ct))
                {
                    kinds.Add(part.Pairs);
                    foreach (var some in part.BlockingKeys.Chunk(ProjectsAtOnce))
                        await WriteAsync(
                            copies =>
                                PairTableWriter.AddBlockingKeysAsync(copies, some.SelectMany(one => one.Rows), ct),
                            ct
                        );
                    foreach (var rows in part.Pairs.Chunk(PairsAtOnce))
                        await WriteAsync(copies => placement.AddAsync(copies, rows, ct), ct);
                    projects += part.Projects;
                    pairs += part.Pairs.Count;
                    compared += part.Compared;
                }

                foreach (var some in kinds.Corrections().OrderBy(pair => pair.Key).Chunk(PairsAtOnce))
                    await WriteAsync(copies => placement.CorrectAsync(copies, some, ct), ct);
                Telemetry.PairsScored.Add(compared, new KeyValuePair<string, object?>("adam.occasion", "rebuild"));
                return new Filled(new(statistics.Id, projects, pairs, compared), statistics, versions, lastVerdict);
            },
            ct
        );
    }

    /// <summary>Returns the projects with other versions than the known ones, and makes their versions known.</summary>
    private static Task<List<long>> ChangedAsync(Session session, Dictionary<long, int> known, CancellationToken ct)
    {
        var changed = new List<long>();
        foreach (var project in session.Read(PairRebuildSql.Versions, ct))
        {
            if (known.TryGetValue(project.ProjectId, out var version) && version == project.Version)
                continue;

            known[project.ProjectId] = project.Version;
            changed.Add(project.ProjectId);
        }

        return Task.FromResult(changed);
    }

    /// <summary>Finds the pairs of some projects again, as a write of each of them does.</summary>
    /// <param name="copies">A session whose pair tables are the copies.</param>
    private async Task RepeatAsync(
        Session copies,
        IReadOnlyCollection<long> projects,
        TermStatistics statistics,
        CancellationToken ct
    )
    {
        if (projects.Count == 0)
            return;

        var rows = await copies.QueryAsync(PairRebuildSql.Stored, new(PairTableWriter.Serialize(projects)), ct);
        var changes = rows.Select(row => new ProjectChange(
                row.ProjectId,
                new StoredProject { Document = row.Document },
                row.WithdrawnAt is null ? ProjectJson.Read(row.Document) : null,
                row.WithdrawnAt is null ? row.OwnerId : 0,
                row.ScopeChangedAt,
                KeepsScope: false
            ))
            .ToList();
        await new PairIndexer(database, _ours, pairChanges: null, statistics).ApplyAsync(
            copies,
            new(changes, time.Instant(), IsBulk: false),
            ct
        );
    }

    /// <summary>Shows the verdicts that were given since the snapshot.</summary>
    private static async Task ShowVerdictsAsync(Session session, long after, CancellationToken ct)
    {
        var decided = await session.QueryAsync(PairRebuildSql.DecidedAfter, new(after), ct);
        if (decided.Count == 0)
            return;

        var rows = JsonRowSet.Serialize(
            decided.Select(pair =>
                new object[] { pair.FirstId, pair.SecondId, pair.Verdict, pair.IsStale ? 1 : 0, pair.UpdatedMicros }
            )
        );
        await session.Redirected(Copies).ExecuteAsync(PairRebuildSql.ShowVerdicts, new(rows), ct);
    }

    private Task WriteAsync(Func<Session, Task> write, CancellationToken ct) =>
        database.InWriteTransactionAsync(session => write(session.Redirected(Copies)), ct);

    private sealed record Filled(
        OverlapsRebuilt Rebuilt,
        TermStatistics Statistics,
        Dictionary<long, int> Versions,
        long LastVerdict
    );
}
