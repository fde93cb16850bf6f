using Adam.Data.Databases;

namespace Adam.Data.Overlaps.Clusters;

/// <summary>Rebuilds the clusters from the stored pairs, in a session that the caller commits.</summary>
internal static class ClusterRebuild
{
    public static readonly IReadOnlyList<string> Tables = ["OverlapLink", "OverlapClusterMember", "OverlapCluster"];

    public static async Task RunAsync(Database database, Session session, CancellationToken ct)
    {
        var links = session.Read(ClusterRebuildSql.Connecting, ct).ToList();
        var (components, projects) = (new Components<long>(), new Dictionary<long, (int Score, int Links)>());
        foreach (var link in links)
        {
            components.Connect(link.FirstId, link.SecondId);
            foreach (var project in new[] { link.FirstId, link.SecondId })
            {
                var (score, count) = projects.GetValueOrDefault(project);
                projects[project] = (Math.Max(score, link.Score), count + 1);
            }
        }

        await database.BulkLoadAsync(session, Tables, FillAsync, ct);

        async Task FillAsync()
        {
            await session.ExecuteAsync(ClusterRebuildSql.EmptyLinks, ct);
            await session.ExecuteAsync(ClusterRebuildSql.EmptyMembers, ct);
            await session.ExecuteAsync(ClusterRebuildSql.EmptyClusters, ct);
            var both = links
                .SelectMany(link =>
                    new[]
                    {
                        (One: link.FirstId, Other: link.SecondId, link.Score),
                        (One: link.SecondId, Other: link.FirstId, link.Score),
                    }
                )
                .OrderBy(link => link.One)
                .ThenBy(link => link.Other)
                .Select(link => new object[] { link.One, link.Other, link.Score });
            foreach (var some in JsonRowSet.SerializeInBatches(both))
                await session.ExecuteAsync(ClusterUpdateSql.AddLinks, new(some), ct);

            // The lowest project of each component numbers its cluster.
            var members = components
                .ToLists()
                .SelectMany(component => component.Select(project => (ProjectId: project, ClusterId: component.Min())))
                .OrderBy(member => member.ProjectId)
                .ToList();
            var rows = members.Select(member =>
                new object[]
                {
                    member.ProjectId,
                    member.ClusterId,
                    projects[member.ProjectId].Score,
                    projects[member.ProjectId].Links,
                }
            );
            foreach (var some in JsonRowSet.SerializeInBatches(rows))
                await session.ExecuteAsync(ClusterUpdateSql.AddMembers, new(some), ct);
            var clusters = members.Select(member => member.ClusterId).Distinct().Order();
            foreach (var some in JsonRowSet.SerializeInBatches(clusters.Select(id => new object[] { id, 0, 0 })))
                await session.ExecuteAsync(ClusterUpdateSql.AddClusters, new(some), ct);
        }
    }
}
