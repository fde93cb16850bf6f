using Adam.Data.Databases;

namespace Adam.Data.Questionnaires;

internal static class ReminderSql
{
    public static readonly StatementSet Statements = new(nameof(ReminderSql));

    /// <summary>Returns the steps on which was reminded of a questionnaire and its last day.</summary>
    public static readonly SqlQuery<DueQuestionnaireKey, int> Given = new(
        Statements,
        $"""
        SELECT c.ReminderStep
        FROM RegisterChange c
        WHERE c.QuestionnaireId = @QuestionnaireId AND c.DueDay = @DueDay
        """
    );

    /// <summary>Returns the document of a questionnaire that is not withdrawn.</summary>
    public static readonly SqlQuery<AnsweredQuestionnaire, string> Document = new(
        Statements,
        $"SELECT q.Document FROM Questionnaire q WHERE q.QuestionnaireId = @QuestionnaireId AND q.WithdrawnAt IS NULL"
    );

    /// <summary>Returns 1 if the response of a partner was received, and 0 otherwise.</summary>
    public static readonly SqlQuery<AnsweringPartner, int> Received = new(
        Statements,
        $"""
        SELECT COUNT(*)
        FROM Partner p
        INNER JOIN PartnerResponse r
            ON r.PartnerId = p.PartnerId
            AND r.QuestionnaireId = @QuestionnaireId
        WHERE p.Code = @Partner AND r.ReceivedDay IS NOT NULL
        """
    );
}

internal sealed record DueQuestionnaireKey(int QuestionnaireId, int DueDay);
