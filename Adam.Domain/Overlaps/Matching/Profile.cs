using System.Runtime.InteropServices;
using Adam.Domain.ExchangeRates;
using Adam.Domain.Projects;
using Adam.Domain.Text;

namespace Adam.Domain.Overlaps.Matching;

/// <summary>A place, prepared for comparison.</summary>
/// <param name="Key">
/// The name, folded, in Latin letters, without spaces and without words such as "city" and "border post".
/// </param>
/// <param name="Province">The key of its province; empty if the record does not name one.</param>
/// <param name="Skeleton">
/// The consonants of the name, for comparison across scripts; empty if there are too few to distinguish places.
/// </param>
/// <param name="Stems">The hashes of the words of the name, to find it in a text.</param>
/// <param name="IsProvince">True if the name is that of a province, which contains towns.</param>
internal sealed record PlaceName(
    string Name,
    string Key,
    string Province,
    string Skeleton,
    ulong[] Stems,
    bool IsProvince,
    double? Latitude,
    double? Longitude
);

/// <summary>
/// An amount in one currency: of one donor, or the total of all donors if <paramref name="Donor"/> is null.
/// </summary>
internal sealed record DonorAmount(string? Donor, string Currency, double Amount);

/// <summary>
/// An amount in US dollars, at the yearly average rate of the year in which the project starts: of one donor, or the
/// total of all donors if <paramref name="Donor"/> is null.
/// </summary>
internal readonly record struct DollarAmount(string? Donor, double Amount);

/// <summary>
/// The data of one project that scoring uses, extracted once from its record. It depends only on the record and its
/// owner. <see cref="WeightedProfile"/> adds the weights of term statistics.
/// </summary>
public sealed class Profile
{
    /// <summary>The number of compared characters of a long text. Its beginning states the purpose.</summary>
    private const int LongestText = 4_000;
    private const int Stem = 7;
    private const int ShortestReference = 4;

    /// <summary>The beginning of keys of short numbers, which differ from those of whole ones.</summary>
    private const string ShortNumber = "~";
    private const int ShortestSkeleton = 3;
    private const int ShortestName = 4;
    private const int MostReferences = 12;
    private const int LanguageWords = 2;

    /// <summary>
    /// The maximum number of places, of agencies and of donors that are compared. Further ones add no information.
    /// </summary>
    private const int MostNamed = 24;

    private const int CachedNames = 20_000;

    private static readonly ExchangeRateTable Rates = new([]);
    private static readonly NameCache<string, ulong[]> Stems = new(StemsOf, CachedNames);
    private static readonly NameCache<string, AgencyName> Agencies = new(AgencyName.FromName, CachedNames);
    private static readonly NameCache<string, Acronyms> AcronymsByName = new(Acronyms.FromName, CachedNames);
    private static readonly NameCache<(string Name, string? Admin1), PlaceName?> PlacesByName = new(
        place => PlaceOf(place.Name, place.Admin1),
        CachedNames
    );

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

    /// <summary>The acronyms of the record, and the words that the acronyms of others may stand for.</summary>
    internal WrittenOut WrittenOut { get; private init; } = null!;

    internal IReadOnlyList<int> TextPhases { get; private init; } = [];

    /// <summary>The hashes of the stems of the words of all names, ascending (<see cref="HasNameWith"/>).</summary>
    private ulong[] NameStems { get; init; } = [];

    /// <summary>
    /// The hashes of the stems of words that only clauses about what the project leaves out have, ascending
    /// (<see cref="LeftOut"/>), without those of its own names.
    /// </summary>
    internal ulong[] LeftOutWords { get; private init; } = [];

    /// <summary>The subjects, actors and venues that only these clauses name.</summary>
    internal ulong LeftOutConcepts { get; private init; }

    /// <summary>True if the description has words that the title does not have.</summary>
    internal bool HasDescription { get; private init; }

