using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Adam.Domain.Overlaps.Scoring;

namespace Adam.Data.Overlaps;

/// <summary>Reasons as the contract shows them and as they are kept: an array of component, contribution and detail.</summary>
internal static class ReasonsJson
{
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };

    public static string Write(Score score)
    {
        var bytes = new ArrayBufferWriter<byte>(1024);
        using var writer = new Utf8JsonWriter(bytes, Options);
        writer.WriteStartArray();
        foreach (var reason in score.Reasons)
        {
            writer.WriteStartObject();
            writer.WriteString("component", reason.Name);
            writer.WriteNumber("contribution", reason.Contribution);
            writer.WriteString("detail", reason.Detail);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.Flush();
        return Encoding.UTF8.GetString(bytes.WrittenSpan);
    }
}
