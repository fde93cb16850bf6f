namespace Adam.Data.Overlaps;

/// <summary>The result of a decision about an overlap.</summary>
public abstract record DecisionOutcome
{
    private DecisionOutcome() { }

    public sealed record Done(RankedOverlap Overlap) : DecisionOutcome;

    /// <summary>One of the two projects does not exist, or they do not overlap.</summary>
    public sealed record NoOverlap : DecisionOutcome;

    /// <summary>The caller may not decide this pair.</summary>
    public sealed record NotAllowed : DecisionOutcome;

    /// <summary>
    /// The pair differs from the version that the client has read: a project has changed, or another analyst has
    /// decided first.
    /// </summary>
    public sealed record Stale : DecisionOutcome;
}
