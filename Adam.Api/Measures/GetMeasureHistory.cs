using System.ComponentModel.DataAnnotations;
using Adam.Api.Binding;
using Adam.Api.Errors;
using Adam.Api.Http;
using Adam.Api.OpenApi;
using Adam.Data.Audit;
using Adam.Data.Audit.Recording;
using Adam.Data.Measures;
using Adam.Domain.Measures;
using FastEndpoints;

namespace Adam.Api.Measures;

internal sealed record GetMeasureHistoryRequest : ListRequest
{
    /// <summary>The reference of the measure, in any case.</summary>
    [RouteParam, MaxLength(MeasureDraft.MaxReferenceLength), Example("M-II-2")]
    public string Reference { get; init; } = "";
}

/// <summary>A version of a measure, with what it changed.</summary>
/// <param name="Version">The number of the version.</param>
/// <param name="At">The instant at which the write began, by the clock of the server.</param>
/// <param name="Action"><c>created</c>, <c>changed</c> or <c>withdrawn</c>.</param>
/// <param name="By">The author.</param>
/// <param name="Changes">
/// The members that changed, without version and stamps; empty for the first version, and for a withdrawal.
/// </param>
internal sealed record MeasureVersionResponse(
    [property: Example(1)] int Version,
    DateTimeOffset At,
    [property: Example("created")] AuditAction Action,
    VersionAuthorResponse By,
    IReadOnlyList<MemberChangeResponse> Changes
)
{
    public static MeasureVersionResponse FromVersion(MeasureVersion version) =>
        new(
            version.Version,
            version.At,
            version.Action,
            VersionAuthorResponse.FromAuthor(version.Author),
            version is { Before: { } before, Document: { } document } ? MemberChanges.Between(before, document) : []
        );
}

internal sealed class GetMeasureHistory(MeasureStore measures, MeasureHistory history)
    : Endpoint<GetMeasureHistoryRequest, ListResponse<MeasureVersionResponse>>
{
    public override void Configure()
    {
        Get("/v1/measures/{reference}/history");
        this.Documents(
            "Read the history of a measure",
            "Returns every version of the measure, the first one first: who wrote it, when, and which members it "
                + "changed from what to what. A withdrawn measure keeps its history.",
            answer: typeof(ListResponse<MeasureVersionResponse>),
            problems: ErrorCodes.UnknownMeasure
        );
    }

    public override async Task HandleAsync(GetMeasureHistoryRequest req, CancellationToken ct)
    {
        var after = (int)Math.Clamp(req.Cursor?.Number(0) ?? 0, 0, int.MaxValue);
        var stored = await measures.GetAsync(req.Reference, ct);
        var page = await history.ReadAsync(stored, after, req.Limit, ct);
        await Send.PageAsync(
            [.. page.Items.Select(MeasureVersionResponse.FromVersion)],
            page.Next is { } next ? [next] : null,
            req.Count ? page.Total : null,
            req.IfNoneMatch,
            ct
        );
    }
}
