using System.Text.Json.Serialization;
using Adam.Api.Binding;
using Adam.Api.Overlaps;
using Adam.Data.Progress;
using Adam.Data.Progress.Findings;
using Adam.Domain.Gaps;

namespace Adam.Api.Progress;

/// <summary>The last statement of a partner, or the last assessment.</summary>
internal sealed record LastStatementResponse : StatementResponse
{
    /// <summary>The days from <c>asOf</c> of the statement to the day of the question.</summary>
    [JsonPropertyOrder(1), Example(151)]
    public required int AgeDays { get; init; }

    /// <summary>
    /// True if it states <c>substantial</c> or <c>complete</c> and nothing stands behind it: it names no document, and
    /// no project that counts for the measure and had begun is of the partner or named. False for an assessment.
    /// </summary>
    [JsonPropertyOrder(1), Example(false)]
    public required bool Unsupported { get; init; }

    public static LastStatementResponse FromStatement(string measure, LastStatement last) =>
        new(measure, last) { AgeDays = last.AgeDays, Unsupported = last.IsUnsupported };

    [System.Diagnostics.CodeAnalysis.SetsRequiredMembers]
    private LastStatementResponse(string measure, LastStatement last)
        : base(measure, last.Statement) { }
}

/// <summary>The coverage of a measure: presence, which says nothing of the effect.</summary>
/// <param name="Cells">The number of cells: the countries of the measure, or one if any country will do.</param>
/// <param name="Covered">The number of cells in which a project works on the day.</param>
/// <param name="Planned">The number of cells in which one will work.</param>
/// <param name="Ended">The number of cells in which the last one has ended.</param>
/// <param name="Gap">The number of cells without any.</param>
/// <param name="Projects">The number of projects that count, whenever they work.</param>
/// <param name="Partners">The number of partners that own them.</param>
internal sealed record FoundProgressResponse(
    [property: Example(8)] int Cells,
    [property: Example(3)] int Covered,
    [property: Example(1)] int Planned,
    [property: Example(2)] int Ended,
    [property: Example(2)] int Gap,
    [property: Example(5)] int Projects,
    [property: Example(3)] int Partners
);

/// <summary>The progress of a measure in three parts that are never mixed.</summary>
internal sealed record ProgressResponse
{
    /// <summary>The reference of the measure.</summary>
    [Example("M-II-2")]
    public required string Measure { get; init; }

    /// <summary>The title of the measure.</summary>
    [Example("Financial intelligence units along the northern route trace drug money across borders")]
    public required string Title { get; init; }

    /// <summary>The day of the question.</summary>
    public required DateOnly AsOf { get; init; }

    /// <summary>The last statement of each partner about the day or one before, by the code of the partner.</summary>
    public required IReadOnlyList<LastStatementResponse> Stated { get; init; }

    /// <summary>The last assessment of an analyst; null if there is none.</summary>
    public required LastStatementResponse? Assessed { get; init; }

    /// <summary>The coverage in the register. GET /v1/gaps?measure= has each cell.</summary>
    public required FoundProgressResponse Found { get; init; }

    /// <summary>
    /// The answers of partners to questions that an analyst has promoted to evidence, as they stood: of each question
    /// the last finding as of the day or one before. They are beside the three parts, count in none of them, and
    /// support no statement. GET /v1/measures/{reference}/findings has all.
    /// </summary>
    public required IReadOnlyList<FindingDocument> Findings { get; init; }

    /// <summary>True if one of the statements is unsupported.</summary>
    [Example(false)]
    public required bool Unsupported { get; init; }

    /// <summary>
    /// The restricted projects of the measure's countries and pillars that the caller does not see, and whom to ask.
    /// They make their cells covered, support the statements of their owners, and are not counted.
    /// </summary>
    [Example(new string[] { })]
    public required IReadOnlyList<RestrictedCellResponse> Restricted { get; init; }

    public static ProgressResponse FromProgress(MeasureProgress progress)
    {
        var draft = progress.Measure.Measure.Draft;
        return new()
        {
            Measure = draft.Reference,
            Title = draft.Title,
            AsOf = progress.AsOf,
            Stated = [.. progress.Stated.Select(last => LastStatementResponse.FromStatement(draft.Reference, last))],
            Assessed = progress.Assessed is { } assessed
                ? LastStatementResponse.FromStatement(draft.Reference, assessed)
                : null,
            Found = new(
                progress.Cells.Count,
                CellsIn(CoverageState.Covered),
                CellsIn(CoverageState.Planned),
                CellsIn(CoverageState.Ended),
                CellsIn(CoverageState.Gap),
                progress.Projects,
                progress.Partners
            ),
            Findings = progress.Findings,
            Unsupported = progress.Stated.Any(last => last.IsUnsupported),
            Restricted = [.. progress.Hidden.Select(RestrictedCellResponse.FromCell)],
        };

        int CellsIn(CoverageState state) => progress.Cells.Count(cell => cell.Coverage.State == state);
    }
}
