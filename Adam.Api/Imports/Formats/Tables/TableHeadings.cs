using System.Collections.Frozen;
using System.Globalization;
using System.Text.RegularExpressions;
using Adam.Api.Projects;
using Adam.Domain.CodeLists;
using Adam.Domain.Text;

namespace Adam.Api.Imports.Formats.Tables;

/// <summary>
/// Recognises headings of columns: the names of <see cref="ProjectTable"/> and their synonyms in English, Russian,
/// French and German (<c>table-headings.tsv</c>), in any case and spacing; and hashtags of the Humanitarian Exchange
/// Language (HXL 1.1).
/// </summary>
internal static partial class TableHeadings
{
    private static readonly FrozenDictionary<string, string> Columns = ReadColumns();

    /// <summary>Attributes of hashtags that mean the same as those of <see cref="ProjectTable"/>.</summary>
    private static readonly FrozenDictionary<string, string> SameAttributes = new Dictionary<string, string>
    {
        ["donor"] = "funder",
        ["implementer"] = "impl",
        ["partner"] = "impl",
        ["programme"] = "prog",
        ["program"] = "prog",
        ["reporting"] = "prog",
        ["id"] = "code",
        ["title"] = "name",
        ["longitude"] = "lon",
        ["latitude"] = "lat",
    }.ToFrozenDictionary();

    private static readonly FrozenDictionary<string, string> SameTags = new Dictionary<string, string>
    {
        ["#subsector"] = "#sector",
        ["#lat_deg"] = "#geo+lat",
        ["#lon_deg"] = "#geo+lon",
        ["#adm1"] = "#adm1",
    }.ToFrozenDictionary();

    /// <summary>
    /// Returns the column of a heading and its number, as in <c>donor 2</c>; null if it is unknown. A number before the
    /// heading, a mark of a footnote and a remark such as <c>(required)</c> are no part of it.
    /// </summary>
    /// <returns>The number is 0 if the heading has none.</returns>
    public static (string Column, int Number)? Find(string heading) =>
        FindWhole(heading) ?? (Remarks().Replace(heading, "") is var bare && bare != heading ? FindWhole(bare) : null);

    private static (string Column, int Number)? FindWhole(string heading)
    {
        if (Columns.TryGetValue(Folding.Key(heading), out var column))
            return (column, 0);
        if (
            Numbered().Match(heading.Trim()) is { Success: true } match
            && Columns.TryGetValue(Folding.Key(match.Groups[1].Value), out var numbered)
        )
            return (numbered, int.Parse(match.Groups[2].ValueSpan, CultureInfo.InvariantCulture));

        return InCurrency(heading) is var (amounts, _) && FindWhole(amounts) is (ProjectTable.Amounts, _) found
            ? found
            : null;
    }

    /// <summary>Returns the currency that a heading states, as in <c>Budget (USD)</c>; null for none.</summary>
    public static string? CurrencyOf(string heading) => InCurrency(Remarks().Replace(heading, ""))?.Currency;

    private static (string Heading, string Currency)? InCurrency(string heading) =>
        CurrencyAtEnd().Match(heading) is { Success: true } match
        && (match.Groups[2].Value is "€" ? "EUR" : CodeListCatalog.Currencies.Find(match.Groups[2].Value)?.Code)
            is { } currency
            ? (match.Groups[1].Value, currency)
            : null;

    /// <summary>Returns the heading that is nearest to an unknown one; null if none is near.</summary>
    public static string? Nearest(string heading) =>
        Domain.Text.Nearest.FindIn(heading, ProjectTable.All.Columns.Select(column => column.Name));

    public static bool IsHashtag(string cell) => Hashtag().IsMatch(cell.Trim());

    /// <summary>
    /// Returns the column of a hashtag: the one that shares most attributes, and the first of equal ones; null if none
    /// has the tag.
    /// </summary>
    public static string? FindHashtag(string hashtag)
    {
        var text = hashtag.Trim().ToLowerInvariant().Replace(" ", "", StringComparison.Ordinal);
        var given = Parse(SameTags.GetValueOrDefault(text, text));
        var best = ProjectTable
            .All.Columns.Where(column => column.Hxl is not null)
            .Select(column => (Column: column, Own: Parse(column.Hxl!)))
            .Where(one =>
                one.Own.Tag == SameTags.GetValueOrDefault(given.Tag, given.Tag)
                // An organisation without a role can be anything, and so can metadata.
                && (one.Own.Tag is not ("#org" or "#meta") || one.Own.Attributes.Overlaps(given.Attributes))
            )
            .Select(one => (one.Column, Shared: one.Own.Attributes.Count(given.Attributes.Contains), one.Own))
            .OrderByDescending(one => one.Shared)
            .ThenBy(one => one.Own.Attributes.Count - one.Shared)
            .FirstOrDefault();
        return best.Column?.Name;
    }

    private static (string Tag, HashSet<string> Attributes) Parse(string hashtag)
    {
        var parts = hashtag.Split('+');
        return (
            parts[0],
            [.. parts.Skip(1).Select(attribute => SameAttributes.GetValueOrDefault(attribute, attribute))]
        );
    }

    private static FrozenDictionary<string, string> ReadColumns()
    {
        using var stream =
            typeof(TableHeadings).Assembly.GetManifestResourceStream("table-headings.tsv")
            ?? throw new InvalidOperationException("The list table-headings.tsv is not part of the program.");
        using var reader = new StreamReader(stream);
        reader.ReadLine();
        var columns = ProjectTable.All.Columns.ToDictionary(
            column => Folding.Key(column.Name),
            column => column.Name,
            StringComparer.Ordinal
        );
        // These two names of computed columns mean the planned dates in a file that has no other dates.
        columns.Remove("start");
        columns.Remove("end");
        while (reader.ReadLine() is { } line)
        {
            var cells = line.Split('\t');
            if (!columns.TryAdd(Folding.Key(cells[1]), cells[0]) && columns[Folding.Key(cells[1])] != cells[0])
                throw new InvalidOperationException($"The heading {cells[1]} names two columns.");
        }

        return columns.ToFrozenDictionary(StringComparer.Ordinal);
    }

    // 1. Title; (2) Title; Title (required); Title¹
    [GeneratedRegex(
        @"^\s*(?:\([0-9]{1,2}\)|[0-9]{1,2}[.)])\s*"
            + @"|\s*[(\[](?:required|mandatory|optional|обязательно|необязательно|obligatoire|facultatif|"
            + @"pflichtfeld)[)\]]"
            + @"|[¹²³⁴-⁹†‡]+\s*$",
        RegexOptions.IgnoreCase
    )]
    private static partial Regex Remarks();

    [GeneratedRegex(@"^(.*?[^0-9\s_#.-])[\s_#.-]*([0-9]{1,3})$")]
    private static partial Regex Numbered();

    // In capitals: a word of three letters is no currency.
    [GeneratedRegex(@"^(.*?[^\s,:(\[])[\s,:]*[(\[ ]\s*(?:in\s+)?([A-Z]{3}|€)\s*[)\]]?\s*$")]
    private static partial Regex CurrencyAtEnd();

    [GeneratedRegex(@"^#[A-Za-z_0-9]+(\s*\+[A-Za-z_0-9]+)*$")]
    private static partial Regex Hashtag();
}
