using Adam.Data.Databases;
using Adam.Data.Databases.Migrations;
using Adam.Data.Databases.SqlServer;
using Dapper;
using Microsoft.Data.SqlClient;

namespace Adam.Tests.Databases;

/// <summary>
/// Describes the schema of a database in comparable lines: columns with their types, constraints by name, indexes with
/// their columns.
/// </summary>
internal static class SchemaOf
{
    // The position of a column is compared too. A column that a migration adds must have the same position in
    // schema.sql.
    private static readonly string[] Server =
    [
        """
            SELECT CONCAT(
                'column ', t.name, '.',
                c.column_id - 1 - (
                    SELECT COUNT(*) FROM sys.columns d WHERE d.object_id = c.object_id AND d.column_id < c.column_id),
                ' ', c.name, ' ', TYPE_NAME(c.user_type_id), ' ', c.max_length, ' ', c.precision, ' ', c.scale,
                ' ', c.collation_name, ' null ', c.is_nullable, ' identity ', c.is_identity)
            FROM sys.columns c
            INNER JOIN sys.tables t ON t.object_id = c.object_id
            WHERE SCHEMA_NAME(t.schema_id) = 'adam'
            """,
        """
            SELECT CONCAT('key ', t.name, ' ', k.name, ' ', k.type)
            FROM sys.key_constraints k
            INNER JOIN sys.tables t ON t.object_id = k.parent_object_id
            WHERE SCHEMA_NAME(t.schema_id) = 'adam'
            """,
        """
            SELECT CONCAT('check ', t.name, ' ', k.name, ' ', k.definition)
            FROM sys.check_constraints k
            INNER JOIN sys.tables t ON t.object_id = k.parent_object_id
            WHERE SCHEMA_NAME(t.schema_id) = 'adam'
            """,
        """
            SELECT CONCAT('default ', t.name, ' ', k.name, ' ', k.definition)
            FROM sys.default_constraints k
            INNER JOIN sys.tables t ON t.object_id = k.parent_object_id
            WHERE SCHEMA_NAME(t.schema_id) = 'adam'
            """,
        """
            SELECT CONCAT(
                'foreign key ', t.name, ' ', f.name, ' ', COL_NAME(c.parent_object_id, c.parent_column_id),
                ' to ', OBJECT_NAME(c.referenced_object_id),
                '.', COL_NAME(c.referenced_object_id, c.referenced_column_id),
                ' ', f.delete_referential_action, f.update_referential_action)
            FROM sys.foreign_keys f
            INNER JOIN sys.tables t ON t.object_id = f.parent_object_id
            INNER JOIN sys.foreign_key_columns c ON c.constraint_object_id = f.object_id
            WHERE SCHEMA_NAME(t.schema_id) = 'adam'
            """,
        """
            SELECT CONCAT(
                'index ', t.name, ' ', i.name, ' ', i.type_desc,
                ' unique ', i.is_unique, ' where ', i.filter_definition,
                ' ', c.index_column_id, ' ', COL_NAME(c.object_id, c.column_id), ' key ', c.key_ordinal,
                ' descending ', c.is_descending_key, ' included ', c.is_included_column)
            FROM sys.indexes i
            INNER JOIN sys.tables t ON t.object_id = i.object_id
            LEFT JOIN sys.index_columns c ON c.object_id = i.object_id AND c.index_id = i.index_id
            WHERE SCHEMA_NAME(t.schema_id) = 'adam'
            """,
    ];

    /// <summary>Returns the schema of an empty database after all migrations, including the journal table.</summary>
    public static async Task<IReadOnlyList<string>> MigratedAsync(string engineName)
    {
        var database = (await TestRegister.NewDatabaseAsync(engineName)).Migrator;
        await Migrator.RunAsync(database, _ => { }, default);
        return await DatabaseAsync(database);
    }

    public static async Task<IReadOnlyList<string>> DatabaseAsync(Database database)
    {
        if (database is SqlServerDatabase server)
            return await ServerAsync(new SqlConnectionStringBuilder(server.ConnectionString).InitialCatalog);

        await using var connection = TestRegister.Connect(database);
        return
        [
            .. (
                await connection.QueryAsync<string>(
                    "SELECT name || ': ' || sql FROM sqlite_master WHERE sql IS NOT NULL"
                )
            ).Order(StringComparer.Ordinal),
        ];
    }

    public static async Task<IReadOnlyList<string>> ServerAsync(string database)
    {
        await using var connection = await TestServer.OwnerAsync(database);
        var lines = new List<string>();
        foreach (var question in Server)
            lines.AddRange(await connection.QueryAsync<string>(question));
        return [.. lines.Order(StringComparer.Ordinal)];
    }
}
