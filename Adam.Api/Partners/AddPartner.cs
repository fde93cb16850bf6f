using Adam.Api.Errors;
using Adam.Api.Http;
using Adam.Api.Idempotency;
using Adam.Api.OpenApi;
using Adam.Api.Security;
using Adam.Data.Databases;
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

internal sealed class AddPartner(PartnerStore partners, TimeProvider time)
    : Endpoint<AddPartnerRequest, PartnerResponse>
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
        var today = time.Today();
        var errors = new List<ValidationError>();
        if (req.Body.Version is not (null or 1))
            errors.Add(
                new(
                    "version",
                    $"A new partner has version 1, not {req.Body.Version}. Leave the member out.",
                    ErrorCodes.BadValue
                )
            );
        if (req.Body.MemberError(current: null, today) is { } error)
            errors.Add(error);
        errors.ThrowIfAny();

        var request = IdempotentRequest.Find(HttpContext);
        var outcome = await partners.AddAsync(
            req.Body.ToPartner(),
            ct,
            request is null ? null : Keep,
            Caller.FromPrincipal(User).Actor
        );
        var partner = outcome.ThrowIfRejected(req.Body);
        await Send.CreatedAsync(
            LocationOf(partner),
            PartnerResponse.FromPartner(partner, today),
            PartnerResponse.TagOf(partner, today),
            ct
        );

        KeptResponse Keep(Partner added) =>
            request.KeepCreated(
                LocationOf(added),
                PartnerResponse.FromPartner(added, today),
                PartnerResponse.TagOf(added, today)
            );
    }

    private static string LocationOf(Partner partner) => $"/v1/partners/{partner.Code}";
}