    /// <summary>The near-antonyms in the title (<see cref="Vocabulary.Contrasts"/>).</summary>
    internal ulong TitleContrasts { get; private init; }

    /// <summary>The near-antonyms in title and description.</summary>
    internal ulong Contrasts { get; private init; }

    /// <summary>The subjects that title and description name (<see cref="Vocabulary.Concepts"/>).</summary>
    internal ulong Subjects { get; private init; }

    /// <summary>The subjects that the title names, without <see cref="Vocabulary.CommonSubjects"/>.</summary>
    internal ulong TitleSubjects { get; private init; }

    /// <summary>The subjects, actors and venues that the title and the names of beneficiaries name.</summary>
    internal ulong HeadConcepts { get; private init; }

    /// <summary>The actors and venues that title and description name.</summary>
    internal ulong Actors { get; private init; }

    /// <summary>True if the title has a word for a programme ("programme", "framework").</summary>
    internal bool IsProgramme { get; private init; }

    /// <summary>True if the title has a word for a part of a programme ("component", "sub-project", "lot").</summary>
    internal bool IsComponent { get; private init; }

    /// <summary>The script of most letters of title and description.</summary>
    internal char Script { get; private init; }

    /// <summary>The detected language of title and description; null if uncertain.</summary>
    internal string? Language { get; private init; }

    internal PlaceName[] Places { get; private init; } = [];

    internal string[] ActivityTypes { get; private init; } = [];

    internal AgencyName[] Beneficiaries { get; private init; } = [];

    internal (string Key, string Name)[] Implementers { get; private init; } = [];

    internal (string Key, string Name)[] Donors { get; private init; } = [];

    /// <summary>The acronyms of each implementer, in the order of <see cref="Implementers"/>.</summary>
    internal Acronyms[] ImplementerAcronyms { get; private init; } = [];

    /// <summary>The acronyms of each donor, in the order of <see cref="Donors"/>.</summary>
    internal Acronyms[] DonorAcronyms { get; private init; } = [];

    internal DonorAmount[] DonorAmounts { get; private init; } = [];

