using Adam.Api.Binding;
using Adam.Api.Errors;
using Adam.Api.Http;
using Adam.Api.Idempotency;
using Adam.Api.OpenApi;
using Adam.Api.Security;
using Adam.Data.Idempotency;
using Adam.Data.Partners;
using Adam.Domain.Keys;
using Adam.Domain.Partners;
using FastEndpoints;

namespace Adam.Api.Partners;

internal sealed record AddPartnerRequest
{
    [FromBody]
    public PartnerBody Body { get; init; } = new();

    internal sealed class Rules : Validator<AddPartnerRequest>
    {
        public Rules() => RuleFor(request => request.Body).SetValidator(new PartnerRules());
    }
}

internal sealed class AddPartner(PartnerStore partners) : Endpoint<AddPartnerRequest, PartnerResponse>
{
    public override void Configure()
    {
        Post("/v1/partners");
        Roles(RoleNames.Admin);
        this.RequiresScope(KeyScope.ReferenceWrite);
        this.HonoursIdempotencyKey();
        this.Documents(
            "Add a partner",
            "Adds a partner. Its code, names and identifiers are then recognised in the donors and implementers of "
                + "projects.",
            201,
            typeof(PartnerResponse),
            tagged: true,
            problems: [ErrorCodes.PartnerExists, ErrorCodes.PartnerNameTaken]
        );
    }

    public override async Task HandleAsync(AddPartnerRequest req, CancellationToken ct)
    {
        if (req.Body.Version is not (null or 1))
            throw ProblemException.ForErrors(
                new ValidationError(
                    "version",
                    $"A new partner has version 1, not {req.Body.Version}. Leave the member out.",
                    ErrorCodes.BadValue
                )
            );

        var request = IdempotentRequest.Find(HttpContext);
        var outcome = await partners.AddAsync(
            req.Body.ToPartner(),
            ct,
            request is null ? null : Keep,
            Caller.FromPrincipal(User).Actor
        );
        var partner = outcome.ThrowIfRejected(req.Body);
        await Send.CreatedAsync(LocationOf(partner), PartnerResponse.FromPartner(partner), TagOf(partner), ct);

        KeptResponse Keep(Partner added) =>
            request.KeepCreated(LocationOf(added), PartnerResponse.FromPartner(added), TagOf(added));
    }

    private static string LocationOf(Partner partner) => $"/v1/partners/{partner.Code}";

    private static string TagOf(Partner partner) => EntityTags.ForVersion(partner.Version);
}
