using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;
using Adam.Api.Binding;
using Adam.Api.Errors;
using Adam.Api.Http;
using Adam.Api.OpenApi;
using Adam.Api.Records;
using Adam.Data.Measures;
using Adam.Domain.Measures;
using FastEndpoints;

namespace Adam.Api.Measures;

internal sealed record ListMeasureProjectsRequest : ListRequest
{
    /// <summary>The reference of the measure, in any case.</summary>
    [RouteParam, MaxLength(MeasureDraft.MaxReferenceLength), Example("M-II-2")]
    public string Reference { get; init; } = "";

    /// <summary>The links to return; all by default.</summary>
    [QueryParam, CommaSeparated, Example("declared,found")]
    public IReadOnlyList<MeasureBasis> Basis { get; init; } = [];
}

/// <summary>A page of the projects of a measure.</summary>
/// <param name="Items">
/// Declared projects, found ones, then suggested ones with the most likely first. A rejected project stands where it
/// would stand without the verdict, and does not count.
/// </param>
/// <param name="NextCursor">The <c>cursor</c> of the next page; null on the last page.</param>
/// <param name="Total">The number of links on all pages; only with <c>count=true</c>.</param>
/// <param name="Links">The numbers of all links of the measure.</param>
/// <param name="Warnings">States that the criterion is too wide, if it is; otherwise empty.</param>
internal sealed record MeasureProjectsResponse(
    IReadOnlyList<MeasureLinkResponse> Items,
    string? NextCursor,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] long? Total,
    MeasureLinkCountsResponse Links,
    IReadOnlyList<ValidationError> Warnings
);

internal sealed class ListMeasureProjects(MeasureStore measures, MeasureLinks links)
    : Endpoint<ListMeasureProjectsRequest, MeasureProjectsResponse>
{
    public override void Configure()
    {
        Get("/v1/measures/{reference}/projects");
        this.Documents(
            "List the projects of a measure",
            "Returns the projects that serve the measure, with the reasons: those that name it, those that its "
                + "criterion finds, and at most "
                + $"{MeasureLinks.MostSuggested} that are suggested because their text is like that of the measure.",
            answer: typeof(MeasureProjectsResponse),
            problems: [ErrorCodes.UnknownMeasure, ErrorCodes.MeasureWithdrawn]
        );
    }

    public override async Task HandleAsync(ListMeasureProjectsRequest req, CancellationToken ct)
    {
        var measure = await measures.GetActiveAsync(req.Reference, ct);
        // The links are computed again for each page, so the cursor is an offset.
        var skip = (int)Math.Clamp(req.Cursor?.Number(0) ?? 0, 0, int.MaxValue);
        var (page, total, counts) = await links.ListAsync(measure, [.. req.Basis], skip, req.Limit, ct);
        var texts = HttpContext.ChooseSentences();
        await HttpContext.PageAsync(
            next => new MeasureProjectsResponse(
                [.. page.Select(link => MeasureLinkResponse.FromLink(link, texts))],
                next,
                req.Count ? total : null,
                MeasureLinkCountsResponse.FromCounts(counts),
                CriterionWarnings.TooWide(counts, measure.Criterion) is { } warning ? [warning] : []
            ),
            skip + page.Count < total ? [skip + page.Count] : null,
            req.IfNoneMatch,
            ct
        );
    }
}
