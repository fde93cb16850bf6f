namespace Adam.Domain.Overlaps.Matching;

/// <summary>A profile with the weights of its terms from the term statistics, prepared for many comparisons.</summary>
public sealed class WeightedProfile
{
    private const double LeastWeight = 0.2;

    /// <summary>The information content from which the name of an agency is rare.</summary>
    private const double RareFrom = 3;

    /// <summary>
    /// The share of the weight of a word that names of all agencies have: "State Customs Service" and "State Border
    /// Service" are two.
    /// </summary>
    private const double GenericNameShare = 0.1;
    private const double GenericShare = 0.35;

    private readonly Lazy<IReadOnlyList<string>> _keys;
    private readonly Lazy<(ulong[] Hashes, string[] Keys)> _keysByHash;

    private WeightedProfile(Profile profile, TermStatistics statistics)
    {
        (Profile, TermStatistics) = (profile, statistics);

        var words = profile.Words.Count;
        (Hashes, Counts, Weights) = (new ulong[words], new int[words], new double[words]);
        for (var i = 0; i < words; i++)
        {
            Hashes[i] = profile.Words[i].Hash;
            Counts[i] = statistics.Count(Terms.Word(profile.Words[i].Word));
            Weights[i] = statistics.InformationContentOf(Counts[i]);
            SquaredLength += Weights[i] * Weights[i];
        }

        TitleWords = [.. profile.Title.Words];
        TitleHashes = Array.ConvertAll(TitleWords, Profile.HashOf);
        TitleSkeletons = Array.ConvertAll(TitleWords, WordSimilarity.SkeletonOf);
        IsAcronym = Array.ConvertAll(
            TitleWords,
            word => Array.Exists(profile.WrittenOut.Acronyms, acronym => acronym.Word == word)
        );
        IsTitleName = Array.ConvertAll(TitleHashes, profile.HasNameWith);
        TitleWeights =
        [
            .. TitleWords.Select(word =>
                Math.Max(LeastWeight, statistics.InformationContent(Terms.TitleWord(word)))
                * (Vocabulary.IsGeneric(word) ? GenericShare : 1)
            ),
        ];
        Places = [.. profile.Places.Select(place => statistics.Count(Terms.Place(place.Key)))];
        Implementers = [.. profile.Implementers.Select(one => statistics.Count(Terms.Implementer(one.Key)))];
        Donors = [.. profile.Donors.Select(one => statistics.Count(Terms.Donor(one.Key)))];
        References = [.. profile.References.Select(one => statistics.Count(Terms.Reference(one.Key)))];
        BeneficiaryCounts = [.. profile.Beneficiaries.Select(one => statistics.Count(Terms.Beneficiary(one.Key)))];
        ActivityTypes =
        [
            .. profile.ActivityTypes.Select(type => 1 + statistics.InformationContent(Terms.ActivityType(type))),
        ];
        Beneficiaries =
        [
            .. profile.Beneficiaries.Select(agency =>
                agency
                    .Stems.Select(
                        (stem, i) =>
                            (0.5 + statistics.InformationContent(Terms.Word(stem)))
                            * (agency.AreGeneric[i] ? GenericNameShare : 1)
                    )
                    .ToArray()
            ),
        ];
        DonorAmounts =
        [
            .. profile.DonorAmounts.Select(amount => statistics.InformationContent(Terms.DonorAmount(amount))),
        ];
        StartInformation = profile.Start is { } start ? statistics.InformationContent(Terms.Start(start)) : double.NaN;
        TitleInformation = statistics.InformationContent(Terms.WholeTitle(profile.Title.Signature));
        _keys = new(() => Matching.BlockingKeys.ForProfile(this));
        _keysByHash = new(SortKeysByHash);
    }

    public Profile Profile { get; }

    public TermStatistics TermStatistics { get; }

    /// <summary>
    /// The blocking keys of the project: at most <see cref="BlockingKeys.MaxKeys"/>, in ordinal order. No key occurs in
    /// more than <see cref="TermStatistics.RarityThreshold"/> projects of any one country of the statistics. Two
    /// projects without a common key have a score below <see cref="Rules.Floor"/>.
    /// </summary>
    public IReadOnlyList<string> BlockingKeys => _keys.Value;

