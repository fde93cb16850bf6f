using System.Globalization;
using System.IO.Pipelines;
using Adam.Api.Binding;
using Adam.Api.Http;
using Adam.Api.Serialization;
using Adam.Api.Tables;
using Parquet;
using Parquet.Schema;

namespace Adam.Api.Exports.Parquet;

/// <summary>
/// Writes a table as Apache Parquet, for DuckDB, R, pandas and Power BI: typed columns, and lists as lists. A group of
/// rows is in memory at a time.
/// </summary>
internal sealed class ParquetListFormat(TimeProvider time) : TableListFormat(time)
{
    /// <summary>The rows of a group. Readers skip and spread whole groups.</summary>
    private const int MostRows = 10_000;

    /// <summary>The characters of a group, so that long texts do not fill the memory.</summary>
    private const int MostCharacters = 8_000_000;

    public override string Name => "parquet";

    public override string MediaType => "application/vnd.apache.parquet";

    public override string Description =>
        "`parquet`, of projects and overlaps only, returns the same table as an Apache Parquet file, with dates, "
        + "instants in UTC, amounts as `DECIMAL(18, 4)`, and lists as lists.";

    public override ListFormatScope Scope => ListFormatScope.TypedTables;

    protected override string Title => "Parquet";

    protected override string Extension => ".parquet";

    protected override ReadOnlySpan<string> Options => new[] { TableOptions.Explode };

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
        var table = list.Table!;
        var columns = table.Columns.Select(ParquetColumn.Create).ToList();
        var schema = new ParquetSchema(columns.Select(column => column.Field));
        var file = new CountingStream(body.AsStream(leaveOpen: true));
        // The writer is closed only at the end: it would complete a file that broke off.
        var parquet = await ParquetWriter.CreateAsync(
            schema,
            file,
            new() { CompressionMethod = CompressionMethod.Snappy },
            cancellationToken: ct
        );
        parquet.CustomMetadata = new Dictionary<string, string>
        {
            ["request"] = $"GET {http.Request.Path}{http.Request.QueryString}",
            ["time"] = Time.GetUtcNow().ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture),
        };
        var (row, rows, characters) = (new JsonItem(), 0, 0L);
        for (; hasItem; hasItem = await items.MoveNextAsync())
        {
            using var document = ToDocument(items.Current);
            foreach (var item in table.RowsOf(document.RootElement))
            {
                row.Read(item);
                foreach (var column in columns)
                    characters += column.Add(row);
                rows++;
            }

            if (rows >= MostRows || characters >= MostCharacters)
                await WriteGroupAsync();
        }

        if (rows > 0)
            await WriteGroupAsync();
        await parquet.DisposeAsync();
        await body.FlushAsync(ct);

        async Task WriteGroupAsync()
        {
            var group = parquet.CreateRowGroup();
            foreach (var column in columns)
                await column.WriteAsync(group, ct);
            group.CompleteValidate();
            group.Dispose();
            await body.FlushAsync(ct);
            (rows, characters) = (0, 0);
        }
    }
}
