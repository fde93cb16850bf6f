using System.Text.RegularExpressions;

namespace Adam.Data.Databases;

internal sealed partial class SqlServerDialect : SqlDialect
{
    public override SqlText InsertedId { get; } = $"SELECT CAST(SCOPE_IDENTITY() AS bigint)";

    public override SqlText Page(SqlText rows) => $"OFFSET 0 ROWS FETCH NEXT {rows} ROWS ONLY";

    public override SqlText AtMost(SqlText query, SqlText column, SqlText rows) =>
        $"SELECT TOP ({rows}) first.{column} FROM ({query}) first";

    public override SqlText Rows(SqlText json, params IReadOnlyList<(string Name, string Type)> columns)
    {
        var declared = columns.Select(
            (column, place) =>
                (SqlText)$"[{SqlText.Identifier(column.Name)}] {TypeOf(column.Type)} '$[{SqlText.Literal(place)}]'"
        );
        // The names are quoted, because OVERLAPS is a keyword of ODBC, and Babelfish rejects it without brackets.
        return $"OPENJSON({json}) WITH ({SqlText.Join($", ", declared)})";
    }

    // Text from OPENJSON has the database's collation, which cannot be compared with a column in another.
    public override SqlText ByCodePoint(SqlText value) => $"{value} COLLATE Latin1_General_BIN2";

    public override SqlText Utf8(SqlText column) => column;

    public override SqlText SumOfAmounts(SqlText amount) =>
        $"""
            SUM(CAST(FLOOR({amount}) AS decimal(38, 0))) AS Units,
            CAST(SUM(({amount} - FLOOR({amount})) * 10000) AS bigint) AS TenThousandths
            """;

    public override SqlText TenThousandths(SqlText amount) => $"CAST({amount} * 10000 AS bigint)";

    // The result has the type of the text, of which only varchar(max) holds more than 8,000 characters.
    public override SqlText Listed(SqlText value) => $"STRING_AGG(CAST({value} AS varchar(max)), ',')";

    public override SqlText AmountFromTenThousandths(SqlText value) => $"CAST({value} AS decimal(23, 4)) / 10000";

    public override SqlText AddNumbers(
        SqlText table,
        SqlText rows,
        IReadOnlyList<KeyColumn> key,
        IReadOnlyList<SqlText> sums
    )
    {
        var columns = SqlText.Join($", ", [.. key.Select(column => column.Name), .. sums]);
        var changes = sums.Select(sum => (SqlText)$"{sum} = t.{sum} + r.{sum}");
        return $"""
            UPDATE t
            SET {SqlText.Join($", ", changes)}
            FROM {table} t
            INNER JOIN {rows} r ON {SqlText.Join($" AND ", key.Select(IsEqual))};
            INSERT INTO {table} ({columns})
            SELECT {columns}
            FROM {rows} r
            WHERE NOT EXISTS (
                SELECT 1
                FROM {table} t
                WHERE {SqlText.Join($" AND ", key.Select(IsEqual))})
            """;
    }

    public override SqlText DeleteZeros(
        SqlText table,
        SqlText rows,
        IReadOnlyList<KeyColumn> key,
        params IReadOnlyList<SqlText> numbers
    ) =>
        $"""
            DELETE t
            FROM {table} t
            INNER JOIN {rows} r ON {SqlText.Join($" AND ", key.Select(IsEqual))}
            WHERE {SqlText.Join($" AND ", numbers.Select(number => (SqlText)$"t.{number} = 0"))}
            """;

    private SqlText IsEqual(KeyColumn column)
    {
        SqlText ofRows = $"r.{column.Name}";
        return $"t.{column.Name} = {(column.IsText ? ByCodePoint(ofRows) : ofRows)}";
    }

    public override SqlText DeleteMatching(
        SqlText table,
        SqlText rows,
        params IReadOnlyList<(string Column, string OfRows)> columns
    )
    {
        var equal = columns.Select(column =>
            (SqlText)$"r.{SqlText.Identifier(column.OfRows)} = t.{SqlText.Identifier(column.Column)}"
        );
        return $"DELETE t FROM {table} t INNER JOIN {rows} r ON {SqlText.Join($" AND ", equal)}";
    }

    private static SqlText TypeOf(string type) =>
        Declared().IsMatch(type) ? SqlText.Raw(type) : throw new ArgumentException($"{type} is no type.", nameof(type));

    [GeneratedRegex(@"^[a-z0-9]+(\((max|[0-9]+)\))?$")]
    private static partial Regex Declared();
}
