namespace Adam.Domain.Questionnaires;

/// <summary>The days before the last day of a questionnaire on which partners can be reminded.</summary>
public static class ReminderSteps
{
    public static readonly IReadOnlyList<int> All = [30, 14, 7, 3, 1, 0];

    /// <summary>The steps of a subscriber who names none.</summary>
    public static readonly IReadOnlyList<int> Usual = [14, 3];

    /// <summary>
    /// Returns the step that a day has reached: the least one that is not below the number of days that are left. It
    /// holds until the next one, so that a program that did not run on a day reminds later. Null if more days are left,
    /// or the last day is past.
    /// </summary>
    public static int? On(DateOnly day, DateOnly dueOn)
    {
        var left = dueOn.DayNumber - day.DayNumber;
        return left < 0 ? null : All.Where(step => step >= left).Select(step => (int?)step).Min();
    }
}
