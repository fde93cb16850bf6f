using System.Runtime.InteropServices;
using System.Text.Json;

namespace Adam.Api.Serialization;

/// <summary>Reads texts and numbers of JSON in UTF-8, as they stand in the document, without making strings.</summary>
internal static class JsonUtf8
{
    /// <summary>
    /// Returns the text or the number. A text has no quotation mark, no backslash and no control character, because one
    /// that has them is escaped in JSON.
    /// </summary>
    /// <returns>False if the text is escaped, or the value is neither.</returns>
    public static bool TryGetUtf8(this JsonElement value, out ReadOnlySpan<byte> utf8)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.Number:
                utf8 = JsonMarshal.GetRawUtf8Value(value);
                return true;
            case JsonValueKind.String:
                utf8 = JsonMarshal.GetRawUtf8Value(value)[1..^1];
                return !utf8.Contains((byte)'\\');
            default:
                utf8 = default;
                return false;
        }
    }

    /// <summary>Returns true for a text without characters.</summary>
    public static bool IsEmptyText(this JsonElement value) =>
        value.ValueKind == JsonValueKind.String && JsonMarshal.GetRawUtf8Value(value).Length == 2;
}
