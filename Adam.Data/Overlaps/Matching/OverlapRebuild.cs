using Adam.Data.Databases;
using Adam.Data.Databases.Sqlite;

namespace Adam.Data.Overlaps.Matching;

/// <summary>Rebuilds the pair tables from the projects.</summary>
public sealed class OverlapRebuild(Database database, MatchingCache memory, TimeProvider time)
{
    /// <inheritdoc cref="FullPairSearch.Most"/>
    internal int Most { get; init; } = FullPairSearch.Most;

    /// <inheritdoc cref="OnlinePairRebuild.Between"/>
    internal Func<Task> Between { get; init; } = () => Task.CompletedTask;

    /// <inheritdoc cref="OnlinePairRebuild.BeforeBlock"/>
    internal Func<Task> BeforeBlock { get; init; } = () => Task.CompletedTask;

    /// <inheritdoc cref="ShadowTables.RowsAtOnce"/>
    internal int? RowsAtOnce { get; init; }

    /// <inheritdoc cref="OnlinePairRebuild.Held"/>
    internal Action<WriterHold> Held { get; init; } = _ => { };

    /// <summary>
    /// Rebuilds the tables. Readers see the previous pairs until it ends, and the new ones afterwards. Verdicts are
    /// kept. On SQLite, others can write meanwhile; on SQL Server, it is one transaction, which excludes other writers.
    /// </summary>
    /// <param name="sameStatistics">
    /// True to score with the current term statistics, for example to repair damaged tables. False to compute new ones.
    /// </param>
    /// <exception cref="RebuildRunningException">Another rebuild is running on the SQLite file.</exception>
    /// <exception cref="RegisterBusyException">Other writers held the register for too long.</exception>
    public Task<OverlapsRebuilt> RunAsync(
        IProgress<OverlapProgress>? progress,
        CancellationToken ct,
        bool sameStatistics = false
    ) =>
        database is SqliteDatabase file
            ? new OnlinePairRebuild(file, memory, time)
            {
                Most = Most,
                Between = Between,
                BeforeBlock = BeforeBlock,
                RowsAtOnce = RowsAtOnce,
                Held = Held,
            }.RunAsync(sameStatistics, progress, ct)
            : RunInOneTransactionAsync(progress, sameStatistics, ct);

    /// <summary>
    /// Removes the copies of tables that a rebuild has left in a SQLite file because the program was killed. Does
    /// nothing if there are none, or if a rebuild is running.
    /// </summary>
    public Task RemoveCopiesAsync(CancellationToken ct) =>
        database is SqliteDatabase file
            ? new OnlinePairRebuild(file, memory, time).RemoveCopiesAsync(ct)
            : Task.CompletedTask;

    private Task<OverlapsRebuilt> RunInOneTransactionAsync(
        IProgress<OverlapProgress>? progress,
        bool sameStatistics,
        CancellationToken ct
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

/// <summary>Another rebuild of the pairs is running. Nothing was changed.</summary>
public sealed class RebuildRunningException(string message) : Exception(message);
