using Adam.Data.Databases;
using Adam.Data.Overlaps.Report;
using Adam.Domain.Overlaps.Matching;

namespace Adam.Data.Overlaps;

/// <summary>
/// Projects that are connected by pairs of the <see cref="ConnectingKinds"/>, without pairs that a current verdict
/// separates.
/// </summary>
/// <param name="Projects">
/// The projects in the order in which they were recorded; of a cluster of more than
/// <see cref="OverlapClusters.MostProjects"/>, those with the strongest pairs.
/// </param>
/// <param name="Pairs">
/// The pairs that connect these projects, the highest score first; at most <see cref="OverlapClusters.MostPairs"/>.
/// </param>
/// <param name="ProjectCount">The number of projects of the cluster.</param>
/// <param name="PairCount">The number of pairs that connect projects of the cluster.</param>
public sealed record OverlapCluster(
    IReadOnlyList<OverlapProject> Projects,
    IReadOnlyList<ClusterPair> Pairs,
    long ProjectCount,
    long PairCount
);

/// <summary>One pair of a cluster.</summary>
public sealed record ClusterPair(Guid First, Guid Second, Score Score, OverlapKind Kind);

/// <param name="Next">The position after which the next page begins; null on the last page.</param>
public sealed record ClusterPage(IReadOnlyList<OverlapCluster> Items, RankPosition? Next);

/// <summary>
/// Lists clusters of pairs. For example, three records of one training centre are one cluster instead of three pairs.
/// </summary>
/// <remarks>
/// The constants bound the work of a page in any register. A page may therefore have fewer clusters than its limit.
/// </remarks>
public sealed class OverlapClusters(Database database, QueryPlanner planner)
{
    /// <summary>The maximum number of projects of a cluster in a page.</summary>
    public const int MostProjects = 20;

    /// <summary>The maximum number of pairs of a cluster in a page.</summary>
    public const int MostPairs = 50;

    /// <summary>The number of projects in all clusters of a page at which the page ends.</summary>
    private const int MostProjectsOfPage = 250;

    /// <summary>The maximum number of pairs that are read for one page of a filtered list.</summary>
    private const int MostPairsOfPage = 1_000;

    /// <summary>
    /// The maximum number of pairs of a cluster that are read to find out if an earlier page had the cluster.
    /// </summary>
    private const int MostEarlierPairs = 1_000;

    /// <summary>
    /// The number of pairs that a page of a filtered list reads first. The rest is read at once, because a path that
    /// sorts its pairs sorts them again for each query.
    /// </summary>
    private const int FirstPairs = 100;

    /// <summary>
    /// Streams the clusters of <see cref="ListAsync(OverlapFilter, RankPosition?, int, CancellationToken)"/>, as they
    /// are at the instant of the first one.
    /// </summary>
    /// <remarks>A snapshot is held until the last cluster is read.</remarks>
    public IAsyncEnumerable<OverlapCluster> StreamAsync(
        OverlapFilter filter,
        RankPosition? after,
        CancellationToken ct
    ) =>
        KeysetStream.ReadAsync<OverlapCluster, RankPosition>(
            database,
            after,
            async (session, position) =>
            {
                var page = await ListAsync(session, filter, position, KeysetStream.PageSize, ct);
                return (page.Items, page.Next);
            },
            ct
        );

    /// <summary>
    /// Returns a page of clusters, each at the position of its strongest pair that meets the filter. Each is listed
    /// once, unless it has more than <see cref="MostEarlierPairs"/> pairs, of which the first that meets the filter
    /// follows on a later page.
    /// </summary>
    public Task<ClusterPage> ListAsync(OverlapFilter filter, RankPosition? after, int limit, CancellationToken ct) =>
        database.InReadTransactionAsync(session => ListAsync(session, filter, after, limit, ct), ct);

    private Task<ClusterPage> ListAsync(
        Session session,
        OverlapFilter filter,
        RankPosition? after,
        int limit,
        CancellationToken ct
    ) =>
        filter.IsEmpty
            ? ListAllAsync(session, after, limit, ct)
            : ListSomeAsync(
                session,
                filter with
                {
                    Kinds =
                        filter.Kinds.Count == 0
                            ? ConnectingKinds.All
                            : [.. filter.Kinds.Intersect(ConnectingKinds.All)],
                },
                after,
                limit,
                ct
            );

    /// <summary>Lists all clusters in the order of the table.</summary>
    private static async Task<ClusterPage> ListAllAsync(
        Session session,
        RankPosition? after,
        int limit,
        CancellationToken ct
    )
    {
        var position = after is null
            ? new ClusterPosition(int.MaxValue, 0, limit + 1)
            : new(ColumnValue.Int(after.Key), after.FirstId, limit + 1);
        var found = await session.QueryAsync(OverlapClusterSql.Page, position, ct);
        var (chosen, projects) = (new List<RankedCluster>(), 0L);
        foreach (var cluster in found.Take(limit))
        {
            if (projects >= MostProjectsOfPage)
                break;

            chosen.Add(cluster);
            projects += Math.Min(cluster.Projects, MostProjects);
        }

        var next = found.Count > chosen.Count ? new RankPosition(chosen[^1].Score, chosen[^1].ClusterId, 0) : null;
        return new(await ShowAsync(session, chosen, ct), next);
    }

