using System.Text.Json;

namespace Adam.Api.Tables;

/// <summary>The values of a list that a cell has.</summary>
/// <param name="List">The list.</param>
/// <param name="Read">Returns the value of one item of the list.</param>
internal readonly record struct CellValues(JsonElement List, Func<JsonElement, TableCell> Read)
{
    public int Count => List.GetArrayLength();

    /// <summary>Returns the values of a list; null if the value is no list.</summary>
    public static CellValues? From(JsonElement list, Func<JsonElement, TableCell> read) =>
        list.ValueKind == JsonValueKind.Array ? new(list, read) : null;
}
