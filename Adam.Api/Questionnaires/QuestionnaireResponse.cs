using System.Text.Json;
using System.Text.Json.Serialization;
using Adam.Api.Binding;
using Adam.Api.Serialization;
using Adam.Data.Questionnaires;
using Adam.Domain.Partners;
using Adam.Domain.Questionnaires;

namespace Adam.Api.Questionnaires;

/// <summary>A questionnaire with the partners that it asks.</summary>
internal sealed record QuestionnaireResponse : QuestionnaireContent
{
    /// <summary>The partners that are asked; null for a draft.</summary>
    [JsonPropertyOrder(1)]
    public AskedPartnersResponse? Asked { get; init; }

    /// <summary>The tag of the response. A change of memberships makes another one.</summary>
    public string Tag(int version) =>
        EntityTags.ForRepresentation(
            EntityTags.ForVersion(version),
            JsonSerializer.SerializeToUtf8Bytes(this, Json.Options)
        );

    /// <summary>Returns the response for a questionnaire.</summary>
    /// <param name="partners">All partners of the register.</param>
    public static QuestionnaireResponse FromQuestionnaire(
        Questionnaire questionnaire,
        IReadOnlyList<Partner> partners
    ) =>
        new(FromQuestionnaire(questionnaire))
        {
            Asked = questionnaire.Draft is { OpenedOn: { } day } draft
                ? AskedPartnersResponse.FromPartners(day, draft.Asked(partners))
                : null,
        };

    [System.Diagnostics.CodeAnalysis.SetsRequiredMembers]
    private QuestionnaireResponse(QuestionnaireContent document)
        : base(document) { }
}

/// <summary>The partners that a questionnaire asks.</summary>
/// <param name="On">The day on which it was opened, whose members are asked.</param>
/// <param name="Count">The number of partners.</param>
/// <param name="Partners">Their codes.</param>
internal sealed record AskedPartnersResponse(
    [property: Example("2015-12-16")] DateOnly On,
    [property: Example(2)] int Count,
    [property: Example(new[] { "TJ", "UZ" })] IReadOnlyList<string> Partners
)
{
    public static AskedPartnersResponse FromPartners(DateOnly on, IReadOnlyList<Partner> partners) =>
        new(on, partners.Count, [.. partners.Select(partner => partner.Code)]);
}
