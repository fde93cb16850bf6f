using Adam.Api.Binding;
using Adam.Api.Errors;
using Adam.Api.Imports.Formats;
using FastEndpoints;

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
        new AllRows(),
    ];

    /// <summary>The formats of a report that is kept; the file is not.</summary>
    public static readonly IReadOnlyList<ImportReportFormat> Kept = [.. All.Where(format => format is not AllRows)];

    public abstract string Name { get; }

    public abstract string MediaType { get; }

    /// <summary>The name of the file to save; null if the report is not a file.</summary>
    public virtual string? FileName => null;

    /// <summary>Returns false if the report cannot be made for a file of this format.</summary>
    public virtual bool IsFor(IImportFormat format) => true;

    public abstract Task WriteAsync(Stream to, ReportSource source, CancellationToken ct);

    /// <summary>Sets the headers of a response that is the report.</summary>
    public void Begin(HttpContext http)
    {
        http.MarkResponseStart();
        http.Response.ContentType = MediaType;
        if (FileName is { } name)
            http.Response.Headers.ContentDisposition = $"attachment; filename={name}";
    }

    /// <exception cref="ProblemException">The report cannot be made for a file of this format.</exception>
    public void ThrowIfNotFor(IImportFormat format)
    {
        if (!IsFor(format))
            throw ProblemException.ForErrors(
                new ValidationError(
                    Negotiation.Parameter,
                    $"format={Name} is for tables (csv, xlsx), and the file is {format.Name}. Leave it out, or ask for "
                        + "csv.",
                    ErrorCodes.BadValue
                )
            );
    }
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
