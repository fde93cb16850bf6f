using System.Runtime.CompilerServices;
using Adam.Api.Errors;
using Adam.Api.Tables;
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

    public override string Name => "xlsx";

    public override string Description => "a table of projects, as an Excel workbook";

    public override IReadOnlyList<string> MediaTypes { get; } =
    ["application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"];

    public override IReadOnlyList<string> Extensions { get; } = [".xlsx", ".xlsm"];

    public override IReadOnlyList<ErrorCode> Problems { get; } = [ErrorCodes.NotTable, ErrorCodes.NotWorkbook];

    public override IImportFormat ForOneFile() => new XlsxFormat();

    // The file is local, so the synchronous reader is sufficient.
    protected override async IAsyncEnumerable<SheetRow> ReadRowsAsync(
        Stream file,
        ImportContext context,
        [EnumeratorCancellation] CancellationToken ct
    )
    {
        using var reader = await WorkbookFile.OpenAsync(file, Limits, ct);
        FindSheet(reader, context.Options.Sheet);
        if (WorkbookFile.Guarded(() => reader.FieldCount) > TableLayout.MostColumns)
            throw new UnreadableFileException(
                ErrorCodes.NotTable,
                $"The sheet has more than {TableLayout.MostColumns:N0} columns.",
                1,
                TableLayout.MostColumns + 1
            );
        var merged = WorkbookFile.Guarded(() => reader.MergeCells) ?? [];
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
            yield return new(number, WorkbookFile.Guarded(() => Cells(reader, number, merged)));
        }
    }

    private static void FindSheet(IExcelDataReader reader, string? sheet)
    {
        var names = new List<string>();
        do
        {
            if (sheet is null ? reader.VisibleState == "visible" : SameName(reader.Name, sheet))
                return;
            names.Add(reader.Name);
        } while (WorkbookFile.Guarded(reader.NextResult));

        throw new UnreadableFileException(
            ErrorCodes.NotTable,
            sheet is null
                ? "The workbook has no visible sheet."
                : $"The workbook has no sheet {ValidationError.Quote(sheet)}. It has "
                    + $"{string.Join(", ", names.Take(20).Select(ValidationError.Quote))}.",
            1,
            1
        );
    }

    private static bool SameName(string name, string sheet) =>
        name.Trim().Equals(sheet.Trim(), StringComparison.OrdinalIgnoreCase);

    private static SheetCell[] Cells(IExcelDataReader reader, int row, CellRange[] merged)
    {
        var cells = new SheetCell[reader.FieldCount];
        for (var i = 0; i < cells.Length; i++)
            cells[i] = WorkbookFile.Cell(reader, i);
        // A merged cell belongs to several records, or to several members: only its author knows to which.
        var range = merged.FirstOrDefault(range => range.FromRow <= row - 1 && range.ToRow >= row - 1);
        if (range is not null && cells.Count(cell => !cell.IsEmpty) > 1 && range.ToRow > range.FromRow)
        {
            var name =
                $"{ColumnName.FromIndex(range.FromColumn)}{range.FromRow + 1}:"
                + $"{ColumnName.FromIndex(range.ToColumn)}{range.ToRow + 1}";
            throw new UnreadableFileException(
                ErrorCodes.NotTable,
                $"The cells {name} are merged over several rows. Unmerge them, and write the value into each row.",
                row,
                range.FromColumn + 1
            );
        }

        return cells;
    }
}
