using System.Globalization;
using Adam.Api.Errors;
using Adam.Api.Imports.Formats.Tables;
using Adam.Api.Meetings;
using Adam.Api.Serialization;
using Adam.Data.Questionnaires;
using Adam.Domain.Questionnaires;
using Adam.Domain.Text;
using SpreadCheetah;
using SpreadCheetah.Styling;
using SpreadCheetah.Validations;
using SpreadCheetah.Worksheets;

namespace Adam.Api.Questionnaires.Forms;

/// <summary>The form of a partner as a workbook, to be filled in and sent back.</summary>
internal static class AnswerWorkbook
{
    private const string Sheet = "answers";
    private const string NameColumn = "name";
    private const string AnswerColumn = "answer";
    private const string NoAnswerColumn = "no answer because";

    private static readonly string[] Headings = [NameColumn, "question", AnswerColumn, NoAnswerColumn, "type", "help"];

    /// <summary>Returns true for the name of the sheet with the answers. Others are not read.</summary>
    public static bool IsRead(string sheet) => sheet == Sheet;

    /// <param name="language">The language of the questions.</param>
    public static async Task WriteAsync(PartnerForm form, string language, Stream stream, CancellationToken ct)
    {
        var draft = form.Draft;
        await using var workbook = await Spreadsheet.CreateNewAsync(stream, new(), ct);
        var (heading, date) = (
            workbook.AddStyle(new Style { Font = { Bold = true } }),
            workbook.AddStyle(new Style { Format = NumberFormat.Custom("yyyy-mm-dd") })
        );
        var options = new WorksheetOptions { FrozenRows = 1 };
        foreach (var (i, width) in new[] { 18, 70, 50, 18, 24, 70 }.Index())
            options.Column(i + 1).Width = width;
        await workbook.StartWorksheetAsync(Sheet, options, ct);
        await workbook.AddRowAsync([.. Headings.Select(one => new Cell(one, heading))], ct);
        foreach (var (i, question) in draft.Questions.Index())
        {
            var label = question.Label.In(language);
            var row = string.Create(CultureInfo.InvariantCulture, $"{i + 2}");
            if (question.TakesAnswer)
                workbook.AddDataValidation(
                    $"D{row}",
                    DataValidation.ListValues([AnswersJson.Unknown, AnswersJson.NotApplicable], showDropdown: true)
                );
            if (question.Type == QuestionType.SelectOne && Offered(draft.ChoicesOf(question)) is { } offered)
                workbook.AddDataValidation($"C{row}", offered);
            var answer = form.Find(question, out _);
            await workbook.AddRowAsync(
                question.TakesAnswer
                    ?
                    [
                        new Cell(question.Name),
                        new Cell(label),
                        answer is null ? default : Value(question, answer, date),
                        answer is { Absent: { } absent } ? new Cell(AnswersJson.NameOf(absent)) : default,
                        new Cell(Json.NameOf(question.Type)),
                        new Cell(Help(draft, question, language)),
                    ]
                    : (Cell[])[default, new Cell(label, heading)],
                ct
            );
        }

        await workbook.FinishAsync(ct);
    }

