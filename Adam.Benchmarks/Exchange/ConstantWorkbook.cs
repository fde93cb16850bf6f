using System.Globalization;
using System.IO.Compression;
using System.IO.Pipelines;
using System.Xml;
using System.Xml.Linq;
using SpreadCheetah;
using SpreadCheetah.Styling;

namespace Adam.Benchmarks.Exchange;

/// <inheritdoc/>
/// <param name="records">The cells of each record.</param>
internal sealed class ConstantWorkbook(IReadOnlyList<Cell[]> records) : ConstantList
{
    private const string Sheet = "xl/worksheets/sheet1.xml";

    /// <summary>Reads the cells of workbooks of the program, with their types and styles.</summary>
    public static async Task<ConstantWorkbook> ReadAsync(IEnumerable<string> files)
    {
        // Each workbook has equal styles, with equal numbers.
        await using var workbook = await Spreadsheet.CreateNewAsync(Stream.Null);
        var styles = AddStyles(workbook);
        return new([.. files.SelectMany(file => RowsOf(file, styles))]);
    }

    public override async Task WriteAsync(PipeWriter body, int rows, CancellationToken ct)
    {
        await using var workbook = await Spreadsheet.CreateNewAsync(
            body.AsStream(leaveOpen: true),
            new() { CompressionLevel = SpreadCheetahCompressionLevel.Fastest },
            ct
        );
        AddStyles(workbook);
        await workbook.StartWorksheetAsync("projects", token: ct);
        for (var row = 0; row < rows; row++)
            await workbook.AddRowAsync(records[row % records.Count], ct);
        await workbook.FinishAsync(ct);
        await body.FlushAsync(ct);
    }

    private static IEnumerable<Cell[]> RowsOf(string file, (StyleId Date, StyleId Instant) styles)
    {
        using var zip = ZipFile.OpenRead(file);
        using var sheet = zip.GetEntry(Sheet)!.Open();
        using var xml = XmlReader.Create(sheet);
        // Each row ends where the next one begins. The first one is the heading.
        for (var isHeading = true; xml.ReadToFollowing("row"); isHeading = false)
        {
            using var row = xml.ReadSubtree();
            var cells = XElement.Load(row).Elements().Select(cell => CellOf(cell, styles)).ToArray();
            if (!isHeading)
                yield return cells;
        }
    }

    private static Cell CellOf(XElement cell, (StyleId Date, StyleId Instant) styles)
    {
        if (cell.Value.Length == 0)
            return default;
        if (cell.Attribute("t") is not null)
            return new(cell.Value);
        var number = double.Parse(cell.Value, CultureInfo.InvariantCulture);
        return cell.Attribute("s") is null
            ? new(number)
            : new(DateTime.FromOADate(number), number % 1 == 0 ? styles.Date : styles.Instant);
    }

    /// <summary>Adds the styles of the program's workbooks.</summary>
    private static (StyleId Date, StyleId Instant) AddStyles(Spreadsheet workbook)
    {
        workbook.AddStyle(new Style { Font = { Bold = true } });
        return (
            workbook.AddStyle(new Style { Format = NumberFormat.Custom("yyyy-mm-dd") }),
            workbook.AddStyle(new Style { Format = NumberFormat.Custom("yyyy-mm-dd hh:mm:ss") })
        );
    }
}
