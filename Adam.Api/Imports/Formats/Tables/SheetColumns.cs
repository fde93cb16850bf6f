using System.Globalization;
using Adam.Api.Errors;
using Adam.Api.Tables;
using Adam.Domain.Text;

namespace Adam.Api.Imports.Formats.Tables;

/// <summary>The columns that a table can have whose headings are names of members.</summary>
/// <param name="Subject">The records in messages: <c>recommendations</c>.</param>
/// <param name="Members">The members with a column.</param>
/// <param name="Skipped">Headings of exported tables that are not read, because the register computes them.</param>
/// <param name="IsDate">Returns true if a member is a date.</param>
/// <param name="IsNumber">Returns true if a member is a number.</param>
internal sealed record SheetHeadings(
    string Subject,
    IReadOnlyList<string> Members,
    IReadOnlyCollection<string> Skipped,
    Func<string, bool> IsDate,
    Func<string, bool> IsNumber
)
{
    /// <summary>The member without which no row can be read.</summary>
    public const string Reference = "reference";
}

/// <summary>
/// The columns of a table whose headings are names of members, and the forms of their dates and numbers.
/// </summary>
internal sealed class SheetColumns
{
    private readonly Dictionary<string, int> _places = new(StringComparer.Ordinal);
    private readonly Dictionary<string, DateOrder> _orders = new(StringComparer.Ordinal);
    private readonly Dictionary<string, DecimalSign> _signs = new(StringComparer.Ordinal);

    private SheetColumns() { }

    /// <summary>The members that have a column.</summary>
    public IReadOnlyCollection<string> Members => _places.Keys;

    /// <summary>
    /// Reads the headings, and the forms of dates and numbers: those of a column decide between two readings of one of
    /// them, and without one that does, the dates of the whole file.
    /// </summary>
    /// <param name="rows">All rows of the file.</param>
    /// <exception cref="UnreadableFileException">The first row has no headings, or headings of no member.</exception>
    public static async Task<SheetColumns> ReadAsync(SheetHeadings headings, IAsyncEnumerable<SheetRow> rows)
    {
        SheetColumns? columns = null;
        await foreach (var row in rows)
        {
            if (columns is null && !row.IsEmpty)
                (columns = new()).ReadHeadings(headings, row);
            else
                columns?.ReadForms(headings, row);
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

    private void ReadHeadings(SheetHeadings headings, SheetRow row)
    {
        var known = headings.Members;
        var faults = new List<string>();
        foreach (var (place, cell) in row.Cells.Index())
        {
            var heading = cell.Text.Trim();
            if (heading.Length == 0 || headings.Skipped.Contains(heading, StringComparer.OrdinalIgnoreCase))
                continue;

            var key = Folding.Key(heading);
            if (known.FirstOrDefault(one => Folding.Key(one) == key) is not { } member)
                faults.Add(
                    $"The heading {ValidationError.Quote(heading)} is no member of {headings.Subject}. "
                        + (
                            Nearest.FindIn(heading, known) is { } meant
                                ? $"Did you mean {ValidationError.Quote(meant)}?"
                                : $"Known are {string.Join(", ", known)}."
                        )
                );
            else if (!_places.TryAdd(member, place))
                faults.Add($"Two columns have the heading {member}.");
        }

        if (faults.Count == 0 && !_places.ContainsKey(SheetHeadings.Reference))
            faults.Add($"No column has the heading {SheetHeadings.Reference}. Known are {string.Join(", ", known)}.");
        if (faults.Count > 0)
            throw new UnreadableFileException(ErrorCodes.NotTable, string.Join(' ', faults), row.Number, 1);
    }

    private void ReadForms(SheetHeadings headings, SheetRow row)
    {
        foreach (var (member, place) in _places)
        {
            var cell = row[place];
            if (cell.Type != SheetCellType.Text || cell.IsEmpty)
                continue;
            if (headings.IsDate(member))
                _orders[member] = _orders.GetValueOrDefault(member) | DateReader.OrderOf(cell.Text);
            else if (headings.IsNumber(member))
                _signs[member] = _signs.GetValueOrDefault(member) | NumberReader.SignOf(cell.Text);
        }
    }
}
