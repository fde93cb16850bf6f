using Adam.Data.Databases;

namespace Adam.Data.Questionnaires;

internal static class QuestionnaireSql
{
    public static readonly StatementSet Statements = new(nameof(QuestionnaireSql));

    private static readonly SqlText Columns = $"q.QuestionnaireId, q.Version, q.WithdrawnAt, q.Document";

    /// <summary>
    /// Returns the sum of all versions. It grows with every change, because questionnaires are never removed, so it
    /// shows if cached questionnaires are current.
    /// </summary>
    public static readonly SqlQuery<NoParameters, long> Revision = new(
        Statements,
        $"SELECT COALESCE(SUM(Version), 0) FROM Questionnaire"
    );

    /// <summary>Returns all questionnaires, withdrawn or not, in the order in which they were recorded.</summary>
    public static readonly SqlQuery<NoParameters, QuestionnaireRow> All = new(
        Statements,
        $"SELECT {Columns} FROM Questionnaire q ORDER BY q.QuestionnaireId"
    );

    /// <summary>Returns the questionnaire with a key, withdrawn or not.</summary>
    public static readonly SqlQuery<QuestionnaireKey, QuestionnaireRow> ByKey = new(
        Statements,
        $"SELECT {Columns} FROM Questionnaire q WHERE q.ReferenceKey = @ReferenceKey"
    );

    public static readonly SqlChange<NewQuestionnaire> Add = new(
        Statements,
        $"""
        INSERT INTO Questionnaire (ReferenceKey, Version, WithdrawnAt, Document)
        VALUES (@ReferenceKey, 1, NULL, @Document)
        """
    );

    /// <summary>Replaces the document of a questionnaire in a version, and makes it active.</summary>
    public static readonly SqlChange<ChangedQuestionnaire> Change = new(
        Statements,
        $"""
        UPDATE Questionnaire
        SET Version = Version + 1, WithdrawnAt = NULL, Document = @Document
        WHERE QuestionnaireId = @QuestionnaireId AND Version = @Version
        """
    );

    public static readonly SqlChange<WithdrawnQuestionnaire> Withdraw = new(
        Statements,
        $"""
        UPDATE Questionnaire
        SET Version = Version + 1, WithdrawnAt = @At
        WHERE QuestionnaireId = @QuestionnaireId AND Version = @Version
        """
    );
}

internal sealed record QuestionnaireKey(string ReferenceKey);

internal sealed record NewQuestionnaire(string ReferenceKey, string Document);

internal sealed record ChangedQuestionnaire(int QuestionnaireId, int Version, string Document);

internal sealed record WithdrawnQuestionnaire(int QuestionnaireId, int Version, DateTimeOffset At);

internal sealed record QuestionnaireRow
{
    public int QuestionnaireId { get; init; }
    public int Version { get; init; }
    public DateTimeOffset? WithdrawnAt { get; init; }
    public string Document { get; init; } = "";
}
