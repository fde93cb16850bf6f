using System.Text.Json;
using System.Text.Json.Serialization;
using Adam.Api.Binding;
using Adam.Api.Serialization;
using Adam.Data.Recommendations;
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

    /// <summary>The tag of the response. A change of what other records decide makes another one.</summary>
    public string Tag(int version) =>
        EntityTags.ForRepresentation(
            EntityTags.ForVersion(version),
            JsonSerializer.SerializeToUtf8Bytes(this, Json.Options)
        );

    /// <summary>Returns the response for a recommendation.</summary>
    /// <param name="others">The other records.</param>
    public static RecommendationResponse FromRecommendation(Recommendation recommendation, MeetingSnapshot others) =>
        FromRecommendation(recommendation, others.StatesOn(null));

    /// <inheritdoc cref="FromRecommendation(Recommendation, MeetingSnapshot)"/>
    /// <param name="states">The states of all recommendations.</param>
    public static RecommendationResponse FromRecommendation(
        Recommendation recommendation,
        RecommendationStates states
    ) =>
        new(FromRecommendation(recommendation))
        {
            State = states.StateOf(recommendation.Draft),
            ContinuedBy = states.ContinuedBy(recommendation.Draft),
        };

    [System.Diagnostics.CodeAnalysis.SetsRequiredMembers]
    private RecommendationResponse(RecommendationContent document)
        : base(document) => ContinuedBy = [];
}
