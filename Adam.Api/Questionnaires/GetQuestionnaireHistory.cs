using System.ComponentModel.DataAnnotations;
using Adam.Api.Binding;
using Adam.Api.Errors;
using Adam.Api.Http;
using Adam.Api.OpenApi;
using Adam.Api.Records;
using Adam.Data.Questionnaires;
using Adam.Domain.Questionnaires;
using FastEndpoints;

namespace Adam.Api.Questionnaires;

internal sealed record GetQuestionnaireHistoryRequest : ListRequest
{
    /// <summary>The reference of the questionnaire, in any case.</summary>
    [RouteParam, MaxLength(QuestionnaireDraft.MaxReferenceLength), Example("FLOWS-2015")]
    public string Reference { get; init; } = "";
}

internal sealed class GetQuestionnaireHistory(QuestionnaireStore questionnaires)
    : Endpoint<GetQuestionnaireHistoryRequest, ListResponse<RecordVersionResponse>>
{
    public override void Configure()
    {
        Get("/v1/questionnaires/{reference}/history");
        this.Documents(
            "Read the history of a questionnaire",
            "Returns every version of the questionnaire, the first one first: who wrote it, when, and which members it "
                + "changed from what to what. A withdrawn questionnaire keeps its history.",
            answer: typeof(ListResponse<RecordVersionResponse>),
            problems: ErrorCodes.UnknownQuestionnaire
        );
    }

    public override Task HandleAsync(GetQuestionnaireHistoryRequest req, CancellationToken ct) =>
        Send.HistoryAsync(questionnaires, req.Reference, req, ct);
}
