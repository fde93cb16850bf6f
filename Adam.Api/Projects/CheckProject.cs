using Adam.Api.OpenApi;
using Adam.Api.Overlaps;
using Adam.Api.Requests;
using Adam.Api.Security;
using Adam.Data.Overlaps;
using Adam.Data.Projects;
using FastEndpoints;

namespace Adam.Api.Projects;

internal sealed record CheckProjectRequest : ICollectsFaults
{
    [FromBody]
    public ProjectBody Body { get; init; } = new();

    public List<Fault> Faults { get; } = [];
}

/// <summary>A draft, judged.</summary>
/// <param name="Errors">What recording it would be refused for; empty when nothing is.</param>
/// <param name="Overlaps">What it would overlap with; null while countries, pillars, donors, status or dates have faults.</param>
[SchemaName("ProjectCheck")]
internal sealed record CheckResponse(IReadOnlyList<Fault> Errors, OverlapsResponse? Overlaps);

internal sealed class CheckProject(ProjectReader reader, ProjectStore projects, OverlapDrafts drafts) : Endpoint<CheckProjectRequest, CheckResponse>
{
    public override void Configure()
    {
        Post("/v1/projects/check");
        this.Documents("Check a draft", "Judges a project without storing it: its faults, and the overlaps it would have. They are told as soon as countries, pillars, donors, status and dates are right, whatever else is still missing.",
            answer: typeof(CheckResponse), problems: ErrorCodes.NotYourProject);
    }

    public override async Task HandleAsync(CheckProjectRequest req, CancellationToken ct)
    {
        var read = await reader.ReadAsync(req.Body, req.Faults, Caller.Of(User), null, ct);
        List<Fault> faults = [.. read.Faults];
        if (read.IsRight("reference", "owner") && await projects.HolderAsync(read.Owner, read.Draft, ct) is { } holder)
            faults.Add(new("reference", ProjectAnswers.Taken(holder).Message, ErrorCodes.ReferenceTaken));

        var found = read.HasActivity ? OverlapsResponse.Of(await drafts.OfAsync(read.Owner, read.Draft, OverlapsResponse.Strongest, ct)) : null;
        await HttpContext.Response.SendAsync(new CheckResponse(faults, found), cancellation: ct);
    }
}
