using Adam.Api.Binding;
using Adam.Api.Reports.Blocks;

namespace Adam.Api.Reports.Writers;

/// <summary>A form of a report: the same blocks, written for a program, a browser or a word processor.</summary>
internal abstract class ReportFormat : IAnswerFormat
{
    /// <summary>All forms, the usual one first.</summary>
    public static readonly IReadOnlyList<ReportFormat> All =
    [
        new JsonReportFormat(),
        new HtmlReportFormat(),
        new WordReportFormat(),
    ];

    public abstract string Name { get; }

    public abstract string MediaType { get; }

    /// <summary>The value of <c>Content-Type</c>.</summary>
    public virtual string ContentType => MediaType;

    public abstract byte[] Write(Report report);

    /// <summary>
    /// Returns bytes that are equal for equal reports, whenever they are computed.
    /// </summary>
    public virtual byte[] Identify(Report report) => Write(report with { ComputedAt = default });
}
