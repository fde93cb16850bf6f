using System.ComponentModel.DataAnnotations;
using Adam.Api.Binding;
using Adam.Api.Errors;
using Adam.Api.Http;
using Adam.Api.OpenApi;
using Adam.Api.Partners;
using Adam.Api.Security;
using Adam.Data.Imports;
using Adam.Data.Partners;
using FastEndpoints;

namespace Adam.Api.Imports;

internal sealed record ListImportsRequest : ListRequest
{
    /// <summary>The owner of records for which the file names none: the code of a partner.</summary>
    [QueryParam, MaxLength(20), Example("DE")]
    public string? Owner { get; init; }

    /// <summary>The state of the import.</summary>
    [QueryParam]
    public ImportState? State { get; init; }

    /// <summary>The first instant, or the first day in UTC, at which the import was sent.</summary>
    [QueryParam, Example("2026-01-01")]
    public DateOrInstant? From { get; init; }

    /// <summary>The instant, or the day in UTC, before which the import was sent.</summary>
    [QueryParam, Example("2027-01-01")]
    public DateOrInstant? To { get; init; }
}

internal sealed class ListImports(ImportLog imports, PartnerStore partners)
    : Endpoint<ListImportsRequest, ListResponse<ImportResponse>>
{
    public override void Configure()
    {
        Get("/v1/imports");
        this.Documents(
            "List the imports",
            "Returns the imports that were sent with the keys of the partner, the last one first. An admin reads those "
                + "of all partners and of the command line. Dry runs are kept only as jobs.",
            answer: typeof(ListResponse<ImportResponse>)
        );
    }

    public override async Task HandleAsync(ListImportsRequest req, CancellationToken ct)
    {
        var caller = Caller.FromPrincipal(User);
        var filter = new ImportFilter(
            caller.MayWriteForEveryPartner ? null : caller.Partner,
            await OwnerAsync(req.Owner, ct),
            req.State,
            req.From?.Instant,
            req.To?.Instant
        );
        var found = await imports.ListAsync(filter, req.Cursor?.Number(0), req.Limit + 1, ct);
        var page = found.Take(req.Limit).ToList();
        await Send.PageAsync(
            [.. page.Select(one => ImportResponse.FromImport(one.Import))],
            found.Count > page.Count ? [page[^1].Position] : null,
            req.Count ? await imports.CountAsync(filter, ct) : null,
            req.IfNoneMatch,
            ct
        );
    }

    private async Task<string?> OwnerAsync(string? owner, CancellationToken ct)
    {
        if (owner is null)
            return null;

        var code = PartnerCodes.Canonical(owner);
        return (await partners.DirectoryAsync(ct)).UnknownError(code, "owner") is { } unknown
            ? throw ProblemException.ForErrors(unknown)
            : code;
    }
}
