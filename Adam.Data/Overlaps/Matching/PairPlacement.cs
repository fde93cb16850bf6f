using Adam.Data.Databases;
using Adam.Domain.Overlaps.Matching;

namespace Adam.Data.Overlaps.Matching;

/// <summary>
/// Adds the pairs of a rebuild with their verdicts. A pair that equals its former row keeps the instant of its last
/// change.
/// </summary>
internal sealed class PairPlacement
{
    private readonly Dictionary<PairKey, Before> _before;
    private readonly Dictionary<PairKey, StandingVerdict> _verdicts;
    private readonly DateTimeOffset _at;

    private PairPlacement(
        Dictionary<PairKey, Before> before,
        Dictionary<PairKey, StandingVerdict> verdicts,
        DateTimeOffset at
    ) => (_before, _verdicts, _at) = (before, verdicts, at);

    /// <summary>Reads the present pairs and verdicts.</summary>
    public static PairPlacement Read(Session session, DateTimeOffset at, CancellationToken ct) =>
        new(
            session
                .Read(PairRebuildSql.Pairs, ct)
                .ToDictionary(pair => pair.Key, pair => new Before(pair.Kind, pair.UpdatedMicros, pair.ContentHash)),
            session.Read(PairRebuildSql.Verdicts, ct).ToDictionary(row => row.Key, row => row.Standing),
            at
        );

    /// <summary>Adds pairs with their provisional kinds.</summary>
    public async Task AddAsync(Session session, IReadOnlyCollection<ScoredRow> rows, CancellationToken ct)
    {
        await PairTableWriter.AddPairsAsync(session, [.. rows.Select(Place)], ct);
        await PairTableWriter.AddByProjectAndFacetsAsync(session, rows, ct);
    }

    /// <summary>Updates the kinds of some pairs (<see cref="ProvisionalKinds.Corrections"/>).</summary>
    public Task CorrectAsync(
        Session session,
        IEnumerable<(PairKey Key, OverlapKind Kind, long Says)> pairs,
        CancellationToken ct
    )
    {
        var corrected = JsonRowSet.Serialize(
            pairs.Select(pair =>
                new object[]
                {
                    pair.Key.FirstId,
                    pair.Key.SecondId,
                    (int)pair.Kind,
                    UpdatedMicros(pair.Key, pair.Kind, pair.Says),
                }
            )
        );
        return session.ExecuteAsync(PairIndexerSql.SetKinds, new(corrected), ct);
    }

    private PlacedRow Place(ScoredRow row)
    {
        var kind = ProvisionalKinds.KindOf(row);
        return new(row, kind, UpdatedMicros(row.Key, kind, row.ContentHash), _verdicts.GetValueOrDefault(row.Key));
    }

    private long UpdatedMicros(PairKey key, OverlapKind kind, long contentHash) =>
        _before.TryGetValue(key, out var old) && old.Kind == kind && old.ContentHash == contentHash
            ? old.UpdatedMicros
            : _at.ToMicros();

    private readonly record struct Before(OverlapKind Kind, long UpdatedMicros, long ContentHash);
}
