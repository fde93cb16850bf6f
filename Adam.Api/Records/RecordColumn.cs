using System.Text.Json.Nodes;

namespace Adam.Api.Records;

/// <summary>The form of the values of a column.</summary>
internal enum RecordColumnType
{
    Text,
    Date,
    Number,

    /// <summary><c>true</c> or <c>false</c>.</summary>
    Flag,

    /// <summary>Texts, separated by semicolons.</summary>
    List,
}

/// <summary>A column of a table of records that an import reads.</summary>
/// <param name="Name">The heading, as the list has it.</param>
/// <param name="Path">The member of the body: <c>place.city</c>.</param>
internal sealed record RecordColumn(string Name, string Path, RecordColumnType Type = RecordColumnType.Text)
{
    /// <summary>Returns the item of the body for a value of a list; null if the value is the item.</summary>
    public Func<string, JsonNode>? ToItem { get; init; }

    /// <summary>The names of the members that lead to the value.</summary>
    public IReadOnlyList<string> Members { get; } = Path.Split('.');

    public static RecordColumn Text(string name, string? path = null) => new(name, path ?? name);

    public static RecordColumn Date(string name) => new(name, name, RecordColumnType.Date);

    public static RecordColumn Number(string name) => new(name, name, RecordColumnType.Number);

    public static RecordColumn Flag(string name, string path) => new(name, path, RecordColumnType.Flag);

    public static RecordColumn List(string name, string? path = null, Func<string, JsonNode>? toItem = null) =>
        new(name, path ?? name, RecordColumnType.List) { ToItem = toItem };
}
