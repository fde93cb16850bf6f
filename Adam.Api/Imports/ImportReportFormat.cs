using Adam.Api.Binding;
using Adam.Api.Imports.Formats;

namespace Adam.Api.Imports;

/// <summary>A format of the report about an import.</summary>
internal abstract class ImportReportFormat : IAnswerFormat
{
    /// <summary>All formats, the usual one first.</summary>
    public static readonly IReadOnlyList<ImportReportFormat> All =
    [
        new JsonReport(),
        new CsvReport(),
        new RejectedRows(),
    ];

    public abstract string Name { get; }

    public abstract string MediaType { get; }

    /// <summary>The name of the file to save; null if the report is not a file.</summary>
    public virtual string? FileName => null;

    /// <summary>Returns false if the report cannot be made for a file of this format.</summary>
    public virtual bool IsFor(IImportFormat format) => true;

    public abstract Task WriteAsync(Stream to, ReportSource source, CancellationToken ct);
}

/// <summary>The source of a report.</summary>
/// <param name="File">The imported file.</param>
/// <param name="Format">The format of the file.</param>
internal sealed record ReportSource(ImportResult Result, Stream File, IImportFormat Format, ImportContext Context);

/// <summary>The whole report, as JSON.</summary>
internal sealed class JsonReport : ImportReportFormat
{
    public override string Name => "json";

    public override string MediaType => Serialization.Json.MediaType;

    public override Task WriteAsync(Stream to, ReportSource source, CancellationToken ct) =>
        source.Result.WriteAsync(to, ct);
}
