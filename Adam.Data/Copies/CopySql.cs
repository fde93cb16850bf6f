using System.Globalization;
using Adam.Data.Engines;

namespace Adam.Data.Copies;

internal static class CopySql
{
    public static Statement Count(RegisterTable table) => new(nameof(CopySql)) { Sql = $"SELECT COUNT(*) FROM {table.Name}" };

    public static Statement Rows(RegisterTable table) => new(nameof(CopySql)) { Sql = $"SELECT {Columns(table)} FROM {table.Name} ORDER BY {table.Key}" };

    /// <summary>
    /// Inserts a row with its identity value. The parameters are <c>@v0</c>, <c>@v1</c>, …, in the order of the
    /// columns.
    /// </summary>
    public static Statement Add(RegisterTable table)
    {
        var values = table.Columns.Select((_, place) => Value(place));
        return new(nameof(CopySql)) { Sql = $"INSERT INTO {table.Name} ({Columns(table)}) VALUES ({string.Join(", ", values)})" };
    }

    public static Statement Empty(RegisterTable table) => new(nameof(CopySql)) { Sql = $"DELETE FROM {table.Name}" };

    public static string Value(int place) => string.Create(CultureInfo.InvariantCulture, $"@v{place}");

    private static string Columns(RegisterTable table) => string.Join(", ", table.Columns.Select(column => $"[{column.Name}]"));
}
