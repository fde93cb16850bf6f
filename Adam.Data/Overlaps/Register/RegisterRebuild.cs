using System.Diagnostics;
using Adam.Data.Engines;
using Adam.Domain.Overlaps.Scoring;

namespace Adam.Data.Overlaps.Register;

/// <summary>Makes the register of pairs anew from the projects, within a session that somebody else commits. Decisions stay, and so does the instant of the last change of a pair that comes out as it was.</summary>
internal sealed class RegisterRebuild(Engine engine, Session session, OverlapMemory memory)
{
    private const int RowsAtOnce = 2_000;

    /// <inheritdoc cref="AllPairs.Most"/>
    public int Most { get; init; } = AllPairs.Most;

    /// <param name="edition">The edition to score under, which is the current one; null: a new one is made.</param>
    public async Task<OverlapsRebuilt> RunAsync(Edition? edition, DateTimeOffset at, IProgress<OverlapProgress>? progress, CancellationToken ct)
    {
        var began = Stopwatch.GetTimestamp();
        session.TakeTime();
        if (edition is null)
        {
            edition = await CountAsync(progress, ct);
            await OverlapEditionStore.AddAsync(session, edition, at, ct);
        }

        var before = session.Read(RegisterRebuildSql.Pairs, ct).ToDictionary(pair => pair.Key, pair => new Before(pair.Kind, pair.UpdatedMicros, pair.Says));
        var verdicts = session.Read(RegisterRebuildSql.Verdicts, ct).ToDictionary(row => row.Key, row => row.Standing);
        var kinds = new ProvisionalKinds();
        var (projects, pairs, compared) = (0, 0L, 0L);
        await engine.FillAsync(session, ["Overlap", "OverlapReasons", "OverlapByProject", "OverlapFacet", "ProjectBlockingKey"], FillAsync, ct);
        memory.Keep(edition);
        Telemetry.PairsScored.Add(compared, new KeyValuePair<string, object?>("adam.occasion", "rebuild"));
        Telemetry.Rebuilds.Record(Stopwatch.GetElapsedTime(began).TotalSeconds);
        return new(edition.Id, projects, pairs, compared);

        async Task FillAsync()
        {
            await session.ExecuteAsync(RegisterRebuildSql.EmptyFacets, ct);
            await session.ExecuteAsync(RegisterRebuildSql.EmptySides, ct);
            await session.ExecuteAsync(RegisterRebuildSql.EmptyReasons, ct);
            await session.ExecuteAsync(RegisterRebuildSql.EmptyPairs, ct);
            await session.ExecuteAsync(RegisterRebuildSql.EmptyEvidence, ct);

            await foreach (var part in new AllPairs(session, edition, Most).FindAsync(progress, ct))
            {
                kinds.Add(part.Pairs);
                await RegisterRows.AddEvidenceAsync(session, part.Evidence.SelectMany(project => project.Rows), ct);
                foreach (var rows in part.Pairs.Chunk(RowsAtOnce))
                {
                    await RegisterRows.AddPairsAsync(session, [.. rows.Select(Placed)], ct);
                    await RegisterRows.AddSidesAndFacetsAsync(session, rows, ct);
                }

                projects += part.Projects;
                pairs += part.Pairs.Count;
                compared += part.Compared;
            }

            foreach (var some in kinds.Corrections().OrderBy(pair => pair.Key).Chunk(RowsAtOnce))
            {
                var corrected = JsonRows.Of(some.Select(pair => new object[]
                {
                    pair.Key.FirstId, pair.Key.SecondId, (int)pair.Kind, UpdatedMicros(pair.Key, pair.Kind, pair.Says),
                }));
                await session.ExecuteAsync(OverlapKeeperSql.SetKinds, new(corrected), ct);
            }
        }

        PlacedRow Placed(ScoredRow row)
        {
            var kind = ProvisionalKinds.Of(row);
            return new(row, kind, UpdatedMicros(row.Key, kind, row.Says), verdicts.GetValueOrDefault(row.Key));
        }

        long UpdatedMicros(PairKey key, OverlapKind kind, long says) =>
            before.TryGetValue(key, out var old) && old.Kind == kind && old.Says == says
                ? old.UpdatedMicros
                : at.ToMicros();
    }

    private Task<Edition> CountAsync(IProgress<OverlapProgress>? progress, CancellationToken ct) => Task.Run(
        async () =>
        {
            var (done, total) = (0L, 2 * await session.FirstAsync(OverlapEditionSql.CountProjects, ct));
            return Edition.Of(session.Read(RegisterRebuildSql.Projects, ct).AsParallel().AsOrdered().Select(row => row.ReadProfile()).AsSequential()
                .OfType<Profile>()
                .Select(profile =>
                {
                    if (++done % 1_000 == 0)
                        progress?.Report(new(OverlapStage.Counting, done, total));
                    return profile;
                }));
        },
        ct);

    private readonly record struct Before(OverlapKind Kind, long UpdatedMicros, long Says);
}

/// <summary>What a rebuild has made.</summary>
/// <param name="EditionId">The edition that the scores are given under.</param>
/// <param name="Projects">How many projects take part in overlaps.</param>
/// <param name="Pairs">How many pairs are at or above the floor.</param>
/// <param name="Compared">How many pairs share rare evidence, and were scored.</param>
public sealed record OverlapsRebuilt(string EditionId, int Projects, long Pairs, long Compared);
