using Adam.Api.Binding;
using Adam.Api.Errors;
using Adam.Data.Recommendations;
using Adam.Domain.Recommendations;
using Adam.Domain.Text;

namespace Adam.Api.Recommendations;

/// <summary>Converts outcomes of the store to responses and problems.</summary>
internal static class RecommendationProblems
{
    /// <exception cref="ProblemException">The recommendation does not exist, or is withdrawn.</exception>
    public static async Task<StoredRecommendation> GetActiveAsync(
        this RecommendationStore recommendations,
        string reference,
        CancellationToken ct
    ) =>
        await recommendations.GetAsync(reference, ct) is var stored && stored.IsActive
            ? stored
            : throw Withdrawn(stored);

    /// <summary>Returns a recommendation, withdrawn or not.</summary>
    /// <exception cref="ProblemException">The recommendation does not exist.</exception>
    public static async Task<StoredRecommendation> GetAsync(
        this RecommendationStore recommendations,
        string reference,
        CancellationToken ct
    ) => await recommendations.FindAsync(reference, ct) ?? throw await UnknownAsync(recommendations, reference, ct);

    /// <summary>Loads a recommendation for update.</summary>
    /// <exception cref="ProblemException">
    /// The recommendation does not exist, is withdrawn, or does not match <c>If-Match</c>.
    /// </exception>
    public static async Task<StoredRecommendation> GetForUpdateAsync(
        this RecommendationStore recommendations,
        ChangeRecommendationRequest request,
        CancellationToken ct
    )
    {
        var stored = await recommendations.GetActiveAsync($"{request.Set}/{request.Number}", ct);
        request.IfMatch.Require(EntityTags.ForVersion(stored.Version));
        return stored;
    }

    public static Recommendation ThrowIfRejected(this RecommendationOutcome outcome) =>
        outcome switch
        {
            RecommendationOutcome.Done done => done.Recommendation,
            RecommendationOutcome.ReferenceTaken taken => throw ReferenceTaken(taken.By),
            RecommendationOutcome.TooMany => throw new ProblemException(
                ErrorCodes.TooManyMeetings,
                $"The register has {RecommendationStore.Most} recommendations, and takes no more. "
                    + "Change one that is done with."
            ),
            RecommendationOutcome.NoMeeting missing => throw new ProblemException(
                ErrorCodes.MeetingWithdrawn,
                $"The meeting {missing.Reference} was withdrawn meanwhile. Name another one."
            ),
            RecommendationOutcome.NotFound => throw new ProblemException(
                ErrorCodes.UnknownRecommendation,
                "There is no such recommendation."
            ),
            RecommendationOutcome.Withdrawn withdrawn => throw Withdrawn(withdrawn.Stored),
            RecommendationOutcome.Stale => throw EntityTags.Stale(),
            _ => throw new InvalidOperationException($"An outcome that nobody knows: {outcome}."),
        };

    public static ProblemException ReferenceTaken(StoredRecommendation by)
    {
        var reference = ValidationError.Quote(by.Recommendation.Draft.Reference);
        return new(
            ErrorCodes.MeetingReferenceTaken,
            by.IsActive
                ? $"There is a recommendation {reference} already: "
                    + $"/v1/recommendations/{by.Recommendation.Draft.Reference}. Change that one, or give this one "
                    + "another reference."
                : $"There was a recommendation {reference}, which is withdrawn; its reference stays taken. Give "
                    + "this one another."
        );
    }

    private static ProblemException Withdrawn(StoredRecommendation stored) =>
        new(
            ErrorCodes.MeetingWithdrawn,
            $"The recommendation {ValidationError.Quote(stored.Recommendation.Draft.Reference)} was withdrawn on "
                + $"{stored.WithdrawnAt:yyyy-MM-dd}. "
                + $"GET /v1/recommendations/{stored.Recommendation.Draft.Reference}/history has it."
        );

    private static async Task<ProblemException> UnknownAsync(
        RecommendationStore recommendations,
        string reference,
        CancellationToken ct
    )
    {
        var known = (await recommendations.ListAsync(ct))
            .Select(recommendation => recommendation.Recommendation.Draft.Reference)
            .ToList();
        return new(
            ErrorCodes.UnknownRecommendation,
            $"There is no recommendation {ValidationError.Quote(reference)}."
                + (
                    Nearest.FindIn(reference, known) is { } meant
                        ? $" Did you mean {ValidationError.Quote(meant)}?"
                        : " GET /v1/recommendations lists them."
                )
        );
    }
}
