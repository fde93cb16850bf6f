namespace Adam.Domain.Overlaps.Matching;

/// <summary>
/// The comparison features of two records. A feature has no value for a pair if one of the records lacks the data. The
/// table of the rules contains the weight of each feature by its name in kebab case.
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
    HandOver,
    DonorsApart,
    BeneficiaryShared,
    TitleRetold,
    TitleReplaced,
    SubjectApart,
    FewWords,
    YearSame,
    YearOther,
    NumberOther,
    ContrastOther,
    NumberMentioned,
    IsPart,
    AmountConverted,
    SubjectSimilarity,
    ActorSimilarity,
    TailOther,
    LeftOut,
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
    Parts,
}
