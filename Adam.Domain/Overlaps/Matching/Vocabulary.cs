using System.Globalization;
using Adam.Domain.Partners;
using Adam.Domain.Text;

namespace Adam.Domain.Overlaps.Matching;

/// <summary>
/// Word lists that do not depend on a register, from <c>words.tsv</c>: stop words, generic words of projects, words for
/// phases and places, near-antonyms, and names of countries.
/// </summary>
internal static class Vocabulary
{
    private const int ShortestCountryWord = 4;
    private const int CountryStem = 5;
    private const int LongestCountryEnding = 3;

    private const string CountKind = "count-";
    private const string ContrastKind = "contrast-";
    private const string SubjectKind = "subject-";
    private const string SynonymKind = "synonym-";
    private const int ShortestPrefix = 3;
    private const int LongestPrefix = 14;

    private static readonly Dictionary<(char Script, string Word), string[]> Functions = [];
    private static readonly Dictionary<string, HashSet<string>> Kinds = new(StringComparer.Ordinal);
    private static readonly Dictionary<string, int> Ordinals = new(StringComparer.Ordinal);
    private static readonly Dictionary<string, int> Cardinals = new(StringComparer.Ordinal);
    private static readonly Dictionary<string, string> Counts = new(StringComparer.Ordinal);
    private static readonly Dictionary<string, string> Demonyms = new(StringComparer.Ordinal);
    private static readonly Dictionary<string, string> Synonyms = new(StringComparer.Ordinal);
    private static readonly Dictionary<string, ulong> ContrastBits = new(StringComparer.Ordinal);
    private static readonly Dictionary<string, ulong> ConceptWords = new(StringComparer.Ordinal);
    private static readonly Dictionary<string, ulong> ConceptPrefixes = new(StringComparer.Ordinal);
    private static readonly Dictionary<string, ulong>.AlternateLookup<ReadOnlySpan<char>> Prefixes =
        ConceptPrefixes.GetAlternateLookup<ReadOnlySpan<char>>();
    private static readonly HashSet<string> PrefixBeginnings = new(StringComparer.Ordinal);
    private static readonly HashSet<string>.AlternateLookup<ReadOnlySpan<char>> Beginnings =
        PrefixBeginnings.GetAlternateLookup<ReadOnlySpan<char>>();
    private static readonly Dictionary<string, string[]> CountryWords;
    private static readonly ILookup<string, string> CountryNamesByStem;
    private static readonly HashSet<string> Generics;
    private static readonly HashSet<string> Phases;

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
        var sets = new List<(string Set, ulong Members)>();
        var (bit, concept) = (1UL, 1UL);
        foreach (var row in CodeLists.CodeListCatalog.Rows("words"))
        {
            var (kind, words) = (row["kind"], row["words"].Split(' '));
            if (kind == "function")
                AddFunctions(row["language"], words);
            else if (kind.StartsWith(ContrastKind, StringComparison.Ordinal))
                AddContrast(kind[..kind.LastIndexOf('-')], words);
            else if (kind.StartsWith(SubjectKind, StringComparison.Ordinal))
            {
                SubjectConcepts |= AddConcept(words);
                if (kind is "subject-training" or "subject-meeting" or "subject-exchange")
                    CommonSubjects |= concept >> 1;
            }
            else if (kind.StartsWith("actor-", StringComparison.Ordinal))
                AddConcept(words);
            else if (kind == "demonym")
                AddDemonyms(row["language"], words);
            else if (kind.StartsWith(SynonymKind, StringComparison.Ordinal))
                AddSynonyms(kind, words);
            else if (kind.StartsWith("ordinal-", StringComparison.Ordinal))
                AddNumbers(Ordinals, kind, words);
            else if (kind.StartsWith("cardinal-", StringComparison.Ordinal))
                AddNumbers(Cardinals, kind, words);
            else if (kind.StartsWith(CountKind, StringComparison.Ordinal))
                AddCounts(kind[CountKind.Length..], words);
            else if (Kinds.TryGetValue(kind, out var known))
                known.UnionWith(words);
            else
                Kinds[kind] = words.ToHashSet(StringComparer.Ordinal);
        }

        ContrastSets = [.. sets.Select(set => set.Members)];
        (Generics, Phases) = (Kinds["generic"], Kinds["phase"]);
        PrefixBeginnings.UnionWith(ConceptPrefixes.Keys.Select(prefix => prefix[..ShortestPrefix]));

        ulong AddConcept(string[] words)
        {
            foreach (var word in words)
            {
                var prefixes = word.EndsWith('*') ? ConceptPrefixes : ConceptWords;
                var stem = word.TrimEnd('*');
                prefixes[stem] = prefixes.GetValueOrDefault(stem) | concept;
            }

            concept <<= 1;
            return concept >> 1;
        }

