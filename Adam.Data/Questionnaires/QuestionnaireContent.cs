using Adam.Domain.CodeLists;
using Adam.Domain.Partners;
using Adam.Domain.Projects;
using Adam.Domain.Questionnaires;

namespace Adam.Data.Questionnaires;

/// <summary>A questionnaire as it was written. The register stores it; the API adds whom it asks.</summary>
public record QuestionnaireContent
{
    /// <summary>The reference, unique in the register ignoring case. It cannot be changed.</summary>
    public required string Reference { get; init; }

    /// <summary>The title, each language once. The first language is that of the form.</summary>
    public required IReadOnlyList<LocalText> Title { get; init; }

    /// <summary>The pillars of the Vienna Declaration that it concerns.</summary>
    public required IReadOnlyList<Pillar> Pillars { get; init; }

    /// <summary>The references of the recommendations and measures that it implements.</summary>
    public required IReadOnlyList<string> Implements { get; init; }

    /// <summary>The reference of the questionnaire of which it is a new version; null if there is none.</summary>
    public string? Continues { get; init; }

    /// <summary>Whom it asks of the members of the partnership.</summary>
    public required AudienceDocument Audience { get; init; }

    /// <summary>The rows of the form, in their order. They are frozen when it is opened.</summary>
    public required IReadOnlyList<QuestionDocument> Questions { get; init; }

    /// <summary>The choices of all lists.</summary>
    public required IReadOnlyList<ChoiceDocument> Choices { get; init; }

    /// <summary>
    /// <c>draft</c>: it takes no responses. <c>open</c>: it does. <c>closing</c>: it takes those that were begun.
    /// <c>closed</c>: it takes none.
    /// </summary>
    public required QuestionnaireState State { get; init; }

    /// <summary>The day on which it was opened, whose members it asks; null for a draft.</summary>
    public DateOnly? OpenedOn { get; init; }

    /// <summary>The last day on which a response is on time; null for a draft without one.</summary>
    public DateOnly? DueOn { get; init; }

    /// <summary>1 after recording; increased by 1 with every change.</summary>
    public required int Version { get; init; }

    /// <summary>The instant at which the questionnaire was recorded.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>The instant of the last change.</summary>
    public required DateTimeOffset UpdatedAt { get; init; }

    /// <summary>The name of the key that made the last change.</summary>
    public required string UpdatedBy { get; init; }

    public static QuestionnaireContent FromQuestionnaire(Questionnaire questionnaire)
    {
        var draft = questionnaire.Draft;
        return new()
        {
            Reference = draft.Reference,
            Title = draft.Title,
            Pillars = draft.Pillars,
            Implements = draft.Implements,
            Continues = draft.Continues,
            Audience = new(draft.Audience.Kinds, draft.Audience.Routes, draft.Audience.Partners),
            Questions = [.. draft.Questions.Select(QuestionDocument.FromQuestion)],
            Choices = [.. draft.Choices.Select(choice => new ChoiceDocument(choice.List, choice.Name, choice.Label))],
            State = draft.State,
            OpenedOn = draft.OpenedOn,
            DueOn = draft.DueOn,
            Version = questionnaire.Version,
            CreatedAt = questionnaire.CreatedAt,
            UpdatedAt = questionnaire.UpdatedAt,
            UpdatedBy = questionnaire.UpdatedBy,
        };
    }

    public Questionnaire ToQuestionnaire() =>
        new(
            new()
            {
                Reference = Reference,
                Title = Title,
                Pillars = Pillars,
                Implements = Implements,
                Continues = Continues,
                Audience = new(Audience.Kinds, Audience.Routes, Audience.Partners),
                Questions = [.. Questions.Select(question => question.ToQuestion())],
                Choices = [.. Choices.Select(choice => new Choice(choice.List, choice.Name, choice.Label))],
                State = State,
                OpenedOn = OpenedOn,
                DueOn = DueOn,
            },
            Version,
            CreatedAt,
            UpdatedAt,
            UpdatedBy
        );
}

/// <summary>Whom a questionnaire asks: each condition narrows the members of the partnership.</summary>
/// <param name="Kinds">The kinds of partners; empty for all.</param>
/// <param name="Routes">The routes on which countries lie; empty for no condition.</param>
/// <param name="Partners">The codes of partners; empty for all.</param>
public sealed record AudienceDocument(
    IReadOnlyList<PartnerKind> Kinds,
    [property: CodeOf("routes")] IReadOnlyList<string> Routes,
    IReadOnlyList<string> Partners
);

/// <summary>A row of a form: a question, a note, or the beginning or end of a group.</summary>
public sealed record QuestionDocument
{
    /// <summary>The type, as XLSForm names it.</summary>
    public required QuestionType Type { get; init; }

    /// <summary>The name, unique in the form.</summary>
    public required string Name { get; init; }

    /// <summary>The list of its choices; null for types without choices.</summary>
    public string? List { get; init; }

    /// <summary>The text, each language once.</summary>
    public required IReadOnlyList<LocalText> Label { get; init; }

    /// <summary>Help for the answer, each language once.</summary>
    public required IReadOnlyList<LocalText> Hint { get; init; }

    /// <summary>True if a response needs an answer.</summary>
    public required bool Required { get; init; }

    /// <summary>The condition under which it is asked, such as <c>${unit} = 'yes'</c>; null if it always is.</summary>
    public string? Relevant { get; init; }

    /// <summary>
    /// The source from which the register fills in an answer: <c>projects</c>, the partner's own projects under the
    /// pillars in the year of opening; <c>last</c>, its own last answer; <c>measures</c>, those it leads. Null for
    /// nothing.
    /// </summary>
    public Prefill? Prefill { get; init; }

    /// <summary>True if everybody sees the distribution of its answers.</summary>
    public required bool Open { get; init; }

    internal static QuestionDocument FromQuestion(Question question) =>
        new()
        {
            Type = question.Type,
            Name = question.Name,
            List = question.List,
            Label = question.Label,
            Hint = question.Hint,
            Required = question.Required,
            Relevant = question.Relevant?.ToString(),
            Prefill = question.Prefill,
            Open = question.Open,
        };

    internal Question ToQuestion() =>
        new()
        {
            Type = Type,
            Name = Name,
            List = List,
            Label = Label,
            Hint = Hint,
            Required = Required,
            Relevant = Relevant is null ? null : Relevance.Parse(Relevant),
            Prefill = Prefill,
            Open = Open,
        };
}

/// <summary>A choice of a list.</summary>
/// <param name="List">The name of the list.</param>
/// <param name="Name">The name of the choice, unique in the list, which is the answer.</param>
/// <param name="Label">Its text, each language once.</param>
public sealed record ChoiceDocument(string List, string Name, IReadOnlyList<LocalText> Label);
