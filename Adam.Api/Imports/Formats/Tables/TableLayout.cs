using System.Globalization;
using System.Text.RegularExpressions;
using Adam.Api.Errors;
using Adam.Api.Imports.Templates;
using Adam.Api.Projects;
using Adam.Api.Tables;

namespace Adam.Api.Imports.Formats.Tables;

/// <summary>A column of a file that is read.</summary>
/// <param name="Index">The index of the column in the file, counted from 0.</param>
/// <param name="Name">The column of <see cref="ProjectTable"/>.</param>
/// <param name="Number">The number of its heading (<c>donor 2</c>); 0 if it has none.</param>
internal sealed record FileColumn(int Index, string Name, int Number)
{
    /// <summary>True if the file does not have the column, and a mapping states its text.</summary>
    public bool IsDefault { get; init; }

    /// <summary>The currency that the heading of amounts states; null for none.</summary>
    public string? Currency { get; init; }
}

/// <summary>The headings of a table as an import reads them.</summary>
/// <param name="HeadingRow">The number of the row of the headings, or of the hashtags, counted from 1.</param>
internal sealed record TableDescription(int HeadingRow, IReadOnlyList<DescribedColumn> Columns);

/// <param name="Index">The index of the column in the file, counted from 0.</param>
/// <param name="Name">The column of <see cref="ProjectTable"/>; null if the column is not read.</param>
/// <param name="Values">The first values of the column.</param>
internal sealed record DescribedColumn(int Index, string Heading, string? Name, IReadOnlyList<string> Values);

/// <summary>
/// The layout of a table, found before any row of it is read: the row of the headings, the column of each member, and
/// the forms of dates and numbers of each column.
/// </summary>
internal sealed partial class TableLayout
{
    /// <summary>The number of rows, with content, among which the headings are sought.</summary>
    private const int MostRowsBefore = 25;

    /// <summary>The number of columns from which on one value alone makes no record.</summary>
    private const int LeastOfRecord = 4;

    /// <summary>The values of a column that its description has.</summary>
    private const int MostExamples = 3;

    /// <summary>The columns of a row. A spreadsheet can have more, and a project cannot.</summary>
    public const int MostColumns = 1_000;

    /// <summary>A number that fits in a decimal, whatever its decimals.</summary>
    private const double MostOfDecimal = 1e20;

    /// <summary>The number of columns without a heading that are named in warnings.</summary>
    private const int MostUnnamed = 20;

    /// <summary>The column in which rejected rows state what to mend. An import does not read it.</summary>
    public const string ErrorsColumn = "errors";

    private static readonly string[] DateColumns =
    [
        "plannedStart",
        "plannedEnd",
        "actualStart",
        "actualEnd",
        ProjectTable.FundedUntil,
    ];

    /// <summary>The columns that have no meaning without another one.</summary>
    private static readonly (string Column, string Needs)[] Dependent =
    [
        (ProjectTable.DonorAgencies, ProjectTable.Donors),
        (ProjectTable.Amounts, ProjectTable.Donors),
        (ProjectTable.Currencies, ProjectTable.Donors),
        (ProjectTable.ImplementerAgencies, ProjectTable.Implementers),
        (ProjectTable.Admin1, ProjectTable.Places),
        (ProjectTable.Latitude, ProjectTable.Places),
        (ProjectTable.Longitude, ProjectTable.Places),
        (ProjectTable.SectorVocabularies, ProjectTable.Sectors),
        (ProjectTable.SectorPercentages, ProjectTable.Sectors),
        (ProjectTable.Relations, ProjectTable.RelatedProjects),
    ];

    /// <summary>The columns that the register computes. An import does not read them.</summary>
    private static readonly string[] Computed =
    [
        "startBasis",
        "endBasis",
        "sdgTargets",
        "version",
        "createdAt",
        "updatedAt",
        "updatedBy",
        "id",
        ErrorsColumn,
    ];

    private readonly Dictionary<int, DateOrder> _dates = [];
    private readonly Dictionary<int, DecimalSign> _signs = [];
    private DateOrder _dateOrder;

