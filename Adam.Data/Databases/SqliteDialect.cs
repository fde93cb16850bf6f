namespace Adam.Data.Databases;

internal sealed class SqliteDialect : SqlDialect
{
    public override SqlText InsertedId { get; } = $"SELECT last_insert_rowid()";

    public override SqlText Page(SqlText rows) => $"LIMIT {rows}";

    public override SqlText AtMost(SqlText query, SqlText column, SqlText rows) => $"{query}\nLIMIT {rows}";

    public override SqlText Rows(SqlText json, params IReadOnlyList<(string Name, string Type)> columns)
    {
        var values = columns.Select(
            (column, place) => (SqlText)$"value ->> {SqlText.Literal(place)} AS {SqlText.Identifier(column.Name)}"
        );
        return $"(SELECT {SqlText.Join($", ", values)} FROM jsonb_each({json}))";
    }

    public override SqlText ByCodePoint(SqlText value) => value;

    public override SqlText Utf8(SqlText column) => $"CAST({column} AS BLOB)";

    public override SqlText SumOfAmounts(SqlText amount) =>
        $"SUM({amount} / 10000) AS Units, SUM({amount} % 10000) AS TenThousandths";

    public override SqlText TenThousandths(SqlText amount) => amount;

    public override SqlText Listed(SqlText value) => $"group_concat({value})";

    public override SqlText AmountFromTenThousandths(SqlText value) => value;

    public override SqlText AddNumbers(
        SqlText table,
        SqlText rows,
        IReadOnlyList<KeyColumn> key,
        IReadOnlyList<SqlText> sums
    )
    {
        var columns = SqlText.Join($", ", [.. key.Select(column => column.Name), .. sums]);
        var changes = sums.Select(sum => (SqlText)$"{sum} = {table}.{sum} + excluded.{sum}");
        // WHERE true: otherwise ON would belong to a join.
        return $"""
            INSERT INTO {table} ({columns})
            SELECT {columns}
            FROM {rows} r
            WHERE true
            ON CONFLICT ({SqlText.Join($", ", key.Select(column => column.Name))}) DO UPDATE
            SET {SqlText.Join($", ", changes)}
            """;
    }

    public override SqlText DeleteZeros(
        SqlText table,
        SqlText rows,
        IReadOnlyList<KeyColumn> key,
        params IReadOnlyList<SqlText> numbers
    )
    {
        var columns = SqlText.Join($", ", key.Select(column => column.Name));
        var zeros = SqlText.Join($" AND ", numbers.Select(number => (SqlText)$"{number} = 0"));
        return $"DELETE FROM {table} WHERE ({columns}) IN (SELECT {columns} FROM {rows} r) AND {zeros}";
    }

    public override SqlText DeleteMatching(
        SqlText table,
        SqlText rows,
        params IReadOnlyList<(string Column, string OfRows)> columns
    )
    {
        var ofTable = columns.Select(column => SqlText.Identifier(column.Column));
        var ofRows = columns.Select(column => (SqlText)$"r.{SqlText.Identifier(column.OfRows)}");
        return $"""
            DELETE FROM {table}
            WHERE ({SqlText.Join($", ", ofTable)}) IN (SELECT {SqlText.Join($", ", ofRows)} FROM {rows} r)
            """;
    }
}
