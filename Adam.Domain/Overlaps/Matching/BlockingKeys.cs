namespace Adam.Domain.Overlaps.Matching;

/// <summary>
/// Chooses the blocking keys of a project. Only projects with a common key are compared. The limits are our own choice:
/// in the lists with known duplicates every known pair has a common key (docs/overlaps.md).
/// </summary>
public static class BlockingKeys
{
    /// <summary>The maximum number of keys of a project of any length.</summary>
    public const int MaxKeys = 31;

    private const int MostReferences = 8;
    private const int MostTitlePairs = 6;
    private const int MostNames = 4;
    private const int MostOfAKind = 3;
    private const int MostGrants = 5;
    private const int MostStarts = 6;
    private const int MostSums = 4;
    private const int MostDonorYears = 4;
    private const int MostSubjectYears = 6;

    internal static IReadOnlyList<string> ForProfile(WeightedProfile weighted)
    {
        var (profile, statistics) = (weighted.Profile, weighted.TermStatistics);
        var keys = new SortedSet<string>(StringComparer.Ordinal);

        // The kinds that distinguish projects best come first. Keys beyond the limits are omitted.
        Add(
            profile
                .Identifiers.Concat(profile.Links.Select(link => link.Key))
                .Concat(profile.References.Select(reference => reference.Key))
                .Select(Terms.Reference),
            MostReferences
        );
        Add([Terms.WholeTitle(profile.Title.Signature)], 1);
        Add(profile.Places.Select(place => Terms.Place(place.Key)), MostOfAKind);
        Add(Terms.Posts(profile), MostOfAKind);
        Add(profile.Beneficiaries.Select(agency => Terms.Beneficiary(agency.Key)), MostOfAKind);
        Add(profile.Beneficiaries.SelectMany(agency => Terms.OfAcronyms(agency.Acronyms)), MostOfAKind);
        Add(profile.DonorAmounts.Select(Terms.DonorAmount), MostOfAKind);
        Add(Terms.Grants(profile), MostGrants);
        Add(Terms.Starts(profile), MostStarts);
        Add(Terms.DonorSums(profile), MostSums);
        Add(Terms.DonorYears(profile), MostDonorYears);
        Add(Terms.CountriesYears(profile), MostOfAKind);
        Add(Terms.SubjectYears(profile), MostSubjectYears);
        Add(Terms.TitlePairs(profile.Title), MostTitlePairs);
        Add(
            profile
                .Places.Where(place => place.Skeleton.Length > 0)
                .Select(place => Terms.Name(place.Skeleton))
                .Concat(profile.Names.Select(name => Terms.Name(name.Skeleton))),
            MostNames
        );
        Add(profile.Title.Words.Where(word => !Vocabulary.IsGeneric(word)).Select(Terms.Word), MostTitlePairs);
        Add(profile.Implementers.Select(implementer => Terms.Implementer(implementer.Key)), MostOfAKind);
        Add(profile.Donors.Select(donor => Terms.Donor(donor.Key)), MostOfAKind);
        AddInOrder(Sample(weighted), MaxKeys);
        return [.. keys];

        void Add(IEnumerable<string> terms, int most) =>
            AddInOrder(terms.OrderBy(statistics.Count).ThenBy(Shuffled), most);

        void AddInOrder(IEnumerable<string> terms, int most)
        {
            var before = keys.Count;
            if (before >= MaxKeys)
                return;
            foreach (var term in terms.Where(statistics.IsRare))
            {
                if (keys.Count >= MaxKeys || keys.Count - before >= most)
                    return;
                keys.Add(term);
            }
        }
    }

    /// <summary>
    /// Returns the words of the text in the order of a weighted random sample without replacement. Each word has an
    /// exponential random number divided by its weight, and the lowest come first (Efraimidis and Spirakis, 2006). The
    /// random number is derived from the hash of the word. A word therefore has the same number in all projects, and
    /// similar texts have the same first words (bottom-k sketch; Cohen and Kaplan, 2007). The weight is the square of
    /// the word's information content, which a shared word adds to the cosine of two texts
    /// (<see cref="TextComparison"/>).
    /// </summary>
    private static IEnumerable<string> Sample(WeightedProfile weighted) =>
        weighted
            .Profile.Words.Select(
                (word, i) =>
                    (Term: Terms.Word(word.Word), Rank: SamplingRank(word.Hash, weighted.Weights[i]), word.Hash)
            )
            .OrderBy(word => word.Rank)
            .ThenBy(word => word.Hash)
            .Select(word => word.Term);

    private static double SamplingRank(ulong hash, double weight) =>
        -Arithmetic.Ln(((hash >> 11) + 1) / (double)(1UL << 53)) / ((weight * weight) + 1e-9);

    private static ulong Shuffled(string term) => Hash.Compute(term);
}
