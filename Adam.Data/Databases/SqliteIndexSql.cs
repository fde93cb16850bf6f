namespace Adam.Data.Databases;

/// <summary>Drops the indexes of a table and creates them again: on SQLite, before and after a bulk load.</summary>
internal static class SqliteIndexSql
{
    public static readonly StatementSet Statements = new(nameof(SqliteIndexSql), nameof(Drop), nameof(Create))
    {
        Dialect = SqlDialect.Sqlite,
    };

    /// <summary>The indexes of a table that a migration has created, with the statements that did.</summary>
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
