using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Serialization;
using Adam.Data.Audit.Recording;
using Adam.Data.Changes.Recording;
using Adam.Data.Databases;
using Adam.Data.Overlaps.Clusters;
using Adam.Data.Overlaps.Matching;
using Adam.Data.Overlaps.Notes;
using Adam.Data.Overlaps.Report;
using Adam.Data.Overlaps.Sums;
using Adam.Data.Overlaps.Verdicts;
using Adam.Data.Projects;
using Adam.Domain.Overlaps;
using Adam.Domain.Overlaps.Matching;

namespace Adam.Data.Overlaps;

/// <summary>A page of the report.</summary>
/// <param name="NextRank">
/// The position after which the next page of a ranking begins. Null on the last page, and if pairs are sorted by start.
/// </param>
/// <param name="NextStart">
/// The position after which the next page begins if pairs are sorted by start; otherwise null.
/// </param>
public sealed record OverlapPage(
    IReadOnlyList<RankedOverlap> Items,
    RankPosition? NextRank,
    OverlapPosition? NextStart
);

/// <summary>The overlaps of one project.</summary>
/// <param name="Count">The number of pairs at or above the floor, without declared pairs.</param>
/// <param name="Others">
/// The number of pairs of the definition below the floor, which are not ranked.
/// </param>
/// <param name="Strongest">The pairs with the highest scores.</param>
public sealed record OverlapsOfProject(long Count, long Others, IReadOnlyList<RankedOverlap> Strongest)
{
    /// <summary>
    /// The countries and pillars of the project in which others have restricted projects that the reader does not see.
    /// </summary>
    public IReadOnlyList<RestrictedCell> Restricted { get; init; } = [];
}

/// <summary>
/// Queries overlaps: the stored, scored pairs, or all pairs of the definition in the order of the earlier start.
/// </summary>
public sealed class OverlapStore(Database database, QueryPlanner planner, TermStatisticsStore termStatistics)
{
    /// <summary>Returns a page of at most <paramref name="limit"/> stored pairs, each once.</summary>
    /// <param name="sort">
    /// Any but <see cref="OverlapSort.Start"/>. <see cref="OverlapSort.Uncertain"/> returns the ranked pairs of the
    /// review queue alone.
    /// </param>
    public Task<OverlapPage> RankAsync(
        OverlapFilter filter,
        OverlapSort sort,
        RankPosition? after,
        int limit,
        CancellationToken ct
    ) => database.InReadTransactionAsync(session => RankAsync(session, filter, sort, after, limit, ct), ct);

    private async Task<OverlapPage> RankAsync(
        Session session,
        OverlapFilter filter,
        OverlapSort sort,
        RankPosition? after,
        int limit,
        CancellationToken ct
    )
    {
        var plan = await planner.ChooseAsync(session, filter, sort, ct);
        var found = await session.QueryAsync(plan.Page(after, limit + 1), ct);
        var rows = found.Take(limit).ToList();
        return new(await ShowAsync(session, rows, ct), found.Count > limit ? rows[^1].Position(sort) : null, null);
    }

    /// <summary>
    /// Returns a page of at most <paramref name="limit"/> pairs with any score, each once, in the order of the earlier
    /// start.
    /// </summary>
    public Task<OverlapPage> WalkAsync(OverlapFilter filter, OverlapPosition? after, int limit, CancellationToken ct) =>
        database.InReadTransactionAsync(session => WalkAsync(session, filter, after, limit, ct), ct);

    private async Task<OverlapPage> WalkAsync(
        Session session,
        OverlapFilter filter,
        OverlapPosition? after,
        int limit,
        CancellationToken ct
    )
    {
        var plan = await planner.ChooseByStartAsync(session, filter, ct);
        var found = await session.QueryAsync(plan.Page(after, limit + 1), ct);
        var pairs = found.Take(limit).ToList();
        var stored = await ReadAsync(session, pairs.SelectMany(pair => new[] { pair.EarlierId, pair.LaterId }), ct);
        var statistics = await termStatistics.CurrentAsync(session, ct);
        var items = new List<RankedOverlap>();
        foreach (var pair in pairs)
            items.Add(
                await OneAsync(session, stored[pair.EarlierId], stored[pair.LaterId], statistics, ct)
                    ?? throw Disagreement(stored[pair.EarlierId], stored[pair.LaterId])
            );
        return new(items, null, found.Count > limit ? pairs[^1].Position : null);
    }

    /// <summary>Streams the pairs of the ranked report, as they are at the instant of the first one.</summary>
    /// <remarks>A snapshot is held until the last pair is read.</remarks>
    public IAsyncEnumerable<RankedOverlap> StreamRankedAsync(
        OverlapFilter filter,
        OverlapSort sort,
        RankPosition? after,
        CancellationToken ct
    ) =>
        KeysetStream.ReadAsync<RankedOverlap, RankPosition>(
            database,
            after,
            async (session, position) =>
            {
                var page = await RankAsync(session, filter, sort, position, KeysetStream.PageSize, ct);
                return (page.Items, page.NextRank);
            },
            ct
        );

