using System.Globalization;
using Adam.Api.Reports.Blocks;
using Adam.Api.Reports.Texts;
using DocumentFormat.OpenXml;
using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Wordprocessing;
using Report = Adam.Api.Reports.Blocks.Report;

namespace Adam.Api.Reports.Writers;

/// <summary>
/// Writes a report as a document of Word (ISO 29500): headings in the styles that the navigation pane shows, tables
/// whose header rows repeat, and the language and title that screen readers need.
/// </summary>
internal sealed class WordReportFormat : ReportFormat
{
    /// <summary>The width of the text on A4, in twentieths of a point.</summary>
    private const int TextWidth = 9_638;

    public override string Name => "docx";

    public override string MediaType => "application/vnd.openxmlformats-officedocument.wordprocessingml.document";

    /// <summary>The entries of the ZIP have times and its parts have random ids, so the JSON form tells.</summary>
    public override byte[] Identify(Report report) => [.. All[0].Identify(report), .. "docx"u8];

    public override byte[] Write(Report report)
    {
        using var file = new MemoryStream();
        using (var document = WordprocessingDocument.Create(file, WordprocessingDocumentType.Document))
        {
            var texts = new ReportTexts(report.Language);
            document.PackageProperties.Title = report.Title;
            document.PackageProperties.Language = texts.Language;
            document.PackageProperties.Creator = "Adam";
            document.PackageProperties.Created = report.ComputedAt.UtcDateTime;
            var main = document.AddMainDocumentPart();
            var styles = main.AddNewPart<StyleDefinitionsPart>();
            styles.Styles = WordStyles.Create(texts.Language);
            var numbering = main.AddNewPart<NumberingDefinitionsPart>();
            numbering.Numbering = WordStyles.CreateNumbering();
            var body = new Body(Paragraph("Title", [ReportRun.FromText(report.Title)], main));
            foreach (var block in report.Blocks)
                Append(body, block, texts, main, numbering.Numbering);
            body.Append(
                new SectionProperties(
                    new PageSize { Width = 11_906, Height = 16_838 },
                    new PageMargin
                    {
                        Top = 1_134,
                        Bottom = 1_134,
                        Left = 1_134,
                        Right = 1_134,
                        Header = 567,
                        Footer = 567,
                    }
                )
            );
            main.Document = new Document(body);
        }

        return file.ToArray();
    }

    private static void Append(
        Body body,
        ReportBlock block,
        ReportTexts texts,
        MainDocumentPart main,
        Numbering numbering
    )
    {
        switch (block.Type)
        {
            case ReportBlockType.Heading:
                // The title of the document is no heading, so chapters have the first level.
                var heading = Paragraph($"Heading{block.Level - 1}", block.Runs!, main);
                heading.ParagraphProperties!.PageBreakBefore = block.NewPage ? new PageBreakBefore() : null;
                body.Append(heading);
                break;
            case ReportBlockType.Paragraph:
                body.Append(Paragraph(block.Quote ? "Quote" : null, block.Runs!, main));
                break;
            case ReportBlockType.List:
                var list = block.Ordered is true ? WordStyles.AddOrderedList(numbering) : WordStyles.Bullets;
                foreach (var item in block.Items!)
                    body.Append(Item(item, list, main));
                break;
            case ReportBlockType.Table:
                body.Append(Paragraph("Caption", [ReportRun.FromText(block.Caption!)], main));
                body.Append(Table(block, main));
                // Without a paragraph between them, Word joins a table with the next one.
                body.Append(
                    Paragraph("Source", texts.SourceOf(block) is { } source ? [ReportRun.FromText(source)] : [], main)
                );
                break;
        }
    }

    private static Paragraph Item(ReportItem item, int list, MainDocumentPart main)
    {
        var paragraph = Paragraph("ListParagraph", item.Runs, main);
        paragraph.ParagraphProperties!.InsertAfter(
            new NumberingProperties(
                new NumberingLevelReference { Val = item.Level - 1 },
                new NumberingId { Val = list }
            ),
            paragraph.ParagraphProperties.ParagraphStyleId
        );
        return paragraph;
    }

