using System.Globalization;
using DocumentFormat.OpenXml.Wordprocessing;

namespace Adam.Api.Reports.Writers;

/// <summary>The styles and lists of a document of Word. The built-in names are those that Word knows.</summary>
internal static class WordStyles
{
    /// <summary>The number of the list with bullets.</summary>
    public const int Bullets = 1;

    /// <summary>The number of the abstract list with bullets, and of that with numbers.</summary>
    private const int AbstractBullets = 0;

    private const int AbstractNumbers = 1;
    private const int Levels = 9;
    private const string Dark = "1B4F72";

    /// <param name="language">The language of texts that state none: <c>en</c> or <c>ru</c>.</param>
    public static Styles Create(string language) =>
        new(
            new DocDefaults(
                new RunPropertiesDefault(
                    new RunPropertiesBaseStyle(
                        new RunFonts
                        {
                            Ascii = "Calibri",
                            HighAnsi = "Calibri",
                            ComplexScript = "Arial",
                        },
                        new FontSize { Val = "21" },
                        new FontSizeComplexScript { Val = "21" },
                        new Languages { Val = language == "ru" ? "ru-RU" : "en-GB", Bidi = "fa-IR" }
                    )
                ),
                new ParagraphPropertiesDefault(
                    new ParagraphPropertiesBaseStyle(new SpacingBetweenLines { After = "120", Line = "264" })
                )
            ),
            ParagraphStyle("Normal", "Normal", isDefault: true),
            ParagraphStyle("Title", "Title", size: 40, bold: true, colour: Dark, after: 240),
            ParagraphStyle("Heading1", "heading 1", size: 30, bold: true, colour: Dark, level: 0, before: 480),
            ParagraphStyle("Heading2", "heading 2", size: 25, bold: true, colour: Dark, level: 1, before: 320),
            ParagraphStyle("Heading3", "heading 3", size: 22, bold: true, level: 2, before: 240),
            ParagraphStyle("Quote", "Quote", italic: true, indent: 567),
            ParagraphStyle("ListParagraph", "List Paragraph", after: 40),
            ParagraphStyle("Caption", "caption", size: 20, bold: true, before: 160, after: 60, keepNext: true),
            ParagraphStyle("TableText", "Table Text", size: 18, after: 20),
            ParagraphStyle("Source", "Source", size: 15, colour: "555555", after: 160),
            new Style(
                new StyleName { Val = "Hyperlink" },
                new StyleRunProperties(new Color { Val = "12507A" }, new Underline { Val = UnderlineValues.Single })
            )
            {
                Type = StyleValues.Character,
                StyleId = "Hyperlink",
            },
            new Style(
                new StyleName { Val = "Report Table" },
                new StyleTableProperties(
                    new TableBorders(
                        new BottomBorder
                        {
                            Val = BorderValues.Single,
                            Size = 4,
                            Color = "C9C9C9",
                        },
                        new InsideHorizontalBorder
                        {
                            Val = BorderValues.Single,
                            Size = 4,
                            Color = "C9C9C9",
                        }
                    ),
                    new TableCellMarginDefault(
                        new TopMargin { Width = "30", Type = TableWidthUnitValues.Dxa },
                        new TableCellLeftMargin { Width = 80, Type = TableWidthValues.Dxa },
                        new BottomMargin { Width = "30", Type = TableWidthUnitValues.Dxa },
                        new TableCellRightMargin { Width = 80, Type = TableWidthValues.Dxa }
                    )
                ),
                new TableStyleProperties(
                    new TableStyleConditionalFormattingTableCellProperties(
                        new TableCellBorders(
                            new BottomBorder
                            {
                                Val = BorderValues.Single,
                                Size = 12,
                                Color = Dark,
                            }
                        )
                    )
                )
                {
                    Type = TableStyleOverrideValues.FirstRow,
                }
            )
            {
                Type = StyleValues.Table,
                StyleId = "ReportTable",
            }
        );

    /// <summary>Returns the list with bullets, and the form of lists with numbers.</summary>
    public static Numbering CreateNumbering() =>
        new(
            Abstract(AbstractBullets, NumberFormatValues.Bullet, _ => "•"),
            Abstract(AbstractNumbers, NumberFormatValues.Decimal, level => $"%{level + 1}."),
            new NumberingInstance(new AbstractNumId { Val = AbstractBullets }) { NumberID = Bullets }
        );

    /// <summary>Adds a list with numbers that begins with 1, and returns its number.</summary>
    public static int AddOrderedList(Numbering numbering)
    {
        var number = numbering.Elements<NumberingInstance>().Count() + 1;
        var starts = Enumerable
            .Range(0, Levels)
            .Select(level => new LevelOverride(new StartOverrideNumberingValue { Val = 1 }) { LevelIndex = level });
        numbering.Append(
            new NumberingInstance([new AbstractNumId { Val = AbstractNumbers }, .. starts]) { NumberID = number }
        );
        return number;
    }

    private static AbstractNum Abstract(int number, NumberFormatValues format, Func<int, string> text) =>
        new([
            new MultiLevelType { Val = MultiLevelValues.HybridMultilevel },
            .. Enumerable
                .Range(0, Levels)
                .Select(level => new Level(
                    new StartNumberingValue { Val = 1 },
                    new NumberingFormat { Val = format },
                    new LevelText { Val = text(level) },
                    new LevelJustification { Val = LevelJustificationValues.Left },
                    new PreviousParagraphProperties(
                        new Indentation { Left = Number(360 * (level + 1)), Hanging = "360" }
                    )
                )
                {
                    LevelIndex = level,
                }),
        ])
        {
            AbstractNumberId = number,
        };

    /// <param name="size">In half points; 0 for that of the document.</param>
    /// <param name="level">The level in the outline, from 0; null for none.</param>
    /// <param name="before">The space before, in twentieths of a point, as those below.</param>
    private static Style ParagraphStyle(
        string id,
        string name,
        int size = 0,
        bool bold = false,
        bool italic = false,
        string? colour = null,
        int? level = null,
        int before = 0,
        int after = 120,
        int indent = 0,
        bool keepNext = false,
        bool isDefault = false
    )
    {
        var paragraph = new StyleParagraphProperties();
        if (keepNext || level is not null)
            paragraph.Append(new KeepNext());
        paragraph.Append(new SpacingBetweenLines { Before = Number(before), After = Number(after) });
        if (indent > 0)
            paragraph.Append(new Indentation { Left = Number(indent) });
        if (level is { } outline)
            paragraph.Append(new OutlineLevel { Val = outline });
        var run = new StyleRunProperties();
        if (bold)
            run.Append(new Bold(), new BoldComplexScript());
        if (italic)
            run.Append(new Italic(), new ItalicComplexScript());
        if (colour is not null)
            run.Append(new Color { Val = colour });
        if (size > 0)
            run.Append(new FontSize { Val = Number(size) }, new FontSizeComplexScript { Val = Number(size) });
        var style = new Style(new StyleName { Val = name }) { Type = StyleValues.Paragraph, StyleId = id };
        if (isDefault)
            style.Default = true;
        else
            style.Append(new BasedOn { Val = "Normal" });
        style.Append(new PrimaryStyle(), paragraph, run);
        return style;
    }

    private static string Number(int value) => value.ToString(CultureInfo.InvariantCulture);
}