    /// <summary>
    /// Streams the pairs of <see cref="WalkAsync(OverlapFilter, OverlapPosition?, int, CancellationToken)"/>, as they
    /// are at the instant of the first one.
    /// </summary>
    /// <remarks>A snapshot is held until the last pair is read.</remarks>
    public IAsyncEnumerable<RankedOverlap> StreamAllAsync(
        OverlapFilter filter,
        OverlapPosition? after,
        CancellationToken ct
    ) =>
        KeysetStream.ReadAsync<RankedOverlap, OverlapPosition>(
            database,
            after,
            async (session, position) =>
            {
                var page = await WalkAsync(session, filter, position, KeysetStream.PageSize, ct);
                return (page.Items, page.NextStart);
            },
            ct
        );

    /// <summary>
    /// Returns the number of pairs that meet a filter: of the stored pairs, or of all pairs of the definition if sorted
    /// by start.
    /// </summary>
    public Task<long> CountAsync(OverlapFilter filter, OverlapSort sort, CancellationToken ct) =>
        database.InReadTransactionAsync(session => CountAsync(session, filter, sort, ct), ct);

    private async Task<long> CountAsync(Session session, OverlapFilter filter, OverlapSort sort, CancellationToken ct)
    {
        // Each page of the queue states such numbers. The sums do not contain pairs of restricted projects.
        if (
            sort != OverlapSort.Start
            && OverlapSummarySql.ConditionsOfSums(filter) is { } conditions
            && await session.FirstAsync(ProjectSql.SeesRestrictedPairs, ct) == 0
        )
            return await session.FirstAsync(OverlapSumSql.Count(conditions), ct);

        var count =
            sort == OverlapSort.Start
                ? (await planner.ChooseByStartForAllAsync(session, filter, ct)).Count()
                : (await planner.ChooseForAllAsync(session, filter, ct)).Count();
        return await session.FirstAsync(count, ct);
    }

    /// <summary>
    /// Returns the overlap of two projects; null if one of them is not in the register or they do not overlap.
    /// </summary>
    public Task<RankedOverlap?> FindAsync(OverlapId id, CancellationToken ct) =>
        database.InReadTransactionAsync(session => FindAsync(session, id, ct), ct);

    /// <summary>Returns the two projects of an id that is no overlap, and why they are none.</summary>
    public Task<UnmetOverlap> UnmetAsync(OverlapId id, CancellationToken ct) =>
        database.InReadTransactionAsync(
            async session =>
            {
                var one = await ProjectStore.FindAsync(session, id.First, ct);
                var other = await ProjectStore.FindAsync(session, id.Second, ct);
                return new UnmetOverlap(
                    one,
                    other,
                    one is null || other is null
                        ? []
                        : OverlapDefinition.Unmet(
                            ProjectScope.FromDraft(one.Project),
                            ProjectScope.FromDraft(other.Project)
                        )
                );
            },
            ct
        );

    /// <summary>
    /// Returns all decisions about two projects, the latest first; null if one of them is not in the register or they
    /// do not overlap.
    /// </summary>
    public Task<IReadOnlyList<Decision>?> DecisionsAsync(OverlapId id, CancellationToken ct) =>
        database.InReadTransactionAsync<IReadOnlyList<Decision>?>(
            async session =>
            {
                return await BothAsync(session, id, ct) is var (one, other) && Overlap.Between(one, other) is not null
                    ? await session.QueryAsync(VerdictSql.History, Key(one, other), ct)
                    : null;
            },
            ct
        );

