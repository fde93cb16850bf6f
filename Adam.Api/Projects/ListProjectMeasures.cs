using Adam.Api.Binding;
using Adam.Api.Errors;
using Adam.Api.Http;
using Adam.Api.Measures;
using Adam.Api.OpenApi;
using Adam.Data.Measures;
using Adam.Data.Projects;
using Adam.Domain.Sentences;
using FastEndpoints;

namespace Adam.Api.Projects;

internal sealed record ListProjectMeasuresRequest : ListRequest
{
    /// <summary>The id of the project.</summary>
    [RouteParam, Example("01938c2e-7a41-7c3e-9d55-0c2f1b6a9e10")]
    public Guid Id { get; init; }
}

/// <summary>A measure that a project serves.</summary>
/// <param name="Measure">The reference of the measure.</param>
/// <param name="Title">The title of the measure.</param>
/// <param name="Basis">
/// <c>declared</c>: the project names the measure, or an analyst has linked it. <c>found</c>: it meets the criterion.
/// </param>
/// <param name="Counted">False if the project was judged not to serve the measure, or is cancelled.</param>
/// <param name="Reasons">The parts of the criterion that the project meets.</param>
/// <param name="Verdict">The current verdict; null if there is none.</param>
internal sealed record MeasureOfProjectResponse(
    [property: Example("M-I-1")] string Measure,
    [property: Example("Border posts along the northern route search vehicles together")] string Title,
    [property: Example("found")] MeasureBasis Basis,
    [property: Example(true)] bool Counted,
    IReadOnlyList<MeasureReasonResponse> Reasons,
    MeasureVerdictResponse? Verdict
)
{
    public static MeasureOfProjectResponse FromLink(MeasureLink link, SentenceTexts texts) =>
        new(
            link.Measure.Measure.Draft.Reference,
            link.Measure.Measure.Draft.Title,
            link.Basis,
            link.Counts,
            MeasureReasonResponse.FromReasons(link.Reasons, texts),
            MeasureVerdictResponse.FromDecision(link.Decision)
        );
}

internal sealed class ListProjectMeasures(ProjectStore projects, MeasureLinks links)
    : Endpoint<ListProjectMeasuresRequest, ListResponse<MeasureOfProjectResponse>>
{
    public override void Configure()
    {
        Get("/v1/projects/{id}/measures");
        this.Documents(
            "List the measures of a project",
            "Returns the measures that the project serves, with the reasons, in the order in which the measures were "
                + "recorded. A measure that the project was judged not to serve is listed, and does not count.",
            answer: typeof(ListResponse<MeasureOfProjectResponse>),
            problems: [ErrorCodes.UnknownProject, ErrorCodes.Withdrawn]
        );
    }

    public override async Task HandleAsync(ListProjectMeasuresRequest req, CancellationToken ct)
    {
        var all = await links.OfProjectAsync(await projects.GetActiveAsync(req.Id, ct), ct);
        var after = req.Cursor?.Number(0) ?? 0;
        var rest = all.Where(link => link.Measure.MeasureId > after).ToList();
        var texts = HttpContext.ChooseSentences();
        await Send.PageAsync(
            [.. rest.Take(req.Limit).Select(link => MeasureOfProjectResponse.FromLink(link, texts))],
            rest.Count > req.Limit ? [rest[req.Limit - 1].Measure.MeasureId] : null,
            req.Count ? all.Count : null,
            req.IfNoneMatch,
            ct
        );
    }
}
