using Adam.Data.Databases;
using Adam.Data.Overlaps.Report;
using Adam.Domain.Overlaps.Matching;

namespace Adam.Data.Overlaps;

/// <summary>
/// Projects that are connected by pairs of the kinds same-project, same-activity and co-funded, without pairs that a
/// current verdict separates.
/// </summary>
/// <param name="Projects">The projects in the order in which they were recorded.</param>
/// <param name="Pairs">The pairs that connect them, the highest score first.</param>
/// <param name="IsWhole">
/// True if the cluster is complete. A cluster of more than 60 projects contains those nearest to its strongest pair.
/// </param>
public sealed record OverlapCluster(
    IReadOnlyList<OverlapProject> Projects,
    IReadOnlyList<ClusterPair> Pairs,
    bool IsWhole
);

/// <summary>One pair of a cluster.</summary>
public sealed record ClusterPair(Guid First, Guid Second, Score Score, OverlapKind Kind);

/// <param name="Next">The position after which the next page begins; null on the last page.</param>
public sealed record ClusterPage(IReadOnlyList<OverlapCluster> Items, RankPosition? Next);

/// <summary>
/// Lists clusters of pairs. For example, three records of one training centre are one cluster instead of three pairs.
/// </summary>
public sealed class OverlapClusters(Database database, QueryPlanner planner)
{
    private const int MostProjects = 60;

    /// <summary>
    /// The maximum number of pairs that are read for one page. It bounds the time of a page, which may therefore be
    /// short.
    /// </summary>
    private const int MostPairs = 2_000;

    private const int Batch = 100;

    private static readonly OverlapKind[] Links =
    [
        OverlapKind.SameProject,
        OverlapKind.SameActivity,
        OverlapKind.CoFunded,
    ];

    /// <summary>
    /// Streams the clusters of <see cref="ListAsync"/> page by page. Each page reads the current pairs.
    /// </summary>
    public IAsyncEnumerable<OverlapCluster> StreamAsync(
        OverlapFilter filter,
        RankPosition? after,
        CancellationToken ct
    ) =>
        KeysetStream.ReadAsync<OverlapCluster, RankPosition>(
            after,
            async position =>
            {
                var page = await ListAsync(filter, position, KeysetStream.PageSize, ct);
                return (page.Items, page.Next);
            },
            ct
        );

    /// <summary>
    /// Returns a page of clusters, each once, at the position of its strongest pair that meets the filter.
    /// </summary>
    public Task<ClusterPage> ListAsync(OverlapFilter filter, RankPosition? after, int limit, CancellationToken ct) =>
        database.InReadTransactionAsync<ClusterPage>(
            async session =>
            {
                var linked = filter with
                {
                    Kinds = filter.Kinds.Count == 0 ? Links : [.. filter.Kinds.Intersect(Links)],
                };
                if (linked.Kinds.Count == 0)
                    return new([], null);

                var plan = await planner.ChooseAsync(session, linked, OverlapSort.Score, ct);
                var (clusters, seen, looked, last) = (
                    new List<OverlapCluster>(),
                    new HashSet<(long, long)>(),
                    0,
                    after
                );
                while (true)
                {
                    var rows = await session.QueryAsync(plan.Page(last, Batch), ct);
                    foreach (var row in rows)
                    {
                        if (clusters.Count == limit || looked >= MostPairs)
                            return new(clusters, last);

                        looked++;
                        last = row.Position(OverlapSort.Score);
                        if (seen.Contains((row.FirstId, row.SecondId)))
                            continue;

                        var (links, isWhole) = await GatherAsync(session, row, ct);
                        seen.UnionWith(links.Select(link => (link.FirstId, link.SecondId)));
                        if (links.Count > 0 && await IsFirstAsync(session, linked, row, links, ct))
                            clusters.Add(await ShowAsync(session, links, isWhole, ct));
                    }

                    if (rows.Count < Batch)
                        return new(clusters, null);
                }
            },
            ct
        );

    private static async Task<(IReadOnlyList<ClusterLink> Links, bool IsWhole)> GatherAsync(
        Session session,
        ReportRow start,
        CancellationToken ct
    )
    {
        var (projects, links, edge) = (
            new HashSet<long> { start.FirstId, start.SecondId },
            new Dictionary<(long, long), ClusterLink>(),
            new List<long> { start.FirstId, start.SecondId }
        );
        var isWhole = true;
        while (edge.Count > 0)
        {
            var found = await session.QueryAsync(
                OverlapClusterSql.Links,
                new(JsonRowSet.Serialize(edge.Select(id => new object[] { id }))),
                ct
            );
            edge = [];
            foreach (
                var link in found
                    .OrderByDescending(link => link.Score)
                    .ThenBy(link => link.FirstId)
                    .ThenBy(link => link.SecondId)
            )
            {
                foreach (var id in new[] { link.FirstId, link.SecondId }.Where(id => !projects.Contains(id)))
                {
                    if (projects.Count < MostProjects)
                    {
                        projects.Add(id);
                        edge.Add(id);
                    }
                    else
                    {
                        isWhole = false;
                    }
                }

                if (projects.Contains(link.FirstId) && projects.Contains(link.SecondId))
                    links.TryAdd((link.FirstId, link.SecondId), link);
            }
        }

        // A current verdict may separate the two projects of the first pair.
        return links.ContainsKey((start.FirstId, start.SecondId))
            ? (
                [
                    .. links
                        .Values.OrderByDescending(link => link.Score)
                        .ThenByDescending(link => link.FirstId)
                        .ThenByDescending(link => link.SecondId),
                ],
                isWhole
            )
            : ([], isWhole);
    }

    /// <summary>
    /// Returns true if no stronger pair of the cluster meets the filter. Otherwise the cluster is listed at that pair.
    /// </summary>
    private static async Task<bool> IsFirstAsync(
        Session session,
        OverlapFilter filter,
        ReportRow row,
        IReadOnlyList<ClusterLink> links,
        CancellationToken ct
    )
    {
        var inside = links.Select(link => (link.FirstId, link.SecondId)).ToHashSet();
        if (links[0] is var strongest && strongest.FirstId == row.FirstId && strongest.SecondId == row.SecondId)
            return true;

        var projects = new CandidateProjects([
            .. links.SelectMany(link => new[] { link.FirstId, link.SecondId }).Distinct(),
        ]);
        var plan = ReportQuery.Create(session.Dialect, projects, filter, OverlapSort.Score);
        RankPosition? after = null;
        while (true)
        {
            var rows = await session.QueryAsync(plan.Page(after, Batch), ct);
            if (rows.FirstOrDefault(one => inside.Contains((one.FirstId, one.SecondId))) is { } first)
                return first.FirstId == row.FirstId && first.SecondId == row.SecondId;
            if (rows.Count < Batch)
                return true;
            after = rows[^1].Position(OverlapSort.Score);
        }
    }

    private static async Task<OverlapCluster> ShowAsync(
        Session session,
        IReadOnlyList<ClusterLink> links,
        bool isWhole,
        CancellationToken ct
    )
    {
        var stored = await OverlapStore.ReadAsync(
            session,
            links.SelectMany(link => new[] { link.FirstId, link.SecondId }),
            ct
        );
        return new(
            [
                .. stored
                    .Values.OrderBy(project => project.ProjectId)
                    .Select(project => OverlapProject.FromDraft(project.Project)),
            ],
            [
                .. links.Select(link => new ClusterPair(
                    stored[link.FirstId].Id,
                    stored[link.SecondId].Id,
                    new(link.Score),
                    link.Kind
                )),
            ],
            isWhole
        );
    }
}
