using System.ComponentModel.DataAnnotations;
using Adam.Api.Binding;
using Adam.Api.Errors;
using Adam.Api.Http;
using Adam.Api.Idempotency;
using Adam.Api.OpenApi;
using Adam.Api.Security;
using Adam.Data.Idempotency;
using Adam.Domain.Keys;
using Adam.Domain.Questionnaires;
using FastEndpoints;

namespace Adam.Api.Questionnaires;

internal sealed record SubmitPartnerResponseRequest
{
    /// <summary>The reference of the questionnaire, in any case.</summary>
    [RouteParam, MaxLength(QuestionnaireDraft.MaxReferenceLength), Example("FLOWS-2016")]
    public string Reference { get; init; } = "";

    /// <summary>The code of the partner, in any case.</summary>
    [RouteParam, MaxLength(20), Example("TJ")]
    public string Partner { get; init; } = "";

    /// <summary>
    /// The day on which it was received, if that is not the present day (UTC): for a response that came by letter. Only
    /// an admin states it.
    /// </summary>
    [QueryParam]
    public DateOnly? ReceivedOn { get; init; }
}

internal sealed class SubmitPartnerResponse(ResponseWriter writer)
    : Endpoint<SubmitPartnerResponseRequest, QuestionnaireAnswersResponse>
{
    public override void Configure()
    {
        Post("/v1/questionnaires/{reference}/responses/{partner}/submission");
        Roles(RoleNames.Donor, RoleNames.Admin);
        this.RequiresScope(KeyScope.ProjectsWrite);
        this.HonoursIdempotencyKey();
        this.Documents(
            "Submit a response",
            "Submits the answers as they are saved. Every question that is asked and required has an answer, and no "
                + "other has one. Afterwards the response cannot be changed, until an analyst returns it.",
            answer: typeof(QuestionnaireAnswersResponse),
            tagged: true,
            problems: [.. ResponseProblems.Writing, ErrorCodes.UnknownResponse]
        );
    }

    public override async Task HandleAsync(SubmitPartnerResponseRequest req, CancellationToken ct)
    {
        var caller = Caller.FromPrincipal(User);
        if (req.ReceivedOn is not null && caller.Role != Role.Admin)
            throw new ProblemException(
                ErrorCodes.RoleForbids,
                "Only an admin states the day on which a response was received. Leave receivedOn out."
            );

        var request = IdempotentRequest.Find(HttpContext);
        var submitted = await writer.SubmitAsync(
            req.Reference,
            req.Partner,
            req.ReceivedOn,
            caller,
            ct,
            request is null ? null : Keep
        );
        var response = QuestionnaireAnswersResponse.FromResponse(submitted);
        await Send.ResourceAsync(response, response.Tag, null, ct);

        KeptResponse Keep(PartnerResponse written)
        {
            var kept = QuestionnaireAnswersResponse.FromResponse(written);
            return request.Keep(StatusCodes.Status200OK, kept, tag: kept.Tag);
        }
    }
}
