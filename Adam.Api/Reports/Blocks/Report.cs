using Adam.Api.Binding;

namespace Adam.Api.Reports.Blocks;

/// <summary>The languages of reports, by their ISO 639-1 codes.</summary>
internal enum ReportLanguage
{
    En = 1,
    Ru = 2,
}

/// <summary>A yearly report.</summary>
/// <param name="Year">The year.</param>
/// <param name="Until">The day of the figures, the last one that is counted.</param>
/// <param name="Language">The language of the texts.</param>
/// <param name="ComputedAt">The instant at which the figures were counted.</param>
/// <param name="Title">The title.</param>
/// <param name="Blocks">
/// The headings, paragraphs, lists and tables in their order. A run with <c>value</c> is a figure, and has the request
/// that gives it.
/// </param>
internal sealed record Report(
    [property: Example(2015)] int Year,
    DateOnly Until,
    ReportLanguage Language,
    DateTimeOffset ComputedAt,
    [property: Example("Report on the year 2015")] string Title,
    IReadOnlyList<ReportBlock> Blocks
);
