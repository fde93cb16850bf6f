using System.Runtime.CompilerServices;
using Adam.Api.Errors;
using ExcelDataReader;

namespace Adam.Api.Imports.Formats.Tables;

/// <summary>An Excel workbook (ISO/IEC 29500): its first sheet, or the one that <c>sheet</c> names.</summary>
internal sealed class XlsxFormat : TableFormat
{
    private static readonly WorkbookLimits Limits = new(
        ErrorCodes.NotTable,
        "a table of projects",
        Unpacked: 1L << 30,
        InMemory: 200L << 20
    );

    /// <summary>The rows of a sheet that Excel can open.</summary>
    private const int MostRows = 1_048_576;

    private IReadOnlyList<string> _sheets = [];
    private string? _read;

    public override string Name => "xlsx";

    public override string Description => "a table of projects, as an Excel workbook";

    public override IReadOnlyList<string> MediaTypes { get; } =
    ["application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"];

    public override IReadOnlyList<string> Extensions { get; } = [".xlsx", ".xlsm"];

    public override IReadOnlyList<ErrorCode> Problems { get; } = [ErrorCodes.NotTable, ErrorCodes.NotWorkbook];

    public override IImportFormat ForOneFile() => new XlsxFormat();

    protected override string? NoTableHint =>
        _sheets.Where(name => name != _read).Take(20).Select(ValidationError.Quote).ToList() is { Count: > 0 } others
            ? $"Only the sheet {ValidationError.Quote(_read ?? "")} was read; state another one with sheet=: "
                + $"{string.Join(", ", others)}."
            : null;

    // The file is local, so the synchronous reader is sufficient.
    protected override async IAsyncEnumerable<SheetRow> ReadRowsAsync(
        Stream file,
        ImportContext context,
        [EnumeratorCancellation] CancellationToken ct
    )
    {
        var (opened, suspects) = await WorkbookFile.OpenAsync(file, Limits, ct);
        using var reader = opened;
        _sheets = context.Options.Sheet is null ? WorkbookFile.VisibleSheets(file) : [];
        FindSheet(reader, context.Options.Sheet);
        var faults = WorkbookFile.Faults(file, WorkbookFile.SheetName(reader), suspects);
        if (WorkbookFile.Guarded(() => reader.FieldCount) > TableLayout.MostColumns)
            throw new UnreadableFileException(
                ErrorCodes.NotTable,
                $"The sheet has more than {TableLayout.MostColumns:N0} columns.",
                1,
                TableLayout.MostColumns + 1
            );
        var merged = new MergedCells(WorkbookFile.Guarded(() => reader.MergeCells) ?? [], HeadingsOf(context));
        for (var number = 1; WorkbookFile.Guarded(reader.Read); number++)
        {
            ct.ThrowIfCancellationRequested();
            if (number > MostRows)
                throw new UnreadableFileException(
                    ErrorCodes.NotWorkbook,
                    $"The sheet has more than {MostRows:N0} rows.",
                    number,
                    1
                );
            var cells = WorkbookFile.Guarded(() => Cells(reader, number, faults));
            merged.Apply(number, cells);
            yield return new(number, cells);
        }
    }

    /// <summary>
    /// Moves the reader to the sheet of the name; without one to the first visible sheet that has cells.
    /// </summary>
    private void FindSheet(IExcelDataReader reader, string? sheet)
    {
        var (names, visible) = (new List<string>(), 0);
        do
        {
            var isVisible = reader.VisibleState == "visible";
            if (
                sheet is null
                    ? isVisible && WorkbookFile.Guarded(() => reader.FieldCount) > 0
                    : SameName(WorkbookFile.SheetName(reader), sheet)
            )
            {
                _read = WorkbookFile.SheetName(reader);
                return;
            }

            names.Add(WorkbookFile.SheetName(reader));
            visible += isVisible ? 1 : 0;
        } while (WorkbookFile.Guarded(reader.NextResult));

        throw new UnreadableFileException(
            ErrorCodes.NotTable,
            sheet is null
                ? visible == 0
                    ? "The workbook has no visible sheet."
                    : "The visible sheets of the workbook are empty."
                : $"The workbook has no sheet {ValidationError.Quote(sheet)}. It has "
                    + $"{string.Join(", ", names.Take(20).Select(ValidationError.Quote))}.",
            1,
            1
        );
    }

    private static bool SameName(string name, string sheet) =>
        name.Trim().Equals(sheet.Trim(), StringComparison.OrdinalIgnoreCase);

    private static SheetCell[] Cells(IExcelDataReader reader, int row, IReadOnlyDictionary<(int, int), string> faults)
    {
        var cells = new SheetCell[reader.FieldCount];
        for (var i = 0; i < cells.Length; i++)
            cells[i] =
                faults.Count > 0 && faults.TryGetValue((row, i + 1), out var fault)
                    ? new(SheetCellType.Fault, fault)
                    : WorkbookFile.Cell(reader, i);
        return cells;
    }
}
