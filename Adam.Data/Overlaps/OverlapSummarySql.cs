using Adam.Data.Engines;

namespace Adam.Data.Overlaps;

/// <summary>Counts and shared days of all pairs. A pair is counted once in each row that it belongs to, and once in the totals.</summary>
internal static class OverlapSummarySql
{
    public static Statement Rows(Engine engine, OverlapFilter filter, IReadOnlyList<OverlapDimension> by, IReadOnlyList<long>? few)
    {
        var statement = new Statement();
        var pairs = OverlapSql.Pairs(engine, statement, filter, few, by.Contains(OverlapDimension.Country), by.Contains(OverlapDimension.Pillar));
        var columns = by.SelectMany(dimension => dimension switch
        {
            OverlapDimension.Country => new[] { "pair.Country AS Country" },
            OverlapDimension.Pillar => ["pair.Pillar AS Pillar"],
            OverlapDimension.Donors => ["CASE WHEN x.DonorKey < y.DonorKey THEN x.DonorKey ELSE y.DonorKey END AS Donor", "CASE WHEN x.DonorKey < y.DonorKey THEN y.DonorKey ELSE x.DonorKey END AS OtherDonor"],
        }).ToList();
        var donors = by.Contains(OverlapDimension.Donors)
            ? "INNER JOIN DonorSetDonor x ON x.DonorSetId = pair.EarlierDonors INNER JOIN DonorSetDonor y ON y.DonorSetId = pair.LaterDonors"
            : "";
        var names = columns.Select(column => column[(column.LastIndexOf(' ') + 1)..]).ToList();

        // DISTINCT: two sets of donors that have two donors in common make one pair of donors twice.
        statement.Sql = $"""
            SELECT {string.Join(", ", names)}, COUNT(*) AS Overlaps, SUM(CAST(RankDays AS bigint)) AS Days
            FROM (
                SELECT DISTINCT {string.Join(", ", columns)}, pair.EarlierId, pair.LaterId, pair.RankDays
                FROM ({pairs}) pair
                {donors}) pair
            GROUP BY {string.Join(", ", names)}
            """;
        return statement;
    }

    public static Statement Totals(Engine engine, OverlapFilter filter, IReadOnlyList<long>? few)
    {
        var statement = new Statement();
        statement.Sql = $"SELECT COUNT(*) AS Overlaps, COALESCE(SUM(CAST(RankDays AS bigint)), 0) AS Days FROM ({OverlapSql.Pairs(engine, statement, filter, few)}) pair";
        return statement;
    }
}
