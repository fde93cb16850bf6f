using System.Globalization;
using System.Text.Json.Nodes;
using Adam.Data.Questionnaires;
using Adam.Domain.Questionnaires;

namespace Adam.Api.Questionnaires.Forms;

/// <summary>Writes the JSON Schema (2020-12) of the answers that can be submitted.</summary>
internal static class AnswersSchema
{
    public static JsonObject Write(QuestionnaireDraft draft)
    {
        var (properties, required, rules) = (new JsonObject(), new JsonArray(), new JsonArray());
        var groups = new Stack<IReadOnlyList<Relevance>>();
        foreach (var question in draft.Questions)
        {
            if (question.Type == QuestionType.EndGroup)
            {
                groups.TryPop(out _);
                continue;
            }

            IReadOnlyList<Relevance> conditions =
            [
                .. groups.TryPeek(out var outer) ? outer : [],
                .. question.Relevant is { } own ? [own] : Array.Empty<Relevance>(),
            ];
            if (question.Type == QuestionType.BeginGroup)
                groups.Push(conditions);
            if (!question.TakesAnswer)
                continue;

            properties[question.Name] = Property(draft, question);
            if (conditions.Count > 0)
                rules.Add(Rule(draft, question, conditions));
            else if (question.Required)
                required.Add(question.Name);
        }

        var schema = new JsonObject
        {
            ["$schema"] = "https://json-schema.org/draft/2020-12/schema",
            ["title"] = draft.Title[0].Text,
            ["type"] = "object",
            ["properties"] = properties,
            ["required"] = required,
            ["additionalProperties"] = false,
        };
        if (rules.Count > 0)
            schema["allOf"] = rules;
        schema["$defs"] = new JsonObject
        {
            [AnswersJson.Absent] = new JsonObject
            {
                ["description"] = "There is no value: it is not known, or the question does not apply.",
                ["type"] = "object",
                ["properties"] = new JsonObject
                {
                    [AnswersJson.Absent] = new JsonObject
                    {
                        ["enum"] = new JsonArray(AnswersJson.Unknown, AnswersJson.NotApplicable),
                    },
                },
                ["required"] = new JsonArray(AnswersJson.Absent),
                ["additionalProperties"] = false,
            },
        };
        return schema;
    }

    private static JsonObject Property(QuestionnaireDraft draft, Question question)
    {
        var property = new JsonObject { ["title"] = question.Label.In(draft.Language) };
        if (question.Hint.Count > 0)
            property["description"] = question.Hint.In(draft.Language);
        property["oneOf"] = new JsonArray(
            Value(draft, question),
            new JsonObject { ["$ref"] = $"#/$defs/{AnswersJson.Absent}" }
        );
        return property;
    }

    private static JsonObject Value(QuestionnaireDraft draft, Question question) =>
        question.Type switch
        {
            QuestionType.WholeNumber => new()
            {
                ["type"] = "integer",
                ["minimum"] = long.MinValue,
                ["maximum"] = long.MaxValue,
            },
            QuestionType.DecimalNumber => new() { ["type"] = "number" },
            QuestionType.Date => new() { ["type"] = "string", ["format"] = "date" },
            QuestionType.SelectOne => new() { ["enum"] = Names(draft, question) },
            QuestionType.SelectMultiple => new()
            {
                ["type"] = "array",
                ["items"] = new JsonObject { ["enum"] = Names(draft, question) },
                ["minItems"] = 1,
                ["uniqueItems"] = true,
            },
            _ => new()
            {
                ["type"] = "string",
                ["minLength"] = 1,
                ["maxLength"] = Answer.MaxTextLength,
            },
        };

    /// <summary>The question is asked if all conditions hold, and else has no answer.</summary>
    private static JsonObject Rule(QuestionnaireDraft draft, Question question, IReadOnlyList<Relevance> conditions)
    {
        var rule = new JsonObject
        {
            ["if"] = new JsonObject { ["allOf"] = new JsonArray([.. conditions.Select(one => Holds(draft, one))]) },
        };
        if (question.Required)
            rule["then"] = new JsonObject { ["required"] = new JsonArray(question.Name) };
        rule["else"] = new JsonObject { ["properties"] = new JsonObject { [question.Name] = false } };
        return rule;
    }

    private static JsonObject Holds(QuestionnaireDraft draft, Relevance condition)
    {
        var asked = draft.Questions.First(question => question.Name == condition.Question);
        JsonNode value = asked.Type is QuestionType.WholeNumber or QuestionType.DecimalNumber
            ? JsonValue.Create(decimal.Parse(condition.Value, CultureInfo.InvariantCulture))
            : JsonValue.Create(condition.Value);
        return new()
        {
            ["properties"] = new JsonObject { [condition.Question] = new JsonObject { ["const"] = value } },
            ["required"] = new JsonArray(condition.Question),
        };
    }

    private static JsonArray Names(QuestionnaireDraft draft, Question question) =>
        [.. draft.ChoicesOf(question).Select(name => JsonValue.Create(name))];
}
