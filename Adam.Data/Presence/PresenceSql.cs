using Adam.Data.Databases;
using Adam.Data.Projects;

namespace Adam.Data.Presence;

/// <summary>
/// The queries of presence over the same projects: counts of projects and partners for each cell, amounts for each
/// cell, and totals in which each project counts once. CROSS JOIN makes SQLite join the projects first. Otherwise it
/// starts with a facet and scans all projects for each of its rows.
/// </summary>
internal static class PresenceSql
{
    public static readonly StatementSet Statements = new(
        nameof(PresenceSql),
        nameof(Cells),
        nameof(Values),
        nameof(Periods),
        nameof(Parts),
        nameof(ProjectAmounts),
        nameof(DonorAmounts),
        nameof(All),
        nameof(AllPeriods),
        nameof(AllWith),
        nameof(AllValues),
        nameof(AllParts),
        nameof(AllAmounts),
        nameof(AllDonorAmounts),
        nameof(CellAmounts),
        nameof(GivenAmounts),
        nameof(Totals),
        nameof(OwnAmounts)
    );

    /// <summary>Counts projects and partners of each cell. The columns D0, D1, … are the dimensions in order.</summary>
    public static ComposedQuery<PresenceRow> Cells(PresenceQuery question)
    {
        var dimensions = Dimensions.From(question, question.By);
        return Statements.Compose<PresenceRow>(
            $"""
            SELECT {dimensions.Selected}COUNT(DISTINCT m.ProjectId) AS Projects, COUNT(DISTINCT p.PartnerId) AS Partners
            FROM ({Matched(question)}) m
            {dimensions.Tables}
            CROSS JOIN ProjectFacet pf
            LEFT JOIN Partner p ON p.Code = pf.Value
            WHERE {dimensions.Conditions}
              AND {HasPart()}
            GROUP BY {SqlText.Join($", ", dimensions.Columns)}
            """
        );
    }

    /// <summary>Returns the values of one dimension, which is not the year, of each project.</summary>
    public static ComposedQuery<PresenceValueRow> Values(PresenceQuery question, PresenceDimension dimension)
    {
        var dimensions = Dimensions.From(question, [dimension]);
        return Statements.Compose<PresenceValueRow>(
            $"""
            SELECT m.ProjectId, {dimensions.Columns[0]} AS [Value]
            FROM ({Matched(question)}) m
            {dimensions.Tables}
            WHERE {dimensions.Conditions}
            """
        );
    }

    /// <summary>Returns the period of each project.</summary>
    public static ComposedQuery<PresencePeriodRow> Periods(PresenceQuery question) =>
        Statements.Compose<PresencePeriodRow>($"SELECT m.ProjectId, m.StartDay, m.EndDay FROM ({Matched(question)}) m");

    /// <summary>Returns the partners with any part in each project.</summary>
    public static ComposedQuery<PresenceValueRow> Parts(PresenceQuery question) =>
        Statements.Compose<PresenceValueRow>(
            $"""
            SELECT m.ProjectId, p.Code AS [Value]
            FROM ({Matched(question)}) m
            CROSS JOIN ProjectFacet pf
            INNER JOIN Partner p ON p.Code = pf.Value
            WHERE {HasPart()}
            """
        );

    /// <summary>Returns the amounts of each project, by currency.</summary>
    public static ComposedQuery<PresenceProjectAmountRow> ProjectAmounts(SqlDialect dialect, PresenceQuery question) =>
        Statements.Compose<PresenceProjectAmountRow>(
            $"""
            SELECT m.ProjectId, {""} AS Donor, a.Currency, {dialect.TenThousandths($"a.Amount")} AS TenThousandths
            FROM ({Matched(question)}) m
            CROSS JOIN ProjectAmount a
            WHERE a.ProjectId = m.ProjectId
            """
        );

    /// <summary>Returns what each donor gives to each project, by currency.</summary>
    public static ComposedQuery<PresenceProjectAmountRow> DonorAmounts(SqlDialect dialect, PresenceQuery question) =>
        Statements.Compose<PresenceProjectAmountRow>(
            $"""
            SELECT m.ProjectId, a.DonorKey AS Donor, a.Currency,
                {dialect.TenThousandths($"a.Amount")} AS TenThousandths
            FROM ({Matched(question)}) m
            CROSS JOIN ProjectDonorAmount a
            WHERE a.ProjectId = m.ProjectId
            """
        );

