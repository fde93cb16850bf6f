using Adam.Api.Errors;
using Adam.Api.Http;
using Adam.Api.OpenApi;
using Adam.Api.Security;
using Adam.Data.Imports;
using FastEndpoints;

namespace Adam.Api.Imports;

internal sealed record GetImportReportRequest : ImportRequest;

internal sealed class GetImportReport(ImportLog imports, KeptReports reports)
    : Endpoint<GetImportReportRequest, ImportReport>
{
    public override void Configure()
    {
        Get("/v1/imports/{id}/report");
        Definition.Metadata(new OffersFileFormats("KeptReportFormat", ImportReportFormat.Kept));
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
        await reports.WriteAsync(HttpContext, import, ct);
    }
}
