using System.ComponentModel.DataAnnotations;
using System.Text.Json;
using Adam.Api.Binding;
using Adam.Domain.Questionnaires;

namespace Adam.Api.Questionnaires;

/// <summary>
/// A response as its partner writes it. Computed members are accepted if they equal the current value, so that a client
/// can edit a response and send it back.
/// </summary>
internal sealed record QuestionnaireAnswersBody
{
    /// <summary>
    /// The answers by the name of the question: a text, a number, a date, the name of a choice, a list of such names,
    /// or <c>{ "absent": "unknown" }</c> and <c>{ "absent": "not-applicable" }</c> for no value. A question that is
    /// left out is not answered.
    /// </summary>
    [Required, SchemaOf(typeof(JsonMembers))]
    public JsonElement? Answers { get; init; }

    /// <summary>Computed: the reference of the questionnaire.</summary>
    public string? Questionnaire { get; init; }

    /// <summary>Computed: the code of the partner.</summary>
    public string? Partner { get; init; }

    /// <summary>Computed: what has become of it.</summary>
    public PartnerResponseState? State { get; init; }

    /// <summary>Computed: the day on which it was received.</summary>
    public DateOnly? ReceivedOn { get; init; }

    /// <summary>Computed: what the analyst says.</summary>
    public string? Note { get; init; }

    /// <summary>Computed: 1 when begun, increased by 1 with each change.</summary>
    public int? Version { get; init; }

    /// <summary>Computed: the time at which the response was begun.</summary>
    public DateTimeOffset? CreatedAt { get; init; }

    /// <summary>Computed: the time of the last change.</summary>
    public DateTimeOffset? UpdatedAt { get; init; }

    /// <summary>Computed: the name of the key that made the last change.</summary>
    public string? UpdatedBy { get; init; }
}
