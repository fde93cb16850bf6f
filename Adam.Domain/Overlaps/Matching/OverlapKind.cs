namespace Adam.Domain.Overlaps.Matching;

/// <summary>The kind of an overlap.</summary>
/// <remarks><see cref="OverlapClassifier"/> decides it. Its numbers are stored, so never renumber.</remarks>
public enum OverlapKind
{
    /// <summary>The two projects share a country, a pillar and a day, and little else.</summary>
    SharedSetting = 1,

    /// <summary>Two projects that do the same thing in the same place at the same time.</summary>
    SameActivity = 2,

    /// <summary>One project that two partners both reported.</summary>
    SameProject = 3,

    /// <summary>
    /// Both owners have declared that the two are parts of one undertaking. This is no duplication, and is listed
    /// separately.
    /// </summary>
    Declared = 4,

    /// <summary>
    /// One project follows the other: the next phase, the next year of a series, or work that one partner took over.
    /// </summary>
    NextPhase = 5,

    /// <summary>The same work in two places, such as the roll-out of a programme to the next province.</summary>
    OtherPlace = 6,

    /// <summary>One project is a component of the other, which nobody has declared.</summary>
    PartOf = 7,

    /// <summary>One undertaking that different donors pay for, each with its own sum.</summary>
    CoFunded = 8,
}
