namespace Adam.Data.Changes.Recording;

/// <summary>
/// A questionnaire that is due soon. It is one change for all partners, so that nobody learns from the log how many
/// have not answered; who is told is decided when it is told.
/// </summary>
/// <param name="DueOn">The last day of the questionnaire, as it was then.</param>
/// <param name="Step">The number of days before, one of the steps of reminders.</param>
public sealed record QuestionnaireReminder(int QuestionnaireId, DateOnly DueOn, int Step);
