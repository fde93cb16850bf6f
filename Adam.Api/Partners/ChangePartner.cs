using System.Text.Json;
using Adam.Api.Binding;
using Adam.Api.Errors;
using Adam.Api.Http;
using Adam.Api.OpenApi;
using Adam.Api.Security;
using Adam.Api.Serialization;
using Adam.Data.Databases;
using Adam.Data.Partners;
using Adam.Domain.Keys;
using Adam.Domain.Partners;
using FastEndpoints;

namespace Adam.Api.Partners;

internal record ChangePartnerRequest
{
    /// <summary>The code of the partner, in any case; for a State also its ISO alpha-3 code.</summary>
    [RouteParam, Example("DE")]
    public string Code { get; init; } = "";

    /// <summary>The <c>ETag</c> of the version that the client has read.</summary>
    [FromHeader("If-Match")]
    public EntityTags IfMatch { get; init; } = null!;
}

internal sealed record ReplacePartnerRequest : ChangePartnerRequest
{
    [FromBody]
    public PartnerBody Body { get; init; } = new();

    internal sealed class Rules : Validator<ReplacePartnerRequest>
    {
        public Rules() => RuleFor(request => request.Body).SetValidator(new PartnerRules());
    }
}

internal sealed record PatchPartnerRequest : ChangePartnerRequest
{
    [FromBody, MediaTypes(MediaTypesAttribute.MergePatch, Json.MediaType), PatchOf(typeof(PartnerBody))]
    public JsonElement Patch { get; init; }
}

internal sealed class ReplacePartner(PartnerStore partners, TimeProvider time)
    : Endpoint<ReplacePartnerRequest, PartnerResponse>
{
    public override void Configure()
    {
        Put("/v1/partners/{code}");
        Roles(RoleNames.Admin);
        this.RequiresScope(KeyScope.ReferenceWrite);
        this.Documents(
            "Replace a partner",
            "Members that the body omits are emptied, except memberships, which are kept. Code and kind cannot be "
                + "changed.",
            answer: typeof(PartnerResponse),
            tagged: true,
            problems: [ErrorCodes.UnknownPartner, ErrorCodes.PartnerNameTaken]
        );
    }

    public override async Task HandleAsync(ReplacePartnerRequest req, CancellationToken ct)
    {
        var today = time.Today();
        var current = await partners.GetForUpdateAsync(req, today, ct);
        var changed = await partners.ChangeAsync(current, req.Body, today, Caller.FromPrincipal(User), ct);
        await Send.ResourceAsync(
            PartnerResponse.FromPartner(changed, today),
            PartnerResponse.TagOf(changed, today),
            null,
            ct
        );
    }
}

internal sealed class PatchPartner(PartnerStore partners, TimeProvider time)
    : Endpoint<PatchPartnerRequest, PartnerResponse>
{
    public override void Configure()
    {
        Patch("/v1/partners/{code}");
        Roles(RoleNames.Admin);
        this.RequiresScope(KeyScope.ReferenceWrite);
        this.Documents(
            "Change a partner",
            "JSON Merge Patch (RFC 7396): members in the body are changed, null empties a member, and a list is "
                + "replaced as a whole. Code and kind cannot be changed.",
            answer: typeof(PartnerResponse),
            tagged: true,
            problems: [ErrorCodes.UnknownPartner, ErrorCodes.PartnerNameTaken]
        );
    }

    public override async Task HandleAsync(PatchPartnerRequest req, CancellationToken ct)
    {
        var today = time.Today();
        var current = await partners.GetForUpdateAsync(req, today, ct);
        var errors = new List<ValidationError>();
        var body = MergePatch.Read<PartnerBody>(
            WithMemberships(PartnerResponse.FromPartner(current, today), req.Patch),
            req.Patch,
            errors
        );
        Validation.Add(errors, new PartnerRules().Validate(body).Errors);
        errors.ThrowIfAny();

        var changed = await partners.ChangeAsync(current, body, today, Caller.FromPrincipal(User), ct);
        await Send.ResourceAsync(
            PartnerResponse.FromPartner(changed, today),
            PartnerResponse.TagOf(changed, today),
            null,
            ct
        );
    }

    /// <summary>
    /// Returns a partner to be patched. A patch of the memberships says when the partner is a member, so
    /// <c>member</c> as it was would contradict it.
    /// </summary>
    private static JsonElement WithMemberships(PartnerResponse partner, JsonElement patch)
    {
        var whole = JsonSerializer.SerializeToNode(partner, Json.Options)!.AsObject();
        if (patch.ValueKind == JsonValueKind.Object && patch.TryGetProperty("memberships", out _))
            whole.Remove("member");
        return JsonSerializer.SerializeToElement(whole, Json.Options);
    }
}

internal static class PartnerChanges
{
    /// <summary>Loads a partner for update. Throws if it does not exist or does not match <c>If-Match</c>.</summary>
    public static async Task<Partner> GetForUpdateAsync(
        this PartnerStore partners,
        ChangePartnerRequest request,
        DateOnly today,
        CancellationToken ct
    )
    {
        var current =
            await partners.FindAsync(PartnerCodes.Canonical(request.Code), ct)
            ?? throw await GetPartner.UnknownAsync(partners, request.Code, ct);
        request.IfMatch.Require(PartnerResponse.TagOf(current, today));
        return current;
    }

    public static async Task<Partner> ChangeAsync(
        this PartnerStore partners,
        Partner current,
        PartnerBody body,
        DateOnly today,
        Caller caller,
        CancellationToken ct
    )
    {
        var partner = body.ToPartner(current);
        var errors = new List<ValidationError>();
        if (partner.Code != current.Code)
            errors.Add(
                new(
                    "code",
                    $"The code is {current.Code} and stays so. Add {ValidationError.Quote(partner.Code)} as another "
                        + "partner.",
                    ErrorCodes.BadValue
                )
            );
        if (partner.Kind != current.Kind)
            errors.Add(new("kind", $"The kind is {Json.NameOf(current.Kind)} and stays so.", ErrorCodes.BadValue));
        if (body.Version is not null && body.Version != current.Version)
            errors.Add(
                new(
                    "version",
                    $"The version is {current.Version}, and the register counts it. Leave the member out.",
                    ErrorCodes.BadValue
                )
            );
        if (body.MemberError(current, today) is { } error)
            errors.Add(error);
        errors.ThrowIfAny();

        return (await partners.ChangeAsync(partner, current.Version, ct, caller.Actor)).ThrowIfRejected(body);
    }

    public static Partner ThrowIfRejected(this PartnerOutcome outcome, PartnerBody body) =>
        outcome switch
        {
            PartnerOutcome.Done done => done.Partner,
            PartnerOutcome.CodeTaken => throw new ProblemException(
                ErrorCodes.PartnerExists,
                $"There is a partner {body.Code} already. Change it by PUT or PATCH."
            ),
            PartnerOutcome.NameTaken taken => throw new ProblemException(
                ErrorCodes.PartnerNameTaken,
                $"{ValidationError.Quote(taken.Name)} means the partner {taken.By} already; records that use it would "
                    + "not say which."
            ),
            PartnerOutcome.Stale => throw EntityTags.Stale(),
            PartnerOutcome.NotFound => throw new ProblemException(
                ErrorCodes.UnknownPartner,
                $"There is no partner {body.Code}."
            ),
            _ => throw new InvalidOperationException($"An outcome that nobody knows: {outcome}."),
        };
}
