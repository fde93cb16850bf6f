using Adam.Data.Databases;
using Adam.Data.Overlaps.Matching;
using Adam.Data.Overlaps.Report;
using Adam.Data.Overlaps.Sums;

namespace Adam.Data.Overlaps;

/// <summary>Queries the ranked pairs of a summary that is counted (<see cref="CountedPairs"/>).</summary>
internal static class OverlapSummarySql
{
    public static readonly StatementSet Statements = new(nameof(OverlapSummarySql), nameof(Pairs), nameof(Countries));

    private static readonly string[] Counted =
    [
        "Kind",
        "StartDay",
        "Days",
        "Pillars",
        "FoundMicros",
        "Verdict",
        "IsStale",
    ];

    /// <summary>
    /// Returns the condition that a row of the sums counts pairs that meet a filter; null if the filter has other
    /// conditions than kinds and verdicts.
    /// </summary>
    public static SqlText? ConditionsOfSums(OverlapFilter filter) =>
        (filter with { Kinds = [], Verdicts = [] }).IsEmpty
            // A filter numbers the verdicts as the sums do.
            ? OverlapSumSql.Conditions(filter.Kinds, [.. filter.Verdicts.Select(verdict => (int)verdict)])
            : null;

    /// <summary>Returns the pairs with what is counted, and with all their shared pillars.</summary>
    public static ComposedQuery<SummedPairRow> Pairs(ReportQuery query) =>
        Statements.Compose<SummedPairRow>(
            $"""
            SELECT FirstId, SecondId, Kind, StartDay, Days, FoundMicros, Pillars,
                CASE WHEN IsStale = 1 THEN {SqlText.Literal(SummedPairRow.Stale)} ELSE COALESCE(Verdict, 0) END
                    AS Verdict
            FROM ({query.Pairs(Counted)}) pair
            """
        );

    /// <summary>Returns some of these pairs, in the order of their keys.</summary>
    /// <param name="after">The last pair of those before; null for the first ones.</param>
    /// <param name="take">The maximum number of pairs.</param>
    public static ComposedQuery<SummedPairRow> Pairs(ReportQuery query, PairOfIds? after, int take) =>
        Statements.Compose<SummedPairRow>(
            $"""
            SELECT FirstId, SecondId, Kind, StartDay, Days, FoundMicros, Pillars,
                CASE WHEN IsStale = 1 THEN {SqlText.Literal(SummedPairRow.Stale)} ELSE COALESCE(Verdict, 0) END
                    AS Verdict
            FROM ({query.Pairs(Counted)}) pair
            WHERE {After(after)}
            ORDER BY FirstId, SecondId
            {query.Dialect.Page($"{take}")}
            """
        );

    /// <summary>Returns the shared countries of the pairs; if the filter asks for countries, only these.</summary>
    /// <param name="range">The pairs; null for all.</param>
    public static ComposedQuery<SummedCountryRow> Countries(ReportQuery query, OverlapFilter filter, PairRange? range)
    {
        var asked = filter.Countries.Count > 0 ? filter.Countries : filter.RouteCountries;
        SqlText isAsked = asked.Count == 0 ? SqlText.Empty : $" AND c.Value IN {asked}";
        // CROSS JOIN: SQLite joins in the order of the text, and looks up the countries of each pair.
        return Statements.Compose<SummedCountryRow>(
            $"""
            SELECT pair.FirstId, pair.SecondId, c.Value AS Country
            FROM (
                SELECT FirstId, SecondId
                FROM ({query.Pairs()}) found
                WHERE {In(range)}) pair
            CROSS JOIN OverlapFacet c
            WHERE c.FirstId = pair.FirstId AND c.SecondId = pair.SecondId
              AND c.Facet = {SqlText.Literal(PairFacet.Country)}{isAsked}
            """
        );
    }

    private static SqlText In(PairRange? range)
    {
        if (range is null)
            return $"1 = 1";

        SqlText last = $"{range.Last.FirstId}";
        return $"""
            {After(range.After)}
              AND FirstId <= {last} AND (FirstId < {last} OR SecondId <= {range.Last.SecondId})
            """;
    }

    private static SqlText After(PairOfIds? after)
    {
        if (after is null)
            return $"1 = 1";

        SqlText first = $"{after.FirstId}";
        return $"FirstId >= {first} AND (FirstId > {first} OR SecondId > {after.SecondId})";
    }
}

/// <summary>The pairs after one, or from the first one on if it is null, up to another one.</summary>
internal sealed record PairRange(PairOfIds? After, PairOfIds Last);
