using System.Globalization;
using System.Text;
using Adam.Domain.Overlaps.Matching;
using Adam.Domain.Sentences;

namespace Adam.Data.Overlaps.Matching;

/// <summary>
/// The stored form of reasons: component, contribution and the code of the sentence of each, separated by <c>|</c>.
/// Characters that JSON escapes are written as <c>~</c> and four hexadecimal digits, so that a JSON row set
/// (<see cref="Adam.Data.Databases.JsonRowSet"/>) does not escape the text again.
/// </summary>
internal static class StoredReasons
{
    private const char Between = '|';
    private const char Escape = '~';
    private const int HexDigits = 4;

    private static readonly Dictionary<string, Component> Components = Enum.GetValues<Component>()
        .ToDictionary(component => new Reason(component, 0, new("")).Name, StringComparer.Ordinal);

    public static string Write(IReadOnlyList<Reason> reasons)
    {
        var text = new StringBuilder(512);
        foreach (var reason in reasons)
        {
            if (text.Length > 0)
                text.Append(Between);
            text.Append(reason.Name)
                .Append(Between)
                .Append(CultureInfo.InvariantCulture, $"{reason.Contribution}")
                .Append(Between);
            foreach (var character in reason.Sentence.Code)
            {
                if (IsPlain(character))
                    text.Append(character);
                else
                    text.Append(Escape).Append(CultureInfo.InvariantCulture, $"{(int)character:x4}");
            }
        }

        return text.ToString();
    }

    /// <param name="stored">A text that <see cref="Write"/> returned.</param>
    public static IReadOnlyList<Reason> Read(string stored) =>
        stored.Length == 0
            ? []
            :
            [
                .. stored
                    .Split(Between)
                    .Chunk(3)
                    .Select(reason => new Reason(
                        Components[reason[0]],
                        decimal.Parse(reason[1], CultureInfo.InvariantCulture),
                        new Sentence(Unescaped(reason[2]))
                    )),
            ];

    private static string Unescaped(string stored)
    {
        if (!stored.Contains(Escape, StringComparison.Ordinal))
            return stored;

        var text = new StringBuilder(stored.Length);
        for (var i = 0; i < stored.Length; i++)
        {
            if (stored[i] != Escape)
            {
                text.Append(stored[i]);
                continue;
            }

            text.Append(
                (char)
                    int.Parse(
                        stored.AsSpan(i + 1, HexDigits),
                        NumberStyles.AllowHexSpecifier,
                        CultureInfo.InvariantCulture
                    )
            );
            i += HexDigits;
        }

        return text.ToString();
    }

    private static bool IsPlain(char character) =>
        character is >= ' ' and <= '~'
            ? character is not ('"' or '\\' or Between or Escape)
            : char.IsLetterOrDigit(character) || char.IsPunctuation(character);
}
