using Adam.Api.Errors;
using Adam.Api.Records;
using Adam.Data.Questionnaires;
using Adam.Domain.Questionnaires;

namespace Adam.Api.Questionnaires;

/// <summary>The writes of requests to questionnaires.</summary>
internal sealed class QuestionnaireResource(QuestionnaireStore questionnaires, QuestionnaireRegister register)
    : RecordResource<
        StoredQuestionnaire,
        Questionnaire,
        QuestionnaireDraft,
        QuestionnaireBody,
        QuestionnaireResponse,
        QuestionnaireSnapshot
    >(questionnaires)
{
    protected override Task<QuestionnaireSnapshot> OthersAsync(CancellationToken ct) => register.ReadAsync(ct);

    protected override QuestionnaireDraft Read(
        QuestionnaireBody body,
        List<ValidationError> errors,
        Questionnaire? current,
        QuestionnaireSnapshot others
    ) => QuestionnaireReader.Read(body, errors, current, others);

    protected override QuestionnaireResponse ToResponse(Questionnaire questionnaire, QuestionnaireSnapshot others) =>
        QuestionnaireResponse.FromQuestionnaire(questionnaire, others.Partners);

    protected override string TagOf(QuestionnaireResponse response, int version) => response.Tag(version);

    /// <summary>One that was opened has been counted in rates, and is closed instead.</summary>
    protected override ProblemException? ObstacleToWithdrawal(StoredQuestionnaire stored) =>
        stored.Questionnaire.Draft is { State: not QuestionnaireState.Draft } opened
            ? new(
                ErrorCodes.QuestionnaireFrozen,
                $"{opened.Reference} was opened on {opened.OpenedOn:yyyy-MM-dd}, and is part of the rates since then. "
                    + $"Close it, by PUT /v1/questionnaires/{opened.Reference}/state."
            )
            : null;
}
