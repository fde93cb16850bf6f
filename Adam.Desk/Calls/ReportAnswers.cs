namespace Adam.Desk.Calls;

// The parts of the API's answers about yearly reports that pages show.

/// <summary>The report of a year.</summary>
/// <param name="Until">The last day that counts.</param>
public sealed record Report(
    int Year,
    DateOnly Until,
    DateTimeOffset ComputedAt,
    string Title,
    IReadOnlyList<ReportBlock> Blocks
);

/// <summary>A heading, paragraph, list or table.</summary>
public sealed record ReportBlock
{
    public string Type { get; init; } = "";
    public int? Level { get; init; }

    /// <summary>The name of the section; null for other blocks than headings of chapters.</summary>
    public string? Id { get; init; }
    public IReadOnlyList<ReportRun> Runs { get; init; } = [];
    public bool Quote { get; init; }
    public bool? Ordered { get; init; }
    public IReadOnlyList<ReportItem> Items { get; init; } = [];
    public string? Caption { get; init; }
    public IReadOnlyList<ReportColumn> Columns { get; init; } = [];
    public IReadOnlyList<ReportRow> Rows { get; init; } = [];
}

public sealed record ReportItem(int Level, IReadOnlyList<ReportRun> Runs);

public sealed record ReportColumn(string Title, bool IsNumber);

public sealed record ReportRow(IReadOnlyList<IReadOnlyList<ReportRun>> Cells);

/// <summary>A piece of text, or a figure with the request that gives it.</summary>
public sealed record ReportRun
{
    public string Text { get; init; } = "";
    public decimal? Value { get; init; }
    public string? From { get; init; }
    public string? At { get; init; }
    public string? Language { get; init; }
    public string? Href { get; init; }
    public bool Strong { get; init; }
    public bool Emphasis { get; init; }
    public bool Code { get; init; }
    public bool Quoted { get; init; }
}

/// <summary>The text of an editor at the head of a section.</summary>
/// <param name="Version">0 if there was never one.</param>
public sealed record ReportNote(
    string Section,
    string Markdown,
    int Version,
    DateTimeOffset? UpdatedAt,
    string? UpdatedBy
);

public sealed record ReportEdition(
    int Number,
    DateOnly Until,
    string? Remark,
    DateTimeOffset CreatedAt,
    string CreatedBy,
    IReadOnlyList<ReportFile> Files
);

public sealed record ReportFile(string Language, string Format, int Bytes, string Sha256, string Path);
