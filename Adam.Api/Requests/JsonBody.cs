using System.Text.Json;
using System.Text.Unicode;

namespace Adam.Api.Requests;

/// <summary>Reads JSON that a caller wrote, with every fault at once.</summary>
internal static class JsonBody
{
    public const int MostLevels = 32;

    /// <summary>What a fault of the body as a whole is named by.</summary>
    public const string Name = "body";

    private static ReadOnlySpan<byte> ByteOrderMark => [0xEF, 0xBB, 0xBF];

    /// <summary>What a merge patch has made of a document, by the same rules as a body that was sent whole.</summary>
    public static T Read<T>(JsonElement element, List<Fault> faults) where T : class, new() =>
        JsonShape.Of(typeof(T)).Read(element, "", faults) as T ?? new T();

    /// <summary>The document, or null with the reason why there is none that could be read any further.</summary>
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
        // Deep enough for any depth that a body's size allows to be told from a mistake.
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
