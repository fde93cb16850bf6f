using System.Reflection;
using System.Text.RegularExpressions;
using Adam.Data;
using Adam.Data.Databases;
using Adam.Data.Databases.Sqlite;
using Adam.Data.Databases.SqlServer;
using Adam.Data.Records;

namespace Adam.Tests.Sql;

/// <summary>
/// The catalogue is complete, so that the checks of grammar, names, types and plans cover every statement.
/// </summary>
public sealed partial class QueryCatalogueTests
{
    private static readonly IReadOnlyList<FieldInfo> Fields =
    [
        .. typeof(Session)
            .Assembly.GetTypes()
            .SelectMany(type => type.GetFields(BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic)),
    ];

    /// <summary>The statements of the kinds of records, which one class makes for their tables.</summary>
    private static readonly IReadOnlyList<RecordSql> Records =
    [
        .. typeof(Session)
            .Assembly.GetTypes()
            .Where(type => !type.ContainsGenericParameters)
            .SelectMany(type => type.GetProperties(BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic))
            .Where(property =>
                property.PropertyType.IsGenericType
                && property.PropertyType.GetGenericTypeDefinition() == typeof(RecordType<>)
            )
            .Select(property =>
                (RecordSql)property.PropertyType.GetProperty("Sql")!.GetValue(property.GetValue(null))!
            ),
    ];

    [Test]
    public void Catalogue_lists_the_set_of_every_class()
    {
        var sets = Fields.Where(field => field.FieldType == typeof(StatementSet)).ToList();
        Assert.That(
            SqlCatalogue.Sets,
            Is.EquivalentTo([
                .. sets.Select(field => field.GetValue(null)),
                .. Records.Select(record => record.Statements),
            ])
        );
        Assert.That(sets, Has.Count.GreaterThan(15));
        Assert.That(Records, Has.Count.GreaterThan(2));
    }

    /// <summary>The name of a statement in a trace identifies its source.</summary>
    [Test]
    public void Statement_has_the_name_of_its_class_and_field_and_is_in_the_set_of_that_class()
    {
        var statements = Fields
            .Where(field => field.FieldType.IsSubclassOf(typeof(SqlStatement)))
            .Select(field => (Field: field, Statement: (SqlStatement)field.GetValue(null)!))
            .ToList();
        Assert.That(
            SqlCatalogue.Sets.SelectMany(set => set.Fixed),
            Is.EquivalentTo([.. statements.Select(one => one.Statement), .. Records.SelectMany(StatementsOf)])
        );
        foreach (var (field, statement) in statements)
            Assert.That(statement.Name, Is.EqualTo($"{field.DeclaringType!.Name}.{field.Name}"));
        Assert.That(statements, Has.Count.GreaterThan(80));
    }

    private static IEnumerable<SqlStatement> StatementsOf(RecordSql record)
    {
        foreach (var property in typeof(RecordSql).GetProperties())
        {
            if (property.GetValue(record) is not SqlStatement statement)
                continue;

            Assert.That(statement.Name, Does.EndWith($"Sql.{property.Name}"));
            yield return statement;
        }
    }

    [TestCase("sqlite")]
    [TestCase("sqlserver")]
    public void Every_composed_statement_has_a_case(string engine)
    {
        Database database =
            engine == "sqlite" ? new SqliteDatabase("unused.db") : new SqlServerDatabase("Server=.;Database=adam");
        var cases = QueryCatalogue.Composed(database).Select(query => query.Name.Split('(')[0]).ToHashSet();
        Assert.That(cases, Is.EquivalentTo(SqlCatalogue.For(database.Dialect).SelectMany(set => set.Composed)));
    }

    /// <summary>
    /// A session accepts only statements of the catalogue, by their types. Few files use Dapper or the commands of a
    /// driver directly. Their statements concern the connection or the schema.
    /// </summary>
    [Test]
    public void Nothing_but_a_session_sends_statements_of_the_stores()
    {
        var senders = Repository
            .Sources("Adam.Data", "Adam.Api", "Adam.Domain")
            .Where(file => Sends().IsMatch(File.ReadAllText(file)))
            .Select(Path.GetFileName);
        Assert.That(
            senders,
            Is.EquivalentTo([
                // The session, with the parameters and types that it sends.
                "Session.cs",
                "PreparedStatementConnection.cs",
                "CommitLook.cs",
                "ComposedStatement.cs",
                "DocumentParameters.cs",
                "ReaderParameters.cs",
                "TypeHandlers.cs",
                // Rows of a copy; the application lock and rows of a copy; prerequisites of a database; migrations.
                "SqliteDatabase.cs",
                "SqlServerDatabase.cs",
                "SqlServerPrerequisites.cs",
                "Migrator.cs",
                // The schema of the copies that a rebuild fills and exchanges.
                "ShadowTables.cs",
                "ShadowIndex.cs",
                "SchemaEdit.cs",
                // The checks that SQLite itself has.
                "IntegrityCheck.cs",
                // Files that are no register in use: a backup, and the file that replaces the register.
                "BackupFile.cs",
                "RegisterRestore.cs",
            ])
        );
    }

    /// <summary>Text that is not a literal of the program.</summary>
    [Test]
    public void Raw_text_is_inlined_in_few_places()
    {
        var files = Repository
            .Sources("Adam.Data", "Adam.Api", "Adam.Domain")
            .Where(file => File.ReadAllText(file).Contains("SqlText.Raw(", StringComparison.Ordinal))
            .Select(Path.GetFileName);
        Assert.That(files, Is.EquivalentTo(["SqlServerDialect.cs", "SqliteIndexSql.cs"]));
    }

    [GeneratedRegex(@"^using Dapper;|\.CreateCommand\(|\bCommandText\b", RegexOptions.Multiline)]
    private static partial Regex Sends();
}
