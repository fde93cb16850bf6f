using Adam.Data.Engines;

namespace Adam.Data.Overlaps;

/// <summary>Counts and shared days of all pairs. A pair is counted once in each row that it belongs to, and once in the totals.</summary>
internal static class OverlapSummarySql
{
    private const string Counted = "COUNT(*) AS Overlaps, SUM(CAST(RankDays AS bigint)) AS Days";

    public static Statement Rows(Engine engine, OverlapFilter filter, IReadOnlyList<OverlapDimension> by, IReadOnlyList<long>? few)
    {
        var statement = new Statement();
        var pairs = OverlapSql.Pairs(engine, statement, filter, few, by.Contains(OverlapDimension.Country), by.Contains(OverlapDimension.Pillar));
        var places = by.Where(dimension => dimension != OverlapDimension.Donors).Select(dimension => dimension == OverlapDimension.Country ? "Country" : "Pillar").ToList();
        if (!by.Contains(OverlapDimension.Donors))
        {
            statement.Sql = $"SELECT {List(places)}, {Counted} FROM ({pairs}) pair GROUP BY {List(places)}";
            return statement;
        }

        // By sets of donors first: there are few beside the pairs, and what two sets mean for pairs of donors is the same for each pair of projects. DISTINCT: two sets that have two donors in common
        // make one pair of donors twice.
        var sets = List([.. places, "EarlierDonors", "LaterDonors"]);
        var donors = List([.. places, "Donor", "OtherDonor"]);
        statement.Sql = $"""
            SELECT {donors}, SUM(Overlaps) AS Overlaps, SUM(Days) AS Days
            FROM (
                SELECT DISTINCT {sets}, Overlaps, Days,
                       CASE WHEN x.DonorKey < y.DonorKey THEN x.DonorKey ELSE y.DonorKey END AS Donor,
                       CASE WHEN x.DonorKey < y.DonorKey THEN y.DonorKey ELSE x.DonorKey END AS OtherDonor
                FROM (SELECT {sets}, {Counted} FROM ({pairs}) pair GROUP BY {sets}) pair
                INNER JOIN DonorSetDonor x ON x.DonorSetId = pair.EarlierDonors
                INNER JOIN DonorSetDonor y ON y.DonorSetId = pair.LaterDonors) pair
            GROUP BY {donors}
            """;
        return statement;

        static string List(IEnumerable<string> names) => string.Join(", ", names);
    }

    public static Statement Totals(Engine engine, OverlapFilter filter, IReadOnlyList<long>? few)
    {
        var statement = new Statement();
        statement.Sql = $"SELECT COUNT(*) AS Overlaps, COALESCE(SUM(CAST(RankDays AS bigint)), 0) AS Days FROM ({OverlapSql.Pairs(engine, statement, filter, few)}) pair";
        return statement;
    }
}
