using System.Collections.Frozen;
using System.Text.RegularExpressions;
using Adam.Domain.CodeLists;
using Adam.Domain.Partners;
using Adam.Domain.Projects;

namespace Adam.Domain.Overlaps.Matching;

/// <summary>
/// All names of a donor, prepared to tell if two donors are certainly two. Doubt always means that they may be one: a
/// pair then keeps the kind whose money counts as spent twice.
/// </summary>
internal sealed partial class DonorNames
{
    /// <summary>
    /// The number of letters that the name of a State and of its people share in most languages: "Spain" and "Spanish".
    /// </summary>
    private const int LettersOfState = 3;

    private const int CachedNames = 20_000;

    /// <summary>Several scripts, or one that is not transliterated. Such names are not compared.</summary>
    private const char OtherScript = 'o';

    private static readonly FrozenDictionary<string, DonorNames> Partners = FoundingPartners.All.ToFrozenDictionary(
        partner => partner.Code,
        FromPartner,
        StringComparer.Ordinal
    );

    private static readonly PartnerDirectory Directory = new(FoundingPartners.All);
    private static readonly NameCache<string, DonorNames> Named = new(FromName, CachedNames);

    private readonly string? _partner;
    private readonly string[] _words;
    private readonly Acronyms[] _acronyms;
    private readonly bool _isState;
    private readonly bool _isPublicBody;
    private readonly char? _script;
    private readonly string[] _states;

    /// <param name="partner">The code of the partner that the donor certainly is; null if there is none.</param>
    /// <param name="isState">True for a State, of which the words are those that distinguish it.</param>
    /// <param name="states">The States that the name of no partner mentions.</param>
    /// <param name="script">The script of a name; null for a partner, whose names are known in several.</param>
    private DonorNames(
        string? partner,
        IEnumerable<string> words,
        Acronyms[] acronyms,
        bool isState,
        char? script,
        string[]? states = null
    )
    {
        _partner = partner;
        _words = [.. words.Distinct(StringComparer.Ordinal)];
        _acronyms = acronyms;
        _isState = isState;
        _isPublicBody =
            _words.Any(word => Vocabulary.Is("public-body", word))
            && !_words.Any(word => Vocabulary.Is("united-nations", word));
        _script = script;
        _states = states ?? [];
    }

    /// <summary>
    /// Returns true if two donors are certainly two: two partners, or names that share no word, in any spelling of it,
    /// and no acronym. A State is known by its names and those of its people and agencies, and any ministry may be its
    /// own. Names in two languages or scripts may be translations, and the names of later partners are unknown here.
    /// </summary>
    /// <param name="inOtherLanguages">True if the records of the two are in different languages.</param>
    public static bool AreApart((string Key, string Name) one, (string Key, string Name) other, bool inOtherLanguages)
    {
        if (IsCode(one.Key) && IsCode(other.Key))
            return one.Key != other.Key;
        return Find(one) is { } a && Find(other) is { } b && a.IsApartFrom(b, inOtherLanguages);
    }

    /// <summary>
    /// Returns a donor with the State of which its name is an agency, if it is no partner yet: "MFA Norway", "Embassy
    /// of Japan", and "INL" or a ministry in the records of the State itself. Returns the donor as it is if that is
    /// uncertain.
    /// </summary>
    public static Donor OfState(string owner, ProjectDraft draft, Donor donor)
    {
        if (donor.Partner is not null || donor.Name is not { } name)
            return donor;

        var named = Named.Get(name);
        // "JICA" is an agency of Japan.
        if (named._partner is { } partner)
            return donor with { Partner = partner };
        if (named._states.Length > 1)
            return donor;
        // "Canada (ACCBP)", "Iran (in kind)", and a State in any language.
        if (CountryNames.Find(Added().Replace(name, "")) is { } country && Partners.ContainsKey(country))
            return donor with { Partner = country };
        // "EU IPA 2012", "OSCE Unified Budget" and "UK CSSF" are funds of the partner whose code comes first. Other
        // codes of two letters are words, too: "NO", "IT", "AT".
        var space = name.IndexOf(' ', StringComparison.Ordinal);
        if (
            (space > 2 || name.StartsWith("EU ", StringComparison.Ordinal) || name is ['U', 'S' or 'K', ' ', ..])
            && !name.AsSpan(0, space).ContainsAnyExceptInRange('A', 'Z')
            && Directory.Find(name[..space]) is { } first
            && Partners.ContainsKey(first.Partner)
        )
            return donor with { Partner = first.Partner };
        if (named._states is [var state])
            return named._isPublicBody ? donor with { Partner = state } : donor;

        var isOwn =
            Partners.TryGetValue(owner, out var own)
            && own._isState
            && (
                (named._isPublicBody && !draft.Countries.Contains(owner, StringComparer.Ordinal))
                || own._acronyms.Any(ours => named._acronyms.Any(ours.Matches))
            );
        return isOwn ? donor with { Partner = owner } : donor;
    }

