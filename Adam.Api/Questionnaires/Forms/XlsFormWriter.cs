using Adam.Api.Serialization;
using Adam.Domain.Questionnaires;
using SpreadCheetah;
using SpreadCheetah.Styling;
using SpreadCheetah.Worksheets;

namespace Adam.Api.Questionnaires.Forms;

/// <summary>Writes a questionnaire as an XLSForm, as its editors and <see cref="XlsFormReader"/> read it.</summary>
internal static class XlsFormWriter
{
    public static async Task WriteAsync(QuestionnaireDraft draft, int version, Stream stream, CancellationToken ct)
    {
        await using var workbook = await Spreadsheet.CreateNewAsync(stream, new(), ct);
        var heading = workbook.AddStyle(new Style { Font = { Bold = true } });
        var languages = FormLanguages.Used(draft);
        var named = languages.Select(FormLanguages.NameOf).ToList();
        await SheetAsync(
            "survey",
            [
                "type",
                "name",
                .. named.Select(name => $"label::{name}"),
                .. named.Select(name => $"hint::{name}"),
                "required",
                "relevant",
                "prefill",
                "open",
            ],
            draft.Questions.Select(question =>
                (string[])
                    [
                        question.List is { } list ? $"{Json.NameOf(question.Type)} {list}" : Json.NameOf(question.Type),
                        question.Name,
                        .. languages.Select(language => TextIn(question.Label, language)),
                        .. languages.Select(language => TextIn(question.Hint, language)),
                        question.Required ? "yes" : "",
                        question.Relevant?.ToString() ?? "",
                        question.Prefill is { } prefill ? Json.NameOf(prefill) : "",
                        question.Open ? "yes" : "",
                    ]
            )
        );
        await SheetAsync(
            "choices",
            ["list_name", "name", .. named.Select(name => $"label::{name}")],
            draft.Choices.Select(choice =>
                (string[])[choice.List, choice.Name, .. languages.Select(language => TextIn(choice.Label, language))]
            )
        );
        await SheetAsync(
            "settings",
            ["form_title", "form_id", "version", "default_language"],
            [
                [draft.Title[0].Text, draft.Reference, $"{version}", FormLanguages.NameOf(draft.Language)],
            ]
        );
        await workbook.FinishAsync(ct);

        async Task SheetAsync(string name, IReadOnlyList<string> headings, IEnumerable<string[]> rows)
        {
            var options = new WorksheetOptions { FrozenRows = 1 };
            for (var i = 0; i < headings.Count; i++)
                options.Column(i + 1).Width = headings[i].Contains("::", StringComparison.Ordinal) ? 50 : 18;
            await workbook.StartWorksheetAsync(name, options, ct);
            await workbook.AddRowAsync([.. headings.Select(one => new Cell(one, heading))], ct);
            foreach (var row in rows)
                await workbook.AddRowAsync([.. row.Select(text => text.Length == 0 ? default : new Cell(text))], ct);
        }
    }

    private static string TextIn(IReadOnlyList<LocalText> texts, string language) =>
        texts.FirstOrDefault(text => text.Language == language)?.Text ?? "";
}
