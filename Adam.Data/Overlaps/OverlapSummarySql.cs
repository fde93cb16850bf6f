using Adam.Data.Databases;
using Adam.Data.Overlaps.Matching;
using Adam.Data.Overlaps.Report;
using Adam.Data.Overlaps.Sums;
using Adam.Data.Projects;

namespace Adam.Data.Overlaps;

/// <summary>Queries the ranked pairs of a summary that is counted (<see cref="CountedPairs"/>).</summary>
internal static class OverlapSummarySql
{
    public static readonly StatementSet Statements = new(
        nameof(OverlapSummarySql),
        nameof(Pairs),
        nameof(Countries)
    );

    /// <summary>Returns the pairs with what is counted. Of their pillars, those that the filter asks for.</summary>
    /// <param name="pairs">The query of the pairs: FirstId, SecondId.</param>
    public static ComposedQuery<SummedPairRow> Pairs(SqlText pairs, OverlapFilter filter)
    {
        SqlText pillars =
            filter.Pillars.Count == 0
                ? $"o.Pillars"
                : (SqlText)$"o.Pillars & {SqlText.Literal(SharedCellMask.For(filter.Pillars))} AS Pillars";
        return Statements.Compose<SummedPairRow>(
            $"""
            SELECT o.FirstId, o.SecondId, o.Kind, o.StartDay, o.Days, o.FoundMicros, {pillars},
                CASE WHEN o.IsStale = 1 THEN {SqlText.Literal(SummedPairRow.Stale)} ELSE COALESCE(o.Verdict, 0) END
                    AS Verdict
            FROM ({pairs}) pair
            INNER JOIN Overlap o ON o.FirstId = pair.FirstId AND o.SecondId = pair.SecondId
            """
        );
    }

    /// <summary>Returns the shared countries of the pairs; if the filter asks for countries, only these.</summary>
    /// <inheritdoc cref="Pairs"/>
    public static ComposedQuery<SummedCountryRow> Countries(SqlText pairs, OverlapFilter filter)
    {
        var asked = filter.Countries.Count > 0 ? filter.Countries : filter.RouteCountries;
        SqlText isAsked = asked.Count == 0 ? SqlText.Empty : $" AND c.Value IN {asked}";
        // CROSS JOIN: SQLite joins in the order of the text, and looks up the countries of each pair.
        return Statements.Compose<SummedCountryRow>(
            $"""
            SELECT pair.FirstId, pair.SecondId, c.Value AS Country
            FROM ({pairs}) pair
            CROSS JOIN OverlapFacet c
            WHERE c.FirstId = pair.FirstId AND c.SecondId = pair.SecondId
              AND c.Facet = {SqlText.Literal(PairFacet.Country)}{isAsked}
            """
        );
    }
}
