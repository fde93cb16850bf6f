using Adam.Api.Binding;
using Adam.Api.Errors;
using Adam.Api.Http;
using Adam.Api.Imports.Formats;
using Adam.Api.OpenApi;
using Adam.Api.Security;
using Adam.Data.Imports;
using Adam.Domain.Partners;
using FastEndpoints;

namespace Adam.Api.Imports;

internal sealed record GetImportReportRequest : ImportRequest;

internal sealed class GetImportReport(ImportLog imports, ImportReports reports)
    : Endpoint<GetImportReportRequest, ImportReport>
{
    public override void Configure()
    {
        Get("/v1/imports/{id}/report");
        Definition.Metadata(new OffersFileFormats("ImportReportFormat", ImportReportFormat.All));
        this.Documents(
            "Read the report of an import",
            "Returns the outcome of each record, as the response to POST /v1/imports does: as JSON, as a table "
                + "(`format=csv`), or as the rejected rows of a table (`format=rejected`). It is kept until "
                + "`keptUntil` of the import.",
            answer: typeof(ImportReport),
            problems: [ErrorCodes.UnknownImport, ErrorCodes.NoReport]
        );
    }

    public override async Task HandleAsync(GetImportReportRequest req, CancellationToken ct)
    {
        var import = await imports.GetAsync(req.Id, Caller.FromPrincipal(User), ct);
        var format = (ImportReportFormat)Negotiation.FormatOf(HttpContext);
        var of =
            ImportFormats.Find(import.Format) ?? throw new InvalidOperationException($"No format {import.Format}.");
        format.ThrowIfNotFor(of);

        await using var file = TemporaryFile.Create();
        if (format is RejectedRows)
        {
            await CopyAsync(import, ImportReportKind.RejectedRows, file, ct);
            file.Position = 0;
            format.Begin(HttpContext);
            await file.CopyToAsync(HttpContext.Response.Body, ct);
            return;
        }

        await CopyAsync(import, ImportReportKind.Head, file, ct);
        file.Position = 0;
        using var result = await ImportResult.ReadAsync(
            file,
            to => CopyAsync(import, ImportReportKind.Items, to, ct),
            ct
        );
        format.Begin(HttpContext);
        var context = new ImportContext(
            PartnerDirectory.Empty,
            Caller.FromPrincipal(User),
            KeptOptions.Read(import).Options
        );
        await format.WriteAsync(HttpContext.Response.Body, new(result, Stream.Null, of, context), ct);
    }

    private async Task CopyAsync(KeptImport import, ImportReportKind kind, Stream to, CancellationToken ct)
    {
        await using var packed = TemporaryFile.Create();
        if (!await reports.CopyAsync(import, kind, packed, to, ct))
            throw new ProblemException(
                ErrorCodes.NoReport,
                import.IsOpen ? $"The import {import.Id} has not ended. Read its state at /v1/imports/{import.Id}."
                    : import.State == ImportState.Finished ? "The report is no longer kept."
                    : $"The import did not come to its end: {import.StateReason}"
            );
    }
}
