using System.Text.Encodings.Web;
using System.Text.Json;

namespace Adam.Data.Engines;

/// <summary>Many rows in one parameter: a JSON array of arrays, for <see cref="Engine.Rows"/>.</summary>
internal static class JsonRows
{
    private static readonly JsonSerializerOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static string Of(IEnumerable<object[]> rows) => JsonSerializer.Serialize(rows, Options);
}
