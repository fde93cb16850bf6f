using System.ComponentModel.DataAnnotations;
using System.Text.Json;
using Adam.Api.Binding;
using Adam.Api.Errors;
using Adam.Api.Http;
using Adam.Api.Records;
using Adam.Api.Security;
using Adam.Api.Serialization;
using Adam.Data.Questionnaires;
using Adam.Domain.Questionnaires;
using FastEndpoints;

namespace Adam.Api.Questionnaires;

internal record ChangeQuestionnaireRequest : ChangeRecordRequest
{
    /// <summary>The reference of the questionnaire, in any case.</summary>
    [RouteParam, MaxLength(QuestionnaireDraft.MaxReferenceLength), Example("FLOWS-2016")]
    public string Reference { get; init; } = "";

    internal override string Key => Reference;
}

internal sealed record ReplaceQuestionnaireRequest : ChangeQuestionnaireRequest, IRecordBody<QuestionnaireBody>
{
    [FromBody]
    public QuestionnaireBody Body { get; init; } = new();

    public List<ValidationError> BindingErrors { get; } = [];
}

internal sealed record PatchQuestionnaireRequest : ChangeQuestionnaireRequest, IRecordPatch
{
    [FromBody, MediaTypes(MediaTypesAttribute.MergePatch, Json.MediaType), PatchOf(typeof(QuestionnaireBody))]
    public JsonElement Patch { get; init; }
}

internal sealed class ReplaceQuestionnaire(QuestionnaireResource questionnaires)
    : ReplaceRecord<ReplaceQuestionnaireRequest, QuestionnaireBody, QuestionnaireResponse>(questionnaires)
{
    public override void Configure() =>
        Replaces(
            "/v1/questionnaires/{reference}",
            "questionnaire",
            "Replace a questionnaire",
            " After it was opened, only title, implements and dueOn can change.",
            ErrorCodes.UnknownQuestionnaire,
            ErrorCodes.QuestionnaireWithdrawn,
            ErrorCodes.QuestionnaireFrozen
        );
}

internal sealed class PatchQuestionnaire(QuestionnaireResource questionnaires)
    : PatchRecord<PatchQuestionnaireRequest, QuestionnaireBody, QuestionnaireResponse>(questionnaires)
{
    public override void Configure() =>
        Patches(
            "/v1/questionnaires/{reference}",
            "Change a questionnaire",
            " After it was opened, only title, implements and dueOn can change.",
            ErrorCodes.UnknownQuestionnaire,
            ErrorCodes.QuestionnaireWithdrawn,
            ErrorCodes.QuestionnaireFrozen
        );
}

internal sealed class WithdrawQuestionnaire(QuestionnaireResource questionnaires)
    : WithdrawRecord<ChangeQuestionnaireRequest>(questionnaires)
{
    public override void Configure() =>
        Withdraws(
            "/v1/questionnaires/{reference}",
            "Withdraw a questionnaire",
            "Removes a draft from lists. The record is kept, and its reference stays taken. Later requests for the "
                + "questionnaire return 410. One that was opened is closed instead.",
            ErrorCodes.UnknownQuestionnaire,
            ErrorCodes.QuestionnaireWithdrawn,
            ErrorCodes.QuestionnaireFrozen
        );
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
