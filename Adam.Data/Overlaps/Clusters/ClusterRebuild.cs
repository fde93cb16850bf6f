using System.Security.Cryptography;
using Adam.Data.Databases;

namespace Adam.Data.Overlaps.Clusters;

/// <summary>Rebuilds the clusters from the stored pairs.</summary>
internal static class ClusterRebuild
{
    public static readonly IReadOnlyList<string> Tables = ["OverlapLink", "OverlapClusterMember", "OverlapCluster"];

    /// <summary>Rebuilds the clusters in a session that the caller commits.</summary>
    public static Task RunAsync(Database database, Session session, CancellationToken ct)
    {
        var links = session.Read(ClusterRebuildSql.Connecting, ct).ToList();
        return database.BulkLoadAsync(session, Tables, FillAsync, ct);

        async Task FillAsync()
        {
            await session.ExecuteAsync(ClusterRebuildSql.EmptyLinks, ct);
            await session.ExecuteAsync(ClusterRebuildSql.EmptyMembers, ct);
            await session.ExecuteAsync(ClusterRebuildSql.EmptyClusters, ct);
            foreach (var (add, rows) in Rows(links))
                await session.ExecuteAsync(add, new(rows), ct);
        }
    }

    /// <summary>
    /// Returns the statements that fill the empty tables, each with its rows, in the order in which they must run.
    /// </summary>
    /// <param name="links">All pairs that connect their projects, each once.</param>
    public static IEnumerable<(SqlChange<RowsParameter> Add, string Rows)> Rows(IReadOnlyCollection<ScoredLink> links)
    {
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
            yield return (ClusterUpdateSql.AddLinks, some);

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
            yield return (ClusterUpdateSql.AddMembers, some);

        // A division that has read a cluster before the rebuild must not find its revision again.
        var revision = (long)RandomNumberGenerator.GetInt32(int.MaxValue) << 20;
        var clusters = members
            .GroupBy(member => member.ClusterId, member => projects[member.ProjectId])
            .OrderBy(cluster => cluster.Key)
            .Select(cluster =>
                new object[]
                {
                    cluster.Key,
                    cluster.Max(project => project.Score),
                    cluster.Count(),
                    cluster.Sum(project => project.Links) / 2,
                    revision,
                }
            );
        foreach (var some in JsonRowSet.SerializeInBatches(clusters))
            yield return (ClusterRebuildSql.AddClusters, some);
    }
}
