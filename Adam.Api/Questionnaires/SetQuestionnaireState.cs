using System.ComponentModel.DataAnnotations;
using Adam.Api.Binding;
using Adam.Api.Errors;
using Adam.Api.OpenApi;
using Adam.Api.Records;
using Adam.Api.Security;
using Adam.Api.Serialization;
using Adam.Data.Questionnaires;
using Adam.Domain.Keys;
using Adam.Domain.Questionnaires;
using FastEndpoints;

namespace Adam.Api.Questionnaires;

internal sealed record SetQuestionnaireStateRequest : ChangeQuestionnaireRequest, IHasBindingErrors
{
    [FromBody]
    public QuestionnaireStateBody Body { get; init; } = new();

    public List<ValidationError> BindingErrors { get; } = [];
}

/// <summary>The state that a questionnaire is to have.</summary>
internal sealed record QuestionnaireStateBody
{
    /// <summary>
    /// <c>open</c>: it takes responses. <c>closing</c>: it takes those that were begun. <c>closed</c>: it takes none.
    /// </summary>
    [Required, Example("open")]
    public QuestionnaireState? State { get; init; }

    /// <summary>
    /// The day whose members are asked: by default that on which it is opened (UTC). An earlier one enters a
    /// questionnaire that was sent out before.
    /// </summary>
    [Example("2016-01-11")]
    public DateOnly? OpenedOn { get; init; }

    /// <summary>The last day on which a response is on time. Without it, that of the questionnaire stays.</summary>
    [Example("2016-03-31")]
    public DateOnly? DueOn { get; init; }
}

internal sealed class SetQuestionnaireState(
    QuestionnaireStore questionnaires,
    QuestionnaireRegister register,
    TimeProvider time
) : Endpoint<SetQuestionnaireStateRequest, QuestionnaireResponse>
{
    public override void Configure()
    {
        Put("/v1/questionnaires/{reference}/state");
        Roles(RoleNames.Admin);
        this.RequiresScope(KeyScope.ReferenceWrite);
        this.Documents(
            "Open or close a questionnaire",
            "Opening freezes the questions, and decides who is asked: the members of that day. Afterwards it can be "
                + "closing, closed and open again, and is never a draft again.",
            answer: typeof(QuestionnaireResponse),
            tagged: true,
            problems:
            [
                ErrorCodes.UnknownQuestionnaire,
                ErrorCodes.QuestionnaireWithdrawn,
                ErrorCodes.QuestionnaireFrozen,
            ]
        );
    }

    public override async Task HandleAsync(SetQuestionnaireStateRequest req, CancellationToken ct)
    {
        var (errors, others) = (req.BindingErrors, await register.ReadAsync(ct));
        // A body with errors may come without If-Match: the response lists all errors first.
        var stored =
            errors.Count == 0
                ? await questionnaires.GetForUpdateAsync(req.Reference, req.IfMatch, ct)
                : await questionnaires.GetActiveAsync(req.Reference, ct);
        var today = DateOnly.FromDateTime(time.GetUtcNow().UtcDateTime);
        var draft = QuestionnaireStateReader.Read(req.Body, errors, stored.Questionnaire.Draft, others, today);
        errors.ThrowIfAny();
        await Send.ChangedAsync(questionnaires, draft, stored, others, Caller.FromPrincipal(User), ct);
    }
}

/// <summary>Decides if a questionnaire can have a state.</summary>
internal static class QuestionnaireStateReader
{
    /// <param name="errors">The errors found while the request was parsed. Further ones are added.</param>
    /// <param name="before">The questionnaire as it is.</param>
    /// <param name="today">The present day in UTC.</param>
    /// <returns>The questionnaire with the state. With errors, it is undefined.</returns>
    /// <exception cref="ProblemException">It was opened, and cannot be a draft or be opened on another day.</exception>
    public static QuestionnaireDraft Read(
        QuestionnaireStateBody body,
        List<ValidationError> errors,
        QuestionnaireDraft before,
        QuestionnaireSnapshot register,
        DateOnly today
    )
    {
        var reading = new Meetings.BodyErrors(errors);
        var state = body.State ?? before.State;
        if (before.OpenedOn is { } day && errors.Count == 0)
        {
            if (state == QuestionnaireState.Draft || (body.OpenedOn ?? day) != day)
                throw new ProblemException(
                    ErrorCodes.QuestionnaireFrozen,
                    $"{before.Reference} was opened on {day:yyyy-MM-dd} and stays so: it can be open, closing or "
                        + "closed."
                );
        }
        else if (before.OpenedOn is null && state is QuestionnaireState.Closing or QuestionnaireState.Closed)
            reading.Add(
                "state",
                $"{Json.NameOf(state)} comes after open, and {before.Reference} is a draft. Open it first.",
                ErrorCodes.BadValue
            );

        var draft = before with
        {
            State = state,
            OpenedOn = before.OpenedOn ?? (state == QuestionnaireState.Open ? body.OpenedOn ?? today : null),
            DueOn = body.DueOn ?? before.DueOn,
        };
        if (draft.OpenedOn is { } opened)
            Opened(reading, draft, opened, before.OpenedOn is null, register, today);
        else if (body.OpenedOn is not null)
            reading.Add("openedOn", "A draft has no day of opening. Leave it out.", ErrorCodes.BadValue);
        return draft;
    }

    private static void Opened(
        Meetings.BodyErrors reading,
        QuestionnaireDraft draft,
        DateOnly opened,
        bool isNew,
        QuestionnaireSnapshot register,
        DateOnly today
    )
    {
        if (draft.DueOn is not { } due)
            reading.Add("dueOn", "Give the last day on which a response is on time.", ErrorCodes.Missing);
        else if (due < opened)
            reading.Add(
                "dueOn",
                $"It is due on {due:yyyy-MM-dd}, before it is opened on {opened:yyyy-MM-dd}.",
                ErrorCodes.EndBeforeStart
            );
        if (!isNew)
            return;

        if (opened > today)
            reading.Add(
                "openedOn",
                $"{opened:yyyy-MM-dd} has not come yet, so its members are not known. Open it on that day.",
                ErrorCodes.OutOfRange
            );
        else if (draft.Asked(register.Partners).Count == 0)
            reading.Add(
                "openedOn",
                $"No member of {opened:yyyy-MM-dd} is in the audience. Change the audience or the day.",
                ErrorCodes.BadValue
            );
        if (!draft.Questions.Any(question => question.TakesAnswer))
            reading.Add(
                "state",
                $"{draft.Reference} has no question. Add one, by PATCH or as a spreadsheet.",
                ErrorCodes.BadValue
            );
    }
}
