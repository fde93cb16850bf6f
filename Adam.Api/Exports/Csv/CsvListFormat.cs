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
        var columns = list.Table.Columns;
        var (row, text) = (new JsonItem(), new ArrayBufferWriter<byte>(2 * FlushSize));
        if (request is not TableListRequest { Bom: false })
            text.Write(Encoding.UTF8.Preamble);
        WriteHeading(text, columns, column => column.Name);
        if (request is TableListRequest { Hxl: true })
            WriteHeading(text, columns, column => column.Hxl ?? "");

        for (; hasItem; hasItem = await items.MoveNextAsync())
        {
            using var document = ToDocument(items.Current);
            foreach (var item in list.Table.RowsOf(document.RootElement))
            {
                row.Read(item);
                WriteRow(text, columns, row);
            }

            if (text.WrittenCount < FlushSize)
                continue;

            // The write waits for a client that reads slowly.
            await body.WriteAsync(text.WrittenMemory, ct);
            text.ResetWrittenCount();
        }

        await body.WriteAsync(text.WrittenMemory, ct);
    }

    private static void WriteHeading(
        ArrayBufferWriter<byte> text,
        IReadOnlyList<TableColumn> columns,
        Func<TableColumn, string> cellOf
    )
    {
        for (var i = 0; i < columns.Count; i++)
        {
            if (i > 0)
                text.Write(","u8);
            Write(text, cellOf(columns[i]));
        }

        text.Write("\r\n"u8);
    }

    private static void WriteRow(ArrayBufferWriter<byte> text, IReadOnlyList<TableColumn> columns, JsonItem row)
    {
        for (var i = 0; i < columns.Count; i++)
        {
            if (i > 0)
                text.Write(","u8);
            var cell = columns[i].Read(row);
            if (cell.Type == CellType.Empty)
                continue;
            if (cell.TryGetUtf8(out var utf8) && IsPlain(cell.Type, utf8))
                text.Write(utf8);
            else
                Write(text, Text(cell));
        }

        text.Write("\r\n"u8);
    }

    private static void Write(ArrayBufferWriter<byte> text, string cell)
    {
        var isQuoted = cell.AsSpan().ContainsAny(Quoted);
        if (isQuoted)
            text.Write("\""u8);
        Encoding.UTF8.GetBytes(isQuoted ? cell.Replace("\"", "\"\"", StringComparison.Ordinal) : cell, text);
        if (isQuoted)
            text.Write("\""u8);
    }

    /// <summary>Returns true if a cell stands in the file as it stands in the record.</summary>
    private static bool IsPlain(CellType type, ReadOnlySpan<byte> utf8) =>
        type switch
        {
            // The value has none of the other characters that are quoted.
            CellType.Text => FormulaText.IsPlain(utf8) && !utf8.Contains((byte)','),
            CellType.Number => utf8 is not [.., (byte)'.', _, _, _],
            _ => true,
        };

    // A number with three decimals could be read as thousands, as in 1.234, so it gets another zero.
    private static string Text(TableCell cell) =>
        cell.Type switch
        {
            CellType.Text => FormulaText.Defuse(cell.Text),
            CellType.Number when cell.Text is [.., '.', _, _, _] => cell.Text + "0",
            _ => cell.Text,
        };
}
