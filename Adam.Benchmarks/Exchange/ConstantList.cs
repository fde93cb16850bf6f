using System.IO.Pipelines;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Adam.Benchmarks.Exchange;

/// <summary>A list of records in memory that is written in one format.</summary>
internal abstract class ConstantList
{
    /// <summary>Writes as many rows as asked, from the first record on, again and again.</summary>
    public abstract Task WriteAsync(PipeWriter body, int rows, CancellationToken ct);

    /// <summary>Returns a writer with the settings of the program.</summary>
    protected static Utf8JsonWriter JsonOf(PipeWriter body) =>
        new(body, new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
}