    /// <summary>Records a decision about an overlap. Earlier decisions stay in the history.</summary>
    /// <param name="verdict">The verdict; null to withdraw the current one.</param>
    /// <param name="isSeen">Returns true if the client has read the version of the pair that has this tag.</param>
    /// <param name="isAllowed">
    /// Returns true if the caller may decide this pair; null if it may decide every pair.
    /// </param>
    public Task<DecisionOutcome> DecideAsync(
        OverlapId id,
        Func<string, bool> isSeen,
        Verdict? verdict,
        string? note,
        Actor by,
        string partner,
        DateTimeOffset at,
        CancellationToken ct,
        Func<Overlap, bool>? isAllowed = null
    ) =>
        database.InGroupedWriteAsync<DecisionOutcome>(
            async session =>
            {
                if (
                    await BothAsync(session, id, ct) is not var (one, other)
                    || await FindAsync(session, id, ct) is not { } current
                )
                    return new DecisionOutcome.NoOverlap();
                if (isAllowed?.Invoke(current.Overlap) is false)
                    return new DecisionOutcome.NotAllowed();
                if (!isSeen(current.Tag))
                    return new DecisionOutcome.Stale();

                var key = Key(one, other);
                var evidence = verdict is null ? null : (await EvidenceAsync(session, one, other, ct)).Write();
                await session.FirstAsync(
                    VerdictSql.Add,
                    new(key.FirstId, key.SecondId, (byte?)verdict, note, by.Name, partner, at, evidence),
                    ct
                );
                var sums = new OverlapSumUpdate(session);
                await sums.SubtractAsync([(key.FirstId, key.SecondId)], ct);
                await session.ExecuteAsync(
                    VerdictSql.Show,
                    new(key.FirstId, key.SecondId, (byte?)verdict, at.ToMicros()),
                    ct
                );
                await sums.AddAsync([(key.FirstId, key.SecondId)], ct);
                await sums.WriteAsync(ct);
                await new ClusterUpdate(session).RunAsync([(key.FirstId, key.SecondId)], ct);
                await ChangeRecorder.AddAsync(
                    session,
                    [
                        new(
                            verdict is null ? ChangeKind.VerdictTakenBack : ChangeKind.VerdictGiven,
                            key.FirstId,
                            key.SecondId,
                            Version: null,
                            Fields: [],
                            ChangeScope.FromPair(one.Project, other.Project),
                            new(ChangeRestriction.OwnerOf(one.Project), ChangeRestriction.OwnerOf(other.Project))
                        ),
                    ],
                    by.Name,
                    at,
                    ct
                );
                await AuditRecorder.AddAsync(
                    session,
                    AuditSubject.Overlap,
                    verdict is null ? AuditAction.VerdictTakenBack : AuditAction.VerdictGiven,
                    id.ToString(),
                    version: null,
                    verdict is { } given ? VerdictContent.Create(given, note, by.Name, partner, evidence) : null,
                    by,
                    at,
                    ct
                );
                var decided = await FindAsync(session, id, ct);
                return new DecisionOutcome.Done(decided!);
            },
            ct
        );

    /// <summary>Returns the overlaps of a project; none if it is withdrawn or was never recorded.</summary>
    /// <param name="strongest">The maximum number of overlaps that are returned. The count includes all.</param>
    public Task<OverlapsOfProject> ForProjectAsync(Guid id, int strongest, CancellationToken ct) =>
        database.InReadTransactionAsync(session => ForProjectAsync(session, id, strongest, ct), ct);

    /// <summary>
    /// Returns the overlaps of a project in a session of the caller, which may have written the project.
    /// </summary>
    /// <inheritdoc cref="ForProjectAsync(Guid, int, CancellationToken)"/>
    internal async Task<OverlapsOfProject> ForProjectAsync(
        Session session,
        Guid id,
        int strongest,
        CancellationToken ct
    )
    {
        var pairs = await session.FirstAsync(NeighbourSql.OfProject, new(id), ct);
        if (pairs!.Stored == 0)
            return new(0, pairs.Defined, []);

        var filter = new OverlapFilter { Project = id };
        var page = await RankAsync(session, filter, OverlapSort.Score, null, strongest, ct);
        var count = page.NextRank is null ? page.Items.Count : await CountAsync(session, filter, OverlapSort.Score, ct);
        return new(count, pairs.Defined - pairs.Stored, page.Items);
    }

    /// <summary>Returns what the present score of two projects is computed from.</summary>
    private async Task<MatchEvidence> EvidenceAsync(
        Session session,
        StoredProject one,
        StoredProject other,
        CancellationToken ct
    )
    {
        var statistics = await termStatistics.CurrentAsync(session, ct);
        var (a, b) = (Weighted(one.Project), Weighted(other.Project));
        // The queue shows every ranked pair. A pair below the floor that it did not draw was chosen by the analyst, and
        // stands for itself.
        var shown = Scorer.Assess(a, b).IsRanked ? 1 : ReviewSample.Create(statistics).Find(a, b)?.Chance ?? 1;
        return MatchEvidence.FromPair(a, b, shown);

        WeightedProfile Weighted(Domain.Projects.Project project) =>
            WeightedProfile.Create(Profile.FromDraft(project.Owner, project.Draft), statistics);
    }

    private async Task<RankedOverlap?> FindAsync(Session session, OverlapId id, CancellationToken ct) =>
        await BothAsync(session, id, ct) is var (one, other)
            ? await OneAsync(session, one, other, await termStatistics.CurrentAsync(session, ct), ct)
            : null;

    internal static async Task<(StoredProject One, StoredProject Other)?> BothAsync(
        Session session,
        OverlapId id,
        CancellationToken ct
    ) =>
        await ProjectStore.FindAsync(session, id.First, ct) is { } one
        && await ProjectStore.FindAsync(session, id.Second, ct) is { } other
            ? (one, other)
            : null;

