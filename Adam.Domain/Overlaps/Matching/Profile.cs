using System.Text.RegularExpressions;
using Adam.Domain.Projects;
using Adam.Domain.Text;

namespace Adam.Domain.Overlaps.Matching;

/// <summary>A place, prepared for comparison.</summary>
/// <param name="Key">The name, folded, in Latin letters, without spaces.</param>
/// <param name="Province">The key of its province; empty if the record does not name one.</param>
/// <param name="Skeleton">
/// The consonants of the name, for comparison across scripts; empty if there are too few to distinguish places.
/// </param>
/// <param name="Stems">The hashes of the words of the name, to find it in a text.</param>
internal sealed record PlaceName(
    string Name,
    string Key,
    string Province,
    string Skeleton,
    IReadOnlyList<ulong> Stems,
    double? Latitude,
    double? Longitude
);

/// <summary>
/// An agency or organisation, prepared for comparison: the key of its name, and the stems of its words in ordinal
/// order.
/// </summary>
internal sealed record AgencyName(string Name, string Key, IReadOnlyList<string> Words);

/// <summary>
/// An amount in one currency: of one donor, or the total of all donors if <paramref name="Donor"/> is null.
/// </summary>
internal sealed record DonorAmount(string? Donor, string Currency, double Amount);

/// <summary>
/// The data of one project that scoring uses, extracted once from its record. It depends only on the record and its
/// owner. <see cref="WeightedProfile"/> adds the weights of term statistics.
/// </summary>
public sealed partial class Profile
{
    /// <summary>The number of compared characters of a long text. Its beginning states the purpose.</summary>
    private const int LongestText = 4_000;
    private const int Stem = 7;
    private const int ShortestReference = 4;
    private const int ShortestSkeleton = 3;
    private const int ShortestName = 4;
    private const int MostReferences = 12;
    private const int LanguageWords = 2;

    /// <summary>
    /// The maximum number of places, of agencies and of donors that are compared. Further ones add no information.
    /// </summary>
    private const int MostNamed = 24;

    private Profile(string owner) => Owner = owner;

    /// <summary>The code of the partner that owns the record.</summary>
    public string Owner { get; }

    internal IReadOnlyList<string> Countries { get; private init; } = [];

    internal Title Title { get; private init; } = null!;

    /// <summary>
    /// The words of title and description without stop words, each stem once, ascending by the hash of the stem.
    /// </summary>
    internal IReadOnlyList<(ulong Hash, string Word)> Words { get; private init; } = [];

    /// <summary>
    /// The consonant skeletons of capitalised words (in a script without capitals, of all words). These are names,
    /// which are comparable across scripts.
    /// </summary>
    internal IReadOnlyList<(string Skeleton, string Word)> Names { get; private init; } = [];

    internal IReadOnlyList<int> TextPhases { get; private init; } = [];

    /// <summary>The script of most letters of title and description.</summary>
    internal char Script { get; private init; }

    /// <summary>The detected language of title and description; null if uncertain.</summary>
    internal string? Language { get; private init; }

    internal IReadOnlyList<PlaceName> Places { get; private init; } = [];

    internal IReadOnlyList<string> ActivityTypes { get; private init; } = [];

    internal IReadOnlyList<AgencyName> Beneficiaries { get; private init; } = [];

    internal IReadOnlyList<(string Key, string Name)> Implementers { get; private init; } = [];

    internal IReadOnlyList<(string Key, string Name)> Donors { get; private init; } = [];

    internal IReadOnlyList<DonorAmount> DonorAmounts { get; private init; } = [];

    /// <summary>The first day; null if unknown.</summary>
    internal DateOnly? Start { get; private init; }

    internal DateOnly? End { get; private init; }

    /// <summary>The keys of the project's own number and identifier, and of the numbers in its text.</summary>
    internal IReadOnlyList<(string Key, string Written)> References { get; private init; } = [];

    /// <summary>The keys by which other records can link to the project.</summary>
    internal IReadOnlyList<string> Identifiers { get; private init; } = [];

    internal IReadOnlyList<(string Key, Relation Relation)> Links { get; private init; } = [];