        void AddContrast(string set, string[] words)
        {
            foreach (var word in words)
                ContrastBits[word] = ContrastBits.GetValueOrDefault(word) | bit;
            if (sets.Count > 0 && sets[^1].Set == set)
                sets[^1] = (set, sets[^1].Members | bit);
            else
                sets.Add((set, bit));
            bit <<= 1;
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
                            word.Length >= ShortestCountryWord
                            && !Forms.Contains(word)
                            && !Functions.ContainsKey(('l', word))
                        )
                        .Distinct(StringComparer.Ordinal)
                        .ToArray(),
                StringComparer.Ordinal
            );
        CountryNamesByStem = CountryWords
            .Values.SelectMany(words => words)
            .Where(word => word.Length >= CountryStem)
            .ToLookup(word => word[..CountryStem], StringComparer.Ordinal);
    }

    /// <summary>
    /// The sets of near-antonyms, such as imports and exports. Each set is a mask of the bits of its members
    /// (<see cref="Contrasts"/>).
    /// </summary>
    public static IReadOnlyList<ulong> ContrastSets { get; }

    /// <summary>The bits of the points of the compass among <see cref="Contrasts"/>.</summary>
    public static ulong Directions => Contrasts("north") | Contrasts("south") | Contrasts("east") | Contrasts("west");

    /// <summary>Returns true for a stop word of a language that is written in the script of the word.</summary>
    public static bool IsFunction(Token token) => Functions.ContainsKey((token.Script, token.Word));

    /// <summary>Returns the languages in which a word is a stop word; none if it is no stop word.</summary>
    public static string[] Languages(Token token) => Functions.GetValueOrDefault((token.Script, token.Word), []);

    /// <summary>Returns the bits of the near-antonyms that a word names; 0 if there is none.</summary>
    public static ulong Contrasts(string word) => ContrastBits.GetValueOrDefault(word);

    /// <summary>The number of bits of <see cref="Concepts"/>.</summary>
    public const int MostConcepts = 64;

    /// <summary>The bits of the subjects; the other bits of <see cref="Concepts"/> are actors and venues.</summary>
    public static ulong SubjectConcepts { get; }

    /// <summary>The subjects that projects of all kinds have: training, meetings, visits and studies.</summary>
    public static ulong CommonSubjects { get; }

    /// <summary>
    /// Returns the bits of the subjects and actors that a word names in any language: "dogs", "cynologique",
    /// "собаки" and "Hunde" name one; 0 if there is none.
    /// </summary>
    public static ulong Concepts(string word)
    {
        var concepts = ConceptWords.GetValueOrDefault(word);
        // Most words begin like no prefix.
        if (word.Length < ShortestPrefix || !Beginnings.Contains(word.AsSpan(0, ShortestPrefix)))
            return concepts;
        var longest = Math.Min(word.Length, LongestPrefix);
        for (var length = ShortestPrefix; length <= longest; length++)
        {
            if (Prefixes.TryGetValue(word.AsSpan(0, length), out var found))
                concepts |= found;
        }

        return concepts;
    }

    /// <summary>
    /// Returns the code of the State that a word names, or whose people or agencies it names ("Norwegian"); null if
    /// there is none.
    /// </summary>
    public static string? StateOf(string word) => Demonyms.GetValueOrDefault(word) ?? CodeLists.CountryNames.Find(word);

    /// <summary>Returns true if a word names a country or its people, as <see cref="Names"/>.</summary>
    public static bool IsOfAnyCountry(string word) =>
        word.Length >= CountryStem
        && CountryNamesByStem[word[..CountryStem]].Any(name => word.Length <= name.Length + LongestCountryEnding);

    /// <summary>
    /// Returns the same text for words that mean one agency or one group of people, in any language: "inmates" and
    /// "prisoners", "guards" and "troops"; null for other words.
    /// </summary>
    public static string? Synonym(string word) =>
        Synonyms.TryGetValue(word, out var synonym) ? synonym
        : Concepts(word) is not 0 and var concepts ? "#" + concepts.ToString("x", CultureInfo.InvariantCulture)
        : null;

    /// <summary>Returns true if a row of <c>words.tsv</c> of this kind contains the word.</summary>
    public static bool Is(string kind, string word) => Kinds[kind].Contains(word);

    /// <summary>Returns true for words of the names of countries that identify none ("Republic").</summary>
    public static bool NamesNoCountry(string word) => Forms.Contains(word);

    /// <summary>Returns true for words that occur in the titles of all kinds of projects.</summary>
    public static bool IsGeneric(string word) => Generics.Contains(word);

    public static bool IsPhase(string word) => Phases.Contains(word);

    /// <summary>Returns the number of an ordinal ("second", "2nd", "vtoroi"); null for other words.</summary>
    public static int? Ordinal(string word) => Ordinals.TryGetValue(word, out var number) ? number : null;

    /// <summary>Returns the number of a counting word up to five ("one", "deux"); null for other words.</summary>
    public static int? Cardinal(string word) => Cardinals.TryGetValue(word, out var number) ? number : null;

    /// <summary>
    /// Returns a number from ten on that is written as a word, in digits: "15" for "fifteen" and "pyatnadtsati"; other
    /// words as they are.
    /// </summary>
    public static string InDigits(string word) => Counts.GetValueOrDefault(word, word);

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
                && word.Length <= name.Length + LongestCountryEnding
            )
                return true;
        }

        return false;
    }

    private static void AddDemonyms(string country, string[] words)
    {
        foreach (var word in words)
            Demonyms[word] = country;
    }

    private static void AddSynonyms(string kind, string[] words)
    {
        foreach (var word in words)
            Synonyms[word] = "#" + kind;
    }

    private static void AddCounts(string digits, string[] words)
    {
        foreach (var word in words)
            Counts[word] = digits;
    }

    private static void AddFunctions(string language, string[] words)
    {
        var script = language switch
        {
            "fa" or "ps" => 'a',
            "ru" or "uk" or "tg" or "ky" or "kk" => 'c',
            _ => 'l',
        };
        foreach (var word in words)
            Functions[(script, word)] = [.. Functions.GetValueOrDefault((script, word), []), language];
    }

    private static void AddNumbers(Dictionary<string, int> numbers, string kind, string[] words)
    {
        foreach (var word in words)
            numbers[word] = int.Parse(kind.AsSpan(kind.IndexOf('-', StringComparison.Ordinal) + 1), provider: null);
    }
}
