using Adam.Api.Errors;
using Adam.Api.OpenApi;
using Adam.Api.Overlaps;
using Adam.Api.Security;
using Adam.Data.Overlaps;
using Adam.Data.Projects;
using FastEndpoints;

namespace Adam.Api.Projects;

internal sealed record CheckProjectRequest : IHasBindingErrors
{
    [FromBody]
    public ProjectBody Body { get; init; } = new();

    public List<ValidationError> BindingErrors { get; } = [];
}

/// <summary>A draft, judged.</summary>
/// <param name="Errors">What recording it would be refused for; empty when nothing is.</param>
/// <param name="Overlaps">What it would overlap with; null while countries, pillars, donors, status or dates have faults.</param>
internal sealed record ProjectCheckResponse(IReadOnlyList<ValidationError> Errors, ProjectOverlapsResponse? Overlaps);

internal sealed class CheckProject(ProjectReader reader, ProjectStore projects, DraftOverlaps drafts)
    : Endpoint<CheckProjectRequest, ProjectCheckResponse>
{
    public override void Configure()
    {
        Post("/v1/projects/check");
        this.Documents(
            "Check a draft",
            "Judges a project without storing it: its faults, and the overlaps it would have. They are told as soon as countries, pillars, donors, status and dates are right, whatever else is still missing.",
            answer: typeof(ProjectCheckResponse),
            problems: ErrorCodes.NotYourProject
        );
    }

    public override async Task HandleAsync(CheckProjectRequest req, CancellationToken ct)
    {
        var read = await reader.ReadAsync(req.Body, req.BindingErrors, Caller.FromPrincipal(User), null, ct);
        List<ValidationError> errors = [.. read.Errors];
        if (
            read.AreValid("reference", "owner")
            && await projects.FindByReferenceAsync(read.Owner, read.Draft, ct) is { } holder
        )
            errors.Add(new("reference", ProjectProblems.ReferenceTaken(holder).Message, ErrorCodes.ReferenceTaken));

        var found = read.HasActivity
            ? ProjectOverlapsResponse.FromOverlaps(
                await drafts.CheckAsync(read.Owner, read.Draft, ProjectOverlapsResponse.Strongest, ct)
            )
            : null;
        await HttpContext.Response.SendAsync(new ProjectCheckResponse(errors, found), cancellation: ct);
    }
}
