using System.Globalization;
using System.Text;
using System.Text.Json;
using Adam.Data.Measures;
using Adam.Data.Projects;
using Adam.Data.Questionnaires;
using Adam.Domain.Questionnaires;

namespace Adam.Api.Questionnaires.Forms;

/// <summary>
/// Answers questions from the register: the partner's projects, the measures that it leads, its last answers.
/// </summary>
internal sealed class FormPrefill(
    ProjectStore projects,
    MeasureStore measures,
    QuestionnaireStore questionnaires,
    PartnerResponseStore responses
)
{
    /// <summary>The most projects that are listed in an answer.</summary>
    private const int MostListed = 200;

    /// <summary>The most questionnaires that are searched for the last answer.</summary>
    private const int MostEarlier = 20;

    /// <summary>Returns what the register knows, by the name of the question.</summary>
    /// <param name="draft">The questionnaire, which was opened.</param>
    /// <param name="partner">The code of the partner.</param>
    public async Task<IReadOnlyDictionary<string, Answer>> ReadAsync(
        QuestionnaireDraft draft,
        string partner,
        CancellationToken ct
    )
    {
        var answers = new Dictionary<string, Answer>(StringComparer.Ordinal);
        var asked = draft.Questions.Where(question => question.Prefill is not null).ToLookup(one => one.Prefill!.Value);
        if (asked.Contains(Prefill.Projects))
            AddList(answers, asked[Prefill.Projects], await ProjectsAsync(draft, partner, ct));
        if (asked.Contains(Prefill.Measures))
            AddList(answers, asked[Prefill.Measures], await MeasuresAsync(partner, ct));
        if (asked.Contains(Prefill.Last))
            await AddLastAsync(answers, [.. asked[Prefill.Last]], draft, partner, ct);
        return answers;
    }

    /// <summary>A text is the list; an integer is its length. An empty list is zero, and no text.</summary>
    private static void AddList(
        Dictionary<string, Answer> answers,
        IEnumerable<Question> questions,
        (long Count, IReadOnlyList<string> Lines) list
    )
    {
        foreach (var question in questions)
        {
            var text =
                question.Type == QuestionType.WholeNumber
                    ? list.Count.ToString(CultureInfo.InvariantCulture)
                    : Text(list.Count, list.Lines);
            if (Answer.Parse(question, [], text) is { } answer)
                answers[question.Name] = answer;
        }
    }

    /// <summary>Returns the lines as a text; what does not fit is counted in the last line.</summary>
    private static string Text(long count, IReadOnlyList<string> lines)
    {
        const int LongestEnd = 40;
        var (text, listed) = (new StringBuilder(), 0);
        foreach (var line in lines.TakeWhile(line => text.Length + line.Length + LongestEnd < Answer.MaxTextLength))
        {
            text.Append(listed == 0 ? "" : "\n").Append(line);
            listed++;
        }

        if (listed < count)
            text.Append(CultureInfo.InvariantCulture, $"\n… {count - listed} more");
        return text.ToString();
    }

    private async Task<(long, IReadOnlyList<string>)> ProjectsAsync(
        QuestionnaireDraft draft,
        string partner,
        CancellationToken ct
    )
    {
        var year = draft.OpenedOn!.Value.Year;
        var filter = new ProjectFilter
        {
            Owners = [partner],
            Pillars = draft.Pillars,
            ActiveFrom = new(year, 1, 1),
            ActiveTo = new(year, 12, 31),
        };
        var page = await projects.ListAsync(filter, ProjectSort.Created, after: null, MostListed, ct);
        return (await projects.CountAsync(filter, ct), [.. page.Select(Line)]);
    }

    private static string Line(ListedProject project)
    {
        using var document = JsonDocument.Parse(project.Document);
        var (root, period) = (document.RootElement, document.RootElement.GetProperty("period"));
        return $"{root.GetProperty("reference").GetString()}: {root.GetProperty("title").GetString()} "
            + $"({Day(period, "start")} – {Day(period, "end")})";
    }

    private static string Day(JsonElement period, string member) =>
        period.TryGetProperty(member, out var day) && day.ValueKind == JsonValueKind.String ? day.GetString()! : "…";

    private async Task<(long, IReadOnlyList<string>)> MeasuresAsync(string partner, CancellationToken ct)
    {
        var led = (await measures.ListAsync(ct))
            .Where(stored => stored.IsActive && stored.Measure.Draft.Leads.Contains(partner, StringComparer.Ordinal))
            .Select(stored => $"{stored.Measure.Draft.Reference}: {stored.Measure.Draft.Title}")
            .ToList();
        return (led.Count, led);
    }

    private async Task AddLastAsync(
        Dictionary<string, Answer> answers,
        IReadOnlyList<Question> questions,
        QuestionnaireDraft draft,
        string partner,
        CancellationToken ct
    )
    {
        var earlier = draft.Continues;
        for (var searched = 0; earlier is not null && searched < MostEarlier; searched++)
        {
            if (await questionnaires.FindAsync(earlier, ct) is not { } stored)
                return;
            var response = await responses.FindAsync(stored.QuestionnaireId, partner, ct);
            if (response is { Response: { ReceivedOn: not null } received })
            {
                foreach (var question in questions.Where(question => !answers.ContainsKey(question.Name)))
                {
                    if (
                        Again(draft, question, received.Answers.FirstOrDefault(one => one.Question == question.Name)) is
                        { } answer
                    )
                        answers[question.Name] = answer;
                }
            }

            earlier = stored.Questionnaire.Draft.Continues;
        }
    }

    /// <summary>Returns a former answer if it can be one now: the type and the choices may have changed.</summary>
    private static Answer? Again(QuestionnaireDraft draft, Question question, Answer? former) =>
        former switch
        {
            null => null,
            { Absent: not null } => former,
            _ => Answer.Parse(question, draft.ChoicesOf(question), string.Join(' ', former.Values)),
        };
}
