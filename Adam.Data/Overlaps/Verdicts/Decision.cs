using Adam.Domain.Overlaps;

namespace Adam.Data.Overlaps.Verdicts;

/// <summary>A decision about an overlap.</summary>
public sealed record Decision
{
    public long VerdictId { get; init; }

    /// <summary>The verdict; null if an earlier one was withdrawn.</summary>
    public Verdict? Verdict { get; init; }

    public string? Note { get; init; }

    /// <summary>The name of the key that decided.</summary>
    public string DecidedBy { get; init; } = "";

    /// <summary>The code of the partner that owns this key.</summary>
    public string Partner { get; init; } = "";

    public DateTimeOffset DecidedAt { get; init; }

    /// <summary>
    /// The instant of the first relevant change of one of the projects since; null if there was none.
    /// </summary>
    public DateTimeOffset? StaleAt { get; init; }
}

/// <summary>The result of deciding about an overlap.</summary>
public abstract record DecisionOutcome
{
    private DecisionOutcome() { }

    public sealed record Done(RankedOverlap Overlap) : DecisionOutcome;

    /// <summary>One of the two projects does not exist, or they do not overlap.</summary>
    public sealed record NoOverlap : DecisionOutcome;

    /// <summary>
    /// The pair differs from the version that the client has read: a project changed, or somebody else decided first.
    /// </summary>
    public sealed record Stale : DecisionOutcome;
}
