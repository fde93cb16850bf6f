using System.Text;

namespace Adam.Domain.Text;

/// <summary>
/// Normalizes texts as people and programs write them: characters of Windows-1252, invisible characters and spacing.
/// Two texts that look the same are then equal.
/// </summary>
public static class TextNormalization
{
    // The characters of Windows-1252 for the bytes 0x80 to 0x9F, as HTML reads numeric references to U+0080 to U+009F
    // (https://html.spec.whatwg.org/#numeric-character-reference-end-state). A space stands for the five that have
    // none.
    private const string Windows1252 = "€ ‚ƒ„…†‡ˆ‰Š‹Œ Ž  ‘’“”•–—˜™š›œ žŸ";

    /// <summary>
    /// Returns true if the text has characters from U+0080 to U+009F. They are control characters that nobody writes;
    /// they stand for the bytes of Windows-1252.
    /// </summary>
    public static bool HasWindows1252(string text) => text.AsSpan().IndexOfAnyInRange('\u0080', '\u009f') >= 0;

    /// <summary>
    /// Replaces characters from U+0080 to U+009F by those of Windows-1252: U+0092 becomes an apostrophe. The five that
    /// Windows-1252 does not define are removed.
    /// </summary>
    public static string ReadWindows1252(string text)
    {
        if (!HasWindows1252(text))
            return text;

        var read = new StringBuilder(text.Length);
        foreach (var character in text)
        {
            if (character is < '\u0080' or > '\u009f')
                read.Append(character);
            else if (Windows1252[character - '\u0080'] is not ' ' and var meant)
                read.Append(meant);
        }

        return read.ToString();
    }

    /// <summary>
    /// Removes the characters that Unicode calls default-ignorable: zero-width spaces, byte order marks, soft hyphens,
    /// direction marks, variation selectors, tags. A zero-width (non-)joiner stays between letters of a script that
    /// writes with it, such as Arabic, where it parts words or changes the form of letters.
    /// </summary>
    public static string RemoveInvisible(string text)
    {
        var first = 0;
        while (first < text.Length && !IsInvisible(text, first))
            first++;
        if (first == text.Length)
            return text;

        var visible = new StringBuilder(text.Length).Append(text, 0, first);
        for (var i = first; i < text.Length; i++)
        {
            if (!IsInvisible(text, i))
                visible.Append(text[i]);
            else if (text[i] is '\u200c' or '\u200d' && visible.Length > 0 && JoinsLetters(visible[^1], text, i + 1))
                visible.Append(text[i]);
        }

        return visible.ToString();
    }

    /// <summary>
    /// Returns the text on one line: in NFC, without invisible characters, each run of white space as one space, and
    /// trimmed. Null if nothing is left.
    /// </summary>
    public static string? Line(string? text) =>
        text is null ? null : WithSingleSpaces(Normalize(text), keepTabs: false);

    /// <summary>
    /// Returns the text with its lines: each as <see cref="Line"/> returns it but with its tabs, at most one empty line
    /// in a row, and none at the ends. Null if nothing is left.
    /// </summary>
    public static string? Paragraphs(string? text)
    {
        if (text is null)
            return null;

        var paragraphs = new StringBuilder(text.Length);
        var isAfterEmptyLine = false;
        foreach (var line in Normalize(text).ReplaceLineEndings("\n").Split('\n'))
        {
            if (WithSingleSpaces(line, keepTabs: true) is not { } written)
            {
                isAfterEmptyLine = true;
                continue;
            }

            if (paragraphs.Length > 0)
                paragraphs.Append(isAfterEmptyLine ? "\n\n" : "\n");
            paragraphs.Append(written);
            isAfterEmptyLine = false;
        }

        return paragraphs.Length > 0 ? paragraphs.ToString() : null;
    }

    private static string? WithSingleSpaces(string text, bool keepTabs)
    {
        var line = new StringBuilder(text.Length);
        foreach (var character in text)
        {
            var space = keepTabs && character == '\t' ? '\t' : ' ';
            if (!char.IsWhiteSpace(character))
                line.Append(character);
            else if (line.Length > 0 && line[^1] is not (' ' or '\t'))
                line.Append(space);
            else if (line.Length > 0 && space == '\t')
                line[^1] = '\t';
        }

        return line.ToString().TrimEnd(' ', '\t') is { Length: > 0 } trimmed ? trimmed : null;
    }

    private static string Normalize(string text) =>
        RemoveInvisible(ReadWindows1252(text)).Normalize(NormalizationForm.FormC);

    private static bool JoinsLetters(char before, string text, int after)
    {
        while (after < text.Length && IsInvisible(text, after))
            after++;
        return after < text.Length && IsOfJoiningScript(before) && IsOfJoiningScript(text[after]);
    }

    // Hebrew to Mongolian, without Ethiopic and the scripts of America between them, and the presentation forms.
    private static bool IsOfJoiningScript(char character) =>
        character is (>= '\u0590' and <= '\u109f') or (>= '\u1780' and <= '\u18af') or (>= '\ufb50' and <= '\ufefc');

    // Default_Ignorable_Code_Point of Unicode 17, DerivedCoreProperties.txt. Both halves of a supplementary one count.
    private static bool IsInvisible(string text, int i) =>
        text[i] switch
        {
            < '\u00ad' => false,
            '\u00ad' or '\u034f' or '\u061c' => true,
            '\u115f' or '\u1160' or '\u17b4' or '\u17b5' => true,
            >= '\u180b' and <= '\u180f' => true,
            >= '\u200b' and <= '\u200f' => true,
            >= '\u202a' and <= '\u202e' => true,
            >= '\u2060' and <= '\u206f' => true,
            '\u3164' or '\ufeff' or '\uffa0' => true,
            >= '\ufe00' and <= '\ufe0f' => true,
            >= '\ufff0' and <= '\ufff8' => true,
            // U+E0000 to U+E0FFF: the high surrogates U+DB40 to U+DB43.
            >= '\udb40' and <= '\udb43' => true,
            >= '\udc00' and <= '\udfff' => i > 0 && text[i - 1] is >= '\udb40' and <= '\udb43',
            _ => false,
        };
}
