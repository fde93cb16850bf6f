using System.Globalization;
using System.IO.Pipelines;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Xml;
using Parquet;
using Parquet.Schema;
using SpreadCheetah;
using Sylvan.Data.Csv;

namespace Adam.Benchmarks.Exchange;

/// <summary>
/// A server that writes one record again and again, with the library that the register uses for the format. It shows
/// what a list costs at least.
/// </summary>
/// <param name="sample">A file with the record, in the format; as CSV for workbooks and Parquet.</param>
internal sealed class ExchangeFloor(string sample)
{
    private const int FlushSize = 1 << 16;
    private const int RowsOfGroup = 10_000;

    public static async Task RunAsync(string sample, string url)
    {
        var builder = WebApplication.CreateEmptyBuilder(new());
        builder.WebHost.UseKestrelCore().UseUrls(url);
        await using var app = builder.Build();
        app.Run(new ExchangeFloor(sample).AnswerAsync);
        await app.RunAsync();
    }

    private Task AnswerAsync(HttpContext http)
    {
        if (!int.TryParse(http.Request.Query["rows"], CultureInfo.InvariantCulture, out var rows))
            return Task.CompletedTask;
        var (body, ct) = (http.Response.BodyWriter, http.RequestAborted);
        return http.Request.Path.Value![1..] switch
        {
            "ndjson" => NdjsonAsync(body, rows, ct),
            "csv" => CsvAsync(body, rows, ct),
            "xlsx" => XlsxAsync(body, rows, ct),
            "geojson" => GeoJsonAsync(body, rows, ct),
            "iati" => IatiAsync(body, rows, ct),
            "parquet" => ParquetAsync(body, rows, ct),
            var other => throw new InvalidOperationException($"There is no floor of {other}."),
        };
    }

    private async Task NdjsonAsync(PipeWriter body, int rows, CancellationToken ct)
    {
        using var record = JsonDocument.Parse(await File.ReadAllBytesAsync(sample, ct));
        await using var json = JsonOf(body);
        for (var row = 0; row < rows; row++)
        {
            record.RootElement.WriteTo(json);
            await json.FlushAsync(ct);
            json.Reset();
            body.GetSpan(1)[0] = (byte)'\n';
            body.Advance(1);
            if (body.UnflushedBytes >= FlushSize)
                await body.FlushAsync(ct);
        }

        await body.FlushAsync(ct);
    }

    private async Task CsvAsync(PipeWriter body, int rows, CancellationToken ct)
    {
        var cells = await CellsAsync(ct);
        await using var text = new StreamWriter(body.AsStream(leaveOpen: true), new UTF8Encoding(false), FlushSize);
        for (var row = 0; row < rows; row++)
        {
            for (var i = 0; i < cells.Length; i++)
            {
                if (i > 0)
                    text.Write(',');
                if (cells[i].AsSpan().ContainsAny(",\"\r\n"))
                    text.Write($"\"{cells[i].Replace("\"", "\"\"", StringComparison.Ordinal)}\"");
                else
                    text.Write(cells[i]);
            }

            await text.WriteAsync("\r\n".AsMemory(), ct);
        }
    }

    private async Task XlsxAsync(PipeWriter body, int rows, CancellationToken ct)
    {
        var cells = (await CellsAsync(ct)).Select(cell => cell.Length == 0 ? default : new Cell(cell)).ToArray();
        await using var workbook = await Spreadsheet.CreateNewAsync(
            body.AsStream(leaveOpen: true),
            new() { CompressionLevel = SpreadCheetahCompressionLevel.Fastest },
            ct
        );
        await workbook.StartWorksheetAsync("projects", token: ct);
        for (var row = 0; row < rows; row++)
            await workbook.AddRowAsync(cells, ct);
        await workbook.FinishAsync(ct);
        await body.FlushAsync(ct);
    }

    private async Task GeoJsonAsync(PipeWriter body, int rows, CancellationToken ct)
    {
        using var record = JsonDocument.Parse(await File.ReadAllBytesAsync(sample, ct));
        var features = record.RootElement.GetProperty("features");
        await using var json = JsonOf(body);
        json.WriteStartObject();
        json.WriteString("type", "FeatureCollection");
        json.WriteStartArray("features");
        var sent = 0L;
        for (var row = 0; row < rows; row++)
        {
            foreach (var feature in features.EnumerateArray())
                feature.WriteTo(json);
            if (json.BytesCommitted + json.BytesPending - sent < FlushSize)
                continue;
            await json.FlushAsync(ct);
            await body.FlushAsync(ct);
            sent = json.BytesCommitted;
        }

        json.WriteEndArray();
        json.WriteEndObject();
        await json.FlushAsync(ct);
        await body.FlushAsync(ct);
    }

    private async Task IatiAsync(PipeWriter body, int rows, CancellationToken ct)
    {
        var document = new XmlDocument();
        document.Load(sample);
        var record = document.DocumentElement!.ChildNodes.OfType<XmlElement>().First();
        await using var xml = XmlWriter.Create(
            body.AsStream(leaveOpen: true),
            new()
            {
                Async = true,
                Indent = true,
                Encoding = new UTF8Encoding(false),
            }
        );
        await xml.WriteStartElementAsync(null, "iati-activities", null);
        for (var row = 0; row < rows; row++)
        {
            record.WriteTo(xml);
            if (row % 25 == 0)
                await xml.FlushAsync();
        }

        await xml.WriteEndElementAsync();
        await xml.FlushAsync();
        await body.FlushAsync(ct);
    }

    private async Task ParquetAsync(PipeWriter body, int rows, CancellationToken ct)
    {
        var cells = await CellsAsync(ct);
        var schema = new ParquetSchema(
            cells.Select((_, index) => new DataField<string>(string.Create(CultureInfo.InvariantCulture, $"c{index}")))
        );
        // A file, because the library asks a stream for its position.
        await using var file = new FileStream(
            Path.GetTempFileName(),
            FileMode.Create,
            FileAccess.ReadWrite,
            FileShare.None,
            FlushSize,
            FileOptions.DeleteOnClose
        );
        await using (
            var parquet = await ParquetWriter.CreateAsync(
                schema,
                file,
                new() { CompressionMethod = CompressionMethod.Snappy },
                cancellationToken: ct
            )
        )
        {
            for (var left = rows; left > 0; left -= RowsOfGroup)
            {
                var count = Math.Min(left, RowsOfGroup);
                var given = Enumerable.Repeat(1, count).ToArray();
                using var group = parquet.CreateRowGroup();
                for (var i = 0; i < cells.Length; i++)
                {
                    var values = new ReadOnlyMemory<char>[count];
                    Array.Fill(values, cells[i].AsMemory());
                    await group.WriteAllPartsAsync<ReadOnlyMemory<char>>(schema.DataFields[i], values, given, null, ct);
                }

                group.CompleteValidate();
            }
        }

        file.Position = 0;
        await file.CopyToAsync(body.AsStream(leaveOpen: true), ct);
        await body.FlushAsync(ct);
    }

    /// <summary>Returns the cells of the only record of a CSV file.</summary>
    private async Task<string[]> CellsAsync(CancellationToken ct)
    {
        await using var csv = await CsvDataReader.CreateAsync(sample, null, ct);
        if (!await csv.ReadAsync(ct))
            throw new InvalidOperationException($"{sample} has no record.");
        return [.. Enumerable.Range(0, csv.FieldCount).Select(csv.GetString)];
    }

    private static Utf8JsonWriter JsonOf(PipeWriter body) =>
        new(body, new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
}
