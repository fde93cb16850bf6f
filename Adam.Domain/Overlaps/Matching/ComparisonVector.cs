using System.Numerics;

namespace Adam.Domain.Overlaps.Matching;

/// <summary>
/// The comparison of two records: a value for each <see cref="Feature"/>, which Fellegi and Sunter (1969) call the
/// comparison vector, and the names that the explanations of a score quote. The order of the two records does not
/// matter.
/// </summary>
internal sealed class ComparisonVector
{
    /// <summary>The number of features.</summary>
    public const int Features = (int)Feature.LeftOut + 1;

    /// <summary>The similarity of words from which two projects have one subject.</summary>
    private const double AlikeSubject = 0.4;

    /// <summary>The similarity from which titles that name other things are worded alike for another reason.</summary>
    private const double NearlyAlike = 0.7;

    /// <summary>The natural logarithm of the ratio of two amounts that may be one amount in two currencies.</summary>
    private const double NearAmounts = 0.15;

    /// <summary>The share of other subjects that counts if a record is a title alone.</summary>
    private const double TitleAlone = 0.75;

    /// <summary>The days by which starts and ends of one period may differ.</summary>
    private const int DaysOfAPeriod = 31;

    private const double HalfAsMuch = 0.5;

    /// <summary>The similarity of titles from which their common names show that they are worded alike.</summary>
    private const double AlikeNames = 0.3;

    /// <summary>The weight of a concept that every project names.</summary>
    private const double LeastConcept = 1;

    private readonly double[] _values = new double[Features];

    private ComparisonVector(WeightedProfile a, WeightedProfile b)
    {
        (A, B) = (a, b);
        InOtherLanguages = AreInOtherLanguages(a.Profile, b.Profile);
        Array.Fill(_values, double.NaN);
        this[Feature.SharedSetting] = 0;

        var period = PeriodComparison.Compare(a, b);
        this[Feature.StartGap] = period.StartGap;
        this[Feature.EndGap] = period.EndGap;
        this[Feature.SameDay] = period.SameDay;
        this[Feature.SharedDays] = period.SharedDays;
        this[Feature.HandOver] = period.HandOver;

        var places = PlaceComparison.Compare(a, b);
        this[Feature.PlaceShared] = places.Shared;
        this[Feature.PlacesApart] = places.Apart;
        Place = places.Rarest;

        this[Feature.TypeOverlap] = ActivityTypeComparison.Compare(a, b).Overlap;

        var beneficiaries = BeneficiaryComparison.Compare(a, b, InOtherLanguages);
        this[Feature.BeneficiarySimilarity] = beneficiaries.Similarity;
        this[Feature.BeneficiaryShared] = beneficiaries.Shared;
        Beneficiaries = beneficiaries.Nearest;

        var implementers = ImplementerComparison.Compare(a, b);
        this[Feature.ImplementerShared] = implementers.Shared;
        this[Feature.ImplementersApart] = implementers.Apart;
        this[Feature.OwnerImplements] = implementers.OwnerImplements;
        Implementer = implementers.Rarest;

        var donors = DonorComparison.Compare(a, b, implementers.Rarest is not null);
        this[Feature.DonorShared] = donors.Shared;
        this[Feature.OwnerPays] = donors.OwnerPays;
        this[Feature.DonorsApart] = donors.Apart;
        Donor = donors.Rarest;

        var title = TitleComparison.Compare(a, b, InOtherLanguages, period.StartGap);
        this[Feature.TitleSimilarity] = title.Similarity;
        this[Feature.TitleCoverage] = title.Coverage;
        this[Feature.TitleInformation] = title.InformationContent;
        this[Feature.TitleConflict] = title.Conflict;
        this[Feature.TitleRetold] = title.Retold;
        this[Feature.TitleReplaced] = title.Replaced;
        this[Feature.TailOther] = title.TailOther;
        this[Feature.PhaseSame] = title.PhaseSame;
        this[Feature.PhaseOther] = title.PhaseOther;
        this[Feature.PhaseUnmatched] = title.PhaseUnmatched;
        this[Feature.YearSame] = title.YearSame;
        this[Feature.YearOther] = title.YearOther;
        this[Feature.NumberOther] = title.NumberOther;
        this[Feature.ContrastOther] = title.ContrastOther;

        var text = TextComparison.Compare(a, b);
        this[Feature.TextSimilarity] = text.Similarity;
        this[Feature.TextCoverage] = text.Coverage;
        this[Feature.FewWords] = text.FewWords;
        this[Feature.RareShared] = text.RareShared;
        this[Feature.LeftOut] = LeftOutComparison.Compare(a, b).Value;
        RareWords = text.RareWords;

        var isShare =
            period.StartGap <= DaysOfAPeriod && period.EndGap <= DaysOfAPeriod && IsShare(a.Profile, b.Profile);
        var amounts = isShare ? AmountComparison.Nothing : AmountComparison.Compare(a, b);
        this[Feature.AmountGap] = amounts.Gap;
        this[Feature.AmountSame] = amounts.Same;
        this[Feature.AmountConverted] = amounts.ConvertedGap;
        Amounts = amounts.Nearest;

        var references = ReferenceComparison.Compare(a, b);
        this[Feature.NumberShared] = references.NumberShared;
        this[Feature.NumberMentioned] = references.NumberMentioned;
        this[Feature.LinkThirdParty] = references.LinkThirdParty;
        this[Feature.LinkCoFunded] = references.LinkCoFunded;
        Number = references.Number;

        var contents = a.TermStatistics.ConceptContents;
        this[Feature.SubjectSimilarity] = Dice(a.Profile.Subjects, b.Profile.Subjects, contents);
        this[Feature.ActorSimilarity] = Dice(a.Profile.Actors, b.Profile.Actors, contents);
        this[Feature.SubjectApart] =
            SubjectApart(title, text, amounts)
            * (a.Profile.HasDescription && b.Profile.HasDescription ? 1 : TitleAlone);
        var areOfOtherDonors = !double.IsNaN(donors.Apart);
        var isConverted = amounts.ConvertedGap <= NearAmounts;
        var parts = PartComparison.Compare(
            a,
            b,
            amounts.Gap == 0 || isConverted,
            amounts.IsEqualGrant || (isConverted && donors.Rarest is not null),
            areOfOtherDonors || isShare
        );
        this[Feature.IsPart] = parts.IsPart;
        Whole = parts.Whole;
    }

