using System.IO.Pipelines;
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
        var heading = new CsvRowWriter(list.Table);
        if (request is not TableListRequest { Bom: false })
            heading.WritePreamble();
        heading.WriteHeading(columns.Select(column => column.Name));
        if (request is TableListRequest { Hxl: true })
            heading.WriteHeading(columns.Select(column => column.Hxl ?? ""));
        await body.WriteAsync(heading.Take(), ct);
        await ItemBatches.WriteAsync(body, items, hasItem, () => new CsvRowWriter(list.Table), default, ct);
    }
}
