using System.Text.Json;
using System.Text.Json.Serialization;
using Adam.Api.Binding;
using Adam.Api.Serialization;
using Adam.Data.Questionnaires;
using Adam.Domain.Questionnaires;

namespace Adam.Api.Questionnaires;

/// <summary>The response of a partner to a questionnaire.</summary>
/// <param name="Questionnaire">The reference of the questionnaire.</param>
/// <param name="Partner">The code of the partner.</param>
/// <param name="State">
/// <c>draft</c>: the partner works on it. <c>received</c>: it was submitted. <c>has-issues</c>: an analyst has
/// questions, and the partner can change it. <c>approved</c>: it was accepted. <c>rejected</c>: it counts as not
/// received.
/// </param>
/// <param name="Answers">
/// The answers by the name of the question: a text, a number, a list of choices, or <c>{ "absent": "unknown" }</c>.
/// </param>
/// <param name="ReceivedOn">The day on which it was received; null if it counts as not received.</param>
/// <param name="Note">The note of the analyst; null without one.</param>
/// <param name="Version">1 when begun; increased by 1 with every change.</param>
/// <param name="CreatedAt">The instant at which the response was begun.</param>
/// <param name="UpdatedAt">The instant of the last change.</param>
/// <param name="UpdatedBy">The name of the key that made the last change.</param>
internal sealed record QuestionnaireAnswersResponse(
    [property: Example("FLOWS-2016")] string Questionnaire,
    [property: Example("TJ")] string Partner,
    PartnerResponseState State,
    [property: SchemaOf(typeof(JsonMembers))] JsonElement Answers,
    DateOnly? ReceivedOn,
    string? Note,
    [property: Example(1)] int Version,
    DateTimeOffset CreatedAt,
    DateTimeOffset UpdatedAt,
    [property: Example("Ministry of the Interior")] string UpdatedBy
)
{
    [JsonIgnore]
    public string Tag => EntityTags.ForVersion(Version);

    public static QuestionnaireAnswersResponse FromResponse(PartnerResponse response) =>
        new(
            response.Questionnaire,
            response.Partner,
            response.State,
            JsonSerializer.SerializeToElement(AnswersJson.Write(response.Answers), Json.Options),
            response.ReceivedOn,
            response.Note,
            response.Version,
            response.CreatedAt,
            response.UpdatedAt,
            response.UpdatedBy
        );
}
