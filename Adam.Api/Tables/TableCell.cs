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
/// A typed value of a table. A list has one cell, whose values <see cref="CellList"/> joins. It has the value as it
/// stands in the JSON of an item, and is valid as long as that document; texts, numbers, dates and instants are read
/// from it on demand.
/// </summary>
internal readonly struct TableCell
{
    /// <summary>The decimal digits of which a number of double precision keeps each one.</summary>
    private const int DigitsOfDouble = 15;

    private readonly string? _text;
    private readonly JsonElement _json;

    private TableCell(CellType type, string text) => (Type, _text) = (type, text);

    private TableCell(CellType type, JsonElement json) => (Type, _json) = (type, json);

    /// <summary>The same value as another type.</summary>
    private TableCell(CellType type, TableCell cell) => (Type, _text, _json) = (type, cell._text, cell._json);

    public CellType Type { get; }

    /// <summary>
    /// The value as a text: a number with a decimal point and without a thousands separator, a date as
    /// <c>YYYY-MM-DD</c>, an instant in RFC 3339. Empty for an empty cell.
    /// </summary>
    public string Text =>
        _text
        ?? _json.ValueKind switch
        {
            JsonValueKind.Undefined => "",
            JsonValueKind.String => _json.GetString()!,
            _ => _json.GetRawText(),
        };

    /// <summary>The number; 0 if only <see cref="Double"/> can hold it.</summary>
    public decimal Number
    {
        get
        {
            var isNumber = TryGetUtf8(out var utf8)
                ? decimal.TryParse(utf8, NumberStyles.Float, CultureInfo.InvariantCulture, out var number)
                : decimal.TryParse(Text, NumberStyles.Float, CultureInfo.InvariantCulture, out number);
            return isNumber ? number : 0;
        }
    }

    public double Double =>
        TryGetUtf8(out var utf8)
            ? double.Parse(utf8, NumberStyles.Float, CultureInfo.InvariantCulture)
            : double.Parse(Text, NumberStyles.Float, CultureInfo.InvariantCulture);

    /// <summary>True if <see cref="Double"/> has all digits of the number.</summary>
    public bool IsDouble =>
        (TryGetUtf8(out var utf8) ? utf8.Length : Text.Length) <= DigitsOfDouble
        || Number == 0
        || !decimal.TryParse(
            Double.ToString("R", CultureInfo.InvariantCulture),
            NumberStyles.Float,
            CultureInfo.InvariantCulture,
            out var same
        )
        || same == Number;

    // JsonElement reads dates and instants without a text of them. Others are refused with their text.
    public DateOnly Date =>
        _json.ValueKind == JsonValueKind.String
        && TryGetUtf8(out var utf8)
        && utf8.Length == "2026-01-01".Length
        && _json.TryGetDateTime(out var day)
            ? DateOnly.FromDateTime(day)
            : DateOnly.ParseExact(Text, "yyyy-MM-dd", CultureInfo.InvariantCulture);

    public DateTimeOffset Instant =>
        _json.ValueKind == JsonValueKind.String && _json.TryGetDateTimeOffset(out var instant)
            ? instant
            : DateTimeOffset.Parse(Text, CultureInfo.InvariantCulture);

    /// <summary>Returns the value as it stands in JSON, without making a text of it.</summary>
    /// <returns>False if the value is escaped, or stands in no JSON; <see cref="Text"/> returns it then.</returns>
    /// <inheritdoc cref="JsonUtf8.TryGetUtf8"/>
    public bool TryGetUtf8(out ReadOnlySpan<byte> utf8) => _json.TryGetUtf8(out utf8);

    public static TableCell FromText(string? text) => string.IsNullOrEmpty(text) ? default : new(CellType.Text, text);

    public static TableCell FromNumber(decimal number) =>
        new(CellType.Number, number.ToString(CultureInfo.InvariantCulture));

    public static TableCell FromDate(DateOnly date) =>
        new(CellType.Date, date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));

    /// <summary>Returns the cell of a date that is written as <c>YYYY-MM-DD</c>.</summary>
    public static TableCell ToDate(TableCell text) => text.Type == CellType.Empty ? text : new(CellType.Date, text);

    /// <summary>Returns the cell of an instant that is written in RFC 3339.</summary>
    public static TableCell ToInstant(TableCell text) =>
        text.Type == CellType.Empty ? text : new(CellType.Instant, text);

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
            JsonValueKind.Number => new(CellType.Number, value),
            JsonValueKind.True => FromText("true"),
            JsonValueKind.False => FromText("false"),
            JsonValueKind.String => value.IsEmptyText() ? default : new(CellType.Text, value),
            _ => throw new ArgumentException($"A cell cannot contain {value.ValueKind}.", nameof(value)),
        };
}
