using Adam.Data.Engines;
using Adam.Data.Projects;
using Adam.Domain.Overlaps.Scoring;

namespace Adam.Data.Overlaps.Register;

/// <summary>Keeps the register of pairs true to the projects, within a session that somebody else commits: after each write it holds exactly the pairs that a rebuild under the same edition would find.</summary>
internal sealed class OverlapKeeper(Engine engine, Session session, OverlapMemory memory)
{
    /// <summary>As many projects as an import writes between two of its batches meet again soon.</summary>
    private const int MostWritten = 20_000;

    // What this session has written may yet be undone, and its versions given to other contents: it must not be remembered beyond it.
    private readonly HashSet<long> _written = [];
    private readonly PreparedProjects _ours = new(MostWritten);
    private readonly OverlapEditionStore _editions = new(engine, memory);

    /// <summary>Follows a write of one or of hundreds of projects, with the same few statements.</summary>
    /// <param name="changes">Each project once.</param>
    /// <param name="isBulk">Whether many more may follow: then an edition that the register has outgrown is replaced at once, and all pairs are found anew.</param>
    public async Task KeepAsync(IReadOnlyList<ProjectChange> changes, bool isBulk, DateTimeOffset at, CancellationToken ct)
    {
        _written.UnionWith(changes.Select(change => change.ProjectId));
        var edition = await _editions.CurrentToWriteAsync(session, at, ct);
        await MakeStaleAsync(changes, at, ct);
        if (isBulk && await OverlapEditionStore.IsOutgrownAsync(session, edition, ct))
        {
            await new RegisterRebuild(engine, session, memory).RunAsync(null, at, null, ct);
            return;
        }

        var work = changes.Where(change => !change.IsIdle).ToList();
        if (work.Count == 0)
            return;

        var projects = Prepare(work, edition);
        await ReplaceEvidenceAsync(work, projects, ct);
        var found = await ScoreAsync(projects, edition, ct);
        await ReplacePairsAsync(work, found, at, ct);
    }

    private async Task MakeStaleAsync(IReadOnlyList<ProjectChange> changes, DateTimeOffset at, CancellationToken ct)
    {
        var different = changes.Where(change => change is { IsNew: false, Differs: true }).Select(change => change.ProjectId).ToList();
        if (different.Count > 0)
            await session.ExecuteAsync(OverlapKeeperSql.MakeStale(engine), new { at, projects = RegisterRows.Of(different) }, ct);
    }

    private Dictionary<long, PreparedProject> Prepare(List<ProjectChange> work, Edition edition)
    {
        var counting = work.Where(change => change.Counts).ToList();
        var projects = counting.AsParallel().WithDegreeOfParallelism(Workers(counting.Count))
            .Select(change => PreparedProject.Of(change.ProjectId, change.Project.Version, change.OwnerId, change.ActivityMicros, change.Project.Owner, change.Project.Draft, edition))
            .ToDictionary(project => project.ProjectId);
        foreach (var project in projects.Values)
            _ours.Keep(project);
        return projects;
    }

    /// <summary>Evidence lies all over its index: of what a project keeps no page is touched.</summary>
    private async Task ReplaceEvidenceAsync(List<ProjectChange> work, Dictionary<long, PreparedProject> projects, CancellationToken ct)
    {
        var known = work.Where(change => !change.IsNew).Select(change => change.ProjectId).ToList();
        var before = known.Count == 0 ? [] : (await session.QueryAsync<Evidence>(OverlapKeeperSql.EvidenceOf(engine), new { projects = RegisterRows.Of(known) }, ct)).Select(row => row.Row).ToHashSet();
        var added = projects.Values.SelectMany(project => EvidenceOfProject.Of(project, EvidenceHash.Of(project)).Rows).Where(row => !before.Remove(row)).ToList();
        await RegisterRows.RemoveEvidenceAsync(session, engine, before, ct);
        await RegisterRows.AddEvidenceAsync(session, engine, added, ct);
    }

    private async Task<Dictionary<PairKey, ScoredRow>> ScoreAsync(Dictionary<long, PreparedProject> projects, Edition edition, CancellationToken ct)
    {
        if (projects.Count == 0)
            return [];

        var asked = JsonRows.Of(projects.Values.OrderBy(project => project.ProjectId)
            .Select(project => new object[] { project.ProjectId, project.Activity.Period.Start.DayNumber, ProjectIndex.EndDay(project.Activity.Period) }));
        var candidates = await session.QueryAsync<Candidate>(OverlapKeeperSql.Candidates(engine), new { projects = asked }, ct);
        var others = await LoadAsync(candidates.Where(candidate => !projects.ContainsKey(candidate.OtherId)).DistinctBy(candidate => candidate.OtherId), edition, ct);
        var pairs = candidates.DistinctBy(candidate => PairKey.Of(candidate.OneId, candidate.OtherId)).ToList();
        Telemetry.PairsScored.Add(pairs.Count, new KeyValuePair<string, object?>("adam.occasion", "write"));
        return pairs.AsParallel().WithDegreeOfParallelism(Workers(candidates.Count / 16))
            .Select(candidate => ScoredRow.Of(projects[candidate.OneId], projects.GetValueOrDefault(candidate.OtherId) ?? others[candidate.OtherId]))
            .Where(row => row is not null)
            .ToDictionary(row => row!.Key, row => row!);
    }

