using System.Diagnostics;
using Adam.Data.Databases;
using Adam.Data.Databases.Sqlite;
using Adam.Data.Monitoring;
using Adam.Data.Overlaps.Clusters;
using Adam.Data.Overlaps.Learning;
using Adam.Data.Overlaps.Sums;
using Adam.Data.Projects;
using Adam.Domain.Overlaps.Matching;

namespace Adam.Data.Overlaps.Matching;

/// <summary>
/// Rebuilds the pairs of a SQLite register, their clusters and their sums while others write. It reads the register in
/// short snapshots, so that the log can start anew between them, and writes the pairs to copies of the tables in short
/// transactions. Then it repeats the search for the projects that have changed meanwhile, until few are left
/// (<see cref="CatchUpPace"/>). The last transaction does so for these, and exchanges the copies and the tables. If the
/// rebuild is interrupted before, the tables are as they were.
/// </summary>
internal sealed class OnlinePairRebuild
{
    private const string Prefix = "New";

    /// <summary>The maximum number of pairs that one transaction writes.</summary>
    private const int MostPairs = 1_000;

    /// <summary>The maximum number of projects whose blocking keys one transaction writes.</summary>
    private const int MostProjects = 50;

    /// <summary>Clusters, sums, indexes, and the exchange.</summary>
    private const int FinishingSteps = 4;

    private static readonly TableRedirection Copies = new(
        [
            "Overlap",
            "OverlapReasons",
            "OverlapByProject",
            "OverlapFacet",
            "ProjectBlockingKey",
            .. ClusterRebuild.Tables,
            .. OverlapSumIndexer.AllTables,
        ],
        Prefix
    );

    private readonly SqliteDatabase _database;
    private readonly MatchingCache _memory;
    private readonly TimeProvider _time;
    private readonly WriterHolds _holds;
    private readonly ShadowTables _tables;

    // The scores of the rebuild have other statistics than those of writes, which share a cache.
    private readonly MatchingCache _ours = new();

    private readonly CountedProjects _counted = new();

    private long _lastChange;
    private long _lastVerdict;

    public OnlinePairRebuild(SqliteDatabase database, MatchingCache memory, TimeProvider time)
    {
        (_database, _memory, _time) = (database, memory, time);
        _holds = new(database, hold => Held(hold));
        _tables = new(database, Copies, _holds);
    }

    /// <inheritdoc cref="FullPairSearch.Most"/>
    public int Most { get; init; } = FullPairSearch.Most;

    /// <summary>Called before the pairs are searched, and before each round. Tests write there.</summary>
    public Func<Task> Between { get; init; } = () => Task.CompletedTask;

    /// <summary>Called before each block of projects is read. Tests write there.</summary>
    public Func<Task> BeforeBlock { get; init; } = () => Task.CompletedTask;

    /// <inheritdoc cref="ShadowTables.RowsAtOnce"/>
    public int? RowsAtOnce
    {
        init => _tables.RowsAtOnce = value ?? _tables.RowsAtOnce;
    }

    /// <summary>Called after each transaction that excluded other writers.</summary>
    public Action<WriterHold> Held { get; init; } = _ => { };

    private string LockFile => _database.FilePath + ".rebuild";

    /// <inheritdoc cref="OverlapRebuild.RunAsync"/>
    public async Task<OverlapsRebuilt> RunAsync(
        bool sameStatistics,
        IProgress<OverlapProgress>? progress,
        CancellationToken ct
    )
    {
        using var held =
            FileLock.TryTake(LockFile)
            ?? throw new RebuildRunningException(
                $"The scored pairs of the register in {_database.Location} are being rebuilt already; "
                    + "wait until that ends."
            );
        var began = Stopwatch.GetTimestamp();
        await _tables.CreateAsync(ct);
        OverlapsRebuilt rebuilt;
        try
        {
            var at = _time.Instant();
            var kept = sameStatistics
                ? await _database.InWriteTransactionAsync(
                    session => new TermStatisticsStore(_database, _ours).CurrentToWriteAsync(session, at, ct),
                    ct
                )
                : null;
            rebuilt = await RunAsync(kept, at, progress, ct);
            Telemetry.Rebuilds.Record(Stopwatch.GetElapsedTime(began).TotalSeconds);
        }
        finally
        {
            // They hold the former rows, or those of a rebuild that was given up.
            await _tables.DropAsync(CancellationToken.None);
        }

        return rebuilt with
        {
            LongestHold = _holds.Longest,
        };
    }

    /// <inheritdoc cref="OverlapRebuild.RemoveCopiesAsync"/>
    public async Task RemoveCopiesAsync(CancellationToken ct)
    {
        if (!await _tables.ExistAsync(ct))
            return;

        using var held = FileLock.TryTake(LockFile);
        if (held is not null)
            await _tables.DropAsync(ct);
    }

