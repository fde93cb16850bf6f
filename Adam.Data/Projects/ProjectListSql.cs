using Adam.Data.Databases;
using FacetValues = (string Facet, System.Collections.Generic.IReadOnlyList<string> Values);

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
        nameof(Keyset),
        nameof(Count)
    );

    /// <summary>
    /// The maximum number of projects of a rare word, which are fetched and sorted. With a more common word, a scan of
    /// the list that tests each project fills the page soon.
    /// </summary>
    public const int RareWord = 2_000;

    private static readonly FacetValues EveryProject = (Facet.All, [""]);

    private static readonly SqlText Keys = $"f.ProjectId, f.StartDay, f.UpdatedMicros";

    /// <summary>
    /// Returns the number of projects that have a word, counted up to one more than <see cref="RareWord"/>.
    /// </summary>
    public static readonly SqlQuery<WordRange, long> CountOfWord = new(
        Statements,
        dialect =>
            $"""
                SELECT COUNT(*)
                FROM (
                    SELECT w.ProjectId
                    FROM ProjectWord w
                    WHERE w.Word >= @Word AND w.Word < @WordEnd
                    ORDER BY w.Word, w.ProjectId
                    {dialect.Page($"@Take")}) counted
                """
    );

    /// <summary>
    /// Returns the query of a page's keys and documents, without an order: the caller sorts the page.
    /// </summary>
    /// <param name="rareWord">The word of the filter with the fewest projects, if it is rare; otherwise null.</param>
    public static ComposedQuery<ListedProject> Page(
        SqlDialect dialect,
        ProjectFilter filter,
        ProjectSort sort,
        ProjectPosition? after,
        int take,
        string? rareWord
    ) =>
        Statements.Compose<ListedProject>(
            $"""
            SELECT page.ProjectId, page.StartDay, page.UpdatedMicros, p.Document
            FROM ({KeysOfPage(dialect, filter, sort, after, take, rareWord)}) page
            INNER JOIN Project p ON p.ProjectId = page.ProjectId
            """
        );

    /// <summary>Returns the query of a page's keys.</summary>
    public static ComposedQuery<ListedProject> Keyset(
        SqlDialect dialect,
        ProjectFilter filter,
        ProjectSort sort,
        ProjectPosition? after,
        int take,
        string? rareWord
    ) => Statements.Compose<ListedProject>(KeysOfPage(dialect, filter, sort, after, take, rareWord));

    /// <summary>Returns the query of the number of projects that meet a filter.</summary>
    public static ComposedQuery<long> Count(ProjectFilter filter) =>
        Statements.Compose<long>($"SELECT COUNT(*) FROM ({Matched(filter)}) matched");

    /// <summary>Returns a query of the projects that meet a filter, each once: ProjectId, StartDay, EndDay.</summary>
    public static SqlText Matched(ProjectFilter filter)
    {
        var (lead, rest) = Lead(filter);
        return $"""
            SELECT DISTINCT f.ProjectId, f.StartDay, f.EndDay
            FROM ProjectFacet f
            WHERE f.Facet = {lead.Facet} AND f.Value IN {lead.Values}{Conditions(filter, rest, null)}
            """;
    }

    /// <summary>Returns the condition that the project with an id meets a filter. It looks up single rows.</summary>
    public static SqlText Meets(ProjectFilter filter, SqlText projectId)
    {
        var (lead, rest) = Lead(filter);
        return $"""
            EXISTS (
                SELECT 1
                FROM ProjectFacet f
                WHERE f.Facet = {lead.Facet} AND f.Value IN {lead.Values}
                  AND f.ProjectId = {projectId}{Conditions(filter, rest, null)})
            """;
    }

    /// <summary>
    /// Returns a text that sorts after every word with this prefix. No word contains the last code point.
    /// </summary>
    public static string WordEnd(string word) => word + "\U0010FFFF";

    private static SqlText KeysOfPage(
        SqlDialect dialect,
        ProjectFilter filter,
        ProjectSort sort,
        ProjectPosition? after,
        int take,
        string? rareWord
    )
    {
        var (lead, rest) = rareWord is null ? Lead(filter) : (EveryProject, filter.Facets);

        SqlText conditions = $"{Conditions(filter, rest, rareWord)}{After(sort, after)}";
        SqlText from = $"ProjectFacet f";
        if (rareWord is not null)
        {
            // CROSS JOIN: SQLite joins in the order of the text, so the projects of the rare word come first.
            from = $"""
                (SELECT DISTINCT w.ProjectId FROM ProjectWord w WHERE {HasWord(rareWord)}) rare
                CROSS JOIN ProjectFacet f
                """;
            conditions = $" AND f.ProjectId = rare.ProjectId{conditions}";
        }

        // Each value has its own scan, which stops after one page. At most one page for each value is merged.
        var page = dialect.Page($"{take}");
        var scans = lead
            .Values.Select(value =>
                (SqlText)
                    $"""
                        SELECT {Keys}
                        FROM {from}
                        WHERE f.Facet = {lead.Facet} AND f.Value = {value}{conditions}
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

    /// <summary>Returns the condition on facets that usually selects the fewest projects, and the other ones.</summary>
    private static (FacetValues Lead, IEnumerable<FacetValues> Others) Lead(ProjectFilter filter) =>
        filter.Facets.ToList() is [var first, .. var rest] ? (first, rest) : (EveryProject, []);

    private static SqlText Conditions(ProjectFilter filter, IEnumerable<FacetValues> facets, string? rareWord)
    {
        var conditions = new List<SqlText>();
        foreach (var (facet, values) in facets)
        {
            conditions.Add(
                $"""
                EXISTS (
                    SELECT 1
                    FROM ProjectFacet x
                    WHERE x.Facet = {facet} AND x.Value IN {values} AND x.ProjectId = f.ProjectId)
                """
            );
        }

        foreach (var word in filter.Words.Where(word => word != rareWord))
            conditions.Add($"EXISTS (SELECT 1 FROM ProjectWord w WHERE w.ProjectId = f.ProjectId AND {HasWord(word)})");
        if (filter.ActiveFrom is { } from)
            conditions.Add($"f.EndDay >= {from.DayNumber}");
        if (filter.ActiveTo is { } to)
            conditions.Add($"f.StartDay <= {to.DayNumber}");
        if (filter.UpdatedSince is { } since)
            conditions.Add($"f.UpdatedMicros >= {since.ToMicros()}");
        return SqlText.And(conditions);
    }

    private static SqlText HasWord(string word) => $"w.Word >= {word} AND w.Word < {WordEnd(word)}";

    private static SqlText Order(ProjectSort sort, SqlText alias) =>
        sort switch
        {
            ProjectSort.Created => $"{alias}ProjectId",
            ProjectSort.CreatedDescending => $"{alias}ProjectId DESC",
            ProjectSort.Updated => $"{alias}UpdatedMicros, {alias}ProjectId",
            ProjectSort.UpdatedDescending => $"{alias}UpdatedMicros DESC, {alias}ProjectId DESC",
            ProjectSort.Start => $"{alias}StartDay, {alias}ProjectId",
            ProjectSort.StartDescending => $"{alias}StartDay DESC, {alias}ProjectId DESC",
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
        };

        // The first condition finds the position in the index. The second skips the projects with this key that the
        // previous page contained.
        SqlText Behind(SqlText column, SqlText way, SqlText key) =>
            $"\n  AND {column} {way}= {key} AND ({column} {way} {key} OR f.ProjectId {way} {position})";
    }
}

/// <summary>A range of words, from Word (included) to WordEnd (excluded).</summary>
/// <param name="Take">The maximum count.</param>
internal sealed record WordRange(string Word, string WordEnd, int Take);
