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
