using System.Text;

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
        await using var text = new StreamWriter(
            stream,
            new UTF8Encoding(encoderShouldEmitUTF8Identifier: true),
            leaveOpen: true
        );
        text.NewLine = "\r\n";
        var columns = ProjectTemplate.Columns;
        await WriteAsync(columns.Select(column => column.Column.Name));
        await WriteAsync(columns.Select(column => column.Column.Hxl ?? ""));
        await WriteAsync(columns.Select(column => column.Example.Text));

        async Task WriteAsync(IEnumerable<string> cells) =>
            await text.WriteLineAsync(string.Join(',', cells.Select(Quoted)).AsMemory(), ct);
    }

    private static string Quoted(string cell) =>
        cell.AsSpan().ContainsAny(",\"\r\n") ? $"\"{cell.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : cell;
}
