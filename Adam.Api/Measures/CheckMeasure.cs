using Adam.Api.Errors;
using Adam.Api.Gaps;
using Adam.Api.Http;
using Adam.Api.OpenApi;
using Adam.Api.Records;
using Adam.Api.Security;
using Adam.Data.Gaps;
using Adam.Data.Measures;
using Adam.Data.Partners;
using Adam.Domain.Keys;
using FastEndpoints;

namespace Adam.Api.Measures;

internal sealed record CheckMeasureRequest : IHasBindingErrors
{
    [FromBody]
    public MeasureBody Body { get; init; } = new();

    public List<ValidationError> BindingErrors { get; } = [];
}

/// <summary>The result of the validation of a measure.</summary>
/// <param name="Errors">The errors for which POST /v1/measures would reject it; empty if there are none.</param>
/// <param name="Links">The numbers of the projects that would serve it; null while it has errors.</param>
/// <param name="Projects">
/// The projects that would serve it and those that would be suggested, at most fifty; empty while it has errors.
/// </param>
/// <param name="Gaps">The coverage of its cells today; empty while it has errors.</param>
/// <param name="Warnings">States that the criterion is too wide, if it is; otherwise empty.</param>
internal sealed record MeasureCheckResponse(
    IReadOnlyList<ValidationError> Errors,
    MeasureLinkCountsResponse? Links,
    IReadOnlyList<MeasureLinkResponse> Projects,
    IReadOnlyList<GapResponse> Gaps,
    IReadOnlyList<ValidationError> Warnings
);

internal sealed class CheckMeasure(
    PartnerStore partners,
    MeasureStore measures,
    MeasureLinks links,
    GapStore gaps,
    TimeProvider time
) : Endpoint<CheckMeasureRequest, MeasureCheckResponse>
{
    private const int MostProjects = 50;

    public override void Configure()
    {
        Post("/v1/measures/check");
        Roles(RoleNames.Analyst, RoleNames.Admin);
        this.RequiresScope(KeyScope.Read);
        this.Documents(
            "Check a measure",
            "Validates a measure without storing it, and returns the projects that would serve it and the gaps that "
                + "it would have.",
            answer: typeof(MeasureCheckResponse)
        );
    }

    public override async Task HandleAsync(CheckMeasureRequest req, CancellationToken ct)
    {
        var errors = req.BindingErrors;
        var draft = MeasureReader.Read(req.Body, errors, current: null, await partners.DirectoryAsync(ct));
        var recorded = draft.Reference.Length == 0 ? null : await measures.FindAsync(draft.Reference, ct);
        // A draft under the reference of an active measure is a change of it.
        if (recorded is { IsActive: false })
            errors.Add(
                new("reference", RecordProblems.ReferenceTaken(recorded).Message, ErrorCodes.MeasureReferenceTaken)
            );
        if (errors.Count > 0)
        {
            await HttpContext.Response.SendAsync(new MeasureCheckResponse(errors, null, [], [], []), cancellation: ct);
            return;
        }

        var measure = StoredMeasure.FromDraft(draft, recorded);
        var (page, _, counts) = await links.ListAsync(measure, [], 0, MostProjects, ct);
        var today = DateOnly.FromDateTime(time.GetUtcNow().UtcDateTime);
        var query = new GapQuery { AsOf = today };
        var texts = HttpContext.ChooseSentences();
        var cells = await gaps.OfMeasureAsync(measure, query, ct);
        await HttpContext.Response.SendAsync(
            new MeasureCheckResponse(
                errors,
                MeasureLinkCountsResponse.FromCounts(counts),
                [.. page.Select(link => MeasureLinkResponse.FromLink(link, texts))],
                [.. cells.Select(cell => GapResponse.FromGap(cell, today))],
                CriterionWarnings.TooWide(counts, measure.Criterion) is { } warning ? [warning] : []
            ),
            cancellation: ct
        );
    }
}
