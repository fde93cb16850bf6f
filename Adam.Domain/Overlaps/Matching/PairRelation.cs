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
public readonly record struct Assessment(Score Score, PairRelation Relation)
{
    /// <summary>
    /// True if the report contains the pair: its score is at least <see cref="Rules.Floor"/>, or only a contradiction
    /// keeps the two from being one project. People want to see the next phase of a project, however improbable it is
    /// that both are one.
    /// </summary>
    public bool IsRanked => Score >= Rules.Floor || Relation != PairRelation.None;
}
