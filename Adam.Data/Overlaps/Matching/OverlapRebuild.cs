using Adam.Data.Databases;

namespace Adam.Data.Overlaps.Matching;

/// <summary>Rebuilds the tables of pairs from the projects.</summary>
public sealed class OverlapRebuild(Database database, MatchingCache memory, TimeProvider time)
{
    /// <inheritdoc cref="FullPairSearch.Most"/>
    internal int Most { get; init; } = FullPairSearch.Most;

    /// <summary>
    /// Rebuilds in one transaction, which excludes other writers. Until it commits, readers see the previous pairs.
    /// Verdicts stay.
    /// </summary>
    /// <param name="sameStatistics">True to score with the current term statistics, e.g. after damage; false to compute
    /// new ones.</param>
    /// <exception cref="RegisterBusyException">Other writers held the register for too long.</exception>
    public Task<OverlapsRebuilt> RunAsync(
        IProgress<OverlapProgress>? progress,
        CancellationToken ct,
        bool sameStatistics = false
    ) =>
        database.InWriteTransactionAsync(
            async session =>
            {
                var at = time.Instant();
                var statistics = sameStatistics
                    ? await new TermStatisticsStore(database, memory).CurrentToWriteAsync(session, at, ct)
                    : null;
                return await new PairRebuild(database, session, memory) { Most = Most }.RunAsync(
                    statistics,
                    at,
                    progress,
                    ct
                );
            },
            ct
        );
}
