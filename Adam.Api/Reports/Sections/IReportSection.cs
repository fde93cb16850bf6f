using Adam.Api.Reports.Blocks;
using Adam.Api.Reports.Texts;

namespace Adam.Api.Reports.Sections;

/// <summary>Computes the blocks of a section. Each figure names the request that gives it.</summary>
internal interface IReportSection
{
    /// <summary>Returns the blocks, without the heading of the section and what the editor has written.</summary>
    Task<IReadOnlyList<ReportBlock>> ReadAsync(ReportPeriod period, ReportTexts texts, CancellationToken ct);
}