    private static Table Table(ReportBlock block, MainDocumentPart main)
    {
        var columns = block.Columns!;
        var widths = WidthsOf(block);
        var table = new Table(
            new TableProperties(
                new TableStyle { Val = "ReportTable" },
                new TableWidth { Width = "5000", Type = TableWidthUnitValues.Pct },
                new TableLayout { Type = TableLayoutValues.Fixed },
                new TableLook
                {
                    FirstRow = true,
                    FirstColumn = true,
                    NoVerticalBand = true,
                    Val = "06A0",
                },
                new TableCaption { Val = block.Caption }
            ),
            new TableGrid(widths.Select(width => new GridColumn { Width = Number(width) })),
            new TableRow([
                new TableRowProperties(new CantSplit(), new TableHeader()),
                .. columns.Select(
                    (_, index) => Cell(index, [ReportRun.FromText(columns[index].Title) with { Strong = true }])
                ),
            ])
        );
        foreach (var row in block.Rows!)
            table.Append(
                new TableRow([
                    new TableRowProperties(new CantSplit()),
                    .. row.Cells.Select((cell, index) => Cell(index, cell)),
                ])
            );
        return table;

        OpenXmlElement Cell(int index, IReadOnlyList<ReportRun> runs)
        {
            var paragraph = Paragraph("TableText", runs, main);
            if (columns[index].IsNumber)
                paragraph.ParagraphProperties!.Append(new Justification { Val = JustificationValues.Right });
            var width = new TableCellWidth { Width = Number(widths[index]), Type = TableWidthUnitValues.Dxa };
            return new TableCell(new TableCellProperties(width), paragraph);
        }
    }

    /// <summary>
    /// Returns the widths of the columns, in twentieths of a point. Figures and short texts stand in one line, no word
    /// of a title is broken, and the other texts share the rest by their longest cells.
    /// </summary>
    private static IReadOnlyList<int> WidthsOf(ReportBlock table)
    {
        const int OfCharacter = 110;
        const int OfTitle = 125;
        const int Padding = 400;
        const int Least = 1_400;
        var columns = table.Columns!;
        var longest = columns
            .Select(
                (_, index) => table.Rows!.Select(row => row.Cells[index].Sum(run => run.Text.Length)).Append(1).Max()
            )
            .ToList();
        var titles = columns
            .Select(column => (column.Title.Split(' ').Max(word => word.Length) * OfTitle) + Padding)
            .ToList();
        var lines = columns.Select((column, index) => column.IsNumber || table.IsShort(index)).ToList();
        if (lines.TrueForAll(isLine => isLine))
            lines[0] = false;
        if (Lines() + (Least * lines.Count(isLine => !isLine)) > TextWidth)
            lines = [.. columns.Select(column => column.IsNumber)];

        var shares = longest
            .Select(
                (length, index) =>
                    lines[index] ? 0 : Math.Clamp(Math.Max(length, columns[index].Title.Length + 2), 20, 60)
            )
            .ToList();
        var least = titles.Where((_, index) => !lines[index]).Sum();
        var (rest, sum) = (Math.Max(0, TextWidth - Lines() - least), Math.Max(1, shares.Sum()));
        return
        [
            .. columns.Select(
                (_, index) => lines[index] ? LineOf(index) : titles[index] + (rest * shares[index] / sum)
            ),
        ];

        int Lines() => columns.Select((_, index) => lines[index] ? LineOf(index) : 0).Sum();

        int LineOf(int index) => Math.Max(titles[index], (longest[index] * OfCharacter) + Padding);
    }

    private static Paragraph Paragraph(string? style, IReadOnlyList<ReportRun> runs, MainDocumentPart main)
    {
        var properties = new ParagraphProperties();
        if (style is not null)
            properties.ParagraphStyleId = new ParagraphStyleId { Val = style };
        if (runs.FirstOrDefault(run => run.Text.Any(char.IsLetter)) is { } first && WordText.IsRightToLeft(first.Text))
            properties.BiDi = new BiDi();
        return new([properties, .. runs.Select(run => Run(run, main))]);
    }

    private static OpenXmlElement Run(ReportRun run, MainDocumentPart main)
    {
        var properties = new RunProperties();
        if (run.Href is not null)
            properties.Append(new RunStyle { Val = "Hyperlink" });
        if (run.Code)
            properties.Append(new RunFonts { Ascii = "Consolas", HighAnsi = "Consolas" });
        if (run.Strong)
            properties.Append(new Bold());
        if (run.Emphasis)
            properties.Append(new Italic());
        if (WordText.IsRightToLeft(run.Text))
            properties.Append(new RightToLeftText());
        if (run.Language is { } language)
            properties.Append(
                WordText.IsRightToLeft(run.Text) ? new Languages { Bidi = language } : new Languages { Val = language }
            );
        var text = new Run(
            properties,
            new Text(WordText.Clean(run.Text)) { Space = SpaceProcessingModeValues.Preserve }
        );
        if (run.Href is not { } address)
            return text;

        var link = main.AddHyperlinkRelationship(new Uri(address), isExternal: true);
        return new Hyperlink(text) { Id = link.Id };
    }

    private static string Number(int value) => value.ToString(CultureInfo.InvariantCulture);
}
