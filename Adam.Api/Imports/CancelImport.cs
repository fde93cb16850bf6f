using Adam.Api.Binding;
using Adam.Api.Errors;
using Adam.Api.Http;
using Adam.Api.OpenApi;
using Adam.Api.Security;
using Adam.Data.Imports;
using Adam.Domain.Keys;
using FastEndpoints;

namespace Adam.Api.Imports;

internal sealed record CancelImportRequest : ImportRequest
{
    /// <summary>The <c>ETag</c> of the import; <c>*</c> for whatever it is, because a running import changes.</summary>
    [FromHeader("If-Match")]
    public EntityTags IfMatch { get; init; } = null!;
}

internal sealed class CancelImport(ImportLog imports, ImportJobs jobs) : Endpoint<CancelImportRequest>
{
    public override void Configure()
    {
        Delete("/v1/imports/{id}");
        Roles(RoleNames.Donor, RoleNames.Admin);
        this.RequiresScope(KeyScope.ImportsWrite);
        this.Documents(
            "Cancel an import",
            "Ends a job. A queued one ends at once, and a running one within seconds; its state shows it. Records that "
                + "were written stay, and `stateReason` states their number. Of an atomic import nothing stays.",
            StatusCodes.Status204NoContent,
            problems: [ErrorCodes.UnknownImport, ErrorCodes.ImportEnded]
        );
    }

    public override async Task HandleAsync(CancelImportRequest req, CancellationToken ct)
    {
        var import = await imports.GetAsync(req.Id, Caller.FromPrincipal(User), ct);
        req.IfMatch.Require(ImportResponse.FromImport(import).Tag);
        await jobs.CancelAsync(import, ct);
        await Send.StatusAsync(StatusCodes.Status204NoContent, ct);
    }
}
