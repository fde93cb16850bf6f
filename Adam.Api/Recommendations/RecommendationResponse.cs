using System.Text.Json;
using System.Text.Json.Serialization;
using Adam.Api.Binding;
using Adam.Api.Serialization;
using Adam.Data.Recommendations;
using Adam.Domain.Measures;
using Adam.Domain.Recommendations;

namespace Adam.Api.Recommendations;

/// <summary>A recommendation with what other records decide.</summary>
internal sealed record RecommendationResponse : RecommendationContent
{
    /// <summary>
    /// <c>pending</c>: no meeting has decided about it. <c>endorsed</c> or <c>not-endorsed</c>: a policy meeting has.
    /// <c>superseded</c>: one that continues it has been endorsed.
    /// </summary>
    [JsonPropertyOrder(1)]
    public required RecommendationState State { get; init; }

    /// <summary>The references of the recommendations that continue it.</summary>
    [JsonPropertyOrder(1)]
    public required IReadOnlyList<string> ContinuedBy { get; init; }

    /// <summary>The active measures that carry it out; empty if nothing has been decided about it.</summary>
    [JsonPropertyOrder(1)]
    public required IReadOnlyList<RecommendationMeasureResponse> Measures { get; init; }

    /// <summary>The tag of the response. A change of what other records decide makes another one.</summary>
    public string Tag(int version) =>
        EntityTags.ForRepresentation(
            EntityTags.ForVersion(version),
            JsonSerializer.SerializeToUtf8Bytes(this, Json.Options)
        );

    /// <summary>Returns the response for a recommendation.</summary>
    /// <param name="others">The other records.</param>
    public static RecommendationResponse FromRecommendation(Recommendation recommendation, MeetingSnapshot others) =>
        FromRecommendation(recommendation, others, others.StatesOn(null));

    /// <inheritdoc cref="FromRecommendation(Recommendation, MeetingSnapshot)"/>
    /// <param name="states">The states of all recommendations.</param>
    public static RecommendationResponse FromRecommendation(
        Recommendation recommendation,
        MeetingSnapshot others,
        RecommendationStates states
    ) =>
        new(FromRecommendation(recommendation))
        {
            State = states.StateOf(recommendation.Draft),
            ContinuedBy = states.ContinuedBy(recommendation.Draft),
            Measures = [.. others.MeasuresOf(recommendation).Select(RecommendationMeasureResponse.FromMeasure)],
        };

    [System.Diagnostics.CodeAnalysis.SetsRequiredMembers]
    private RecommendationResponse(RecommendationContent document)
        : base(document) => (ContinuedBy, Measures) = ([], []);
}

/// <summary>A measure that carries out a recommendation.</summary>
/// <param name="Reference">The reference of the measure.</param>
/// <param name="Title">The state that it is to bring about.</param>
/// <param name="Href">The path of the measure.</param>
/// <param name="Projects">The path of the projects that serve it.</param>
/// <param name="Gaps">The path of its coverage by country.</param>
internal sealed record RecommendationMeasureResponse(
    [property: Example("M-II-2")] string Reference,
    [property: Example("Money transfer services are supervised")] string Title,
    [property: Example("/v1/measures/M-II-2")] string Href,
    [property: Example("/v1/measures/M-II-2/projects")] string Projects,
    [property: Example("/v1/gaps?measure=M-II-2")] string Gaps
)
{
    public static RecommendationMeasureResponse FromMeasure(Measure measure)
    {
        var path = $"/v1/measures/{measure.Reference}";
        return new(
            measure.Reference,
            measure.Draft.Title,
            path,
            $"{path}/projects",
            $"/v1/gaps?measure={measure.Reference}"
        );
    }
}
