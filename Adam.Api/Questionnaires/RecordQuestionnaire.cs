using Adam.Api.Errors;
using Adam.Api.Http;
using Adam.Api.Idempotency;
using Adam.Api.OpenApi;
using Adam.Api.Records;
using Adam.Api.Security;
using Adam.Data.Idempotency;
using Adam.Data.Questionnaires;
using Adam.Domain.Keys;
using Adam.Domain.Questionnaires;
using FastEndpoints;

namespace Adam.Api.Questionnaires;

internal sealed record RecordQuestionnaireRequest : IHasBindingErrors
{
    [FromBody]
    public QuestionnaireBody Body { get; init; } = new();

    public List<ValidationError> BindingErrors { get; } = [];
}

internal sealed class RecordQuestionnaire(QuestionnaireStore questionnaires, QuestionnaireRegister register)
    : Endpoint<RecordQuestionnaireRequest, QuestionnaireResponse>
{
    public override void Configure()
    {
        Post("/v1/questionnaires");
        Roles(RoleNames.Analyst, RoleNames.Admin);
        this.RequiresScope(KeyScope.ReferenceWrite);
        this.HonoursIdempotencyKey();
        this.Documents(
            "Record a questionnaire",
            "Records a draft. Its questions can also come from a spreadsheet "
                + "(PUT /v1/questionnaires/{reference}/questions). It asks nobody until an admin opens it "
                + "(PUT /v1/questionnaires/{reference}/state).",
            201,
            typeof(QuestionnaireResponse),
            tagged: true,
            problems: [ErrorCodes.QuestionnaireReferenceTaken, ErrorCodes.TooManyQuestionnaires]
        );
    }

    public override async Task HandleAsync(RecordQuestionnaireRequest req, CancellationToken ct)
    {
        var (errors, others) = (req.BindingErrors, await register.ReadAsync(ct));
        var draft = QuestionnaireReader.Read(req.Body, errors, current: null, others);
        errors.ThrowIfAny();

        var request = IdempotentRequest.Find(HttpContext);
        var outcome = await questionnaires.AddAsync(
            draft,
            Caller.FromPrincipal(User).Actor,
            ct,
            request is null ? null : Keep
        );
        var response = QuestionnaireResponse.FromQuestionnaire(outcome.ThrowIfRejected(), others.Partners);
        await Send.CreatedAsync(LocationOf(response), response, response.Tag(response.Version), ct);

        KeptResponse Keep(Questionnaire added)
        {
            var kept = QuestionnaireResponse.FromQuestionnaire(added, others.Partners);
            return request.KeepCreated(LocationOf(kept), kept, kept.Tag(kept.Version));
        }
    }

    private static string LocationOf(QuestionnaireResponse questionnaire) =>
        $"/v1/questionnaires/{questionnaire.Reference}";
}
