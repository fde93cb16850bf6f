using Adam.Data.Databases;

namespace Adam.Data.Overlaps.Matching;

/// <summary>Rebuilds the pair tables from the projects.</summary>
public sealed class OverlapRebuild(Database database, MatchingCache memory, TimeProvider time)
{
    /// <inheritdoc cref="FullPairSearch.Most"/>
    internal int Most { get; init; } = FullPairSearch.Most;

    /// <summary>
    /// Rebuilds the tables in one transaction, which excludes other writers. Readers see the previous pairs until it
    /// commits. Verdicts are kept.
    /// </summary>
    /// <param name="sameStatistics">
    /// True to score with the current term statistics, for example to repair damaged tables. False to compute new ones.
    /// </param>
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
