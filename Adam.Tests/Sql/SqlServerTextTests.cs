using System.Security.Cryptography;
using System.Text.Json;
using System.Text.RegularExpressions;
using Adam.Data.Databases;
using Adam.Data.Databases.SqlServer;
using Microsoft.SqlServer.Dac.Model;

namespace Adam.Tests.Sql;

/// <summary>
/// Validates every query for SQL Server against the declared schema without a server. DacFx parses the schema and each
/// query, wrapped in a procedure, and must report nothing. It checks grammar, tables and columns, but not types and
/// unknown functions.
/// </summary>
public sealed partial class SqlServerTextTests
{
    /// <summary>A file beside this assembly with the hash of the texts that were last found right.</summary>
    private static readonly string Checked = Path.Combine(AppContext.BaseDirectory, "queries.checked");

    private static string SchemaText => Repository.Read("db", "sqlserver", "schema.sql");

    [Test]
    public async Task Queries_are_right_in_grammar_and_names()
    {
        var all = QueryCatalogue.All(new SqlServerDatabase("Server=.;Database=adam")).ToList();
        // As they are for those who do not see all restricted projects, too.
        var queries = all.Concat(
                all.Where(query => query.Sql.TrimStart().StartsWith("SELECT", StringComparison.Ordinal))
                    .Select(query =>
                        query with
                        {
                            Name = $"{query.Name} of a reader",
                            Sql = ReaderScope.Restrict(query.Sql),
                        }
                    )
            )
            .ToList();
        Assert.That(queries, Has.Count.GreaterThan(600));
        // The build has just run this test. The same texts need no second minute.
        var texts = Hash([.. queries.Select(query => Procedure("Query", query.Sql)), SchemaText]);
        if (File.Exists(Checked) && await File.ReadAllTextAsync(Checked) == texts)
            return;

        Assert.That(queries.Chunk(100).AsParallel().SelectMany(Faults).Order(StringComparer.Ordinal), Is.Empty);
        await File.WriteAllTextAsync(Checked, texts);
    }

    private static IEnumerable<string> Faults(Query[] queries)
    {
        using var model = Schema();
        for (var number = 0; number < queries.Length; number++)
            model.AddOrUpdateObjects(
                Procedure($"Query{number}", queries[number].Sql),
                $"Query{number}",
                new TSqlObjectOptions()
            );
        return
        [
            .. model
                .Validate()
                .Select(message =>
                    ProcedureNumber().Match(message.Message) is { Success: true } match
                        ? $"{queries[int.Parse(match.ValueSpan, provider: null)].Name}: {message.Message}"
                        : message.Message
                ),
        ];
    }

    /// <summary>
    /// Text from OPENJSON has the collation of the database. SQL Server rejects its comparison with a column of another
    /// collation; DacFx and Babelfish do not detect this.
    /// </summary>
    [Test]
    public void Text_from_rows_is_compared_by_code_point()
    {
        var compared = 0;
        foreach (var query in QueryCatalogue.All(new SqlServerDatabase("Server=.;Database=adam")))
        {
            foreach (Match rows in RowsOf().Matches(query.Sql))
            {
                // The text before it assigns values from the rows and does not compare them.
                var after = query.Sql[(rows.Index + rows.Length)..];
                foreach (Match column in TextColumn().Matches(rows.Groups["columns"].Value))
                {
                    var name = $@"\b{rows.Groups["alias"].Value}\.{column.Groups["name"].Value}\b";
                    Assert.That(
                        after,
                        Does.Not.Match($@"{name}\s*[=<>]|[=<>]\s*{name}(?! COLLATE Latin1_General_BIN2)"),
                        query.Name
                    );
                    compared += Regex.Count(after, $"{name} COLLATE");
                }
            }
        }

        Assert.That(compared, Is.GreaterThan(5));
    }

    [Test]
    public void Schema_has_nothing_to_complain_of()
    {
        using var model = Schema();
        Assert.That(model.Validate().Select(message => message.Message), Is.Empty);
        Assert.That(model.GetObjects(DacQueryScopes.UserDefined, Table.TypeClass).Count(), Is.EqualTo(68));
    }

    /// <summary>Proves that the check above can fail.</summary>
    [TestCase("SELECT Refrence FROM Project", TestName = "Check_finds_a_column_that_does_not_exist")]
    [TestCase("SELECT 1 FROM Projekt", TestName = "Check_finds_a_table_that_does_not_exist")]
    [TestCase("SELECT Id FROM Project LIMIT 5", TestName = "Check_finds_what_only_SQLite_says")]
    public void Check_finds(string sql)
    {
        using var model = Schema();
        Assert.That(
            () =>
            {
                model.AddOrUpdateObjects(Procedure("Wrong", sql), "Wrong", new TSqlObjectOptions());
                if (model.Validate().Count > 0)
                    throw new DacModelException("found");
            },
            Throws.InstanceOf<DacModelException>()
        );
    }

    /// <summary>Returns the hash of the texts and of the version of their checker.</summary>
    private static string Hash(IEnumerable<string> texts) =>
        Convert.ToHexString(
            SHA256.HashData(JsonSerializer.SerializeToUtf8Bytes(texts.Append(typeof(TSqlModel).Assembly.FullName)))
        );

    private static TSqlModel Schema()
    {
        var model = new TSqlModel(SqlServerVersion.Sql160, new TSqlModelOptions());
        foreach (
            var (batch, index) in Batches()
                .Split(SchemaText)
                .Where(batch => batch.Trim().Length > 0)
                .Select((batch, index) => (batch, index))
        )
            model.AddOrUpdateObjects(batch, $"schema{index}", new TSqlObjectOptions());
        return model;
    }

    private static string Procedure(string name, string sql)
    {
        // Dapper replaces the parameter of an IN list by one parameter per value.
        var text = DapperList().Replace(sql, "IN ($1)");
        var parameters = Parameter()
            .Matches(text)
            .Select(match => match.Value)
            .Distinct(StringComparer.OrdinalIgnoreCase)
            .Select(parameter => $"{parameter} nvarchar(max)");
        return $"CREATE PROCEDURE adam.{name} {string.Join(", ", parameters)} AS\n{text}";
    }

    [GeneratedRegex(@"^GO\s*$", RegexOptions.Multiline)]
    private static partial Regex Batches();

    [GeneratedRegex(@"\bIN (@\w+)")]
    private static partial Regex DapperList();

    [GeneratedRegex(@"OPENJSON\(@\w+\) WITH \((?<columns>(?:[^()]|\(\w+\))*)\) (?<alias>\w+)")]
    private static partial Regex RowsOf();

    [GeneratedRegex(@"\[(?<name>\w+)\] nvarchar")]
    private static partial Regex TextColumn();

    [GeneratedRegex(@"(?<=Query)\d+")]
    private static partial Regex ProcedureNumber();

    [GeneratedRegex(@"@\w+")]
    private static partial Regex Parameter();
}