    /// <summary>The amounts of the donors and their total; empty if a rate is unknown.</summary>
    internal DollarAmount[] DollarAmounts { get; private init; } = [];

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
        var (description, left) = LeftOut.Divide(Token.Read(Folding.Cut(draft.Description ?? "", LongestText)));
        var period = draft.Period;
        var (words, hasDescription) = Bag(title, description);
        var concepts = ConceptsOf(title, description);
        var names = NameStemsOf(draft);
        var places = draft.Places.Take(MostNamed).SelectMany(place => Stems.Get(place.Name)).ToHashSet();
        Donor[] stated = [.. draft.Donors.Select(donor => DonorNames.OfState(owner, draft, donor))];
        var (implementers, donors) = (Participants(draft.Implementers), Participants(stated));
        return new(owner)
        {
            Countries = draft.Countries,
            Title = Title.FromTokens(title, CountriesOf(owner, draft)),
            NameStems = names,
            Words = words,
            HasDescription = hasDescription,
            LeftOutWords = LeftOutOf(left, words, names, CountriesOf(owner, draft)),
            LeftOutConcepts = ConceptsOf(left, []) & ~(concepts | Vocabulary.CommonSubjects),
            TitleContrasts = ContrastsOf(title, places),
            Contrasts = ContrastsOf(title, places) | ContrastsOf(description, places),
            Subjects = concepts & Vocabulary.SubjectConcepts,
            TitleSubjects = ConceptsOf(title, []) & Vocabulary.SubjectConcepts & ~Vocabulary.CommonSubjects,
            Actors = concepts & ~Vocabulary.SubjectConcepts,
            HeadConcepts = ConceptsOf(title, [.. draft.Beneficiaries.Take(MostNamed).SelectMany(Token.Read)]),
            IsProgramme = title.Any(token => Vocabulary.Is("programme", token.Word)),
            IsComponent = title.Any(token => Vocabulary.Is("component", token.Word)),
            Names = NamesOf(title, description),
            WrittenOut = WrittenOut.FromTexts(
                [title, .. draft.Beneficiaries.Take(MostNamed).Select(Token.Read)],
                description
            ),
            TextPhases = TitleNumbers.PhasesOfText(description),
            Script = ScriptOf(title, description),
            Language = LanguageOf(title, description),
            Places =
            [
                .. draft
                    .Places.Select(PlaceOf)
                    .OfType<PlaceName>()
                    .DistinctBy(place => place.Key)
                    .OrderBy(place => place.Key, StringComparer.Ordinal)
                    .Take(MostNamed),
            ],
            ActivityTypes = [.. draft.ActivityTypes.Order(StringComparer.Ordinal)],
            Beneficiaries =
            [
                .. draft
                    .Beneficiaries.Select(Agencies.Get)
                    .Where(agency => agency.Key.Length > 0)
                    .DistinctBy(agency => agency.Key)
                    .OrderBy(agency => agency.Key, StringComparer.Ordinal)
                    .Take(MostNamed),
            ],
            Implementers = implementers,
            ImplementerAcronyms = AcronymsOf(implementers),
            Donors = donors,
            DonorAcronyms = AcronymsOf(donors),
            DonorAmounts = DonorAmountsOf(stated),
            DollarAmounts = DollarAmountsOf(stated, period.Start),
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
    /// Returns true if the name of a place, beneficiary, implementer or donor has a word, by the hash of its stem.
    /// </summary>
    internal bool HasNameWith(ulong stem) => SortedLists.IndexOf(NameStems, stem) >= 0;

    /// <summary>
    /// Returns the stem of a word: its first characters, so that most endings in most languages are ignored.
    /// </summary>
    internal static string StemOf(string word) => word.Length <= Stem ? word : word[..Stem];

    /// <summary>Returns the hash of the stem of a word, and of a number in digits.</summary>
    internal static ulong HashOf(string word) => Hash.Compute(StemOf(Vocabulary.InDigits(word)));

    /// <summary>
    /// Returns the recipient countries, the owner and the donors. "Japanese contribution" says as little of the subject
    /// as the name of the recipient.
    /// </summary>
    private static List<string> CountriesOf(string owner, ProjectDraft draft) =>
        [
            .. draft
                .Countries.Append(owner)
                .Concat(draft.Donors.Select(donor => donor.Partner).OfType<string>())
                .Distinct(StringComparer.Ordinal)
                .Take(MostNamed),
        ];

    private static ulong[] NameStemsOf(ProjectDraft draft) =>
        [
            .. draft
                .Places.Select(place => place.Name)
                .Concat(draft.Beneficiaries)
                .Concat(draft.Implementers.Select(one => one.Name ?? one.Partner!))
                .Concat(draft.Donors.Select(one => one.Name ?? one.Partner!))
                .Take(MostNamed)
                .SelectMany(Stems.Get)
                .Distinct()
                .Order(),
        ];

    private static ulong[] LeftOutOf(
        List<Token> left,
        List<(ulong Hash, string Word)> words,
        ulong[] names,
        List<string> countries
    )
    {
        if (left.Count == 0)
            return [];
        var told = words.Select(word => word.Hash).Concat(names).ToHashSet();
        return
        [
            .. left.Where(token =>
                    token.Word.Length >= ShortestSkeleton
                    && !Vocabulary.IsFunction(token)
                    && !Vocabulary.IsGeneric(token.Word)
                    && !Vocabulary.Is("left-out", token.Word)
                    && !Vocabulary.Is("left-out-verb", token.Word)
                    && !Vocabulary.Is("left-out-noun", token.Word)
                    && !countries.Exists(country => Vocabulary.Names(country, token.Word, token.Capitals))
                )
                .Select(token => HashOf(token.Word))
                .Where(hash => !told.Contains(hash))
                .Distinct()
                .Order(),
        ];
    }

    /// <summary>Returns the words of both texts, and true if the description has words of its own.</summary>
    private static (List<(ulong Hash, string Word)> Words, bool HasDescription) Bag(
        List<Token> title,
        List<Token> description
    )
    {
        var words = new List<(ulong Hash, string Word)>(title.Count + description.Count);
        var seen = new HashSet<ulong>(title.Count + description.Count);
        Add(title);
        var ofTitle = words.Count;
        Add(description);
        words.Sort((one, other) => one.Hash.CompareTo(other.Hash));
        return (words, words.Count > ofTitle);

        void Add(List<Token> tokens)
        {
            foreach (var token in tokens)
            {
                if (token.Word.Length < 2 || Vocabulary.IsFunction(token))
                    continue;
                var word = Vocabulary.InDigits(token.Word);
                var hash = HashOf(word);
                if (seen.Add(hash))
                    words.Add((hash, word));
            }
        }
    }

    private static List<(string Skeleton, string Word)> NamesOf(List<Token> title, List<Token> description)
    {
        var names = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var token in title.Concat(description))
        {
            if (
                (token.Capital || token.Script == 'a')
                && token.Script is 'l' or 'c' or 'g' or 'a'
                && token.Word.Length >= ShortestName
                && !Vocabulary.IsFunction(token)
                && !Vocabulary.IsGeneric(token.Word)
                && LatinFolding.Skeleton(token.Word) is { Length: >= ShortestSkeleton } skeleton
            )
                names.TryAdd(skeleton, token.Word);
        }

        var sorted = new List<(string Skeleton, string Word)>(names.Count);
        foreach (var (skeleton, word) in names)
            sorted.Add((skeleton, word));
        sorted.Sort((one, other) => string.CompareOrdinal(one.Skeleton, other.Skeleton));
        return sorted;
    }

