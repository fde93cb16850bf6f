using System.Globalization;
using System.Text.RegularExpressions;
using Adam.Domain.Questionnaires;
using Adam.Domain.Text;

namespace Adam.Api.Questionnaires.Forms;

/// <summary>Languages as XLSForm writes them: <c>English (en)</c>.</summary>
internal static partial class FormLanguages
{
    /// <summary>The language of a form that states none.</summary>
    public const string Usual = "en";

    private static readonly Dictionary<string, string> Names = new(StringComparer.Ordinal)
    {
        ["ar"] = "Arabic",
        ["de"] = "German",
        ["en"] = "English",
        ["es"] = "Spanish",
        ["fa"] = "Persian",
        ["fr"] = "French",
        ["ru"] = "Russian",
        ["tg"] = "Tajik",
        ["tr"] = "Turkish",
        ["zh"] = "Chinese",
    };

    /// <summary>
    /// The tags of languages by their English names and by their own, for editors that write no tag. An English name
    /// that is another language's own one stays English.
    /// </summary>
    private static readonly Dictionary<string, string> Tags = CultureInfo
        .GetCultures(CultureTypes.NeutralCultures)
        .Where(culture => culture.Name.Length == 2)
        .SelectMany(culture =>
            new[]
            {
                (Name: culture.EnglishName, IsOwn: false, Tag: culture.Name),
                (Name: culture.NativeName, IsOwn: true, Tag: culture.Name),
            }
        )
        .OrderBy(one => one.IsOwn)
        .GroupBy(one => one.Name, StringComparer.OrdinalIgnoreCase)
        .ToDictionary(group => group.Key, group => group.First().Tag, StringComparer.OrdinalIgnoreCase);

    public static string NameOf(string tag) => $"{Names.GetValueOrDefault(tag, tag)} ({tag})";

    /// <summary>
    /// Returns the tag of a language that is written so, as a tag alone, or by a name, with the English one in brackets
    /// or not; null if there is none.
    /// </summary>
    public static string? Find(string text)
    {
        var whole = text.Trim();
        var (inBrackets, before) = InBrackets().Match(whole) is { Success: true } match
            ? (match.Groups["tag"].Value.Trim(), whole[..match.Index].Trim())
            : (whole, whole);
        return LanguageTags.IsTag(inBrackets) && !Tags.ContainsKey(inBrackets) ? LanguageTags.Canonical(inBrackets)
            : Tags.TryGetValue(inBrackets, out var named) || Tags.TryGetValue(before, out named) ? named
            : null;
    }

    /// <summary>Returns the languages of a form, that of the form itself first.</summary>
    public static IReadOnlyList<string> Used(QuestionnaireDraft draft) =>
        [
            .. draft
                .Title.Concat(draft.Questions.SelectMany(question => question.Label.Concat(question.Hint)))
                .Concat(draft.Choices.SelectMany(choice => choice.Label))
                .Select(text => text.Language)
                .Distinct(StringComparer.Ordinal),
        ];

    /// <summary>Returns a text in a language, or else in the first one; empty if there is none.</summary>
    public static string In(this IReadOnlyList<LocalText> texts, string language) =>
        (texts.FirstOrDefault(text => text.Language == language) ?? (texts is [var first, ..] ? first : null))?.Text
        ?? "";

    [GeneratedRegex(@"\((?<tag>[A-Za-z0-9 -]+)\)\z", RegexOptions.NonBacktracking)]
    private static partial Regex InBrackets();
}
