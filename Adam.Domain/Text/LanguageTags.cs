using System.Globalization;
using System.Text.RegularExpressions;

namespace Adam.Domain.Text;

/// <summary>
/// Validates language tags: BCP 47 (RFC 5646), as in <c>xml:lang</c>. Only the form is checked, not the existence of
/// the language.
/// </summary>
public static partial class LanguageTags
{
    /// <summary>The maximum length of a tag in characters. RFC 5646 (4.4.1) recommends room for at least 35.</summary>
    public const int MaxLength = 35;

    /// <summary>
    /// Returns true if the text has the form of a tag: a language of two or three letters, then subtags.
    /// </summary>
    public static bool IsTag(string text) => text.Length <= MaxLength && Tag().IsMatch(text);

    /// <summary>
    /// Returns the tag in the case that RFC 5646 recommends (<c>pt-BR</c>, <c>zh-Hant</c>), so that equal tags are
    /// written alike.
    /// </summary>
    public static string Canonical(string tag) =>
        string.Join(
            '-',
            tag.ToLowerInvariant()
                .Split('-')
                .Select(
                    (part, index) =>
                        index == 0
                            ? part
                            : part.Length switch
                            {
                                2 => part.ToUpperInvariant(),
                                4 => CultureInfo.InvariantCulture.TextInfo.ToTitleCase(part),
                                _ => part,
                            }
                )
        );

    [GeneratedRegex("^[A-Za-z]{2,3}(-[A-Za-z0-9]{1,8})*\\z")]
    private static partial Regex Tag();
}
