using Adam.Api.Binding;
using Adam.Api.Errors;
using Adam.Api.OpenApi;
using Adam.Api.Security;
using Adam.Data.Overlaps;
using Adam.Domain.Keys;
using FastEndpoints;

namespace Adam.Api.Overlaps;

internal sealed record AttendOverlapRequest : OverlapRequest;

/// <summary>Somebody who has a pair open to judge it.</summary>
/// <param name="Name">The name of the key.</param>
/// <param name="Partner">The code of the partner of the key.</param>
internal sealed record OverlapJudgeResponse(
    [property: Example("Analyst, UNODC")] string Name,
    [property: Example("UNODC")] string Partner
);

internal sealed class AttendOverlap(OverlapStore overlaps, OverlapJudges judges)
    : Endpoint<AttendOverlapRequest, ListResponse<OverlapJudgeResponse>>
{
    public override void Configure()
    {
        Put("/v1/overlaps/{id}/judges/me");
        Roles(RoleNames.Analyst, RoleNames.Admin);
        this.RequiresScope(KeyScope.OverlapsDecide);
        this.Documents(
            "Tell who else is judging an overlap",
            "Says that you have the pair open to judge it, and returns the others who have, by name. You count as "
                + "present for two minutes, or until you open another pair. Nothing is reserved or stored: each "
                + "server knows those who use it, and forgets them when it ends.",
            answer: typeof(ListResponse<OverlapJudgeResponse>),
            problems: ErrorCodes.UnknownOverlap
        );
    }

    public override async Task HandleAsync(AttendOverlapRequest req, CancellationToken ct)
    {
        var id = req.ToId();
        _ = await overlaps.FindAsync(id, ct) ?? throw await overlaps.NoneAsync(id, ct);
        var others = judges.Attend(id, Caller.FromPrincipal(User));
        await Send.ResponseAsync(new(others, null, null), StatusCodes.Status200OK, ct);
    }
}