    /// <summary>
    /// Returns the projects that meet the filter, and cancelled ones, in one row, some of them several times.
    /// </summary>
    public static ComposedQuery<PresenceListRow> All(SqlDialect dialect, PresenceQuery question) =>
        Statements.Compose<PresenceListRow>(
            $"""
            SELECT {""} AS [Value], {dialect.Listed($"m.ProjectId")} AS Projects
            FROM ({ProjectListSql.MatchedOften(question.Filter, question.Lead)}) m
            """
        );

    /// <summary>
    /// Returns the period of each project that meets the filter, and of cancelled ones, in one row, some of them
    /// several times.
    /// </summary>
    public static ComposedQuery<PresencePeriodListRow> AllPeriods(SqlDialect dialect, PresenceQuery question) =>
        Statements.Compose<PresencePeriodListRow>(
            $"""
            SELECT {dialect.Listed($"CONCAT(m.ProjectId, ':', m.StartDay, ':', m.EndDay)")} AS Periods
            FROM ({ProjectListSql.MatchedOften(question.Filter, question.Lead)}) m
            """
        );

    /// <summary>Returns all projects with one of some values of a facet, in one row.</summary>
    public static ComposedQuery<PresenceListRow> AllWith(
        SqlDialect dialect,
        string facet,
        IReadOnlyList<string> values
    ) =>
        Statements.Compose<PresenceListRow>(
            $"""
            SELECT {""} AS [Value], {dialect.Listed($"f.ProjectId")} AS Projects
            FROM ProjectFacet f
            WHERE f.Facet = {facet} AND f.Value IN {values}
            """
        );

    /// <summary>
    /// Returns the values of one dimension, which is not the year, each with all its projects. A filter on the
    /// dimension restricts them.
    /// </summary>
    public static ComposedQuery<PresenceListRow> AllValues(
        SqlDialect dialect,
        ProjectFilter filter,
        PresenceDimension dimension
    )
    {
        var facet = PresenceSet.FacetOf(dimension);
        return Statements.Compose<PresenceListRow>(
            $"""
            SELECT f.Value, {dialect.Listed($"f.ProjectId")} AS Projects
            FROM ProjectFacet f
            WHERE f.Facet = {facet}{Only(filter, facet, $"f")}
            GROUP BY f.Value
            """
        );
    }

    /// <summary>Returns the partners, each with all projects in which it has a part.</summary>
    public static ComposedQuery<PresenceListRow> AllParts(SqlDialect dialect) =>
        Statements.Compose<PresenceListRow>(
            $"""
            SELECT p.Code AS [Value], {dialect.Listed($"f.ProjectId")} AS Projects
            FROM Partner p
            CROSS JOIN ProjectFacet f
            WHERE f.Facet = {Facet.Partner} AND f.Value = p.Code
            GROUP BY p.Code
            """
        );

    /// <summary>Returns the amounts of all projects, in one row.</summary>
    public static ComposedQuery<PresenceAmountListRow> AllAmounts(SqlDialect dialect) =>
        Statements.Compose<PresenceAmountListRow>(
            $"""
            SELECT {""} AS Donor, {ListedAmounts(dialect)} AS Amounts
            FROM ProjectAmount a
            """
        );

    /// <summary>Returns what donors give to all projects, in one row for each donor.</summary>
    public static ComposedQuery<PresenceAmountListRow> AllDonorAmounts(SqlDialect dialect) =>
        Statements.Compose<PresenceAmountListRow>(
            $"""
            SELECT a.DonorKey AS Donor, {ListedAmounts(dialect)} AS Amounts
            FROM ProjectDonorAmount a
            GROUP BY a.DonorKey
            """
        );

    private static SqlText ListedAmounts(SqlDialect dialect) =>
        dialect.Listed($"CONCAT(a.ProjectId, ':', a.Currency, ':', {dialect.TenThousandths($"a.Amount")})");

