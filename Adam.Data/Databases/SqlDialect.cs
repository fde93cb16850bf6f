namespace Adam.Data.Databases;

/// <summary>The SQL text that differs between the two databases. All other SQL is written once for both.</summary>
internal abstract class SqlDialect
{
    public static readonly SqlDialect Sqlite = new SqliteDialect();
    public static readonly SqlDialect SqlServer = new SqlServerDialect();

    public static IReadOnlyList<SqlDialect> All { get; } = [Sqlite, SqlServer];

    /// <summary>Returns the end of a query with an ORDER BY, which limits it to its first rows.</summary>
    /// <param name="rows">The maximum number of rows.</param>
    public abstract SqlText Page(SqlText rows);

    /// <summary>Returns a query of the first rows of a query without an ORDER BY, in the order of its plan.</summary>
    /// <param name="column">The only column of the query.</param>
    /// <param name="rows">The maximum number of rows.</param>
    public abstract SqlText AtMost(SqlText query, SqlText column, SqlText rows);

    /// <summary>Returns a source of rows, to follow FROM: a JSON array with one inner array for each row.</summary>
    /// <param name="json">The parameter with the array (<see cref="JsonRowSet"/>).</param>
    /// <param name="columns">Name and T-SQL type of each column, in the order of the inner arrays.</param>
    public abstract SqlText Rows(SqlText json, params IReadOnlyList<(string Name, string Type)> columns);

    /// <summary>
    /// Returns text from <see cref="Rows"/> for a comparison by code point, as the key columns use, with a key that C#
    /// has folded.
    /// </summary>
    public abstract SqlText ByCodePoint(SqlText value);

    /// <summary>Returns a text column for a property of the type <see cref="Utf8Text"/>.</summary>
    public abstract SqlText Utf8(SqlText column);

    /// <summary>
    /// Returns the sum of ProjectAmount.Amount as two integers, Units and TenThousandths, which cannot overflow unless
    /// an amount does.
    /// </summary>
    public abstract SqlText SumOfAmounts(SqlText amount);

    /// <summary>Returns one ProjectAmount.Amount as a number of ten-thousandths.</summary>
    public abstract SqlText TenThousandths(SqlText amount);

    /// <summary>Returns the aggregate of values as text: the values in any order, with commas between.</summary>
    /// <param name="value">A number, or a text without commas.</param>
    public abstract SqlText Listed(SqlText value);

    /// <summary>Returns an amount as the column ProjectAmount.Amount stores it.</summary>
    public abstract SqlText AmountFromTenThousandths(SqlText value);

    /// <summary>
    /// Returns a statement that deletes the rows of a table that equal one of the given rows in all of the columns.
    /// </summary>
    /// <param name="rows">A source of rows (<see cref="Rows"/>).</param>
    /// <param name="columns">The columns of the table, each with that of the rows.</param>
    public abstract SqlText DeleteMatching(
        SqlText table,
        SqlText rows,
        params IReadOnlyList<(string Column, string OfRows)> columns
    );

    /// <summary>
    /// Returns a statement that adds numbers to the rows of a table, and adds the rows that it does not have.
    /// </summary>
    /// <param name="rows">A source of rows (<see cref="Rows"/>) with all columns, each key once.</param>
    /// <param name="key">The primary key of the table.</param>
    /// <param name="sums">The columns to which the numbers of the rows are added.</param>
    public abstract SqlText AddNumbers(
        SqlText table,
        SqlText rows,
        IReadOnlyList<KeyColumn> key,
        IReadOnlyList<SqlText> sums
    );

    /// <summary>
    /// Returns a statement that deletes those rows of a table whose key equals one of the given rows, and whose numbers
    /// are all 0.
    /// </summary>
    /// <param name="numbers">The columns of the numbers.</param>
    /// <inheritdoc cref="AddNumbers"/>
    public abstract SqlText DeleteZeros(
        SqlText table,
        SqlText rows,
        IReadOnlyList<KeyColumn> key,
        params IReadOnlyList<SqlText> numbers
    );

    /// <summary>A query of the identity value that the preceding INSERT in the same batch has created.</summary>
    public abstract SqlText InsertedId { get; }
}

/// <summary>A column of a primary key.</summary>
/// <param name="IsText">True for text that is compared by code point; false for numbers.</param>
internal sealed record KeyColumn(SqlText Name, bool IsText = false);
