using System.ComponentModel.DataAnnotations;
using Adam.Api.Binding;
using Adam.Api.Errors;
using Adam.Api.Http;
using Adam.Api.OpenApi;
using Adam.Api.Records;
using Adam.Data.Partners;
using Adam.Data.Questionnaires;
using Adam.Domain.Questionnaires;
using FastEndpoints;

namespace Adam.Api.Questionnaires;

internal record GetQuestionnaireRequest
{
    /// <summary>The reference of the questionnaire, in any case.</summary>
    [RouteParam, MaxLength(QuestionnaireDraft.MaxReferenceLength), Example("FLOWS-2015")]
    public string Reference { get; init; } = "";

    /// <summary>The <c>ETag</c> that the client has; the response is 304 if it is current.</summary>
    [FromHeader("If-None-Match")]
    public EntityTags? IfNoneMatch { get; init; }
}

internal sealed class GetQuestionnaire(QuestionnaireStore questionnaires, PartnerStore partners)
    : Endpoint<GetQuestionnaireRequest, QuestionnaireResponse>
{
    public override void Configure()
    {
        Get("/v1/questionnaires/{reference}");
        this.Documents(
            "Read a questionnaire",
            "Returns a questionnaire with its questions and the partners that it asks, and nothing about responses.",
            answer: typeof(QuestionnaireResponse),
            tagged: true,
            problems: [ErrorCodes.UnknownQuestionnaire, ErrorCodes.QuestionnaireWithdrawn]
        );
    }

    public override async Task HandleAsync(GetQuestionnaireRequest req, CancellationToken ct)
    {
        var stored = await questionnaires.GetActiveAsync(req.Reference, ct);
        var response = QuestionnaireResponse.FromQuestionnaire(stored.Questionnaire, await partners.ListAsync(ct));
        await Send.ResourceAsync(response, response.Tag(stored.Version), req.IfNoneMatch, ct);
    }
}
