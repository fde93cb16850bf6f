using System.Collections.Frozen;
using Adam.Domain.Text;

namespace Adam.Domain.CodeLists;

/// <summary>A country that no longer exists (ISO 3166-3).</summary>
/// <param name="Until">The year in which its code was withdrawn.</param>
/// <param name="Successors">The codes to write instead, in a phrase.</param>
public sealed record FormerCountry(string Name, string Until, string Successors);

/// <summary>
/// The names of countries in seventeen languages (Unicode CLDR 48), with other names in use, and former countries (ISO
/// 3166-3).
/// </summary>
public static class CountryNames
{
    private static readonly IReadOnlyList<IReadOnlyDictionary<string, string>> All =
    [
        .. CodeListCatalog.Rows("country-names"),
    ];

    private static readonly FrozenDictionary<string, string> Codes = All.Select(row =>
            (Key: Folding.Key(row["name"]), Code: row["code"])
        )
        .Distinct()
        .GroupBy(name => name.Key, StringComparer.Ordinal)
        // A name that two countries share, in different languages, identifies neither.
        .Where(names => names.Count() == 1)
        .ToFrozenDictionary(names => names.Key, names => names.Single().Code, StringComparer.Ordinal);

    private static readonly FrozenDictionary<string, FormerCountry> Formers = CodeListCatalog
        .Rows("former-countries")
        .SelectMany(row =>
            new[] { row["code"], row["alpha3"], Name(row) }
                .Where(key => key.Length > 0)
                .Select(key => (key, Country: new FormerCountry(row["name"], row["until"], row["successors"])))
        )
        .ToFrozenDictionary(former => former.key, former => former.Country, StringComparer.OrdinalIgnoreCase);

    // The first name in a language is that of CLDR. English names are those of the code list.
    private static readonly FrozenDictionary<(string Code, string Language), string> ByLanguage = All.Where(row =>
            row["language"] != English
        )
        .DistinctBy(row => (row["code"], row["language"]))
        .ToFrozenDictionary(row => (row["code"], row["language"]), row => row["name"]);

    /// <summary>The language of the code lists.</summary>
    public const string English = "en";

    /// <summary>The languages that every country has a name in: codes of ISO 639-1.</summary>
    public static IReadOnlyList<string> Languages { get; } =
    [.. All.Select(row => row["language"]).Distinct().Order(StringComparer.Ordinal)];

    /// <summary>Returns the name of a country in one of <see cref="Languages"/>; null for an unknown code.</summary>
    public static string? Name(string code, string language) =>
        ByLanguage.GetValueOrDefault((code, language)) ?? CodeListCatalog.Countries.Find(code)?.Name;

    /// <summary>Returns the code of the only country with this name in any language; else null.</summary>
    public static string? Find(string name) => Codes.GetValueOrDefault(Folding.Key(name));

    /// <summary>
    /// Returns the code of a country that is written as its code (alpha-2, alpha-3 or numeric), as another code in use
    /// (<c>UK</c>, <c>EL</c>) or as its name in any language; null if there is none, or several.
    /// </summary>
    public static string? Resolve(string text) =>
        CodeListCatalog.Countries.Find(text.Trim())?.Code
        ?? (FindFormer(text) is null ? Find(text) ?? CodeListCatalog.Countries.FindByName(text) : null);

    /// <summary>Returns the former country with this code, alpha-3 code or name; null if there is none.</summary>
    public static FormerCountry? FindFormer(string codeOrName) => Formers.GetValueOrDefault(codeOrName.Trim());

    private static string Name(IReadOnlyDictionary<string, string> row) =>
        row["name"].StartsWith("the ", StringComparison.Ordinal) ? row["name"][4..] : row["name"];
}