    /// <summary>
    /// Sums the amounts of each cell, or of the whole table if <paramref name="by"/> is empty, by currency and, if
    /// amounts are to be converted, by the start of the projects.
    /// </summary>
    public static ComposedQuery<PresenceAmountRow> CellAmounts(
        SqlDialect dialect,
        PresenceQuery question,
        IReadOnlyList<PresenceDimension> by
    )
    {
        var dimensions = Dimensions.From(question, by);
        SqlText start = question.Converts ? $"m.StartDay, " : SqlText.Empty;
        return Statements.Compose<PresenceAmountRow>(
            $"""
            SELECT {dimensions.Selected}{start}a.Currency, {dialect.SumOfAmounts($"a.Amount")}
            FROM ({Matched(question)}) m
            {dimensions.Tables}
            CROSS JOIN ProjectAmount a
            WHERE {dimensions.Conditions}
              AND a.ProjectId = m.ProjectId
            GROUP BY {Listed(dimensions.Columns)}{start}a.Currency
            """
        );
    }

    /// <summary>
    /// Sums the amounts that the donor of each cell gives, by currency. By year, or if amounts are to be converted,
    /// also by the period of the projects.
    /// </summary>
    public static ComposedQuery<PresenceAmountRow> GivenAmounts(SqlDialect dialect, PresenceQuery question)
    {
        var dimensions = Dimensions.From(question, question.By);
        var donor = dimensions.Columns[question.By.ToList().IndexOf(PresenceDimension.Donor)];
        var needsPeriod = question.Converts || question.By.Contains(PresenceDimension.Year);
        SqlText period = needsPeriod ? $"m.StartDay, m.EndDay, " : SqlText.Empty;
        return Statements.Compose<PresenceAmountRow>(
            $"""
            SELECT {dimensions.Selected}{period}a.Currency, {dialect.SumOfAmounts($"a.Amount")}
            FROM ({Matched(question)}) m
            {dimensions.Tables}
            CROSS JOIN ProjectDonorAmount a
            WHERE {dimensions.Conditions}
              AND a.ProjectId = m.ProjectId AND a.DonorKey = {donor}
            GROUP BY {Listed(dimensions.Columns)}{period}a.Currency
            """
        );
    }

    public static ComposedQuery<PresenceRow> Totals(PresenceQuery question) =>
        Statements.Compose<PresenceRow>(
            $"""
            SELECT COUNT(DISTINCT m.ProjectId) AS Projects, COUNT(DISTINCT p.PartnerId) AS Partners
            FROM ({Matched(question)}) m
            CROSS JOIN ProjectFacet pf
            LEFT JOIN Partner p ON p.Code = pf.Value
            WHERE {HasPart()}
            """
        );

    /// <summary>
    /// Returns the amounts of single projects in each cell, or in the whole table if <paramref name="by"/> is empty. A
    /// project without amounts has one row without a currency.
    /// </summary>
    public static ComposedQuery<PresenceOwnAmountRow> OwnAmounts(
        SqlDialect dialect,
        PresenceQuery question,
        IReadOnlyList<PresenceDimension> by,
        IEnumerable<long> projects
    )
    {
        var dimensions = Dimensions.From(question, by);
        SqlText ids = $"{JsonRowSet.Serialize(projects.Select(id => new object[] { id }))}";
        return Statements.Compose<PresenceOwnAmountRow>(
            $"""
            SELECT {dimensions.Selected}m.ProjectId, a.Currency, {dialect.SumOfAmounts($"a.Amount")}
            FROM ({Matched(question)}) m
            {dimensions.Tables}
            LEFT JOIN ProjectAmount a ON a.ProjectId = m.ProjectId
            WHERE {dimensions.Conditions}
              AND m.ProjectId IN (SELECT own.ProjectId FROM {dialect.Rows(ids, ("ProjectId", "bigint"))} own)
            GROUP BY {SqlText.Join($", ", [.. dimensions.Columns, $"m.ProjectId", $"a.Currency"])}
            """
        );
    }

    private static SqlText Listed(IReadOnlyList<SqlText> columns) =>
        SqlText.Join(SqlText.Empty, columns.Select(column => (SqlText)$"{column}, "));