    public static Profile FromDraft(string owner, ProjectDraft draft)
    {
        // A title that says nothing is no evidence, neither for nor against.
        var title = Placeholder.IsPlaceholder(draft.Title) ? [] : Token.Read(draft.Title);
        var description = Token.Read(Folding.Cut(draft.Description ?? "", LongestText));
        var period = draft.Period;
        return new(owner)
        {
            Countries = draft.Countries,
            Title = Title.FromTokens(title, draft.Countries),
            Words = Bag(title, description),
            Names = NamesOf(title, description),
            TextPhases = Title.PhasesOf(description),
            Script = ScriptOf(title, description),
            Language = LanguageOf(title, description),
            Places =
            [
                .. draft
                    .Places.Select(PlaceOf)
                    .DistinctBy(place => place.Key)
                    .OrderBy(place => place.Key, StringComparer.Ordinal)
                    .Take(MostNamed),
            ],
            ActivityTypes = [.. draft.ActivityTypes.Order(StringComparer.Ordinal)],
            Beneficiaries =
            [
                .. draft
                    .Beneficiaries.Select(AgencyOf)
                    .Where(agency => agency.Key.Length > 0)
                    .DistinctBy(agency => agency.Key)
                    .OrderBy(agency => agency.Key, StringComparer.Ordinal)
                    .Take(MostNamed),
            ],
            Implementers = Participants(draft.Implementers),
            Donors = Participants(draft.Donors),
            DonorAmounts = DonorAmountsOf(draft.Donors),
            Start = period.Start,
            End = period.End,
            References = ReferencesOf(draft),
            Identifiers =
            [
                .. new[] { draft.Reference, draft.IatiIdentifier }
                    .Where(number => number is not null)
                    .Select(number => Folding.Key(number!))
                    .Where(key => key.Length >= ShortestReference)
                    .Distinct(StringComparer.Ordinal)
                    .Order(StringComparer.Ordinal),
            ],
            Links =
            [
                .. draft
                    .RelatedProjects.Select(link => (Folding.Key(link.Identifier), link.Relation))
                    .Where(link => link.Item1.Length >= ShortestReference)
                    .Distinct()
                    .Order(),
            ],
        };
    }

    /// <summary>
    /// Returns the stem of a word: its first characters, so that most endings in most languages are ignored.
    /// </summary>
    internal static string StemOf(string word) => word.Length <= Stem ? word : word[..Stem];

    private static List<(ulong Hash, string Word)> Bag(List<Token> title, List<Token> description)
    {
        var words = new List<(ulong, string)>(title.Count + description.Count);
        var seen = new HashSet<ulong>();
        foreach (var tokens in (List<Token>[])[title, description])
        {
            foreach (var token in tokens)
            {
                if (token.Word.Length < 2 || Vocabulary.IsFunction(token.Word))
                    continue;
                var hash = Hash.Compute(StemOf(token.Word));
                if (seen.Add(hash))
                    words.Add((hash, token.Word));
            }
        }

        words.Sort((one, other) => one.Item1.CompareTo(other.Item1));
        return words;
    }

    private static List<(string Skeleton, string Word)> NamesOf(List<Token> title, List<Token> description)
    {
        var names = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var token in title.Concat(description))
        {
            if (
                (token.Capital || token.Script == 'a')
                && token.Script is 'l' or 'c' or 'g' or 'a'
                && token.Word.Length >= ShortestName
                && !Vocabulary.IsFunction(token.Word)
                && !Vocabulary.IsGeneric(token.Word)
                && LatinFolding.Skeleton(token.Word) is { Length: >= ShortestSkeleton } skeleton
            )
                names.TryAdd(skeleton, token.Word);
        }

