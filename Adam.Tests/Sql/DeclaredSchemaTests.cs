using System.Text.RegularExpressions;
using Dapper;
using Microsoft.SqlServer.TransactSql.ScriptDom;

namespace Adam.Tests.Sql;

/// <summary>Checks the schema for SQL Server without a server.</summary>
public sealed partial class DeclaredSchemaTests
{
    /// <summary>
    /// Columns without a length: documents and texts that the program generates. They are never compared.
    /// </summary>
    private static readonly string[] Unbounded =
    [
        "IdempotencyKey.Body",
        "Project.Document",
        "TermStatistics.Counts",
        "OverlapReasons.Reasons",
        "RegisterChange.Scope",
        "AuditEntry.Content",
        "Measure.Document",
        "Layer.Document",
        "LayerItem.Document",
        "Post.Document",
        "Meeting.Document",
        "Document.Document",
        "ProgressStatement.Documents",
        "ProgressFinding.Document",
        "Recommendation.Document",
        "Questionnaire.Document",
        "PartnerResponse.Document",
        "Subscription.Definition",
        "Import.Options",
        "ImportedProject.Document",
        "ReportNote.Markdown",
        "ReportEditionFile.Content",
        "ImportReport.Content",
        "ImportMapping.Definition",
    ];

    [Test]
    public void Every_constraint_has_a_name_that_says_what_it_is()
    {
        var names = new List<string>();
        foreach (
            var (table, constraint) in DeclaredSchema.Tables.SelectMany(table =>
                Tsql.Find<ConstraintDefinition>(table)
                    .Where(constraint => constraint is not NullableConstraintDefinition)
                    .Select(constraint => (table.SchemaObjectName.BaseIdentifier.Value, constraint))
            )
        )
        {
            var prefix = constraint switch
            {
                UniqueConstraintDefinition { IsPrimaryKey: true } => "PK",
                UniqueConstraintDefinition => "UX",
                ForeignKeyConstraintDefinition => "FK",
                CheckConstraintDefinition => "CK",
                DefaultConstraintDefinition => "DF",
                _ => throw new NotSupportedException(constraint.GetType().Name),
            };
            Assert.That(
                constraint.ConstraintIdentifier?.Value ?? "",
                Does.Match($"^{prefix}_{table}(_|$)"),
                Tsql.TextOf(constraint)
            );
            names.Add(constraint.ConstraintIdentifier!.Value);
        }

        Assert.That(names, Is.Unique.And.Count.GreaterThan(30));
        Assert.That(DeclaredSchema.Indexes.Select(index => index.Name.Value), Is.Unique.And.All.Match("^(IX|UX)_"));
    }

    [Test]
    public void Text_is_of_any_script_and_bounded_and_nothing_is_of_a_type_that_loses_digits()
    {
        string[] known =
        [
            "nvarchar",
            "varbinary",
            "tinyint",
            "int",
            "bigint",
            "bit",
            "uniqueidentifier",
            "datetime2",
            "decimal",
        ];
        var columns = DeclaredSchema
            .Types.SelectMany(table =>
                table.Value.Select(column => (Name: $"{table.Key}.{column.Key}", Type: column.Value))
            )
            .ToList();
        // DbUp defines the columns of the journal.
        Assert.That(
            columns.Where(column => !known.Contains(column.Type.Name)).Select(column => column.Name),
            Is.EqualTo(["SchemaVersion.Applied"])
        );
        Assert.That(
            columns.Where(column => column.Type.Length == SqlType.Max).Select(column => column.Name),
            Is.EquivalentTo(Unbounded)
        );
        Assert.That(
            columns.Where(column => column.Type.Name == "decimal").Select(column => column.Type.ToString()),
            Is.All.EqualTo("decimal(4)").And.Not.Empty
        );
    }

