using System.Text.Json;
using Adam.Desk.Calls;
using Adam.Desk.Shell;

namespace Adam.Desk.Questionnaires;

/// <summary>Writes an answer for readers: choices by their labels, and the absence of a value in words.</summary>
public static class AnswerText
{
    /// <summary>Returns the text of an answer as the API has it.</summary>
    public static string Create(FormItem item, JsonElement answer, DeskContext desk)
    {
        return answer.ValueKind switch
        {
            JsonValueKind.Object => desk.Words.Name("Absence", answer.GetProperty("absent").GetString()),
            JsonValueKind.Array => string.Join(", ", answer.EnumerateArray().Select(one => LabelOf(one.GetString()!))),
            JsonValueKind.String => LabelOf(answer.GetString()!),
            _ => answer.GetDecimal().ToString("#,0.############################", desk.Words.Culture),
        };

        string LabelOf(string name) =>
            item.Choices.FirstOrDefault(choice => choice.Name == name)?.Label.TextIn(desk) is { Length: > 0 } label
                ? label
                : name;
    }
}
