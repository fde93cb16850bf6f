using Adam.Api.OpenApi;
using Adam.Api.Requests;
using Adam.Data.Keys;
using FastEndpoints;

namespace Adam.Api.Security;

internal sealed record GetKeyRequest
{
    /// <summary>The public part of the key.</summary>
    [RouteParam, Example("4f1c9a0b7d2e8c35")]
    public string Id { get; init; } = "";

    /// <summary>The <c>ETag</c> that the client has; the response is 304 if it is current.</summary>
    [FromHeader("If-None-Match")]
    public EntityTags? IfNoneMatch { get; init; }
}

internal sealed class GetKey(KeyStore keys) : Endpoint<GetKeyRequest, KeyResponse>
{
    public override void Configure()
    {
        Get("/v1/keys/{id}");
        Roles(Allowed.Admin);
        this.Documents("Read a key", "Whose key it is, what it may do and whether it holds; not its secret.", answer: typeof(KeyResponse), tagged: true, problems: ErrorCodes.UnknownKey);
    }

    public override async Task HandleAsync(GetKeyRequest req, CancellationToken ct)
    {
        var stored = await keys.FindAsync(req.Id, ct) ?? throw Unknown(req.Id);
        var response = KeyResponse.Of(stored.Key);
        await Send.ResourceAsync(response, response.Tag, req.IfNoneMatch, ct);
    }

    public static Refusal Unknown(string id) => new(ErrorCodes.UnknownKey, $"There is no key {Fault.Show(id)}. Its id is the first part of the key, between the underscores.");
}
