using System.Globalization;
using Adam.Data.Engines;
using Adam.Data.Projects;
using Adam.Domain.Projects;

namespace Adam.Data.Overlaps;

/// <summary>Counts, shared days and amounts at stake of the ranked pairs. A pair is counted once in each row that it belongs to, and once in the totals.</summary>
internal static class OverlapSummarySql
{
    private const string Counted = "COUNT(*) AS Overlaps, SUM(CASE WHEN o.Verdict IS NULL OR o.IsStale = 1 THEN 1 ELSE 0 END) AS Undecided";

    /// <summary>How many pairs, how many of them undecided, and their shared days, for each row.</summary>
    /// <param name="by">None: one row for all.</param>
    public static Statement Rows(Engine engine, OverlapFilter filter, IReadOnlyList<OverlapDimension> by, IReadOnlyList<long>? few)
    {
        var statement = new Statement(nameof(OverlapSummarySql));
        var columns = Columns(by);
        // In a year a pair shares the days that lie in it.
        var days = by.Contains(OverlapDimension.Year)
            ? "CASE WHEN o.StartDay + o.Days - 1 < r.LastDay THEN o.StartDay + o.Days - 1 ELSE r.LastDay END - CASE WHEN o.StartDay > r.FirstDay THEN o.StartDay ELSE r.FirstDay END + 1"
            : "o.Days";
        statement.Sql = $"""
            SELECT {columns}{Counted}, COALESCE(SUM(CAST({days} AS bigint)), 0) AS Days
            FROM ({Placed(engine, statement, filter, by, few)}) r
            INNER JOIN Overlap o ON o.FirstId = r.FirstId AND o.SecondId = r.SecondId
            {Grouped(columns)}
            """;
        return statement;
    }

    /// <summary>What could be spent twice, for each row and currency: of two projects the smaller amount.</summary>
    public static Statement Amounts(Engine engine, OverlapFilter filter, IReadOnlyList<OverlapDimension> by, IReadOnlyList<long>? few)
    {
        var statement = new Statement(nameof(OverlapSummarySql));
        var columns = Columns(by);
        statement.Sql = $"""
            SELECT {columns}Currency, {engine.SumOfAmounts("Amount")}
            FROM (
                SELECT {columns}a.Currency, CASE WHEN a.Amount < b.Amount THEN a.Amount ELSE b.Amount END AS Amount
                FROM ({Placed(engine, statement, filter, by, few)}) r
                INNER JOIN ProjectAmount a ON a.ProjectId = r.FirstId
                INNER JOIN ProjectAmount b ON b.ProjectId = r.SecondId AND b.Currency = a.Currency) smaller
            {Grouped($"{columns}Currency, ")}
            """;
        return statement;
    }

    /// <summary>Who pays for the projects of these pairs, and when: a row for each donor and period.</summary>
    public static Statement Donors(Engine engine, OverlapFilter filter, IReadOnlyList<long>? few)
    {
        var statement = new Statement(nameof(OverlapSummarySql));
        var pairs = OverlapReportSql.Pairs(engine, statement, filter, few);
        statement.Sql = $"""
            SELECT DISTINCT f.Value AS Donor, f.StartDay, f.EndDay
            FROM (SELECT pair.FirstId AS ProjectId FROM ({pairs}) pair UNION SELECT pair.SecondId FROM ({pairs}) pair) mine
            CROSS JOIN ProjectFacet f
            WHERE f.ProjectId = mine.ProjectId AND f.Facet = '{Facet.Donor}'
            """;
        return statement;
    }

    /// <summary>The pairs, once for each row that they belong to: FirstId, SecondId and the columns of the row.</summary>
    private static string Placed(Engine engine, Statement statement, OverlapFilter filter, IReadOnlyList<OverlapDimension> by, IReadOnlyList<long>? few)
    {
        var pairs = OverlapReportSql.Pairs(engine, statement, filter, few);
        // CROSS JOIN: SQLite then begins with the pairs, and looks up what belongs to each.
        var (values, joins, conditions) = ("", "", new List<string>());
        var asked = filter.Countries.Count > 0 ? filter.Countries : filter.RouteCountries;
        if (by.Contains(OverlapDimension.Country))
        {
            values += ", c.Value AS Country";
            joins += "\nCROSS JOIN OverlapFacet c";
            conditions.Add($"c.FirstId = pair.FirstId AND c.SecondId = pair.SecondId AND c.Facet = '{PairFacet.Country}'{(asked.Count == 0 ? "" : $" AND c.Value IN {statement.Add(asked)}")}");
        }

        if (by.Contains(OverlapDimension.Pillar))
        {
            values += ", p.Pillar";
            joins += $"\nCROSS JOIN Overlap q\nCROSS JOIN ({PillarsOf(filter)}) p";
            conditions.Add("q.FirstId = pair.FirstId AND q.SecondId = pair.SecondId AND (q.Pillars & p.Bit) <> 0");
        }

        if (by.Contains(OverlapDimension.Donors))
        {
            values += ", CASE WHEN x.Value < y.Value THEN x.Value ELSE y.Value END AS Donor, CASE WHEN x.Value < y.Value THEN y.Value ELSE x.Value END AS OtherDonor";
            joins += "\nCROSS JOIN ProjectFacet x\nCROSS JOIN ProjectFacet y";
            conditions.Add($"x.ProjectId = pair.FirstId AND x.Facet = '{Facet.Donor}' AND y.ProjectId = pair.SecondId AND y.Facet = '{Facet.Donor}'");
        }

        if (by.Contains(OverlapDimension.Year))
        {
            values += ", y0.Year, y0.FirstDay, y0.LastDay";
            joins += "\nCROSS JOIN Overlap s\nCROSS JOIN CalendarYear y0";
            conditions.Add("s.FirstId = pair.FirstId AND s.SecondId = pair.SecondId AND y0.LastDay >= s.StartDay AND y0.FirstDay <= s.StartDay + s.Days - 1");
        }

        // DISTINCT: two projects that have two donors in common make one pair of donors twice.
        return $"SELECT DISTINCT pair.FirstId, pair.SecondId{values} FROM ({pairs}) pair{joins}{(conditions.Count == 0 ? "" : $"\nWHERE {string.Join("\n  AND ", conditions)}")}";
    }

    private static string PillarsOf(OverlapFilter filter) => string.Join(" UNION ALL ", (filter.Pillars.Count == 0 ? Enum.GetValues<Pillar>() : filter.Pillars.Distinct())
        .Select(pillar => string.Create(CultureInfo.InvariantCulture, $"SELECT '{ProjectIndex.CodeOf(pillar)}' AS Pillar, {CellBits.Of([pillar])} AS Bit")));

    private static string Columns(IReadOnlyList<OverlapDimension> by) => string.Concat(by.SelectMany(dimension => dimension switch
    {
        OverlapDimension.Country => (string[])["Country, "],
        OverlapDimension.Pillar => ["Pillar, "],
        OverlapDimension.Donors => ["Donor, ", "OtherDonor, "],
        OverlapDimension.Year => ["Year, "],
    }));

    private static string Grouped(string columns) => columns.Length == 0 ? "" : $"GROUP BY {columns.TrimEnd(',', ' ')}";
}
