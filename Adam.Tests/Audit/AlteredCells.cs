using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Adam.Data.Databases;
using Microsoft.Data.Sqlite;

namespace Adam.Tests.Audit;

/// <summary>
/// Alters the file of a register behind the program's back, one cell or one row at a time, without regard to keys that
/// refer to it and to checks. Each alteration is taken back before the next one.
/// </summary>
internal sealed class AlteredCells(SqliteConnection connection) : IAsyncDisposable
{
    private static readonly JsonSerializerOptions Relaxed = new()
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    public static async Task<AlteredCells> OpenAsync(Database database)
    {
        var connection = (SqliteConnection)TestRegister.Connect(database);
        await connection.OpenAsync();
        var cells = new AlteredCells(connection);
        await cells.ExecuteAsync("PRAGMA foreign_keys = OFF; PRAGMA ignore_check_constraints = ON", []);
        return cells;
    }

    public ValueTask DisposeAsync() => connection.DisposeAsync();

    /// <summary>
    /// Returns the first and the last row of a table, or the one row that it has, with the raw values of its columns.
    /// </summary>
    public async Task<IReadOnlyList<object[]>> RowsAsync(RegisterTable table)
    {
        var columns = string.Join(", ", table.Columns.Select(column => column.Name));
        var rows = new List<object[]>();
        await using var command = connection.CreateCommand();
        command.CommandText = $"SELECT {columns} FROM {table.Name} ORDER BY {table.Key}";
        await using var reader = await command.ExecuteReaderAsync();
        while (await reader.ReadAsync())
        {
            var row = new object[table.Columns.Length];
            reader.GetValues(row);
            rows.Add(row);
        }

        return rows.Count < 2 ? rows : [rows[0], rows[^1]];
    }

    /// <summary>Runs a question while a cell has another value, and then returns the value to it.</summary>
    public async Task<T> WhileAlteredAsync<T>(
        RegisterTable table,
        object[] row,
        int column,
        object value,
        Func<Task<T>> question
    )
    {
        object[] altered = [.. row[..column], value, .. row[(column + 1)..]];
        await WriteAsync(table, row, column, value);
        try
        {
            return await question();
        }
        finally
        {
            await WriteAsync(table, altered, column, row[column]);
        }
    }

    /// <summary>Runs a question while a row is absent, and then adds it again.</summary>
    public async Task<T> WhileRemovedAsync<T>(RegisterTable table, object[] row, Func<Task<T>> question)
    {
        await ExecuteAsync($"DELETE FROM {table.Name} WHERE {Matches(table)}", Named(table, row));
        try
        {
            return await question();
        }
        finally
        {
            var names = table.Columns.Select(column => column.Name).ToList();
            await ExecuteAsync(
                $"INSERT INTO {table.Name} ({string.Join(", ", names)}) VALUES (@{string.Join(", @", names)})",
                Named(table, row)
            );
        }
    }

    /// <summary>
    /// Returns other values for a cell: of a JSON document one for each of its members that has a value, with its name
    /// after a full stop; otherwise one with an empty name.
    /// </summary>
    /// <param name="value">The raw value.</param>
    public static IEnumerable<(string Member, object Value)> Others(RegisterTable table, Column column, object value) =>
        column.Kind == ColumnKind.Text && value is string text && ReadObject(text) is { Count: > 0 } document
            ? document
                .Select(member => ($".{member.Key}", WithOther(text, member.Key)))
                .Where(other => !JsonNode.DeepEquals(document, JsonNode.Parse(other.Item2)))
                .Select(other => (other.Item1, (object)other.Item2))
            : [("", Other(table, column, value))];

    private static object Other(RegisterTable table, Column column, object value) =>
        (column.Kind, value) switch
        {
            (ColumnKind.Text, string text) => $"{text}x",
            (ColumnKind.Text, _) => "x",
            // No other row has the key.
            (ColumnKind.Whole, long number) when table.Key.Split(", ").Contains(column.Name) => number < 100
            && !column.Name.EndsWith("Id", StringComparison.Ordinal)
                ? number + 100
                : number + 100_000,
            (ColumnKind.Whole, 0L or 1L) => (long)value + 1,
            (ColumnKind.Whole, long number) => number - 1,
            (ColumnKind.Amount, long number) => number + 1,
            (ColumnKind.Whole or ColumnKind.Amount, _) => 1L,
            (ColumnKind.Id, _) => Guid.NewGuid().ToString(),
            (ColumnKind.Instant, string text) => OtherInstant(text),
            (ColumnKind.Instant, _) => "2026-01-02T03:04:05.678901Z",
            (ColumnKind.Bytes, byte[] bytes) => (byte[])[.. bytes, 1],
            _ => (byte[])[1],
        };

    private static string OtherInstant(string text) =>
        Instants.Write(Instants.Parse(text).AddMicroseconds(1).UtcDateTime);

    private static JsonObject? ReadObject(string text) =>
        text.StartsWith('{') ? JsonNode.Parse(text) as JsonObject : null;

    /// <summary>Returns a document with another value of the same type in a member.</summary>
    private static string WithOther(string text, string member)
    {
        var document = ReadObject(text)!;
        document[member] = Other(document[member]);
        return document.ToJsonString(Relaxed);
    }

    private static JsonNode? Other(JsonNode? value)
    {
        switch (value)
        {
            case JsonObject { Count: > 0 } members:
                var first = members.FirstOrDefault(member => member.Value is not null, members.First()).Key;
                members[first] = Other(members[first]?.DeepClone());
                return members.DeepClone();
            case JsonArray { Count: > 0 } items:
                items[0] = Other(items[0]?.DeepClone());
                return items.DeepClone();
            case JsonValue number when number.TryGetValue(out decimal was):
                return JsonValue.Create(was + 1);
            case JsonValue flag when flag.TryGetValue(out bool was):
                return JsonValue.Create(!was);
            case JsonValue other when other.TryGetValue(out string? was):
                return JsonValue.Create(OtherText(was));
            default:
                return null;
        }
    }

    private static string OtherText(string text) =>
        DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day)
            ? day.AddDays(1).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)
        : text.EndsWith('Z') && DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, out var instant)
            ? Instants.Write(instant.AddSeconds(1).UtcDateTime)
        : $"{text}x";

    private Task WriteAsync(RegisterTable table, object[] row, int column, object value) =>
        ExecuteAsync(
            $"UPDATE {table.Name} SET {table.Columns[column].Name} = @Other WHERE {Matches(table)}",
            [.. Named(table, row), ("@Other", value)]
        );

    private static string Matches(RegisterTable table) =>
        string.Join(" AND ", table.Key.Split(", ").Select(column => $"{column} IS @{column}"));

    private static IEnumerable<(string, object)> Named(RegisterTable table, object[] row) =>
        table.Columns.Select((column, place) => ($"@{column.Name}", row[place]));

    private async Task ExecuteAsync(string sql, IEnumerable<(string Name, object Value)> parameters)
    {
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        foreach (var (name, value) in parameters)
        {
            if (sql.Contains(name, StringComparison.Ordinal))
                command.Parameters.AddWithValue(name, value);
        }

        var rows = await command.ExecuteNonQueryAsync();
        if (!sql.StartsWith("PRAGMA", StringComparison.Ordinal) && rows != 1)
            throw new InvalidOperationException($"{rows} rows instead of one: {sql}");
    }
}
