using Adam.Domain.Questionnaires;

namespace Adam.Data.Questionnaires;

/// <summary>A questionnaire as the register stores it.</summary>
/// <param name="Version">
/// The version of the row; that of a withdrawn questionnaire is one higher than its document's.
/// </param>
/// <param name="WithdrawnAt">The instant at which the questionnaire was withdrawn; null if it is active.</param>
public sealed record StoredQuestionnaire(
    int QuestionnaireId,
    Questionnaire Questionnaire,
    int Version,
    DateTimeOffset? WithdrawnAt
)
{
    /// <summary>True if the questionnaire is not withdrawn.</summary>
    public bool IsActive => WithdrawnAt is null;

    internal static StoredQuestionnaire FromRow(QuestionnaireRow row) =>
        new(
            row.QuestionnaireId,
            QuestionnaireContent.Parse(row.Document).ToQuestionnaire(),
            row.Version,
            row.WithdrawnAt
        );
}

/// <summary>The outcome of a write of a questionnaire.</summary>
public abstract record QuestionnaireOutcome
{
    private QuestionnaireOutcome() { }

    public sealed record Done(Questionnaire Questionnaire) : QuestionnaireOutcome;

    /// <summary>There is a questionnaire with this reference, withdrawn or not.</summary>
    public sealed record ReferenceTaken(StoredQuestionnaire By) : QuestionnaireOutcome;

    /// <summary>The register has as many questionnaires as it takes.</summary>
    public sealed record TooMany : QuestionnaireOutcome;

    public sealed record NotFound : QuestionnaireOutcome;

    public sealed record Withdrawn(StoredQuestionnaire Stored) : QuestionnaireOutcome;

    /// <summary>The questionnaire was changed after the client had read it.</summary>
    public sealed record Stale : QuestionnaireOutcome;
}
