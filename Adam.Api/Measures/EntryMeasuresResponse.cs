using Adam.Api.Binding;
using Adam.Data.Measures;
using Adam.Domain.CodeLists;
using Adam.Domain.Gaps;
using Adam.Domain.Measures;
using Adam.Domain.Sentences;

namespace Adam.Api.Measures;

/// <summary>A reason why a project serves a measure.</summary>
/// <param name="Component">
/// The part of the criterion: <c>pillar</c>, <c>country</c>, <c>activity-type</c> or <c>words</c>; <c>declared</c> if
/// the owner names the measure; <c>verdict</c> if an analyst has confirmed it.
/// </param>
/// <param name="Detail">
/// The values of the project in a sentence, in English or Russian, by <c>Accept-Language</c>.
/// </param>
internal sealed record MeasureReasonResponse(
    [property: Example("country")] string Component,
    [property: Example("It works in Tajikistan.")] string Detail
)
{
    /// <param name="texts">The language of the sentences.</param>
    public static IReadOnlyList<MeasureReasonResponse> FromReasons(
        IReadOnlyList<MeasureReason> reasons,
        SentenceTexts texts
    ) => [.. reasons.Select(reason => new MeasureReasonResponse(reason.Component, texts.StateOf(reason.Sentence)))];
}

/// <summary>A measure that the project serves.</summary>
/// <param name="Measure">The reference of the measure.</param>
/// <param name="Title">The title of the measure.</param>
/// <param name="Basis">
/// <c>declared</c>: the project names the measure, or an analyst has linked it. <c>found</c>: it meets the criterion.
/// </param>
/// <param name="Reasons">The parts of the criterion that the project meets.</param>
internal sealed record ServedMeasureResponse(
    [property: Example("M-III-1")] string Measure,
    [property: Example("Customs along the northern route stop precursors")] string Title,
    [property: Example("found")] MeasureBasis Basis,
    IReadOnlyList<MeasureReasonResponse> Reasons
);

/// <summary>A gap that the project closes: no other project works there today or will work there later.</summary>
/// <param name="Measure">The reference of the measure.</param>
/// <param name="Country">
/// The country, ISO 3166-1 alpha-2; null for a measure that one project in any country serves.
/// </param>
/// <param name="State">The state with this project: <c>covered</c> or <c>planned</c>.</param>
internal sealed record ClosedGapResponse(
    [property: Example("M-III-1")] string Measure,
    [property: CodeOf("countries")] string? Country,
    [property: Example("covered")] CoverageState State
);

/// <summary>The measures of a project that is being entered.</summary>
/// <param name="Serves">The measures that the project serves.</param>
/// <param name="ClosesGaps">The gaps of these measures that it closes.</param>
internal sealed record EntryMeasuresResponse(
    IReadOnlyList<ServedMeasureResponse> Serves,
    IReadOnlyList<ClosedGapResponse> ClosesGaps
)
{
    /// <param name="texts">The language of the reasons.</param>
    public static EntryMeasuresResponse FromMeasures(MeasuresOfEntry measures, SentenceTexts texts) =>
        new(
            [
                .. measures.Serves.Select(one => new ServedMeasureResponse(
                    one.Measure.Draft.Reference,
                    one.Measure.Draft.Title,
                    one.Basis,
                    MeasureReasonResponse.FromReasons(one.Reasons, texts)
                )),
            ],
            [
                .. measures.ClosesGaps.Select(gap => new ClosedGapResponse(
                    gap.Measure.Draft.Reference,
                    gap.Country,
                    gap.State
                )),
            ]
        );
}
