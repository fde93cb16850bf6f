using Adam.Data.Overlaps;
using Adam.Domain.Overlaps;

namespace Adam.Api.Overlaps;

/// <summary>What somebody decided about an overlap.</summary>
/// <param name="Verdict">Null where an earlier verdict was taken back.</param>
/// <param name="Note">Why, in the words of who decided.</param>
/// <param name="DecidedBy">The name of the key that decided.</param>
/// <param name="Partner">Code of the partner whose key it was.</param>
/// <param name="Stale">Whether one of the projects has changed since in what counts: then the decision is to be made anew.</param>
/// <param name="StaleAt">When the first of them did.</param>
internal sealed record VerdictResponse(Verdict? Verdict, string? Note, string DecidedBy, string Partner, DateTimeOffset DecidedAt, bool Stale, DateTimeOffset? StaleAt)
{
    public static VerdictResponse Of(Decision decision) =>
        new(decision.Verdict, decision.Note, decision.DecidedBy, decision.Partner, decision.DecidedAt, decision.StaleAt is not null, decision.StaleAt);
}
