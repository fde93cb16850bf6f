using System.Globalization;
using System.Text.Json;
using Adam.Api.Serialization;

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

/// <summary>
/// A typed value of a table. A list has one cell, whose values <see cref="CellList"/> joins. It has the text of the
/// value, which most formats write as it is; numbers, dates and instants are read from it on demand.
/// </summary>
internal readonly record struct TableCell
{
    /// <summary>The decimal digits of which a number of double precision keeps each one.</summary>
    private const int DigitsOfDouble = 15;

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
    public decimal Number =>
        decimal.TryParse(Text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number : 0;

    public double Double => double.Parse(Text, NumberStyles.Float, CultureInfo.InvariantCulture);

    /// <summary>True if <see cref="Double"/> has all digits of the number.</summary>
    public bool IsDouble =>
        Text.Length <= DigitsOfDouble
        || Number == 0
        || !decimal.TryParse(
            Double.ToString("R", CultureInfo.InvariantCulture),
            NumberStyles.Float,
            CultureInfo.InvariantCulture,
            out var same
        )
        || same == Number;

    public DateOnly Date => DateOnly.ParseExact(Text, "yyyy-MM-dd", CultureInfo.InvariantCulture);

    public DateTimeOffset Instant => DateTimeOffset.Parse(Text, CultureInfo.InvariantCulture);

    public static TableCell FromText(string? text) => string.IsNullOrEmpty(text) ? default : new(CellType.Text, text);

    public static TableCell FromNumber(decimal number) =>
        new(CellType.Number, number.ToString(CultureInfo.InvariantCulture));

    public static TableCell FromDate(DateOnly date) =>
        new(CellType.Date, date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));

    /// <summary>Returns the cell of a date that is written as <c>YYYY-MM-DD</c>.</summary>
    public static TableCell ToDate(TableCell text) =>
        text.Type == CellType.Empty ? text : new(CellType.Date, text.Text);

    /// <summary>Returns the cell of an instant that is written in RFC 3339.</summary>
    public static TableCell ToInstant(TableCell text) =>
        text.Type == CellType.Empty ? text : new(CellType.Instant, text.Text);

    /// <summary>
    /// Returns the cell of a member of an object: a number, a text, or an empty cell if the member is missing or null.
    /// </summary>
    public static TableCell FromMember(JsonElement record, string member) =>
        record.ValueKind == JsonValueKind.Object && record.TryGetProperty(member, out var value)
            ? FromJson(value)
            : default;

    /// <inheritdoc cref="FromMember(JsonElement, string)"/>
    public static TableCell FromMember(JsonItem record, string member) =>
        record.TryGetProperty(member, out var value) ? FromJson(value) : default;

    /// <summary>Returns the cell of a number or text in JSON; an empty cell for null.</summary>
    public static TableCell FromJson(JsonElement value) =>
        value.ValueKind switch
        {
            JsonValueKind.Null or JsonValueKind.Undefined => default,
            JsonValueKind.Number => new(CellType.Number, value.GetRawText()),
            JsonValueKind.True => FromText("true"),
            JsonValueKind.False => FromText("false"),
            JsonValueKind.String => FromText(value.GetString()),
            _ => throw new ArgumentException($"A cell cannot contain {value.ValueKind}.", nameof(value)),
        };
}