        return [.. names.Select(name => (name.Key, name.Value))];
    }

    private static char ScriptOf(List<Token> title, List<Token> description) =>
        title
            .Concat(description)
            .Where(token => token.Script != 'd')
            .GroupBy(token => token.Script)
            .OrderByDescending(script => script.Count())
            .ThenBy(script => script.Key)
            .Select(script => script.Key)
            .FirstOrDefault('l');

    private static string? LanguageOf(List<Token> title, List<Token> description)
    {
        var counts = new SortedDictionary<string, int>(StringComparer.Ordinal);
        foreach (var token in title.Concat(description))
        {
            foreach (var language in Vocabulary.Languages(token.Word)?.Split(' ') ?? [])
                counts[language] = counts.GetValueOrDefault(language) + 1;
        }

        var ranked = counts.OrderByDescending(count => count.Value).Take(2).ToList();
        return
            ranked.Count > 0
            && ranked[0].Value >= LanguageWords
            && (ranked.Count == 1 || ranked[0].Value > ranked[1].Value)
            ? ranked[0].Key
            : null;
    }

    private static PlaceName PlaceOf(Place place)
    {
        var words = Token
            .Read(place.Name)
            .Select(token => token.Word)
            .Where(word => !Vocabulary.IsFunction(word))
            .ToList();
        var key = string.Concat(words);
        var skeleton = LatinFolding.Skeleton(key);
        return new(
            place.Name,
            key,
            place.Admin1 is null ? "" : LatinFolding.Write(Folding.Key(place.Admin1)),
            skeleton.Length >= ShortestSkeleton ? skeleton : "",
            [.. words.Where(word => word.Length > 1).Select(word => Hash.Compute(StemOf(word))).Distinct()],
            place.Latitude,
            place.Longitude
        );
    }

    private static AgencyName AgencyOf(string name) =>
        new(
            name,
            LatinFolding.Write(Folding.Key(name)),
            [
                .. Token
                    .Read(name)
                    .Select(token => token.Word)
                    .Where(word => !Vocabulary.IsFunction(word))
                    .Select(StemOf)
                    .Distinct(StringComparer.Ordinal)
                    .Order(StringComparer.Ordinal),
            ]
        );

    private static List<(string Key, string Name)> Participants(IEnumerable<IParticipant> participants) =>
        [
            .. participants
                .Select(participant => (participant.Key, participant.Partner ?? participant.Name!))
                .DistinctBy(participant => participant.Key)
                .OrderBy(participant => participant.Key, StringComparer.Ordinal)
                .Take(MostNamed),
        ];

    private static List<DonorAmount> DonorAmountsOf(IReadOnlyList<Donor> donors)
    {
        var amounts = donors
            .Where(donor => donor is { Amount: > 0, Currency: not null })
            .GroupBy(donor => (((IParticipant)donor).Key, Currency: donor.Currency!))
            .Select(group => new DonorAmount(
                group.Key.Key,
                group.Key.Currency,
                (double)group.Sum(donor => donor.Amount!.Value)
            ))
            .ToList();
        var totals = amounts
            .GroupBy(amount => amount.Currency, StringComparer.Ordinal)
            .Select(group => new DonorAmount(
                null,
                group.Key,
                (double)
                    donors
                        .Where(donor => donor.Currency == group.Key && donor.Amount > 0)
                        .Sum(donor => donor.Amount!.Value)
            ));
        return
        [
            .. amounts
                .Concat(totals)
                .OrderBy(amount => amount.Currency, StringComparer.Ordinal)
                .ThenBy(amount => amount.Donor, StringComparer.Ordinal)
                .Take(MostNamed),
        ];
    }

    private static List<(string Key, string Written)> ReferencesOf(ProjectDraft draft)
    {
        var found = new List<string> { draft.Reference };
        if (draft.IatiIdentifier is { } identifier)
        {
            found.Add(identifier);
            // The part after the publisher's prefix is often the number that other publishers use.
            found.Add(identifier[(identifier.LastIndexOf('-') + 1)..]);
        }

        found.AddRange(Mention().Matches(draft.Title).Select(match => match.Value));
        if (draft.Description is not null)
            found.AddRange(Mention().Matches(draft.Description).Select(match => match.Value));
        return
        [
            .. found
                .Select(written => (Key: Folding.Key(written), Written: written))
                .Where(number =>
                    number.Key.Length >= ShortestReference
                    && number.Key.Any(char.IsDigit)
                    && (number.Key.Any(char.IsLetter) || number.Key.Length >= 6)
                )
                .DistinctBy(number => number.Key)
                .Take(MostReferences)
                .OrderBy(number => number.Key, StringComparer.Ordinal),
        ];
    }

    /// <summary>
    /// Matches project numbers: letters and at least two digits, such as TJK/X31, P094311 or AFG-12/0021.
    /// </summary>
    [GeneratedRegex(
        @"\b(?=[\p{L}\d/.\-_]*\d[\p{L}/.\-_]*\d)(?=[\d/.\-_]*\p{Lu})[\p{Lu}\d][\p{Lu}\d/.\-_]{2,}[\p{Lu}\d]\b"
    )]
    private static partial Regex Mention();
}
