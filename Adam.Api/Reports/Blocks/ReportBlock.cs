using System.Text.Json.Serialization;
using Adam.Api.Binding;

namespace Adam.Api.Reports.Blocks;

/// <summary>The kinds of blocks.</summary>
internal enum ReportBlockType
{
    Heading = 1,
    Paragraph = 2,
    List = 3,
    Table = 4,
}

/// <summary>
/// A heading, paragraph, list or table of a report. Members that its type does not have are left out.
/// </summary>
internal sealed record ReportBlock
{
    /// <summary>The most characters of a text in one line: a day in numbers, or a reference.</summary>
    private const int MostShort = 14;

    /// <summary>Stands in a cell without a value, which a reader could take for one that was forgotten.</summary>
    private static readonly IReadOnlyList<ReportRun> NoValue = [ReportRun.FromText("–")];

    /// <summary>The type of the block.</summary>
    [Example("table")]
    public required ReportBlockType Type { get; init; }

    /// <summary>Headings: 2 for a chapter, 3 and 4 within it. The title of the report has level 1.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull), Example(2)]
    public int? Level { get; init; }

    /// <summary>Headings of chapters: the name of the section, unique in the report.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull), Example("precursors")]
    public string? Id { get; init; }

    /// <summary>Headings and paragraphs: the text.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<ReportRun>? Runs { get; init; }

    /// <summary>Paragraphs: true for a quotation.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault), Example(false)]
    public bool Quote { get; init; }

    /// <summary>Lists: true if the items are numbered.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull), Example(false)]
    public bool? Ordered { get; init; }

    /// <summary>Lists: the items.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<ReportItem>? Items { get; init; }

    /// <summary>Tables: what the table shows.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull), Example("Members of the partnership")]
    public string? Caption { get; init; }

    /// <summary>Tables: the columns.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<ReportColumn>? Columns { get; init; }

    /// <summary>Tables: the rows. Each has a cell for each column.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<ReportRow>? Rows { get; init; }

    /// <summary>
    /// True for a column of a table whose texts are so short that they stand in one line, such as days and references.
    /// </summary>
    public bool IsShort(int column) =>
        Rows!.Count > 0
        && !Columns![column].IsNumber
        && Rows.All(row => row.Cells[column].Sum(run => run.Text.Length) <= MostShort);

    /// <summary>Headings: true if the chapter begins on a new page of a printed report.</summary>
    [JsonIgnore]
    public bool NewPage { get; init; }

    /// <summary>All texts and figures of the block.</summary>
    [JsonIgnore]
    public IEnumerable<ReportRun> AllRuns =>
        [
            .. Runs ?? [],
            .. (Items ?? []).SelectMany(item => item.Runs),
            .. (Rows ?? []).SelectMany(row => row.Cells).SelectMany(cell => cell),
        ];

    public static ReportBlock Heading(int level, string text, string? id = null) =>
        new()
        {
            Type = ReportBlockType.Heading,
            Level = level,
            Id = id,
            Runs = [ReportRun.FromText(text)],
        };

    public static ReportBlock Paragraph(params IReadOnlyList<ReportRun> runs) =>
        new() { Type = ReportBlockType.Paragraph, Runs = runs };

    public static ReportBlock List(IReadOnlyList<ReportItem> items, bool ordered = false) =>
        new()
        {
            Type = ReportBlockType.List,
            Ordered = ordered,
            Items = items,
        };

    public static ReportBlock Table(
        string caption,
        IReadOnlyList<ReportColumn> columns,
        IEnumerable<IReadOnlyList<IReadOnlyList<ReportRun>>> rows
    ) =>
        new()
        {
            Type = ReportBlockType.Table,
            Caption = caption,
            Columns = columns,
            Rows =
            [
                .. rows.Select(cells => new ReportRow([
                    .. cells.Select(cell => cell.All(run => run.Text.Length == 0) ? NoValue : cell),
                ])),
            ],
        };
}

/// <summary>An item of a list.</summary>
/// <param name="Level">1 for an item of the list itself, 2 for one below an item, and so on.</param>
/// <param name="Runs">The text.</param>
internal sealed record ReportItem([property: Example(1)] int Level, IReadOnlyList<ReportRun> Runs);

/// <summary>A column of a table.</summary>
/// <param name="Title">The header.</param>
/// <param name="IsNumber">True if the column has figures.</param>
internal sealed record ReportColumn([property: Example("Projects")] string Title, bool IsNumber = false);

/// <summary>A row of a table.</summary>
/// <param name="Cells">The cells in the order of the columns; one without a value has a dash.</param>
internal sealed record ReportRow(IReadOnlyList<IReadOnlyList<ReportRun>> Cells);

/// <summary>A piece of text, or a figure.</summary>
internal sealed record ReportRun
{
    /// <summary>The text; that of a figure in the form of the language.</summary>
    [Example("1,204")]
    public required string Text { get; init; }

    /// <summary>Figures: the number.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull), Example(1204)]
    public decimal? Value { get; init; }

    /// <summary>Figures: the request of this API whose response has the number.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    [Example("/v1/presence?by=country&pillar=precursors&activeFrom=2015-01-01&activeTo=2015-12-31&limit=500")]
    public string? From { get; init; }

    /// <summary>Figures: where the response has it, as a JSON Pointer (RFC 6901).</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull), Example("/totals/projects")]
    public string? At { get; init; }

    /// <summary>The language of the text, a BCP 47 tag, if it is known and not that of the report.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull), Example("ru")]
    public string? Language { get; init; }

    /// <summary>The address that the text links to.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull), Example(null!)]
    public string? Href { get; init; }

    /// <summary>True for strong text.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault), Example(false)]
    public bool Strong { get; init; }

    /// <summary>True for emphasised text.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault), Example(false)]
    public bool Emphasis { get; init; }

    /// <summary>True for text in a fixed pitch.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault), Example(false)]
    public bool Code { get; init; }

    /// <summary>
    /// True for text that a record of the register contains, so that its direction may be another one.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault), Example(false)]
    public bool Quoted { get; init; }

    public static ReportRun FromText(string text) => new() { Text = text };

    /// <summary>Returns a text of a record.</summary>
    /// <param name="language">A BCP 47 tag; null if unknown.</param>
    public static ReportRun Quote(string text, string? language = null) =>
        new()
        {
            Text = text,
            Language = language,
            Quoted = true,
        };
}
