using System.Buffers;
using System.IO.Pipelines;
using System.Text;
using Adam.Api.Binding;
using Adam.Api.Http;
using Adam.Api.Serialization;
using Adam.Api.Tables;

namespace Adam.Api.Exports.Csv;

/// <summary>
/// Writes a table as comma-separated values (RFC 4180) in UTF-8: a heading, with <c>hxl=true</c> a row of hashtags, and
/// one row for each item.
/// </summary>
internal sealed class CsvListFormat(TimeProvider time) : TableListFormat(time)
{
    /// <summary>The number of characters after which the output is flushed.</summary>
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
        var (row, text) = (new JsonItem(), new ArrayBufferWriter<char>(FlushSize));
        Func<TableColumn, string> cellOf = column => Text(column.Read(row));
        if (request is not TableListRequest { Bom: false })
            body.Write(Encoding.UTF8.Preamble);
        WriteRow(text, columns, column => column.Name);
        if (request is TableListRequest { Hxl: true })
            WriteRow(text, columns, column => column.Hxl ?? "");

        for (; hasItem; hasItem = await items.MoveNextAsync())
        {
            using var document = ToDocument(items.Current);
            foreach (var item in list.Table.RowsOf(document.RootElement))
            {
                row.Read(item);
                WriteRow(text, columns, cellOf);
            }

            if (text.WrittenCount < FlushSize)
                continue;

            Encode(text, body);
            // The flush waits for a client that reads slowly.
            await body.FlushAsync(ct);
        }

        Encode(text, body);
        await body.FlushAsync(ct);
    }

    private static void WriteRow(
        ArrayBufferWriter<char> text,
        IReadOnlyList<TableColumn> columns,
        Func<TableColumn, string> cellOf
    )
    {
        for (var i = 0; i < columns.Count; i++)
        {
            if (i > 0)
                text.Write(",");
            var cell = cellOf(columns[i]);
            if (cell.AsSpan().ContainsAny(Quoted))
            {
                text.Write("\"");
                text.Write(cell.Replace("\"", "\"\"", StringComparison.Ordinal));
                text.Write("\"");
            }
            else
            {
                text.Write(cell);
            }
        }

        text.Write("\r\n");
    }

    /// <summary>Moves whole rows to the body.</summary>
    private static void Encode(ArrayBufferWriter<char> text, PipeWriter body)
    {
        Encoding.UTF8.GetBytes(text.WrittenSpan, body);
        text.ResetWrittenCount();
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
