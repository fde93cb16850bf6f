using Adam.Data.Overlaps.Verdicts;
using Adam.Domain.Overlaps.Matching;

namespace Adam.Data.Overlaps;

/// <summary>An overlap with its score, reasons, kind and verdict.</summary>
/// <param name="Reasons">
/// The reasons of the score: the setting first, then by weight, for or against. The contributions add up to the score.
/// </param>
/// <param name="Rules">The version of the rules that the score was computed with.</param>
/// <param name="TermStatisticsId">The id of the term statistics that the score was computed with.</param>
/// <param name="Decision">The current verdict; null if nobody has decided or the last verdict was withdrawn.</param>
/// <param name="Tag">The version of the pair, for its entity tag; empty for a draft.</param>
public sealed record RankedOverlap(
    Overlap Overlap,
    OverlapKind Kind,
    Score Score,
    IReadOnlyList<Reason> Reasons,
    string Rules,
    string TermStatisticsId,
    Decision? Decision,
    string Tag
)
{
    /// <summary>The number of notes on the pair; 0 for a draft.</summary>
    public int Notes { get; init; }

    /// <summary>
    /// The chance with which the review queue drew the pair from those below the floor, above 0 and at most 1; null if
    /// the pair was not drawn.
    /// </summary>
    public double? SampleChance { get; init; }
}
