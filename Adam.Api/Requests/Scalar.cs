using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using Adam.Domain.Text;

namespace Adam.Api.Requests;

/// <summary>The result of parsing one value: the value, or the error.</summary>
internal readonly record struct Reading(object? Value, string? Reason, ErrorCode? Code)
{
    public static Reading Of(object value) => new(value, null, null);

    public static Reading Wrong(ErrorCode code, string reason) => new(null, reason, code);
}

/// <summary>Parses single values of one type. Query strings and JSON accept the same form.</summary>
/// <param name="Noun">The noun of the error message "must be …".</param>
/// <param name="JsonKind">The JSON type of the value; a string in place of a number is rejected.</param>
internal sealed record Scalar(string Noun, JsonValueKind JsonKind, Func<string, Reading> Read)
{
    private static readonly Dictionary<Type, Scalar> Known = new()
    {
        [typeof(string)] = new("a text", JsonValueKind.String, ReadText),
        [typeof(bool)] = new("true or false", JsonValueKind.True, ReadFlag),
        [typeof(int)] = new("a whole number", JsonValueKind.Number, Numbers.ReadWhole),
        [typeof(decimal)] = new("a number", JsonValueKind.Number, Numbers.ReadDecimal),
        [typeof(double)] = new("a number", JsonValueKind.Number, Numbers.ReadDouble),
        [typeof(DateOnly)] = new("a date, YYYY-MM-DD", JsonValueKind.String, Dates.ReadDate),
        [typeof(DateTimeOffset)] = new("an instant, such as 2026-01-31T09:30:00Z", JsonValueKind.String, Dates.ReadInstant),
        [typeof(Guid)] = new("a UUID", JsonValueKind.String, ReadGuid),
    };

    /// <summary>Texts without characters that are no text.</summary>
    public static Scalar Text => Known[typeof(string)];

    public static bool TryOf(Type type, [NotNullWhen(true)] out Scalar? scalar)
    {
        type = Nullable.GetUnderlyingType(type) ?? type;
        scalar = Known.GetValueOrDefault(type) ?? (type.IsEnum ? OfEnum(type) : null);
        return scalar is not null;
    }

    public Reading ReadJson(JsonElement element)
    {
        var kind = element.ValueKind is JsonValueKind.False ? JsonValueKind.True : element.ValueKind;
        if (kind != JsonKind)
            return Reading.Wrong(ErrorCodes.WrongType, $"This must be {Noun}, not {JsonText.Describe(element)}.");
        if (kind is not JsonValueKind.String)
            return Read(element.GetRawText());

        return JsonText.TryGet(element, out var text) ? Read(text) : Reading.Wrong(ErrorCodes.UnreadableText, JsonText.LoneSurrogate);
    }

    /// <summary>Parses a code of a code list or an enum, in any case.</summary>
    public static Reading ReadCode(string text, IReadOnlyList<string> codes, string listed)
    {
        var nearest = Nearest.To(text, codes);
        return Reading.Wrong(ErrorCodes.UnknownCode,
            $"{Fault.Show(text)} is not known here. " + (nearest is null ? $"{listed}." : $"Did you mean {Fault.Show(nearest)}? {listed}."));
    }

    private static Scalar OfEnum(Type type)
    {
        var values = Enum.GetValues(type).Cast<Enum>().ToDictionary(Json.NameOf, StringComparer.OrdinalIgnoreCase);
        string[] names = [.. values.Keys];
        return new($"one of {string.Join(", ", names)}", JsonValueKind.String,
            text => values.TryGetValue(text, out var value) ? Reading.Of(value) : ReadCode(text, names, $"Known are {string.Join(", ", names)}"));
    }

    private static Reading ReadText(string text)
    {
        for (var i = 0; i < text.Length; i++)
        {
            var character = text[i];
            if (char.IsHighSurrogate(character) && i + 1 < text.Length && char.IsLowSurrogate(text[i + 1]))
                i++;
            else if (char.IsSurrogate(character))
                return Reading.Wrong(ErrorCodes.UnreadableText, JsonText.LoneSurrogate);
            else if ((char.IsControl(character) && character is not ('\n' or '\r' or '\t')) || character >= '\ufffe')
                return Reading.Wrong(ErrorCodes.UnreadableText,
                    $"The text holds the control character U+{(int)character:X4} as its character {i + 1}. Leave it out; of control characters only tab and line ends are taken.");
        }

        return Reading.Of(text);
    }

    private static Reading ReadFlag(string text) => text switch
    {
        "true" => Reading.Of(true),
        "false" => Reading.Of(false),
        _ => Reading.Wrong(ErrorCodes.WrongType, $"{Fault.Show(text)} must be true or false."),
    };

    private static Reading ReadGuid(string text) => Guid.TryParseExact(text, "D", out var id)
        ? Reading.Of(id)
        : Reading.Wrong(ErrorCodes.BadValue, $"{Fault.Show(text)} is no UUID of the form 01938c2e-7a41-7c3e-9d55-0c2f1b6a9e10.");
}