    /// <summary>The hashes of <see cref="Profile.Words"/>, ascending.</summary>
    internal ulong[] Hashes { get; }

    /// <summary>The number of projects with each of these words.</summary>
    internal int[] Counts { get; }

    /// <summary>The information content of each of these words.</summary>
    internal double[] Weights { get; }

    internal double SquaredLength { get; }

    internal string[] TitleWords { get; }

    internal double[] TitleWeights { get; }

    /// <summary>The hash of the stem of each word of the title, to find it in <see cref="Hashes"/>.</summary>
    internal ulong[] TitleHashes { get; }

    /// <inheritdoc cref="WordSimilarity.SkeletonOf"/>
    internal string?[] TitleSkeletons { get; }

    /// <summary>For each word of the title, true if the record writes it as an acronym.</summary>
    internal bool[] IsAcronym { get; }

    /// <summary>For each word of the title, true if a name of the record contains it.</summary>
    internal bool[] IsTitleName { get; }

    /// <summary>The information content of the whole title.</summary>
    internal double TitleInformation { get; }

    /// <summary>
    /// The number of projects with each of the profile's places, in the order of the profile. The lists of
    /// implementers, donors and references contain the same for theirs.
    /// </summary>
    internal int[] Places { get; }

    internal int[] Implementers { get; }

    internal int[] Donors { get; }

    internal int[] References { get; }

    internal int[] BeneficiaryCounts { get; }

    /// <summary>
    /// The weight of each activity type. The lists of beneficiaries and amounts contain the weight of each word and of
    /// each amount.
    /// </summary>
    internal double[] ActivityTypes { get; }

    internal double[][] Beneficiaries { get; }

    internal double[] DonorAmounts { get; }

    /// <summary>The information content of the start day; NaN if it is unknown.</summary>
    internal double StartInformation { get; }

    public static WeightedProfile Create(Profile profile, TermStatistics statistics) => new(profile, statistics);

    /// <summary>Returns true if title or description contain a word, by the hash of its stem.</summary>
    internal bool ContainsWord(ulong stem) => SortedLists.IndexOf(Hashes, stem) >= 0;

    /// <summary>
    /// Returns true if title or description contain all of some words, and one of them is rare; false if there are
    /// none.
    /// </summary>
    internal bool ContainsRareName(ulong[] stems)
    {
        var rarest = 0.0;
        for (var i = 0; i < stems.Length; i++)
        {
            var at = SortedLists.IndexOf(Hashes, stems[i]);
            if (at < 0)
                return false;
            rarest = Math.Max(rarest, Weights[at]);
        }

        return rarest > RareFrom;
    }

    /// <summary>
    /// Returns the number of projects with a word of title or description, by the hash of its stem; the highest number
    /// if they do not contain it.
    /// </summary>
    internal int CountOf(ulong stem) =>
        SortedLists.IndexOf(Hashes, stem) is >= 0 and var at ? Counts[at] : int.MaxValue;

    /// <summary>
    /// Returns true if title or description contain a word, or the words for which it stands as an acronym.
    /// </summary>
    internal bool Tells(WeightedProfile other, int titleWord) =>
        ContainsWord(other.TitleHashes[titleWord])
        || (other.IsAcronym[titleWord] && !Profile.WrittenOut.Find(other.TitleWords[titleWord]).IsEmpty);

    internal bool SharesBlockingKeyWith(WeightedProfile other)
    {
        var (hashes, keys) = _keysByHash.Value;
        var (others, otherKeys) = other._keysByHash.Value;
        for (int i = 0, j = 0; i < hashes.Length && j < others.Length; )
        {
            if (hashes[i] < others[j])
                i++;
            else if (hashes[i] > others[j])
                j++;
            else if (keys[i] == otherKeys[j])
                return true;
            else
                return BlockingKeys.Intersect(other.BlockingKeys, StringComparer.Ordinal).Any();
        }

        return false;
    }

    private (ulong[] Hashes, string[] Keys) SortKeysByHash()
    {
        var keys = BlockingKeys.ToArray();
        var hashes = Array.ConvertAll(keys, key => Hash.Compute(key));
        Array.Sort(hashes, keys);
        return (hashes, keys);
    }
}
