using Adam.Api.Errors;
using Adam.Api.Records;
using FastEndpoints;

namespace Adam.Api.Questionnaires;

internal sealed record RecordQuestionnaireRequest : IRecordBody<QuestionnaireBody>
{
    [FromBody]
    public QuestionnaireBody Body { get; init; } = new();

    public List<ValidationError> BindingErrors { get; } = [];
}

internal sealed class RecordQuestionnaire(QuestionnaireResource questionnaires)
    : AddRecord<RecordQuestionnaireRequest, QuestionnaireBody, QuestionnaireResponse>(questionnaires)
{
    public override void Configure() =>
        Adds(
            "/v1/questionnaires",
            "Record a questionnaire",
            "Records a draft. Its questions can also come from a spreadsheet "
                + "(PUT /v1/questionnaires/{reference}/questions). It asks nobody until an admin opens it "
                + "(PUT /v1/questionnaires/{reference}/state).",
            ErrorCodes.QuestionnaireReferenceTaken,
            ErrorCodes.TooManyQuestionnaires
        );
}