    [GeneratedRegex(@"\s*\([^()]*\)| (through|via) .*$")]
    private static partial Regex Added();

    /// <summary>Returns true for a code of a partner. Codes are in upper case, and keys of names are not.</summary>
    public static bool IsCode(string key) => char.IsAsciiLetterUpper(key[0]);

    private static DonorNames? Find((string Key, string Name) donor) =>
        IsCode(donor.Key) ? Partners.GetValueOrDefault(donor.Key) : Named.Get(donor.Name);

    private bool IsApartFrom(DonorNames other, bool inOtherLanguages)
    {
        if (_partner is not null && other._partner is not null)
            return _partner != other._partner;
        if (_script == OtherScript || other._script == OtherScript || _words.Length == 0 || other._words.Length == 0)
            return false;
        if (_script is not null && other._script is not null && (inOtherLanguages || _script != other._script))
            return false;
        if ((_isState && other._isPublicBody) || (other._isState && _isPublicBody))
            return false;

        var isOfState = _isState || other._isState;
        return !_words.Any(word =>
                other._words.Any(theirs => isOfState ? AreOfState(word, theirs) : Agree(word, theirs))
            )
            && !_acronyms.Any(ours => other._acronyms.Any(ours.Matches))
            && !Begins(other)
            && !other.Begins(this);
    }

    /// <summary>Returns true if an acronym of the other begins with a word of two letters: "UN" and "UNICEF".</summary>
    private bool Begins(DonorNames other) =>
        _words.Any(word =>
            word.Length == 2
            && other._acronyms.Any(theirs =>
                theirs.Written.Any(acronym => acronym.StartsWith(word, StringComparison.Ordinal))
            )
        );

    private static bool AreOfState(string word, string other) =>
        word == other
        || (
            Math.Min(word.Length, other.Length) > LettersOfState
            && word.AsSpan().CommonPrefixLength(other) >= LettersOfState
        );

    /// <summary>
    /// Returns true if two words may be one: in another ending, abbreviation or language, or with the same consonants.
    /// </summary>
    private static bool Agree(string word, string other) =>
        WordSimilarity.Similarity(word, other) > 0
        || (
            Text.LatinFolding.Skeleton(word) is { Length: >= LettersOfState } skeleton
            && skeleton == Text.LatinFolding.Skeleton(other)
        );

    private static DonorNames FromName(string name)
    {
        if (Directory.Find(name) is { } named)
            return Partners[named.Partner];

        var tokens = Token.Read(name);
        var scripts = tokens.Select(token => token.Script).Where(script => script != 'd').Distinct().ToList();
        return new(
            partner: null,
            WordsOf(tokens),
            [Acronyms.FromTokens(tokens, name)],
            isState: false,
            scripts.Count == 1 ? scripts[0] : OtherScript,
            [
                .. tokens
                    .Select(token => Vocabulary.StateOf(token.Word))
                    .OfType<string>()
                    .Distinct(StringComparer.Ordinal),
            ]
        );
    }

    private static DonorNames FromPartner(Partner partner)
    {
        List<string> names = [partner.Code, partner.Name, .. partner.OtherNames];
        if (partner.Kind != PartnerKind.Country)
            return new(
                partner.Code,
                names.SelectMany(name => WordsOf(Token.Read(name))),
                [.. names.Select(Acronyms.FromName)],
                isState: false,
                script: null
            );

        names.AddRange(CountryNames.Languages.Select(language => CountryNames.Name(partner.Code, language)!));
        var agencies = Agency.All.Where(agency => agency.Partner == partner.Code);
        return new(
            partner.Code,
            names.SelectMany(name => WordsOf(Token.Read(name))).Where(IsOfOneState),
            [.. agencies.SelectMany(agency => agency.OtherNames.Append(agency.Name)).Select(Acronyms.FromName)],
            isState: true,
            script: null
        );
    }

    /// <summary>Returns false for words such as "Republic", and "united" in the languages of Latin descent.</summary>
    private static bool IsOfOneState(string word) =>
        !Vocabulary.NamesNoCountry(word) && !word.StartsWith("uni", StringComparison.Ordinal);

    /// <summary>
    /// Returns the words of a name without stop words ("US" is none), and abbreviations with points ("U.S.") as one.
    /// </summary>
    private static IEnumerable<string> WordsOf(List<Token> tokens)
    {
        var letters = "";
        foreach (var token in tokens)
        {
            if (token.Word.Length == 1)
            {
                letters += token.Word;
                continue;
            }

            if (letters.Length > 1)
                yield return letters;
            letters = "";
            if (token.Capitals || !Vocabulary.IsFunction(token))
                yield return token.Word;
        }

        if (letters.Length > 1)
            yield return letters;
    }
}
