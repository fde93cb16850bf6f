using System.Security.Cryptography;
using Adam.Data.Databases;

namespace Adam.Data.Overlaps.Clusters;

/// <summary>
/// Maintains the clusters for pairs that a write has changed, in the transaction of the write. Afterwards the clusters
/// are the components of the links, except that a cluster marked as unverified may consist of several components.
/// </summary>
/// <remarks>
/// New links join clusters: the projects of the smaller ones move to the largest. Removed links may divide a cluster.
/// The links of a cluster with at most <see cref="MostLinks"/> are read, and it is divided at once. In a larger one
/// the links of some projects are read; if these do not show that it is still connected, it is marked as unverified,
/// and <see cref="ClusterDivision"/> divides it outside of the write.
/// </remarks>
internal sealed class ClusterUpdate(Session session, int mostLinks = ClusterUpdate.MostLinks)
{
    /// <summary>The number of links up to which a write reads a whole cluster.</summary>
    public const int MostLinks = 4_000;

    /// <summary>The number of projects whose links are read in a larger cluster.</summary>
    private const int MostPivots = 4;

    /// <summary>Maintains the clusters for some pairs, the lower ProjectId first, each once.</summary>
    public async Task RunAsync(IEnumerable<(long FirstId, long SecondId)> pairs, CancellationToken ct)
    {
        var changes = new List<LinkChange>();
        foreach (
            var some in JsonRowSet.SerializeInBatches(
                pairs.Order().Select(pair => new object[] { pair.FirstId, pair.SecondId })
            )
        )
            changes.AddRange(await session.QueryAsync(ClusterUpdateSql.Changes, new(some), ct));
        if (changes.Count == 0)
            return;

        await ChangeLinksAsync(changes, ct);
        var touched = await TouchedAsync(changes, ct);
        var clusters = await ClustersAsync(touched.Values, ct);
        var nextId = await session.FirstAsync(ClusterUpdateSql.LastId, ct) ?? 0;

        // The number of projects of each cluster that exists after the write, and the clusters to be written.
        var sizes = clusters.Values.ToDictionary(cluster => cluster.ClusterId, cluster => cluster.Projects);
        var unverified = clusters.Values.Where(one => one.IsUnverified).Select(one => one.ClusterId).ToHashSet();
        var clusterOf = touched
            .Values.Where(project => project.ClusterId is not null)
            .ToDictionary(project => project.ProjectId, project => project.ClusterId!.Value);

        await LeaveAsync();
        await DivideAsync();
        await JoinAsync();
        await WriteMembersAsync();
        await WriteClustersAsync();

        // Projects without links leave their clusters.
        async Task LeaveAsync()
        {
            var alone = touched.Values.Where(project => project.Links == 0 && project.ClusterId is not null).ToList();
            foreach (var project in alone)
            {
                clusterOf.Remove(project.ProjectId);
                sizes[project.ClusterId!.Value]--;
            }

            foreach (var some in Batches(alone.Select(project => new object[] { project.ProjectId })))
                await session.ExecuteAsync(ClusterUpdateSql.RemoveMembers, new(some), ct);
        }

        // Both projects of a removed link were in one cluster. It is still connected if all of them still are.
        async Task DivideAsync()
        {
            var parted = changes
                .Where(change => change.Score is null)
                .SelectMany(change => new[] { change.FirstId, change.SecondId })
                .Where(clusterOf.ContainsKey)
                .Distinct()
                .GroupBy(project => clusterOf[project])
                .Where(cluster => cluster.Skip(1).Any())
                .OrderBy(cluster => cluster.Key)
                .ToList();
            foreach (var cluster in parted.Where(cluster => !unverified.Contains(cluster.Key)))
            {
                if (clusters[cluster.Key].Links > mostLinks)
                {
                    if (!await AreConnectedAsync([.. cluster]))
                        unverified.Add(cluster.Key);
                    continue;
                }

                var parts = await ComponentsAsync(session, cluster.Key, ct);
                foreach (var part in parts.OrderByDescending(part => part.Count).Skip(1))
                {
                    var id = ++nextId;
                    (sizes[id], sizes[cluster.Key]) = (part.Count, sizes[cluster.Key] - part.Count);
                    foreach (var project in part.Where(touched.ContainsKey))
                        clusterOf[project] = id;
                    await MoveAsync(part, id);
                }
            }
        }

        async Task<bool> AreConnectedAsync(IReadOnlyList<long> projects)
        {
            var pivots = projects
                .OrderByDescending(project => touched[project].Links)
                .Take(MostPivots)
                .Where(project => touched[project].Links <= mostLinks);
            var found = new Components<long>();
            foreach (var project in projects)
                found.Add(project);
            var rows = JsonRowSet.FromIds(pivots);
            foreach (var link in await session.QueryAsync(ClusterUpdateSql.LinksOfProjects, new(rows), ct))
                found.Connect(link.ProjectId, link.OtherId);
            return projects.Select(found.RootOf).Distinct().Count() == 1;
        }

        async Task JoinAsync()
        {
            // A project without a cluster is a node of its own.
            var joined = new Components<(long? ClusterId, long ProjectId)>();
            foreach (var change in changes.Where(change => change is { Score: not null, Stored: null }))
                joined.Connect(Node(change.FirstId), Node(change.SecondId));
            foreach (var component in joined.ToLists())
            {
                var ids = component.Where(node => node.ClusterId is not null).Select(node => node.ClusterId!.Value);
                var smaller = ids.OrderByDescending(id => sizes[id]).ThenBy(id => id).ToList();
                var target = smaller.Count > 0 ? smaller[0] : ++nextId;
                sizes.TryAdd(target, 0);
                foreach (var id in smaller.Skip(1))
                {
                    await MoveAsync(await session.QueryAsync(ClusterUpdateSql.Members, new(id), ct), target);
                    foreach (var project in clusterOf.Where(one => one.Value == id).Select(one => one.Key).ToList())
                        clusterOf[project] = target;
                    (sizes[target], sizes[id]) = (sizes[target] + sizes[id], 0);
                    if (unverified.Remove(id))
                        unverified.Add(target);
                }

                foreach (var (_, project) in component.Where(node => node.ClusterId is null))
                {
                    clusterOf[project] = target;
                    sizes[target]++;
                }
            }
        }

        (long? ClusterId, long ProjectId) Node(long project) =>
            clusterOf.TryGetValue(project, out var cluster) ? (cluster, 0) : (null, project);

        async Task MoveAsync(IEnumerable<long> projects, long clusterId)
        {
            foreach (var some in Batches(projects.Order().Select(project => new object[] { project, clusterId })))
                await session.ExecuteAsync(ClusterUpdateSql.MoveMembers, new(some), ct);
        }

        async Task WriteMembersAsync()
        {
            var rows = touched
                .Values.Where(project => project.Links > 0)
                .OrderBy(project => project.ProjectId)
                .ToLookup(
                    project => project.ClusterId is null,
                    project =>
                        new object[]
                        {
                            project.ProjectId,
                            clusterOf[project.ProjectId],
                            project.Score!.Value,
                            project.Links,
                        }
                );
            foreach (var some in Batches(rows[false]))
                await session.ExecuteAsync(ClusterUpdateSql.ChangeMembers, new(some), ct);
            foreach (var some in Batches(rows[true]))
                await session.ExecuteAsync(ClusterUpdateSql.AddMembers, new(some), ct);
        }

        async Task WriteClustersAsync()
        {
            foreach (var some in Batches(sizes.Keys.Order().Select(id => new object[] { id })))
                await session.ExecuteAsync(ClusterUpdateSql.RemoveClusters, new(some), ct);
            var rows = sizes
                .Where(cluster => cluster.Value > 0)
                .OrderBy(cluster => cluster.Key)
                .Select(cluster =>
                    new object[]
                    {
                        cluster.Key,
                        // An id may be used again after its cluster has ceased to exist. A random first number
                        // distinguishes the two clusters.
                        clusters.TryGetValue(cluster.Key, out var before)
                            ? before.Revision + 1
                            : (long)RandomNumberGenerator.GetInt32(int.MaxValue) << 20,
                        unverified.Contains(cluster.Key) ? 1 : 0,
                    }
                );
            foreach (var some in Batches(rows))
                await session.ExecuteAsync(ClusterUpdateSql.AddClusters, new(some), ct);
        }
    }

