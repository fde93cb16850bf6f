namespace Adam.Domain.Overlaps.Matching;

/// <summary>
/// The comparison features of two records. A feature has a value for a pair, or none if one of the records lacks the
/// data. The table of the rules has the weight of each feature, under its name in kebab case.
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
    BeneficiarySimilarity,
    ImplementerShared,
    ImplementersApart,
    OwnerImplements,
    DonorShared,
    OwnerPays,
    TitleSimilarity,
    TitleCoverage,
    TitleInformation,
    TitleConflict,
    TextSimilarity,
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

/// <summary>The components of a score, in the order in which equally large contributions are listed.</summary>
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
