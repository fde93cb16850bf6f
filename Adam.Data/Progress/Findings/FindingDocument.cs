using Adam.Domain.Progress;
using Adam.Domain.Questionnaires;

namespace Adam.Data.Progress.Findings;

/// <summary>A choice, and in how many responses it is the answer or a part of it.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Label">Its text, each language once.</param>
/// <param name="Count">The number of responses.</param>
public sealed record FindingChoiceDocument(string Name, IReadOnlyList<LocalText> Label, int Count);

/// <summary>
/// The answers to a question as they stood on a day, which an analyst has promoted to evidence of the progress of a
/// measure. The register stores it as the API returns it, and never changes it.
/// </summary>
public sealed record FindingDocument
{
    public required Guid Id { get; init; }

    /// <summary>The reference of the measure.</summary>
    public required string Measure { get; init; }

    /// <summary>The reference of the questionnaire.</summary>
    public required string Questionnaire { get; init; }

    /// <summary>The name of the question.</summary>
    public required string Question { get; init; }

    /// <summary>The type of the question.</summary>
    public required QuestionType Type { get; init; }

    /// <summary>The text of the question, each language once.</summary>
    public required IReadOnlyList<LocalText> Label { get; init; }

    /// <summary>The last day on which a response counts.</summary>
    public required DateOnly AsOf { get; init; }

    /// <summary>The day on which the questionnaire was opened, whose members were asked.</summary>
    public required DateOnly OpenedOn { get; init; }

    /// <summary>The number of partners that were asked.</summary>
    public required int Asked { get; init; }

    /// <summary>The number of these whose response was received by the day.</summary>
    public required int Responses { get; init; }

    /// <summary>Responses of partners asked, in per cent with one decimal.</summary>
    public required decimal Rate { get; init; }

    /// <summary>The number of responses with a value.</summary>
    public required int Values { get; init; }

    /// <summary>The number of responses that say that it is not known.</summary>
    public required int Unknown { get; init; }

    /// <summary>The number of responses to which it does not apply.</summary>
    public required int NotApplicable { get; init; }

    /// <summary>The number of responses without an answer.</summary>
    public required int Unanswered { get; init; }

    /// <summary>The number of responses with each choice; empty for types without choices.</summary>
    public required IReadOnlyList<FindingChoiceDocument> Choices { get; init; }

    /// <summary>The least number; null without numbers.</summary>
    public decimal? Least { get; init; }

    /// <summary>The median of the numbers; null without numbers.</summary>
    public decimal? Median { get; init; }

    /// <summary>The greatest number; null without numbers.</summary>
    public decimal? Most { get; init; }

    /// <summary>The meaning of the answers for the progress, in the words of the analyst.</summary>
    public required string Text { get; init; }

    /// <summary>The path of the results as they are now.</summary>
    public string Results => $"/v1/questionnaires/{Questionnaire}/results";

    /// <summary>The code of the partner of the key that promoted it.</summary>
    public required string Partner { get; init; }

    /// <summary>The name of the key.</summary>
    public required string WrittenBy { get; init; }

    public required DateTimeOffset WrittenAt { get; init; }

    /// <param name="measure">The reference of the measure.</param>
    /// <param name="partner">The code of the partner of the key.</param>
    /// <param name="by">The name of the key.</param>
    public static FindingDocument FromDraft(
        FindingDraft draft,
        Guid id,
        string measure,
        string partner,
        string by,
        DateTimeOffset at
    )
    {
        var result = draft.Result;
        return new()
        {
            Id = id,
            Measure = measure,
            Questionnaire = draft.Questionnaire,
            Question = result.Question.Name,
            Type = result.Question.Type,
            Label = result.Question.Label,
            AsOf = draft.AsOf,
            OpenedOn = draft.OpenedOn,
            Asked = draft.Asked,
            Responses = draft.Responses,
            Rate = ResponseRate.PerCent(draft.Responses, draft.Asked) ?? 0,
            Values = result.Values,
            Unknown = result.Unknown,
            NotApplicable = result.NotApplicable,
            Unanswered = result.Unanswered,
            Choices =
            [
                .. draft.Choices.Select(choice => new FindingChoiceDocument(
                    choice.Name,
                    choice.Label,
                    result.Choices.Single(counted => counted.Name == choice.Name).Count
                )),
            ],
            Least = result.Least,
            Median = result.Median,
            Most = result.Most,
            Text = draft.Text,
            Partner = partner,
            WrittenBy = by,
            WrittenAt = at,
        };
    }
}
