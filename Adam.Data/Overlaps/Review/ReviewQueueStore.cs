using Adam.Data.Databases;
using Adam.Data.Overlaps.Matching;
using Adam.Data.Overlaps.Report;
using Adam.Data.Projects;
using Adam.Domain.Overlaps.Matching;

namespace Adam.Data.Overlaps.Review;

/// <summary>
/// The review queue: the ranked pairs without a valid verdict, the most doubtful first, and after each nine of them a
/// pair of the <see cref="ReviewSample"/>, which scores below the floor. Verdicts about ranked pairs alone would teach
/// nothing about what the ranking misses.
/// </summary>
public sealed class ReviewQueueStore(
    Database database,
    QueryPlanner planner,
    TermStatisticsStore termStatistics,
    OverlapStore overlaps
)
{
    /// <summary>The number of ranked pairs between two of the sample.</summary>
    private const int RankedForSampled = 9;

    /// <summary>
    /// The number of ranked pairs before the first of the sample, so that short queues have one, too.
    /// </summary>
    private const int RankedBeforeFirst = 5;

    /// <summary>
    /// The maximum number of parts of the sample that a page reads. If a filter leaves fewer pairs, the page has fewer
    /// of the sample.
    /// </summary>
    private const int MostParts = 8;

    /// <summary>The number of pairs that are read from the sample at once.</summary>
    private const int PairsAtOnce = 24;

    /// <inheritdoc cref="ReviewSample.Windows"/>
    internal int Windows { get; init; } = ReviewSample.Windows;

    /// <summary>Returns a page of at most <paramref name="limit"/> pairs, each once.</summary>
    /// <param name="filter">Its verdicts are none, stale or both.</param>
    /// <param name="after">The position after which the page begins; null for the first page.</param>
    public Task<QueuePage> PageAsync(OverlapFilter filter, QueuePosition? after, int limit, CancellationToken ct) =>
        database.InReadTransactionAsync(session => PageAsync(session, filter, after, limit, ct), ct);

    /// <summary>Streams the queue, as it is at the instant of the first pair.</summary>
    /// <remarks>A snapshot is held until the last pair is read.</remarks>
    public IAsyncEnumerable<RankedOverlap> StreamAsync(
        OverlapFilter filter,
        QueuePosition? after,
        CancellationToken ct
    ) =>
        KeysetStream.ReadAsync<RankedOverlap, QueuePosition>(
            database,
            after,
            async (session, position) =>
            {
                var page = await PageAsync(session, filter, position, KeysetStream.PageSize, ct);
                return (page.Items, page.Next);
            },
            ct
        );

    private async Task<QueuePage> PageAsync(
        Session session,
        OverlapFilter filter,
        QueuePosition? after,
        int limit,
        CancellationToken ct
    )
    {
        var plan = await planner.ChooseAsync(session, filter, OverlapSort.Uncertain, ct);
        var ranked = await session.QueryAsync(plan.Page(after?.Ranked, limit + 1), ct);
        var since = after?.Since ?? RankedForSampled - RankedBeforeFirst;
        var edition = await termStatistics.CurrentAsync(session, ct);
        var (sampled, position) = await SampledAsync(
            session,
            filter,
            edition,
            after?.Sample,
            SampledOf(limit, Math.Min(limit, ranked.Count), since),
            ct
        );

        var shown = await overlaps.ShowAsync(session, [.. ranked.Take(limit)], ct);
        var (items, rows, drawn) = (new List<RankedOverlap>(limit), 0, 0);
        while (items.Count < limit && rows < shown.Count)
        {
            if (since >= RankedForSampled && drawn < sampled.Count)
            {
                items.Add(sampled[drawn++]);
                since = 0;
            }
            else
            {
                items.Add(shown[rows++]);
                since = Math.Min(since + 1, RankedForSampled);
            }
        }

        // A page of one pair may have none that is ranked. It is not the first one.
        var last = rows > 0 ? ranked[rows - 1].Position(OverlapSort.Uncertain) : after?.Ranked;
        return new(items, rows < ranked.Count ? new(last!, position, since) : null);
    }

    /// <summary>Returns the number of pairs of the sample that a page should have.</summary>
    private static int SampledOf(int limit, int ranked, int since)
    {
        var (count, rows) = (0, 0);
        while (count + rows < limit && rows < ranked)
            (since, count, rows) = since >= RankedForSampled ? (0, count + 1, rows) : (since + 1, count, rows + 1);
        return count;
    }

    /// <summary>Returns the next pairs of the sample that meet the filter, and the last position read.</summary>
    private async Task<(IReadOnlyList<RankedOverlap> Pairs, SamplePosition Position)> SampledAsync(
        Session session,
        OverlapFilter filter,
        TermStatistics edition,
        SamplePosition? after,
        int count,
        CancellationToken ct
    )
    {
        var sample = ReviewSample.Create(edition, Windows);
        // A position of an earlier edition is outside of the window: the sample of this one begins.
        var position =
            after is not null && after.Hash >= sample.First && after.Hash <= sample.End
                ? after
                : new(sample.First, 0, 0);
        var found = new List<RankedOverlap>();
        // Pairs of the sample are not stored. They have no instant of change, and no score from the floor on.
        if (filter.MinScore is not null || filter.UpdatedSince is not null)
            return (found, position);

        var project = filter.Project is { } id ? await session.FirstAsync(ProjectSql.PositionOf, new(id), ct) : null;
        var query = new ReviewSampleQuery(session.Dialect, filter, project);
        for (var part = 0; part < MostParts && found.Count < count && position.Hash < sample.End; part++)
        {
            var end = sample.EndOfPart(position.Hash);
            var rows = await session.QueryAsync(query.Page(position, end, PairsAtOnce), ct);
            var projects = await OverlapStore.ReadAsync(
                session,
                rows.SelectMany(row => new[] { row.FirstId, row.SecondId }),
                ct
            );
            foreach (var row in rows)
            {
                position = row.Position;
                var (one, other) = (projects[row.FirstId], projects[row.SecondId]);
                if (await FindAsync(session, filter, sample, edition, row.Hash, one, other, ct) is not { } pair)
                    continue;

                found.Add(pair);
                if (found.Count == count)
                    return (found, position);
            }

            if (rows.Count < PairsAtOnce)
                position = new(end, 0, 0);
        }

        return (found, position);
    }

    /// <summary>
    /// Returns a pair of the sample; null if the two do not overlap, the filter excludes them, or the sample has them
    /// at another hash.
    /// </summary>
    private static async Task<RankedOverlap?> FindAsync(
        Session session,
        OverlapFilter filter,
        ReviewSample sample,
        TermStatistics edition,
        long hash,
        StoredProject one,
        StoredProject other,
        CancellationToken ct
    )
    {
        if (sample.Find(Weighted(one), Weighted(other)) is not { } place || place.Hash != hash)
            return null;

        var pair = await OverlapStore.OneAsync(session, one, other, edition, ct);
        return pair is not null && Meets(pair, filter) ? pair with { SampleChance = place.Chance } : null;

        WeightedProfile Weighted(StoredProject project) =>
            WeightedProfile.Create(Profile.FromDraft(project.Project.Owner, project.Project.Draft), edition);
    }

    /// <summary>
    /// Returns true if a pair meets the conditions that <see cref="ReviewSampleQuery"/> does not test.
    /// </summary>
    private static bool Meets(RankedOverlap pair, OverlapFilter filter)
    {
        var (shared, decision) = (pair.Overlap.Shared, pair.Decision);
        return (filter.Kinds.Count == 0 ? pair.Kind != OverlapKind.Declared : filter.Kinds.Contains(pair.Kind))
            && (filter.RouteCountries.Count == 0 || shared.Countries.Any(filter.RouteCountries.Contains))
            && (filter.ActiveFrom is null || shared.To is null || shared.To >= filter.ActiveFrom)
            && (filter.ActiveTo is null || shared.From is null || shared.From <= filter.ActiveTo)
            && (filter.FoundSince is null || pair.Overlap.FoundAt >= filter.FoundSince)
            && (filter.FoundBefore is null || pair.Overlap.FoundAt < filter.FoundBefore)
            && decision is null or { StaleAt: not null }
            && filter.Verdicts.Contains(decision is null ? VerdictFilter.None : VerdictFilter.Stale);
    }
}