    public WeightedProfile A { get; }

    public WeightedProfile B { get; }

    /// <summary>
    /// True if the two are probably written in different languages. Words that differ are then weak evidence against
    /// the pair.
    /// </summary>
    public bool InOtherLanguages { get; }

    /// <summary>True if the owner of one record is a donor of the other.</summary>
    public bool AreOfPayerAndPaid => this[Feature.OwnerPays] == 1;

    /// <summary>The number of different words in the shorter text.</summary>
    public int FewestWords => Math.Min(A.Hashes.Length, B.Hashes.Length);

    /// <inheritdoc cref="PlaceComparison.Rarest"/>
    public SharedTerm? Place { get; }

    /// <inheritdoc cref="BeneficiaryComparison.Nearest"/>
    public (string One, string Other)? Beneficiaries { get; }

    /// <inheritdoc cref="ImplementerComparison.Rarest"/>
    public SharedTerm? Implementer { get; }

    /// <inheritdoc cref="DonorComparison.Rarest"/>
    public SharedTerm? Donor { get; }

    /// <inheritdoc cref="TextComparison.RareWords"/>
    public IReadOnlyList<SharedTerm> RareWords { get; }

    /// <inheritdoc cref="AmountComparison.Nearest"/>
    public (DonorAmount One, DonorAmount Other)? Amounts { get; }

    /// <inheritdoc cref="ReferenceComparison.Number"/>
    public SharedTerm? Number { get; }

    /// <inheritdoc cref="PartComparison.Whole"/>
    public int Whole { get; }

    /// <summary>
    /// True if the identity of the two is declared: one owner declares that the other record is the same project, or
    /// both state the same number. Contradictions then do not limit the agreement (<see cref="Rules.Allowed"/>).
    /// </summary>
    public bool IsIdentified => !double.IsNaN(this[Feature.LinkThirdParty]);

    /// <summary>
    /// True if both records state sums of different donors, which are not the same sum. Two such records of one
    /// undertaking are co-funding, and no money is counted twice.
    /// </summary>
    public bool HasSumsOfOtherDonors =>
        A.Profile.DonorAmounts.Length > 0
        && B.Profile.DonorAmounts.Length > 0
        && (
            double.IsNaN(this[Feature.DonorsApart])
                ? AreOtherSums() && DonorComparison.AreApart(A.Profile, B.Profile, InOtherLanguages)
                : this[Feature.AmountGap] != 0
        );

    /// <summary>The value of a feature; NaN if a record lacks the data that the feature compares.</summary>
    public double this[Feature feature]
    {
        get => _values[(int)feature];
        private init => _values[(int)feature] = value;
    }

