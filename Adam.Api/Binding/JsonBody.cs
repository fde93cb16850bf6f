using System.Text.Json;
using System.Text.Unicode;
using Adam.Api.Errors;

namespace Adam.Api.Binding;

/// <summary>The source of a JSON document, for errors of the document as a whole.</summary>
/// <param name="Name">The name of such an error.</param>
/// <param name="Subject">The subject of the error message, at the beginning of a sentence.</param>
/// <param name="HasLines">True if the document can have several lines.</param>
internal sealed record JsonSource(string Name, string Subject, bool HasLines)
{
    public static readonly JsonSource Body = new(JsonBody.Name, "The body", HasLines: true);

    /// <summary>One line of a file.</summary>
    public static readonly JsonSource Line = new("line", "The line", HasLines: false);

    /// <summary>One item of a list in a file.</summary>
    public static readonly JsonSource Item = new("item", "The item", HasLines: true);

    public ValidationError Error(ErrorCode code, string predicate) => new(Name, $"{Subject} {predicate}", code);
}

/// <summary>Parses JSON from clients and collects all errors.</summary>
internal static class JsonBody
{
    public const int MostLevels = 32;

    private const string NotUtf8 = "is not UTF-8, the encoding of JSON. Save or send it as UTF-8.";

    /// <summary>The name of an error of the body as a whole.</summary>
    public const string Name = "body";

    public static ReadOnlySpan<byte> ByteOrderMark => [0xEF, 0xBB, 0xBF];

    /// <summary>Reads the result of a merge patch by the same rules as a complete body.</summary>
    public static T Read<T>(JsonElement element, List<ValidationError> errors)
        where T : class, new() => JsonModelReader.For(typeof(T)).Read(element, "", errors) as T ?? new T();

    /// <summary>Returns the document; null, with an error added, if it is not a JSON object.</summary>
    public static JsonDocument? Parse(ReadOnlyMemory<byte> utf8, List<ValidationError> errors) =>
        Parse(utf8, errors, JsonSource.Body);

    /// <inheritdoc cref="Parse(ReadOnlyMemory{byte}, List{ValidationError})"/>
    public static JsonDocument? Parse(ReadOnlyMemory<byte> utf8, List<ValidationError> errors, JsonSource source)
    {
        if (utf8.Span.StartsWith(ByteOrderMark))
            utf8 = utf8[ByteOrderMark.Length..];

        if (utf8.IsEmpty)
            errors.Add(source.Error(ErrorCodes.BodyMissing, "is empty; a JSON object is expected."));
        else if (!Utf8.IsValid(utf8.Span))
            errors.Add(source.Error(ErrorCodes.NotJson, NotUtf8));
        else
            return ParseText(utf8, errors, source);

        return null;
    }

    private static JsonDocument? ParseText(ReadOnlyMemory<byte> utf8, List<ValidationError> errors, JsonSource source)
    {
        try
        {
            var document = JsonDocument.Parse(utf8, new JsonDocumentOptions { MaxDepth = MostLevels });
            if (document.RootElement.ValueKind is JsonValueKind.Object)
                return document;

            var given = JsonText.Describe(document.RootElement);
            errors.Add(source.Error(ErrorCodes.WrongType, $"must be a JSON object, not {given}."));
            document.Dispose();
        }
        catch (JsonException)
        {
            errors.Add(WhyNot(utf8.Span, source));
        }

        return null;
    }

    private static ValidationError WhyNot(ReadOnlySpan<byte> utf8, JsonSource source)
    {
        // The reader has no depth limit, so that it can distinguish deep nesting from a syntax error. The size of the
        // body bounds the depth.
        var reader = new Utf8JsonReader(utf8, new JsonReaderOptions { MaxDepth = int.MaxValue });
        try
        {
            while (reader.Read())
            {
                if (
                    reader.TokenType is JsonTokenType.StartObject or JsonTokenType.StartArray
                    && reader.CurrentDepth >= MostLevels
                )
                    return source.Error(ErrorCodes.TooDeep, $"nests objects and lists more than {MostLevels} deep.");
            }
        }
        catch (JsonException error)
        {
            var line = source.HasLines ? $"line {error.LineNumber + 1}, " : "";
            var place = $"{line}byte {error.BytePositionInLine + 1}";
            return source.Error(ErrorCodes.NotJson, $"is not JSON: it stops making sense at {place}.");
        }

        return source.Error(ErrorCodes.NotJson, "is not JSON.");
    }
}
