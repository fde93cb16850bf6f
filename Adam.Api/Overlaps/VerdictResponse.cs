using Adam.Data.Overlaps;
using Adam.Domain.Overlaps;

namespace Adam.Api.Overlaps;

/// <summary>A decision about an overlap.</summary>
/// <param name="Verdict">The verdict; null if an earlier one was withdrawn.</param>
/// <param name="Note">The reason that was given.</param>
/// <param name="DecidedBy">The name of the key that decided.</param>
/// <param name="Partner">The code of the partner that owns this key.</param>
/// <param name="Stale">True if one of the projects has changed in a relevant field since: the pair should be decided
/// again.</param>
/// <param name="StaleAt">The instant of the first such change.</param>
internal sealed record VerdictResponse(Verdict? Verdict, string? Note, string DecidedBy, string Partner, DateTimeOffset DecidedAt, bool Stale, DateTimeOffset? StaleAt)
{
    public static VerdictResponse Of(Decision decision) =>
        new(decision.Verdict, decision.Note, decision.DecidedBy, decision.Partner, decision.DecidedAt, decision.StaleAt is not null, decision.StaleAt);
}