    private readonly SheetRow _headings;
    private readonly SheetRow? _above;
    private readonly ColumnMapping? _mapping;
    private readonly List<ValidationError> _warnings;

    /// <summary>The columns without a heading in which a row has a value.</summary>
    private readonly HashSet<int> _unnamed = [];

    /// <param name="headings">The row of the headings, or of the hashtags.</param>
    /// <param name="above">The headings above hashtags; null if there are none.</param>
    private TableLayout(
        SheetRow headings,
        SheetRow? above,
        IReadOnlyList<FileColumn> columns,
        List<ValidationError> warnings,
        ColumnMapping? mapping
    ) => (_headings, _above, Columns, _warnings, _mapping) = (headings, above, columns, warnings, mapping);

    /// <summary>The number of the row of the headings, or of the hashtags; records follow it.</summary>
    public int HeadingRow => _headings.Number;

    public IReadOnlyList<FileColumn> Columns { get; }

    /// <summary>The columns that are not read.</summary>
    public IReadOnlyList<ValidationError> Warnings => _warnings;

    /// <summary>Returns the order of day and month in a column: its own, else that of the file.</summary>
    public DateOrder OrderOf(int column) =>
        _dates.GetValueOrDefault(column) is not DateOrder.Unknown and var own ? own : _dateOrder;

    public DecimalSign SignOf(int column) => _signs.GetValueOrDefault(column);

    /// <summary>Returns true if a row is the example of the template.</summary>
    public bool IsExample(SheetRow row) =>
        Columns.FirstOrDefault(column => column.Name == "reference") is { } reference
        && row[reference.Index].Text.Trim() == ProjectTemplate.ExampleReference;

    /// <summary>Returns true if a row repeats the headings, as at the top of a printed page.</summary>
    public bool IsHeadingAgain(SheetRow row)
    {
        var filled = 0;
        for (var i = 0; i < Math.Max(row.Cells.Count, _headings.Cells.Count); i++)
        {
            if (row[i].Text.Trim() != _headings[i].Text.Trim())
                return false;
            filled += row[i].IsEmpty ? 0 : 1;
        }

        return filled > 1;
    }

    /// <summary>
    /// Returns why a row is no record, for the person who has to remove it; null if it can be one. A record has more
    /// than one value.
    /// </summary>
    public string? NoRecordReason(SheetRow row)
    {
        if (Columns.Count < LeastOfRecord)
            return null;

        var filled = row.Cells.Index().Where(cell => !cell.Item.IsEmpty).Take(2).ToList();
        var first = filled[0].Item.Text.Trim();
        return filled.Count == 1
                ? $"Only the cell {ColumnName.FromIndex(filled[0].Index)}{row.Number} is filled. If it is a note or "
                    + "the heading of a group, remove the row."
            : TotalsWord().IsMatch(first) ? "The row looks like one of totals, which are no project. Remove it."
            : null;
    }

    /// <summary>Returns a row with the values that a mapping replaces or adds.</summary>
    public SheetRow Apply(SheetRow row)
    {
        if (_mapping is not { } mapping)
            return row;

        var cells = row.Cells.ToList();
        foreach (var column in Columns)
        {
            while (cells.Count <= column.Index)
                cells.Add(SheetCell.FromText(""));
            var cell = cells[column.Index];
            if (!cell.IsEmpty && mapping.Replace(column.Name, cell.Text) is var text && text != cell.Text)
                cells[column.Index] = SheetCell.FromText(text);
            if (cells[column.Index].IsEmpty && mapping.Defaults.TryGetValue(column.Name, out var value))
                cells[column.Index] = SheetCell.FromText(value);
        }

        return row with
        {
            Cells = cells,
        };
    }

