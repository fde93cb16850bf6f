namespace Adam.Domain.Recommendations;

/// <summary>The states of recommendations.</summary>
public enum RecommendationState
{
    /// <summary>No meeting has decided about it.</summary>
    Pending = 1,

    /// <summary>A policy meeting has endorsed it.</summary>
    Endorsed = 2,

    /// <summary>A policy meeting has decided not to endorse it.</summary>
    NotEndorsed = 3,

    /// <summary>One that continues it has been endorsed.</summary>
    Superseded = 4,
}

/// <summary>Decides the states of recommendations, now or on a day.</summary>
/// <remarks>
/// A decision holds from the last day of its meeting on. A recommendation exists from the last day of the meeting that
/// agreed on it; a meeting without days counts for each day.
/// </remarks>
/// <param name="drafts">All recommendations that are not withdrawn.</param>
/// <param name="lastDays">
/// The last days of meetings by the keys of their references; null for one that has no days.
/// </param>
/// <param name="on">The day; null for all decisions, whenever they were made.</param>
public sealed class RecommendationStates(
    IReadOnlyCollection<RecommendationDraft> drafts,
    IReadOnlyDictionary<string, DateOnly?> lastDays,
    DateOnly? on
)
{
    private readonly ILookup<string, RecommendationDraft> _continuing = drafts
        .SelectMany(draft =>
            draft.Continues.Select(earlier => (Earlier: RecommendationDraft.KeyOf(earlier), Draft: draft))
        )
        .ToLookup(pair => pair.Earlier, pair => pair.Draft, StringComparer.Ordinal);

    /// <summary>Returns true if the meeting that agreed on a recommendation was over on the day.</summary>
    public bool IsMade(RecommendationDraft draft) => IsPast(draft.MadeAt);

    public RecommendationState StateOf(RecommendationDraft draft)
    {
        if (IsPast(draft.NotEndorsedAt))
            return RecommendationState.NotEndorsed;
        if (_continuing[RecommendationDraft.KeyOf(draft.Reference)].Any(later => IsPast(later.EndorsedAt)))
            return RecommendationState.Superseded;
        return IsPast(draft.EndorsedAt) ? RecommendationState.Endorsed : RecommendationState.Pending;
    }

    /// <summary>Returns the references of the recommendations that continue one, in ordinal order.</summary>
    public IReadOnlyList<string> ContinuedBy(RecommendationDraft draft) =>
        [
            .. _continuing[RecommendationDraft.KeyOf(draft.Reference)]
                .Where(IsMade)
                .Select(later => later.Reference)
                .Order(StringComparer.Ordinal),
        ];

    private bool IsPast(string? meeting) =>
        meeting is not null
        && (
            on is not { } day
            || !lastDays.TryGetValue(Meetings.MeetingDraft.KeyOf(meeting), out var last)
            || last is null
            || last <= day
        );
}
