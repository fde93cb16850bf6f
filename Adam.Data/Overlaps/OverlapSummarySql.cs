using Adam.Data.Databases;
using Adam.Data.Overlaps.Matching;
using Adam.Data.Overlaps.Report;
using Adam.Data.Projects;
using Adam.Domain.Overlaps.Matching;
using Adam.Domain.Projects;

namespace Adam.Data.Overlaps;

/// <summary>
/// Queries the counts, shared days and amounts at stake of the ranked pairs. A pair counts once in each row that it
/// belongs to, and once in the totals.
/// </summary>
internal static class OverlapSummarySql
{
    public static readonly StatementSet Statements = new(
        nameof(OverlapSummarySql),
        nameof(Rows),
        nameof(Amounts),
        nameof(Donors)
    );

    private static readonly SqlText Counted = $"""
        COUNT(*) AS [Overlaps], SUM(CASE WHEN o.Verdict IS NULL OR o.IsStale = 1 THEN 1 ELSE 0 END) AS Undecided
        """;

    private static readonly SqlText Spending = SqlText.Join(
        $", ",
        Enum.GetValues<OverlapKind>()
            .Where(OverlapClassifier.MaySpendTheSame)
            .Select(kind => (SqlText)$"{SqlText.Literal((int)kind)}")
    );

    /// <summary>The number of shared days of a pair within a year.</summary>
    private static readonly SqlText DaysOfYear = $"""
        CASE WHEN o.StartDay + o.Days - 1 < r.LastDay THEN o.StartDay + o.Days - 1 ELSE r.LastDay END
            - CASE WHEN o.StartDay > r.FirstDay THEN o.StartDay ELSE r.FirstDay END + 1
        """;

    /// <summary>
    /// Returns the query of the number of pairs, the number of undecided ones, and their shared days, for each row.
    /// </summary>
    /// <param name="pairs">The query of the pairs.</param>
    /// <param name="by">The dimensions; empty for one row with the totals.</param>
    public static ComposedQuery<SummaryRow> Rows(
        SqlDialect dialect,
        SqlText pairs,
        OverlapFilter filter,
        IReadOnlyList<OverlapDimension> by
    )
    {
        var columns = Columns(by);
        SqlText days = by.Contains(OverlapDimension.Year) ? DaysOfYear : $"o.Days";
        return Statements.Compose<SummaryRow>(
            $"""
            SELECT {Listed(columns)}{Counted}, COALESCE(SUM(CAST({days} AS bigint)), 0) AS Days
            FROM ({Placed(dialect, pairs, filter, by)}) r
            INNER JOIN Overlap o ON o.FirstId = r.FirstId AND o.SecondId = r.SecondId
            {Grouped(columns)}
            """
        );
    }

    /// <summary>
    /// Returns the query of the amounts that could be spent twice, for each row and currency. The amount of a pair is
    /// the smaller amount of the two projects. Only pairs of a kind whose projects may spend the same money are counted
    /// (<see cref="OverlapClassifier.MaySpendTheSame"/>).
    /// </summary>
    /// <inheritdoc cref="Rows"/>
    public static ComposedQuery<SummaryAmountRow> Amounts(
        SqlDialect dialect,
        SqlText pairs,
        OverlapFilter filter,
        IReadOnlyList<OverlapDimension> by
    )
    {
        var columns = Columns(by);
        return Statements.Compose<SummaryAmountRow>(
            $"""
            SELECT {Listed(columns)}Currency, {dialect.SumOfAmounts($"Amount")}
            FROM (
                SELECT {Listed(columns)}a.Currency,
                    CASE WHEN a.Amount < b.Amount THEN a.Amount ELSE b.Amount END AS Amount
                FROM ({Placed(dialect, pairs, filter, by)}) r
                INNER JOIN Overlap o ON o.FirstId = r.FirstId AND o.SecondId = r.SecondId AND o.Kind IN ({Spending})
                INNER JOIN ProjectAmount a ON a.ProjectId = r.FirstId
                INNER JOIN ProjectAmount b ON b.ProjectId = r.SecondId AND b.Currency = a.Currency) smaller
            {Grouped([.. columns, $"Currency"])}
            """
        );
    }

    /// <summary>
    /// Returns the query of the donors of the projects of these pairs: a row for each donor and period. Projects with
    /// an unknown start are omitted, because their months are unknown.
    /// </summary>
    public static ComposedQuery<SummaryDonorRow> Donors(SqlText pairs) =>
        Statements.Compose<SummaryDonorRow>(
            $"""
            SELECT DISTINCT f.Value AS Donor, f.StartDay, f.EndDay
            FROM (
                SELECT pair.FirstId AS ProjectId FROM ({pairs}) pair
                UNION
                SELECT pair.SecondId FROM ({pairs}) pair) mine
            CROSS JOIN ProjectFacet own
            CROSS JOIN ProjectFacet f
            WHERE own.ProjectId = mine.ProjectId AND own.Facet = {SqlText.Literal(Facet.Donor)}
              AND f.Facet = own.Facet AND f.Value = own.Value AND f.ProjectId = own.ProjectId
              AND f.StartDay >= 0
            """
        );