    /// <summary>Returns the components of the links between the projects of a cluster.</summary>
    public static async Task<IReadOnlyList<IReadOnlyList<long>>> ComponentsAsync(
        Session session,
        long clusterId,
        CancellationToken ct
    )
    {
        var members = (await session.QueryAsync(ClusterUpdateSql.Members, new(clusterId), ct)).ToHashSet();
        var found = new Components<long>();
        foreach (var project in members)
            found.Add(project);
        // A link to a project of another cluster is new, and joins the clusters afterwards.
        foreach (var link in await session.QueryAsync(ClusterUpdateSql.LinksOfCluster, new(clusterId), ct))
        {
            if (members.Contains(link.OtherId))
                found.Connect(link.ProjectId, link.OtherId);
        }

        return found.ToLists();
    }

    private async Task ChangeLinksAsync(IReadOnlyCollection<LinkChange> changes, CancellationToken ct)
    {
        foreach (var some in Batches(Both(change => change.Score is null).Select(row => row[..2])))
            await session.ExecuteAsync(ClusterUpdateSql.RemoveLinks, new(some), ct);
        foreach (var some in Batches(Both(change => change.Stored is null)))
            await session.ExecuteAsync(ClusterUpdateSql.AddLinks, new(some), ct);
        foreach (var some in Batches(Both(change => change is { Score: not null, Stored: not null })))
            await session.ExecuteAsync(ClusterUpdateSql.SetScores, new(some), ct);

        IEnumerable<object[]> Both(Func<LinkChange, bool> isChosen) =>
            changes
                .Where(isChosen)
                .SelectMany(change =>
                    new[]
                    {
                        (One: change.FirstId, Other: change.SecondId, change.Score),
                        (One: change.SecondId, Other: change.FirstId, change.Score),
                    }
                )
                .OrderBy(link => link.One)
                .ThenBy(link => link.Other)
                .Select(link => new object[] { link.One, link.Other, link.Score ?? 0 });
    }

    private async Task<Dictionary<long, LinkedProject>> TouchedAsync(
        IEnumerable<LinkChange> changes,
        CancellationToken ct
    )
    {
        var touched = new Dictionary<long, LinkedProject>();
        var ids = changes.SelectMany(change => new[] { change.FirstId, change.SecondId }).Distinct().Order();
        foreach (var some in Batches(ids.Select(id => new object[] { id })))
        {
            foreach (var project in await session.QueryAsync(ClusterUpdateSql.Projects, new(some), ct))
                touched.Add(project.ProjectId, project);
        }

        return touched;
    }

    private async Task<Dictionary<long, StoredCluster>> ClustersAsync(
        IEnumerable<LinkedProject> projects,
        CancellationToken ct
    )
    {
        var ids = projects.Where(one => one.ClusterId is not null).Select(one => one.ClusterId!.Value).Distinct();
        var rows = JsonRowSet.FromIds(ids);
        return (await session.QueryAsync(ClusterUpdateSql.Clusters, new(rows), ct)).ToDictionary(cluster =>
            cluster.ClusterId
        );
    }

    private static IEnumerable<string> Batches(IEnumerable<object[]> rows) => JsonRowSet.SerializeInBatches(rows);
}
