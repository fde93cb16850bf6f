using Adam.Api.Errors;
using Adam.Api.Http;
using Adam.Api.OpenApi;
using Adam.Api.Security;
using Adam.Data.Projects;
using Adam.Domain.Keys;
using FastEndpoints;

namespace Adam.Api.Projects;

internal sealed class WithdrawProject(ProjectStore projects) : Endpoint<ChangeProjectRequest>
{
    public override void Configure()
    {
        Delete("/v1/projects/{id}");
        Roles(RoleNames.Donor, RoleNames.Admin);
        this.RequiresScope(KeyScope.ProjectsWrite);
        this.Documents(
            "Withdraw a project",
            "Removes the project from lists, presence and overlaps. The record is kept, and its reference stays "
                + "taken. Later requests for the project return 410.",
            StatusCodes.Status204NoContent,
            problems: [ErrorCodes.UnknownProject, ErrorCodes.Withdrawn, ErrorCodes.NotYourProject]
        );
    }

    public override async Task HandleAsync(ChangeProjectRequest req, CancellationToken ct)
    {
        var caller = Caller.FromPrincipal(User);
        var stored = await projects.GetForUpdateAsync(req.Id, caller, req.IfMatch, ct);
        (await projects.WithdrawAsync(req.Id, stored.Version, caller.Actor, ct)).ThrowIfRejected();
        await Send.StatusAsync(StatusCodes.Status204NoContent, ct);
    }
}
