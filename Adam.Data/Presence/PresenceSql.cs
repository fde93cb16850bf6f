using Adam.Data.Engines;
using Adam.Data.Projects;

namespace Adam.Data.Presence;

/// <summary>
/// The three queries of presence over the same projects: counts of projects and partners per cell, amounts per cell,
/// and totals in which each project counts once. CROSS JOIN fixes SQLite's join order: projects first. Otherwise it
/// starts with a facet and scans all projects for each of its rows.
/// </summary>
internal static class PresenceSql
{
    /// <summary>
    /// Counts projects and partners of each cell. The columns D0, D1, … are the dimensions, in their order.
    /// </summary>
    public static Statement Cells(PresenceQuestion question)
    {
        var statement = new Statement(nameof(PresenceSql));
        var (columns, tables, conditions) = Dimensions(statement, question);
        statement.Sql = $"""
            SELECT {Selected(columns)}, COUNT(DISTINCT m.ProjectId) AS Projects, COUNT(DISTINCT p.PartnerId) AS Partners
            FROM ({Matched(statement, question)}) m
            {tables}
            CROSS JOIN ProjectFacet pf
            LEFT JOIN Partner p ON p.Code = pf.Value
            WHERE {conditions}
              AND {PartOf(statement)}
            GROUP BY {string.Join(", ", columns)}
            """;
        return statement;
    }

    /// <summary>Sums the amounts of each cell, by currency.</summary>
    public static Statement CellAmounts(Engine engine, PresenceQuestion question)
    {
        var statement = new Statement(nameof(PresenceSql));
        var (columns, tables, conditions) = Dimensions(statement, question);
        statement.Sql = $"""
            SELECT {Selected(columns)}, a.Currency, {engine.SumOfAmounts("a.Amount")}
            FROM ({Matched(statement, question)}) m
            {tables}
            CROSS JOIN ProjectAmount a
            WHERE {conditions}
              AND a.ProjectId = m.ProjectId
            GROUP BY {string.Join(", ", columns)}, a.Currency
            """;
        return statement;
    }

    public static Statement Totals(PresenceQuestion question)
    {
        var statement = new Statement(nameof(PresenceSql));
        statement.Sql = $"""
            SELECT COUNT(DISTINCT m.ProjectId) AS Projects, COUNT(DISTINCT p.PartnerId) AS Partners
            FROM ({Matched(statement, question)}) m
            CROSS JOIN ProjectFacet pf
            LEFT JOIN Partner p ON p.Code = pf.Value
            WHERE {PartOf(statement)}
            """;
        return statement;
    }

    public static Statement TotalAmounts(Engine engine, PresenceQuestion question)
    {
        var statement = new Statement(nameof(PresenceSql));
        statement.Sql = $"""
            SELECT a.Currency, {engine.SumOfAmounts("a.Amount")}
            FROM ({Matched(statement, question)}) m
            CROSS JOIN ProjectAmount a
            WHERE a.ProjectId = m.ProjectId
            GROUP BY a.Currency
            """;
        return statement;
    }

    /// <summary>
    /// Returns the amounts of single projects in each cell, or in the whole table if <paramref name="by"/> is empty. A
    /// project without amounts has one row without a currency.
    /// </summary>
    public static Statement OwnAmounts(Engine engine, PresenceQuestion question, IReadOnlyList<PresenceDimension> by, IEnumerable<long> projects)
    {
        var statement = new Statement(nameof(PresenceSql));
        var (columns, tables, conditions) = Dimensions(statement, question with { By = by });
        var grouped = string.Join(", ", [.. columns, "m.ProjectId", "a.Currency"]);
        statement.Sql = $"""
            SELECT {string.Concat(columns.Select((column, index) => $"{column} AS D{index}, "))}m.ProjectId, a.Currency, {engine.SumOfAmounts("a.Amount")}
            FROM ({Matched(statement, question)}) m
            INNER JOIN {engine.Rows(statement.Add(JsonRows.Of(projects.Select(id => new object[] { id }))), ("ProjectId", "bigint"))} own ON own.ProjectId = m.ProjectId
            {tables}
            LEFT JOIN ProjectAmount a ON a.ProjectId = m.ProjectId
            WHERE {(conditions.Length == 0 ? "1 = 1" : conditions)}
            GROUP BY {grouped}
            """;
        return statement;
    }

