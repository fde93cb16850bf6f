using System.Text.RegularExpressions;
using Adam.Api.Errors;
using Adam.Api.Imports.Formats.Tables;
using Adam.Api.Meetings;
using Adam.Api.Serialization;
using Adam.Domain.Questionnaires;
using Adam.Domain.Text;

namespace Adam.Api.Questionnaires.Forms;

/// <summary>Reads questions and choices from an XLSForm, and refuses by its cell what is beyond the subset.</summary>
internal static partial class XlsFormReader
{
    private const string Survey = "survey";
    private const string ChoicesSheet = "choices";
    private const string Settings = "settings";

    private static readonly string[] SurveyColumns =
    [
        "type",
        "name",
        "label",
        "hint",
        "required",
        "relevant",
        "prefill",
        "open",
    ];

    private static readonly string[] ChoiceColumns = ["list_name", "name", "label"];

    /// <summary>
    /// The first belong to the register and to its pages, which have their own, and are not read. The last one is the
    /// language of columns that state none.
    /// </summary>
    private static readonly string[] SettingColumns =
    [
        "form_title",
        "title",
        "form_id",
        "id_string",
        "version",
        "style",
        "instance_name",
        "default_language",
    ];

    /// <summary>
    /// Rows that ask nobody: editors add them to state when and where a form was filled in. The register states itself
    /// when a response was written, so they are not read.
    /// </summary>
    private static readonly string[] Unasked =
    [
        "start",
        "end",
        "today",
        "deviceid",
        "subscriberid",
        "simserial",
        "phonenumber",
        "username",
        "email",
        "audit",
    ];

    /// <summary>The ways in which editors write a question with a list, the longest first.</summary>
    private static readonly (string Prefix, QuestionType Type)[] Selects =
    [
        ("select all that apply from ", QuestionType.SelectMultiple),
        ("select all that apply ", QuestionType.SelectMultiple),
        ("select multiple from ", QuestionType.SelectMultiple),
        ("select multiple ", QuestionType.SelectMultiple),
        ("select one from ", QuestionType.SelectOne),
        ("select one ", QuestionType.SelectOne),
        ("select1 ", QuestionType.SelectOne),
    ];

    /// <summary>
    /// Sheets of XLSForm whose content no question here can have. Other sheets are no part of a form.
    /// </summary>
    private static readonly string[] Refused = ["entities", "external_choices", "osm"];

    /// <summary>
    /// Types of XLSForm that no question here can have, by their first word or words, and what to do instead.
    /// </summary>
    private static readonly (string Type, string Cure)[] Beyond =
    [
        ("begin repeat", "Nothing is repeated. Ask in a text, or give each case a question."),
        ("end repeat", "Nothing is repeated. Remove the row, with that of begin repeat."),
        ("begin loop", "Nothing is repeated. Ask in a text, or give each case a question."),
        ("end loop", "Nothing is repeated. Remove the row, with that of begin loop."),
        ("calculate", "Nothing is calculated. Remove the row."),
        ("hidden", "Each row is seen by the partner. Remove the row."),
        ("time", "Ask in a text, or ask for a date."),
        ("datetime", "Ask for a date."),
        ("range", "Ask for an integer or a decimal."),
        ("rank", "Ask with select_one, once for each place."),
        ("acknowledge", "Ask with select_one, and a list with yes."),
        ("trigger", "Ask with select_one, and a list with yes."),
        ("select one external", "Put the choices on the sheet choices, and write select_one."),
        ("select one from file", "Put the choices on the sheet choices, and write select_one."),
        ("select multiple from file", "Put the choices on the sheet choices, and write select_multiple."),
        ("geopoint", "Ask in a text."),
        ("geotrace", "Ask in a text."),
        ("geoshape", "Ask in a text."),
        ("barcode", "Ask in a text."),
        ("tel", "Ask in a text."),
        ("phone number", "Ask in a text."),
        ("image", "A response has no files. Ask for an address in a text."),
        ("photo", "A response has no files. Ask for an address in a text."),
        ("audio", "A response has no files. Ask for an address in a text."),
        ("video", "A response has no files. Ask for an address in a text."),
        ("file", "A response has no files. Ask for an address in a text."),
        ("include", "Copy the rows of the other form."),
    ];

    /// <summary>The ends of a select that add the choice of another answer.</summary>
    private static readonly string[] OrOther = [" or_other", " or other", " or specify other"];

    private static readonly Dictionary<string, QuestionType> Types = new(StringComparer.Ordinal)
    {
        ["text"] = QuestionType.Text,
        ["string"] = QuestionType.Text,
        ["integer"] = QuestionType.WholeNumber,
        ["int"] = QuestionType.WholeNumber,
        ["decimal"] = QuestionType.DecimalNumber,
        ["date"] = QuestionType.Date,
        ["note"] = QuestionType.Note,
        ["begin group"] = QuestionType.BeginGroup,
        ["begin_group"] = QuestionType.BeginGroup,
        ["end group"] = QuestionType.EndGroup,
        ["end_group"] = QuestionType.EndGroup,
    };