    internal static PairParameters Key(StoredProject one, StoredProject other) =>
        new(Math.Min(one.ProjectId, other.ProjectId), Math.Max(one.ProjectId, other.ProjectId));

    /// <summary>Returns one pair with any score; null if the two do not overlap.</summary>
    internal static async Task<RankedOverlap?> OneAsync(
        Session session,
        StoredProject one,
        StoredProject other,
        TermStatistics statistics,
        CancellationToken ct
    )
    {
        if (Overlap.Between(one, other) is not { } overlap)
            return null;
        if (await session.FirstAsync(ReportQuery.One, Key(one, other), ct) is { } row)
            return Ranked(overlap, row, one, other, statistics);

        // For pairs below the floor, only decisions and notes are stored.
        var decision = await session.FirstAsync(VerdictSql.History, Key(one, other), ct);
        var notes = await session.FirstAsync(OverlapNoteSql.CountOfPair, Key(one, other), ct);
        var (a, b) = (one.Project, other.Project);
        var explained = Scorer.Explain(
            Profile.FromDraft(a.Owner, a.Draft),
            Profile.FromDraft(b.Owner, b.Draft),
            overlap.Shared,
            statistics
        );
        var declared = DeclaredLinks.AreMutual(DeclaredLinks.FromDraft(a.Draft), DeclaredLinks.FromDraft(b.Draft));
        var kind = OverlapClassifier.Classify(explained.Assessment, isMutualBest: false, declared);
        return new(
            overlap,
            kind,
            explained.Score,
            explained.Reasons,
            statistics.Rules.Name,
            statistics.Id,
            decision?.Verdict is null ? null : decision,
            Tag(one, other, statistics, kind, decision, notes)
        )
        {
            Notes = notes,
        };
    }

    /// <summary>Returns stored pairs with their projects.</summary>
    internal async Task<IReadOnlyList<RankedOverlap>> ShowAsync(
        Session session,
        IReadOnlyList<ReportRow> rows,
        CancellationToken ct
    )
    {
        var stored = await ReadAsync(session, rows.SelectMany(row => new[] { row.FirstId, row.SecondId }), ct);
        var statistics = await termStatistics.CurrentAsync(session, ct);
        return
        [
            .. rows.Select(row => (Row: row, One: stored[row.FirstId], Other: stored[row.SecondId]))
                .Select(pair =>
                    Ranked(
                        Overlap.Between(pair.One, pair.Other) ?? throw Disagreement(pair.One, pair.Other),
                        pair.Row,
                        pair.One,
                        pair.Other,
                        statistics
                    )
                ),
        ];
    }

    private static RankedOverlap Ranked(
        Overlap overlap,
        ReportRow row,
        StoredProject one,
        StoredProject other,
        TermStatistics statistics
    )
    {
        var kind = (OverlapKind)row.Kind;
        return new(
            overlap,
            kind,
            new(row.Score),
            StoredReasons.Read(row.Reasons),
            statistics.Rules.Name,
            statistics.Id,
            row.Decision,
            Tag(one, other, statistics, kind, row.Decision, row.Notes)
        )
        {
            Notes = row.Notes,
        };
    }

    private static string Tag(
        StoredProject one,
        StoredProject other,
        TermStatistics statistics,
        OverlapKind kind,
        Decision? decision,
        int notes
    )
    {
        var (first, second) = one.ProjectId < other.ProjectId ? (one, other) : (other, one);
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{first.Version}-{second.Version}-{statistics.Id}-{(int)kind}-{decision?.VerdictId ?? 0}-{notes}"
        );
    }

    private static InvalidOperationException Disagreement(StoredProject one, StoredProject other) =>
        new($"The register pairs {one.Id} and {other.Id}, the definition does not.");

    internal static async Task<Dictionary<long, StoredProject>> ReadAsync(
        Session session,
        IEnumerable<long> ids,
        CancellationToken ct
    ) =>
        (await session.QueryAsync(ProjectSql.ByIds, new([.. ids.Distinct()]), ct)).ToDictionary(project =>
            project.ProjectId
        );
}

/// <summary>A verdict as its audit entries contain it.</summary>
internal sealed record VerdictContent(Verdict Verdict, string? Note, string DecidedBy, string Partner)
{
    /// <summary>
    /// SHA-256 of the evidence on which the verdict was given, from which factors are learned. Entries of verdicts from
    /// before it was added do not have it.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? EvidenceDigest { get; init; }

    /// <param name="evidence">The evidence as it is stored; null if none is.</param>
    public static VerdictContent Create(
        Verdict verdict,
        string? note,
        string decidedBy,
        string partner,
        string? evidence
    ) =>
        new(verdict, note, decidedBy, partner)
        {
            EvidenceDigest = evidence is null
                ? null
                : Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(evidence))),
        };
}