    private static string Selected(IEnumerable<string> columns) => string.Join(", ", columns.Select((column, index) => $"{column} AS D{index}"));

    /// <summary>The projects that match the filter, without cancelled ones.</summary>
    private static string Matched(Statement statement, PresenceQuestion question) => $"""
        {ProjectListSql.Matched(statement, question.Filter)}
          AND NOT EXISTS (SELECT 1 FROM ProjectFacet c WHERE c.Facet = {statement.Add(Facet.Status)} AND c.Value = {statement.Add("cancelled")} AND c.ProjectId = f.ProjectId)
        """;

    /// <summary>
    /// All partners with any part in the project. Names outside the partnership have no row in Partner and are not
    /// counted.
    /// </summary>
    private static string PartOf(Statement statement) => $"pf.ProjectId = m.ProjectId AND pf.Facet = {statement.Add(Facet.Partner)}";

    private static (IReadOnlyList<string> Columns, string Tables, string Conditions) Dimensions(Statement statement, PresenceQuestion question)
    {
        var (columns, tables, conditions) = (new List<string>(), new List<string>(), new List<string>());
        foreach (var dimension in question.By)
        {
            var alias = $"d{columns.Count}";
            if (dimension == PresenceDimension.Year)
            {
                columns.Add($"CAST({alias}.Year AS nvarchar(4))");
                tables.Add($"CROSS JOIN CalendarYear {alias}");
                conditions.Add(InYear(statement, question, alias));
                continue;
            }

            var facet = FacetOf(dimension);
            // A filter on a dimension also restricts its rows: a query for TJ by country does not return other
            // countries of a project.
            var only = question.Filter.Facets.Where(condition => condition.Facet == facet).Select(condition => $" AND {alias}.Value IN {statement.Add(condition.Values)}");
            columns.Add($"{alias}.Value");
            tables.Add($"CROSS JOIN ProjectFacet {alias}");
            conditions.Add($"{alias}.ProjectId = m.ProjectId AND {alias}.Facet = {statement.Add(facet)}{string.Concat(only)}");
        }

        return (columns, string.Join("\n", tables), string.Join("\n  AND ", conditions));
    }

    /// <summary>
    /// The years of the period within the requested window. An open end counts up to the current year, and at least for
    /// the year of its start.
    /// </summary>
    private static string InYear(Statement statement, PresenceQuestion question, string alias)
    {
        var window = question.Filter.ActiveFrom is { } from ? $" AND {alias}.LastDay >= {statement.Add(from.DayNumber)}" : "";
        if (question.Filter.ActiveTo is { } to)
            window += $" AND {alias}.FirstDay <= {statement.Add(to.DayNumber)}";
        return $"{alias}.FirstDay <= m.EndDay AND {alias}.LastDay >= m.StartDay"
            + $" AND (m.EndDay <> {Engine.OpenDay} OR {alias}.Year <= {statement.Add(question.ThisYear)} OR {alias}.FirstDay <= m.StartDay){window}";
    }

    private static string FacetOf(PresenceDimension dimension) => dimension switch
    {
        PresenceDimension.Country => Facet.Country,
        PresenceDimension.Pillar => Facet.Pillar,
        PresenceDimension.Partner => Facet.Partner,
        PresenceDimension.Donor => Facet.Donor,
        PresenceDimension.Implementer => Facet.Implementer,
        PresenceDimension.ActivityType => Facet.ActivityType,
        PresenceDimension.Status => Facet.Status,
        PresenceDimension.Year => throw new ArgumentOutOfRangeException(nameof(dimension), dimension, "A year is no facet."),
    };
}
