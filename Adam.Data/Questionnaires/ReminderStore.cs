using Adam.Data.Changes.Recording;
using Adam.Data.Databases;
using Adam.Domain.Questionnaires;

namespace Adam.Data.Questionnaires;

/// <summary>Writes that questionnaires are due soon to the log of changes, from which subscriptions are told.</summary>
public sealed class ReminderStore(Database database, QuestionnaireStore questionnaires)
{
    /// <summary>
    /// Adds a reminder for each questionnaire that takes responses and has reached a step by an instant, once for each
    /// step and last day.
    /// </summary>
    /// <returns>The number of reminders that were added.</returns>
    public async Task<int> AddAsync(DateTimeOffset now, CancellationToken ct)
    {
        var today = DateOnly.FromDateTime(now.UtcDateTime);
        var due = (await questionnaires.ListAsync(ct))
            .Where(stored => stored.IsActive && TakesResponses(stored.Questionnaire.Draft))
            .Select(stored => (stored.QuestionnaireId, DueOn: stored.Questionnaire.Draft.DueOn!.Value))
            .Select(one => (one.QuestionnaireId, one.DueOn, Step: ReminderSteps.On(today, one.DueOn)))
            .Where(one => one.Step is not null)
            .Select(one => new QuestionnaireReminder(one.QuestionnaireId, one.DueOn, one.Step!.Value))
            .ToList();
        // Nothing is new on most days, so that no write is begun for it.
        if (due.Count == 0 || await database.InReadTransactionAsync(session => NewAsync(session, due, ct), ct) is [])
            return 0;

        return await database.InGroupedWriteAsync(
            async session =>
            {
                var added = await NewAsync(session, due, ct);
                foreach (var reminder in added)
                    await ChangeRecorder.AddReminderAsync(session, reminder, now, ct);
                return added.Count;
            },
            ct
        );
    }

    /// <summary>Returns true if partners can still answer a questionnaire, and are told until when.</summary>
    internal static bool TakesResponses(QuestionnaireDraft draft) =>
        draft is { State: QuestionnaireState.Open or QuestionnaireState.Closing, DueOn: not null };

    private static async Task<IReadOnlyList<QuestionnaireReminder>> NewAsync(
        Session session,
        IReadOnlyList<QuestionnaireReminder> due,
        CancellationToken ct
    )
    {
        var missing = new List<QuestionnaireReminder>();
        foreach (var reminder in due)
        {
            var key = new DueQuestionnaireKey(reminder.QuestionnaireId, reminder.DueOn.DayNumber);
            if (!(await session.QueryAsync(ReminderSql.Given, key, ct)).Contains(reminder.Step))
                missing.Add(reminder);
        }

        return missing;
    }
}
