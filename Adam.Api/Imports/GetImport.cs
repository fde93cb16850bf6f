using Adam.Api.Binding;
using Adam.Api.Errors;
using Adam.Api.Http;
using Adam.Api.OpenApi;
using Adam.Api.Security;
using Adam.Data.Imports;
using FastEndpoints;

namespace Adam.Api.Imports;

internal record ImportRequest
{
    /// <summary>The id of the import.</summary>
    [RouteParam, Example("01938c2e-7a41-7c3e-9d55-0c2f1b6a9e31")]
    public Guid Id { get; init; }
}

internal sealed record GetImportRequest : ImportRequest
{
    /// <summary>The <c>ETag</c> that the client has; the response is 304 if it is current.</summary>
    [FromHeader("If-None-Match")]
    public EntityTags? IfNoneMatch { get; init; }
}

internal sealed class GetImport(ImportLog imports) : Endpoint<GetImportRequest, ImportResponse>
{
    public override void Configure()
    {
        Get("/v1/imports/{id}");
        this.Documents(
            "Read an import",
            "Returns the state of an import, its progress and its counts. `report` leads to the outcome of each "
                + "record. The imports of a partner are read with its keys; an admin reads all.",
            answer: typeof(ImportResponse),
            tagged: true,
            problems: ErrorCodes.UnknownImport
        );
    }

    public override async Task HandleAsync(GetImportRequest req, CancellationToken ct)
    {
        var import = ImportResponse.FromImport(await imports.GetAsync(req.Id, Caller.FromPrincipal(User), ct));
        await Send.ResourceAsync(import, import.Tag, req.IfNoneMatch, ct);
    }
}

internal static class ImportAccess
{
    /// <exception cref="ProblemException">
    /// There is no such import, or it is another partner's, whose imports are nobody's business.
    /// </exception>
    public static async Task<KeptImport> GetAsync(
        this ImportLog imports,
        Guid id,
        Caller caller,
        CancellationToken ct
    ) =>
        await imports.FindAsync(id, ct) is { } found
        && (found.Partner == caller.Partner || caller.MayWriteForEveryPartner)
            ? found
            : throw new ProblemException(
                ErrorCodes.UnknownImport,
                $"{caller.Partner} has no import {id}. GET /v1/imports lists them."
            );
}
