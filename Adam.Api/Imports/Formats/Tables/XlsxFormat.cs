using System.Globalization;
using System.IO.Compression;
using System.Runtime.CompilerServices;
using System.Text;
using System.Xml;
using Adam.Api.Errors;
using Adam.Api.Tables;
using ExcelDataReader;

namespace Adam.Api.Imports.Formats.Tables;

/// <summary>An Excel workbook (ISO/IEC 29500): its first sheet, or the one that <c>sheet</c> names.</summary>
internal sealed class XlsxFormat : TableFormat
{
    /// <summary>The bytes of an unpacked workbook. It keeps a small file from filling the memory.</summary>
    private const long MostUnpacked = 1L << 30;

    /// <summary>The bytes of the unpacked texts and styles, which are in memory as a whole.</summary>
    private const long MostInMemory = 200L << 20;

    /// <summary>The rows of a sheet that Excel can open.</summary>
    private const int MostRows = 1_048_576;

    private const string Main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";

    private static ReadOnlySpan<byte> CellOfAnError => " t=\"e\""u8;

    static XlsxFormat() => Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);

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
        var begin = file.Position;
        await CheckSizeAsync(file, ct);
        file.Position = begin;
        using var reader = Guarded(() => Open(file));
        FindSheet(reader, context.Options.Sheet);
        if (Guarded(() => reader.FieldCount) > TableLayout.MostColumns)
            throw new UnreadableFileException(
                ErrorCodes.NotTable,
                $"The sheet has more than {TableLayout.MostColumns:N0} columns.",
                1,
                TableLayout.MostColumns + 1
            );
        var merged = Guarded(() => reader.MergeCells) ?? [];
        for (var number = 1; Guarded(reader.Read); number++)
        {
            ct.ThrowIfCancellationRequested();
            if (number > MostRows)
                throw new UnreadableFileException(
                    ErrorCodes.NotWorkbook,
                    $"The sheet has more than {MostRows:N0} rows.",
                    number,
                    1
                );
            yield return new(number, Guarded(() => Cells(reader, number, merged)));
        }
    }

    private static IExcelDataReader Open(Stream file) =>
        ExcelReaderFactory.CreateOpenXmlReader(file, new() { LeaveOpen = true });

    private static void FindSheet(IExcelDataReader reader, string? sheet)
    {
        var names = new List<string>();
        do
        {
            if (sheet is null ? reader.VisibleState == "visible" : SameName(reader.Name, sheet))
                return;
            names.Add(reader.Name);
        } while (Guarded(reader.NextResult));

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
            cells[i] = Cell(reader, i);
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

    private static SheetCell Cell(IExcelDataReader reader, int column)
    {
        return reader.GetValue(column) switch
        {
            null => SheetCell.FromText(""),
            string text => SheetCell.FromText(text),
            DateTime date => new(
                SheetCellType.Date,
                date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
                Date: date
            ),
            double number => new(SheetCellType.Number, Shown(number, reader.GetNumberFormatString(column)), number),
            int number => new(SheetCellType.Number, Shown(number, reader.GetNumberFormatString(column)), number),
            bool flag => SheetCell.FromText(flag ? "true" : "false"),
            var other => SheetCell.FromText(Convert.ToString(other, CultureInfo.InvariantCulture) ?? ""),
        };
    }

    /// <summary>
    /// Returns a number as the cell shows it, as far as leading zeros matter: the format 0000 shows 0042.
    /// </summary>
    private static string Shown(double number, string? format) =>
        format is { Length: > 1 } && format.All(character => character == '0')
            ? number.ToString(format, CultureInfo.InvariantCulture)
            : number.ToString("0.###############", CultureInfo.InvariantCulture);

    /// <summary>
    /// Unpacks the file once without keeping anything, because the sizes that it states can be wrong.
    /// </summary>
    /// <exception cref="UnreadableFileException">The file is no workbook, or unpacks to too many bytes.</exception>
    private static async Task CheckSizeAsync(Stream file, CancellationToken ct)
    {
        try
        {
            await using var zip = new ZipArchive(file, ZipArchiveMode.Read, leaveOpen: true);
            if (zip.GetEntry("xl/workbook.xml") is null)
                throw NotWorkbook("It has no xl/workbook.xml.");
            var (total, buffer) = (0L, new byte[1 << 16]);
            foreach (var entry in zip.Entries)
            {
                var isSheet = entry.FullName.StartsWith("xl/worksheets/", StringComparison.OrdinalIgnoreCase);
                var (size, end) = (0L, 0);
                await using var part = await entry.OpenAsync(ct);
                while (await part.ReadAsync(buffer.AsMemory(end), ct) is var count and > 0)
                {
                    if (isSheet && buffer.AsSpan(0, end + count).IndexOf(CellOfAnError) >= 0)
                        throw new UnreadableFileException(
                            ErrorCodes.NotTable,
                            $"Cell {FirstError(entry)} of the workbook has an error, such as #N/A or #REF!. Write its "
                                + "value, or empty it.",
                            1,
                            1
                        );
                    // The end of the buffer is kept, because the text that is sought can begin in it.
                    var kept = Math.Min(CellOfAnError.Length - 1, end + count);
                    buffer.AsSpan(end + count - kept, kept).CopyTo(buffer);
                    end = kept;
                    (total, size) = (total + count, size + count);
                    if (total > MostUnpacked || (!isSheet && size > MostInMemory))
                        throw NotWorkbook("It unpacks to more bytes than a table of projects needs.");
                }
            }
        }
        catch (Exception error) when (error is InvalidDataException or EndOfStreamException)
        {
            throw NotWorkbook("It is no ZIP archive, or a damaged one.");
        }
    }

    /// <summary>Returns the name of the first cell with an error.</summary>
    private static string FirstError(ZipArchiveEntry sheet)
    {
        using var xml = XmlReader.Create(sheet.Open(), new() { CloseInput = true });
        while (xml.ReadToFollowing("c", Main))
        {
            if (xml.GetAttribute("t") == "e")
                return xml.GetAttribute("r") ?? sheet.Name;
        }

        return sheet.Name;
    }

    private static UnreadableFileException NotWorkbook(string reason) =>
        new(ErrorCodes.NotWorkbook, $"The file is no Excel workbook (.xlsx). {reason}", 1, 1);

    /// <summary>
    /// Runs a call of the reader, which reports a damaged workbook by exceptions of many types.
    /// </summary>
    private static T Guarded<T>(Func<T> read)
    {
        try
        {
            return read();
        }
        // A failing disk is no damage of the workbook.
        catch (Exception error)
            when (error is EndOfStreamException
                || error is not (UnreadableFileException or OutOfMemoryException or IOException)
            )
        {
            throw NotWorkbook("It is damaged. Save it again in a spreadsheet program.");
        }
    }
}
