using Adam.Api.Errors;
using Adam.Api.Meetings;
using Adam.Api.Questionnaires;
using Adam.Api.Records;
using Adam.Data.Databases;
using Adam.Data.Questionnaires;
using Adam.Domain.Measures;
using Adam.Domain.Progress;
using Adam.Domain.Questionnaires;
using Adam.Domain.Text;

namespace Adam.Api.Progress;

/// <summary>Counts the answers that a request promotes to evidence of a measure, and collects all errors.</summary>
/// <remarks>
/// Findings are read by everybody, so they are counted as a reader without a partner sees results: open questions
/// alone, and not before enough partners have responded.
/// </remarks>
internal sealed class FindingReader(QuestionnaireStore questionnaires, QuestionnaireResults results, TimeProvider time)
{
    /// <param name="errors">The errors found while the request was parsed. Further ones are added.</param>
    /// <returns>The finding with its questionnaire.</returns>
    /// <exception cref="ProblemException">There are errors.</exception>
    public async Task<(StoredQuestionnaire Questionnaire, FindingDraft Draft)> ReadAsync(
        FindingBody body,
        MeasureDraft measure,
        List<ValidationError> errors,
        CancellationToken ct
    )
    {
        var reading = new BodyErrors(errors);
        var text = TextNormalization.Paragraphs(body.Text) ?? "";
        if (body.Text is not null && Folding.Key(text).Length == 0)
            reading.Add("text", "A finding needs words: a letter or a digit.", ErrorCodes.BadValue);
        var stored = await FindAsync(reading, body, measure, ct);
        if (stored is null || stored.Questionnaire.Draft is not { OpenedOn: { } opened } questionnaire)
            throw ProblemException.ForErrors([.. errors]);

        var asOf = AsOf(reading, body, opened);
        var question = QuestionOf(reading, body, questionnaire);
        errors.ThrowIfAny();

        var counted = await results.ComputeAsync(stored, routes: [], by: null, until: asOf, seesAll: false, ct);
        if (counted.Whole is not { } whole)
            throw ProblemException.ForErrors(
                new ValidationError(
                    "questionnaire",
                    $"Too few partners had responded to {questionnaire.Reference} by {asOf:yyyy-MM-dd}. Everybody "
                        + $"reads a finding, so it needs {ResponseRates.FewestReceived} responses, and "
                        + $"{ResponseRates.FewestAsked} partners that were asked. Promote it when they are there.",
                    ErrorCodes.TooFewAnswers
                )
            );

        return (
            stored,
            new()
            {
                Questionnaire = questionnaire.Reference,
                OpenedOn = opened,
                AsOf = asOf,
                Asked = whole.Asked,
                Responses = whole.Responses,
                Result = whole.Questions.Single(result => result.Question.Name == question!.Name),
                Choices = question!.HasChoices
                    ? [.. questionnaire.Choices.Where(choice => choice.List == question.List)]
                    : [],
                Text = text,
            }
        );
    }

    /// <summary>Returns a questionnaire that is linked to the measure and was opened; null with an error.</summary>
    private async Task<StoredQuestionnaire?> FindAsync(
        BodyErrors reading,
        FindingBody body,
        MeasureDraft measure,
        CancellationToken ct
    )
    {
        if (TextNormalization.Line(body.Questionnaire) is not { } reference)
            return null;

        var all = await questionnaires.ListAsync(ct);
        var key = QuestionnaireDraft.KeyOf(reference);
        if (all.FirstOrDefault(one => one.IsActive && one.Questionnaire.Key == key) is not { } stored)
        {
            reading.Add("questionnaire", RecordProblems.Unknown(reference, all), ErrorCodes.UnknownCode);
            return null;
        }

        var draft = stored.Questionnaire.Draft;
        string[] served = [measure.Reference, .. measure.Recommendations];
        if (!draft.Implements.Intersect(served, StringComparer.OrdinalIgnoreCase).Any())
        {
            reading.Add(
                "questionnaire",
                $"{draft.Reference} implements neither the measure {measure.Reference} nor a recommendation of it, so "
                    + "its answers are about something else. If they are about the measure, name it in implements: "
                    + $"PATCH /v1/questionnaires/{draft.Reference}.",
                ErrorCodes.QuestionnaireNotLinked
            );
            return null;
        }

        if (draft.OpenedOn is not null)
            return stored;

        reading.Add(
            "questionnaire",
            $"{draft.Reference} was not opened yet, so nobody has answered it.",
            ErrorCodes.TooFewAnswers
        );
        return null;
    }

    private DateOnly AsOf(BodyErrors reading, FindingBody body, DateOnly opened)
    {
        var today = time.Today();
        var day = body.AsOf ?? today;
        if (day > today)
            reading.Add(
                "asOf",
                $"asOf is {day:yyyy-MM-dd}, which is in the future: today is {today:yyyy-MM-dd} in UTC.",
                ErrorCodes.OutOfRange
            );
        else if (day < opened)
            reading.Add(
                "asOf",
                $"asOf is {day:yyyy-MM-dd}, and the questionnaire was opened on {opened:yyyy-MM-dd}.",
                ErrorCodes.OutOfRange
            );
        return day;
    }

    /// <summary>Returns a question whose answers everybody may see; null with an error.</summary>
    private static Question? QuestionOf(BodyErrors reading, FindingBody body, QuestionnaireDraft questionnaire)
    {
        if (TextNormalization.Line(body.Question) is not { } name)
            return null;

        var asked = questionnaire.Questions.Where(question => question.TakesAnswer).ToList();
        var open = asked.Where(question => question.Open).Select(question => question.Name).ToList();
        var question = asked.FirstOrDefault(one => one.Name == name);
        if (question is null)
            reading.Add(
                "question",
                $"{questionnaire.Reference} asks nothing by the name {ValidationError.Quote(name)}. "
                    + (
                        Nearest.FindIn(name, asked.Select(one => one.Name)) is { } meant
                            ? $"Did you mean {meant}?"
                            : $"Open questions are {Listed(open)}."
                    ),
                ErrorCodes.UnknownCode
            );
        else if (!question.Open)
            reading.Add(
                "question",
                $"{name} is not marked as open, so its answers are for analysts and admins alone. Open questions of "
                    + $"{questionnaire.Reference} are {Listed(open)}.",
                ErrorCodes.AnswersNotOpen
            );
        return question;
    }

    private static string Listed(IReadOnlyList<string> names) => names.Count == 0 ? "none" : string.Join(", ", names);
}
