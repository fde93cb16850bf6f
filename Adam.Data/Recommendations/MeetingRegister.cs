using Adam.Data.Databases;
using Adam.Data.Measures;
using Adam.Data.Meetings;
using Adam.Data.Partners;
using Adam.Domain.Measures;
using Adam.Domain.Meetings;
using Adam.Domain.Partners;
using Adam.Domain.Recommendations;

namespace Adam.Data.Recommendations;

/// <summary>
/// Meetings, recommendations, partners and measures as they are at one instant, withdrawn ones included.
/// </summary>
public sealed record MeetingSnapshot(
    IReadOnlyList<StoredMeeting> Meetings,
    IReadOnlyList<StoredRecommendation> Recommendations,
    IReadOnlyList<Partner> Partners,
    IReadOnlyList<StoredMeasure> Measures
)
{
    private readonly Dictionary<string, StoredMeeting> _byKey = Meetings.ToDictionary(
        stored => stored.Meeting.Key,
        StringComparer.Ordinal
    );

    private readonly ILookup<string, Measure> _measures = Measures
        .Where(stored => stored.IsActive)
        .SelectMany(
            stored => stored.Measure.Draft.Recommendations.Select(RecommendationDraft.KeyOf),
            (stored, recommendation) => (Key: recommendation, stored.Measure)
        )
        .ToLookup(one => one.Key, one => one.Measure, StringComparer.Ordinal);

    /// <summary>The partners by their codes.</summary>
    public IReadOnlyDictionary<string, Partner> PartnersByCode { get; } =
        Partners.ToDictionary(partner => partner.Code, StringComparer.Ordinal);

    /// <summary>Returns the meeting with a reference, withdrawn or not; null if there was never one.</summary>
    public StoredMeeting? FindMeeting(string reference) => _byKey.GetValueOrDefault(MeetingDraft.KeyOf(reference));

    /// <summary>Returns the recommendation with a reference, withdrawn or not; null if there was never one.</summary>
    public StoredRecommendation? FindRecommendation(string reference)
    {
        var key = RecommendationDraft.KeyOf(reference);
        return Recommendations.FirstOrDefault(stored => stored.Recommendation.Key == key);
    }

    /// <summary>Returns the active measures that name a recommendation, in the order of recording.</summary>
    public IEnumerable<Measure> MeasuresOf(Recommendation recommendation) => _measures[recommendation.Key];

    /// <summary>Returns the records with recommendations as they are after a write. New ones come last.</summary>
    public MeetingSnapshot With(IReadOnlyList<Recommendation> written)
    {
        var byKey = written.ToDictionary(one => one.Key, StringComparer.Ordinal);
        return this with
        {
            Recommendations =
            [
                .. Recommendations.Select(stored =>
                    byKey.Remove(stored.Recommendation.Key, out var now)
                        ? stored with
                        {
                            Recommendation = now,
                            Version = now.Version,
                            WithdrawnAt = null,
                        }
                        : stored
                ),
                .. written
                    .Where(one => byKey.ContainsKey(one.Key))
                    .Select(one => new StoredRecommendation(0, one, one.Version, WithdrawnAt: null)),
            ],
        };
    }

    /// <summary>Returns which recommendations are made again.</summary>
    public RecommendationRepeats Repeats() =>
        new(
            [.. Recommendations.Where(stored => stored.IsActive).Select(stored => stored.Recommendation.Draft)],
            meeting => FindMeeting(meeting)?.Meeting.Draft.End
        );

    /// <summary>Returns what decides the states of recommendations on a day; null for all decisions.</summary>
    public RecommendationStates StatesOn(DateOnly? day) =>
        new(
            [.. Recommendations.Where(stored => stored.IsActive).Select(stored => stored.Recommendation.Draft)],
            _byKey.ToDictionary(pair => pair.Key, pair => pair.Value.Meeting.Draft.End, StringComparer.Ordinal),
            day
        );
}

/// <summary>Reads meetings, recommendations, partners and measures together.</summary>
public sealed class MeetingRegister(
    Database database,
    MeetingStore meetings,
    RecommendationStore recommendations,
    PartnerStore partners,
    MeasureStore measures
)
{
    public Task<MeetingSnapshot> ReadAsync(CancellationToken ct) =>
        database.InReadTransactionAsync(
            async session => new MeetingSnapshot(
                await meetings.ReadAsync(session, ct),
                await recommendations.ReadAsync(session, ct),
                await partners.ReadAsync(session, ct),
                await measures.ReadAsync(session, ct)
            ),
            ct
        );
}
