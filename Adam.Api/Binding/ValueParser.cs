using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using Adam.Api.Errors;
using Adam.Api.Serialization;
using Adam.Domain.Text;

namespace Adam.Api.Binding;

/// <summary>The result of parsing one value: the value, or the error.</summary>
internal readonly record struct ParseResult(object? Value, string? Reason, ErrorCode? Code)
{
    /// <summary>A warning about a value that was read by another name; null for most values.</summary>
    public ValidationError? Warning { get; init; }

    public static ParseResult Success(object value) => new(value, null, null);

    public static ParseResult Failure(ErrorCode code, string reason) => new(null, reason, code);
}

/// <summary>Parses single values of one type. Query strings and JSON accept the same form.</summary>
/// <param name="Noun">The noun for the error message "must be …".</param>
/// <param name="JsonKind">The JSON type of the value. A string instead of a number is rejected.</param>
internal sealed record ValueParser(string Noun, JsonValueKind JsonKind, Func<string, ParseResult> Read)
{
    private static readonly Dictionary<Type, ValueParser> Known = new()
    {
        [typeof(string)] = new("a text", JsonValueKind.String, ReadText),
        [typeof(bool)] = new("true or false", JsonValueKind.True, ReadFlag),
        [typeof(int)] = new("a whole number", JsonValueKind.Number, NumberParser.ReadWhole),
        [typeof(decimal)] = new("a number", JsonValueKind.Number, NumberParser.ReadDecimal),
        [typeof(double)] = new("a number", JsonValueKind.Number, NumberParser.ReadDouble),
        [typeof(DateOnly)] = new("a date, YYYY-MM-DD", JsonValueKind.String, DateParser.ReadDate),
        [typeof(DateTimeOffset)] = new(
            "an instant, such as 2026-01-31T09:30:00Z",
            JsonValueKind.String,
            DateParser.ReadInstant
        ),
        [typeof(DateOrInstant)] = new(
            "a date, or an instant such as 2026-01-31T09:30:00Z",
            JsonValueKind.String,
            DateParser.ReadDateOrInstant
        ),
        [typeof(ChangeCursor)] = new("a cursor", JsonValueKind.String, ChangeCursor.Read),
        [typeof(Guid)] = new("a UUID", JsonValueKind.String, ReadGuid),
    };

    /// <summary>
    /// Parses texts. Characters from U+0080 to U+009F are read as Windows-1252. Other control characters and lone
    /// surrogates are errors.
    /// </summary>
    public static ValueParser Text => Known[typeof(string)];

    public static bool TryFor(Type type, [NotNullWhen(true)] out ValueParser? scalar)
    {
        type = Nullable.GetUnderlyingType(type) ?? type;
        scalar = Known.GetValueOrDefault(type) ?? (type.IsEnum ? ForEnum(type) : null);
        return scalar is not null;
    }

    public ParseResult ReadJson(JsonElement element)
    {
        var kind = element.ValueKind is JsonValueKind.False ? JsonValueKind.True : element.ValueKind;
        if (kind != JsonKind)
            return ParseResult.Failure(ErrorCodes.WrongType, $"This must be {Noun}, not {JsonText.Describe(element)}.");
        if (kind is not JsonValueKind.String)
            return Read(element.GetRawText());

        return JsonText.TryGet(element, out var text)
            ? Read(text)
            : ParseResult.Failure(ErrorCodes.UnreadableText, JsonText.LoneSurrogate);
    }

    /// <summary>Returns the error for an unknown code, with the nearest known one.</summary>
    public static ParseResult ReadCode(string text, IReadOnlyList<string> codes, string listed)
    {
        var nearest = Nearest.FindIn(text, codes);
        return ParseResult.Failure(
            ErrorCodes.UnknownCode,
            $"{ValidationError.Quote(text)} is not known here. "
                + (nearest is null ? $"{listed}." : $"Did you mean {ValidationError.Quote(nearest)}? {listed}.")
        );
    }

    private static ValueParser ForEnum(Type type)
    {
        var values = Enum.GetValues(type).Cast<Enum>().ToDictionary(Json.NameOf, StringComparer.OrdinalIgnoreCase);
        string[] names = [.. values.Keys];
        return new(
            $"one of {string.Join(", ", names)}",
            JsonValueKind.String,
            text =>
                values.TryGetValue(text, out var value)
                    ? ParseResult.Success(value)
                    : ReadCode(text, names, $"Known are {string.Join(", ", names)}")
        );
    }

    private static ParseResult ReadText(string given)
    {
        var text = TextNormalization.ReadWindows1252(given);
        for (var i = 0; i < text.Length; i++)
        {
            var character = text[i];
            if (char.IsHighSurrogate(character) && i + 1 < text.Length && char.IsLowSurrogate(text[i + 1]))
                i++;
            else if (char.IsSurrogate(character))
                return ParseResult.Failure(ErrorCodes.UnreadableText, JsonText.LoneSurrogate);
            else if ((char.IsControl(character) && character is not ('\n' or '\r' or '\t')) || character >= '\ufffe')
                return ParseResult.Failure(
                    ErrorCodes.UnreadableText,
                    $"The text holds the control character U+{(int)character:X4} as its character {i + 1}. Leave it "
                        + "out; of control characters only tab and line ends are taken."
                );
        }

        // A text without a visible character is empty.
        return ParseResult.Success(string.IsNullOrWhiteSpace(TextNormalization.RemoveInvisible(text)) ? "" : text);
    }

    private static ParseResult ReadFlag(string text) =>
        text switch
        {
            "true" => ParseResult.Success(true),
            "false" => ParseResult.Success(false),
            _ => ParseResult.Failure(ErrorCodes.WrongType, $"{ValidationError.Quote(text)} must be true or false."),
        };

    private static ParseResult ReadGuid(string text) =>
        Guid.TryParseExact(text, "D", out var id)
            ? ParseResult.Success(id)
            : ParseResult.Failure(
                ErrorCodes.BadValue,
                $"{ValidationError.Quote(text)} is no UUID of the form 01938c2e-7a41-7c3e-9d55-0c2f1b6a9e10."
            );
}