    /// <summary>
    /// Returns a row with its dates as YYYY-MM-DD and its amounts with a decimal point, as far as they can be read.
    /// </summary>
    public SheetRow WithPlainValues(SheetRow row)
    {
        var cells = row.Cells.ToList();
        foreach (var column in Columns.Where(column => column.Index < cells.Count))
        {
            var cell = cells[column.Index];
            if (
                cell.Type == SheetCellType.Number
                && column.Name == ProjectTable.Amounts
                && Math.Abs(cell.Number) < MostOfDecimal
            )
                cells[column.Index] = SheetCell.FromText(Plain((decimal)cell.Number, cell.Currency));
            if (cell.IsEmpty || cell.Type != SheetCellType.Text)
                continue;
            if (IsDate(column.Name) && DateReader.Read(cell.Text, OrderOf(column.Index), out _) is { } date)
                cells[column.Index] = SheetCell.FromText(date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));
            else if (column.Name == ProjectTable.Amounts)
                cells[column.Index] = SheetCell.FromText(
                    string.Join(
                        "; ",
                        CellList.Split(cell.Text).Select(value => PlainAmount(value, SignOf(column.Index)))
                    )
                );
        }

        return row with
        {
            Cells = cells,
        };
    }

    private static string PlainAmount(string value, DecimalSign sign)
    {
        var (number, currency) = AmountText.Parse(value);
        return value.Length == 0 || NumberReader.Read(number, sign, out _) is not { } amount
            ? value
            : Plain(amount, currency);
    }

    // Three decimals could be thousands, as in 1.234.
    private static string Plain(decimal amount, string? currency)
    {
        var plain = amount.ToString("0.00########", CultureInfo.InvariantCulture);
        plain = plain is [.., '.', _, _, _] ? plain + "0" : plain;
        return currency is null ? plain : $"{currency} {plain}";
    }

    /// <summary>Returns the currency in the heading of an amount; null for none.</summary>
    /// <param name="item">The index of the amount, for numbered columns.</param>
    public string? CurrencyOf(int item)
    {
        var amounts = Columns.Where(column => column.Name == ProjectTable.Amounts).OrderBy(column => column.Number);
        var columns = amounts.ToList();
        return columns.Count == 0 ? null : columns[Math.Min(item, columns.Count - 1)].Currency;
    }

    public bool Has(string column) => Columns.Any(one => one.Name == column);

    /// <summary>Reads the whole file once.</summary>
    /// <exception cref="UnreadableFileException">The file has no headings, or contradictory ones.</exception>
    /// <param name="mapping">The meaning of headings and values that the sender states; null if there is none.</param>
    public static async Task<TableLayout> ReadAsync(
        IAsyncEnumerable<SheetRow> rows,
        ColumnMapping? mapping,
        CancellationToken ct
    )
    {
        var first = new List<SheetRow>();
        TableLayout? layout = null;
        await foreach (var row in rows.WithCancellation(ct))
        {
            if (row.IsEmpty)
                continue;
            if (layout is not null)
            {
                layout.Note(layout.Apply(row));
                continue;
            }

            first.Add(row);
            if (first.Count == MostRowsBefore)
                layout = FromRows(first, mapping);
        }

        return layout ?? FromRows(first, mapping);
    }

    private static TableLayout FromRows(List<SheetRow> first, ColumnMapping? mapping)
    {
        var layout = Find(first, mapping);
        foreach (var row in first.Where(row => row.Number > layout.HeadingRow))
            layout.Note(layout.Apply(row));
        return layout;
    }

    private static TableLayout Find(List<SheetRow> rows, ColumnMapping? mapping)
    {
        if (FindHeadings(rows, mapping) is var (row, above))
            return FromHeadings(row, above, mapping);

        var found = rows.Count == 0 ? "The file is empty. " : $"Row {rows[0].Number} has {Quoted(rows[0])}. ";
        throw new UnreadableFileException(
            ErrorCodes.NotTable,
            $"No row has known headings. {found}Write headings such as reference, title, pillars, countries, "
                + "donors, status and plannedStart, or send the template.",
            rows.Count == 0 ? 1 : rows[0].Number,
            1
        );
    }

    /// <summary>Returns the row of the headings or hashtags, and the one above hashtags; null without one.</summary>
    private static (SheetRow Row, SheetRow? Above)? FindHeadings(List<SheetRow> rows, ColumnMapping? mapping)
    {
        for (var i = 0; i < rows.Count; i++)
        {
            var cells = rows[i].Cells.Where(cell => !cell.IsEmpty).ToList();
            if (cells.Count > 0 && cells.All(cell => TableHeadings.IsHashtag(cell.Text)))
                return (rows[i], i > 0 ? rows[i - 1] : null);
        }

        var best = rows.Select(row =>
                (Row: row, Known: Known(row, mapping), Filled: row.Cells.Count(cell => !cell.IsEmpty))
            )
            .Where(one => one.Known >= 2 || (one.Known == 1 && (one.Filled == 1 || mapping is not null)))
            .OrderByDescending(one => one.Known * 2 >= one.Filled)
            .ThenByDescending(one => one.Known)
            .ThenBy(one => one.Row.Number)
            .FirstOrDefault();
        return best.Row is null ? null : (best.Row, null);
    }

    /// <summary>
    /// Describes the columns of a file as an import reads them, also if it lacks those that an import needs. Without
    /// known headings, the row with the most cells has them.
    /// </summary>
    /// <exception cref="UnreadableFileException">The file has no row.</exception>
    public static async Task<TableDescription> DescribeAsync(
        IAsyncEnumerable<SheetRow> rows,
        ColumnMapping? mapping,
        CancellationToken ct
    )
    {
        var first = new List<SheetRow>();
        await foreach (var row in rows.WithCancellation(ct))
        {
            if (!row.IsEmpty)
                first.Add(row);
            if (first.Count == MostRowsBefore)
                break;
        }

        if (first.Count == 0)
            throw new UnreadableFileException(ErrorCodes.NotTable, "The file is empty.", 1, 1);

        var (headings, above) =
            FindHeadings(first, mapping)
            ?? (first.OrderByDescending(row => row.Cells.Count(cell => !cell.IsEmpty)).First(), null);
        var read = ReadColumns(headings, above, mapping).Columns.ToDictionary(column => column.Index);
        return new(
            headings.Number,
            [
                .. Enumerable
                    .Range(0, Math.Max(headings.Cells.Count, above?.Cells.Count ?? 0))
                    .Select(i => new DescribedColumn(
                        i,
                        (above ?? headings)[i].Text.Trim(),
                        read.GetValueOrDefault(i)?.Name,
                        [
                            .. first
                                .Where(row => row.Number > headings.Number && !row[i].IsEmpty)
                                .Select(row => row[i].Text.Trim())
                                .Distinct()
                                .Take(MostExamples),
                        ]
                    )),
            ]
        );
    }

    private static int Known(SheetRow row, ColumnMapping? mapping) =>
        row.Cells.Count(cell => !cell.IsEmpty && IsNamed(cell.Text, mapping));

    /// <summary>
    /// Returns true if a cell is a heading or a hashtag that the register knows, or that the mapping names.
    /// </summary>
    public static bool IsHeading(string cell, ColumnMapping? mapping) =>
        cell.Length > 0 && (TableHeadings.IsHashtag(cell) || IsNamed(cell, mapping));

    private static bool IsNamed(string cell, ColumnMapping? mapping) =>
        TableHeadings.Find(cell) is not null
        || mapping?.Headings.Any(heading => ColumnMapping.IsHeadingOf(heading, cell, int.MaxValue - 1)) is true;

    private static string Quoted(SheetRow row) =>
        string.Join(
            ", ",
            row.Cells.Where(cell => !cell.IsEmpty).Take(5).Select(cell => ValidationError.Quote(cell.Text))
        );

    /// <param name="row">The headings, or the hashtags.</param>
    /// <param name="above">The headings above the hashtags; null if <paramref name="row"/> has the headings.</param>
    private static TableLayout FromHeadings(SheetRow row, SheetRow? above, ColumnMapping? mapping)
    {
        var (columns, unread) = ReadColumns(row, above, mapping);
        if (mapping is not null)
        {
            CheckHeadings(mapping, row, above);
            var width = Math.Max(row.Cells.Count, above?.Cells.Count ?? 0);
            columns.AddRange(
                mapping
                    .Defaults.Keys.Where(name => columns.All(column => column.Name != name))
                    .Select((name, index) => new FileColumn(width + index, name, 0) { IsDefault = true })
                    .ToList()
            );
        }

        Check(columns, row);
        return new(row, above, columns, unread, mapping);
    }

    /// <summary>Returns the columns that are read, and warnings for those that are not known.</summary>
    private static (List<FileColumn> Columns, List<ValidationError> Unread) ReadColumns(
        SheetRow row,
        SheetRow? above,
        ColumnMapping? mapping
    )
    {
        var isHxl = row.Cells.Where(cell => !cell.IsEmpty).All(cell => TableHeadings.IsHashtag(cell.Text));
        var (columns, unread) = (new List<FileColumn>(), new List<ValidationError>());
        for (var i = 0; i < Math.Max(row.Cells.Count, above?.Cells.Count ?? 0); i++)
        {
            // A column without a hashtag has its heading.
            var isHashtag = isHxl && !row[i].IsEmpty;
            var text = (isHxl && !isHashtag ? above?[i].Text ?? "" : row[i].Text).Trim();
            if (mapping?.TryFind(isHashtag && above is not null ? above[i].Text : text, i, out var mapped) is true)
            {
                if (mapped is not null)
                    columns.Add(new(i, mapped, 0));
                continue;
            }

            if (text.Length == 0)
                continue;
            var found =
                !isHashtag ? TableHeadings.Find(text)
                : TableHeadings.FindHashtag(text) is { } name ? (name, 0)
                : null;
            if (found is not { } known)
                unread.Add(
                    NotRead(
                        i,
                        row.Number,
                        isHashtag && above is not null ? $"{above[i].Text.Trim()} {text}".Trim() : text
                    )
                );
            else if (!Computed.Contains(known.Column))
                columns.Add(
                    new(i, known.Column, known.Number)
                    {
                        Currency = known.Column == ProjectTable.Amounts ? TableHeadings.CurrencyOf(text) : null,
                    }
                );
        }

        return (WithoutComputed(columns, row), unread);
    }

    /// <summary>
    /// Returns the columns without those that are computed if others are present: the names of countries, and
    /// <c>start</c> and <c>end</c>, which mean the planned dates in a file without other dates.
    /// </summary>
    private static List<FileColumn> WithoutComputed(List<FileColumn> columns, SheetRow row)
    {
        var result = columns.ToList();
        foreach (
            var (name, planned, actual) in (ReadOnlySpan<(string, string, string)>)
                [("start", "plannedStart", "actualStart"), ("end", "plannedEnd", "actualEnd")]
        )
        {
            var others = columns.Any(column =>
                (column.Name == planned || column.Name == actual)
                && !row[column.Index].Text.Trim().Equals(name, StringComparison.OrdinalIgnoreCase)
            );
            if (others)
                result.RemoveAll(column =>
                    column.Name == planned
                    && row[column.Index].Text.Trim().Equals(name, StringComparison.OrdinalIgnoreCase)
                );
        }

        if (result.Any(column => column.Name == "countries"))
            result.RemoveAll(column => column.Name == ProjectTable.CountryNames);
        else
            result =
            [
                .. result.Select(column =>
                    column.Name == ProjectTable.CountryNames ? column with { Name = "countries" } : column
                ),
            ];
        return result;
    }

    /// <summary>Refuses a mapping with a heading that the file does not have.</summary>
    private static void CheckHeadings(ColumnMapping mapping, SheetRow row, SheetRow? above)
    {
        string[] texts =
        [
            .. Enumerable
                .Range(0, Math.Max(row.Cells.Count, above?.Cells.Count ?? 0))
                .Select(i => (above ?? row)[i].Text.Trim()),
        ];
        var missing = mapping.Headings.FirstOrDefault(heading =>
            !texts.Index().Any(text => ColumnMapping.IsHeadingOf(heading, text.Item, text.Index))
        );
        if (missing is null)
            return;

        var meant = Domain.Text.Nearest.FindIn(missing, texts) is { } nearest
            ? $"Did you mean {ValidationError.Quote(nearest)}? "
            : "";
        throw new UnreadableFileException(
            ErrorCodes.NotTable,
            $"The mapping names the column {ValidationError.Quote(missing)}, which row {row.Number} does not have. "
                + $"{meant}It has {Quoted(above ?? row)}.",
            row.Number,
            1
        );
    }

    private static void Check(List<FileColumn> columns, SheetRow row)
    {
        if (columns.All(column => column.Name != "reference"))
            throw new UnreadableFileException(
                ErrorCodes.NotTable,
                $"Row {row.Number} has no column for the reference, the owner's own number, by which a project is "
                    + $"found again. It has {Quoted(row)}. Name one of them reference.",
                row.Number,
                1
            );
        foreach (var (column, needs) in Dependent)
        {
            if (columns.FirstOrDefault(one => one.Name == column) is { } lone && columns.All(one => one.Name != needs))
                throw new UnreadableFileException(
                    ErrorCodes.NotTable,
                    $"Column {ColumnName.FromIndex(lone.Index)} has {column}, and no column has the {needs} that they "
                        + "belong to.",
                    row.Number,
                    lone.Index + 1
                );
        }

        foreach (var same in columns.GroupBy(column => (column.Name, column.Number)))
        {
            if (same.Count() > 1 && !IsList(same.Key.Name))
                throw new UnreadableFileException(
                    ErrorCodes.NotTable,
                    $"Columns {string.Join(" and ", same.Select(column => ColumnName.FromIndex(column.Index)))} are "
                        + $"both {same.Key.Name}. Rename one of them.",
                    row.Number,
                    same.Last().Index + 1
                );
        }
    }

    /// <summary>Returns true if a column has several values, so that several columns can have it.</summary>
    public static bool IsList(string column) =>
        column is not ("reference" or "owner" or "title" or "description" or "language" or "status" or "iatiIdentifier")
        && !DateColumns.Contains(column);

    public static bool IsDate(string column) => DateColumns.Contains(column);

    private static ValidationError NotRead(int index, int row, string heading)
    {
        var nearest = TableHeadings.Nearest(heading) is { } name ? $" Did you mean {ValidationError.Quote(name)}?" : "";
        return new(
            string.Create(CultureInfo.InvariantCulture, $"{ColumnName.FromIndex(index)}{row}"),
            $"The column {ValidationError.Quote(heading)} is not known, and is not read.{nearest}",
            ErrorCodes.ColumnNotRead
        );
    }

    /// <summary>Notes the forms of dates and numbers that a row shows, and values below no heading.</summary>
    private void Note(SheetRow row)
    {
        for (var i = 0; i < row.Cells.Count; i++)
        {
            if (
                !row[i].IsEmpty
                && _headings[i].IsEmpty
                && (_above is null || _above[i].IsEmpty)
                && Columns.All(column => column.Index != i)
                && _unnamed.Count < MostUnnamed
                && _unnamed.Add(i)
            )
                _warnings.Add(
                    new(
                        string.Create(CultureInfo.InvariantCulture, $"{ColumnName.FromIndex(i)}{row.Number}"),
                        $"{ValidationError.Quote(row[i].Text.Trim())} stands below no heading, and the column is not "
                            + "read.",
                        ErrorCodes.ColumnNotRead
                    )
                );
        }

        foreach (var column in Columns)
        {
            var cell = row[column.Index];
            if (cell.IsEmpty || cell.Type != SheetCellType.Text)
                continue;
            if (IsDate(column.Name))
            {
                var order = DateReader.OrderOf(cell.Text);
                _dates[column.Index] = _dates.GetValueOrDefault(column.Index) | order;
                _dateOrder |= order;
            }
            else if (column.Name == ProjectTable.Amounts)
            {
                foreach (var value in CellList.Split(cell.Text))
                    _signs[column.Index] =
                        _signs.GetValueOrDefault(column.Index) | NumberReader.SignOf(AmountText.Parse(value).Number);
            }
        }
    }

    [GeneratedRegex(
        "^(?:(?:grand|sub) ?-?)?totals?\\b|^sum\\b|^(?:gesamt|summe|insgesamt|итого|всего|somme|total général)\\b",
        RegexOptions.IgnoreCase
    )]
    private static partial Regex TotalsWord();
}
