using Adam.Domain.Partners;
using Adam.Domain.Text;

namespace Adam.Domain.Overlaps.Matching;

/// <summary>
/// Word lists that do not depend on a register, from <c>words.tsv</c>: stop words, generic words of projects, words for
/// phases, and names of countries.
/// </summary>
internal static class Vocabulary
{
    private const int ShortestCountryWord = 4;
    private const int CountryStem = 5;

    private static readonly Dictionary<string, string> Functions = new(StringComparer.Ordinal);
    private static readonly HashSet<string> Generics = new(StringComparer.Ordinal);
    private static readonly HashSet<string> Phases = new(StringComparer.Ordinal);
    private static readonly Dictionary<string, int> Ordinals = new(StringComparer.Ordinal);
    private static readonly Dictionary<string, string[]> CountryWords;

    /// <summary>Words of country names that identify no country ("Republic").</summary>
    private static readonly HashSet<string> Forms = new(StringComparer.Ordinal)
    {
        "republic",
        "islamic",
        "government",
        "democratic",
        "people",
        "peoples",
        "kingdom",
        "federal",
        "state",
        "states",
        "united",
        "island",
        "islands",
        "north",
        "south",
        "republique",
        "republica",
        "gouvernement",
        "former",
        "federation",
        "union",
        "arab",
        "bolivarian",
        "plurinational",
        "respublika",
        "federativnaya",
        "republik",
        "northern",
        "southern",
        "saint",
        "central",
        "great",
        "kingdom",
    };

    static Vocabulary()
    {
        foreach (var row in CodeLists.CodeListCatalog.Rows("words"))
        {
            foreach (var word in row["words"].Split(' '))
            {
                switch (row["kind"])
                {
                    case "function":
                        Functions[word] = Functions.TryGetValue(word, out var languages)
                            ? languages + " " + row["language"]
                            : row["language"];
                        break;
                    case "generic":
                        Generics.Add(word);
                        break;
                    case "phase":
                        Phases.Add(word);
                        break;
                    default:
                        Ordinals[word] = int.Parse(row["kind"].AsSpan("ordinal-".Length), provider: null);
                        break;
                }
            }
        }

        var names = CodeLists
            .CodeListCatalog.Countries.Entries.Select(entry => (entry.Code, Text: entry.Name + " " + entry.Alpha3))
            .Concat(
                FoundingPartners
                    .All.Where(partner => partner.Kind == PartnerKind.Country)
                    .SelectMany(partner => partner.OtherNames.Select(name => (partner.Code, Text: name)))
            );
        CountryWords = names
            .GroupBy(name => name.Code, StringComparer.Ordinal)
            .ToDictionary(
                country => country.Key,
                country =>
                    country
                        .SelectMany(name => LatinFolding.Write(Folding.Fold(name.Text)).Split(' '))
                        .Where(word =>
                            word.Length >= ShortestCountryWord && !Forms.Contains(word) && !Functions.ContainsKey(word)
                        )
                        .Distinct(StringComparer.Ordinal)
                        .ToArray(),
                StringComparer.Ordinal
            );
    }

    /// <summary>Returns true for a stop word of one of the known languages.</summary>
    public static bool IsFunction(string word) => Functions.ContainsKey(word);

    /// <summary>
    /// Returns the languages in which a word is a stop word, separated by spaces; null if there is none.
    /// </summary>
    public static string? Languages(string word) => Functions.GetValueOrDefault(word);

    /// <summary>Returns true for words that occur in the titles of all kinds of projects.</summary>
    public static bool IsGeneric(string word) => Generics.Contains(word);

    public static bool IsPhase(string word) => Phases.Contains(word);

    /// <summary>Returns the number of an ordinal ("second", "2nd", "vtoroi"); null for other words.</summary>
    public static int? Ordinal(string word) => Ordinals.TryGetValue(word, out var number) ? number : null;

    /// <summary>Returns the value of a Roman numeral up to twelve; null for other words.</summary>
    public static int? Roman(string word) =>
        word switch
        {
            "i" => 1,
            "ii" => 2,
            "iii" => 3,
            "iv" => 4,
            "v" => 5,
            "vi" => 6,
            "vii" => 7,
            "viii" => 8,
            "ix" => 9,
            "x" => 10,
            "xi" => 11,
            "xii" => 12,
            _ => null,
        };

    /// <summary>
    /// Returns true if a word names the country or its people: "Tajikistan", "Tajik", "Таджикистан", "TJ" in capitals.
    /// </summary>
    public static bool Names(string country, string word, bool capitals)
    {
        if (capitals && word.Length == 2)
            return string.Equals(country, word, StringComparison.OrdinalIgnoreCase);
        if (word.Length < ShortestCountryWord && !(capitals && word.Length == 3))
            return false;
        if (capitals && word.Length == 3)
            return string.Equals(
                CodeLists.CodeListCatalog.Countries.Find(country)?.Alpha3,
                word,
                StringComparison.OrdinalIgnoreCase
            );

        foreach (var name in CountryWords.GetValueOrDefault(country, []))
        {
            var stem = Math.Min(CountryStem, name.Length);
            if (
                word.Length >= stem
                && word.AsSpan(0, stem).SequenceEqual(name.AsSpan(0, stem))
                && (word.Length <= name.Length + 3)
            )
                return true;
        }

        return false;
    }
}
