using System.Globalization;
using System.IO.Compression;
using System.Text;
using Adam.Api.Errors;
using ExcelDataReader;

namespace Adam.Api.Imports.Formats.Tables;

/// <summary>How large a workbook may be. The limits keep a small file from filling the memory.</summary>
/// <param name="Wrong">The error code of a workbook with cells that cannot be read.</param>
/// <param name="Content">The content of the workbook, in a sentence: <c>a table of projects</c>.</param>
/// <param name="Unpacked">The bytes of the unpacked workbook.</param>
/// <param name="InMemory">The bytes of the unpacked texts and styles, which are in memory as a whole.</param>
internal sealed record WorkbookLimits(ErrorCode Wrong, string Content, long Unpacked, long InMemory);

/// <summary>Reads Excel workbooks (ISO/IEC 29500) that strangers have sent.</summary>
internal static class WorkbookFile
{
    /// <summary>The texts in a sheet that can belong to a cell without a value (<see cref="CellFaults"/>).</summary>
    private static readonly byte[][] OfFaults =
    [
        "t=\"e\""u8.ToArray(),
        "t='e'"u8.ToArray(),
        "<f"u8.ToArray(),
        ":f"u8.ToArray(),
    ];

    static WorkbookFile() => Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);

    /// <summary>Opens the workbook at the position of the file, which stays open.</summary>
    /// <returns>The reader, and the parts of the workbook that can have <see cref="CellFaults"/>.</returns>
    /// <exception cref="UnreadableFileException">The file is no workbook, or unpacks to too many bytes.</exception>
    public static async Task<(IExcelDataReader Reader, IReadOnlySet<string> Suspects)> OpenAsync(
        Stream file,
        WorkbookLimits limits,
        CancellationToken ct
    )
    {
        var begin = file.Position;
        var suspects = await CheckSizeAsync(file, limits, ct);
        file.Position = begin;
        return (Guarded(() => ExcelReaderFactory.CreateOpenXmlReader(file, new() { LeaveOpen = true })), suspects);
    }

    /// <summary>Returns the names of the visible sheets, in their order.</summary>
    /// <exception cref="UnreadableFileException">The workbook is damaged.</exception>
    public static IReadOnlyList<string> VisibleSheets(Stream file) => Guarded(() => CellFaults.VisibleSheets(file));

    /// <summary>Returns the name of the sheet at which the reader is.</summary>
    /// <exception cref="UnreadableFileException">The workbook has no sheet, or one without a name.</exception>
    public static string SheetName(IExcelDataReader reader) =>
        reader.Name
        ?? throw NotWorkbook("It has no sheet, or one without a name. Save it again in a spreadsheet program.");

    /// <summary>Returns what the cells of a sheet have instead of a value (<see cref="CellFaults.Find"/>).</summary>
    /// <exception cref="UnreadableFileException">The workbook is damaged.</exception>
    public static IReadOnlyDictionary<(int Row, int Column), string> Faults(
        Stream file,
        string sheet,
        IReadOnlySet<string> suspects
    ) => Guarded(() => CellFaults.Find(file, sheet, suspects));

    public static SheetCell Cell(IExcelDataReader reader, int column)
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
            double number => NumberCell(number, reader.GetNumberFormatString(column)),
            int number => NumberCell(number, reader.GetNumberFormatString(column)),
            bool flag => SheetCell.FromText(flag ? "true" : "false"),
            var other => SheetCell.FromText(Convert.ToString(other, CultureInfo.InvariantCulture) ?? ""),
        };
    }

    /// <summary>
    /// Runs a call of the reader, which reports a damaged workbook by exceptions of many types.
    /// </summary>
    public static T Guarded<T>(Func<T> read)
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

    /// <summary>
    /// Returns a number as the cell shows it, as far as leading zeros, percentages and currencies matter: the format
    /// 0000 shows 0042, and the format 0% shows half as 50%.
    /// </summary>
    private static SheetCell NumberCell(double number, string? format)
    {
        if (IsPercent(format) && Math.Abs(number) < 1e20)
            return SheetCell.FromText(((decimal)number * 100).ToString("0.######", CultureInfo.InvariantCulture) + "%");

        var shown =
            format is { Length: > 1 } && format.All(character => character == '0')
                ? number.ToString(format, CultureInfo.InvariantCulture)
                : number.ToString("0.###############", CultureInfo.InvariantCulture);
        return new(SheetCellType.Number, shown, number) { Currency = CurrencyFormat.CurrencyOf(format) };
    }

    /// <summary>Returns true if a format multiplies by 100: it has a percent sign outside of quoted text.</summary>
    private static bool IsPercent(string? format)
    {
        var isQuoted = false;
        for (var i = 0; i < format?.Length; i++)
        {
            if (format[i] == '"')
                isQuoted = !isQuoted;
            else if (!isQuoted && format[i] == '\\')
                i++;
            else if (!isQuoted && format[i] == '%')
                return true;
        }

        return false;
    }

    /// <summary>
    /// Unpacks the file once without keeping anything, because the sizes that it states can be wrong.
    /// </summary>
    /// <returns>The sheets that can have <see cref="CellFaults"/>.</returns>
    private static async Task<IReadOnlySet<string>> CheckSizeAsync(
        Stream file,
        WorkbookLimits limits,
        CancellationToken ct
    )
    {
        var (begin, suspects) = (file.Position, new HashSet<string>(StringComparer.Ordinal));
        try
        {
            await using var zip = new ZipArchive(file, ZipArchiveMode.Read, leaveOpen: true);
            if (zip.GetEntry("xl/workbook.xml") is null)
                throw NotWorkbook(OtherFiles.InZip(zip) ?? "It has no xl/workbook.xml.");
            var (total, buffer) = (0L, new byte[1 << 16]);
            foreach (var entry in zip.Entries)
            {
                var isSheet = entry.FullName.StartsWith("xl/worksheets/", StringComparison.OrdinalIgnoreCase);
                var (size, end) = (0L, 0);
                await using var part = await entry.OpenAsync(ct);
                while (await part.ReadAsync(buffer.AsMemory(end), ct) is var count and > 0)
                {
                    if (isSheet && OfFaults.Any(text => buffer.AsSpan(0, end + count).IndexOf(text) >= 0))
                        suspects.Add(entry.FullName);
                    // The end of the buffer is kept, because the text that is sought can begin in it.
                    var kept = Math.Min(OfFaults[0].Length - 1, end + count);
                    buffer.AsSpan(end + count - kept, kept).CopyTo(buffer);
                    end = kept;
                    (total, size) = (total + count, size + count);
                    if (total > limits.Unpacked || (!isSheet && size > limits.InMemory))
                        throw NotWorkbook($"It unpacks to more bytes than {limits.Content} needs.");
                }
            }
        }
        catch (Exception error) when (error is InvalidDataException or EndOfStreamException)
        {
            file.Position = begin;
            throw NotWorkbook(
                await OtherFiles.InCompoundFileAsync(file, ct) ?? "It is no ZIP archive, or a damaged one."
            );
        }

        return suspects;
    }

    private static UnreadableFileException NotWorkbook(string reason) =>
        new(ErrorCodes.NotWorkbook, $"The file is no Excel workbook (.xlsx). {reason}", 1, 1);
}
