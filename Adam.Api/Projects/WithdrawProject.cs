using Adam.Api.Errors;
using Adam.Api.Http;
using Adam.Api.OpenApi;
using Adam.Api.Security;
using Adam.Data.Projects;
using FastEndpoints;

namespace Adam.Api.Projects;

internal sealed class WithdrawProject(ProjectStore projects) : Endpoint<ChangeProjectRequest>
{
    public override void Configure()
    {
        Delete("/v1/projects/{id}");
        Roles(RoleNames.Donor, RoleNames.Admin);
        this.Documents(
            "Withdraw a project",
            "The project leaves lists, presence and overlaps; the record and its reference stay. From then on the project is answered with 410.",
            StatusCodes.Status204NoContent,
            problems: [ErrorCodes.UnknownProject, ErrorCodes.Withdrawn, ErrorCodes.NotYourProject]
        );
    }

    public override async Task HandleAsync(ChangeProjectRequest req, CancellationToken ct)
    {
        var stored = await projects.GetForUpdateAsync(req.Id, Caller.FromPrincipal(User), req.IfMatch, ct);
        (await projects.WithdrawAsync(req.Id, stored.Version, ct)).ThrowIfRejected();
        await Send.StatusAsync(StatusCodes.Status204NoContent, ct);
    }
}
