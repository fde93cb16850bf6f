using Adam.Api.Binding;
using Adam.Api.Errors;
using Adam.Api.Http;
using Adam.Api.OpenApi;
using Adam.Api.Security;
using Adam.Data.Databases;
using Adam.Data.Keys;
using Adam.Domain.Keys;
using FastEndpoints;

namespace Adam.Api.Keys;

internal sealed record GetKeyRequest
{
    /// <summary>The id of the key, its public part.</summary>
    [RouteParam, Example("4f1c9a0b7d2e8c35")]
    public string Id { get; init; } = "";

    /// <summary>The <c>ETag</c> that the client has; the response is 304 if it is current.</summary>
    [FromHeader("If-None-Match")]
    public EntityTags? IfNoneMatch { get; init; }
}

internal sealed class GetKey(KeyStore keys, TimeProvider time) : Endpoint<GetKeyRequest, KeyResponse>
{
    public override void Configure()
    {
        Get("/v1/keys/{id}");
        Roles(RoleNames.Admin);
        this.RequiresScope(KeyScope.KeysManage);
        this.Documents(
            "Read a key",
            "Returns the partner, the role, the validity and the restrictions of a key, without its secret.",
            answer: typeof(KeyResponse),
            tagged: true,
            problems: ErrorCodes.UnknownKey
        );
    }

    public override async Task HandleAsync(GetKeyRequest req, CancellationToken ct)
    {
        var stored = await keys.FindAsync(req.Id, ct) ?? throw Unknown(req.Id);
        var response = KeyResponse.FromKey(stored.Key, time.Instant());
        await Send.ResourceAsync(response, response.Tag, req.IfNoneMatch, ct);
    }

    public static ProblemException Unknown(string id) =>
        new(
            ErrorCodes.UnknownKey,
            $"There is no key {ValidationError.Quote(id)}. Its id is the first part of the key, between the "
                + "underscores."
        );
}
