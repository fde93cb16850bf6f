using System.Globalization;
using Adam.Api.Tables;
using Adam.Domain.CodeLists;
using SpreadCheetah;
using SpreadCheetah.Styling;
using SpreadCheetah.Validations;
using SpreadCheetah.Worksheets;

namespace Adam.Api.Imports.Templates;

/// <summary>
/// The template as a workbook: headings with notes, hashtags of HXL, an example row, drop-downs of codes, and a sheet
/// with the codes and their names.
/// </summary>
internal sealed class XlsxTemplate : TemplateFormat
{
    private const string CodesSheet = "Codes";

    /// <summary>The rows for which cells have a drop-down or a check.</summary>
    private const int FirstRow = 3;
    private const int LastRow = 5_000;

    public override string Name => "xlsx";

    public override string MediaType => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

    public override async Task WriteAsync(Stream stream, CancellationToken ct)
    {
        await using var workbook = await Spreadsheet.CreateNewAsync(stream, new(), ct);
        var styles = new Styles(workbook);
        var columns = ProjectTemplate.Columns;
        var lists = columns.Select(column => column.Codes).OfType<CodeList>().Distinct().ToList();
        await WriteProjectsAsync(workbook, columns, lists, styles, ct);
        await WriteCodesAsync(workbook, lists, styles, ct);
        await WriteHelpAsync(workbook, columns, styles, ct);
        await workbook.FinishAsync(ct);
    }

    private static async Task WriteProjectsAsync(
        Spreadsheet workbook,
        IReadOnlyList<TemplateColumn> columns,
        List<CodeList> lists,
        Styles styles,
        CancellationToken ct
    )
    {
        var options = new WorksheetOptions { FrozenRows = FirstRow - 1, FrozenColumns = 1 };
        for (var i = 0; i < columns.Count; i++)
            options.Column(i + 1).Width = Math.Max(columns[i].Column.Width, columns[i].Column.Name.Length + 2);
        await workbook.StartWorksheetAsync("projects", options, ct);
        for (var i = 0; i < columns.Count; i++)
        {
            workbook.AddNote($"{ColumnName.FromIndex(i)}1", columns[i].Note);
            if (ValidationOf(columns[i], lists) is { } validation)
                workbook.AddDataValidation(
                    string.Create(
                        CultureInfo.InvariantCulture,
                        $"{ColumnName.FromIndex(i)}{FirstRow}:{ColumnName.FromIndex(i)}{LastRow}"
                    ),
                    validation
                );
        }

        await workbook.AddRowAsync([.. columns.Select(one => new Cell(one.Column.Name, styles.Heading))], ct);
        await workbook.AddRowAsync([.. columns.Select(one => new Cell(one.Column.Hxl ?? "", styles.Quiet))], ct);
        await workbook.AddRowAsync(
            [
                .. columns.Select(one =>
                    one.Example.Type switch
                    {
                        CellType.Date => new Cell(one.Example.Date.ToDateTime(TimeOnly.MinValue), styles.ExampleDate),
                        _ => new Cell(one.Example.Text, styles.Quiet),
                    }
                ),
            ],
            ct
        );
    }

    /// <summary>
    /// Returns the drop-down of a column. A cell of a list can have several codes, so the drop-down offers and does not
    /// restrict.
    /// </summary>
    private static DataValidation? ValidationOf(TemplateColumn column, List<CodeList> lists)
    {
        if (column.Codes is not { } codes)
            return null;

        var name = ColumnName.FromIndex(2 * lists.IndexOf(codes));
        var validation = DataValidation.ListValuesFromCells(
            CodesSheet,
            string.Create(CultureInfo.InvariantCulture, $"${name}$2:${name}${codes.Entries.Count + 1}"),
            showDropdown: true
        );
        validation.ShowErrorAlert = !column.IsList;
        validation.ErrorMessage = $"Choose a code. The sheet {CodesSheet} has their names.";
        return validation;
    }

    private static async Task WriteCodesAsync(
        Spreadsheet workbook,
        List<CodeList> lists,
        Styles styles,
        CancellationToken ct
    )
    {
        var options = new WorksheetOptions { FrozenRows = 1 };
        for (var i = 0; i < lists.Count; i++)
        {
            options.Column((2 * i) + 1).Width = 18;
            options.Column((2 * i) + 2).Width = 40;
        }

        await workbook.StartWorksheetAsync(CodesSheet, options, ct);
        await workbook.AddRowAsync(
            [.. lists.SelectMany(list => (Cell[])[new(list.Name, styles.Heading), new("name", styles.Heading)])],
            ct
        );
        for (var row = 0; row < lists.Max(list => list.Entries.Count); row++)
            await workbook.AddRowAsync(
                [
                    .. lists.SelectMany(list =>
                        row < list.Entries.Count
                            ? (Cell[])[new(list.Entries[row].Code), new(list.Entries[row].Name)]
                            : [default, default]
                    ),
                ],
                ct
            );
    }

    private static async Task WriteHelpAsync(
        Spreadsheet workbook,
        IReadOnlyList<TemplateColumn> columns,
        Styles styles,
        CancellationToken ct
    )
    {
        var options = new WorksheetOptions();
        options.Column(1).Width = 24;
        options.Column(2).Width = 100;
        await workbook.StartWorksheetAsync("Help", options, ct);
        string[] lines =
        [
            "Write one project a row on the sheet projects, below the example, and delete the example.",
            "A column that you delete changes nothing. An empty cell empties the member of the project.",
            "Names of partners, countries and codes are read in several languages.",
            "Send the file to POST /v1/imports?dryRun=true first: it writes nothing and names each error by its cell.",
        ];
        foreach (var line in lines)
            await workbook.AddRowAsync([new Cell(""), new Cell(line)], ct);
        await workbook.AddRowAsync([new Cell("")], ct);
        foreach (var column in columns)
            await workbook.AddRowAsync([new Cell(column.Column.Name, styles.Heading), new Cell(column.Note)], ct);
    }

    private sealed class Styles(Spreadsheet workbook)
    {
        private static readonly System.Drawing.Color Grey = System.Drawing.Color.FromArgb(0x59, 0x59, 0x59);

        public StyleId Heading { get; } = workbook.AddStyle(new Style { Font = { Bold = true } });

        public StyleId Quiet { get; } = workbook.AddStyle(new Style { Font = { Italic = true, Color = Grey } });

        public StyleId ExampleDate { get; } =
            workbook.AddStyle(
                new Style { Font = { Italic = true, Color = Grey }, Format = NumberFormat.Custom("yyyy-mm-dd") }
            );
    }
}
