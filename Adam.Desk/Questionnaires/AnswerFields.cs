using System.Text.Json;
using System.Text.Json.Nodes;
using Adam.Desk.Calls;
using Adam.Desk.Forms;
using Adam.Desk.Recording;

namespace Adam.Desk.Questionnaires;

/// <summary>
/// Turns answers into fields and back. Each question has two: its value, and why there is none.
/// </summary>
public static class AnswerFields
{
    public static readonly IReadOnlyList<string> Absences = ["unknown", "not-applicable"];

    /// <summary>Returns the name of the field with the value: that which the API has in errors.</summary>
    public static string NameOf(string question) => $"answers.{question}";

    /// <summary>Returns the name of the field that says why there is no value.</summary>
    public static string AbsenceOf(string question) => $"absent.{question}";

    /// <summary>Returns the fields of the answers of a form.</summary>
    public static Fields Read(PartnerForm form) =>
        new([
            .. form
                .Items.Where(item => item is { TakesAnswer: true, Answer: not null })
                .SelectMany(item => Read(item.Name, item.Answer!.Value)),
        ]);

    /// <summary>Returns the answers as the API takes them. A question without an entry is left out.</summary>
    public static JsonObject ToAnswers(Fields fields, IReadOnlyList<FormItem> items)
    {
        var answers = new JsonObject();
        foreach (var item in items.Where(item => item.TakesAnswer))
        {
            var (text, absence) = (fields[NameOf(item.Name)], fields[AbsenceOf(item.Name)]);
            if (absence.Length > 0)
                answers[item.Name] = new JsonObject { ["absent"] = absence };
            else if (text.Length > 0)
                answers[item.Name] = item.Type switch
                {
                    "integer" or "decimal" => ProjectFields.Number(text),
                    "select_multiple" => new JsonArray([.. fields.All(NameOf(item.Name)).Select(one => (JsonNode)one)]),
                    _ => text,
                };
        }

        return answers;
    }

    /// <summary>Returns a fault for each question with a value and a reason for having none.</summary>
    public static IReadOnlyList<Fault> Contradictions(Fields fields, IReadOnlyList<FormItem> items) =>
        [
            .. items
                .Where(item => fields[NameOf(item.Name)].Length > 0 && fields[AbsenceOf(item.Name)].Length > 0)
                .Select(item => new Fault(
                    NameOf(item.Name),
                    "There is an answer, and a reason why there is none. Empty one of them.",
                    null
                )),
        ];

    /// <summary>Returns the name of the field that an error of the API concerns.</summary>
    public static string FieldOf(string name) => name.Split('[')[0];

    private static IEnumerable<(string, string)> Read(string name, JsonElement answer) =>
        answer.ValueKind switch
        {
            JsonValueKind.Object => [(AbsenceOf(name), answer.GetProperty("absent").GetString()!)],
            JsonValueKind.Array => answer.EnumerateArray().Select(one => (NameOf(name), one.GetString()!)),
            JsonValueKind.String => [(NameOf(name), answer.GetString()!)],
            _ => [(NameOf(name), answer.GetRawText())],
        };
}
