using System.Text.RegularExpressions;
using Adam.Data.Databases;
using Adam.Data.Databases.SqlServer;
using Adam.Domain.Keys;
using Adam.Tests.Projects;
using Adam.Tests.Sql;
using Microsoft.Data.Sqlite;

namespace Adam.Tests.Readers;

/// <summary>Checks the queries of a reader who does not see all restricted projects.</summary>
public sealed partial class RestrictedQueryTests
{
    /// <summary>
    /// The tables whose rows are of projects, but not of restricted ones, or that only writes and services read.
    /// </summary>
    private static readonly string[] Others =
    [
        // The row of a project has the name of no project, and ChangeStore filters it.
        "RegisterChange",
        // Reports and undo read it for the partner of the import.
        "ImportedProject",
        // Its documents are measures, which everybody reads.
        "Measure",
        // No restricted project is in a cluster.
        "OverlapClusterMember",
        // Documents of no project.
        "Meeting",
        "Recommendation",
        "Document",
        // Texts of editors, and reports that are computed as nobody reads.
        "ReportNote",
        "ReportEdition",
        "ReportEditionFile",
        "Layer",
        "LayerItem",
        "Post",
        "Questionnaire",
        "PartnerResponse",
        // Answers to open questions, counted. Questions that are filled in from projects cannot be open.
        "ProgressFinding",
    ];

    private const string Restricted = "(SELECT ProjectId FROM Project WHERE IsRestricted = 1)";
    private const string Open = "(SELECT ProjectId FROM Project WHERE IsRestricted = 0)";

    [TestCase("sqlite")]
    [TestCase("sqlserver")]
    public void No_query_of_a_reader_reads_a_table_of_projects_whole(string engine)
    {
        var selected = 0;
        foreach (var query in QueryCatalogue.All(DatabaseOf(engine)).Where(query => IsQuery(query.Sql)))
        {
            var text = ReaderScope.Restrict(query.Sql);
            var rest = ReaderScope.Tables.Aggregate(
                text,
                (before, table) => before.Replace(ReaderScope.SelectionOf(table), "seen", StringComparison.Ordinal)
            );
            selected += text == rest ? 0 : 1;
            // The rest names none of the tables, but for their columns and as the alias of a selection.
            Assert.That(
                rest,
                Does.Not.Match($@"\b(?:FROM|JOIN|,)\s+(?:adam\.)?(?:{string.Join('|', ReaderScope.Tables)})\b"),
                $"{query}\n{text}"
            );
        }

        Assert.That(selected, Is.GreaterThan(300));
    }

    /// <summary>A new table of projects must be one that readers see in part, or be explained above.</summary>
    [Test]
    public void Every_table_with_projects_is_read_in_part()
    {
        var tables = RegisterTable
            .All.Where(table =>
                table.Columns.Any(column =>
                    column.Name is "ProjectId" or "FirstId" or "SecondId" or "OtherId" or "Document"
                )
            )
            .Select(table => table.Name);
        Assert.That(tables, Is.SubsetOf(ReaderScope.Tables.Concat(Others)));
    }

    /// <summary>
    /// A page of a pair is hidden with the pair, and so on, so that no request shows that the rows of one table alone
    /// are not.
    /// </summary>
    [TestCaseSource(nameof(TablesOfProjects))]
    public async Task Rows_of_a_restricted_project_are_those_of_its_owner(string table)
    {
        var register = await TestRegister.GetAsync("sqlite");
        await register.ResetAsync();
        using var america = await TestApi.Over(register.Database).ClientAsync(Role.Donor, "US");
        await america.RecordAsync("""{ "reference": "R-1", "visibility": "restricted" }""");
        await america.RecordAsync("""{ "reference": "R-2" }""");
        var columns = ProjectColumnsOf(table).ToList();
        // One row for each column that can have the restricted project, and one without it.
        var rows = Enumerable
            .Range(0, columns.Count + 1)
            .Select(row => $"({string.Join(", ", columns.Select((_, column) => column == row ? Restricted : Open))})");
        var sql = $"""
            WITH {table}({string.Join(", ", columns)}) AS (VALUES {string.Join(", ", rows)})
            SELECT COUNT(*) FROM {ReaderScope.SelectionOf(table)}
            """;
        await using var session = await register.Database.InReadTransactionAsync(default);
        Assert.That(await CountAsync(session, sql, "DE"), Is.EqualTo(1));
        Assert.That(await CountAsync(session, sql, "US"), Is.EqualTo(columns.Count + 1));
    }

    [Test]
    public async Task Plans_of_a_reader_are_those_of_everybody()
    {
        var register = await TestRegister.GetAsync("sqlite");
        var queries = QueryCatalogue
            .Lists(register.Database)
            .Concat(QueryCatalogue.Overlaps(register.Database))
            .Concat(QueryCatalogue.Presence(register.Database));
        await using var session = await register.Database.InReadTransactionAsync(default);
        var compared = 0;
        foreach (var query in queries)
        {
            var all = await PlanAsync(session, query);
            var restricted = await PlanAsync(session.As(ReaderScope.ForPartner("DE")), query);
            Assert.That(
                restricted.Where(step => !HiddenProjects().IsMatch(step)),
                Is.EqualTo(all.Where(step => !HiddenProjects().IsMatch(step))),
                $"{query}\n{string.Join("\n", restricted)}\n\n{string.Join("\n", all)}"
            );
            compared++;
        }

        Assert.That(compared, Is.GreaterThan(300));
    }

    // Requests show the rows of a project itself and of an import.
    private static IEnumerable<string> TablesOfProjects() => ReaderScope.Tables.Except(["Project", "Import"]);

    private static IEnumerable<string> ProjectColumnsOf(string table) =>
        RegisterTable
            .All.Single(one => one.Name == table)
            .Columns.Select(column => column.Name)
            .Where(name => name is "ProjectId" or "FirstId" or "SecondId" or "OtherId");

    private static async Task<long> CountAsync(Session session, string sql, string partner)
    {
        await using var command = session.Connection.CreateCommand();
        command.CommandText = sql;
        command.Parameters.Add(new SqliteParameter($"@{ReaderScope.Parameter}", partner));
        return (long)(await command.ExecuteScalarAsync())!;
    }

    private static Database DatabaseOf(string engine) =>
        engine == "sqlserver"
            ? new SqlServerDatabase("Server=.;Database=adam")
            : TestRegister.GetAsync("sqlite").GetAwaiter().GetResult().Database;

    private static bool IsQuery(string sql) => sql.TrimStart().StartsWith("SELECT", StringComparison.Ordinal);

    private static async Task<IReadOnlyList<string>> PlanAsync(Session session, Query query)
    {
        var rows = await session.QueryAsync<Step>($"EXPLAIN QUERY PLAN {query.Sql}", query.Parameters, default);
        return [.. rows.Select(row => row.Detail)];
    }

    /// <summary>A step of the selection of the projects that a reader does not see.</summary>
    [GeneratedRegex(@"\bhidden\b|\bhidingOwner\b|LIST SUBQUERY|BLOOM FILTER")]
    private static partial Regex HiddenProjects();

    private sealed record Step
    {
        public string Detail { get; init; } = "";
    }
}
