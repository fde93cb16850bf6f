using System.Globalization;
using System.IO.Compression;
using System.Xml;

namespace Adam.Api.Imports.Formats.Tables;

/// <summary>
/// Finds the cells of a sheet that have no value to read: those with an error (<c>#REF!</c>), and formulas that no
/// spreadsheet program has computed, such as those that a script has written.
/// </summary>
internal static class CellFaults
{
    /// <summary>The text that stands for a formula without a value.</summary>
    public const string Uncomputed = "(formula)";

    /// <summary>The number of cells after which the sheet counts as damaged.</summary>
    private const int Most = 100_000;

    /// <summary>Returns what the cells have instead of a value, by row and column, both counted from 1.</summary>
    /// <param name="file">The workbook. Its position changes.</param>
    /// <param name="sheet">The name of the sheet.</param>
    /// <param name="suspects">The parts of the workbook that can have such cells.</param>
    /// <exception cref="InvalidDataException">The workbook is damaged, or has too many such cells.</exception>
    public static IReadOnlyDictionary<(int Row, int Column), string> Find(
        Stream file,
        string sheet,
        IReadOnlySet<string> suspects
    )
    {
        var faults = new Dictionary<(int, int), string>();
        if (suspects.Count == 0)
            return faults;

        using var zip = new ZipArchive(file, ZipArchiveMode.Read, leaveOpen: true);
        if (PartOf(zip, sheet) is not { } part || !suspects.Contains(part.FullName))
            return faults;

        using var xml = XmlReader.Create(part.Open(), new() { CloseInput = true });
        var (row, column) = (0, 0);
        while (xml.Read())
        {
            if (xml.NodeType != XmlNodeType.Element)
                continue;
            if (xml.LocalName == "row")
            {
                row = int.TryParse(xml.GetAttribute("r"), CultureInfo.InvariantCulture, out var number)
                    ? number
                    : row + 1;
                column = 0;
            }
            else if (xml.LocalName == "c")
            {
                column = xml.GetAttribute("r") is { } name ? ColumnOf(name) : column + 1;
                if (FaultOf(xml) is { } fault)
                    faults[(row, column)] = fault;
                if (faults.Count > Most)
                    throw new InvalidDataException("The sheet has too many cells with errors.");
            }
        }

        return faults;
    }

    /// <summary>Returns the names of the visible sheets of a workbook, in their order.</summary>
    /// <param name="file">The workbook. Its position changes.</param>
    public static IReadOnlyList<string> VisibleSheets(Stream file)
    {
        using var zip = new ZipArchive(file, ZipArchiveMode.Read, leaveOpen: true);
        return
        [
            .. Elements(zip, "xl/workbook.xml", "sheet")
                .Where(sheet => sheet.GetValueOrDefault("state", "visible") == "visible")
                .Select(sheet => sheet.GetValueOrDefault("name", ""))
                .Take(100),
        ];
    }

    /// <summary>Returns what a cell has instead of a value; null if it has a value, or is empty.</summary>
    private static string? FaultOf(XmlReader cell)
    {
        if (cell.IsEmptyElement)
            return null;

        var type = cell.GetAttribute("t");
        var (hasFormula, value, depth) = (false, "", cell.Depth);
        while (cell.Read() && cell.Depth > depth)
        {
            if (cell.NodeType == XmlNodeType.Element)
                hasFormula |= cell.LocalName == "f";
            else if (cell.NodeType == XmlNodeType.EndElement && cell.LocalName == "f")
                value = "";
            else if (cell.NodeType == XmlNodeType.Text)
                value = cell.Value;
        }

        return type == "e" ? (value.Length is > 0 and < 20 ? value : "#ERROR!")
            // A formula can give an empty text.
            : hasFormula && value.Length == 0 && type != "str" ? Uncomputed
            : null;
    }

    /// <summary>Returns the part that a sheet is in; null if the workbook does not say.</summary>
    private static ZipArchiveEntry? PartOf(ZipArchive zip, string sheet)
    {
        var id = Elements(zip, "xl/workbook.xml", "sheet")
            .FirstOrDefault(one => one.GetValueOrDefault("name") == sheet)
            ?.GetValueOrDefault("id");
        var target = Elements(zip, "xl/_rels/workbook.xml.rels", "Relationship")
            .FirstOrDefault(one => one.GetValueOrDefault("Id") == id)
            ?.GetValueOrDefault("Target");
        return target is null ? null : zip.GetEntry(target[0] == '/' ? target[1..] : $"xl/{target}");
    }

    /// <summary>Returns the attributes of the elements of a name, without the prefixes of their names.</summary>
    private static IEnumerable<Dictionary<string, string>> Elements(ZipArchive zip, string part, string name)
    {
        if (zip.GetEntry(part) is not { } entry)
            yield break;

        using var xml = XmlReader.Create(entry.Open(), new() { CloseInput = true });
        while (xml.Read())
        {
            if (xml.NodeType != XmlNodeType.Element || xml.LocalName != name)
                continue;

            var attributes = new Dictionary<string, string>(StringComparer.Ordinal);
            while (xml.MoveToNextAttribute())
                attributes[xml.LocalName] = xml.Value;
            yield return attributes;
        }
    }

    private static int ColumnOf(string cell) =>
        cell.TakeWhile(char.IsAsciiLetterUpper).Aggregate(0, (column, letter) => column * 26 + letter - 'A' + 1);
}
