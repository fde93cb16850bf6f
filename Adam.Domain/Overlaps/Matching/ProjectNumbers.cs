using System.Text.RegularExpressions;

namespace Adam.Domain.Overlaps.Matching;

/// <summary>
/// Finds the numbers of projects in a text, such as TJK/X31, P094311 or AFG-12/0021. Other words with digits name no
/// project: COVID-19, UH-60, AK-47, 24/7, ISO 9001, FY2014/15, resolution S/RES/1373.
/// </summary>
internal static partial class ProjectNumbers
{
    /// <summary>The number of digits that a name of something else rarely has ("COVID-19", "C-130").</summary>
    private const int ManyDigits = 4;

    /// <summary>The number of digits beside letters on both sides of a slash or full stop (TJK/X31).</summary>
    private const int FewDigits = 2;

    public static IEnumerable<string> Find(string text) =>
        HasDigits(text) ? Mention().Matches(text).Select(match => match.Value).Where(IsOfProject) : [];

    /// <summary>
    /// Returns the part by which people call a number of the form TJK/X31 or GLOY09: X31; nothing for other numbers.
    /// </summary>
    public static IEnumerable<string> ShortOf(string number) =>
        Whole().Match(number) is { Success: true } whole ? [whole.Groups[1].Value] : [];

    /// <summary>Returns such numbers beside a word for a project: "project X31", "проект УНП ООН X31".</summary>
    public static IEnumerable<string> FindShort(string text) =>
        HasDigits(text) ? Short().Matches(text).Select(match => match.Groups[1].Value) : [];

    /// <summary>Returns true if a text has two digits, without which it names no project.</summary>
    private static bool HasDigits(string text)
    {
        var first = text.AsSpan().IndexOfAnyInRange('0', '9');
        return first >= 0 && text.AsSpan(first + 1).ContainsAnyInRange('0', '9');
    }

    private static bool IsOfProject(string mention)
    {
        if (Other().IsMatch(mention))
            return false;
        var digits = mention.Count(char.IsAsciiDigit);
        if (digits >= ManyDigits)
            return true;
        var parts = mention.Split('/', '.');
        return digits >= FewDigits && parts.Count(part => part.Any(char.IsLetter)) >= 2;
    }

    /// <summary>Matches words with a capital and at least two digits.</summary>
    [GeneratedRegex(
        @"\b(?=[\p{L}\d/.\-_]*\d[\p{L}/.\-_]*\d)(?=[\d/.\-_]*\p{Lu})[\p{Lu}\d][\p{Lu}\d/.\-_]{2,}[\p{Lu}\d]\b"
    )]
    private static partial Regex Mention();

    [GeneratedRegex(@"^[A-Z]{2,4}/?([A-Z]\d{2})$", RegexOptions.CultureInvariant)]
    private static partial Regex Whole();

    /// <summary>Matches a short number up to two words after a word for a project. Roads (M41) have none.</summary>
    [GeneratedRegex(
        @"\b(?:[Pp]roje[ck]t|[Pp]rojet|[Пп]роект\p{L}{0,3}|پروژه)\s+(?:\p{L}+\s+){0,2}([A-Z]\d{2})\b",
        RegexOptions.CultureInvariant
    )]
    private static partial Regex Short();

    /// <summary>Matches names of standards, resolutions, budget years and quarters.</summary>
    [GeneratedRegex(
        @"^(ISO|IEC|EN|DIN|ASTM|GOST|ГОСТ|UNSCR|S/RES|A/RES|E/RES|RES|CND|COVID|SARS|FY|Q[1-4]|H[12])[\d/.\-_]|/RES/",
        RegexOptions.CultureInvariant
    )]
    private static partial Regex Other();
}