    /// <summary>
    /// Text in keys and indexes is compared by code point, regardless of the collation of the database, as in SQLite
    /// and in C#.
    /// </summary>
    [Test]
    public void Text_of_keys_and_indexes_is_compared_by_code_point()
    {
        var collations = DeclaredSchema.Tables.ToDictionary(
            table => table.SchemaObjectName.BaseIdentifier.Value,
            table =>
                table.Definition.ColumnDefinitions.ToDictionary(
                    column => column.ColumnIdentifier.Value,
                    column => column.Collation?.Value
                )
        );
        var keys = DeclaredSchema
            .Tables.SelectMany(table =>
                KeysOf(table)
                    .SelectMany(key => key.Columns)
                    .Select(column => (Table: table.SchemaObjectName.BaseIdentifier.Value, Column: column))
            )
            .Concat(
                DeclaredSchema.Indexes.SelectMany(index =>
                    index.Columns.Select(column =>
                        (Table: index.OnName.BaseIdentifier.Value, Column: NameOf(column.Column))
                    )
                )
            )
            .Where(key => DeclaredSchema.Types[key.Table][key.Column].Name == "nvarchar")
            .ToList();
        Assert.That(keys.Where(key => collations[key.Table][key.Column] != "Latin1_General_BIN2"), Is.Empty);
        Assert.That(keys, Has.Count.GreaterThan(20));
    }

    /// <summary>
    /// SQLite has no INCLUDE. The trailing columns that make its indexes covering must be included columns in SQL
    /// Server, or belong to the key of the table.
    /// </summary>
    [Test]
    public async Task Indexes_cover_what_those_of_SQLite_cover()
    {
        var register = await TestRegister.GetAsync("sqlite");
        await using var connection = TestRegister.Connect(register.Database);
        var sqlite = (
            await connection.QueryAsync<string>(
                "SELECT sql FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL"
            )
        )
            .Select(sql => Index().Match(sql))
            .ToDictionary(match => match.Groups["name"].Value, match => match.Groups["columns"].Value.Split(", "));
        Assert.That(DeclaredSchema.Indexes.Select(index => index.Name.Value), Is.EquivalentTo(sqlite.Keys));

        var including = 0;
        foreach (var index in DeclaredSchema.Indexes)
        {
            var (keys, included) = (
                index.Columns.Select(column => NameOf(column.Column)).ToList(),
                index.IncludeColumns.Select(NameOf).ToList()
            );
            var ofTable = KeysOf(
                    DeclaredSchema.Tables.Single(table =>
                        table.SchemaObjectName.BaseIdentifier.Value == index.OnName.BaseIdentifier.Value
                    )
                )
                .Single(key => key.IsPrimary)
                .Columns;
            Assert.That(sqlite[index.Name.Value].Take(keys.Count), Is.EqualTo(keys), index.Name.Value);
            Assert.That(
                sqlite[index.Name.Value].Skip(keys.Count).Except(ofTable),
                Is.EquivalentTo(included),
                index.Name.Value
            );
            including += included.Count;
        }

        Assert.That(including, Is.GreaterThan(20));
    }

    private static IEnumerable<(bool IsPrimary, IReadOnlyList<string> Columns)> KeysOf(CreateTableStatement table) =>
        [
            .. table.Definition.ColumnDefinitions.SelectMany(column =>
                column
                    .Constraints.OfType<UniqueConstraintDefinition>()
                    .Select(key => (key.IsPrimaryKey, (IReadOnlyList<string>)[column.ColumnIdentifier.Value]))
            ),
            .. table
                .Definition.TableConstraints.OfType<UniqueConstraintDefinition>()
                .Select(key =>
                    (key.IsPrimaryKey, (IReadOnlyList<string>)[.. key.Columns.Select(column => NameOf(column.Column))])
                ),
        ];

    private static string NameOf(ColumnReferenceExpression column) => column.MultiPartIdentifier.Identifiers[^1].Value;

    [GeneratedRegex(@"INDEX (?<name>\w+) ON \w+ \(\s*(?<columns>[^)]*)\)")]
    private static partial Regex Index();
}
