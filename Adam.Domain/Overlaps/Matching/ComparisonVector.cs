namespace Adam.Domain.Overlaps.Matching;

/// <summary>
/// The comparison of two records: a value for each <see cref="Feature"/>, which Fellegi and Sunter (1969) call the
/// comparison vector, and the names that the explanations of a score quote. The order of the two records does not
/// matter.
/// </summary>
internal sealed class ComparisonVector
{
    /// <summary>The number of features.</summary>
    public const int Features = (int)Feature.RareShared + 1;

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

        var places = PlaceComparison.Compare(a, b);
        this[Feature.PlaceShared] = places.Shared;
        this[Feature.PlacesApart] = places.Apart;
        Place = places.Rarest;

        this[Feature.TypeOverlap] = ActivityTypeComparison.Compare(a, b).Overlap;

        var beneficiaries = BeneficiaryComparison.Compare(a, b, InOtherLanguages);
        this[Feature.BeneficiarySimilarity] = beneficiaries.Similarity;
        Beneficiaries = beneficiaries.Nearest;

        var implementers = ImplementerComparison.Compare(a, b);
        this[Feature.ImplementerShared] = implementers.Shared;
        this[Feature.ImplementersApart] = implementers.Apart;
        this[Feature.OwnerImplements] = implementers.OwnerImplements;
        Implementer = implementers.Rarest;

        var donors = DonorComparison.Compare(a, b);
        this[Feature.DonorShared] = donors.Shared;
        this[Feature.OwnerPays] = donors.OwnerPays;
        Donor = donors.Rarest;

        var title = TitleComparison.Compare(a, b);
        this[Feature.TitleSimilarity] = title.Similarity;
        this[Feature.TitleCoverage] = title.Coverage;
        this[Feature.TitleInformation] = title.InformationContent;
        this[Feature.TitleConflict] = title.Conflict;
        this[Feature.PhaseSame] = title.PhaseSame;
        this[Feature.PhaseOther] = title.PhaseOther;
        this[Feature.PhaseUnmatched] = title.PhaseUnmatched;

        var text = TextComparison.Compare(a, b);
        this[Feature.TextSimilarity] = text.Similarity;
        this[Feature.TextCoverage] = text.Coverage;
        this[Feature.RareShared] = text.RareShared;
        RareWords = text.RareWords;

        var amounts = AmountComparison.Compare(a, b);
        this[Feature.AmountGap] = amounts.Gap;
        this[Feature.AmountSame] = amounts.Same;
        Amounts = amounts.Nearest;

        var references = ReferenceComparison.Compare(a, b);
        this[Feature.NumberShared] = references.NumberShared;
        this[Feature.LinkThirdParty] = references.LinkThirdParty;
        this[Feature.LinkCoFunded] = references.LinkCoFunded;
        Number = references.Number;
    }

    public WeightedProfile A { get; }

    public WeightedProfile B { get; }

    /// <summary>
    /// True if the two are probably written in different languages. Words that differ are then weak evidence against
    /// the pair.
    /// </summary>
    public bool InOtherLanguages { get; }

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

    /// <summary>The value of a feature; NaN if a record lacks the data that the feature compares.</summary>
    public double this[Feature feature]
    {
        get => _values[(int)feature];
        private init => _values[(int)feature] = value;
    }

    /// <summary>Compares two records that were weighted by the same term statistics.</summary>
    public static ComparisonVector Create(WeightedProfile a, WeightedProfile b) => new(a, b);

    private static bool AreInOtherLanguages(Profile a, Profile b) =>
        a.Script != b.Script || (a.Language is { } one && b.Language is { } other && one != other);
}
