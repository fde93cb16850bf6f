using Adam.Domain.Recommendations;

namespace Adam.Data.Recommendations;

/// <summary>A recommendation as the register stores it.</summary>
/// <param name="Version">
/// The version of the row; that of a withdrawn recommendation is one higher than its document's.
/// </param>
/// <param name="WithdrawnAt">The instant at which the recommendation was withdrawn; null if it is active.</param>
public sealed record StoredRecommendation(
    int RecommendationId,
    Recommendation Recommendation,
    int Version,
    DateTimeOffset? WithdrawnAt
)
{
    /// <summary>True if the recommendation is not withdrawn.</summary>
    public bool IsActive => WithdrawnAt is null;

    internal static StoredRecommendation FromRow(RecommendationRow row) =>
        new(
            row.RecommendationId,
            RecommendationContent.Parse(row.Document).ToRecommendation(),
            row.Version,
            row.WithdrawnAt
        );
}

/// <summary>The outcome of a write of a recommendation.</summary>
public abstract record RecommendationOutcome
{
    private RecommendationOutcome() { }

    public sealed record Done(Recommendation Recommendation) : RecommendationOutcome;

    /// <summary>There is a recommendation with this reference, withdrawn or not.</summary>
    public sealed record ReferenceTaken(StoredRecommendation By) : RecommendationOutcome;

    /// <summary>The register has as many recommendations as it takes.</summary>
    public sealed record TooMany : RecommendationOutcome;

    /// <summary>A meeting that the recommendation names is not in the register, or withdrawn.</summary>
    /// <param name="Reference">The reference of the meeting.</param>
    public sealed record NoMeeting(string Reference) : RecommendationOutcome;

    public sealed record NotFound : RecommendationOutcome;

    public sealed record Withdrawn(StoredRecommendation Stored) : RecommendationOutcome;

    /// <summary>The recommendation was changed after the client had read it.</summary>
    public sealed record Stale : RecommendationOutcome;
}
