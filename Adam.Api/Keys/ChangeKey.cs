using System.Text.Json;
using Adam.Api.Binding;
using Adam.Api.Errors;
using Adam.Api.Http;
using Adam.Api.OpenApi;
using Adam.Api.Security;
using Adam.Api.Serialization;
using Adam.Data.Databases;
using Adam.Data.Keys;
using Adam.Domain.Keys;
using Adam.Domain.Text;
using FastEndpoints;

namespace Adam.Api.Keys;

internal sealed record ChangeKeyRequest
{
    /// <summary>The id of the key, its public part.</summary>
    [RouteParam, Example("4f1c9a0b7d2e8c35")]
    public string Id { get; init; } = "";

    /// <summary>The <c>ETag</c> of the version that the client has read.</summary>
    [FromHeader("If-Match")]
    public EntityTags IfMatch { get; init; } = null!;

    [FromBody, MediaTypes(MediaTypesAttribute.MergePatch, Json.MediaType), PatchOf(typeof(KeyChangeBody))]
    public JsonElement Patch { get; init; }
}

internal sealed class ChangeKey(KeyStore keys, KeyRules rules, TimeProvider time)
    : Endpoint<ChangeKeyRequest, KeyResponse>
{
    public override void Configure()
    {
        Patch("/v1/keys/{id}");
        Roles(RoleNames.Admin);
        this.RequiresScope(KeyScope.KeysManage);
        this.Documents(
            "Change a key",
            "JSON Merge Patch (RFC 7396): members in the body are changed, null takes a restriction away, and a list "
                + "is replaced as a whole. The change takes effect from the next request on. Partner and role cannot "
                + "be changed, and a key that has ended stays so. The last key of an admin is not restricted.",
            answer: typeof(KeyResponse),
            tagged: true,
            problems: [ErrorCodes.UnknownKey, ErrorCodes.KeyEnded, ErrorCodes.LastAdmin, ErrorCodes.WiderThanOwn]
        );
    }

    public override async Task HandleAsync(ChangeKeyRequest req, CancellationToken ct)
    {
        var (caller, now) = (Caller.FromPrincipal(User), time.Instant());
        var current = (await keys.FindAsync(req.Id, ct) ?? throw GetKey.Unknown(req.Id)).Key;
        req.IfMatch.Require(KeyResponse.FromKey(current, now).Tag);
        var errors = new List<ValidationError>();
        var former = KeyChangeBody.FromKey(current);
        var body = MergePatch.Read<KeyChangeBody>(
            JsonSerializer.SerializeToElement(former, Json.Options),
            req.Patch,
            errors
        );
        var changed = current with
        {
            Name = TextNormalization.Line(body.Name) ?? "",
            // An expiry that stays need not be possible today.
            ExpiresAt =
                body.ExpiresAt == current.ExpiresAt ? current.ExpiresAt : rules.Expiry(body.ExpiresAt, now, errors),
            AllowedAddresses = KeyRules.Addresses(body.AllowedAddresses, errors),
            Scopes = rules.Scopes(body.Scopes, current.Role, errors),
        };
        errors.ThrowIfAny();
        if (
            !rules.MayIssue(caller, current.Role, current.Scopes)
            || !rules.MayIssue(caller, changed.Role, changed.Scopes)
        )
            throw KeyRules.TooWide(caller);

        var stored = await keys.ChangeAsync(
            req.Id,
            // The change was validated with the key as it was read, and replaces no other version.
            present => KeyResponse.FromKey(present, now).Tag == KeyResponse.FromKey(current, now).Tag ? changed : null,
            now,
            ct,
            caller.Actor,
            rules.Guard(HttpContext, now)
        );
        var response = KeyResponse.FromKey(
            stored switch
            {
                { Outcome: KeyOutcome.Changed, Key: { } key } => key,
                { Outcome: KeyOutcome.Stale } => throw EntityTags.Stale(),
                { Outcome: KeyOutcome.Ended, Key: { } ended } => throw KeyRules.Ended(ended),
                { Outcome: KeyOutcome.LastAdmin } => throw KeyRules.NoOtherAdmin(req.Id),
                _ => throw GetKey.Unknown(req.Id),
            },
            now
        );
        await Send.ResourceAsync(response, response.Tag, null, ct);
    }
}