    private static char ScriptOf(List<Token> title, List<Token> description)
    {
        Span<int> counts = stackalloc int['z' + 1];
        foreach (var token in title)
            counts[token.Script]++;
        foreach (var token in description)
            counts[token.Script]++;
        counts['d'] = 0;

        var most = 'l';
        for (var script = 'a'; script <= 'z'; script++)
        {
            if (counts[script] > counts[most] || (counts[script] == counts[most] && counts[most] > 0 && script < most))
                most = script;
        }

        return most;
    }

    private static string? LanguageOf(List<Token> title, List<Token> description)
    {
        var counts = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var tokens in (List<Token>[])[title, description])
        {
            foreach (var token in tokens)
            {
                foreach (var language in Vocabulary.Languages(token))
                    CollectionsMarshal.GetValueRefOrAddDefault(counts, language, out _)++;
            }
        }

        var ranked = counts.OrderByDescending(count => count.Value).Take(2).ToList();
        return
            ranked.Count > 0
            && ranked[0].Value >= LanguageWords
            && (ranked.Count == 1 || ranked[0].Value > ranked[1].Value)
            ? ranked[0].Key
            : null;
    }

    /// <param name="places">
    /// The stems of the words of places: "Imam Nazar" names no clergy, but "North" and "South" are two.
    /// </param>
    private static ulong ContrastsOf(List<Token> tokens, HashSet<ulong> places)
    {
        var contrasts = 0UL;
        foreach (var token in tokens)
        {
            if (Vocabulary.Contrasts(token.Word) is not 0 and var found)
                contrasts |= places.Contains(HashOf(token.Word)) ? found & Vocabulary.Directions : found;
        }

        return contrasts;
    }

    private static ulong ConceptsOf(List<Token> title, List<Token> description)
    {
        var concepts = 0UL;
        foreach (var token in title)
            concepts |= Vocabulary.Concepts(token.Word);
        foreach (var token in description)
            concepts |= Vocabulary.Concepts(token.Word);
        return concepts;
    }

    private static ulong[] StemsOf(string name) =>
        [
            .. Token
                .Read(name)
                .Where(token => !Vocabulary.IsFunction(token))
                .Select(token => Hash.Compute(StemOf(token.Word))),
        ];

    private static Acronyms[] AcronymsOf((string Key, string Name)[] organisations) =>
        Array.ConvertAll(organisations, one => AcronymsByName.Get(one.Name));

    /// <summary>Returns null if the name is that of a country.</summary>
    private static PlaceName? PlaceOf(Place place)
    {
        var named = PlacesByName.Get((place.Name, place.Admin1));
        return named is null || (place.Latitude is null && place.Longitude is null)
            ? named
            : named with
            {
                Latitude = place.Latitude,
                Longitude = place.Longitude,
            };
    }

    private static PlaceName? PlaceOf(string name, string? admin1)
    {
        if (PlaceVocabulary.IsCountry(name))
            return null;

        var words = PlaceVocabulary.Words(name);
        var key = PlaceVocabulary.Key(words);
        var skeleton = LatinFolding.Skeleton(key);
        return new(
            name,
            key,
            admin1 is null ? "" : PlaceVocabulary.Key(PlaceVocabulary.Words(admin1)),
            skeleton.Length >= ShortestSkeleton ? skeleton : "",
            [.. words.Where(word => word.Length > 1).Select(word => Hash.Compute(StemOf(word))).Distinct()],
            PlaceVocabulary.IsProvince(name, key),
            Latitude: null,
            Longitude: null
        );
    }

    private static (string Key, string Name)[] Participants(IEnumerable<IParticipant> participants) =>
        [
            .. participants
                .Select(participant => (participant.Key, participant.Partner ?? participant.Name!))
                .DistinctBy(participant => participant.Key)
                .OrderBy(participant => participant.Key, StringComparer.Ordinal)
                .Take(MostNamed),
        ];

    private static DonorAmount[] DonorAmountsOf(IReadOnlyList<Donor> donors)
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

    private static DollarAmount[] DollarAmountsOf(IReadOnlyList<Donor> donors, DateOnly? start)
    {
        var amounts = new SortedDictionary<string, double>(StringComparer.Ordinal);
        foreach (var donor in donors)
        {
            if (donor is not { Amount: > 0 and var amount, Currency: { } currency })
                continue;
            if (start is not { Year: var year } || Rates.Find(currency, year) is not { } rate)
                return [];
            var key = ((IParticipant)donor).Key;
            amounts[key] = amounts.GetValueOrDefault(key) + ((double)amount / (double)rate.UnitsPerUsd);
        }

        return amounts.Count == 0
            ? []
            :
            [
                new(null, amounts.Values.Sum()),
                .. amounts.Take(MostNamed).Select(amount => new DollarAmount(amount.Key, amount.Value)),
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

        found.AddRange(ProjectNumbers.Find(draft.Title));
        if (draft.Description is not null)
            found.AddRange(ProjectNumbers.Find(draft.Description));
        return
        [
            .. found
                .Select(written => (Key: Folding.Key(written), Written: written))
                .Where(number =>
                    number.Key.Length >= ShortestReference
                    && number.Key.Any(char.IsDigit)
                    && (number.Key.Any(char.IsLetter) || number.Key.Length >= 6)
                )
                .Concat(
                    found
                        .SelectMany(ProjectNumbers.ShortOf)
                        .Concat(ProjectNumbers.FindShort(draft.Title))
                        .Concat(ProjectNumbers.FindShort(draft.Description ?? ""))
                        .Select(written => (Key: ShortNumber + Folding.Key(written), Written: written))
                )
                .DistinctBy(number => number.Key)
                .Take(MostReferences)
                .OrderBy(number => number.Key, StringComparer.Ordinal),
        ];
    }
}
