using Adam.Data.Engines;

namespace Adam.Data.Overlaps.Register;

/// <summary>Writes rows of the register of pairs, in the order of the tables' keys: neighbours lie on the same pages.</summary>
internal static class RegisterRows
{
    public static async Task AddEvidenceAsync(Session session, Engine engine, IEnumerable<EvidenceOfProject> evidence, CancellationToken ct)
    {
        foreach (var some in JsonRows.Parts(evidence.SelectMany(project => project.Rows).OrderBy(row => (long)row[1]).ThenBy(row => (long)row[0])))
            await session.ExecuteAsync(OverlapKeeperSql.AddEvidence(engine), new { evidence = some }, ct);
    }

    public static async Task AddSidesAndFacetsAsync(Session session, Engine engine, IReadOnlyCollection<ScoredRow> rows, CancellationToken ct)
    {
        var sides = rows.SelectMany(row => row.Sides).OrderBy(side => (long)side[0]).ThenBy(side => (long)side[3]);
        foreach (var some in JsonRows.Parts(sides))
            await session.ExecuteAsync(OverlapKeeperSql.AddSides(engine), new { sides = some }, ct);

        var facets = rows.OrderBy(row => row.Key)
            .SelectMany(row => row.Facets.OrderBy(facet => facet.Facet, StringComparer.Ordinal).ThenBy(facet => facet.Value, StringComparer.Ordinal)
                .Select(facet => new object[] { facet.Facet, facet.Value, row.Score, facet.Bits, row.Key.FirstId, row.Key.SecondId }));
        foreach (var some in JsonRows.Parts(facets))
            await session.ExecuteAsync(OverlapKeeperSql.AddFacets(engine), new { facets = some }, ct);
    }

    public static async Task AddPairsAsync(Session session, Engine engine, IEnumerable<PlacedRow> rows, CancellationToken ct)
    {
        var pairs = rows.OrderBy(row => row.Scored.Key).Select(row => new object[]
        {
            row.Scored.Key.FirstId, row.Scored.Key.SecondId, row.Scored.Score, row.Kind, row.Scored.StartDay, row.Scored.EndDay, row.Scored.Days, row.Scored.Pillars, row.Scored.FoundMicros, row.UpdatedMicros,
            row.Verdict.Verdict, row.Verdict.IsStale ? 1 : 0, row.Scored.Reasons,
        });
        foreach (var some in JsonRows.Parts(pairs))
            await session.ExecuteAsync(OverlapKeeperSql.AddPairs(engine), new { pairs = some }, ct);
    }

    public static string Of(IEnumerable<PairKey> pairs) => JsonRows.Of(pairs.Order().Select(pair => new object[] { pair.FirstId, pair.SecondId }));

    public static string Of(IEnumerable<long> projectIds) => JsonRows.Of(projectIds.Order().Select(projectId => new object[] { projectId }));
}

/// <summary>A pair with what depends on its neighbours and its history.</summary>
internal readonly record struct PlacedRow(ScoredRow Scored, int Kind, long UpdatedMicros, StandingVerdict Verdict);

/// <param name="Verdict">By its number; 0: nobody has decided, or the decision was taken back.</param>
internal readonly record struct StandingVerdict(int Verdict, bool IsStale);
