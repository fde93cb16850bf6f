using Adam.Api.Imports.Formats;
using Adam.Api.Imports.Formats.Tables;
using Adam.Api.Tables;

namespace Adam.Api.Imports;

/// <summary>
/// The rejected rows of an imported table as CSV, under its headings, with a column that states what to mend. An import
/// does not read that column, so that the rows can be mended and sent again.
/// </summary>
internal sealed class RejectedRows : ImportReportFormat
{
    public override string Name => "rejected";

    public override string MediaType => "text/csv";

    public override string FileName => "adam-rejected-rows.csv";

    public override bool IsFor(IImportFormat format) => format is TableFormat;

    public override async Task WriteAsync(Stream to, ReportSource source, CancellationToken ct)
    {
        var errors = source
            .Result.ReadItems()
            .Where(item => item.Errors.Count > 0)
            .ToDictionary(
                item => item.Line,
                item =>
                    string.Join(
                        '\n',
                        item.Errors.Select(error => $"{ImportResult.NameWithoutPosition(error)}: {error.Reason}")
                    )
            );
        source.File.Position = 0;
        var table = (TableFormat)source.Format.ForOneFile();
        await using var csv = new CsvTextWriter(to);
        await foreach (var row in table.SelectAsync(source.File, source.Context, errors, ct))
            await csv.WriteAsync(row, ct);
    }
}