    /// <summary>Lists the clusters of the pairs that meet a filter, in the order of these pairs.</summary>
    private async Task<ClusterPage> ListSomeAsync(
        Session session,
        OverlapFilter filter,
        RankPosition? after,
        int limit,
        CancellationToken ct
    )
    {
        if (filter.Kinds.Count == 0)
            return new([], null);

        var plan = await planner.ChooseAsync(session, filter, OverlapSort.Score, ct);
        var (chosen, seen, projects, read, last) = (new List<RankedCluster>(), new HashSet<long>(), 0L, 0, after);
        while (true)
        {
            var batch = read == 0 ? FirstPairs : MostPairsOfPage + 1 - read;
            var rows = await session.QueryAsync(plan.Page(last, batch), ct);
            var pairs = JsonRowSet.Serialize(rows.Select(row => new object[] { row.FirstId, row.SecondId }));
            var clusters = (await session.QueryAsync(OverlapClusterSql.Of, new(pairs), ct)).ToDictionary(one =>
                (one.FirstId, one.SecondId)
            );
            foreach (var row in rows)
            {
                if (chosen.Count == limit || projects >= MostProjectsOfPage || read >= MostPairsOfPage)
                    return new(await ShowAsync(session, chosen, ct), last);

                read++;
                last = row.Position(OverlapSort.Score);
                // A current verdict may separate the two projects.
                if (!clusters.TryGetValue((row.FirstId, row.SecondId), out var cluster))
                    continue;
                if (!seen.Add(cluster.ClusterId) || await IsEarlierAsync(session, cluster, filter, after, ct))
                    continue;

                chosen.Add(cluster);
                projects += Math.Min(cluster.Projects, MostProjects);
            }

            if (rows.Count < batch)
                return new(await ShowAsync(session, chosen, ct), null);
        }
    }

    /// <summary>
    /// Returns true if an earlier page has the cluster, because a pair of it up to the position meets the filter.
    /// </summary>
    private static async Task<bool> IsEarlierAsync(
        Session session,
        RankedCluster cluster,
        OverlapFilter filter,
        RankPosition? after,
        CancellationToken ct
    )
    {
        if (after is null || cluster.Score < after.Key)
            return false;

        var least = ColumnValue.Int(after.Key);
        var path = new LinksOfCluster(cluster.ClusterId, least, MostEarlierPairs);
        var plan = ReportQuery.Create(session.Dialect, path, filter, OverlapSort.Score);
        return (await session.QueryAsync(plan.Page(null, 1), ct)) is [var first]
            && (first.Score, first.FirstId, first.SecondId).CompareTo((least, after.FirstId, after.SecondId)) >= 0;
    }

    private static async Task<IReadOnlyList<OverlapCluster>> ShowAsync(
        Session session,
        IReadOnlyList<RankedCluster> clusters,
        CancellationToken ct
    )
    {
        if (clusters.Count == 0)
            return [];

        var members = await MembersAsync(session, clusters, ct);
        var pairs = members.SelectMany(cluster =>
            from one in cluster
            from other in cluster
            where one.ProjectId < other.ProjectId
            orderby one.ProjectId, other.ProjectId
            select new object[] { one.ProjectId, other.ProjectId }
        );
        var links = (await session.QueryAsync(OverlapClusterSql.Links, new(JsonRowSet.Serialize(pairs)), ct)).ToLookup(
            link => link.FirstId
        );
        var stored = await OverlapStore.ReadAsync(session, members.SelectMany(all => all.Select(Id)), ct);
        return [.. clusters.Select(Show)];

        OverlapCluster Show(RankedCluster cluster)
        {
            var projects = members[cluster.ClusterId].Select(Id).Order().ToList();
            return new(
                [.. projects.Select(project => OverlapProject.FromDraft(stored[project].Project))],
                [
                    .. projects
                        .SelectMany(project => links[project])
                        .OrderByDescending(link => link.Score)
                        .ThenByDescending(link => link.FirstId)
                        .ThenByDescending(link => link.SecondId)
                        .Take(MostPairs)
                        .Select(link => new ClusterPair(
                            stored[link.FirstId].Id,
                            stored[link.SecondId].Id,
                            new(link.Score),
                            link.Kind
                        )),
                ],
                cluster.Projects,
                cluster.Links
            );
        }

        static long Id(MemberOfCluster member) => member.ProjectId;
    }

    /// <summary>Returns the projects to show of each cluster, by ClusterId.</summary>
    private static async Task<ILookup<long, MemberOfCluster>> MembersAsync(
        Session session,
        IReadOnlyList<RankedCluster> clusters,
        CancellationToken ct
    )
    {
        var members = new List<MemberOfCluster>();
        var small = JsonRowSet.FromIds(
            clusters.Where(one => one.Projects <= MostProjects).Select(one => one.ClusterId)
        );
        members.AddRange(await session.QueryAsync(OverlapClusterSql.Members, new(small), ct));
        foreach (var large in clusters.Where(cluster => cluster.Projects > MostProjects))
            members.AddRange(
                await session.QueryAsync(OverlapClusterSql.Strongest, new(large.ClusterId, MostProjects), ct)
            );
        return members.ToLookup(member => member.ClusterId);
    }
}
