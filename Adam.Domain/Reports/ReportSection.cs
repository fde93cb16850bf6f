namespace Adam.Domain.Reports;

/// <summary>The sections of the yearly report, into which editors write.</summary>
/// <remarks>
/// The numbers are stored: never renumber. The chapters of the pillars have the numbers of the pillars.
/// </remarks>
public enum ReportSection
{
    RegionalInitiatives = 1,
    FinancialFlows = 2,
    Precursors = 3,
    PreventionAndHealth = 4,
    Introduction = 11,
    Partnership = 12,
    Funding = 13,
    Duplication = 14,
    Goals = 15,
    Annex = 16,
    Layers = 17,
}

/// <summary>The text of an editor at the head of a section of a year's report.</summary>
/// <param name="Markdown">CommonMark, in which HTML is text; empty if nothing is written.</param>
/// <param name="Version">1 for the first text, increased by 1 with each change; 0 if there was never one.</param>
/// <param name="UpdatedAt">The instant of the last change; null in version 0.</param>
/// <param name="UpdatedBy">The name of the key that made it; null in version 0.</param>
public sealed record ReportNote(
    int Year,
    ReportSection Section,
    string Markdown,
    int Version,
    DateTimeOffset? UpdatedAt,
    string? UpdatedBy
)
{
    /// <summary>The maximum length of a note, in UTF-16 code units: some ten pages.</summary>
    public const int MaxLength = 40_000;

    /// <summary>Returns the note of a section into which nobody has written.</summary>
    public static ReportNote None(int year, ReportSection section) => new(year, section, "", 0, null, null);
}
