using System.Globalization;
using Adam.Api.Reports.Blocks;
using Adam.Api.Reports.Texts;

namespace Adam.Api.Reports.Sections;

/// <summary>The days that the report counts, and the way to read it.</summary>
internal sealed class IntroductionSection : IReportSection
{
    public Task<IReadOnlyList<ReportBlock>> ReadAsync(ReportPeriod period, ReportTexts texts, CancellationToken ct) =>
        Task.FromResult<IReadOnlyList<ReportBlock>>([
            texts.Paragraph(
                "Introduction.counted",
                ReportRun.FromText(period.Year.ToString(CultureInfo.InvariantCulture)),
                // The day alone: with the minute, the report would have another tag each minute.
                ReportRun.FromText(texts.Day(DateOnly.FromDateTime(period.ComputedAt.UtcDateTime))),
                ReportRun.FromText(texts.Day(period.Until))
            ),
            texts.Paragraph("Introduction.figures"),
            texts.Paragraph("Introduction.readers"),
            texts.Paragraph("Introduction.coverage"),
            texts.Paragraph("Introduction.disclaimer"),
        ]);
}
