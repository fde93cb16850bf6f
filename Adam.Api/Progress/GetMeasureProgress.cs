using System.ComponentModel.DataAnnotations;
using System.Text.Json;
using Adam.Api.Binding;
using Adam.Api.Errors;
using Adam.Api.Http;
using Adam.Api.OpenApi;
using Adam.Api.Records;
using Adam.Api.Serialization;
using Adam.Data.Measures;
using Adam.Data.Progress;
using Adam.Domain.Measures;
using FastEndpoints;

namespace Adam.Api.Progress;

internal sealed record GetMeasureProgressRequest
{
    /// <summary>The reference of the measure, in any case.</summary>
    [RouteParam, MaxLength(MeasureDraft.MaxReferenceLength), Example("M-II-2")]
    public string Reference { get; init; } = "";

    /// <summary>The day: of the coverage, and the last one that statements are about; today by default.</summary>
    [QueryParam, Example("2026-06-30")]
    public DateOnly? AsOf { get; init; }

    /// <summary>The <c>ETag</c> that the client has; the response is 304 if it is current.</summary>
    [FromHeader("If-None-Match")]
    public EntityTags? IfNoneMatch { get; init; }
}

internal sealed class GetMeasureProgress(MeasureStore measures, ProgressStore progress, TimeProvider time)
    : Endpoint<GetMeasureProgressRequest, ProgressResponse>
{
    public override void Configure()
    {
        Get("/v1/measures/{reference}/progress");
        this.Documents(
            "Read the progress of a measure",
            "Returns what partners state, what an analyst assesses, and what the register finds, side by side. They "
                + "are never mixed into one number. A statement of substantial or complete progress with nothing "
                + "behind it is marked as unsupported.",
            answer: typeof(ProgressResponse),
            tagged: true,
            problems: [ErrorCodes.UnknownMeasure, ErrorCodes.MeasureWithdrawn]
        );
    }

    public override async Task HandleAsync(GetMeasureProgressRequest req, CancellationToken ct)
    {
        var measure = await measures.GetActiveAsync(req.Reference, ct);
        var day = req.AsOf ?? DateOnly.FromDateTime(time.GetUtcNow().UtcDateTime);
        var response = ProgressResponse.FromProgress((await progress.ReadAsync([measure], day, ct))[0]);
        var tag = EntityTags.ForContent(JsonSerializer.SerializeToUtf8Bytes(response, Json.Options));
        await Send.ResourceAsync(response, tag, req.IfNoneMatch, ct);
    }
}
