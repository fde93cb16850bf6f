using Adam.Data.Gaps;
using Adam.Data.Measures;
using Adam.Data.Progress.Findings;
using Adam.Data.Projects;
using Adam.Domain.Progress;

namespace Adam.Data.Progress;

/// <summary>The last statement of a partner about a measure.</summary>
/// <param name="AgeDays">The days from the day that it is about to the day of the question.</param>
/// <param name="IsUnsupported">
/// True if it says substantial or complete, and neither a project nor a document that the reader may know of stands
/// behind it.
/// </param>
public sealed record LastStatement(ProgressStatement Statement, int AgeDays, bool IsUnsupported);

/// <summary>The progress of a measure on a day, in three parts that are never mixed.</summary>
/// <param name="AsOf">
/// The day: of the states of the cells, the last day that statements are about, and as of which findings stand.
/// </param>
/// <param name="Stated">The last statement of each partner, by the code of the partner.</param>
/// <param name="Assessed">The last assessment; null if there is none.</param>
/// <param name="Cells">The cells of the measure with their coverage.</param>
/// <param name="Projects">The number of projects that count in the cells, without suspended ones.</param>
/// <param name="Partners">The number of partners that own them.</param>
/// <param name="Findings">
/// The last finding of each question, in the order in which they were promoted. They are evidence beside the three
/// parts: none of them counts as found, and none supports a statement.
/// </param>
/// <param name="Hidden">The restricted projects of the cells that the reader does not see.</param>
public sealed record MeasureProgress(
    StoredMeasure Measure,
    DateOnly AsOf,
    IReadOnlyList<LastStatement> Stated,
    LastStatement? Assessed,
    IReadOnlyList<Gap> Cells,
    int Projects,
    int Partners,
    IReadOnlyList<FindingDocument> Findings,
    IReadOnlyList<RestrictedCell> Hidden
);

/// <summary>The evidence behind a draft of a statement, as its writer may see it.</summary>
/// <param name="Uncounted">The indexes of the named projects that do not count for the measure.</param>
public sealed record StatementEvidence(bool IsUnsupported, IReadOnlyList<int> Uncounted);
