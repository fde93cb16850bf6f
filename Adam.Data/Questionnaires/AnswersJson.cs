using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Adam.Domain.Questionnaires;

namespace Adam.Data.Questionnaires;

/// <summary>
/// Answers as a JSON object, by the name of the question: a text, a number, a list of choices, or
/// <c>{ "absent": "unknown" }</c>.
/// </summary>
public static class AnswersJson
{
    /// <summary>The member that says why there is no value.</summary>
    public const string Absent = "absent";

    public const string Unknown = "unknown";

    public const string NotApplicable = "not-applicable";

    public static string NameOf(AnswerAbsence absent) => absent == AnswerAbsence.Unknown ? Unknown : NotApplicable;

    /// <summary>Returns why there is no value; null if the name is none of a reason.</summary>
    public static AnswerAbsence? Find(string name) =>
        name switch
        {
            Unknown => AnswerAbsence.Unknown,
            NotApplicable => AnswerAbsence.NotApplicable,
            _ => null,
        };

    public static JsonObject Write(IReadOnlyList<Answer> answers) =>
        new(answers.Select(answer => KeyValuePair.Create(answer.Question, (JsonNode?)Value(answer))));

    public static JsonNode Value(Answer answer) =>
        answer switch
        {
            { Absent: { } absent } => new JsonObject { [Absent] = NameOf(absent) },
            { Kind: AnswerKind.Number } => JsonValue.Create(
                decimal.Parse(answer.Values[0], CultureInfo.InvariantCulture)
            ),
            { Kind: AnswerKind.Choices } => new JsonArray([.. answer.Values.Select(value => JsonValue.Create(value))]),
            _ => JsonValue.Create(answer.Values[0]),
        };

    /// <summary>Reads answers that <see cref="Write"/> has written.</summary>
    public static IReadOnlyList<Answer> Read(JsonObject answers) =>
        [
            .. answers.Select(one =>
                one.Value switch
                {
                    JsonObject reason => Answer.Without(one.Key, Find((string)reason[Absent]!)!.Value),
                    JsonArray choices => new Answer(
                        one.Key,
                        AnswerKind.Choices,
                        [.. choices.Select(choice => (string)choice!)]
                    ),
                    { } value when value.GetValueKind() == JsonValueKind.Number => new(
                        one.Key,
                        AnswerKind.Number,
                        [value.ToJsonString()]
                    ),
                    var value => new(one.Key, AnswerKind.Text, [(string)value!]),
                }
            ),
        ];
}
