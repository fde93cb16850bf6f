using System.Text.Json;
using Adam.Api.Binding;
using Adam.Api.Serialization;
using Adam.Data.Questionnaires;
using Adam.Domain.Questionnaires;

namespace Adam.Api.Questionnaires.Forms;

/// <summary>The form of a partner, filled in with its answers, and else with what the register knows.</summary>
/// <param name="Questionnaire">The reference of the questionnaire.</param>
/// <param name="Title">The title, each language once.</param>
/// <param name="Partner">The code of the partner.</param>
/// <param name="State">The state of the response; <c>none</c> if it has not been begun.</param>
/// <param name="DueOn">The last day on which a response is on time.</param>
/// <param name="Items">The rows of the form, in their order.</param>
internal sealed record PartnerFormResponse(
    [property: Example("FLOWS-2016")] string Questionnaire,
    IReadOnlyList<LocalText> Title,
    [property: Example("TJ")] string Partner,
    ResponseStatus State,
    DateOnly? DueOn,
    IReadOnlyList<PartnerFormItemResponse> Items
)
{
    public static PartnerFormResponse FromForm(PartnerForm form) =>
        new(
            form.Draft.Reference,
            form.Draft.Title,
            form.Partner,
            form.Response is { } response ? (ResponseStatus)response.State : ResponseStatus.None,
            form.Draft.DueOn,
            [.. form.Draft.Questions.Select(question => PartnerFormItemResponse.FromQuestion(question, form))]
        );
}

/// <summary>A row of the form of a partner.</summary>
/// <param name="Type">The type, as XLSForm names it.</param>
/// <param name="Name">The name of the question.</param>
/// <param name="Label">The text, each language once.</param>
/// <param name="Hint">Help for the answer, each language once.</param>
/// <param name="Required">True if a response needs an answer.</param>
/// <param name="Relevant">The condition under which it is asked; null if it always is.</param>
/// <param name="Choices">The choices; empty for types without choices.</param>
/// <param name="Answer">
/// The answer, as PUT takes it; null if there is none: a text, a number, a list of choices, or <c>{ "absent": "unknown"
/// }</c>.
/// </param>
/// <param name="FilledFrom">
/// The source of an answer that the register has filled in, and the partner has not saved yet: <c>projects</c>,
/// <c>last</c> or <c>measures</c>; null for an answer of the partner, and for none.
/// </param>
internal sealed record PartnerFormItemResponse(
    QuestionType Type,
    [property: Example("unit")] string Name,
    IReadOnlyList<LocalText> Label,
    IReadOnlyList<LocalText> Hint,
    [property: Example(true)] bool Required,
    string? Relevant,
    IReadOnlyList<ChoiceDocument> Choices,
    [property: SchemaOf(typeof(AnyJson))] JsonElement? Answer,
    Prefill? FilledFrom
)
{
    public static PartnerFormItemResponse FromQuestion(Question question, PartnerForm form)
    {
        var answer = form.Find(question, out var isFilledIn);
        return new(
            question.Type,
            question.Name,
            question.Label,
            question.Hint,
            question.Required,
            question.Relevant?.ToString(),
            [
                .. form
                    .Draft.Choices.Where(choice => question.HasChoices && choice.List == question.List)
                    .Select(choice => new ChoiceDocument(choice.List, choice.Name, choice.Label)),
            ],
            answer is null ? null : JsonSerializer.SerializeToElement(AnswersJson.Value(answer), Json.Options),
            isFilledIn ? question.Prefill : null
        );
    }
}

/// <summary>The form of a partner.</summary>
/// <param name="Partner">The code of the partner.</param>
/// <param name="Response">The response; null if the partner has not begun one.</param>
/// <param name="Known">The answers that the register knows, by the name of the question.</param>
internal sealed record PartnerForm(
    QuestionnaireDraft Draft,
    string Partner,
    PartnerResponse? Response,
    IReadOnlyDictionary<string, Answer> Known
)
{
    /// <summary>
    /// Returns the answer to a question: that of the partner; before it has saved one, what the register knows.
    /// </summary>
    public Answer? Find(Question question, out bool isFilledIn)
    {
        var own = Response?.Answers.FirstOrDefault(answer => answer.Question == question.Name);
        // A partner that has emptied an answer does not get it again.
        isFilledIn = Response is null && Known.ContainsKey(question.Name);
        return own ?? (isFilledIn ? Known[question.Name] : null);
    }
}
