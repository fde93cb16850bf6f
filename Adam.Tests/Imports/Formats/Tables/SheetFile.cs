using System.IO.Compression;
using System.Security;

namespace Adam.Tests.Imports.Formats.Tables;

/// <summary>Writes workbooks cell by cell, as programs other than ours write them.</summary>
internal static class SheetFile
{
    private const string Main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
    private const string Relations = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    private const string Packages = "http://schemas.openxmlformats.org/package/2006";

    /// <summary>The formats of numbers, by the number of their style. The first one is for all.</summary>
    private static readonly string[] Formats =
    [
        "General",
        "0000",
        "yyyy-mm-dd",
        "0%",
        "0.0\"%\"",
        "[$€-407] #,##0.00",
        "\"US$\"#,##0",
        "#,##0 \"€\"",
        "[$$-409]#,##0.00;[Red]-[$$-409]#,##0.00",
        "\"$\"#,##0.00",
        @"dd\.mm\.yyyy",
        @"yyyy\-mm\-dd\ hh:mm",
        "hh:mm",
    ];

    /// <summary>Returns a workbook.</summary>
    /// <param name="sheets">The names of the sheets, each with its rows; a hidden one has a name with a dot.</param>
    public static byte[] Create(params (string Name, string[][] Rows)[] sheets) =>
        Create([.. sheets.Select(sheet => new Sheet(sheet.Name, sheet.Rows))]);

    /// <summary>Returns a workbook with one sheet, of which some cells are merged.</summary>
    /// <param name="merged">The ranges: <c>A1:B1</c>.</param>
    public static byte[] CreateMerged(string[][] rows, params string[] merged) =>
        Create(new Sheet("One", rows) { After = Merged(merged) });

    /// <summary>Returns the element of merged cells, which stands after the rows of a sheet.</summary>
    public static string Merged(params string[] ranges) =>
        $"<mergeCells>{string.Concat(ranges.Select(range => $"""<mergeCell ref="{range}"/>"""))}</mergeCells>";

    /// <summary>Returns a workbook.</summary>
    public static byte[] Create(params Sheet[] sheets)
    {
        using var file = new MemoryStream();
        using (var zip = new ZipArchive(file, ZipArchiveMode.Create, leaveOpen: true))
        {
            Add(
                "[Content_Types].xml",
                $"""<Types xmlns="{Packages}/content-types"><Default Extension="xml" """
                    + """ContentType="application/xml"/></Types>"""
            );
            Add(
                "_rels/.rels",
                $"""<Relationships xmlns="{Packages}/relationships"><Relationship Id="r1" """
                    + $"""Type="{Relations}/officeDocument" Target="xl/workbook.xml"/></Relationships>"""
            );
            var names = sheets.Select(
                (sheet, i) =>
                    $"""<sheet name="{SecurityElement.Escape(sheet.Name)}" sheetId="{i + 1}" r:id="r{i}" """
                    + $"""state="{sheet.State ?? (sheet.Name[0] == '.' ? "hidden" : "visible")}"/>"""
            );
            Add(
                "xl/workbook.xml",
                $"""<workbook xmlns="{Main}" xmlns:r="{Relations}"><sheets>{string.Concat(names)}</sheets></workbook>"""
            );
            var parts = sheets.Select(
                (_, i) => $"""<Relationship Id="r{i}" Type="{Relations}/worksheet" Target="worksheets/part{i}.xml"/>"""
            );
            Add(
                "xl/_rels/workbook.xml.rels",
                $"""<Relationships xmlns="{Packages}/relationships">{string.Concat(parts)}<Relationship Id="s" """
                    + $"""Type="{Relations}/styles" Target="styles.xml"/></Relationships>"""
            );
            var formats = Formats.Select(
                (format, i) => $"""<numFmt numFmtId="{170 + i}" formatCode="{SecurityElement.Escape(format)}"/>"""
            );
            var styles = Formats.Select((_, i) => $"""<xf numFmtId="{(i == 0 ? 0 : 170 + i)}"/>""");
            Add(
                "xl/styles.xml",
                $"""<styleSheet xmlns="{Main}"><numFmts>{string.Concat(formats)}</numFmts>"""
                    + $"<cellXfs>{string.Concat(styles)}</cellXfs></styleSheet>"
            );
            foreach (var (i, sheet) in sheets.Index())
            {
                var rows = sheet.Rows.Select(
                    (cells, row) => $"<row>{string.Concat(cells.Select((cell, column) => At(cell, row, column)))}</row>"
                );
                Add(
                    $"xl/worksheets/part{i}.xml",
                    $"""<worksheet xmlns="{Main}">{sheet.Before}<sheetData>{string.Concat(rows)}</sheetData>"""
                        + $"{sheet.After}</worksheet>"
                );
            }

            void Add(string name, string text)
            {
                using var writer = new StreamWriter(zip.CreateEntry(name).Open());
                writer.Write(text);
            }
        }

        return file.ToArray();
    }

    /// <summary>A sheet of a workbook.</summary>
    /// <param name="Rows">The cells of the rows.</param>
    public sealed record Sheet(string Name, string[][] Rows)
    {
        /// <summary><c>visible</c>, <c>hidden</c> or <c>veryHidden</c>; null for what the name says.</summary>
        public string? State { get; init; }

        /// <summary>Elements before the rows.</summary>
        public string Before { get; init; } = "";

        /// <summary>Elements after the rows.</summary>
        public string After { get; init; } = "";
    }

    /// <summary>Returns a row of texts.</summary>
    public static string[] Texts(params string[] texts) => [.. texts.Select(TextCell)];

    public static string TextCell(string text) =>
        text.Length == 0 ? "" : $"""<c t="inlineStr"><is><t>{SecurityElement.Escape(text)}</t></is></c>""";

    /// <param name="style">The number of a format.</param>
    public static string Number(string number, int style = 0) => $"""<c s="{style}"><v>{number}</v></c>""";

    public static string Error(string error) => $"""<c t="e"><f>A1</f><v>{error}</v></c>""";

    /// <param name="result">The computed value, as XML; empty if it was not computed.</param>
    public static string Formula(string result) => $"<c><f>SUM(A1:A2)</f>{result}</c>";

    private static string At(string cell, int row, int column) =>
        cell.Length == 0 ? "" : $"<c r=\"{(char)('A' + column)}{row + 1}\"{cell[2..]}";
}
