using System.Globalization;
using Adam.Api.Errors;
using Adam.Api.Imports.Formats;
using Adam.Api.Imports.Formats.Tables;
using Adam.Api.Tables;
using Adam.Domain.Layers;
using Adam.Domain.Text;

namespace Adam.Api.Layers;

/// <summary>The columns of a table of items, and the forms of their dates and numbers.</summary>
internal sealed class ItemColumns
{
    private readonly Dictionary<string, int> _places = new(StringComparer.Ordinal);
    private readonly Dictionary<string, DateOrder> _orders = new(StringComparer.Ordinal);
    private readonly Dictionary<string, DecimalSign> _signs = new(StringComparer.Ordinal);

    private ItemColumns() { }

    /// <summary>The members that have a column.</summary>
    public IReadOnlyCollection<string> Members => _places.Keys;

    /// <summary>
    /// Reads the headings, and the forms of dates and numbers: those of a column decide between two readings of one of
    /// them, and without one that does, the dates of the whole file.
    /// </summary>
    /// <param name="rows">All rows of the file.</param>
    /// <exception cref="UnreadableFileException">The first row has no headings, or headings of no member.</exception>
    public static async Task<ItemColumns> ReadAsync(LayerDraft layer, IAsyncEnumerable<SheetRow> rows)
    {
        ItemColumns? columns = null;
        await foreach (var row in rows)
        {
            if (columns is null && !row.IsEmpty)
                (columns = new()).ReadHeadings(layer, row);
            else
                columns?.ReadForms(layer, row);
        }

        if (columns is null)
            throw new UnreadableFileException(ErrorCodes.NotTable, "The table is empty.", 1, 1);
        var all = columns._orders.Values.Aggregate(DateOrder.Unknown, (one, other) => one | other);
        foreach (
            var member in columns._orders.Where(one => one.Value == DateOrder.Unknown).Select(one => one.Key).ToList()
        )
            columns._orders[member] = all;
        return columns;
    }

    public SheetCell CellOf(SheetRow row, string member) =>
        _places.TryGetValue(member, out var place) ? row[place] : SheetCell.FromText("");

    public DateOrder OrderOf(string member) => _orders.GetValueOrDefault(member);

    public DecimalSign SignOf(string member) => _signs.GetValueOrDefault(member);

    /// <summary>Returns the name of a cell; that of the member alone if it has no column.</summary>
    public string NameOf(SheetRow row, string member) =>
        _places.TryGetValue(member, out var place)
            ? string.Create(CultureInfo.InvariantCulture, $"{ColumnName.FromIndex(place)}{row.Number} {member}")
            : member;

    private void ReadHeadings(LayerDraft layer, SheetRow row)
    {
        List<string> known = [.. ItemMembers.Written, .. layer.Properties.Select(one => one.Name)];
        var faults = new List<string>();
        foreach (var (place, cell) in row.Cells.Index())
        {
            var heading = cell.Text.Trim();
            if (heading.Length == 0 || ItemMembers.Computed.Contains(heading, StringComparer.OrdinalIgnoreCase))
                continue;

            var key = Folding.Key(heading);
            if (known.FirstOrDefault(one => Folding.Key(one) == key) is not { } member)
                faults.Add(
                    $"The heading {ValidationError.Quote(heading)} is no member of {layer.Id}. "
                        + (
                            Nearest.FindIn(heading, known) is { } meant
                                ? $"Did you mean {ValidationError.Quote(meant)}?"
                                : $"Known are {string.Join(", ", known)}."
                        )
                );
            else if (!_places.TryAdd(member, place))
                faults.Add($"Two columns have the heading {member}.");
        }

        if (faults.Count == 0 && !_places.ContainsKey(ItemMembers.Reference))
            faults.Add($"No column has the heading {ItemMembers.Reference}. Known are {string.Join(", ", known)}.");
        if (faults.Count > 0)
            throw new UnreadableFileException(ErrorCodes.NotTable, string.Join(' ', faults), row.Number, 1);
    }

    private void ReadForms(LayerDraft layer, SheetRow row)
    {
        foreach (var (member, place) in _places)
        {
            var cell = row[place];
            if (cell.Type != SheetCellType.Text || cell.IsEmpty)
                continue;
            if (member is ItemMembers.Date or ItemMembers.From or ItemMembers.Until)
                _orders[member] = _orders.GetValueOrDefault(member) | DateReader.OrderOf(cell.Text);
            else if (IsNumber(layer, member))
                _signs[member] = _signs.GetValueOrDefault(member) | NumberReader.SignOf(cell.Text);
        }
    }

    private static bool IsNumber(LayerDraft layer, string member) =>
        member is ItemMembers.Latitude or ItemMembers.Longitude || layer.Find(member)?.Type == LayerPropertyType.Number;
}

/// <summary>The values of an item in a row of a table, read as those of projects are.</summary>
internal sealed class TableItemFields(ItemColumns columns, SheetRow row) : IItemFields
{
    private static readonly char[] Separators = [';', ',', '|'];

    public IReadOnlyCollection<string> Given { get; } =
    [.. columns.Members.Where(member => !columns.CellOf(row, member).IsEmpty)];

    public string NameOf(string member) => columns.NameOf(row, member);

    public string? Text(string member, List<ValidationError> errors) =>
        columns.CellOf(row, member) is { IsEmpty: false } cell ? cell.Text : null;

    public decimal? Number(string member, List<ValidationError> errors)
    {
        var cell = columns.CellOf(row, member);
        if (cell.IsEmpty)
            return null;
        // A number beyond decimals is beyond the limit of every property.
        if (cell.Type == SheetCellType.Number)
            return Math.Abs(cell.Number) < 1e15 ? (decimal)cell.Number : decimal.MaxValue;
        // A position has no groups of thousands, so 37.212 has one reading.
        var sign = columns.SignOf(member);
        if (sign == DecimalSign.Unknown && member is ItemMembers.Latitude or ItemMembers.Longitude)
            sign = DecimalSign.Point;
        if (NumberReader.Read(cell.Text, sign, out var reason) is { } number)
            return number;

        errors.Add(new(NameOf(member), $"{ValidationError.Quote(cell.Text)} {reason}.", ErrorCodes.BadNumber));
        return null;
    }

    public DateOnly? Date(string member, List<ValidationError> errors)
    {
        var cell = columns.CellOf(row, member);
        if (cell.IsEmpty)
            return null;
        if (cell.Type == SheetCellType.Date)
            return DateOnly.FromDateTime(cell.Date);
        if (DateReader.Read(cell.Text, columns.OrderOf(member), out var reason) is { } date)
            return date;

        errors.Add(
            new(NameOf(member), $"{ValidationError.Quote(cell.Text)} {reason}. Write YYYY-MM-DD.", ErrorCodes.BadDate)
        );
        return null;
    }

    public IReadOnlyList<string>? Texts(string member, List<ValidationError> errors) =>
        Text(member, errors)?.Split(Separators, StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
}
