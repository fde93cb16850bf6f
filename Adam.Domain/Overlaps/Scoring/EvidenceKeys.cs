namespace Adam.Domain.Overlaps.Scoring;

/// <summary>Chooses the rare evidence under which a project is looked for.</summary>
public static class EvidenceKeys
{
    /// <summary>The most keys that a project has.</summary>
    public const int Most = 25;

    private const int MostReferences = 8;
    private const int MostTitlePairs = 6;
    private const int MostNames = 4;
    private const int MostOfAKind = 3;

    internal static IReadOnlyList<string> Of(Weighed weighed)
    {
        var (profile, edition) = (weighed.Profile, weighed.Edition);
        var keys = new SortedSet<string>(StringComparer.Ordinal);

        // What says most comes first: when there is too much, what is left over is left out.
        Add(profile.Identifiers.Concat(profile.Links.Select(link => link.Key)).Concat(profile.References.Select(reference => reference.Key)).Select(Terms.Reference), MostReferences);
        Add([Terms.WholeTitle(profile.Title.Signature)], 1);
        Add(profile.Places.Select(place => Terms.Place(place.Key)), MostOfAKind);
        Add(Terms.Posts(profile), MostOfAKind);
        Add(profile.Beneficiaries.Select(agency => Terms.Beneficiary(agency.Key)), MostOfAKind);
        Add(profile.Gifts.Select(Terms.Gift), MostOfAKind);
        Add(Terms.TitlePairs(profile.Title), MostTitlePairs);
        Add(profile.Places.Where(place => place.Skeleton.Length > 0).Select(place => Terms.Name(place.Skeleton))
            .Concat(profile.Names.Select(name => Terms.Name(name.Skeleton))), MostNames);
        Add(profile.Title.Words.Where(word => !Vocabulary.IsGeneric(word)).Select(Terms.Word), MostTitlePairs);
        Add(profile.Implementers.Select(implementer => Terms.Implementer(implementer.Key)), MostOfAKind);
        Add(profile.Donors.Select(donor => Terms.Donor(donor.Key)), MostOfAKind);
        AddInOrder(Sample(weighed), Most);
        return [.. keys];

        void Add(IEnumerable<string> terms, int most) => AddInOrder(terms.OrderBy(edition.Count).ThenBy(Shuffled), most);

        void AddInOrder(IEnumerable<string> terms, int most)
        {
            var before = keys.Count;
            foreach (var term in terms.Where(edition.IsRare))
            {
                if (keys.Count >= Most || keys.Count - before >= most)
                    return;
                keys.Add(term);
            }
        }
    }

    /// <summary>
    /// The words of the text in an order drawn by lot, in which rare words have better chances. The lot of a word is the same in every project, so that two texts that share much share what is drawn first.
    /// </summary>
    private static IEnumerable<string> Sample(Weighed weighed) =>
        weighed.Profile.Words.Select((word, i) => (Term: Terms.Word(word.Word), Lot: Lot(word.Hash, weighed.Weights[i]), word.Hash))
            .OrderBy(word => word.Lot).ThenBy(word => word.Hash).Select(word => word.Term);

    private static double Lot(ulong hash, double weight) => -Arithmetic.Ln(((hash >> 11) + 1) / (double)(1UL << 53)) / ((weight * weight) + 1e-9);

    private static ulong Shuffled(string term) => Hash.Of(term);
}
