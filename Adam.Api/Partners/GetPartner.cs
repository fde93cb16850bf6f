using Adam.Api.Binding;
using Adam.Api.Errors;
using Adam.Api.Http;
using Adam.Api.OpenApi;
using Adam.Data.Databases;
using Adam.Data.Partners;
using FastEndpoints;

namespace Adam.Api.Partners;

internal sealed record GetPartnerRequest
{
    /// <summary>The code of the partner, in any case; for a State also its ISO alpha-3 code.</summary>
    [RouteParam, Example("DE")]
    public string Code { get; init; } = "";

    /// <summary>The <c>ETag</c> that the client has; the response is 304 if it is current.</summary>
    [FromHeader("If-None-Match")]
    public EntityTags? IfNoneMatch { get; init; }
}

internal sealed class GetPartner(PartnerStore partners, TimeProvider time)
    : Endpoint<GetPartnerRequest, PartnerResponse>
{
    public override void Configure()
    {
        Get("/v1/partners/{code}");
        this.Documents(
            "Read a partner",
            "Returns the names, the registered identifiers, the memberships and the contact of a partner.",
            answer: typeof(PartnerResponse),
            tagged: true,
            problems: ErrorCodes.UnknownPartner
        );
    }

    public override async Task HandleAsync(GetPartnerRequest req, CancellationToken ct)
    {
        var partner =
            await partners.FindAsync(PartnerCodes.Canonical(req.Code), ct)
            ?? throw await UnknownAsync(partners, req.Code, ct);
        await Send.ResourceAsync(
            PartnerResponse.FromPartner(partner, time.Today()),
            PartnerResponse.TagOf(partner, time.Today()),
            req.IfNoneMatch,
            ct
        );
    }

    public static async Task<ProblemException> UnknownAsync(PartnerStore partners, string code, CancellationToken ct)
    {
        var directory = await partners.DirectoryAsync(ct);
        return new(
            ErrorCodes.UnknownPartner,
            $"There is no partner {ValidationError.Quote(code)}. {directory.Meant(code)}"
        );
    }
}
