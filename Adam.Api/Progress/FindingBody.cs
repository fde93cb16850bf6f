using System.ComponentModel.DataAnnotations;
using Adam.Api.Binding;
using Adam.Domain.Questionnaires;

namespace Adam.Api.Progress;

/// <summary>
/// A question whose answers become evidence of the progress of a measure. The register counts them; whoever promotes
/// them says what they tell.
/// </summary>
internal sealed record FindingBody
{
    /// <summary>
    /// The reference of the questionnaire, in any case. It implements the measure, or a recommendation of the measure.
    /// </summary>
    [Required, MaxLength(QuestionnaireDraft.MaxReferenceLength), Example("EX-PRECURSORS-2015")]
    public string? Questionnaire { get; init; }

    /// <summary>The name of a question that is marked as open.</summary>
    [Required, MaxLength(Domain.Questionnaires.Question.MaxNameLength), Example("control")]
    public string? Question { get; init; }

    /// <summary>
    /// The last day on which a response counts, from the day of opening until today; today (UTC) by default.
    /// </summary>
    [Example("2016-01-05")]
    public DateOnly? AsOf { get; init; }

    /// <summary>The meaning of the answers for the progress, in words.</summary>
    [
        Required,
        MaxLength(2_000),
        Example("Most partners that answered license their importers; the others are the next to be visited.")
    ]
    public string? Text { get; init; }
}
