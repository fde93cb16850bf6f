using System.ComponentModel.DataAnnotations;
using Adam.Api.Binding;
using Adam.Api.Configuration;
using Adam.Api.Errors;
using Adam.Api.Http;
using Adam.Api.Imports.Formats;
using Adam.Api.Imports.Formats.Tables;
using Adam.Api.OpenApi;
using Adam.Api.Partners;
using Adam.Api.Security;
using Adam.Data.Partners;
using Adam.Domain.CodeLists;
using Adam.Domain.Keys;
using Adam.Domain.Partners;
using Adam.Domain.Projects;
using FastEndpoints;

namespace Adam.Api.Imports;

internal sealed record RunImportRequest
{
    /// <summary>Validate every record and write nothing. The response is that of the real import.</summary>
    [QueryParam]
    public bool DryRun { get; init; }

    /// <summary>
    /// Write all records or none: if a record has errors, the import is rejected. By default, all valid records are
    /// written.
    /// </summary>
    [QueryParam]
    public bool Atomic { get; init; }

    /// <summary>
    /// The code of the partner that owns the records for which the file names no partner as owner, for example in a
    /// list of the projects of others. Only an admin can state a partner other than their own.
    /// </summary>
    [QueryParam, Example("UNODC")]
    public string? Owner { get; init; }

    /// <summary>The pillar of the records for which the file names none.</summary>
    [QueryParam, OneOf("pillars"), Example("regional-initiatives")]
    public string? Pillar { get; init; }

    /// <summary>The sheet of a workbook. Without it, the first visible sheet is read.</summary>
    [QueryParam, MaxLength(100), Example("Projects")]
    public string? Sheet { get; init; }

    /// <summary>
    /// The meaning of the columns of a table, in JSON: <c>columns</c> from headings to the names of columns, or to null
    /// for a column that is not read; <c>values</c> from values to replacements, by column; <c>defaults</c> by column.
    /// A form can have it as the field <c>mapping</c>.
    /// </summary>
    [QueryParam, MaxLength(20_000), Example("""{"columns":{"Budget":"amounts"},"defaults":{"currencies":"EUR"}}""")]
    public string? Mapping { get; init; }

    /// <summary>
    /// The file, also compressed with gzip. Its media type names its format; in a form, the name of the field
    /// <c>file</c> does.
    /// </summary>
    [FromBody, ImportFile]
    public UploadedFile File { get; init; } = new();
}