    private async Task<OverlapsRebuilt> RunAsync(
        TermStatistics? kept,
        DateTimeOffset at,
        IProgress<OverlapProgress>? progress,
        CancellationToken ct
    )
    {
        var statistics =
            kept
            ?? await ReadAsync(
                async session =>
                    await PairRebuild.CountAsync(
                        session,
                        await LearnedRulesStore.CurrentAsync(session, ct),
                        known: _ => null,
                        progress,
                        ct
                    ),
                ct
            );
        var rebuilt = await AddPairsAsync(statistics, at, progress, ct);
        progress?.Report(new(OverlapStage.Finishing, 0, FinishingSteps));
        await AddClustersAsync(ct);
        progress?.Report(new(OverlapStage.Finishing, 1, FinishingSteps));
        await AddSumsAsync(ct);
        progress?.Report(new(OverlapStage.Finishing, 2, FinishingSteps));
        await _tables.CreateIndexesAsync(ct);
        progress?.Report(new(OverlapStage.Finishing, 3, FinishingSteps));
        await CatchUpAsync(statistics, ct);
        var exchange = await ExchangeAsync(statistics, ct);
        _memory.Keep(statistics);
        progress?.Report(new(OverlapStage.Finishing, FinishingSteps, FinishingSteps));
        return rebuilt with { Exchange = exchange };
    }

    /// <summary>Repeats the projects that have changed meanwhile, until few have changed in a round.</summary>
    private async Task CatchUpAsync(TermStatistics statistics, CancellationToken ct)
    {
        var pace = new CatchUpPace();
        IReadOnlyList<long> changed;
        do
        {
            await Between();
            changed = await ReadAsync(session => ChangedAsync(session, ct), ct);
            var seen = _lastChange;
            for (var from = 0; from < changed.Count; )
            {
                var some = changed.Skip(from).Take(pace.Next).ToList();
                var arrived = 0L;
                var held = await WriteAsync(
                    "to repeat changed projects",
                    async copies =>
                    {
                        var last = await copies.FirstAsync(PairRebuildSql.LastChange, ct);
                        (arrived, seen) = (last - seen, last);
                        await RepeatAsync(copies, some, statistics, ct);
                    },
                    ct
                );
                from += some.Count;
                pace.Repeated(some.Count, arrived, held);
            }
        } while (!pace.IsLast(changed.Count));
    }

    /// <summary>Exchanges the copies and the tables. Returns the time for which it excluded other writers.</summary>
    private async Task<TimeSpan> ExchangeAsync(TermStatistics statistics, CancellationToken ct)
    {
        var counts = statistics.Write();
        var exchange = await _holds.RunAsync(
            "to exchange the tables",
            async session =>
            {
                var copies = session.Redirected(Copies);
                await RepeatAsync(copies, await ChangedAsync(session, ct), statistics, ct);
                await ShowVerdictsAsync(copies, ct);
                var current = await session.FirstAsync(TermStatisticsSql.Current, ct);
                if (current?.Id != statistics.Id)
                    await TermStatisticsStore.AddAsync(session, statistics, counts, _time.Instant(), ct);
                _tables.Exchange(session);
            },
            ct
        );
        await _holds.RunAsync(
            "to remove earlier term statistics",
            session => session.ExecuteAsync(TermStatisticsSql.RemoveEarlier, ct),
            ct
        );
        return exchange;
    }

    /// <summary>Writes the pairs of the projects that have not changed since the beginning to the copies.</summary>
    private async Task<OverlapsRebuilt> AddPairsAsync(
        TermStatistics statistics,
        DateTimeOffset at,
        IProgress<OverlapProgress>? progress,
        CancellationToken ct
    )
    {
        var placement = await ReadAsync(
            async session =>
            {
                _lastChange = await session.FirstAsync(PairRebuildSql.LastChange, ct);
                _lastVerdict = await session.FirstAsync(PairRebuildSql.LastVerdict, ct);
                return PairPlacement.Read(session, at, ct);
            },
            ct
        );
        await Between();

        var kinds = new ProvisionalKinds();
        var (projects, pairs, compared) = (0, 0L, 0L);
        var (keys, rows) = (new BatchSize(most: MostProjects), new BatchSize(first: 200, most: MostPairs));
        var blocks = new UnchangedBlocks(_database, _lastChange) { Before = BeforeBlock };
        await foreach (var part in new FullPairSearch(blocks, statistics, Most).FindAsync(progress, ct))
        {
            kinds.Add(part.Pairs);
            foreach (var some in keys.Divide(part.BlockingKeys))
                keys.Adapt(
                    some.Length,
                    await WriteAsync(
                        "to add blocking keys",
                        copies => PairTableWriter.AddBlockingKeysAsync(copies, some.SelectMany(one => one.Rows), ct),
                        ct
                    )
                );
            foreach (var some in rows.Divide(part.Pairs))
                rows.Adapt(
                    some.Length,
                    await WriteAsync("to add pairs", copies => placement.AddAsync(copies, some, ct), ct)
                );
            projects += part.Projects;
            pairs += part.Pairs.Count;
            compared += part.Compared;
        }

        foreach (var some in rows.Divide(kinds.Corrections().OrderBy(pair => pair.Key)))
            rows.Adapt(
                some.Length,
                await WriteAsync("to correct kinds", copies => placement.CorrectAsync(copies, some, ct), ct)
            );
        Telemetry.PairsScored.Add(compared, new KeyValuePair<string, object?>("adam.occasion", "rebuild"));
        return new(statistics.Id, projects, pairs, compared);
    }