    /// <summary>Compares two records that were weighted by the same term statistics.</summary>
    public static ComparisonVector Create(WeightedProfile a, WeightedProfile b) => new(a, b);

    /// <summary>
    /// Returns true if no sum of one record is one of the other. Sums in two currencies must differ by more than a rate
    /// does, and if one cannot be converted, they may be the same.
    /// </summary>
    private bool AreOtherSums()
    {
        foreach (var amount in A.Profile.DonorAmounts)
        {
            foreach (var other in B.Profile.DonorAmounts)
            {
                if (amount.Currency == other.Currency && amount.Amount == other.Amount)
                    return false;
            }
        }

        return !double.IsNaN(this[Feature.AmountGap]) || this[Feature.AmountConverted] > NearAmounts;
    }

    /// <summary>
    /// Returns how far the two say different things, from 0 to 1: 1 if neither their titles nor their descriptions have
    /// words in common, apart from names of places and organisations. Half of that if their language differs, because
    /// subjects are known in part only, or if they state the same amount and their titles share no names either. NaN if
    /// they have some words in common, or their language differs and their subjects are unknown.
    /// </summary>
    private double SubjectApart(TitleComparison title, TextComparison text, AmountComparison amounts)
    {
        var subjects = this[Feature.SubjectSimilarity];
        if (double.IsNaN(title.Similarity) || (InOtherLanguages && double.IsNaN(subjects)))
            return double.NaN;

        var alike = Math.Max(Math.Max(OrZero(title.Core), OrZero(title.Retold)), OrZero(subjects));
        alike = Math.Max(alike, Math.Max(2 * OrZero(text.Similarity), OrZero(text.Coverage)));
        alike = Math.Max(alike, OrZero(text.FewWords));
        var areOther = HaveOtherSubjects(A.Profile, B.Profile) && alike < NearlyAlike;
        if (alike >= AlikeSubject && !areOther)
            return double.NaN;

        var areEqual = amounts.Gap == 0 || amounts.ConvertedGap <= NearAmounts;
        if (areOther)
            return InOtherLanguages || areEqual ? HalfAsMuch : 1;

        // Titles that share the names of a post or an agency are worded alike, and what differs is meant to differ.
        var excused =
            InOtherLanguages ? HalfAsMuch
            : areEqual ? HalfAsMuch * Math.Max(0, 1 - (title.Similarity / AlikeNames))
            : 0;
        return (1 - (alike / AlikeSubject)) * (1 - excused);
    }

    /// <summary>
    /// Returns true if both titles name things, such as dogs or a laboratory, and neither record names those of the
    /// other's title. Courses and meetings are of all kinds of projects.
    /// </summary>
    private static bool HaveOtherSubjects(Profile a, Profile b) =>
        a.TitleSubjects != 0
        && b.TitleSubjects != 0
        && (a.TitleSubjects & b.Subjects) == 0
        && (b.TitleSubjects & a.Subjects) == 0;

    /// <summary>
    /// Returns the Dice coefficient of two sets of concepts, from 0 to 1, each weighted by its information content:
    /// both name dogs, which is more than that both name training. NaN if one of them is empty.
    /// </summary>
    private static double Dice(ulong one, ulong other, double[] contents)
    {
        if (one == 0 || other == 0)
            return double.NaN;
        return 2 * Weigh(one & other, contents) / (Weigh(one, contents) + Weigh(other, contents));
    }

    private static double Weigh(ulong concepts, double[] contents)
    {
        var sum = 0.0;
        for (var left = concepts; left != 0; left &= left - 1)
            sum += LeastConcept + contents[BitOperations.TrailingZeroCount(left)];
        return sum;
    }

    /// <summary>
    /// Returns true if one record states a sum of some of the other's donors, and the other does not state their sums:
    /// a share of the budget is not compared with the whole.
    /// </summary>
    private static bool IsShare(Profile one, Profile other) => IsShareOf(one, other) || IsShareOf(other, one);

    private static bool IsShareOf(Profile part, Profile whole) =>
        part.Donors.Length > 0
        && part.Donors.Length < whole.Donors.Length
        && Array.TrueForAll(part.Donors, donor => SortedLists.HasKey(whole.Donors, donor.Key))
        && part.DollarAmounts.Length > 0
        && whole.DollarAmounts.Length > 0
        && part.DollarAmounts[0].Amount < whole.DollarAmounts[0].Amount;

    private static double OrZero(double value) => double.IsNaN(value) ? 0 : value;

    private static bool AreInOtherLanguages(Profile a, Profile b) =>
        a.Script != b.Script || (a.Language is { } one && b.Language is { } other && one != other);
}
