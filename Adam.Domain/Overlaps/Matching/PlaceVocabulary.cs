using Adam.Domain.CodeLists;
using Adam.Domain.Text;

namespace Adam.Domain.Overlaps.Matching;

/// <summary>Interprets the names of places: names that locate nothing, and words for kinds of places.</summary>
internal static class PlaceVocabulary
{
    /// <summary>The keys of provinces whose names have no word such as "province", from <c>provinces.tsv</c>.</summary>
    private static readonly HashSet<string> Provinces = CodeListCatalog
        .Rows("provinces")
        .Where(row => row["kind"] == "province")
        .SelectMany(row => row["names"].Split(", "))
        .Select(name => string.Concat(Words(name)))
        .ToHashSet(StringComparer.Ordinal);

    private static readonly HashSet<string> ProvinceSkeletons = Provinces
        .Select(LatinFolding.Skeleton)
        .Where(skeleton => skeleton.Length >= 4)
        .ToHashSet(StringComparer.Ordinal);

    /// <summary>The first name of each renamed town, by each of its names.</summary>
    private static readonly Dictionary<string, string> Renamed = CodeListCatalog
        .Rows("provinces")
        .Where(row => row["kind"] == "renamed")
        .Select(row => row["names"].Split(", ").Select(name => string.Concat(Words(name))).ToList())
        .SelectMany(names => names.Select(name => (name, First: names[0])))
        .ToDictionary(town => town.name, town => town.First, StringComparer.Ordinal);

    /// <summary>
    /// Returns true if the name of a place is that of a country or of no place ("nationwide", "various"). The country
    /// is part of the setting of each pair, so it is no shared place.
    /// </summary>
    public static bool IsCountry(string name)
    {
        if (CountryNames.Find(name) is not null || CodeListCatalog.Countries.FindByName(name) is not null)
            return true;
        var tokens = Token.Read(name);
        if (Provinces.Contains(string.Concat(Words(name))))
            return false;
        if (tokens is [{ Capitals: true, Word.Length: 2 or 3 }] && CodeListCatalog.Countries.Find(name) is not null)
            return true;
        return tokens.All(token =>
            Vocabulary.IsFunction(token)
            || Vocabulary.Is("nowhere", token.Word)
            || (Vocabulary.Contrasts(token.Word) & Vocabulary.Directions) != 0
            || CountryNames.Find(token.Word) is not null
        );
    }

    /// <summary>Returns <c>province</c> or <c>town</c> for a name that the list has; null for others.</summary>
    public static string? KindOf(string name)
    {
        var key = string.Concat(Words(name));
        return Provinces.Contains(key) ? "province"
            : Renamed.ContainsKey(key) ? "town"
            : null;
    }

    /// <summary>
    /// Returns the words of a name without stop words and without words for kinds of places ("city", "province");
    /// all words if no other remains. A capitalised stop word is part of the name ("Nur-Sultan").
    /// </summary>
    internal static List<string> Words(string name)
    {
        var tokens = Token.Read(name);
        var words = tokens
            .Where(token =>
                !(Vocabulary.IsFunction(token) && !token.Capital)
                && !Vocabulary.Is("place-kind", token.Word)
                && !Vocabulary.Is("province-kind", token.Word)
            )
            .Select(token => token.Word)
            .ToList();
        return words.Count > 0 ? words : [.. tokens.Select(token => token.Word)];
    }

    /// <summary>
    /// Returns the key of a name: its words without a space. A town that was renamed has one key ("Astana",
    /// "Nur-Sultan").
    /// </summary>
    public static string Key(List<string> words)
    {
        var key = string.Concat(words);
        return Renamed.GetValueOrDefault(key, key);
    }

    /// <summary>Returns true if a place is a province, by a word of its name or by the list of provinces.</summary>
    public static bool IsProvince(string name, string key) =>
        Token.Read(name).Any(token => Vocabulary.Is("province-kind", token.Word))
        || Provinces.Contains(key)
        || ProvinceSkeletons.Contains(LatinFolding.Skeleton(key));
}
