using System.Globalization;
using System.Text;
using Adam.Api.Errors;

namespace Adam.Api.Binding;

/// <summary>
/// Parses the query string. Names keep their case, values keep their order, and invalid UTF-8 is reported. The
/// framework's collection loses the first two and replaces the third.
/// </summary>
internal static class QueryText
{
    private static readonly UTF8Encoding Strict = new(
        encoderShouldEmitUTF8Identifier: false,
        throwOnInvalidBytes: true
    );

    public static IReadOnlyList<(string Name, string Value)> Read(string? query, List<ValidationError> errors)
    {
        if (string.IsNullOrEmpty(query) || query == "?")
            return [];

        var parameters = new List<(string, string)>();
        foreach (var pair in query[1..].Split('&', StringSplitOptions.RemoveEmptyEntries))
        {
            var equals = pair.IndexOf('=', StringComparison.Ordinal);
            var (name, value) =
                equals < 0 ? (Decode(pair), "") : (Decode(pair[..equals]), Decode(pair[(equals + 1)..]));
            if (name is null || value is null)
                errors.Add(
                    new(
                        ValidationError.Printable(name ?? pair),
                        "The parameter is not percent-encoded UTF-8: % is followed by two hexadecimal digits, and "
                            + "the bytes must be UTF-8.",
                        ErrorCodes.UnreadableText
                    )
                );
            else
                parameters.Add((name, value));
        }

        return parameters;
    }

    private static string? Decode(string text)
    {
        if (
            !text.Contains('%', StringComparison.Ordinal)
            && !text.Contains('+', StringComparison.Ordinal)
            && Ascii.IsValid(text)
        )
            return text;

        var raw = Encoding.UTF8.GetBytes(text);
        var bytes = new List<byte>(raw.Length);
        for (var i = 0; i < raw.Length; i++)
        {
            if (raw[i] is not (byte)'%')
                bytes.Add(raw[i] is (byte)'+' ? (byte)' ' : raw[i]);
            else if (
                i + 2 < raw.Length
                && byte.TryParse(
                    raw.AsSpan(i + 1, 2),
                    NumberStyles.AllowHexSpecifier,
                    CultureInfo.InvariantCulture,
                    out var one
                )
            )
            {
                bytes.Add(one);
                i += 2;
            }
            else
                return null;
        }

        try
        {
            return Strict.GetString([.. bytes]);
        }
        catch (DecoderFallbackException)
        {
            return null;
        }
    }
}
