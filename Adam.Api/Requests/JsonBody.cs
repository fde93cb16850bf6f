using System.Text.Json;
using System.Text.Unicode;

namespace Adam.Api.Requests;

/// <summary>Reads the JSON of a request and reports all errors at once.</summary>
internal static class JsonBody
{
    public const int MostLevels = 32;

    /// <summary>The name of an error that concerns the whole body.</summary>
    public const string Name = "body";

    private static ReadOnlySpan<byte> ByteOrderMark => [0xEF, 0xBB, 0xBF];

    /// <summary>Reads the result of a merge patch by the same rules as a whole body.</summary>
    public static T Read<T>(JsonElement element, List<Fault> faults) where T : class, new() =>
        JsonShape.Of(typeof(T)).Read(element, "", faults) as T ?? new T();

    /// <summary>Parses the document. Returns null and adds an error if it cannot be parsed.</summary>
    public static JsonDocument? Parse(ReadOnlyMemory<byte> utf8, List<Fault> faults)
    {
        if (utf8.Span.StartsWith(ByteOrderMark))
            utf8 = utf8[ByteOrderMark.Length..];

        if (utf8.IsEmpty)
            faults.Add(new(Name, "The body is empty; a JSON object is expected.", ErrorCodes.BodyMissing));
        else if (!Utf8.IsValid(utf8.Span))
            faults.Add(new(Name, "The body is not UTF-8, the encoding of JSON. Save or send it as UTF-8.", ErrorCodes.NotJson));
        else
            return ParseText(utf8, faults);

        return null;
    }

    private static JsonDocument? ParseText(ReadOnlyMemory<byte> utf8, List<Fault> faults)
    {
        try
        {
            var document = JsonDocument.Parse(utf8, new JsonDocumentOptions { MaxDepth = MostLevels });
            if (document.RootElement.ValueKind is JsonValueKind.Object)
                return document;

            faults.Add(new(Name, $"The body must be a JSON object, not {JsonText.Describe(document.RootElement)}.", ErrorCodes.WrongType));
            document.Dispose();
        }
        catch (JsonException)
        {
            faults.Add(WhyNot(utf8.Span));
        }

        return null;
    }

    private static Fault WhyNot(ReadOnlySpan<byte> utf8)
    {
        // No depth limit here: the size of the body bounds the depth, and the error message can then tell deep nesting
        // from a syntax error.
        var reader = new Utf8JsonReader(utf8, new JsonReaderOptions { MaxDepth = int.MaxValue });
        try
        {
            while (reader.Read())
            {
                if (reader.TokenType is JsonTokenType.StartObject or JsonTokenType.StartArray && reader.CurrentDepth >= MostLevels)
                    return new(Name, $"The body nests objects and lists more than {MostLevels} deep.", ErrorCodes.TooDeep);
            }
        }
        catch (JsonException error)
        {
            return new(Name, $"The body is not JSON: it stops making sense at line {error.LineNumber + 1}, byte {error.BytePositionInLine + 1}.", ErrorCodes.NotJson);
        }

        return new(Name, "The body is not JSON.", ErrorCodes.NotJson);
    }
}
