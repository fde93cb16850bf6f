using System.Globalization;

namespace Adam.Data.Databases.Sqlite;

/// <summary>
/// Changes the rows of SQLite's schema table, which name for each table and index the page at which its tree begins.
/// Trees can so change their owners in a time that does not depend on their rows.
/// </summary>
/// <remarks>
/// SQLite trusts these rows. A tree must have the form of its new owner, and all rows change in one transaction.
/// </remarks>
internal static class SchemaEdit
{
    /// <summary>Changes the schema in the transaction of the caller.</summary>
    /// <param name="statements">Changes of rows of sqlite_master.</param>
    public static void Run(PreparedStatementConnection connection, IEnumerable<string> statements)
    {
        var version = Number(connection, "PRAGMA schema_version");
        connection.RunOnce("PRAGMA writable_schema = ON");
        try
        {
            foreach (var statement in statements)
                connection.RunOnce(statement);

            // All connections must read the schema again, this one at once.
            connection.RunOnce(string.Create(CultureInfo.InvariantCulture, $"PRAGMA schema_version = {version + 1}"));
        }
        finally
        {
            connection.RunOnce("PRAGMA writable_schema = RESET");
        }
    }

    /// <summary>Returns the statement that gives a table or an index the tree that begins at a page.</summary>
    public static string SetPage(string name, long page) =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"UPDATE sqlite_master SET rootpage = {page} WHERE name = {Literal(name)}"
        );

    /// <summary>Returns the page at which the tree of a table or index begins; null if there is no such.</summary>
    public static long? Page(PreparedStatementConnection connection, string name)
    {
        using var command = connection.CreateCommand();
        command.CommandText = $"SELECT rootpage FROM sqlite_master WHERE name = {Literal(name)}";
        return command.ExecuteScalar() as long?;
    }

    public static string Literal(string text) => $"'{text.Replace("'", "''", StringComparison.Ordinal)}'";

    private static long Number(PreparedStatementConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        return (long)command.ExecuteScalar()!;
    }
}