    private async Task<Dictionary<long, PreparedProject>> LoadAsync(IEnumerable<Candidate> candidates, Edition edition, CancellationToken ct)
    {
        var (loaded, missing) = (new Dictionary<long, PreparedProject>(), new List<long>());
        foreach (var (projectId, version) in candidates.Select(candidate => (candidate.OtherId, candidate.Version)))
        {
            if (Remembered(projectId).Find(projectId, version) is { } project)
                loaded.Add(projectId, project.Under(edition));
            else
                missing.Add(projectId);
        }

        if (missing.Count > 0)
        {
            var rows = await session.QueryAsync<ProjectRow>(OverlapKeeperSql.Documents(engine), new { projects = RegisterRows.Of(missing) }, ct);
            foreach (var project in rows.AsParallel().WithDegreeOfParallelism(Workers(rows.Count / 4)).Select(row => row.Prepare(edition)))
                loaded.Add(project.ProjectId, project);
        }

        foreach (var project in loaded.Values)
            Remembered(project.ProjectId).Keep(project);
        return loaded;
    }

    /// <summary>To wake others for little costs more than to do it.</summary>
    private static int Workers(int shares) => Math.Clamp(shares, 1, Environment.ProcessorCount);

    private PreparedProjects Remembered(long projectId) => _written.Contains(projectId) ? _ours : memory.Projects;

    private async Task ReplacePairsAsync(List<ProjectChange> work, Dictionary<PairKey, ScoredRow> found, DateTimeOffset at, CancellationToken ct)
    {
        var before = await BeforeAsync(work, ct);
        if (before.Count == 0 && found.Count == 0)
            return;

        var projects = RegisterRows.Of(work.Select(change => change.ProjectId));
        var moved = work.Where(change => !change.IsSameActivity).Select(change => change.ProjectId).ToHashSet();
        var gone = before.Keys.Where(key => !found.ContainsKey(key)).ToList();
        var shifted = found.Values.Where(row =>
            !before.TryGetValue(row.Key, out var old) || old.Score != row.Score.TenThousandths
            || moved.Contains(row.Key.FirstId) || moved.Contains(row.Key.SecondId)).ToList();
        var rescored = shifted.Where(row => before.ContainsKey(row.Key) && !moved.Contains(row.Key.FirstId) && !moved.Contains(row.Key.SecondId)).ToList();
        var anew = shifted.Except(rescored).ToList();

        var rivals = before.Count == 0 ? [] : await RivalsAsync(projects, ct);
        var obsolete = gone.Concat(anew.Select(row => row.Key).Where(before.ContainsKey)).ToList();
        if (obsolete.Count > 0)
        {
            var pairs = RegisterRows.Of(obsolete);
            await session.ExecuteAsync(OverlapKeeperSql.RemoveFirstSides(engine), new { pairs }, ct);
            await session.ExecuteAsync(OverlapKeeperSql.RemoveSecondSides(engine), new { pairs }, ct);
            await session.ExecuteAsync(OverlapKeeperSql.RemoveFacets(engine), new { pairs }, ct);
        }

        await RegisterRows.SetScoresAsync(session, engine, rescored, ct);
        await RegisterRows.AddSidesAndFacetsAsync(session, engine, anew, ct);
        if (found.Count > 0)
            rivals.UnionWith(await RivalsAsync(projects, ct));
        var best = await BestAsync(rivals, ct);

        var verdicts = await VerdictsAsync(found.Keys, ct);
        var placed = found.Values.Select(row => Place(row, before.GetValueOrDefault(row.Key), best, verdicts.GetValueOrDefault(row.Key), at)).ToList();
        if (gone.Count > 0)
        {
            var pairs = RegisterRows.Of(gone);
            await session.ExecuteAsync(OverlapKeeperSql.RemovePairs(engine), new { pairs }, ct);
            await session.ExecuteAsync(OverlapKeeperSql.RemoveReasons(engine), new { pairs }, ct);
        }

        await RegisterRows.ChangePairsAsync(session, engine, placed.Where(row => before.TryGetValue(row.Scored.Key, out var old) && !old.Is(row)), ct);
        await RegisterRows.ChangeReasonsAsync(session, engine, found.Values.Where(row => before.TryGetValue(row.Key, out var old) && old.Reasons != row.Reasons), ct);
        await RegisterRows.AddPairsAsync(session, engine, [.. placed.Where(row => !before.ContainsKey(row.Scored.Key))], ct);
        Telemetry.OverlapsFound.Add(found.Keys.Count(key => !before.ContainsKey(key)));
        await CrownAsync(best.Values.Where(pair => !found.ContainsKey(pair.Key)), at, ct);
    }

