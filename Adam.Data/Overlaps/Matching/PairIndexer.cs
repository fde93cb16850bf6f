using Adam.Data.Databases;
using Adam.Data.Monitoring;
using Adam.Data.Overlaps.Clusters;
using Adam.Data.Overlaps.Sums;
using Adam.Data.Projects;
using Adam.Domain.Overlaps.Matching;
using Adam.Domain.Projects;

namespace Adam.Data.Overlaps.Matching;

/// <summary>
/// Maintains the tables of scored pairs. After each write they contain exactly the pairs that a rebuild under the same
/// term statistics would find. It runs after the other indexers, because it reads their tables.
/// </summary>
/// <remarks>An instance serves one write transaction.</remarks>
/// <param name="pairChanges">
/// Receives the pairs that a write changes; null if clusters and sums of the pairs are computed afterwards.
/// </param>
/// <param name="advance">The scores that were computed before the write began; null if there are none.</param>
/// <param name="statistics">
/// The term statistics to score with; null for the current ones. A rebuild beside the current pairs has its own.
/// </param>
internal sealed class PairIndexer(
    Database database,
    MatchingCache memory,
    PairChanges? pairChanges,
    AdvancePairs? advance = null,
    TermStatistics? statistics = null
) : IProjectIndexer
{
    /// <summary>
    /// The capacity of the cache of written projects. An import compares the projects of a batch with those of earlier
    /// batches.
    /// </summary>
    private const int MostWritten = 20_000;

    // A rolled back transaction frees the versions that it wrote, and a later write may reuse them for other contents.
    // Projects that this transaction wrote are therefore cached here and not in the cache of the process.
    private readonly HashSet<long> _written = [];
    private readonly PreparedProjectCache _ours = new(MostWritten);
    private readonly TermStatisticsStore _termStatistics = new(database, memory);

    public IReadOnlyList<string> Tables { get; } =
    ["Overlap", "OverlapReasons", "OverlapByProject", "OverlapFacet", "ProjectBlockingKey"];

    public int Version => 6;

    /// <inheritdoc/>
    /// <remarks>
    /// If the write is part of a bulk write and the register has outgrown its term statistics, this method computes new
    /// statistics and rebuilds all pairs.
    /// </remarks>
    public async Task ApplyAsync(Session session, ProjectChangeSet changes, CancellationToken ct)
    {
        var at = changes.At;
        // The next transactions of an import compare their projects with those of this one. Bulk writes are not
        // grouped.
        if (changes.IsBulk && _written.Count == 0)
            session.WhenCommitted(() => memory.Projects.KeepAll(_ours));
        _written.UnionWith(changes.Changes.Select(change => change.ProjectId));
        var current = statistics ?? await _termStatistics.CurrentToWriteAsync(session, at, ct);
        var different = changes.Changes.Where(PairChanges.Differs).Select(change => change.ProjectId).ToHashSet();
        var stale = changes.Changes.Where(ChangesMeaning).Select(change => change.ProjectId).ToList();
        await MakeStaleAsync(session, stale, at, ct);
        if (changes.IsBulk && await TermStatisticsStore.IsOutgrownAsync(session, current, ct))
        {
            Prepare([.. changes.Changes], null, current);
            await new PairRebuild(database, session, memory) { Known = Known }.RunAsync(null, at, null, ct);
            if (pairChanges is not null)
                pairChanges.AreRebuilt = true;
            return;
        }

        // Other changes cannot affect any pair.
        var work = changes.Changes.Where(change => !change.KeepsScope || different.Contains(change.ProjectId)).ToList();
        if (work.Count == 0)
            return;

        var scored = advance is not null && work is [var only] && advance.AreOf(only, current) ? advance : null;
        var projects = Prepare(work, scored, current);
        await ReplaceBlockingKeysAsync(session, work, projects, scored, ct);
        var found = await ScoreAsync(session, projects, scored, current, ct);
        await ReplacePairsAsync(session, work, found, at, ct);
    }

    /// <inheritdoc/>
    /// <remarks>
    /// Scores use the current term statistics. Statistics that were computed with other rules than the program's are
    /// replaced. Verdicts are kept, and unchanged pairs keep the instant of their last change.
    /// </remarks>
    public async Task RebuildAsync(
        Session session,
        ProjectDocuments documents,
        IProgress<ReindexProgress>? progress,
        CancellationToken ct
    )
    {
        var current = await TermStatisticsStore.IsOutdatedAsync(session, ct)
            ? null
            : await _termStatistics.CurrentToWriteAsync(session, documents.At, ct);
        var pairProgress = progress is null ? null : new PairProgress(Tables[0], progress);
        await new PairRebuild(database, session, memory).RunAsync(current, documents.At, pairProgress, ct);
    }

    /// <summary>Returns true if the write changed what a verdict about the project was based on.</summary>
    private static bool ChangesMeaning(ProjectChange change) =>
        change is { Before.Project: { } before, After: { } after }
        && !MatchingInputs.MeanTheSame(after.Owner, after.Draft, before.Owner, before.Draft);

    /// <summary>Marks the current verdicts about some projects as stale.</summary>
    private static async Task MakeStaleAsync(
        Session session,
        IReadOnlyCollection<long> changed,
        DateTimeOffset at,
        CancellationToken ct
    )
    {
        if (changed.Count > 0)
            await session.ExecuteAsync(PairIndexerSql.MakeStale, new(at, PairTableWriter.Serialize(changed)), ct);
    }

    private Dictionary<long, PreparedProject> Prepare(
        List<ProjectChange> work,
        AdvancePairs? scored,
        TermStatistics statistics
    )
    {
        var counting = work.Where(change => change.After is { Draft.Status: not ProjectStatus.Cancelled }).ToList();
        var projects = SelectParallel(
                counting,
                counting.Count,
                change =>
                    scored?.Stored(change)
                    ?? PreparedProject.Create(
                        change.ProjectId,
                        change.After!.Version,
                        change.OwnerId,
                        change.ScopeChangedAt.ToMicros(),
                        change.After.Owner,
                        change.After.Draft,
                        statistics
                    )
            )
            .ToDictionary(project => project.ProjectId);
        foreach (var project in projects.Values)
            _ours.Keep(project);
        return projects;
    }

    /// <summary>Returns the project of a row if this version of it is cached; otherwise null.</summary>
    private PreparedProject? Known(ProjectRow row) => Remembered(row.ProjectId).Peek(row.ProjectId, row.Version);

    /// <summary>
    /// Writes only the keys that a project has gained or lost. Keys are spread over the whole index, so pages of
    /// unchanged keys are not touched.
    /// </summary>
    private static async Task ReplaceBlockingKeysAsync(
        Session session,
        List<ProjectChange> work,
        Dictionary<long, PreparedProject> projects,
        AdvancePairs? scored,
        CancellationToken ct
    )
    {
        var known = work.Where(change => !change.IsNew).Select(change => change.ProjectId).ToList();
        var before =
            known.Count == 0
                ? []
                : (await session.QueryAsync(PairIndexerSql.BlockingKeysOf, new(PairTableWriter.Serialize(known)), ct))
                    .Select(row => row.Row)
                    .ToHashSet();
        var added = projects
            .Values.SelectMany(project =>
                ProjectBlockingKeys.Create(project, scored?.KeyHashes ?? BlockingKeyHash.Compute(project)).Rows
            )
            .Where(row => !before.Remove(row))
            .ToList();
        await PairTableWriter.RemoveBlockingKeysAsync(session, before, ct);
        await PairTableWriter.AddBlockingKeysAsync(session, added, ct);
    }

    /// <summary>
    /// Finds and scores the pairs of the written projects. The candidates are always those of the present register. A
    /// score from before the write is used if its candidate has not changed since.
    /// </summary>
    private async Task<Dictionary<PairKey, ScoredRow>> ScoreAsync(
        Session session,
        Dictionary<long, PreparedProject> projects,
        AdvancePairs? scored,
        TermStatistics statistics,
        CancellationToken ct
    )
    {
        if (projects.Count == 0)
            return [];

        var asked = JsonRowSet.Serialize(
            projects
                .Values.OrderBy(project => project.ProjectId)
                .Select(project =>
                    new object[]
                    {
                        project.ProjectId,
                        ProjectIndex.StartDay(project.Scope.Period),
                        ProjectIndex.EndDay(project.Scope.Period),
                    }
                )
        );
        var found = new Dictionary<PairKey, ScoredRow>();
        var candidates = new List<CandidatePair>();
        foreach (var candidate in await session.QueryAsync(PairIndexerSql.Candidates, new(asked), ct))
        {
            ScoredRow? pair = null;
            if (scored?.TryFind(candidate.OtherId, candidate.Version, projects[candidate.OneId], out pair) != true)
                candidates.Add(candidate);
            else if (pair is not null)
                found.Add(pair.Key, pair);
        }

        var others = await LoadAsync(
            session,
            candidates
                .Where(candidate => !projects.ContainsKey(candidate.OtherId))
                .DistinctBy(candidate => candidate.OtherId),
            statistics,
            ct
        );
        var pairs = candidates.DistinctBy(candidate => PairKey.Of(candidate.OneId, candidate.OtherId)).ToList();
        Telemetry.PairsScored.Add(
            pairs.Count + (scored?.Candidates.Count ?? 0),
            new KeyValuePair<string, object?>("adam.occasion", "write")
        );
        var compared = SelectParallel(
            pairs,
            candidates.Count / 16,
            candidate =>
                ScoredRow.Compare(
                    projects[candidate.OneId],
                    projects.GetValueOrDefault(candidate.OtherId) ?? others[candidate.OtherId]
                )
        );
        foreach (var pair in compared.OfType<ScoredRow>())
            found.Add(pair.Key, pair);
        return found;
    }

    private async Task<Dictionary<long, PreparedProject>> LoadAsync(
        Session session,
        IEnumerable<CandidatePair> candidates,
        TermStatistics statistics,
        CancellationToken ct
    )
    {
        var (loaded, missing) = (new Dictionary<long, PreparedProject>(), new List<long>());
        foreach (var (projectId, version) in candidates.Select(candidate => (candidate.OtherId, candidate.Version)))
        {
            if (Remembered(projectId).Find(projectId, version) is { } project)
                loaded.Add(projectId, project.WithStatistics(statistics));
            else
                missing.Add(projectId);
        }

        if (missing.Count > 0)
        {
            var rows = await session.QueryAsync(PairIndexerSql.Documents, new(PairTableWriter.Serialize(missing)), ct);
            foreach (var project in SelectParallel(rows, rows.Count / 4, row => row.Prepare(statistics)))
                loaded.Add(project.ProjectId, project);
        }

        // Another write of this transaction may have written some of them.
        session.WhenLost(memory.Projects.Clear);
        foreach (var project in loaded.Values)
            Remembered(project.ProjectId).Keep(project);
        return loaded;
    }

    /// <summary>Converts items on several threads, unless starting them would cost more than the work itself.</summary>
    /// <param name="shares">The number of threads that the work is worth.</param>
    private static IEnumerable<TResult> SelectParallel<T, TResult>(
        IReadOnlyCollection<T> items,
        int shares,
        Func<T, TResult> convert
    ) =>
        Math.Min(shares, Environment.ProcessorCount) < 2
            ? items.Select(convert)
            : items.AsParallel().WithDegreeOfParallelism(Math.Min(shares, Environment.ProcessorCount)).Select(convert);

    private PreparedProjectCache Remembered(long projectId) => _written.Contains(projectId) ? _ours : memory.Projects;

    private async Task ReplacePairsAsync(
        Session session,
        List<ProjectChange> work,
        Dictionary<PairKey, ScoredRow> found,
        DateTimeOffset at,
        CancellationToken ct
    )
    {
        var before = await BeforeAsync(session, work, ct);
        if (before.Count == 0 && found.Count == 0)
            return;

        var projects = PairTableWriter.Serialize(work.Select(change => change.ProjectId));
        var moved = work.Where(change => !change.KeepsScope).Select(change => change.ProjectId).ToHashSet();
        var gone = before.Keys.Where(key => !found.ContainsKey(key)).ToList();
        var shifted = found
            .Values.Where(row =>
                !before.TryGetValue(row.Key, out var old)
                || old.Score != row.Score.TenThousandths
                || moved.Contains(row.Key.FirstId)
                || moved.Contains(row.Key.SecondId)
            )
            .ToList();
        var rescored = shifted
            .Where(row =>
                before.ContainsKey(row.Key) && !moved.Contains(row.Key.FirstId) && !moved.Contains(row.Key.SecondId)
            )
            .ToList();
        var anew = shifted.Except(rescored).ToList();

        var competing = before.Count == 0 ? [] : await CompetingPairsAsync(session, projects, ct);
        var obsolete = gone.Concat(anew.Select(row => row.Key).Where(before.ContainsKey)).ToList();
        if (obsolete.Count > 0)
        {
            var pairs = PairTableWriter.Serialize(obsolete);
            await session.ExecuteAsync(PairIndexerSql.RemoveByFirstProject, new(pairs), ct);
            await session.ExecuteAsync(PairIndexerSql.RemoveBySecondProject, new(pairs), ct);
            await session.ExecuteAsync(PairIndexerSql.RemoveFacets, new(pairs), ct);
        }

        await PairTableWriter.SetScoresAsync(session, rescored, ct);
        await PairTableWriter.AddByProjectAndFacetsAsync(session, anew, ct);
        if (found.Count > 0)
            competing.UnionWith(await CompetingPairsAsync(session, projects, ct));
        var best = await BestAsync(session, competing, ct);

        var verdicts = await VerdictsAsync(session, found.Keys, ct);
        var placed = found
            .Values.Select(row =>
                Place(row, before.GetValueOrDefault(row.Key), best, verdicts.GetValueOrDefault(row.Key), at)
            )
            .ToList();
        if (gone.Count > 0)
        {
            var pairs = PairTableWriter.Serialize(gone);
            await session.ExecuteAsync(PairIndexerSql.RemovePairs, new(pairs), ct);
            await session.ExecuteAsync(PairIndexerSql.RemoveReasons, new(pairs), ct);
        }

        await PairTableWriter.ChangePairsAsync(
            session,
            placed.Where(row => before.TryGetValue(row.Scored.Key, out var old) && !old.IsUnchangedBy(row)),
            ct
        );
        await PairTableWriter.ChangeReasonsAsync(
            session,
            found.Values.Where(row => before.TryGetValue(row.Key, out var old) && old.Reasons != row.Reasons),
            ct
        );
        await PairTableWriter.AddPairsAsync(session, [.. placed.Where(row => !before.ContainsKey(row.Scored.Key))], ct);
        Telemetry.OverlapsFound.Add(found.Keys.Count(key => !before.ContainsKey(key)));
        await UpdateBestMatchesAsync(session, best.Values.Where(pair => !found.ContainsKey(pair.Key)), at, ct);
        if (pairChanges is null)
            return;

        pairChanges.Written.AddRange(found.Keys.Select(key => (key.FirstId, key.SecondId)));
        pairChanges.OtherKinds.AddRange(
            best.Values.Where(pair => !found.ContainsKey(pair.Key) && pair.Kind != pair.CurrentKind)
                .Select(pair => ((pair.FirstId, pair.SecondId), (int)pair.Kind!))
        );
        var touched = before
            .Keys.Union(found.Keys)
            .Select(key => (key.FirstId, key.SecondId))
            .Union(pairChanges.OtherKinds.Select(other => other.Pair));
        await new ClusterUpdate(session).RunAsync(touched, ct);
    }

    private static async Task<Dictionary<PairKey, StoredPair>> BeforeAsync(
        Session session,
        List<ProjectChange> work,
        CancellationToken ct
    )
    {
        var known = work.Where(change => !change.IsNew).Select(change => change.ProjectId).ToList();
        if (known.Count == 0)
            return [];

        var pairs = await session.QueryAsync(PairIndexerSql.PairsOf, new(PairTableWriter.Serialize(known)), ct);
        return pairs.DistinctBy(pair => pair.Key).ToDictionary(pair => pair.Key);
    }

    private static async Task<HashSet<PairKey>> CompetingPairsAsync(
        Session session,
        string projects,
        CancellationToken ct
    ) =>
        [
            .. (
                await session.QueryAsync(
                    PairIndexerSql.CompetingPairs,
                    new(Rules.SameProject.TenThousandths, projects),
                    ct
                )
            ).Select(pair => PairKey.Of(pair.OneId, pair.OtherId)),
        ];

    private static async Task<Dictionary<PairKey, BestOfPair>> BestAsync(
        Session session,
        HashSet<PairKey> competing,
        CancellationToken ct
    ) =>
        competing.Count == 0
            ? []
            : (
                await session.QueryAsync(PairIndexerSql.Best, new(PairTableWriter.Serialize(competing)), ct)
            ).ToDictionary(pair => pair.Key);

    private static async Task<Dictionary<PairKey, StandingVerdict>> VerdictsAsync(
        Session session,
        IReadOnlyCollection<PairKey> pairs,
        CancellationToken ct
    ) =>
        pairs.Count == 0
            ? []
            : (
                await session.QueryAsync(PairIndexerSql.Verdicts, new(PairTableWriter.Serialize(pairs)), ct)
            ).ToDictionary(row => row.Key, row => row.Standing);

    private static PlacedRow Place(
        ScoredRow row,
        StoredPair? old,
        Dictionary<PairKey, BestOfPair> best,
        StandingVerdict verdict,
        DateTimeOffset at
    )
    {
        var isMutualBest = best.TryGetValue(row.Key, out var pair) && pair.IsMutualBest;
        var kind = OverlapClassifier.Classify(row.Assessment, isMutualBest, row.IsDeclared);
        return new(
            row,
            kind,
            old is not null && old.Kind == kind && old.HasContentOf(row) ? old.UpdatedMicros : at.ToMicros(),
            verdict
        );
    }

    /// <summary>Updates the kind of pairs of other projects that became or ceased to be mutual best matches.</summary>
    private static async Task UpdateBestMatchesAsync(
        Session session,
        IEnumerable<BestOfPair> others,
        DateTimeOffset at,
        CancellationToken ct
    )
    {
        var changed = others
            .Where(pair => pair.Kind != pair.CurrentKind)
            .OrderBy(pair => pair.Key)
            .Select(pair => new object[] { pair.Key.FirstId, pair.Key.SecondId, (int)pair.CurrentKind, at.ToMicros() })
            .ToList();
        if (changed.Count > 0)
            await session.ExecuteAsync(PairIndexerSql.SetKinds, new(JsonRowSet.Serialize(changed)), ct);
    }

    private sealed class PairProgress(string table, IProgress<ReindexProgress> progress) : IProgress<OverlapProgress>
    {
        public void Report(OverlapProgress value) => progress.Report(new(table, value.Done, value.Total));
    }
}
