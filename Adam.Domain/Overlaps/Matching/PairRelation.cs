namespace Adam.Domain.Overlaps.Matching;

/// <summary>
/// The relation between two records that decides the kind of an overlap regardless of other pairs. The comparison of
/// the two determines it (<see cref="Scorer.Assess(WeightedProfile, WeightedProfile)"/>).
/// </summary>
public enum PairRelation
{
    /// <summary>Score and best match decide the kind.</summary>
    None,

    /// <inheritdoc cref="OverlapKind.NextPhase"/>
    NextPhase,

    /// <inheritdoc cref="OverlapKind.OtherPlace"/>
    OtherPlace,

    /// <inheritdoc cref="OverlapKind.PartOf"/>
    PartOf,

    /// <inheritdoc cref="OverlapKind.CoFunded"/>
    CoFunded,
}

/// <summary>The score of a pair, and the relation of its records.</summary>
public readonly record struct Assessment(Score Score, PairRelation Relation);
