using System.Globalization;
using System.IO.Pipelines;
using Adam.Api.Binding;
using Adam.Api.Http;
using Adam.Api.Serialization;
using Adam.Api.Tables;
using Parquet;

namespace Adam.Api.Exports.Parquet;

/// <summary>
/// Writes a table as Apache Parquet, for DuckDB, R, pandas and Power BI: typed columns, and lists as lists. Two groups
/// of rows are in memory at a time: one is filled while the one before is written.
/// </summary>
internal sealed class ParquetListFormat(TimeProvider time) : TableListFormat(time)
{
    /// <summary>The rows of a group. Readers skip and spread whole groups.</summary>
    private const int MostRows = 2_000;

    /// <summary>The bytes of the texts of a group, so that long ones do not fill the memory.</summary>
    private const int MostBytes = 8_000_000;

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
        var table = list.Table;
        var (group, written) = (new ParquetGroup(table.Columns), new ParquetGroup(table.Columns));
        var schema = group.Schema;
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
        var (row, writing) = (new JsonItem(), Task.CompletedTask);
        try
        {
            for (; hasItem; hasItem = await items.MoveNextAsync())
            {
                using var document = ItemBatches.ToDocument(items.Current);
                foreach (var item in table.RowsOf(document.RootElement))
                {
                    row.Read(item);
                    group.Add(row);
                }

                if (group.Rows >= MostRows || group.Bytes >= MostBytes)
                    await SwapAsync();
            }

            if (group.Rows > 0)
                await SwapAsync();
        }
        finally
        {
            // The body must not be in use when the response ends.
            await writing.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        await writing;
        await parquet.DisposeAsync();
        await body.FlushAsync(ct);

        async Task SwapAsync()
        {
            await writing;
            (group, written) = (written, group);
            writing = Task.Run(WriteGroupAsync, ct);
        }

        async Task WriteGroupAsync()
        {
            await written.WriteAsync(parquet, ct);
            await body.FlushAsync(ct);
        }
    }
}
