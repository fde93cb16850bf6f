using Adam.Data.Overlaps.Verdicts;
using Adam.Domain.Overlaps.Matching;

namespace Adam.Data.Overlaps;

/// <summary>An overlap with how strong it is, why, and what was decided about it.</summary>
/// <param name="Reasons">Why: the setting first, then what weighs most, for or against. The contributions add up to the score.</param>
/// <param name="Rules">The version of the rules that the score was given by.</param>
/// <param name="TermStatisticsId">The edition of the register's statistics that it was given under.</param>
/// <param name="Decision">The verdict that stands; null where nobody has decided, or the last decision was taken back.</param>
/// <param name="Tag">What changes whenever anything of this does.</param>
public sealed record RankedOverlap(
    Overlap Overlap,
    OverlapKind Kind,
    Score Score,
    IReadOnlyList<Reason> Reasons,
    string Rules,
    string TermStatisticsId,
    Decision? Decision,
    string Tag
);