    private async Task<Dictionary<PairKey, StoredPair>> BeforeAsync(List<ProjectChange> work, CancellationToken ct)
    {
        var known = work.Where(change => !change.IsNew).Select(change => change.ProjectId).ToList();
        if (known.Count == 0)
            return [];

        var pairs = await session.QueryAsync<StoredPair>(OverlapKeeperSql.PairsOf(engine), new { projects = RegisterRows.Of(known) }, ct);
        return pairs.DistinctBy(pair => pair.Key).ToDictionary(pair => pair.Key);
    }

    private async Task<HashSet<PairKey>> RivalsAsync(string projects, CancellationToken ct) =>
        [
            .. (await session.QueryAsync<Candidate>(
                OverlapKeeperSql.Rivals(engine), new { projects, least = Rules.SameProject.TenThousandths }, ct))
                .Select(rival => PairKey.Of(rival.OneId, rival.OtherId)),
        ];

    private async Task<Dictionary<PairKey, BestOfPair>> BestAsync(HashSet<PairKey> rivals, CancellationToken ct) => rivals.Count == 0
        ? []
        : (await session.QueryAsync<BestOfPair>(OverlapKeeperSql.Best(engine), new { pairs = RegisterRows.Of(rivals) }, ct)).ToDictionary(pair => pair.Key);

    private async Task<Dictionary<PairKey, StandingVerdict>> VerdictsAsync(IReadOnlyCollection<PairKey> pairs, CancellationToken ct) => pairs.Count == 0
        ? []
        : (await session.QueryAsync<VerdictRow>(OverlapKeeperSql.Verdicts(engine), new { pairs = RegisterRows.Of(pairs) }, ct)).ToDictionary(row => row.Key, row => row.Standing);

    private static PlacedRow Place(ScoredRow row, StoredPair? old, Dictionary<PairKey, BestOfPair> best, StandingVerdict verdict, DateTimeOffset at)
    {
        var isMutualBest = best.TryGetValue(row.Key, out var pair) && pair.IsMutualBest;
        var kind = OverlapClassifier.Classify(row.Score, isMutualBest, row.IsDeclared);
        return new(row, kind, old is not null && old.Kind == kind && old.SaysWhat(row) ? old.UpdatedMicros : at.ToMicros(), verdict);
    }

    /// <summary>Pairs of others may have won or lost the best match.</summary>
    private async Task CrownAsync(IEnumerable<BestOfPair> others, DateTimeOffset at, CancellationToken ct)
    {
        var changed = others.Where(pair => pair.Kind != pair.CurrentKind).OrderBy(pair => pair.Key)
            .Select(pair => new object[] { pair.Key.FirstId, pair.Key.SecondId, (int)pair.CurrentKind, at.ToMicros() })
            .ToList();
        if (changed.Count > 0)
            await session.ExecuteAsync(OverlapKeeperSql.SetKinds(engine), new { kinds = JsonRows.Of(changed) }, ct);
    }

    private sealed record Evidence
    {
        public long KeyHash { get; init; }
        public long ProjectId { get; init; }
        public int StartDay { get; init; }
        public int EndDay { get; init; }

        public EvidenceRow Row => new(KeyHash, ProjectId, StartDay, EndDay);
    }

    private sealed record Candidate
    {
        public long OneId { get; init; }
        public long OtherId { get; init; }
        public int Version { get; init; }
    }

    private sealed record BestOfPair
    {
        public long FirstId { get; init; }
        public long SecondId { get; init; }

        /// <summary>Ten-thousandths, as the two below.</summary>
        public int Score { get; init; }
        public int BestOfFirst { get; init; }
        public int BestOfSecond { get; init; }

        /// <summary>The stored kind; null if none is stored yet.</summary>
        public OverlapKind? Kind { get; init; }

        public PairKey Key => new(FirstId, SecondId);

        public bool IsMutualBest => MutualBestMatches.IsMutualBest(new(Score), new(BestOfFirst), new(BestOfSecond));

        /// <summary>
        /// The kind of a stored pair after the write. The pair is declared if it was: neither of its projects has
        /// changed.
        /// </summary>
        public OverlapKind CurrentKind =>
            OverlapClassifier.Classify(new(Score), IsMutualBest, isDeclared: Kind == OverlapKind.Declared);
    }
}
