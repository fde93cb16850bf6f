namespace Adam.Data.Measures;

/// <summary>The verdicts about the link of a project with a measure.</summary>
/// <remarks>The numbers are stored: never renumber.</remarks>
public enum LinkVerdict
{
    /// <summary>The project serves the measure, whatever the criterion says.</summary>
    Confirmed = 1,

    /// <summary>The project does not serve the measure, whatever the criterion or the owner says.</summary>
    Rejected = 2,
}

/// <summary>A decision about the link of a project with a measure.</summary>
/// <param name="DecidedBy">The name of the key that decided.</param>
/// <param name="Partner">The code of the partner of that key.</param>
/// <param name="StaleAt">
/// The instant of the first relevant change of the project or the measure since; null if there was none. A stale
/// verdict decides nothing.
/// </param>
public sealed record MeasureDecision(
    LinkVerdict Verdict,
    string? Note,
    string DecidedBy,
    string Partner,
    DateTimeOffset DecidedAt,
    DateTimeOffset? StaleAt
)
{
    /// <summary>The verdict that holds; null if it is stale.</summary>
    public LinkVerdict? InForce => StaleAt is null ? Verdict : null;
}
