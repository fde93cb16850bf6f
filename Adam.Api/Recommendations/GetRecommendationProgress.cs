using System.ComponentModel.DataAnnotations;
using System.Text.Json;
using Adam.Api.Binding;
using Adam.Api.Errors;
using Adam.Api.Http;
using Adam.Api.OpenApi;
using Adam.Api.Progress;
using Adam.Api.Records;
using Adam.Api.Serialization;
using Adam.Data.Progress;
using Adam.Data.Recommendations;
using Adam.Domain.Recommendations;
using FastEndpoints;

namespace Adam.Api.Recommendations;

internal sealed record GetRecommendationProgressRequest
{
    /// <summary>The set of the recommendation: its reference up to the slash, in any case.</summary>
    [RouteParam, MaxLength(RecommendationDraft.MaxReferenceLength), Example("EWG-2015-II")]
    public string Set { get; init; } = "";

    /// <summary>The number of the recommendation in the set.</summary>
    [RouteParam, MaxLength(RecommendationDraft.MaxReferenceLength), Example("3")]
    public string Number { get; init; } = "";

    /// <summary>The day: of the coverage, and the last one that statements are about; today by default.</summary>
    [QueryParam, Example("2026-06-30")]
    public DateOnly? AsOf { get; init; }

    /// <summary>The <c>ETag</c> that the client has; the response is 304 if it is current.</summary>
    [FromHeader("If-None-Match")]
    public EntityTags? IfNoneMatch { get; init; }
}

/// <summary>An earlier recommendation.</summary>
/// <param name="Reference">Its reference.</param>
/// <param name="MadeAt">The reference of the meeting that agreed on it.</param>
/// <param name="Year">The year of that meeting; null if the register does not have it.</param>
internal sealed record EarlierRecommendationResponse(
    [property: Example("EX-2022-II/4")] string Reference,
    [property: Example("EX-2022-II")] string MadeAt,
    [property: Example(2022)] int? Year
);

/// <summary>An earlier recommendation whose text is alike. It is a suggestion.</summary>
/// <param name="Reference">Its reference.</param>
/// <param name="MadeAt">The reference of the meeting that agreed on it.</param>
/// <param name="Year">The year of that meeting; null if the register does not have it.</param>
/// <param name="Likeness">The part of the information of both texts that they share, from 0.5 to 1.</param>
internal sealed record LikeRecommendationResponse(
    [property: Example("EX-2022-II/4")] string Reference,
    [property: Example("EX-2022-II")] string MadeAt,
    [property: Example(2022)] int? Year,
    [property: Example(0.62)] double Likeness
);

/// <summary>The progress of a recommendation, through the measures that implement it.</summary>
internal sealed record RecommendationProgressResponse
{
    /// <summary>The reference of the recommendation.</summary>
    [Example("EWG-2015-II/3")]
    public required string Recommendation { get; init; }

    /// <summary>The day of the question.</summary>
    public required DateOnly AsOf { get; init; }

    /// <summary>The years in which it, or one that it continues, was agreed; ascending.</summary>
    [Example(new[] { 2013, 2015 })]
    public required IReadOnlyList<int> AgreedIn { get; init; }

    /// <summary>The recommendations that it continues, directly or through others; the nearest first.</summary>
    [Example(new string[] { })]
    public required IReadOnlyList<EarlierRecommendationResponse> Continues { get; init; }

    /// <summary>
    /// Earlier recommendations whose texts are alike, the most alike first: suggestions for <c>continues</c>.
    /// </summary>
    [Example(new string[] { })]
    public required IReadOnlyList<LikeRecommendationResponse> Repeats { get; init; }

    /// <summary>The progress of the measures that name it, or one that it continues.</summary>
    public required IReadOnlyList<ProgressResponse> Measures { get; init; }

    /// <summary>
    /// True if a project counts for one of the measures, or a restricted project that the caller does not see is in one
    /// of their cells. False: agreed, and nothing behind it.
    /// </summary>
    [Example(true)]
    public required bool Served { get; init; }

    /// <summary>True if a statement about one of the measures is unsupported.</summary>
    [Example(false)]
    public required bool Unsupported { get; init; }
}

internal sealed class GetRecommendationProgress(
    RecommendationStore recommendations,
    MeetingRegister register,
    RecommendationMeasures measures,
    ProgressStore progress,
    TimeProvider time
) : Endpoint<GetRecommendationProgressRequest, RecommendationProgressResponse>
{
    public override void Configure()
    {
        Get("/v1/recommendations/{set}/{number}/progress");
        this.Documents(
            "Read the progress of a recommendation",
            "Returns when the recommendation was agreed, also under earlier references, and the progress of the "
                + "measures that implement it: stated, assessed and found.",
            answer: typeof(RecommendationProgressResponse),
            tagged: true,
            problems: [ErrorCodes.UnknownRecommendation, ErrorCodes.MeetingWithdrawn]
        );
    }

    public override async Task HandleAsync(GetRecommendationProgressRequest req, CancellationToken ct)
    {
        var others = await register.ReadAsync(ct);
        var draft = (await recommendations.GetActiveAsync($"{req.Set}/{req.Number}", ct)).Recommendation.Draft;
        var day = req.AsOf ?? DateOnly.FromDateTime(time.GetUtcNow().UtcDateTime);
        var repeats = others.Repeats();
        var earlier = repeats.EarlierOf(draft);
        var ofMeasures = (await progress.ReadAsync(await measures.OfAsync([draft, .. earlier], ct), day, ct))
            .Select(ProgressResponse.FromProgress)
            .ToList();
        var response = new RecommendationProgressResponse
        {
            Recommendation = draft.Reference,
            AsOf = day,
            AgreedIn = [.. earlier.Prepend(draft).Select(YearOf).OfType<int>().Distinct().Order()],
            Continues =
            [
                .. earlier.Select(one => new EarlierRecommendationResponse(one.Reference, one.MadeAt, YearOf(one))),
            ],
            Repeats =
            [
                .. repeats
                    .LikeOf(draft)
                    .Select(like => new LikeRecommendationResponse(
                        like.Earlier.Reference,
                        like.Earlier.MadeAt,
                        YearOf(like.Earlier),
                        like.Likeness
                    )),
            ],
            Measures = ofMeasures,
            Served = ofMeasures.Any(one => one.Found.Projects > 0 || one.Restricted.Count > 0),
            Unsupported = ofMeasures.Any(one => one.Unsupported),
        };
        var tag = EntityTags.ForContent(JsonSerializer.SerializeToUtf8Bytes(response, Json.Options));
        await Send.ResourceAsync(response, tag, req.IfNoneMatch, ct);

        int? YearOf(RecommendationDraft one) => others.FindMeeting(one.MadeAt)?.Meeting.Draft.Year;
    }
}
