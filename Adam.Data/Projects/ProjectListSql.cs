using Adam.Data.Engines;

namespace Adam.Data.Projects;

/// <summary>The query of a list: it walks one index in the order of the list, from where the page begins, and stops when the page is full.</summary>
internal static class ProjectListSql
{
    /// <summary>Up to so many projects, a word is rare: its projects are gathered and sorted. A commoner word fills a page soon when the list is walked and each project is asked for it.</summary>
    public const int RareWord = 2_000;

    private const string Keys = "f.ProjectId, f.StartDay, f.UpdatedMicros";

    /// <summary>How many projects have a word, counted up to one more than <see cref="RareWord"/>.</summary>
    public static string CountOfWord(Engine engine) => $"""
        SELECT COUNT(*)
        FROM (SELECT w.ProjectId FROM ProjectWord w WHERE w.Word >= @word AND w.Word < @wordEnd ORDER BY w.Word, w.ProjectId {engine.Page}) counted
        """;

    /// <summary>The page's keys and documents, in no order: the caller sorts what is one page.</summary>
    /// <param name="rareWord">The word of the filter that fewest projects have, when it is rare.</param>
    public static Statement Page(Engine engine, ProjectFilter filter, ProjectSort sort, ProjectPosition? after, int take, string? rareWord)
    {
        var statement = Keyset(engine, filter, sort, after, take, rareWord);
        statement.Sql = $"""
            SELECT page.ProjectId, page.StartDay, page.UpdatedMicros, p.Document
            FROM ({statement.Sql}) page
            INNER JOIN Project p ON p.ProjectId = page.ProjectId
            """;
        return statement;
    }

    /// <summary>The page's keys alone.</summary>
    public static Statement Keyset(Engine engine, ProjectFilter filter, ProjectSort sort, ProjectPosition? after, int take, string? rareWord)
    {
        var statement = new Statement(nameof(ProjectListSql));
        statement.Set("take", take);
        var facets = filter.Facets.ToList();
        var (lead, rest) = rareWord is not null || facets.Count == 0
            ? ((Facet.All, (IReadOnlyList<string>)[""]), facets)
            : (facets[0], facets[1..]);

        var conditions = Conditions(statement, filter, rest, rareWord) + After(statement, sort, after);
        var order = Order(sort);
        var from = "ProjectFacet f";
        if (rareWord is not null)
        {
            // CROSS JOIN: SQLite then takes the rare word first, whatever it knows of the tables.
            from = $"(SELECT DISTINCT w.ProjectId FROM ProjectWord w WHERE {Word(statement, "w", rareWord)}) rare CROSS JOIN ProjectFacet f";
            conditions = " AND f.ProjectId = rare.ProjectId" + conditions;
        }

        // Each value has its own walk, and each walk stops after a page: what is merged is never more than a page a value.
        var walks = lead.Item2.Select(value => $"""
            SELECT {Keys}
            FROM {from}
            WHERE f.Facet = {statement.Add(lead.Item1)} AND f.Value = {statement.Add(value)}{conditions}
            ORDER BY {order}
            {engine.Page}
            """).ToList();
        statement.Sql = walks.Count == 1
            ? walks[0]
            : $"""
                {string.Join("\nUNION\n", walks.Select((walk, index) => $"SELECT f.ProjectId, f.StartDay, f.UpdatedMicros FROM ({walk}) f"))}
                ORDER BY {order.Replace("f.", "", StringComparison.Ordinal)}
                {engine.Page}
                """;
        return statement;
    }

    /// <summary>How many projects the filter holds for.</summary>
    public static Statement Count(ProjectFilter filter)
    {
        var statement = new Statement(nameof(ProjectListSql));
        statement.Sql = $"SELECT COUNT(*) FROM ({Matched(statement, filter)}) matched";
        return statement;
    }

    /// <summary>The projects the filter holds for, each once: ProjectId, StartDay, EndDay.</summary>
    public static string Matched(Statement statement, ProjectFilter filter)
    {
        var (lead, rest) = Lead(filter);
        return $"""
            SELECT DISTINCT f.ProjectId, f.StartDay, f.EndDay
            FROM ProjectFacet f
            WHERE f.Facet = {statement.Add(lead.Facet)} AND f.Value IN {statement.Add(lead.Values)}{Conditions(statement, filter, rest, null)}
            """;
    }

