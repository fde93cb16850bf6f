using Adam.Api.Errors;
using Adam.Api.Http;
using Adam.Api.Measures;
using Adam.Api.OpenApi;
using Adam.Api.Overlaps;
using Adam.Api.Security;
using Adam.Data.Measures;
using Adam.Data.Overlaps;
using Adam.Data.Projects;
using Adam.Domain.Keys;
using FastEndpoints;

namespace Adam.Api.Projects;

internal sealed record CheckProjectRequest : IHasBindingErrors
{
    [FromBody]
    public ProjectBody Body { get; init; } = new();

    public List<ValidationError> BindingErrors { get; } = [];
}

/// <summary>The result of the validation of a draft.</summary>
/// <param name="Errors">The errors for which POST /v1/projects would reject the draft; empty if there are none.</param>
/// <param name="Overlaps">
/// The overlaps that the project would have; null while countries, pillars, donors, status, dates or owner have errors.
/// </param>
/// <param name="Measures">
/// The measures that the project would serve, and the gaps that it would close; null while it has errors that
/// overlaps are null for, or errors in its title, description, reference, beneficiaries, activity types or measures.
/// </param>
/// <param name="Warnings">
/// Values that are valid but probably wrong, such as a place far outside the countries; empty while there are errors.
/// </param>
internal sealed record ProjectCheckResponse(
    IReadOnlyList<ValidationError> Errors,
    ProjectOverlapsResponse? Overlaps,
    EntryMeasuresResponse? Measures,
    IReadOnlyList<ValidationError> Warnings
);

internal sealed class CheckProject(
    ProjectReader reader,
    ProjectStore projects,
    DraftOverlaps drafts,
    DraftMeasures measures,
    ProjectWarnings warnings
) : Endpoint<CheckProjectRequest, ProjectCheckResponse>
{
    /// <summary>The members that decide which measures a project serves, beside those that decide overlaps.</summary>
    private static readonly string[] DecideMeasures =
    [
        "title",
        "description",
        "reference",
        "beneficiaries",
        "activityTypes",
        "declaredMeasures",
    ];

    public override void Configure()
    {
        Post("/v1/projects/check");
        this.RequiresScope(KeyScope.Read);
        this.Documents(
            "Check a draft",
            "Validates a project without storing it. Returns its errors, the overlaps that it would have, the measures "
                + "that it would serve and the gaps that it would close. The overlaps are returned if countries, "
                + "pillars, donors, status, dates and owner are valid, even if other members have errors.",
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

        var texts = HttpContext.ChooseSentences();
        var found = read.HasActivity
            ? ProjectOverlapsResponse.FromOverlaps(
                await drafts.CheckAsync(read.Owner, read.Draft, ProjectOverlapsResponse.Strongest, ct),
                project: null,
                texts
            )
            : null;
        var served =
            read.HasActivity && read.AreValid(DecideMeasures)
                ? EntryMeasuresResponse.FromMeasures(await measures.CheckAsync(read.Owner, read.Draft, ct), texts)
                : null;
        var soft = read.Errors.Count == 0 ? await warnings.ForAsync(read.Input, read.Draft, ct) : [];
        await HttpContext.Response.SendAsync(new ProjectCheckResponse(errors, found, served, soft), cancellation: ct);
    }
}