    /// <summary>
    /// Returns the pairs, once for each row that they belong to: FirstId, SecondId and the columns of the row.
    /// </summary>
    private static SqlText Placed(
        SqlDialect dialect,
        SqlText pairs,
        OverlapFilter filter,
        IReadOnlyList<OverlapDimension> by
    )
    {
        // CROSS JOIN: SQLite joins in the order of the text, and looks up the rows of each pair.
        var (values, joins, conditions) = (new List<SqlText>(), new List<SqlText>(), new List<SqlText>());
        if (by.Contains(OverlapDimension.Country))
        {
            var asked = filter.Countries.Count > 0 ? filter.Countries : filter.RouteCountries;
            SqlText isAsked = asked.Count == 0 ? SqlText.Empty : $" AND c.Value IN {asked}";
            values.Add($", c.Value AS Country");
            joins.Add($"\nCROSS JOIN OverlapFacet c");
            conditions.Add(
                $"""
                c.FirstId = pair.FirstId AND c.SecondId = pair.SecondId
                  AND c.Facet = {SqlText.Literal(PairFacet.Country)}{isAsked}
                """
            );
        }

        if (by.Contains(OverlapDimension.Pillar))
        {
            values.Add($", p.Pillar");
            joins.Add($"\nCROSS JOIN Overlap q\nCROSS JOIN ({PillarsOf(filter)}) p");
            conditions.Add($"q.FirstId = pair.FirstId AND q.SecondId = pair.SecondId AND (q.Pillars & p.Bit) <> 0");
        }

        if (by.Contains(OverlapDimension.Donors))
        {
            values.Add(
                $"""
                , CASE WHEN x.Value < y.Value THEN x.Value ELSE y.Value END AS Donor
                , CASE WHEN x.Value < y.Value THEN y.Value ELSE x.Value END AS OtherDonor
                """
            );
            joins.Add($"\nCROSS JOIN ProjectFacet x\nCROSS JOIN ProjectFacet y");
            conditions.Add(
                $"""
                x.ProjectId = pair.FirstId AND x.Facet = {SqlText.Literal(Facet.Donor)}
                  AND y.ProjectId = pair.SecondId AND y.Facet = {SqlText.Literal(Facet.Donor)}
                """
            );
        }

        if (by.Contains(OverlapDimension.Partners))
        {
            values.Add(
                $"""
                , CASE WHEN m.Value < n.Value THEN m.Value ELSE n.Value END AS Partner
                , CASE WHEN m.Value < n.Value THEN n.Value ELSE m.Value END AS OtherPartner
                """
            );
            joins.Add($"\nCROSS JOIN ProjectFacet m\nCROSS JOIN ProjectFacet n");
            SqlText owns = $"{SqlText.Literal(Facet.Owner)}, {SqlText.Literal(Facet.Donor)}";
            conditions.Add(
                $"""
                m.ProjectId = pair.FirstId AND m.Facet IN ({owns})
                  AND n.ProjectId = pair.SecondId AND n.Facet IN ({owns})
                """
            );
        }

        if (by.Contains(OverlapDimension.Year))
        {
            values.Add($", y0.Year, y0.FirstDay, y0.LastDay");
            joins.Add($"\nCROSS JOIN Overlap s\nCROSS JOIN CalendarYear y0");
            conditions.Add(
                $"""
                s.FirstId = pair.FirstId AND s.SecondId = pair.SecondId
                  AND s.Days > 0 AND y0.LastDay >= s.StartDay AND y0.FirstDay <= s.StartDay + s.Days - 1
                """
            );
        }

        if (by.Contains(OverlapDimension.FoundMonth))
        {
            values.Add($", {dialect.MonthOf($"e.FoundMicros")} AS FoundMonth");
            joins.Add($"\nCROSS JOIN Overlap e");
            conditions.Add($"e.FirstId = pair.FirstId AND e.SecondId = pair.SecondId");
        }

        SqlText where = conditions.Count == 0 ? SqlText.Empty : $"\nWHERE {SqlText.Join($"\n  AND ", conditions)}";
        // DISTINCT: a pair of projects with two common donors has each pair of donors twice, and an owner that funds a
        // project is twice in it.
        return $"""
            SELECT DISTINCT pair.FirstId, pair.SecondId{SqlText.Join(SqlText.Empty, values)}
            FROM ({pairs}) pair{SqlText.Join(SqlText.Empty, joins)}{where}
            """;
    }

    private static SqlText PillarsOf(OverlapFilter filter)
    {
        var pillars = filter.Pillars.Count == 0 ? Enum.GetValues<Pillar>() : filter.Pillars.Distinct();
        return SqlText.Join(
            $" UNION ALL ",
            pillars.Select(pillar =>
            {
                var (code, bit) = (
                    SqlText.Literal(ProjectIndex.CodeOf(pillar)),
                    SqlText.Literal(SharedCellMask.For([pillar]))
                );
                return (SqlText)$"SELECT {code} AS Pillar, {bit} AS Bit";
            })
        );
    }

    private static IReadOnlyList<SqlText> Columns(IReadOnlyList<OverlapDimension> by) =>
        [
            .. by.SelectMany(dimension =>
                dimension switch
                {
                    OverlapDimension.Country => (SqlText[])[$"Country"],
                    OverlapDimension.Pillar => [$"Pillar"],
                    OverlapDimension.Donors => [$"Donor", $"OtherDonor"],
                    OverlapDimension.Year => [$"Year"],
                    OverlapDimension.Partners => [$"Partner", $"OtherPartner"],
                    OverlapDimension.FoundMonth => [$"FoundMonth"],
                }
            ),
        ];

    private static SqlText Listed(IReadOnlyList<SqlText> columns) =>
        SqlText.Join(SqlText.Empty, columns.Select(column => (SqlText)$"{column}, "));

    private static SqlText Grouped(IReadOnlyList<SqlText> columns) =>
        columns.Count == 0 ? SqlText.Empty : $"GROUP BY {SqlText.Join($", ", columns)}";
}
