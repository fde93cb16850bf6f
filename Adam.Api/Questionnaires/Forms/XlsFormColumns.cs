using Adam.Api.Errors;
using Adam.Api.Imports.Formats.Tables;
using Adam.Api.Meetings;
using Adam.Domain.Questionnaires;
using Adam.Domain.Text;

namespace Adam.Api.Questionnaires.Forms;

/// <summary>The columns of a sheet of an XLSForm, and its rows below the headings.</summary>
internal sealed class XlsFormColumns
{
    private const int LongestText = 2_000;

    /// <summary>Other names of columns, which editors still write.</summary>
    private static readonly Dictionary<string, string> Names = new(StringComparer.Ordinal)
    {
        ["relevance"] = "relevant",
        ["caption"] = "label",
        ["value"] = "name",
    };

    private readonly FormSheet _sheet;
    private readonly BodyErrors _reading;
    private readonly Dictionary<(string Column, string? Language), int> _columns = [];

    /// <param name="known">The names of columns that are read.</param>
    /// <param name="translated">Those of them that have a language.</param>
    /// <param name="usual">The language of a column that states none.</param>
    public XlsFormColumns(
        FormSheet sheet,
        BodyErrors reading,
        IReadOnlyList<string> known,
        IReadOnlyList<string> translated,
        string usual
    )
    {
        (_sheet, _reading) = (sheet, reading);
        Rows = [.. sheet.Rows.Skip(1)];
        if (sheet.Rows is not [var headings, ..])
            return;

        for (var i = 0; i < sheet.Rows.Max(row => row.Cells.Count); i++)
        {
            var heading = headings[i].Text.Trim();
            // Older forms write label:English.
            var mark = heading.Contains("::", StringComparison.Ordinal) ? "::" : ":";
            var parts = heading.Split(mark, 2, StringSplitOptions.TrimEntries);
            var name = Names.GetValueOrDefault(Bare(parts[0]), Bare(parts[0]));
            var isTranslated = translated.Contains(name);
            if (!known.Contains(name) || (parts.Length > 1 && !isTranslated))
                Refuse(i, heading, known);
            else if (parts.Length > 1 && FormLanguages.Find(parts[1]) is null)
                reading.Add(
                    sheet.Cell(headings.Number, i),
                    $"{ValidationError.Quote(heading)} states no language that is known. Write "
                        + $"{name}::English (en).",
                    ErrorCodes.NotXlsForm
                );
            else if (
                !_columns.TryAdd(
                    (
                        name,
                        isTranslated
                            ? parts.Length > 1
                                ? FormLanguages.Find(parts[1])
                                : usual
                            : null
                    ),
                    i
                )
            )
                reading.Add(
                    sheet.Cell(headings.Number, i),
                    $"There is a column {ValidationError.Quote(heading)} already.",
                    ErrorCodes.NotXlsForm
                );
        }
    }

    /// <summary>The rows below the headings.</summary>
    public IReadOnlyList<SheetRow> Rows { get; }

    /// <summary>Returns the value of a cell; empty if there is none.</summary>
    public string Text(SheetRow row, string column) =>
        _columns.TryGetValue((column, null), out var i) ? TextNormalization.Line(row[i].Text) ?? "" : "";

    /// <summary>Returns the texts of a row in all languages of a column, the usual language first.</summary>
    public IReadOnlyList<LocalText> Texts(SheetRow row, string column, string usual)
    {
        var texts = new List<LocalText>();
        foreach (var ((name, language), i) in _columns.OrderBy(one => one.Key.Language == usual ? 0 : 1))
        {
            if (name != column || TextNormalization.Paragraphs(row[i].Text) is not { } text)
                continue;
            if (Folding.Key(text).Length == 0)
                _reading.Add(_sheet.Cell(row.Number, i), "A text needs a letter or a digit.", ErrorCodes.BadValue);
            else if (text.Length > LongestText)
                _reading.Add(
                    _sheet.Cell(row.Number, i),
                    $"The text has {text.Length} characters; at most {LongestText} are taken.",
                    ErrorCodes.TooLong
                );
            texts.Add(new(language!, text));
        }

        return texts;
    }

    /// <summary>Returns true or false as XLSForm writes it; false with an error for any other value.</summary>
    public bool Flag(SheetRow row, string column)
    {
        switch (Text(row, column).ToLowerInvariant())
        {
            case "yes" or "true" or "true()":
                return true;
            case "" or "no" or "false" or "false()":
                return false;
            case var other:
                Add(row, column, $"{ValidationError.Quote(other)} is neither yes nor no.", ErrorCodes.NotXlsForm);
                return false;
        }
    }

    /// <summary>Adds an error for a cell; for the first cell of the row if there is no such column.</summary>
    public void Add(SheetRow row, string column, string reason, ErrorCode code)
    {
        var found = _columns.Where(one => one.Key.Column == column).Select(one => one.Value).Order().ToList();
        _reading.Add(_sheet.Cell(row.Number, found is [var first, ..] ? first : 0), reason, code);
    }

    private static string Bare(string heading) => heading.ToLowerInvariant().Replace(' ', '_');

    /// <summary>Adds an error for each cell of a column that is not read. An empty column is none.</summary>
    private void Refuse(int column, string heading, IReadOnlyList<string> known)
    {
        var meant = heading.Length == 0 ? null : Nearest.FindIn(Bare(heading), known);
        foreach (var row in Rows.Where(row => !row[column].IsEmpty))
            _reading.Add(
                _sheet.Cell(row.Number, column),
                heading.Length == 0
                    ? "The cell stands below no heading. Empty it."
                    : $"The column {ValidationError.Quote(heading)} is not taken here. "
                        + (
                            meant is null
                                ? $"Empty it. Known are {string.Join(", ", known)}."
                                : $"Did you mean {ValidationError.Quote(meant)}?"
                        ),
                ErrorCodes.NotXlsForm
            );
    }
}
