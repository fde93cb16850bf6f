using System.Globalization;
using System.IO.Compression;
using System.Text;
using System.Xml;
using Adam.Api.Errors;
using ExcelDataReader;

namespace Adam.Api.Imports.Formats.Tables;

/// <summary>How large a workbook may be. The limits keep a small file from filling the memory.</summary>
/// <param name="Wrong">The error code of a workbook whose cells cannot be read.</param>
/// <param name="Content">The content of the workbook, in a sentence: <c>a table of projects</c>.</param>
/// <param name="Unpacked">The bytes of the unpacked workbook.</param>
/// <param name="InMemory">The bytes of the unpacked texts and styles, which are in memory as a whole.</param>
internal sealed record WorkbookLimits(ErrorCode Wrong, string Content, long Unpacked, long InMemory);

/// <summary>Reads Excel workbooks (ISO/IEC 29500) that strangers have sent.</summary>
internal static class WorkbookFile
{
    private const string Main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";

    private static ReadOnlySpan<byte> CellOfAnError => " t=\"e\""u8;

    static WorkbookFile() => Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);

    /// <summary>Opens the workbook at the position of the file, which stays open.</summary>
    /// <exception cref="UnreadableFileException">
    /// The file is no workbook, unpacks to too many bytes, or has a cell with an error.
    /// </exception>
    public static async Task<IExcelDataReader> OpenAsync(Stream file, WorkbookLimits limits, CancellationToken ct)
    {
        var begin = file.Position;
        await CheckSizeAsync(file, limits, ct);
        file.Position = begin;
        return Guarded(() => ExcelReaderFactory.CreateOpenXmlReader(file, new() { LeaveOpen = true }));
    }

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
            double number => new(SheetCellType.Number, Shown(number, reader.GetNumberFormatString(column)), number),
            int number => new(SheetCellType.Number, Shown(number, reader.GetNumberFormatString(column)), number),
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
    /// Returns a number as the cell shows it, as far as leading zeros matter: the format 0000 shows 0042.
    /// </summary>
    private static string Shown(double number, string? format) =>
        format is { Length: > 1 } && format.All(character => character == '0')
            ? number.ToString(format, CultureInfo.InvariantCulture)
            : number.ToString("0.###############", CultureInfo.InvariantCulture);

    /// <summary>
    /// Unpacks the file once without keeping anything, because the sizes that it states can be wrong.
    /// </summary>
    private static async Task CheckSizeAsync(Stream file, WorkbookLimits limits, CancellationToken ct)
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
                            limits.Wrong,
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
                    if (total > limits.Unpacked || (!isSheet && size > limits.InMemory))
                        throw NotWorkbook($"It unpacks to more bytes than {limits.Content} needs.");
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
}
