using System.Globalization;
using System.Text.Json;

namespace Adam.Api.Tables;

/// <summary>The type of a cell.</summary>
internal enum CellType
{
    Empty,
    Text,
    Number,
    Date,
    Instant,
}

/// <summary>A typed value of a table. A list has one cell, whose values <see cref="CellList"/> joins.</summary>
internal readonly record struct TableCell
{
    private TableCell(CellType type, string text) => (Type, Text) = (type, text);

    public CellType Type { get; }

    /// <summary>
    /// The value as a text: a number with a decimal point and without a thousands separator, a date as
    /// <c>YYYY-MM-DD</c>, an instant in RFC 3339. Empty for an empty cell.
    /// </summary>
    public string Text
    {
        get => field ?? "";
    }

    /// <summary>The number; 0 if only <see cref="Double"/> can hold it.</summary>
    public decimal Number { get; private init; }

    public double Double { get; private init; }

    /// <summary>True if <see cref="Double"/> has all digits of the number.</summary>
    public bool IsDouble =>
        Number == 0
        || !decimal.TryParse(
            Double.ToString("R", CultureInfo.InvariantCulture),
            NumberStyles.Float,
            CultureInfo.InvariantCulture,
            out var same
        )
        || same == Number;

    public DateOnly Date { get; private init; }

    public DateTimeOffset Instant { get; private init; }

    public static TableCell FromText(string? text) => string.IsNullOrEmpty(text) ? default : new(CellType.Text, text);

    public static TableCell FromNumber(decimal number) =>
        new(CellType.Number, number.ToString(CultureInfo.InvariantCulture))
        {
            Number = number,
            Double = (double)number,
        };

    public static TableCell FromDate(DateOnly date) =>
        new(CellType.Date, date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)) { Date = date };

    public static TableCell FromInstant(DateTimeOffset instant, string text) =>
        new(CellType.Instant, text) { Instant = instant };

    /// <summary>
    /// Returns the cell of a member of an object: a number, a text, or an empty cell if the member is missing or null.
    /// </summary>
    public static TableCell FromMember(JsonElement record, string member) =>
        record.ValueKind == JsonValueKind.Object && record.TryGetProperty(member, out var value)
            ? FromJson(value)
            : default;

    /// <summary>Returns the cell of a number or text in JSON; an empty cell for null.</summary>
    public static TableCell FromJson(JsonElement value) =>
        value.ValueKind switch
        {
            JsonValueKind.Null or JsonValueKind.Undefined => default,
            JsonValueKind.Number => new(CellType.Number, value.GetRawText())
            {
                Number = value.TryGetDecimal(out var number) ? number : 0,
                Double = value.GetDouble(),
            },
            JsonValueKind.True => FromText("true"),
            JsonValueKind.False => FromText("false"),
            JsonValueKind.String => FromText(value.GetString()),
            _ => throw new ArgumentException($"A cell cannot contain {value.ValueKind}.", nameof(value)),
        };
}
