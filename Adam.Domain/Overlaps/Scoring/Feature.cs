namespace Adam.Domain.Overlaps.Scoring;

/// <summary>
/// What two records are compared by. A feature has a value for a pair, or none where one of the records does not say enough; what the value is worth stands in the table of the rules, under the feature's
/// name in kebab case.
/// </summary>
public enum Feature
{
    SharedSetting,
    StartGap,
    EndGap,
    SameDay,
    SharedDays,
    PlaceShared,
    PlacesApart,
    TypeOverlap,
    BeneficiaryLikeness,
    ImplementerShared,
    ImplementersApart,
    OwnerImplements,
    DonorShared,
    OwnerPays,
    TitleLikeness,
    TitleCoverage,
    TitleSurprise,
    TitleConflict,
    TextLikeness,
    TextCoverage,
    PhaseSame,
    PhaseOther,
    PhaseUnmatched,
    AmountGap,
    AmountSame,
    NumberShared,
    LinkThirdParty,
    LinkCoFunded,
    RareShared,
}

/// <summary>The parts of a score, in the order in which reasons are given when they weigh the same.</summary>
public enum Component
{
    Setting,
    Period,
    Places,
    ActivityTypes,
    Beneficiaries,
    Implementers,
    Donors,
    Text,
    Amounts,
    References,
    Rarity,
}