    /// <summary>Returns true for the name of a sheet of a form. Others are not read.</summary>
    public static bool IsRead(string sheet) =>
        sheet is Survey or ChoicesSheet or Settings || Refused.Contains(sheet, StringComparer.Ordinal);

    /// <param name="errors">Every error is added, by the name of its cell.</param>
    /// <returns>The questions and choices. With errors, they are undefined.</returns>
    public static (IReadOnlyList<Question> Questions, IReadOnlyList<Choice> Choices) Read(
        IReadOnlyList<FormSheet> sheets,
        List<ValidationError> errors
    )
    {
        var reading = new BodyErrors(errors);
        if (sheets.FirstOrDefault(sheet => sheet.Name == Survey) is not { Rows.Count: > 0 } survey)
        {
            reading.Add(
                Survey,
                "The workbook has no sheet survey with questions. Its sheets are "
                    + $"{ValidationError.Printable(string.Join(", ", sheets.Select(sheet => sheet.Name)), 200)}.",
                ErrorCodes.NotXlsForm
            );
            return ([], []);
        }

        foreach (var sheet in sheets.Where(sheet => Refused.Contains(sheet.Name) && sheet.Rows.Count > 1))
            reading.Add(
                sheet.Cell(sheet.Rows[1].Number, 0),
                $"The sheet {sheet.Name} is not taken here. Remove it.",
                ErrorCodes.NotXlsForm
            );
        var usual = UsualLanguage(sheets, reading);
        var listed = sheets.FirstOrDefault(sheet => sheet.Name == ChoicesSheet) ?? new(ChoicesSheet, []);
        var (columns, choices) = (
            new XlsFormColumns(survey, reading, SurveyColumns, ["label", "hint"], usual),
            new XlsFormColumns(listed, reading, ChoiceColumns, ["label"], usual)
        );
        var form = new Form(columns, choices, usual);
        form.Check();
        return (form.Questions, form.Choices);
    }

    private static string UsualLanguage(IReadOnlyList<FormSheet> sheets, BodyErrors reading)
    {
        if (sheets.FirstOrDefault(sheet => sheet.Name == Settings) is not { } sheet)
            return FormLanguages.Usual;
        var columns = new XlsFormColumns(sheet, reading, SettingColumns, [], FormLanguages.Usual);
        if (columns.Rows is not [var row, ..] || columns.Text(row, "default_language") is not { Length: > 0 } text)
            return FormLanguages.Usual;
        if (FormLanguages.Find(text) is { } language)
            return language;
        columns.Add(
            row,
            "default_language",
            $"{ValidationError.Quote(text)} states no code of a language. Write English (en).",
            ErrorCodes.NotXlsForm
        );
        return FormLanguages.Usual;
    }

    private sealed partial class Form
    {
        private readonly XlsFormColumns _survey;
        private readonly XlsFormColumns _choices;
        private readonly string _usual;
        private readonly IReadOnlyList<SheetRow> _rows;

        /// <summary>The rows whose type is not known. Their other errors would follow from it.</summary>
        private readonly HashSet<int> _unread = [];

        public Form(XlsFormColumns survey, XlsFormColumns choices, string usual)
        {
            (_survey, _choices, _usual) = (survey, choices, usual);
            _rows = [.. survey.Rows.Where(row => !Unasked.Contains(TypeIn(row).ToLowerInvariant()))];
            if (_rows.Count > Question.Most)
                survey.Add(_rows[Question.Most], "type", TooMany(_rows.Count, Question.Most), ErrorCodes.TooMany);
            if (choices.Rows.Count > Choice.Most)
                choices.Add(
                    choices.Rows[Choice.Most],
                    "name",
                    TooMany(choices.Rows.Count, Choice.Most),
                    ErrorCodes.TooMany
                );
            Questions = [.. _rows.Take(Question.Most).Select(ToQuestion)];
            Choices = [.. choices.Rows.Take(Choice.Most).Select(ToChoice)];
        }

        public IReadOnlyList<Question> Questions { get; }

        public IReadOnlyList<Choice> Choices { get; }

        public void Check()
        {
            foreach (var fault in FormRules.Check(Questions, Choices))
            {
                var code = fault.IsMissing ? ErrorCodes.Missing : ErrorCodes.BadValue;
                var reason = ValidationError.Printable(fault.Reason, 1_000);
                if (fault.IsChoice)
                    _choices.Add(
                        _choices.Rows[fault.Index],
                        fault.Member == "list" ? "list_name" : fault.Member,
                        reason,
                        code
                    );
                else if (!_unread.Contains(fault.Index))
                    _survey.Add(_rows[fault.Index], fault.Member == "list" ? "type" : fault.Member, reason, code);
            }
        }

