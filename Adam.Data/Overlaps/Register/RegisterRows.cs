using Adam.Data.Engines;

namespace Adam.Data.Overlaps.Register;

/// <summary>Writes rows of the register of pairs, in the order of the tables' keys: neighbours lie on the same pages.</summary>
internal static class RegisterRows
{
    private const int EvidenceAtOnce = 50_000;

    public static async Task AddEvidenceAsync(Session session, Engine engine, IEnumerable<EvidenceOfProject> evidence, CancellationToken ct)
    {
        foreach (var some in evidence.SelectMany(project => project.Rows).OrderBy(row => (long)row[1]).ThenBy(row => (long)row[0]).Chunk(EvidenceAtOnce))
            await session.ExecuteAsync(OverlapKeeperSql.AddEvidence(engine), new { evidence = JsonRows.Of(some) }, ct);
    }

    public static async Task AddSidesAndFacetsAsync(Session session, Engine engine, IReadOnlyCollection<ScoredRow> rows, CancellationToken ct)
    {
        if (rows.Count == 0)
            return;

        var sides = rows.SelectMany(row => row.Sides).OrderBy(side => (long)side[0]).ThenBy(side => (long)side[3]);
        await session.ExecuteAsync(OverlapKeeperSql.AddSides(engine), new { sides = JsonRows.Of(sides) }, ct);

        var facets = rows.OrderBy(row => row.Key)
            .SelectMany(row => row.Facets.OrderBy(facet => facet.Facet, StringComparer.Ordinal).ThenBy(facet => facet.Value, StringComparer.Ordinal)
                .Select(facet => new object[] { facet.Facet, facet.Value, row.Score, row.Key.FirstId, row.Key.SecondId }));
        await session.ExecuteAsync(OverlapKeeperSql.AddFacets(engine), new { facets = JsonRows.Of(facets) }, ct);
    }

    public static async Task AddPairsAsync(Session session, Engine engine, IEnumerable<PlacedRow> rows, CancellationToken ct)
    {
        var pairs = rows.OrderBy(row => row.Scored.Key).Select(row => new object[]
        {
            row.Scored.Key.FirstId, row.Scored.Key.SecondId, row.Scored.Score, row.Kind, row.Scored.StartDay, row.Scored.EndDay, row.Scored.Days, row.Scored.FoundMicros, row.UpdatedMicros,
            row.Verdict.Verdict, row.Verdict.IsStale ? 1 : 0, row.Scored.Reasons,
        }).ToList();
        if (pairs.Count > 0)
            await session.ExecuteAsync(OverlapKeeperSql.AddPairs(engine), new { pairs = JsonRows.Of(pairs) }, ct);
    }

    public static string Of(IEnumerable<PairKey> pairs) => JsonRows.Of(pairs.Order().Select(pair => new object[] { pair.FirstId, pair.SecondId }));

    public static string Of(IEnumerable<long> projectIds) => JsonRows.Of(projectIds.Order().Select(projectId => new object[] { projectId }));
}

/// <summary>A pair with what depends on its neighbours and its history.</summary>
internal readonly record struct PlacedRow(ScoredRow Scored, int Kind, long UpdatedMicros, StandingVerdict Verdict);

/// <param name="Verdict">By its number; 0: nobody has decided, or the decision was taken back.</param>
internal readonly record struct StandingVerdict(int Verdict, bool IsStale);
