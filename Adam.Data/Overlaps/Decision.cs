using Adam.Domain.Overlaps;

namespace Adam.Data.Overlaps;

/// <summary>What somebody decided about an overlap.</summary>
public sealed record Decision
{
    public long VerdictId { get; init; }

    /// <summary>Null where an earlier verdict was taken back.</summary>
    public Verdict? Verdict { get; init; }

    public string? Note { get; init; }

    /// <summary>The name of the key that decided.</summary>
    public string DecidedBy { get; init; } = "";

    /// <summary>Code of the partner whose key it was.</summary>
    public string Partner { get; init; } = "";

    public DateTimeOffset DecidedAt { get; init; }

    /// <summary>When one of the projects changed in what counts, for the first time since; null while neither has.</summary>
    public DateTimeOffset? StaleAt { get; init; }
}

/// <summary>What became of a decision.</summary>
public abstract record DecisionOutcome
{
    private DecisionOutcome() { }

    public sealed record Done(RankedOverlap Overlap) : DecisionOutcome;

    /// <summary>The two are not both in the register, or do not overlap.</summary>
    public sealed record NoOverlap : DecisionOutcome;

    /// <summary>The pair is not as the caller has seen it: a project changed, or somebody else decided first.</summary>
    public sealed record Stale : DecisionOutcome;
}
