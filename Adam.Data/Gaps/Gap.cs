using Adam.Data.Measures;
using Adam.Data.Projects;
using Adam.Domain.Gaps;
using Adam.Domain.Measures;
using Adam.Domain.Projects;

namespace Adam.Data.Gaps;

/// <summary>A cell: a measure in a country, a measure anywhere, or a pillar in a country.</summary>
/// <param name="Measure">The measure; null for the cell of a pillar.</param>
/// <param name="Country">ISO 3166-1 alpha-2; null for a measure that one project anywhere serves.</param>
/// <param name="Pillars">The pillars of the measure, or the one pillar of the cell.</param>
/// <param name="Projects">The projects that count, without suspended ones.</param>
/// <param name="Suspended">The number of suspended projects, which count as none.</param>
/// <param name="Hidden">The restricted projects of the cell's country and pillars that the reader does not see.</param>
internal sealed record GapCell(
    StoredMeasure? Measure,
    string? Country,
    IReadOnlyList<Pillar> Pillars,
    IReadOnlyList<CoveringProject> Projects,
    int Suspended,
    IReadOnlyList<RestrictedCell> Hidden
)
{
    /// <summary>
    /// Returns the state on a day. A cell with a restricted project that the reader does not see is covered on every
    /// day, so that nobody learns its days by asking for many.
    /// </summary>
    public CoverageState StateOn(DateOnly day) =>
        Hidden.Count > 0 ? CoverageState.Covered : CellCoverage.StateOn(Projects, day);

    public Gap ToGap(GapQuery query)
    {
        var (from, until) = (query.From ?? Measure?.Measure.Draft.From, query.Until ?? Measure?.Measure.Draft.Until);
        var coverage = CellCoverage.Compute(Projects, query.AsOf, from, until);
        return new(
            Measure?.Measure,
            Country,
            Pillars,
            from,
            until,
            Hidden.Count == 0
                ? coverage
                : coverage with
                {
                    State = CoverageState.Covered,
                    UncoveredDays = null,
                    CoveredUntil = null,
                },
            Suspended,
            Hidden
        );
    }
}

/// <summary>The coverage of a cell.</summary>
/// <param name="Measure">The measure; null for the cell of a pillar.</param>
/// <param name="Country">ISO 3166-1 alpha-2; null for a measure that one project anywhere serves.</param>
/// <param name="Pillars">The pillars of the measure, or the one pillar of the cell.</param>
/// <param name="From">The first day of the window; null for none.</param>
/// <param name="Until">The last day of the window, included; null for none.</param>
/// <param name="Coverage">
/// The coverage. It counts only projects that the reader may see; a restricted project makes the state covered, and the
/// days null.
/// </param>
/// <param name="Suspended">The number of suspended projects, which count as none.</param>
/// <param name="Hidden">The restricted projects of the cell that the reader does not see.</param>
public sealed record Gap(
    Measure? Measure,
    string? Country,
    IReadOnlyList<Pillar> Pillars,
    DateOnly? From,
    DateOnly? Until,
    CellCoverage Coverage,
    int Suspended,
    IReadOnlyList<RestrictedCell> Hidden
);

/// <summary>The dimensions of a summary of gaps.</summary>
public enum GapDimension
{
    Year = 1,
    Measure = 2,
    Country = 3,
    Pillar = 4,
}

/// <summary>The numbers of cells by state.</summary>
/// <param name="Value">The value of the dimension: a year, a reference or a code; empty for all cells.</param>
public sealed record GapSummaryRow(string Value, int Cells, int Covered, int Planned, int Ended, int Gaps);
