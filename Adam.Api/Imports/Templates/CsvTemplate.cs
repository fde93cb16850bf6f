using Adam.Api.Tables;

namespace Adam.Api.Imports.Templates;

/// <summary>
/// The template as CSV: headings, hashtags of HXL, and an example row, in UTF-8 with a byte order mark.
/// </summary>
internal sealed class CsvTemplate : TemplateFormat
{
    public override string Name => "csv";

    public override string MediaType => "text/csv";

    public override async Task WriteAsync(Stream stream, CancellationToken ct)
    {
        await using var csv = new CsvTextWriter(stream);
        var columns = ProjectTemplate.Columns;
        await csv.WriteAsync([.. columns.Select(column => column.Column.Name)], ct);
        await csv.WriteAsync([.. columns.Select(column => column.Column.Hxl ?? "")], ct);
        await csv.WriteAsync([.. columns.Select(column => column.Example.Text)], ct);
    }
}
