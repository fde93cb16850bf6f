namespace Adam.Data.Databases;

/// <summary>
/// The text that the two databases write differently. All other SQL is written once, as both understand it.
/// </summary>
internal abstract class SqlDialect
{
    public static readonly SqlDialect Sqlite = new SqliteDialect();
    public static readonly SqlDialect SqlServer = new SqlServerDialect();

    public static IReadOnlyList<SqlDialect> All { get; } = [Sqlite, SqlServer];

    /// <summary>Returns the end of a query that has an ORDER BY, so that it returns its first rows.</summary>
    /// <param name="rows">How many.</param>
    public abstract SqlText Page(SqlText rows);

    /// <summary>Returns a source of rows, to follow FROM: a JSON array with one inner array a row.</summary>
    /// <param name="json">The parameter with the array (<see cref="JsonRowSet"/>).</param>
    /// <param name="columns">Name and T-SQL type of each column, in the order of the inner arrays.</param>
    public abstract SqlText Rows(SqlText json, params IReadOnlyList<(string Name, string Type)> columns);

    /// <summary>
    /// Returns text from <see cref="Rows"/> to be compared with a key that C# has folded: by code point, as the key's
    /// column is.
    /// </summary>
    public abstract SqlText ByCodePoint(SqlText value);

    /// <summary>
    /// Returns the sum of ProjectAmount.Amount as two whole numbers, Units and TenThousandths, which cannot overflow
    /// where the amounts themselves did not.
    /// </summary>
    public abstract SqlText SumOfAmounts(SqlText amount);

    /// <summary>Returns an amount as the column ProjectAmount.Amount stores it.</summary>
    public abstract SqlText AmountFromTenThousandths(SqlText value);

    /// <summary>
    /// Returns a statement that deletes the rows of a table that equal one of some rows in all of the columns.
    /// </summary>
    /// <param name="rows">A source of rows (<see cref="Rows"/>).</param>
    /// <param name="columns">The table's columns, each with that of the rows.</param>
    public abstract SqlText DeleteMatching(
        SqlText table,
        SqlText rows,
        params IReadOnlyList<(string Column, string OfRows)> columns
    );

    /// <summary>A query of the identity that the INSERT before it in the same batch was given.</summary>
    public abstract SqlText InsertedId { get; }
}
