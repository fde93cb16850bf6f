using System.IO.Compression;
using System.Text;

namespace Adam.Api.Imports.Formats.Tables;

/// <summary>
/// Recognises files of spreadsheet programs that are no workbooks of the format, so that their sender learns what to do
/// with them.
/// </summary>
internal static class OtherFiles
{
    private const string Save = "Save it in a spreadsheet program as an Excel workbook (.xlsx), and send that.";

    /// <summary>The first bytes of a compound file, in which Excel 97 to 2003 and encryption keep a workbook.</summary>
    private static readonly byte[] CompoundFile = [0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1];

    /// <summary>The name of the part of a compound file with an encrypted workbook (MS-OFFCRYPTO, 1.3.2).</summary>
    private static readonly byte[] Encrypted = Encoding.Unicode.GetBytes("EncryptedPackage");

    /// <summary>Returns what a file is by its extension, and its cure; null if the extension is no such one.</summary>
    public static string? ByExtension(string extension) =>
        extension.ToUpperInvariant() switch
        {
            ".XLS" or ".XLT" => $"It is a workbook of Excel 97 to 2003 (.xls). {Save}",
            ".XLSB" => $"It is a binary workbook (.xlsb). {Save}",
            ".ODS" or ".FODS" => $"It is an OpenDocument file (.ods). {Save}",
            ".NUMBERS" => $"It is a file of Numbers. {Save}",
            _ => null,
        };

    /// <summary>Returns what a ZIP archive is instead of a workbook, and its cure; null if it is not known.</summary>
    public static string? InZip(ZipArchive zip)
    {
        if (zip.GetEntry("xl/workbook.bin") is not null)
            return $"It is a binary workbook (.xlsb). {Save}";
        if (zip.GetEntry("mimetype") is not null && zip.GetEntry("content.xml") is not null)
            return $"It is an OpenDocument file (.ods). {Save}";
        return zip.Entries.Any(entry => entry.FullName.EndsWith(".iwa", StringComparison.OrdinalIgnoreCase))
            ? $"It is a file of Numbers. {Save}"
            : null;
    }

    /// <summary>Returns what a compound file is, and its cure; null if the file is none.</summary>
    public static async Task<string?> InCompoundFileAsync(Stream file, CancellationToken ct)
    {
        var buffer = new byte[1 << 16];
        var (end, isFirst) = (0, true);
        while (await file.ReadAsync(buffer.AsMemory(end), ct) is var count and > 0)
        {
            if (isFirst && !buffer.AsSpan(0, count).StartsWith(CompoundFile))
                return null;
            isFirst = false;
            end += count;
            if (buffer.AsSpan(0, end).IndexOf(Encrypted) >= 0)
                return "It is protected by a password. Remove the password in a spreadsheet program, and send it "
                    + "again.";
            // The name can begin at the end of the buffer.
            var kept = Math.Min(Encrypted.Length - 1, end);
            buffer.AsSpan(end - kept, kept).CopyTo(buffer);
            end = kept;
        }

        return isFirst ? null : $"It is a workbook of Excel 97 to 2003 (.xls). {Save}";
    }
}
