using Adam.Api.Imports.Formats;
using Adam.Api.Imports.Formats.Tables;
using Adam.Api.Tables;

namespace Adam.Api.Imports;

/// <summary>
/// Rows of an imported table as CSV, under its headings, with a column that states what to mend. An import does not
/// read that column, so that the rows can be mended and sent again.
/// </summary>
internal abstract class TableRows : ImportReportFormat
{
    public override string MediaType => "text/csv";

    public override bool IsFor(IImportFormat format) => format is TableFormat;

    /// <summary>Returns true if the report has the row of a record.</summary>
    protected abstract bool Has(ImportItem item);

    public override async Task WriteAsync(Stream to, ReportSource source, CancellationToken ct)
    {
        var errors = source
            .Result.ReadItems()
            .Where(Has)
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

/// <summary>The rejected rows.</summary>
internal sealed class RejectedRows : TableRows
{
    public override string Name => "rejected";

    public override string FileName => "adam-rejected-rows.csv";

    protected override bool Has(ImportItem item) => item.Errors.Count > 0;
}

/// <summary>The rows of all records, in the order of the items of the report.</summary>
internal sealed class AllRows : TableRows
{
    public override string Name => "rows";

    public override string FileName => "adam-rows.csv";

    protected override bool Has(ImportItem item) => true;
}