    /// <summary>Whether the filter holds for the project of <paramref name="projectId"/>, as a condition that looks up single rows.</summary>
    public static string Holds(Statement statement, ProjectFilter filter, string projectId)
    {
        var (lead, rest) = Lead(filter);
        return $"""
            EXISTS (
                SELECT 1
                FROM ProjectFacet f
                WHERE f.Facet = {statement.Add(lead.Facet)} AND f.Value IN {statement.Add(lead.Values)} AND f.ProjectId = {projectId}{Conditions(statement, filter, rest, null)})
            """;
    }

    private static ((string Facet, IReadOnlyList<string> Values) First, IReadOnlyList<(string Facet, IReadOnlyList<string> Values)> Others) Lead(ProjectFilter filter) =>
        filter.Facets.ToList() is [var first, .. var rest] ? (first, rest) : ((Facet.All, [""]), []);

    private static string Conditions(Statement statement, ProjectFilter filter, IEnumerable<(string Facet, IReadOnlyList<string> Values)> facets, string? rareWord)
    {
        var conditions = facets.Select(condition =>
                $"EXISTS (SELECT 1 FROM ProjectFacet x WHERE x.Facet = {statement.Add(condition.Facet)} AND x.Value IN {statement.Add(condition.Values)} AND x.ProjectId = f.ProjectId)")
            .Concat(filter.Words.Where(word => word != rareWord).Select(word =>
                $"EXISTS (SELECT 1 FROM ProjectWord w WHERE w.ProjectId = f.ProjectId AND {Word(statement, "w", word)})"))
            .ToList();
        if (filter.ActiveFrom is { } from)
            conditions.Add($"f.EndDay >= {statement.Add(from.DayNumber)}");
        if (filter.ActiveTo is { } to)
            conditions.Add($"f.StartDay <= {statement.Add(to.DayNumber)}");
        if (filter.UpdatedSince is { } since)
            conditions.Add($"f.UpdatedMicros >= {statement.Add(since.ToMicros())}");
        return string.Concat(conditions.Select(condition => $"\n  AND {condition}"));
    }

    private static string Word(Statement statement, string alias, string word) =>
        $"{alias}.Word >= {statement.Add(word)} AND {alias}.Word < {statement.Add(WordEnd(word))}";

    /// <summary>What sorts behind every word that begins with this one: no word has the last code point.</summary>
    public static string WordEnd(string word) => word + "\U0010FFFF";

    private static string Order(ProjectSort sort) => sort switch
    {
        ProjectSort.Created => "f.ProjectId",
        ProjectSort.CreatedDescending => "f.ProjectId DESC",
        ProjectSort.Updated => "f.UpdatedMicros, f.ProjectId",
        ProjectSort.UpdatedDescending => "f.UpdatedMicros DESC, f.ProjectId DESC",
        ProjectSort.Start => "f.StartDay, f.ProjectId",
        ProjectSort.StartDescending => "f.StartDay DESC, f.ProjectId DESC",
    };

    private static string After(Statement statement, ProjectSort sort, ProjectPosition? after)
    {
        if (after is null)
            return "";

        var position = statement.Add(after.Position);
        return sort switch
        {
            ProjectSort.Created => $"\n  AND f.ProjectId > {position}",
            ProjectSort.CreatedDescending => $"\n  AND f.ProjectId < {position}",
            ProjectSort.Updated => Behind("f.UpdatedMicros", ">", after.Key),
            ProjectSort.UpdatedDescending => Behind("f.UpdatedMicros", "<", after.Key),
            ProjectSort.Start => Behind("f.StartDay", ">", Statement.Int(after.Key)),
            ProjectSort.StartDescending => Behind("f.StartDay", "<", Statement.Int(after.Key)),
        };

        // The first half finds the place in the index, the second steps over what the page before has shown of that key.
        string Behind(string column, string way, object value)
        {
            var key = statement.Add(value);
            return $"\n  AND {column} {way}= {key} AND ({column} {way} {key} OR f.ProjectId {way} {position})";
        }
    }
}
