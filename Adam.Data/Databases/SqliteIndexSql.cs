namespace Adam.Data.Databases;

/// <summary>Drops the indexes of a table before a bulk load on SQLite, and creates them afterwards.</summary>
internal static class SqliteIndexSql
{
    public static readonly StatementSet Statements = new(nameof(SqliteIndexSql), nameof(Drop), nameof(Create))
    {
        Dialect = SqlDialect.Sqlite,
    };

    /// <summary>Returns the indexes of a table that migrations have created, with their CREATE statements.</summary>
    public static readonly SqlQuery<TableName, (string Name, string Sql)> Of = new(
        Statements,
        $"""
        SELECT name, sql
        FROM sqlite_master
        WHERE type = 'index' AND tbl_name = @Table AND sql IS NOT NULL
        """
    );

    public static ComposedChange Drop(string index) => Statements.Compose($"DROP INDEX {SqlText.Identifier(index)}");

    /// <param name="sql">The statement as the database returns it.</param>
    public static ComposedChange Create(string sql) => Statements.Compose(SqlText.Raw(sql));
}

internal sealed record TableName(string Table);
