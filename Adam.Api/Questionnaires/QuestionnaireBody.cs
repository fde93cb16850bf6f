using System.ComponentModel.DataAnnotations;
using System.Text.Json;
using Adam.Api.Binding;
using Adam.Domain.Partners;
using Adam.Domain.Questionnaires;

namespace Adam.Api.Questionnaires;

/// <summary>
/// A questionnaire as an analyst writes it. Computed members are accepted if they equal the current value, so that a
/// client can edit a questionnaire and send it back.
/// </summary>
internal sealed record QuestionnaireBody
{
    /// <summary>
    /// The reference, unique in the register ignoring case: letters, digits, hyphens, dots and underscores. It cannot
    /// be changed, and a withdrawn questionnaire keeps it.
    /// </summary>
    [Required, MaxLength(QuestionnaireDraft.MaxReferenceLength), Example("FLOWS-2016")]
    public string? Reference { get; init; }

    /// <summary>The title, each language once. The first language is that of the form.</summary>
    [Required, MinLength(1), MaxLength(20)]
    public IReadOnlyList<LocalTextBody>? Title { get; init; }

    /// <summary>Pillars of the Vienna Declaration; at least one.</summary>
    [Required, MinLength(1), OneOf("pillars"), Example(new[] { "financial-flows" })]
    public IReadOnlyList<string>? Pillars { get; init; }

    /// <summary>References of recommendations and measures in the register that it implements.</summary>
    [MaxLength(20), Example(new[] { "EWG-2015-II/1" })]
    public IReadOnlyList<string>? Implements { get; init; }

    /// <summary>The reference of the questionnaire of which it is a new version.</summary>
    [MaxLength(QuestionnaireDraft.MaxReferenceLength)]
    public string? Continues { get; init; }

    /// <summary>Whom it asks. Without it, all members of the partnership on the day on which it is opened.</summary>
    public AudienceBody? Audience { get; init; }

    /// <summary>The rows of the form. They are frozen when the questionnaire is opened.</summary>
    [MaxLength(Question.Most)]
    public IReadOnlyList<QuestionBody>? Questions { get; init; }

    /// <summary>The choices of all lists.</summary>
    [MaxLength(Choice.Most)]
    public IReadOnlyList<ChoiceBody>? Choices { get; init; }

    /// <summary>The last day on which a response is on time; needed to open it.</summary>
    [Example("2016-03-31")]
    public DateOnly? DueOn { get; init; }

    /// <summary>Computed: set by PUT /v1/questionnaires/{reference}/state.</summary>
    public QuestionnaireState? State { get; init; }

    /// <summary>Computed: set by PUT /v1/questionnaires/{reference}/state.</summary>
    public DateOnly? OpenedOn { get; init; }

    /// <summary>Computed: the partners that are asked.</summary>
    [SchemaOf(typeof(AskedPartnersResponse))]
    public JsonElement? Asked { get; init; }

    /// <summary>Computed: 1 when recorded, increased by 1 with each change.</summary>
    public int? Version { get; init; }

    /// <summary>Computed: the time at which the questionnaire was recorded.</summary>
    public DateTimeOffset? CreatedAt { get; init; }

    /// <summary>Computed: the time of the last change.</summary>
    public DateTimeOffset? UpdatedAt { get; init; }

    /// <summary>Computed: the name of the key that made the last change.</summary>
    public string? UpdatedBy { get; init; }
}

/// <summary>A text in a language.</summary>
internal sealed record LocalTextBody
{
    /// <summary>The language (BCP 47).</summary>
    [Required, MaxLength(35), Example("en")]
    public string? Language { get; init; }

    /// <summary>The text.</summary>
    [Required, MaxLength(2_000), Example("Which methods do you use?")]
    public string? Text { get; init; }
}

/// <summary>Whom a questionnaire asks: each condition narrows the members of the partnership.</summary>
internal sealed record AudienceBody
{
    /// <summary>Kinds of partners.</summary>
    [Example(new[] { "country" })]
    public IReadOnlyList<PartnerKind>? Kinds { get; init; }

    /// <summary>Trafficking routes on which countries lie.</summary>
    [OneOf(OneOfAttribute.Routes), Example(new[] { "balkan" })]
    public IReadOnlyList<string>? Routes { get; init; }

    /// <summary>Partners: code, name or identifier.</summary>
    [MaxLength(200), Example(new[] { "TJ", "UZ" })]
    public IReadOnlyList<string>? Partners { get; init; }
}

/// <summary>A row of a form, with the columns of XLSForm.</summary>
internal sealed record QuestionBody
{
    /// <summary>The type, as XLSForm names it.</summary>
    [Required, Example("select_one")]
    public QuestionType? Type { get; init; }

    /// <summary>
    /// The name, unique in the form: a letter or underscore, then letters, digits, hyphens, dots and underscores. The
    /// end of a group needs none.
    /// </summary>
    [MaxLength(Question.MaxNameLength), Example("unit")]
    public string? Name { get; init; }

    /// <summary>The list of its choices; only for select_one and select_multiple.</summary>
    [MaxLength(Question.MaxNameLength), Example("yes_no")]
    public string? List { get; init; }

    /// <summary>The text, each language once. A group may have none.</summary>
    [MaxLength(20)]
    public IReadOnlyList<LocalTextBody>? Label { get; init; }

    /// <summary>Help for the answer, each language once.</summary>
    [MaxLength(20)]
    public IReadOnlyList<LocalTextBody>? Hint { get; init; }

    /// <summary>
    /// True if a response needs an answer, which can be that it is unknown or not applicable. False without it.
    /// </summary>
    [Example(true)]
    public bool? Required { get; init; }

    /// <summary>The condition under which it is asked: <c>${name} = 'value'</c>, of an earlier question.</summary>
    [MaxLength(Relevance.MaxLength)]
    public string? Relevant { get; init; }

    /// <summary>
    /// The source from which the register fills in an answer: <c>projects</c>, the partner's own projects under the
    /// pillars in the year of opening; <c>last</c>, its own answer to the questionnaire that this one continues;
    /// <c>measures</c>, those it leads.
    /// </summary>
    public Prefill? Prefill { get; init; }

    /// <summary>True if everybody sees the distribution of its answers. False without it.</summary>
    public bool? Open { get; init; }
}

/// <summary>A choice of a list.</summary>
internal sealed record ChoiceBody
{
    /// <summary>The name of the list.</summary>
    [Required, MaxLength(Question.MaxNameLength), Example("yes_no")]
    public string? List { get; init; }

    /// <summary>The name of the choice, unique in the list, which is the answer.</summary>
    [Required, MaxLength(Question.MaxNameLength), Example("yes")]
    public string? Name { get; init; }

    /// <summary>Its text, each language once.</summary>
    [Required, MinLength(1), MaxLength(20)]
    public IReadOnlyList<LocalTextBody>? Label { get; init; }
}
