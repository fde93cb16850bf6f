using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Adam.Api.Binding;
using Adam.Api.Errors;
using Adam.Api.Meetings;
using Adam.Api.Questionnaires.Forms;
using Adam.Api.Serialization;
using Adam.Data.Questionnaires;
using Adam.Domain.Questionnaires;
using Adam.Domain.Text;

namespace Adam.Api.Questionnaires;

/// <summary>Reads answers from JSON by the types of the questions, and collects all errors.</summary>
internal static class AnswersReader
{
    private const string Member = "answers";

    /// <param name="errors">The errors found while the request was parsed. Further ones are added.</param>
    /// <param name="current">The response to change; null for a new one.</param>
    /// <returns>The answers in the order of the questions. Those with errors are left out.</returns>
    public static IReadOnlyList<Answer> Read(
        QuestionnaireAnswersBody body,
        List<ValidationError> errors,
        QuestionnaireDraft draft,
        PartnerResponse? current
    )
    {
        var reading = new BodyErrors(errors);
        var answers = new Dictionary<string, Answer>(StringComparer.Ordinal);
        var questions = draft
            .Questions.Where(question => question.TakesAnswer)
            .ToDictionary(question => question.Name, StringComparer.Ordinal);
        if (body.Answers is { ValueKind: JsonValueKind.Object } given)
        {
            foreach (var member in given.EnumerateObject())
            {
                var name = $"{Member}.{ValidationError.Printable(member.Name)}";
                if (!questions.TryGetValue(member.Name, out var question))
                    reading.Add(name, AnswerErrors.NoQuestion(member.Name, questions.Keys), ErrorCodes.UnknownMember);
                else if (member.Value.ValueKind == JsonValueKind.Null)
                    reading.Add(
                        name,
                        "null is no answer. Leave the question out, or send { \"absent\": \"unknown\" }.",
                        ErrorCodes.WrongType
                    );
                else if (Value(reading, name, member.Value, question, draft.ChoicesOf(question)) is { } answer)
                    answers[question.Name] = answer;
            }
        }
        else if (body.Answers is { } other)
            reading.Add(Member, $"This must be an object, not {JsonText.Describe(other)}.", ErrorCodes.WrongType);

        Computed(reading, body, current);
        return [.. questions.Keys.Where(answers.ContainsKey).Select(name => answers[name])];
    }

    private static Answer? Value(
        BodyErrors reading,
        string name,
        JsonElement value,
        Question question,
        IReadOnlyList<string> choices
    )
    {
        if (value.ValueKind == JsonValueKind.Object)
            return Absent(reading, name, value, question);
        var isList = question.Type == QuestionType.SelectMultiple;
        var isNumber = question.Type is QuestionType.WholeNumber or QuestionType.DecimalNumber;
        var expected =
            isList ? JsonValueKind.Array
            : isNumber ? JsonValueKind.Number
            : JsonValueKind.String;
        if (value.ValueKind != expected)
        {
            reading.Add(
                name,
                $"This must be {(isList ? "a list of choices" : isNumber ? "a number" : "a text")} or "
                    + $"{{ \"absent\": … }}, not {JsonText.Describe(value)}.",
                ErrorCodes.WrongType
            );
            return null;
        }

        if (isList)
            return Choices(reading, name, value, question, choices);
        var text = isNumber ? Number(value) : TextNormalization.Paragraphs(value.GetString()) ?? "";
        if (Answer.Parse(question, choices, text) is { } answer)
            return answer;
        reading.Add(name, AnswerErrors.NoValue(question, choices, text), AnswerErrors.CodeOf(question));
        return null;
    }

    /// <summary>Returns a number without an exponent if it is one that is taken; else as it was sent.</summary>
    private static string Number(JsonElement value) =>
        value.TryGetDecimal(out var number) ? number.ToString(CultureInfo.InvariantCulture) : value.GetRawText();

    private static Answer? Choices(
        BodyErrors reading,
        string name,
        JsonElement value,
        Question question,
        IReadOnlyList<string> choices
    )
    {
        var chosen = new HashSet<string>(StringComparer.Ordinal);
        var isValid = true;
        foreach (var (i, item) in value.EnumerateArray().Index())
        {
            var text = item.ValueKind == JsonValueKind.String ? item.GetString()!.Trim() : item.GetRawText();
            if (item.ValueKind == JsonValueKind.String && choices.Contains(text, StringComparer.Ordinal))
            {
                chosen.Add(text);
                continue;
            }

            isValid = false;
            reading.Add($"{name}[{i}]", AnswerErrors.NoValue(question, choices, text), ErrorCodes.UnknownCode);
        }

        if (isValid && chosen.Count == 0)
            reading.Add(name, "The list is empty. Leave the question out.", ErrorCodes.Missing);
        return isValid && chosen.Count > 0
            ? new(question.Name, AnswerKind.Choices, [.. choices.Where(chosen.Contains)])
            : null;
    }

    private static Answer? Absent(BodyErrors reading, string name, JsonElement value, Question question)
    {
        if (
            value.EnumerateObject().ToList()
                is [{ Name: AnswersJson.Absent, Value: { ValueKind: JsonValueKind.String } reason }]
            && AnswersJson.Find(reason.GetString()!) is { } absent
        )
            return Answer.Without(question.Name, absent);
        reading.Add(
            name,
            $"An object says why there is no value: {{ \"{AnswersJson.Absent}\": \"{AnswersJson.Unknown}\" }} or "
                + $"{{ \"{AnswersJson.Absent}\": \"{AnswersJson.NotApplicable}\" }}.",
            ErrorCodes.BadValue
        );
        return null;
    }

    private static void Computed(BodyErrors reading, QuestionnaireAnswersBody body, PartnerResponse? current)
    {
        var whole = current is null
            ? null
            : JsonSerializer.SerializeToNode(QuestionnaireAnswersResponse.FromResponse(current), Json.Options)
                as JsonObject;
        reading.Computed("questionnaire", body.Questionnaire, whole);
        reading.Computed("partner", body.Partner, whole);
        reading.Computed("state", body.State, whole, first: PartnerResponseState.Draft);
        reading.Computed("receivedOn", body.ReceivedOn, whole);
        reading.Computed("note", body.Note, whole);
        reading.Computed("version", body.Version, whole, first: 1);
        reading.Computed("createdAt", body.CreatedAt, whole);
        reading.Computed("updatedAt", body.UpdatedAt, whole);
        reading.Computed("updatedBy", body.UpdatedBy, whole);
    }
}
