using Adam.Data.Databases.SqlServer;
using Microsoft.SqlServer.TransactSql.ScriptDom;

namespace Adam.Tests.Sql;

/// <summary>
/// Queries and migrations use only T-SQL that Babelfish for PostgreSQL executes as SQL Server does, so that the suite
/// can run on both. Queries name all their columns.
/// </summary>
public sealed class CommonTsqlTests
{
    [Test]
    public void Queries_say_nothing_that_only_one_of_the_two_servers_understands()
    {
        var queries = SentQuery.All(new SqlServerDatabase("Server=.;Database=adam")).ToList();
        Assert.That(
            queries.SelectMany(query => Uncommon(query.Query.Sql).Select(found => $"{query.Name}: {found}")),
            Is.Empty
        );
        Assert.That(queries, Has.Count.GreaterThan(300));
    }

    [Test]
    public void Migrations_say_nothing_that_only_one_of_the_two_servers_understands()
    {
        var files = Directory.GetFiles(Path.Combine(Repository.Root, "db", "sqlserver"), "*.sql");
        Assert.That(
            files.SelectMany(file =>
                Uncommon(File.ReadAllText(file)).Select(found => $"{Path.GetFileName(file)}: {found}")
            ),
            Is.Empty
        );
        Assert.That(files, Has.Length.GreaterThan(1));
    }

    /// <summary>Proves that the checks above can fail.</summary>
    [TestCase("SELECT * FROM Project", "*")]
    [TestCase("SELECT p.* FROM Project p", "*")]
    [TestCase("MERGE Partner t USING Partner s ON s.PartnerId = t.PartnerId WHEN MATCHED THEN DELETE;", "MERGE")]
    [TestCase("CREATE OR ALTER VIEW adam.V AS SELECT Id FROM adam.Project", "CREATE OR ALTER")]
    [TestCase("ALTER VIEW adam.V AS SELECT Id FROM adam.Project", "ALTER VIEW")]
    [TestCase("SELECT 1 FROM Project WHERE WithdrawnAt IS DISTINCT FROM UpdatedAt", "IS DISTINCT FROM")]
    [TestCase("SELECT TOP (1) WITH TIES Id FROM Project ORDER BY Version", "WITH TIES")]
    [TestCase("SELECT Id FROM Project WITH (UPDLOCK, HOLDLOCK)", "a table hint")]
    [TestCase("SELECT Id FROM Project FOR JSON PATH", "FOR JSON")]
    [TestCase("SELECT JSON_MODIFY(Document, '$.a', 1) FROM Project", "JSON_MODIFY")]
    [TestCase("SELECT value FROM STRING_SPLIT('a b', ' ', 1)", "STRING_SPLIT with ordinals")]
    [TestCase("SELECT 1 FROM Project WHERE ReferenceKey LIKE 'a!%' ESCAPE '!'", "LIKE ESCAPE")]
    [TestCase("SELECT Word FROM OPENJSON(@rows) WITH (Word nvarchar(40))", "a column of OPENJSON without a path")]
    [TestCase("SELECT CONVERT(nvarchar(30), UpdatedAt, 126) FROM Project", "CONVERT with a style")]
    [TestCase("DECLARE @s nvarchar(max) = ''; SELECT @s = @s + Word FROM ProjectWord", "SELECT into a variable")]
    [TestCase("WITH w AS (SELECT Word FROM ProjectWord) DELETE FROM w", "DELETE through a CTE")]
    [TestCase(
        "SELECT PERCENTILE_CONT(0.5) WITHIN GROUP (ORDER BY Score) OVER (PARTITION BY Kind) FROM Overlap",
        "PERCENTILE_CONT"
    )]
    [TestCase("CREATE TABLE adam.T (A int NOT NULL, INDEX IX_T_A (A))", "an index within CREATE TABLE")]
    [TestCase("CREATE TABLE adam.T (A datetime2(7) NOT NULL)", "datetime2 of another scale than 6")]
    [TestCase("CREATE TABLE adam.T (A rowversion NOT NULL)", "rowversion")]
    [TestCase("ALTER TABLE adam.Project ADD A int NULL, B int NULL", "two additions in one ALTER TABLE")]
    [TestCase("ALTER TABLE adam.Project ALTER COLUMN Version int NOT NULL", "ALTER COLUMN")]
    [TestCase("CREATE SYNONYM adam.P FOR adam.Project", "a synonym")]
    public void Check_finds(string sql, string what) => Assert.That(Uncommon(sql), Is.EqualTo([what]));

    private static IEnumerable<string> Uncommon(string sql)
    {
        var finder = new Finder();
        Tsql.Parse(sql).Accept(finder);
        return finder.Found;
    }

    private sealed class Finder : TSqlFragmentVisitor
    {
        public List<string> Found { get; } = [];

        public override void Visit(TSqlFragment fragment)
        {
            if (Name(fragment) is { } name)
                Found.Add(name);
        }

        private static string? Name(TSqlFragment fragment) =>
            fragment switch
            {
                SelectStarExpression => "*",
                MergeStatement => "MERGE",
                CreateOrAlterViewStatement
                or CreateOrAlterProcedureStatement
                or CreateOrAlterFunctionStatement
                or CreateOrAlterTriggerStatement => "CREATE OR ALTER",
                AlterViewStatement => "ALTER VIEW",
                DistinctPredicate => "IS DISTINCT FROM",
                TopRowFilter { WithTies: true } => "WITH TIES",
                UnpivotedTableReference => "UNPIVOT",
                NamedTableReference { TableHints.Count: > 0 } => "a table hint",
                JsonForClause => "FOR JSON",
                FunctionCall { FunctionName.Value: var name }
                    when name.Equals("JSON_MODIFY", StringComparison.OrdinalIgnoreCase) => "JSON_MODIFY",
                FunctionCall { FunctionName.Value: var name, OverClause: not null }
                    when name.Equals("PERCENTILE_CONT", StringComparison.OrdinalIgnoreCase) => "PERCENTILE_CONT",
                GlobalFunctionTableReference { Name.Value: var name, Parameters.Count: > 2 }
                    when name.Equals("STRING_SPLIT", StringComparison.OrdinalIgnoreCase) =>
                    "STRING_SPLIT with ordinals",
                LikePredicate { EscapeExpression: not null } => "LIKE ESCAPE",
                SchemaDeclarationItemOpenjson { Mapping: null } => "a column of OPENJSON without a path",
                ConvertCall { Style: not null } => "CONVERT with a style",
                SelectSetVariable => "SELECT into a variable",
                DeleteStatement { WithCtesAndXmlNamespaces: not null } => "DELETE through a CTE",
                TableDefinition { Indexes.Count: > 0 } => "an index within CREATE TABLE",
                TableDefinition { SystemTimePeriod: not null } => "a temporal table",
                SqlDataTypeReference { SqlDataTypeOption: SqlDataTypeOption.DateTime2, Parameters: var scale }
                    when scale is not [{ Value: "6" }] => "datetime2 of another scale than 6",
                SqlDataTypeReference
                {
                    SqlDataTypeOption: SqlDataTypeOption.Rowversion or SqlDataTypeOption.Timestamp
                } => "rowversion",
                AlterTableAddTableElementStatement { Definition: var added }
                    when added.ColumnDefinitions.Count + added.TableConstraints.Count > 1 =>
                    "two additions in one ALTER TABLE",
                AlterTableAlterColumnStatement => "ALTER COLUMN",
                CreateSynonymStatement => "a synonym",
                _ => null,
            };
    }
}
