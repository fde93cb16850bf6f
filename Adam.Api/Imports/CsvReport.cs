using System.Globalization;
using Adam.Api.Errors;
using Adam.Api.Serialization;
using Adam.Api.Tables;

namespace Adam.Api.Imports;

/// <summary>
/// The items of the report as CSV: one row for each error and warning, and one for a record without any.
/// </summary>
internal sealed class CsvReport : ImportReportFormat
{
    public override string Name => "csv";

    public override string MediaType => "text/csv";

    public override string FileName => "adam-import-report.csv";

    public override async Task WriteAsync(Stream to, ReportSource source, CancellationToken ct)
    {
        await using var csv = new CsvTextWriter(to);
        await csv.WriteAsync(
            ["number", "line", "identifier", "outcome", "project", "kind", "name", "code", "reason"],
            ct
        );
        foreach (var item in source.Result.ReadItems())
        {
            foreach (var error in item.Errors)
                await WriteAsync(item, "error", error);
            foreach (var warning in item.Warnings)
                await WriteAsync(item, "warning", warning);
            if (item.Errors.Count + item.Warnings.Count == 0)
                await WriteAsync(item, "", null);
        }

        Task WriteAsync(ImportItem item, string kind, ValidationError? fault) =>
            csv.WriteAsync(
                [
                    item.Number.ToString(CultureInfo.InvariantCulture),
                    item.Line.ToString(CultureInfo.InvariantCulture),
                    item.Identifier ?? "",
                    Json.NameOf(item.Outcome),
                    item.Project?.ToString() ?? "",
                    kind,
                    fault?.Name ?? "",
                    fault?.Code ?? "",
                    fault?.Reason ?? "",
                ],
                ct
            );
    }
}
