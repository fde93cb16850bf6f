using Adam.Domain.Text;

namespace Adam.Domain.Overlaps.Matching;

/// <summary>Whom a name of a beneficiary means: funders name the ministry, and agencies the people.</summary>
internal enum AgencyLevel
{
    /// <summary>People, such as prisoners, families or pupils.</summary>
    People,

    /// <summary>An agency, or a name that says neither.</summary>
    Agency,

    /// <summary>A ministry or a government, which has agencies.</summary>
    Ministry,
}

/// <summary>An agency or a group of people, prepared for comparison.</summary>
/// <param name="Key">The key of the name.</param>
/// <param name="Words">
/// The words of the name as they are compared, in ordinal order: the concept of a word ("inmates" and "prisoners" are
/// one), the consonants of a long word, or its stem.
/// </param>
/// <param name="Stems">The stem of each of <paramref name="Words"/>, which term statistics count.</param>
/// <param name="IsGeneric">
/// True for names that distinguish nobody, such as "Ministries", "National authorities" or "Government of Tajikistan".
/// </param>
internal sealed record AgencyName(
    string Name,
    string Key,
    string[] Words,
    string[] Stems,
    bool[] AreGeneric,
    ulong[] Telling,
    Acronyms Acronyms,
    AgencyLevel Level,
    bool IsGeneric
)
{
    /// <summary>The least length of a word whose vowels are not compared, because names have many spellings.</summary>
    private const int LongWord = 8;

    public static AgencyName FromName(string name)
    {
        var tokens = Token.Read(name);
        var words = tokens
            .Where(token => !Vocabulary.IsFunction(token))
            .Select(token =>
                (Word: WordOf(token.Word), Stem: Profile.StemOf(token.Word), IsGeneric: IsGenericWord(token))
            )
            .DistinctBy(word => word.Word, StringComparer.Ordinal)
            .OrderBy(word => word.Word, StringComparer.Ordinal)
            .ToList();
        return new(
            name,
            LatinFolding.Write(Folding.Key(name)),
            [.. words.Select(word => word.Word)],
            [.. words.Select(word => word.Stem)],
            [.. words.Select(word => word.IsGeneric)],
            LevelOf(tokens) == AgencyLevel.People
                ? []
                : [.. words.Where(word => !word.IsGeneric).Select(word => Hash.Compute(word.Stem))],
            Acronyms.FromTokens(tokens, name),
            LevelOf(tokens),
            tokens.TrueForAll(IsGenericWord)
        );
    }

    /// <summary>
    /// Returns true if other names of the two would mean others: both name agencies, ministries or people, and neither
    /// is generic. A ministry is no other beneficiary than a service of it, nor an agency than the people it serves.
    /// </summary>
    public bool IsComparableTo(AgencyName other) => Level == other.Level && !IsGeneric && !other.IsGeneric;

    private static string WordOf(string word)
    {
        if (Vocabulary.Synonym(word) is { } synonym)
            return synonym;
        return word.Length >= LongWord ? LatinFolding.Skeleton(word) : Profile.StemOf(word);
    }

    private static AgencyLevel LevelOf(List<Token> tokens) =>
        tokens.FindIndex(token => Vocabulary.Is("ministry", token.Word)) is var ministry
        && tokens.FindIndex(IsOfAgency) is var agency
        && ministry >= 0
        && (agency < 0 || ministry < agency)
            ? AgencyLevel.Ministry
        : agency >= 0 ? AgencyLevel.Agency
        : tokens.Exists(token => Vocabulary.Is("people", token.Word) || Vocabulary.Is("persons", token.Word))
            ? AgencyLevel.People
        : AgencyLevel.Agency;

    private static bool IsOfAgency(Token token) =>
        Vocabulary.Is("agency", token.Word) || Vocabulary.Is("force", token.Word);

    private static bool IsGenericWord(Token token) =>
        Vocabulary.IsFunction(token)
        || Vocabulary.IsGeneric(token.Word)
        || (Vocabulary.Is("ministry", token.Word) && token.Word.Length > 4)
        || Vocabulary.Is("agency", token.Word)
        || Vocabulary.Is("persons", token.Word)
        || Vocabulary.NamesNoCountry(token.Word)
        || Vocabulary.IsOfAnyCountry(token.Word);
}
