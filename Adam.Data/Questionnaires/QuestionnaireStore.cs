using Adam.Data.Audit.Recording;
using Adam.Data.Databases;
using Adam.Data.Records;
using Adam.Domain.Questionnaires;

namespace Adam.Data.Questionnaires;

/// <summary>A questionnaire as the register stores it.</summary>
public sealed record StoredQuestionnaire(
    int QuestionnaireId,
    Questionnaire Questionnaire,
    int Version,
    DateTimeOffset? WithdrawnAt
) : StoredRecord<Questionnaire>(QuestionnaireId, Version, WithdrawnAt)
{
    public override Questionnaire Record => Questionnaire;
}

/// <summary>Stores questionnaires.</summary>
public sealed class QuestionnaireStore(Database database, TimeProvider time)
    : RecordStore<StoredQuestionnaire, Questionnaire, QuestionnaireDraft>(database, time, Type, Most)
{
    /// <summary>The maximum number of questionnaires, withdrawn ones included. It bounds the work of lists.</summary>
    public const int Most = 1_000;

    internal static RecordType<Questionnaire> Type { get; } =
        new(
            AuditSubject.Questionnaire,
            QuestionnaireContent.FromQuestionnaire,
            json => RecordJson.Read<QuestionnaireContent>(json).ToQuestionnaire()
        );

    private protected override Questionnaire Create(QuestionnaireDraft draft, DateTimeOffset at, string by) =>
        new(draft, Version: 1, at, at, by);

    private protected override StoredQuestionnaire Store(
        int recordId,
        Questionnaire record,
        int version,
        DateTimeOffset? withdrawnAt
    ) => new(recordId, record, version, withdrawnAt);
}
