using System.ComponentModel.DataAnnotations;
using Adam.Api.Binding;
using Adam.Api.Http;
using Adam.Api.OpenApi;
using Adam.Api.Partners;
using Adam.Api.Security;
using Adam.Data.Databases;
using Adam.Data.Keys;
using Adam.Domain.Keys;
using FastEndpoints;

namespace Adam.Api.Keys;

internal sealed record ListKeysRequest : ListRequest
{
    /// <summary>Return only the keys of this partner.</summary>
    [QueryParam, MaxLength(20), Example("DE")]
    public string? Partner { get; init; }
}

internal sealed class ListKeys(KeyStore keys, TimeProvider time) : Endpoint<ListKeysRequest, ListResponse<KeyResponse>>
{
    public override void Configure()
    {
        Get("/v1/keys");
        Roles(RoleNames.Admin);
        this.RequiresScope(KeyScope.KeysManage);
        this.Documents(
            "List the keys",
            "Returns the keys in the order of their creation, including those that have ended, without their secrets.",
            answer: typeof(ListResponse<KeyResponse>)
        );
    }

    public override async Task HandleAsync(ListKeysRequest req, CancellationToken ct)
    {
        var partner = req.Partner is null ? null : PartnerCodes.Canonical(req.Partner);
        var found = await keys.ListAsync(partner, req.Cursor?.Number(0) ?? 0, req.Limit + 1, ct);
        var page = found.Take(req.Limit).ToList();
        long? total = req.Count ? (await keys.ListAsync(partner, 0, int.MaxValue, ct)).Count : null;
        var now = time.Instant();
        await Send.PageAsync(
            [.. page.Select(stored => KeyResponse.FromKey(stored.Key, now))],
            found.Count > page.Count ? [page[^1].Position] : null,
            total,
            req.IfNoneMatch,
            ct
        );
    }
}
