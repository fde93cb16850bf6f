using System.Text.Json;
using Adam.Api.Serialization;

namespace Adam.Api.Tables;

/// <summary>The form of a list as a table: one row for each item.</summary>
/// <param name="Name">The name of the list, for the name of the file: <c>projects</c>.</param>
internal sealed record ListTable(string Name, IReadOnlyList<TableColumn> Columns)
{
    /// <summary>Returns the rows of an item, in its JSON form; null if an item is one row.</summary>
    private Func<JsonElement, IEnumerable<JsonElement>>? Explode { get; init; }

    /// <summary>Returns the rows of an item, each in the JSON form of an item.</summary>
    public IEnumerable<JsonElement> RowsOf(JsonElement item) => Explode is null ? [item] : Explode(item);

    /// <summary>Returns the table with several rows for an item; the table itself if there is no function.</summary>
    /// <param name="members">The lists of an item of which each row has one value.</param>
    public ListTable Exploded(
        Func<JsonElement, IEnumerable<JsonElement>>? explode,
        IReadOnlyCollection<string> members
    ) =>
        explode is null
            ? this
            : this with
            {
                Explode = explode,
                Columns =
                [
                    .. Columns.Select(column => column with { IsSingle = members.Contains(column.Member) }),
                    TableColumn.Value("amountBasis", 14),
                ],
            };

    /// <summary>
    /// Returns the table with the columns of some members; all columns if no member is named. The column of the id
    /// remains.
    /// </summary>
    public ListTable With(IReadOnlyList<string> members) =>
        members.Count == 0
            ? this
            : this with
            {
                Columns = [.. Columns.Where(column => column.Member == "id" || members.Contains(column.Member))],
            };
}

/// <summary>The type of the values of a column, for formats that declare it.</summary>
internal enum ColumnType
{
    Text,
    Whole,

    /// <summary>A sum of money: below 10¹⁴, with at most four decimals.</summary>
    Amount,
    Double,
    Date,
    Instant,
    Boolean,
}

/// <summary>One column of a table.</summary>
/// <param name="Name">The heading, in camel case.</param>
/// <param name="Member">The member of the item in JSON that the column shows, at the top level.</param>
/// <param name="Width">The width in characters, for spreadsheets.</param>
/// <param name="Read">Returns the cell of an item.</param>
internal sealed record TableColumn(string Name, string Member, int Width, Func<JsonItem, TableCell> Read)
{
    /// <summary>The hashtag of the Humanitarian Exchange Language (HXL 1.1); null if there is none.</summary>
    public string? Hxl { get; init; }

    /// <summary>The type of the value, or of the values of a list.</summary>
    public ColumnType Type { get; init; }

    /// <summary>Returns the values of a list, or null if the item has none; null if the column has one value.</summary>
    public Func<JsonItem, CellValues?>? Values { get; init; }

    /// <summary>True if the list has at most one value in each row, because the table is exploded by it.</summary>
    public bool IsSingle { get; init; }

    /// <summary>A column of one value: the member itself.</summary>
    public static TableColumn Value(string name, int width, string? hxl = null, ColumnType type = ColumnType.Text) =>
        new(name, name, width, item => TableCell.FromMember(item, name)) { Hxl = hxl, Type = type };

    /// <summary>A column of a date.</summary>
    public static TableColumn Date(string name, string? hxl = null) =>
        new(name, name, 12, item => TableCell.ToDate(TableCell.FromMember(item, name)))
        {
            Hxl = hxl,
            Type = ColumnType.Date,
        };

    /// <summary>A column of an instant.</summary>
    public static TableColumn Instant(string name) =>
        new(name, name, 20, item => TableCell.ToInstant(TableCell.FromMember(item, name)))
        {
            Type = ColumnType.Instant,
        };

    /// <summary>A column of a list.</summary>
    /// <param name="value">Returns the value of one item of the list.</param>
    public static TableColumn List(
        string name,
        string member,
        int width,
        Func<JsonElement, TableCell> value,
        string? hxl = null,
        ColumnType type = ColumnType.Text
    ) =>
        List(
            name,
            member,
            width,
            item => item.TryGetProperty(member, out var list) ? CellValues.From(list, value) : null
        ) with
        {
            Hxl = hxl,
            Type = type,
        };

    /// <summary>A column of a list.</summary>
    /// <param name="values">Returns the values of an item; null if it has no list.</param>
    public static TableColumn List(string name, string member, int width, Func<JsonItem, CellValues?> values) =>
        new(name, member, width, item => values(item) is { Count: > 0 } list ? CellList.Join(list) : default)
        {
            Values = values,
        };

    /// <summary>Two columns of amounts and their currencies, in the same order.</summary>
    /// <param name="amounts">Returns the list of amounts of an item; undefined or null if there is none.</param>
    public static IEnumerable<TableColumn> Amounts(string name, string currencies, Func<JsonItem, JsonElement> amounts)
    {
        return [Column(name, 16, "amount") with { Hxl = "#value" }, Column(currencies, 10, "currency")];

        TableColumn Column(string heading, int width, string member) =>
            new(
                heading,
                name,
                width,
                item =>
                    CellValues.From(amounts(item), amount => TableCell.FromMember(amount, member)) is { } list
                        ? CellList.Join(list)
                        : default
            );
    }
}