    /// <param name="errors">Every error is added, by the name of its cell.</param>
    /// <returns>The answers, in the order of the questions. With errors, they are undefined.</returns>
    public static IReadOnlyList<Answer> Read(
        IReadOnlyList<FormSheet> sheets,
        QuestionnaireDraft draft,
        List<ValidationError> errors
    )
    {
        var reading = new BodyErrors(errors);
        if (
            sheets.FirstOrDefault(sheet => sheet.Name == Sheet) is not { Rows: [var headings, ..] } sheet
            || Column(headings, NameColumn) is not { } name
            || Column(headings, AnswerColumn) is not { } value
            || Column(headings, NoAnswerColumn) is not { } reason
        )
        {
            reading.Add(
                Sheet,
                $"The workbook has no sheet {Sheet} with the columns {NameColumn}, {AnswerColumn} and "
                    + $"{NoAnswerColumn}. Fill in the workbook that the form returns.",
                ErrorCodes.NotXlsForm
            );
            return [];
        }

        var answers = new Dictionary<string, Answer>(StringComparer.Ordinal);
        var questions = draft
            .Questions.Where(one => one.TakesAnswer)
            .ToDictionary(one => one.Name, StringComparer.Ordinal);
        var named = new HashSet<string>(StringComparer.Ordinal);
        foreach (var row in sheet.Rows.Skip(1))
        {
            var (key, text, absent) = (row[name].Text.Trim(), row[value], row[reason].Text.Trim());
            if (key.Length == 0 && text.IsEmpty && absent.Length == 0)
                continue;
            if (!questions.TryGetValue(key, out var question))
                reading.Add(
                    sheet.Cell(row.Number, name),
                    AnswerErrors.NoQuestion(key, questions.Keys),
                    ErrorCodes.UnknownMember
                );
            else if (!named.Add(key))
                reading.Add(
                    sheet.Cell(row.Number, name),
                    $"{ValidationError.Quote(key)} stands in an earlier row, too. Leave one.",
                    ErrorCodes.RepeatedMember
                );
            else if (absent.Length > 0 && !text.IsEmpty)
                reading.Add(
                    sheet.Cell(row.Number, reason),
                    "There is an answer, so there is no reason for none. Empty one of the cells.",
                    ErrorCodes.BadValue
                );
            else if (absent.Length > 0 && AnswersJson.Find(absent.ToLowerInvariant()) is not { } known)
                reading.Add(
                    sheet.Cell(row.Number, reason),
                    $"{ValidationError.Quote(absent)} is neither {AnswersJson.Unknown} nor "
                        + $"{AnswersJson.NotApplicable}.",
                    ErrorCodes.BadValue
                );
            else if (absent.Length > 0)
                answers[key] = Answer.Without(key, AnswersJson.Find(absent.ToLowerInvariant())!.Value);
            else if (!text.IsEmpty)
                Add(question, text, sheet.Cell(row.Number, value));
        }

        return [.. questions.Keys.Where(answers.ContainsKey).Select(one => answers[one])];

        void Add(Question question, SheetCell cell, string at)
        {
            var choices = draft.ChoicesOf(question);
            var text = TextNormalization.Paragraphs(cell.Text) ?? "";
            if (Answer.Parse(question, choices, text) is { } answer)
                answers[question.Name] = answer;
            else
                reading.Add(at, AnswerErrors.NoValue(question, choices, text), AnswerErrors.CodeOf(question));
        }
    }

    private static int? Column(SheetRow headings, string name) =>
        headings
            .Cells.Index()
            .Where(cell => cell.Item.Text.Trim().Equals(name, StringComparison.OrdinalIgnoreCase))
            .Select(cell => (int?)cell.Index)
            .FirstOrDefault();

    private static Cell Value(Question question, Answer answer, StyleId date) =>
        answer switch
        {
            { Absent: not null } => default,
            // A workbook has numbers of double precision. A number that has more digits is a text.
            { Kind: AnswerKind.Number, Values: [var number] } when number.Length <= 15 => new(
                double.Parse(number, CultureInfo.InvariantCulture)
            ),
            { Values: [var day] }
                when question.Type == QuestionType.Date
                    && DateOnly.ParseExact(day, "yyyy-MM-dd", CultureInfo.InvariantCulture)
                        is { Year: >= 1900 } parsed => new(parsed.ToDateTime(TimeOnly.MinValue), date),
            _ => new(string.Join(' ', answer.Values)),
        };

    /// <summary>Returns a drop-down of the choices; null if they are too long for one.</summary>
    private static DataValidation? Offered(IReadOnlyList<string> choices) =>
        string.Join(',', choices).Length <= 255 ? DataValidation.ListValues(choices, showDropdown: true) : null;

    private static string Help(QuestionnaireDraft draft, Question question, string language)
    {
        var choices = draft
            .Choices.Where(choice => question.HasChoices && choice.List == question.List)
            .Select(choice => $"{choice.Name} = {choice.Label.In(language)}");
        string[] parts =
        [
            question.Hint.In(language),
            question.HasChoices ? string.Join("; ", choices) : "",
            question.Relevant is { } relevant ? $"Only if {relevant}" : "",
        ];
        var help = string.Join(". ", parts.Where(part => part.Length > 0));
        return help.Length <= 32_767 ? help : help[..32_767];
    }
}
