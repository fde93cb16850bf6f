using System.Globalization;

namespace Adam.Data.Databases;

internal static class RegisterTableSql
{
    public static readonly StatementSet Statements = new(
        nameof(RegisterTableSql),
        nameof(Count),
        nameof(Rows),
        nameof(Add),
        nameof(Empty)
    );

    public static ComposedQuery<long> Count(RegisterTable table) =>
        Statements.Compose<long>($"SELECT COUNT(*) FROM {Name(table)}");

    /// <summary>Returns all rows, in the order of the table's key.</summary>
    public static ComposedQuery<object?[]> Rows(RegisterTable table)
    {
        var key = SqlText.Join($", ", table.Key.Split(", ").Select(SqlText.Identifier));
        return Statements.Compose<object?[]>($"SELECT {Columns(table)} FROM {Name(table)} ORDER BY {key}");
    }

    /// <summary>
    /// Inserts a row with its identity value. The parameters are <c>@v0</c>, <c>@v1</c>, …, in the order of the
    /// columns.
    /// </summary>
    public static ComposedChange Add(RegisterTable table)
    {
        var values = table.Columns.Select((_, place) => (SqlText)$"@{SqlText.Identifier(Value(place)[1..])}");
        return Statements.Compose(
            $"""
            INSERT INTO {Name(table)} ({Columns(table)})
            VALUES ({SqlText.Join($", ", values)})
            """
        );
    }

    public static ComposedChange Empty(RegisterTable table) => Statements.Compose($"DELETE FROM {Name(table)}");

    public static string Value(int place) => string.Create(CultureInfo.InvariantCulture, $"@v{place}");

    private static SqlText Name(RegisterTable table) => SqlText.Identifier(table.Name);

    private static SqlText Columns(RegisterTable table) =>
        SqlText.Join($", ", table.Columns.Select(column => (SqlText)$"[{SqlText.Identifier(column.Name)}]"));
}
