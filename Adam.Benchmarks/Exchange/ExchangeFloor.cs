using System.Globalization;

namespace Adam.Benchmarks.Exchange;

/// <summary>
/// A server that writes some thousand records in turn, which it has in memory in the form that the library of the
/// format takes. It shows what writing a list costs at least.
/// </summary>
internal static class ExchangeFloor
{
    /// <summary>The bytes after which the output is flushed.</summary>
    public const int FlushSize = 1 << 16;

    /// <param name="pages">The folder with files of the register in the format, in the order of their names.</param>
    public static async Task RunAsync(string format, string pages, string url)
    {
        var files = Directory.GetFiles(pages).Order(StringComparer.Ordinal).ToList();
        var list = await ReadAsync(format, files);
        var builder = WebApplication.CreateEmptyBuilder(new());
        builder.WebHost.UseKestrelCore().UseUrls(url);
        await using var app = builder.Build();
        app.Run(async http =>
        {
            if (!int.TryParse(http.Request.Query["rows"], CultureInfo.InvariantCulture, out var rows))
                return;
            try
            {
                await list.WriteAsync(http.Response.BodyWriter, rows, http.RequestAborted);
            }
            catch (Exception error) when (error is not OperationCanceledException)
            {
                // The server has no log.
                await Console.Error.WriteLineAsync(error.ToString());
                throw;
            }
        });
        await app.RunAsync();
    }

    private static async Task<ConstantList> ReadAsync(string format, IReadOnlyList<string> files) =>
        format switch
        {
            "ndjson" => ConstantNdjson.Read(files),
            "csv" => ConstantCsv.Read(files),
            "xlsx" => await ConstantWorkbook.ReadAsync(files),
            "geojson" => ConstantGeoJson.Read(files),
            "iati" => ConstantIati.Read(files),
            "parquet" => await ConstantParquet.ReadAsync(files),
            _ => throw new InvalidOperationException($"There is no floor of {format}."),
        };
}
