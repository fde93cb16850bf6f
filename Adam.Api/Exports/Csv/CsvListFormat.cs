using System.Buffers;
using System.IO.Pipelines;
using System.Text;
using Adam.Api.Binding;
using Adam.Api.Http;
using Adam.Api.Tables;

namespace Adam.Api.Exports.Csv;

/// <summary>
/// Writes a table as comma-separated values (RFC 4180) in UTF-8: a heading, with <c>hxl=true</c> a row of hashtags, and
/// one row for each item.
/// </summary>
internal sealed class CsvListFormat(TimeProvider time) : TableListFormat(time)
{
    /// <summary>The number of bytes after which the output is flushed.</summary>
    private const int FlushSize = 1 << 16;

    private static readonly SearchValues<char> Quoted = SearchValues.Create("\",\r\n");

    public override string Name => "csv";

    public override string MediaType => "text/csv";

    public override string Description =>
        "`csv` returns a table with one row for each item, in UTF-8 with a byte order mark (`bom=false` leaves it "
        + "out): all items unless `limit` is given. Values of a list share one cell, separated by semicolons. "
        + "`hxl=true` adds a row of HXL hashtags. A text that a spreadsheet could run as a formula begins with an "
        + "apostrophe, which an import removes.";

    protected override string Title => "CSV";

    protected override string Extension => ".csv";

    protected override ReadOnlySpan<string> Options =>
        new[] { TableOptions.Hxl, TableOptions.Bom, TableOptions.Explode };

    protected override async Task WriteBodyAsync<T>(
        HttpContext http,
        PipeWriter body,
        ListRequest request,
        ListSource<T> list,
        IAsyncEnumerator<T> items,
        bool hasItem,
        CancellationToken ct
    )
    {
        var columns = list.Table!.Columns;
        var (row, encoder) = (new StringBuilder(), Encoding.UTF8.GetEncoder());
        if (request is not TableListRequest { Bom: false })
            body.Write(Encoding.UTF8.Preamble);
        Write(columns.Select(column => column.Name));
        if (request is TableListRequest { Hxl: true })
            Write(columns.Select(column => column.Hxl ?? ""));

        for (var unsent = 0L; hasItem; hasItem = await items.MoveNextAsync())
        {
            using var document = ToDocument(items.Current);
            foreach (var item in list.Table.RowsOf(document.RootElement))
                unsent += Write(columns.Select(column => Text(column.Read(item))));
            if (unsent < FlushSize)
                continue;

            // The flush waits for a client that reads slowly.
            await body.FlushAsync(ct);
            unsent = 0;
        }

        await body.FlushAsync(ct);

        long Write(IEnumerable<string> cells)
        {
            row.Clear();
            var isFirst = true;
            foreach (var cell in cells)
            {
                if (!isFirst)
                    row.Append(',');
                isFirst = false;
                if (cell.AsSpan().ContainsAny(Quoted))
                    row.Append('"').Append(cell.Replace("\"", "\"\"", StringComparison.Ordinal)).Append('"');
                else
                    row.Append(cell);
            }

            row.Append("\r\n");
            var bytes = 0L;
            // A character of two code units can lie in two chunks, so the encoder keeps the first one.
            foreach (var chunk in row.GetChunks())
            {
                encoder.Convert(chunk.Span, body, flush: false, out var used, out _);
                bytes += used;
            }

            return bytes;
        }
    }

    // A number with three decimals could be read as thousands, as in 1.234, so it gets another zero.
    private static string Text(TableCell cell) =>
        cell.Type switch
        {
            CellType.Text => FormulaText.Defuse(cell.Text),
            CellType.Number when cell.Text is [.., '.', _, _, _] => cell.Text + "0",
            _ => cell.Text,
        };
}