internal sealed partial class RunImport(
    ImportRunner runner,
    PartnerStore partners,
    Settings settings,
    IHostApplicationLifetime program
) : Endpoint<RunImportRequest, ImportReport>
{
    public override void Configure()
    {
        Post("/v1/imports");
        Roles(RoleNames.Donor, RoleNames.Admin);
        Definition.Metadata(new OffersFileFormats("ImportReportFormat", ImportReportFormat.All));
        this.Documents(
            "Import a file",
            "Creates or updates projects from a file. A record updates the project that its owner has under the same "
                + "reference; without one, it creates a project. The file is read to its end before anything is "
                + "written, so a damaged file changes nothing. Sending the same file twice changes nothing, so an "
                + "import needs no Idempotency-Key. The response has one item for each record of the file; with "
                + "`format=csv`, it is a table of them, and with `format=rejected`, it is the rejected rows of a table "
                + "with a column that states what to mend. "
                + "docs/iati.md and docs/formats.md describe the formats.",
            answer: typeof(ImportReport),
            problems:
            [
                ErrorCodes.NotYourProject,
                .. ImportFormats.Problems,
                ErrorCodes.NotAll,
                ErrorCodes.ImportStopped,
            ]
        );
    }

    public override async Task HandleAsync(RunImportRequest req, CancellationToken ct)
    {
        var caller = Caller.FromPrincipal(User);
        var options = new ImportOptions(
            await OwnerAsync(req, caller, ct),
            PillarOf(req),
            req.DryRun,
            req.Atomic,
            req.Sheet
        );
        CheckMapping(req.Mapping);
        // An import can take longer than the shutdown timeout. It stops between two batches and reports its progress.
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(ct, program.ApplicationStopping);
        var report = (ImportReportFormat)Negotiation.FormatOf(HttpContext);
        try
        {
            await using var upload = await UploadBuffer.ReceiveAsync(HttpContext, settings.MaxImportBytes, ct);
            CheckReport(report, upload);
            options = options with { Mapping = ReadMapping(req.Mapping, upload) };
            using var result = await runner.RunAsync(
                upload.Content,
                upload.Format,
                caller,
                options,
                null,
                ending.Token
            );
            HttpContext.MarkResponseStart();
            HttpContext.Response.ContentType = report.MediaType;
            if (report.FileName is { } name)
                HttpContext.Response.Headers.ContentDisposition = $"attachment; filename={name}";
            var context = new ImportContext(PartnerDirectory.Empty, caller, options);
            await report.WriteAsync(HttpContext.Response.Body, new(result, upload.Content, upload.Format, context), ct);
        }
        catch (UnreadableFileException broken)
        {
            throw new ProblemException(broken.Code, broken.Message);
        }
        catch (ImportInterruptedException stopped)
        {
            // A shutdown or a disconnected client is not an error of the server.
            if (stopped.InnerException is OperationCanceledException)
                Interrupted(Logger, stopped.Message, HttpContext.TraceIdentifier);
            else
                Stopped(Logger, stopped, HttpContext.TraceIdentifier);
            throw new ProblemException(ErrorCodes.ImportStopped, stopped.Message)
            {
                Headers = { ["Retry-After"] = "5" },
            };
        }
    }

    private static void CheckReport(ImportReportFormat report, Upload upload)
    {
        if (!report.IsFor(upload.Format))
            throw ProblemException.ForErrors(
                new ValidationError(
                    Negotiation.Parameter,
                    $"format={report.Name} is for tables (csv, xlsx), and the file is {upload.Format.Name}. Leave it "
                        + "out, or ask for csv.",
                    ErrorCodes.BadValue
                )
            );
    }

    /// <summary>Ends the request before the file is sent if the mapping has errors.</summary>
    private static void CheckMapping(string? mapping)
    {
        List<ValidationError> errors = [];
        if (mapping is not null)
            ColumnMapping.Read(mapping, errors);
        errors.ThrowIfAny();
    }

    /// <summary>Returns the mapping of the request, which is valid; null if there is none.</summary>
    private static string? ReadMapping(string? parameter, Upload upload)
    {
        List<ValidationError> errors = [];
        if ((upload.Mapping ?? parameter) is not { } text)
            return null;
        if (upload.Mapping is not null && parameter is not null)
            errors.Add(
                new(ColumnMapping.Name, "It stands in the form and in the URL. Leave one out.", ErrorCodes.BadValue)
            );
        if (upload.Format is not TableFormat)
            errors.Add(
                new(
                    ColumnMapping.Name,
                    $"A mapping is for tables (csv, xlsx), and the file is {upload.Format.Name}. Leave it out.",
                    ErrorCodes.BadValue
                )
            );
        ColumnMapping.Read(text, errors);
        errors.ThrowIfAny();
        return text;
    }

    private async Task<string?> OwnerAsync(RunImportRequest req, Caller caller, CancellationToken ct)
    {
        if (req.Owner is null)
            return null;

        var directory = await partners.DirectoryAsync(ct);
        var owner = PartnerCodes.Canonical(req.Owner);
        if (directory.UnknownError(owner, "owner") is { } unknown)
            throw ProblemException.ForErrors(unknown);
        if (owner != caller.Partner && caller.Role != Role.Admin)
            throw new ProblemException(
                ErrorCodes.NotYourProject,
                $"The owner of what this key writes is {caller.Partner}, not {owner}. Leave owner out, or ask an admin."
            );
        return owner;
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Reason} Request id {RequestId}")]
    private static partial void Interrupted(ILogger log, string reason, string requestId);

    [LoggerMessage(Level = LogLevel.Error, Message = "An import stopped half-way; request id {RequestId}")]
    private static partial void Stopped(ILogger log, Exception error, string requestId);

    private static Pillar? PillarOf(RunImportRequest req) =>
        req.Pillar is null ? null : (Pillar)CodeListCatalog.Pillars.Find(req.Pillar)!.Number!;
}
