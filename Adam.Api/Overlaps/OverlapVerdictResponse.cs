using Adam.Data.Overlaps.Verdicts;
using Adam.Domain.Overlaps;

namespace Adam.Api.Overlaps;

/// <summary>A decision about an overlap.</summary>
/// <param name="Verdict">The verdict; null if the previous one was taken back.</param>
/// <param name="Note">The reason for the verdict.</param>
/// <param name="DecidedBy">The name of the key that decided.</param>
/// <param name="Partner">The code of the partner of that key.</param>
/// <param name="Stale">
/// True if one of the projects has changed in a relevant member since the decision. The pair then needs a new decision.
/// </param>
/// <param name="StaleAt">The time of the first such change.</param>
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
