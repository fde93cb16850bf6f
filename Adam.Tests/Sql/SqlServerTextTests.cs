using System.Text.RegularExpressions;
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
    [Test]
    public void Queries_are_right_in_grammar_and_names()
    {
        using var model = Schema();
        var names = new Dictionary<string, string>();
        foreach (var query in QueryCatalogue.All(new SqlServerDatabase("Server=.;Database=adam")))
        {
            var procedure = $"Query{names.Count}";
            names.Add(procedure, query.Name);
            model.AddOrUpdateObjects(Procedure(procedure, query.Sql), procedure, new TSqlObjectOptions());
        }

        Assert.That(names, Has.Count.GreaterThan(300));
        Assert.That(
            model
                .Validate()
                .Select(message =>
                    $"{names.GetValueOrDefault(ProcedureName().Match(message.Message).Value)}: {message.Message}"
                ),
            Is.Empty
        );
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
        Assert.That(model.GetObjects(DacQueryScopes.UserDefined, Table.TypeClass).Count(), Is.EqualTo(39));
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

    private static TSqlModel Schema()
    {
        var model = new TSqlModel(SqlServerVersion.Sql160, new TSqlModelOptions());
        foreach (
            var (batch, index) in Batches()
                .Split(Repository.Read("db", "sqlserver", "schema.sql"))
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

    [GeneratedRegex(@"Query\d+")]
    private static partial Regex ProcedureName();

    [GeneratedRegex(@"@\w+")]
    private static partial Regex Parameter();
}
