using System.ComponentModel.DataAnnotations;
using System.Text.Json;
using Adam.Api.Binding;
using Adam.Api.Errors;
using Adam.Api.Http;
using Adam.Api.OpenApi;
using Adam.Api.Records;
using Adam.Api.Security;
using Adam.Api.Serialization;
using Adam.Data.Questionnaires;
using Adam.Domain.Keys;
using Adam.Domain.Questionnaires;
using FastEndpoints;

namespace Adam.Api.Questionnaires;

internal record ChangeQuestionnaireRequest
{
    /// <summary>The reference of the questionnaire, in any case.</summary>
    [RouteParam, MaxLength(QuestionnaireDraft.MaxReferenceLength), Example("FLOWS-2016")]
    public string Reference { get; init; } = "";

    /// <summary>The <c>ETag</c> of the version that the client has read.</summary>
    [FromHeader("If-Match")]
    public EntityTags IfMatch { get; init; } = null!;
}

internal sealed record ReplaceQuestionnaireRequest : ChangeQuestionnaireRequest, IHasBindingErrors
{
    [FromBody]
    public QuestionnaireBody Body { get; init; } = new();

    public List<ValidationError> BindingErrors { get; } = [];
}

internal sealed record PatchQuestionnaireRequest : ChangeQuestionnaireRequest
{
    [FromBody, MediaTypes(MediaTypesAttribute.MergePatch, Json.MediaType), PatchOf(typeof(QuestionnaireBody))]
    public JsonElement Patch { get; init; }
}

internal sealed class ReplaceQuestionnaire(QuestionnaireStore questionnaires, QuestionnaireRegister register)
    : Endpoint<ReplaceQuestionnaireRequest, QuestionnaireResponse>
{
    public override void Configure()
    {
        Put("/v1/questionnaires/{reference}");
        Roles(RoleNames.Analyst, RoleNames.Admin);
        this.RequiresScope(KeyScope.ReferenceWrite);
        this.Documents(
            "Replace a questionnaire",
            "Members that the body omits are emptied. A body that equals the stored questionnaire changes nothing. "
                + "After it was opened, only title, implements and dueOn can change.",
            answer: typeof(QuestionnaireResponse),
            tagged: true,
            problems:
            [
                ErrorCodes.UnknownQuestionnaire,
                ErrorCodes.QuestionnaireWithdrawn,
                ErrorCodes.QuestionnaireFrozen,
            ]
        );
    }

    public override async Task HandleAsync(ReplaceQuestionnaireRequest req, CancellationToken ct)
    {
        var (errors, others) = (req.BindingErrors, await register.ReadAsync(ct));
        // A body with errors may come without If-Match: the response lists all errors first.
        var stored =
            errors.Count == 0
                ? await questionnaires.GetForUpdateAsync(req.Reference, req.IfMatch, ct)
                : await questionnaires.GetActiveAsync(req.Reference, ct);
        var draft = QuestionnaireReader.Read(req.Body, errors, stored.Questionnaire, others);
        errors.ThrowIfAny();
        await Send.ChangedAsync(questionnaires, draft, stored, others, Caller.FromPrincipal(User), ct);
    }
}

internal sealed class PatchQuestionnaire(QuestionnaireStore questionnaires, QuestionnaireRegister register)
    : Endpoint<PatchQuestionnaireRequest, QuestionnaireResponse>
{
    public override void Configure()
    {
        Patch("/v1/questionnaires/{reference}");
        Roles(RoleNames.Analyst, RoleNames.Admin);
        this.RequiresScope(KeyScope.ReferenceWrite);
        this.Documents(
            "Change a questionnaire",
            "JSON Merge Patch (RFC 7396): members in the body are changed, null empties a member, and a list is "
                + "replaced as a whole. After it was opened, only title, implements and dueOn can change.",
            answer: typeof(QuestionnaireResponse),
            tagged: true,
            problems:
            [
                ErrorCodes.UnknownQuestionnaire,
                ErrorCodes.QuestionnaireWithdrawn,
                ErrorCodes.QuestionnaireFrozen,
            ]
        );
    }

    public override async Task HandleAsync(PatchQuestionnaireRequest req, CancellationToken ct)
    {
        var others = await register.ReadAsync(ct);
        var stored = await questionnaires.GetForUpdateAsync(req.Reference, req.IfMatch, ct);
        var errors = new List<ValidationError>();
        var whole = QuestionnaireResponse.FromQuestionnaire(stored.Questionnaire, others.Partners);
        var body = MergePatch.Read<QuestionnaireBody>(
            JsonSerializer.SerializeToElement(whole, Json.Options),
            req.Patch,
            errors
        );
        var draft = QuestionnaireReader.Read(body, errors, stored.Questionnaire, others);
        errors.ThrowIfAny();
        await Send.ChangedAsync(questionnaires, draft, stored, others, Caller.FromPrincipal(User), ct);
    }
}

internal sealed class WithdrawQuestionnaire(QuestionnaireStore questionnaires) : Endpoint<ChangeQuestionnaireRequest>
{
    public override void Configure()
    {
        Delete("/v1/questionnaires/{reference}");
        Roles(RoleNames.Analyst, RoleNames.Admin);
        this.RequiresScope(KeyScope.ReferenceWrite);
        this.Documents(
            "Withdraw a questionnaire",
            "Removes a draft from lists. The record is kept, and its reference stays taken. Later requests for the "
                + "questionnaire return 410. One that was opened is closed instead.",
            StatusCodes.Status204NoContent,
            problems:
            [
                ErrorCodes.UnknownQuestionnaire,
                ErrorCodes.QuestionnaireWithdrawn,
                ErrorCodes.QuestionnaireFrozen,
            ]
        );
    }

    public override async Task HandleAsync(ChangeQuestionnaireRequest req, CancellationToken ct)
    {
        var stored = await questionnaires.GetForUpdateAsync(req.Reference, req.IfMatch, ct);
        var draft = stored.Questionnaire.Draft;
        if (draft.State != QuestionnaireState.Draft)
            throw new ProblemException(
                ErrorCodes.QuestionnaireFrozen,
                $"{draft.Reference} was opened on {draft.OpenedOn:yyyy-MM-dd}, and is part of the rates since then. "
                    + $"Close it, by PUT /v1/questionnaires/{draft.Reference}/state."
            );

        var by = Caller.FromPrincipal(User).Actor;
        (await questionnaires.WithdrawAsync(draft.Reference, stored.Version, by, ct)).ThrowIfRejected();
        await Send.StatusAsync(StatusCodes.Status204NoContent, ct);
    }
}

internal static class QuestionnaireChanges
{
    /// <summary>Writes the new content of a questionnaire, and sends it.</summary>
    /// <exception cref="ProblemException">The questionnaire was changed or withdrawn in the meantime.</exception>
    public static async Task ChangedAsync(
        this IResponseSender send,
        QuestionnaireStore questionnaires,
        QuestionnaireDraft draft,
        StoredQuestionnaire stored,
        QuestionnaireSnapshot others,
        Caller caller,
        CancellationToken ct
    )
    {
        var changed = (await questionnaires.ChangeAsync(draft, stored.Version, caller.Actor, ct)).ThrowIfRejected();
        var response = QuestionnaireResponse.FromQuestionnaire(changed, others.Partners);
        await send.ResourceAsync(response, response.Tag(changed.Version), null, ct);
    }
}
