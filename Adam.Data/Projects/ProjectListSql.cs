using Adam.Data.Databases;

namespace Adam.Data.Projects;

/// <summary>
/// The queries of a list. A page scans one index in the order of the list, from its position, and stops when it is
/// full.
/// </summary>
internal static class ProjectListSql
{
    public static readonly StatementSet Statements = new(
        nameof(ProjectListSql),
        nameof(Page),
        nameof(Some),
        nameof(Count)
    );

    private static readonly IReadOnlyList<string> Everything = [""];

    private static readonly SqlText Keys = $"f.ProjectId, f.StartDay, f.EndDay, f.UpdatedMicros";

    /// <summary>
    /// Returns the query of a page's keys and documents, without an order: the caller sorts the page.
    /// </summary>
    /// <param name="lead">The condition that the query starts from.</param>
    public static ComposedQuery<ListedProject> Page(
        SqlDialect dialect,
        ProjectFilter filter,
        ProjectSort sort,
        ProjectPosition? after,
        int take,
        ProjectLead lead
    ) =>
        Statements.Compose<ListedProject>(
            $"""
            SELECT page.ProjectId, page.StartDay, page.EndDay, page.UpdatedMicros, {dialect.Utf8($"p.Document")} AS Utf8
            FROM ({KeysOfPage(dialect, filter, sort, after, take, lead)}) page
            INNER JOIN Project p ON p.ProjectId = page.ProjectId
            """
        );

    /// <summary>
    /// Returns the query of some projects that meet a filter, in no order. It stops after <paramref name="most"/>.
    /// </summary>
    public static ComposedQuery<long> Some(SqlDialect dialect, ProjectFilter filter, int most, ProjectLead lead)
    {
        var start = Start.From(filter, lead);
        SqlText found = $"""
            SELECT DISTINCT f.ProjectId
            FROM {start.Tables}
            WHERE f.Facet = {start.Facet} AND f.Value IN {start.Values}{start.Tests}
            """;
        return Statements.Compose<long>(dialect.AtMost(found, $"ProjectId", $"{most}"));
    }

    /// <summary>Returns the query of the number of projects that meet a filter.</summary>
    public static ComposedQuery<long> Count(ProjectFilter filter, ProjectLead lead) =>
        Statements.Compose<long>($"SELECT COUNT(*) FROM ({Matched(filter, lead)}) matched");

    /// <summary>Returns a query of the projects that meet a filter, each once: ProjectId, StartDay, EndDay.</summary>
    public static SqlText Matched(ProjectFilter filter, ProjectLead lead) => Matched(filter, lead, $"SELECT DISTINCT");

    /// <summary>
    /// Returns a query of the projects that meet a filter: ProjectId, StartDay, EndDay. A project that has several of
    /// the values that the query starts from is returned several times: of many projects, SQLite takes longer to return
    /// each once than for all else.
    /// </summary>
    public static SqlText MatchedOften(ProjectFilter filter, ProjectLead lead) => Matched(filter, lead, $"SELECT");

    private static SqlText Matched(ProjectFilter filter, ProjectLead lead, SqlText select)
    {
        var start = Start.From(filter, lead);
        return $"""
            {select} f.ProjectId, f.StartDay, f.EndDay
            FROM {start.Tables}
            WHERE f.Facet = {start.Facet} AND f.Value IN {start.Values}{start.Tests}
            """;
    }

    /// <summary>Returns the condition that the project with an id meets a filter. It looks up single rows.</summary>
    public static SqlText Meets(ProjectFilter filter, SqlText projectId)
    {
        var start = Start.From(filter, ProjectLead.Usual(ProjectConditions.For(filter)));
        return $"""
            EXISTS (
                SELECT 1
                FROM ProjectFacet f
                WHERE f.Facet = {start.Facet} AND f.Value IN {start.Values}
                  AND f.ProjectId = {projectId}{start.Tests})
            """;
    }

