using Adam.Data.Overlaps.Verdicts;
using Adam.Domain.Overlaps;

namespace Adam.Api.Overlaps;

/// <summary>A decision about an overlap.</summary>
/// <param name="Verdict">The verdict; null if an earlier one was withdrawn.</param>
/// <param name="Note">The reason that was given.</param>
/// <param name="DecidedBy">The name of the key that decided.</param>
/// <param name="Partner">Code of the partner whose key it was.</param>
/// <param name="Stale">Whether one of the projects has changed since in what counts: then the decision is to be made anew.</param>
/// <param name="StaleAt">When the first of them did.</param>
internal sealed record OverlapVerdictResponse(
    Verdict? Verdict,
    string? Note,
    string DecidedBy,
    string Partner,
    DateTimeOffset DecidedAt,
    bool Stale,
    DateTimeOffset? StaleAt
)
{
    public static OverlapVerdictResponse FromDecision(Decision decision) =>
        new(
            decision.Verdict,
            decision.Note,
            decision.DecidedBy,
            decision.Partner,
            decision.DecidedAt,
            decision.StaleAt is not null,
            decision.StaleAt
        );
}
