using System.ComponentModel.DataAnnotations;
using System.Security.Cryptography;
using System.Text;
using Adam.Api.Binding;
using Adam.Api.Configuration;
using Adam.Api.Errors;
using Adam.Api.Http;
using Adam.Api.Idempotency;
using Adam.Api.Imports.Formats;
using Adam.Api.OpenApi;
using Adam.Api.Partners;
using Adam.Api.Security;
using Adam.Data.Idempotency;
using Adam.Data.Imports;
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

    /// <summary>The sheet of a workbook. Without it, the first visible sheet with cells is read.</summary>
    [QueryParam, MaxLength(100), Example("Projects")]
    public string? Sheet { get; init; }

    /// <summary>
    /// The meaning of the columns of a table, in JSON: <c>columns</c> from headings to the names of columns, or to null
    /// for a column that is not read; <c>values</c> from values to replacements, by column; <c>defaults</c> by column.
    /// Or the name of a mapping that the partner has saved. A form can have it as the field <c>mapping</c>.
    /// </summary>
    [QueryParam, MaxLength(20_000), Example("""{"columns":{"Budget":"amounts"},"defaults":{"currencies":"EUR"}}""")]
    public string? Mapping { get; init; }

    /// <summary>
    /// Withdraw the projects that the last file of the same owner, format, sheet and mapping had and this file does not
    /// have. If a record of the file is rejected, none is withdrawn. Without it, the report names these projects.
    /// </summary>
    [QueryParam]
    public bool WithdrawMissing { get; init; }

    /// <summary>
    /// With <c>respond-async</c> (RFC 7240), the import is a job: the response is 202, and <c>Location</c> leads to its
    /// state. A large file is a job anyway.
    /// </summary>
    [FromHeader("Prefer")]
    public string? Prefer { get; init; }

    /// <summary>
    /// The file, also compressed with gzip. Its media type names its format; in a form, the name of the field
    /// <c>file</c> does.
    /// </summary>
    [FromBody, ImportFile]
    public UploadedFile File { get; init; } = new();
}

internal sealed partial class RunImport(
    ImportKeeper keeper,
    ImportJobs jobs,
    ImportLog imports,
    KeptReports reports,
    MappingReader mappings,
    PartnerStore partners,
    Settings settings,
    IHostApplicationLifetime program
) : Endpoint<RunImportRequest, ImportReport>
{
    public override void Configure()
    {
        Post("/v1/imports");
        Roles(RoleNames.Donor, RoleNames.Admin);
        this.RequiresScope(KeyScope.ImportsWrite);
        this.HonoursIdempotencyKey(hasFile: true);
        Definition.Metadata(new OffersFileFormats("ImportReportFormat", ImportReportFormat.All));
        this.Documents(
            "Import a file",
            "Creates or updates projects from a file. A record updates the project that its owner has under the same "
                + "reference; without one, it creates a project. The file is read to its end before anything is "
                + "written, so a damaged file changes nothing. Sending the same file twice changes nothing, and with "
                + "the same `Idempotency-Key` it also returns the report of the first time. The response has one item "
                + "for each record of the file; with `format=csv`, it is a table of them, and with "
                + "`format=rejected`, it is the rejected rows of a table "
                + "with a column that states what to mend; `format=rows` returns all its rows like that. A large file, "
                + "or one with `Prefer: respond-async`, is a job: the response is 202 with the import, and `Location` "
                + "leads to its state. "
                + "docs/imports.md describes what is kept of an import; docs/iati.md and docs/formats.md describe the "
                + "formats.",
            answer: typeof(ImportReport),
            accepted: typeof(ImportResponse),
            problems:
            [
                ErrorCodes.NotYourProject,
                .. ImportFormats.Problems,
                ErrorCodes.NotAll,
                ErrorCodes.AtomicTooLarge,
                ErrorCodes.TooManyImports,
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
        )
        {
            WithdrawMissing = req.WithdrawMissing,
        };
        // A mapping with errors ends the request before the file is sent.
        await mappings.ReadAsync(options, caller.Partner, req.Mapping, ct);
        // An import can take longer than the shutdown timeout. It stops between two batches and reports its progress.
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(ct, program.ApplicationStopping);
        var report = (ImportReportFormat)Negotiation.FormatOf(HttpContext);
        try
        {
            await using var upload = await UploadBuffer.ReceiveAsync(HttpContext, settings.MaxImportBytes, ct);
            report.ThrowIfNotFor(upload.Format);
            var mapping = MappingReader.Select(req.Mapping, upload);
            options = await mappings.ReadAsync(options, caller.Partner, mapping, ct);
            var isAsked = PrefersAsync(req.Prefer);
            var sent = HashOf(upload);
            var (request, first) = await IdempotentFile.FindAsync(HttpContext, sent, ct);
            if (first is not null)
            {
                await ReplayAsync(first, caller, ct);
                return;
            }

            if (jobs.IsAvailable && (isAsked || upload.Sent.Size > settings.ImportJobBytes))
            {
                await AcceptAsync(await jobs.AddAsync(upload, caller, options, request, ct), isAsked, ct);
                return;
            }

            using var result = await keeper.RunAsync(
                upload.Content,
                upload.Sent,
                upload.Format,
                caller,
                options,
                null,
                ending.Token,
                request
            );
            report.Begin(HttpContext);
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

    private Task ReplayAsync(StoredResponse first, Caller caller, CancellationToken ct)
    {
        HttpContext.MarkResponseStart();
        return first.Status == StatusCodes.Status202Accepted
            ? first.ReplayAsync(HttpContext)
            : ReplayReportAsync(Guid.Parse(first.Location!.Split('/')[^1]), caller, ct);
    }

    private async Task ReplayReportAsync(Guid id, Caller caller, CancellationToken ct)
    {
        StoredResponseExtensions.MarkAsReplayed(HttpContext);
        await reports.WriteAsync(HttpContext, await imports.GetAsync(id, caller, ct), ct);
    }

    /// <summary>Returns the hash of what the client has sent: the file, and the mapping of a form.</summary>
    private static byte[] HashOf(Upload upload) =>
        SHA256.HashData([.. upload.Sent.Sha256, .. Encoding.UTF8.GetBytes(upload.Mapping ?? "")]);

    /// <summary>Returns true if the client asks for a job (RFC 7240). Other preferences are ignored.</summary>
    private static bool PrefersAsync(string? preferences) =>
        (preferences ?? "")
            .Split(',', StringSplitOptions.TrimEntries)
            .Any(one => one.Split(';')[0].Trim().Equals("respond-async", StringComparison.OrdinalIgnoreCase));

    private Task AcceptAsync(KeptImport import, bool isAsked, CancellationToken ct)
    {
        var headers = HttpContext.Response.Headers;
        headers.Location = ImportResponse.PathOf(import.Id);
        if (isAsked)
            headers["Preference-Applied"] = "respond-async";
        HttpContext.MarkResponseStart();
        return HttpContext.Response.SendAsync(
            ImportResponse.FromImport(import),
            StatusCodes.Status202Accepted,
            cancellation: ct
        );
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