    private static SqlText KeysOfPage(
        SqlDialect dialect,
        ProjectFilter filter,
        ProjectSort sort,
        ProjectPosition? after,
        int take,
        ProjectLead lead
    )
    {
        var start = Start.From(filter, lead, sort);

        // Each value has its own scan, which stops after one page. At most one page for each value is merged.
        var page = dialect.Page($"{take}");
        var scans = start
            .Values.Select(value =>
                (SqlText)
                    $"""
                        SELECT {Keys}
                        FROM {start.Tables}
                        WHERE f.Facet = {start.Facet} AND f.Value = {value}{start.Tests}{After(sort, after)}
                        ORDER BY {Order(sort, $"f.")}
                        {page}
                        """
            )
            .ToList();
        if (scans is [var only])
            return only;

        return $"""
            {SqlText.Join($"\nUNION\n", scans.Select(scan => (SqlText)$"SELECT {Keys} FROM ({scan}) f"))}
            ORDER BY {Order(sort, SqlText.Empty)}
            {page}
            """;
    }

    private static SqlText Order(ProjectSort sort, SqlText alias) =>
        sort switch
        {
            ProjectSort.Created => $"{alias}ProjectId",
            ProjectSort.CreatedDescending => $"{alias}ProjectId DESC",
            ProjectSort.Updated => $"{alias}UpdatedMicros, {alias}ProjectId",
            ProjectSort.UpdatedDescending => $"{alias}UpdatedMicros DESC, {alias}ProjectId DESC",
            ProjectSort.Start => $"{alias}StartDay, {alias}ProjectId",
            ProjectSort.StartDescending => $"{alias}StartDay DESC, {alias}ProjectId DESC",
            ProjectSort.End => $"{alias}EndDay, {alias}ProjectId",
            ProjectSort.EndDescending => $"{alias}EndDay DESC, {alias}ProjectId DESC",
        };

    private static SqlText After(ProjectSort sort, ProjectPosition? after)
    {
        if (after is null)
            return SqlText.Empty;

        SqlText position = $"{after.Position}";
        return sort switch
        {
            ProjectSort.Created => $"\n  AND f.ProjectId > {position}",
            ProjectSort.CreatedDescending => $"\n  AND f.ProjectId < {position}",
            ProjectSort.Updated => Behind($"f.UpdatedMicros", $">", $"{after.Key}"),
            ProjectSort.UpdatedDescending => Behind($"f.UpdatedMicros", $"<", $"{after.Key}"),
            ProjectSort.Start => Behind($"f.StartDay", $">", $"{ColumnValue.Int(after.Key)}"),
            ProjectSort.StartDescending => Behind($"f.StartDay", $"<", $"{ColumnValue.Int(after.Key)}"),
            ProjectSort.End => Behind($"f.EndDay", $">", $"{ColumnValue.Int(after.Key)}"),
            ProjectSort.EndDescending => Behind($"f.EndDay", $"<", $"{ColumnValue.Int(after.Key)}"),
        };

        // The first condition finds the position in the index. The second skips the projects with this key that the
        // previous page contained.
        SqlText Behind(SqlText column, SqlText way, SqlText key) =>
            $"\n  AND {column} {way}= {key} AND ({column} {way} {key} OR f.ProjectId {way} {position})";
    }

    /// <summary>The rows of ProjectFacet that a query scans, and the tests of the other conditions.</summary>
    /// <param name="Tables">ProjectFacet as <c>f</c>, after the projects of a condition that is no facet.</param>
    /// <param name="Tests">The conditions on <c>f</c>, each after AND.</param>
    private sealed record Start(SqlText Tables, string Facet, IReadOnlyList<string> Values, SqlText Tests)
    {
        public static Start From(ProjectFilter filter, ProjectLead lead, ProjectSort? sort = null)
        {
            var conditions = ProjectConditions.For(filter, sort);
            var tests = SqlText.And(
                conditions.Where((_, place) => place != lead.Place).Select(condition => condition.Test)
            );
            if (lead.Place is not { } first)
                return new($"ProjectFacet f", Projects.Facet.All, Everything, tests);
            if (conditions[first].Facet is var (facet, values))
                return new($"ProjectFacet f", facet, values, tests);

            // CROSS JOIN: SQLite joins in the order of the text, so the projects of the condition come first.
            SqlText tables = $"""
                (SELECT DISTINCT s.ProjectId FROM ({SqlText.Join($"\nUNION ALL\n", conditions[first].Scans)}) s) rare
                CROSS JOIN ProjectFacet f
                """;
            return new(tables, Projects.Facet.All, Everything, $" AND f.ProjectId = rare.ProjectId{tests}");
        }
    }
}
