using Adam.Data.Databases;
using Adam.Domain.Overlaps.Matching;

namespace Adam.Data.Overlaps.Matching;

/// <summary>Writes rows of the pair tables in the order of their keys, so that adjacent rows share pages.</summary>
internal static class PairTableWriter
{
    public static async Task RemoveBlockingKeysAsync(
        Session session,
        IEnumerable<BlockingKeyRow> keys,
        CancellationToken ct
    )
    {
        foreach (var some in Parts(keys))
            await session.ExecuteAsync(PairIndexerSql.RemoveBlockingKeys, new(some), ct);
    }

    public static async Task AddBlockingKeysAsync(
        Session session,
        IEnumerable<BlockingKeyRow> keys,
        CancellationToken ct
    )
    {
        foreach (var some in Parts(keys))
            await session.ExecuteAsync(PairIndexerSql.AddBlockingKeys, new(some), ct);
    }

    public static async Task AddByProjectAndFacetsAsync(
        Session session,
        IReadOnlyCollection<ScoredRow> rows,
        CancellationToken ct
    )
    {
        var entries = rows.SelectMany(row => row.ByProject)
            .OrderBy(entry => (long)entry[0])
            .ThenBy(entry => (long)entry[3]);
        foreach (var some in JsonRowSet.SerializeInBatches(entries))
            await session.ExecuteAsync(PairIndexerSql.AddByProject, new(some), ct);

        var facets = rows.OrderBy(row => row.Key)
            .SelectMany(row =>
                row.Facets.OrderBy(facet => facet.Facet, StringComparer.Ordinal)
                    .ThenBy(facet => facet.Value, StringComparer.Ordinal)
                    .Select(facet =>
                        new object[]
                        {
                            facet.Facet,
                            facet.Value,
                            row.Score.TenThousandths,
                            facet.Bits,
                            row.Key.FirstId,
                            row.Key.SecondId,
                        }
                    )
            );
        foreach (var some in JsonRowSet.SerializeInBatches(facets))
            await session.ExecuteAsync(PairIndexerSql.AddFacets, new(some), ct);
    }

    public static async Task AddPairsAsync(Session session, IReadOnlyCollection<PlacedRow> rows, CancellationToken ct)
    {
        foreach (var some in Parts(rows))
            await session.ExecuteAsync(PairIndexerSql.AddPairs, new(some), ct);
        foreach (var some in Reasons(rows.Select(row => row.Scored)))
            await session.ExecuteAsync(PairIndexerSql.AddReasons, new(some), ct);
    }

    /// <summary>Updates pairs that are already stored.</summary>
    public static async Task ChangePairsAsync(Session session, IEnumerable<PlacedRow> rows, CancellationToken ct)
    {
        foreach (var some in Parts(rows))
            await session.ExecuteAsync(PairIndexerSql.ChangePairs, new(some), ct);
    }

    public static async Task ChangeReasonsAsync(Session session, IEnumerable<ScoredRow> rows, CancellationToken ct)
    {
        foreach (var some in Reasons(rows))
            await session.ExecuteAsync(PairIndexerSql.ChangeReasons, new(some), ct);
    }

    /// <summary>
    /// Updates the scores of pairs whose other columns are unchanged in OverlapByProject and OverlapFacet.
    /// </summary>
    public static async Task SetScoresAsync(Session session, IReadOnlyCollection<ScoredRow> rows, CancellationToken ct)
    {
        foreach (
            var some in JsonRowSet.SerializeInBatches(
                rows.SelectMany(row => row.ByProject).OrderBy(entry => (long)entry[0]).ThenBy(entry => (long)entry[3])
            )
        )
            await session.ExecuteAsync(PairIndexerSql.SetScoresByProject, new(some), ct);
        var scores = rows.OrderBy(row => row.Key)
            .Select(row => new object[] { row.Key.FirstId, row.Key.SecondId, row.Score.TenThousandths });
        foreach (var some in JsonRowSet.SerializeInBatches(scores))
            await session.ExecuteAsync(PairIndexerSql.SetScoresOfFacets, new(some), ct);
    }

    private static IEnumerable<string> Parts(IEnumerable<PlacedRow> rows) =>
        JsonRowSet.SerializeInBatches(
            rows.OrderBy(row => row.Scored.Key)
                .Select(row =>
                    new object[]
                    {
                        row.Scored.Key.FirstId,
                        row.Scored.Key.SecondId,
                        row.Scored.Score.TenThousandths,
                        (int)row.Kind,
                        row.Scored.StartDay,
                        row.Scored.EndDay,
                        row.Scored.Days,
                        row.Scored.Pillars,
                        row.Scored.Countries,
                        row.Scored.FoundMicros,
                        row.UpdatedMicros,
                        row.Verdict.Verdict,
                        row.Verdict.IsStale ? 1 : 0,
                        row.Scored.IsRestricted ? 1 : 0,
                    }
                )
        );

    private static IEnumerable<string> Reasons(IEnumerable<ScoredRow> rows) =>
        JsonRowSet.SerializeInBatches(
            rows.OrderBy(row => row.Key).Select(row => new object[] { row.Key.FirstId, row.Key.SecondId, row.Reasons })
        );

    private static IEnumerable<string> Parts(IEnumerable<BlockingKeyRow> keys) =>
        JsonRowSet.SerializeInBatches(
            keys.OrderBy(row => row.ProjectId)
                .ThenBy(row => row.KeyHash)
                .Select(row => new object[] { row.KeyHash, row.ProjectId, row.StartDay, row.EndDay })
        );

    public static string Serialize(IEnumerable<PairKey> pairs) =>
        JsonRowSet.Serialize(pairs.Order().Select(pair => new object[] { pair.FirstId, pair.SecondId }));

    public static string Serialize(IEnumerable<long> projectIds) =>
        JsonRowSet.Serialize(projectIds.Order().Select(projectId => new object[] { projectId }));
}

/// <summary>A scored pair with its kind, the instant of its last change and its verdict.</summary>
/// <param name="UpdatedMicros">As <see cref="StoredPair.UpdatedMicros"/>.</param>
internal readonly record struct PlacedRow(
    ScoredRow Scored,
    OverlapKind Kind,
    long UpdatedMicros,
    StandingVerdict Verdict
);

/// <param name="Verdict">The number of the verdict; 0 if nobody has decided or the verdict was withdrawn.</param>
internal readonly record struct StandingVerdict(int Verdict, bool IsStale);