    /// <summary>Returns the projects that meet the filter, without cancelled ones.</summary>
    private static SqlText Matched(PresenceQuery question) =>
        $"""
            {ProjectListSql.Matched(question.Filter, question.Lead)}
              AND NOT EXISTS (
                SELECT 1
                FROM ProjectFacet c
                WHERE c.Facet = {Facet.Status} AND c.Value = {"cancelled"} AND c.ProjectId = f.ProjectId)
            """;

    /// <summary>
    /// Returns the conditions of a filter on the values of a facet, each after AND. A filter on a dimension also
    /// restricts its rows: a query for TJ by country does not return other countries of a project.
    /// </summary>
    /// <param name="alias">The alias of a row of ProjectFacet.</param>
    private static SqlText Only(ProjectFilter filter, string facet, SqlText alias) =>
        SqlText.Join(
            SqlText.Empty,
            filter
                .Facets.Where(condition => condition.Facet == facet)
                .Select(condition => (SqlText)$" AND {alias}.Value IN {condition.Values}")
        );

    /// <summary>
    /// Returns the condition for partners in any role in the project. Organisations outside the partnership have no row
    /// in Partner and are not counted.
    /// </summary>
    private static SqlText HasPart() => $"pf.ProjectId = m.ProjectId AND pf.Facet = {Facet.Partner}";

    /// <param name="Columns">The value of each dimension.</param>
    /// <param name="Tables">The joins for the dimensions, one on each line.</param>
    /// <param name="Conditions">The conditions, joined by AND; at least one.</param>
    private sealed record Dimensions(IReadOnlyList<SqlText> Columns, SqlText Tables, SqlText Conditions)
    {
        /// <summary>The columns with their names, each followed by a comma.</summary>
        public SqlText Selected =>
            SqlText.Join(
                SqlText.Empty,
                Columns.Select((column, place) => (SqlText)$"{column} AS {SqlText.Identifier($"D{place}")}, ")
            );

        public static Dimensions From(PresenceQuery question, IReadOnlyList<PresenceDimension> by)
        {
            var (columns, tables, conditions) = (new List<SqlText>(), new List<SqlText>(), new List<SqlText>());
            foreach (var dimension in by)
            {
                var alias = SqlText.Identifier($"d{columns.Count}");
                if (dimension == PresenceDimension.Year)
                {
                    columns.Add($"CAST({alias}.Year AS nvarchar(4))");
                    tables.Add($"CROSS JOIN CalendarYear {alias}");
                    conditions.Add(InYear(question, alias));
                    continue;
                }

                var facet = PresenceSet.FacetOf(dimension);
                columns.Add($"{alias}.Value");
                tables.Add($"CROSS JOIN ProjectFacet {alias}");
                conditions.Add(
                    $"""
                    {alias}.ProjectId = m.ProjectId AND {alias}.Facet = {facet}{Only(question.Filter, facet, alias)}
                    """
                );
            }

            SqlText all = by.Count == 0 ? $"1 = 1" : SqlText.Join($"\n  AND ", conditions);
            return new(columns, SqlText.Join($"\n", tables), all);
        }

        /// <summary>
        /// Returns the condition for the years of the period within the requested window. An open end counts up to the
        /// current year, and at least for the year of its start. If the start is unknown, only the year of the end
        /// counts: no other year is reported.
        /// </summary>
        private static SqlText InYear(PresenceQuery question, SqlText alias)
        {
            var window = new List<SqlText>();
            if (question.Filter.ActiveFrom is { } from)
                window.Add($"{alias}.LastDay >= {from.DayNumber}");
            if (question.Filter.ActiveTo is { } to)
                window.Add($"{alias}.FirstDay <= {to.DayNumber}");
            return $"""
                {alias}.FirstDay <= m.EndDay
                  AND {alias}.LastDay >= CASE WHEN m.StartDay < 0 THEN m.EndDay ELSE m.StartDay END
                  AND (m.EndDay <> {SqlText.Literal(Database.OpenDay)}
                    OR {alias}.Year <= {question.ThisYear} OR {alias}.FirstDay <= m.StartDay){SqlText.And(window)}
                """;
        }
    }
}