        private Question ToQuestion(SheetRow row, int index)
        {
            var (type, list) = TypeOf(row, index);
            var condition = _survey.Text(row, "relevant");
            var relevant = condition.Length > 0 ? Relevance.Parse(condition) : null;
            if (condition.Length > 0 && relevant is null)
                _survey.Add(row, "relevant", AnswerErrors.NoCondition(condition), ErrorCodes.NotXlsForm);
            return new()
            {
                Type = type,
                Name = _survey.Text(row, "name"),
                List = list,
                Label = _survey.Texts(row, "label", _usual),
                Hint = _survey.Texts(row, "hint", _usual),
                Required = _survey.Flag(row, "required"),
                Relevant = relevant,
                Prefill = PrefillOf(row),
                Open = _survey.Flag(row, "open"),
            };
        }

        private Choice ToChoice(SheetRow row) =>
            new(_choices.Text(row, "list_name"), _choices.Text(row, "name"), _choices.Texts(row, "label", _usual));

        private (QuestionType Type, string? List) TypeOf(SheetRow row, int index)
        {
            var text = TypeIn(row);
            if (Types.TryGetValue(text.ToLowerInvariant(), out var type))
                return (type, null);
            var select = text.Replace("select_one", "select one", StringComparison.OrdinalIgnoreCase)
                .Replace("select_multiple", "select multiple", StringComparison.OrdinalIgnoreCase);
            foreach (var (prefix, kind) in Selects)
            {
                if (
                    select.StartsWith(prefix, StringComparison.OrdinalIgnoreCase)
                    && select[prefix.Length..] is var list
                    && !list.Contains(' ', StringComparison.Ordinal)
                )
                    return (kind, list);
            }

            _unread.Add(index);
            if (CureOf(select) is { } cure)
            {
                _survey.Add(
                    row,
                    "type",
                    $"{ValidationError.Quote(text)} is no type that is taken here. {cure}",
                    ErrorCodes.NotXlsForm
                );
                return (QuestionType.Text, null);
            }

            string[] known =
            [
                .. Types.Keys.Where(name => !name.Contains('_', StringComparison.Ordinal)),
                "select_one yes_no",
            ];
            var meant = Nearest.FindIn(text.Split(' ')[0], ["select_one", "select_multiple", .. Types.Keys]);
            _survey.Add(
                row,
                "type",
                text.Length == 0
                    ? "A row needs a type. Empty the row, or give one."
                    : $"{ValidationError.Quote(text)} is no type that is taken here. "
                        + (
                            meant is null
                                ? $"Known are {string.Join(", ", known)}, and select_multiple with a list."
                                : $"Did you mean {meant}{(IsSelect(meant) ? ", with the name of one list" : "")}?"
                        ),
                text.Length == 0 ? ErrorCodes.Missing : ErrorCodes.NotXlsForm
            );
            return (QuestionType.Text, null);
        }

        /// <summary>Returns the cure for a type of XLSForm that is not taken; null for any other text.</summary>
        private static string? CureOf(string type)
        {
            var words = type.Replace('_', ' ').ToLowerInvariant();
            if (words.StartsWith("select", StringComparison.Ordinal) && OrOther.Any(end => EndsWith(type, end)))
                return "Add the choice other to the list, and a text after it with the condition for it in relevant.";
            return Beyond
                .Where(one => words == one.Type || words.StartsWith(one.Type + " ", StringComparison.Ordinal))
                .Select(one => one.Cure)
                .FirstOrDefault();

            static bool EndsWith(string text, string end) => text.EndsWith(end, StringComparison.OrdinalIgnoreCase);
        }

        /// <summary>Returns the type of a row. Older forms write <c>uri:deviceid</c>.</summary>
        private string TypeIn(SheetRow row)
        {
            var type = Spaces().Replace(_survey.Text(row, "type"), " ");
            return type.StartsWith("uri:", StringComparison.OrdinalIgnoreCase) ? type[4..] : type;
        }

        private static bool IsSelect(string type) => type.StartsWith("select", StringComparison.Ordinal);

        private Prefill? PrefillOf(SheetRow row)
        {
            var text = _survey.Text(row, "prefill");
            if (text.Length == 0)
                return null;
            foreach (var prefill in Enum.GetValues<Prefill>())
            {
                if (Json.NameOf(prefill).Equals(text, StringComparison.OrdinalIgnoreCase))
                    return prefill;
            }

            _survey.Add(
                row,
                "prefill",
                $"{ValidationError.Quote(text)} is nothing that is filled in. Known are "
                    + $"{string.Join(", ", Enum.GetValues<Prefill>().Select(one => Json.NameOf(one)))}.",
                ErrorCodes.NotXlsForm
            );
            return null;
        }

        private static string TooMany(int count, int most) =>
            $"The sheet has {count} rows below its headings; at most {most} are taken.";

        [GeneratedRegex(@"\s+")]
        private static partial Regex Spaces();
    }
}