    /// <summary>Writes the clusters of the copied pairs.</summary>
    private async Task AddClustersAsync(CancellationToken ct)
    {
        var links = await _database.QueryOnceAsync(
            session => Task.FromResult(session.Redirected(Copies).Read(ClusterRebuildSql.Connecting, ct).ToList()),
            ct
        );
        foreach (var (add, rows) in ClusterRebuild.Rows(links))
            await WriteAsync("to add clusters", copies => copies.ExecuteAsync(add, new(rows), ct), ct);
    }

    /// <summary>Writes the sums of the copied pairs.</summary>
    private async Task AddSumsAsync(CancellationToken ct)
    {
        var sums = new OverlapSums();
        for (var next = OverlapSumUpdate.First; next is { } after; )
            next = await ReadAsync(
                session => OverlapSumUpdate.CountAsync(session.Redirected(Copies), _counted, sums, after, ct),
                ct
            );
        foreach (var (change, rows) in OverlapSumUpdate.Rows(sums, mayRemove: false))
            await WriteAsync("to add sums", copies => copies.ExecuteAsync(change, new(rows), ct), ct);
    }

    /// <summary>Returns the projects that have changed since the last call, or since the search began.</summary>
    /// <remarks>Each version of a project has a row in the log of changes, in the transaction of its write.</remarks>
    private async Task<IReadOnlyList<long>> ChangedAsync(Session session, CancellationToken ct)
    {
        var changed = await session.QueryAsync(PairRebuildSql.ChangedAfter, new(_lastChange), ct);
        _lastChange = await session.FirstAsync(PairRebuildSql.LastChange, ct);
        return changed;
    }

    /// <summary>
    /// Finds the pairs of some projects again, as a write of each of them does, with their clusters and sums.
    /// </summary>
    /// <param name="copies">A session whose pair tables are the copies.</param>
    private async Task RepeatAsync(
        Session copies,
        IReadOnlyCollection<long> projects,
        TermStatistics statistics,
        CancellationToken ct
    )
    {
        if (projects.Count == 0)
            return;

        var rows = await copies.QueryAsync(PairRebuildSql.Stored, new(PairTableWriter.Serialize(projects)), ct);
        var changes = new ProjectChangeSet(
            [
                .. rows.Select(row => new ProjectChange(
                    row.ProjectId,
                    new StoredProject { Document = row.Document },
                    row.WithdrawnAt is null ? ProjectJson.Read(row.Document) : null,
                    row.WithdrawnAt is null ? row.OwnerId : 0,
                    row.ScopeChangedAt,
                    KeepsScope: false
                )),
            ],
            _time.Instant(),
            IsBulk: false
        );
        var pairs = new PairChanges();
        var sums = new OverlapSumIndexer(_database, pairs, _counted);
        await sums.PrepareAsync(copies, changes, ct);
        await new PairIndexer(_database, _ours, pairs, statistics: statistics).ApplyAsync(copies, changes, ct);
        await _counted.ChangeAsync(copies, projects, ct);
        await sums.ApplyAsync(copies, changes, ct);
    }

    /// <summary>Shows the verdicts that were given since the search began.</summary>
    private async Task ShowVerdictsAsync(Session copies, CancellationToken ct)
    {
        var decided = await copies.QueryAsync(PairRebuildSql.DecidedAfter, new(_lastVerdict), ct);
        if (decided.Count == 0)
            return;

        var pairs = decided.Select(pair => (pair.FirstId, pair.SecondId)).Order().ToList();
        var rows = JsonRowSet.Serialize(
            decided.Select(pair =>
                new object[]
                {
                    pair.FirstId,
                    pair.SecondId,
                    pair.Verdict,
                    pair.IsStale ? 1 : 0,
                    pair.DecidedAt.ToMicros(),
                }
            )
        );
        var sums = new OverlapSumUpdate(copies, _counted);
        await sums.SubtractAsync(pairs, ct);
        await copies.ExecuteAsync(PairRebuildSql.ShowVerdicts, new(rows), ct);
        await sums.AddAsync(pairs, ct);
        await sums.WriteAsync(ct);
        await new ClusterUpdate(copies).RunAsync(pairs, ct);
        _lastVerdict = decided.Max(pair => pair.VerdictId);
    }

    /// <summary>Reads from a snapshot of its own. While one is read, the log cannot start anew.</summary>
    private Task<T> ReadAsync<T>(Func<Session, Task<T>> read, CancellationToken ct) =>
        _database.InReadTransactionAsync(
            session =>
            {
                session.DisableCommandTimeout();
                return read(session);
            },
            ct
        );

    /// <summary>Writes to the copies, in a transaction of its own.</summary>
    /// <inheritdoc cref="WriterHolds.RunAsync" path="/param[@name='step']"/>
    private Task<TimeSpan> WriteAsync(string step, Func<Session, Task> write, CancellationToken ct) =>
        _holds.RunAsync(step, session => write(session.Redirected(Copies)), ct);
}
