using System.Security.Cryptography;
using Adam.Data.Databases;

namespace Adam.Data.Overlaps.Clusters;

/// <summary>
/// Divides large clusters whose links have been removed. It reads a cluster without holding other writers, and writes
/// the parts in a transaction of its own if no write has changed the cluster meanwhile.
/// </summary>
public sealed class ClusterDivision(Database database)
{
    /// <returns>
    /// The number of clusters that are still unverified, because writes changed them meanwhile. A later call divides
    /// them.
    /// </returns>
    public async Task<int> RunAsync(CancellationToken ct)
    {
        var found = await database.InReadTransactionAsync(
            async session =>
            {
                var clusters = new List<(StoredCluster Cluster, IReadOnlyList<IReadOnlyList<long>> Parts)>();
                foreach (var cluster in await session.QueryAsync(ClusterUpdateSql.Unverified, ct))
                    clusters.Add((cluster, await ClusterUpdate.ComponentsAsync(session, cluster.ClusterId, ct)));
                return clusters;
            },
            ct
        );
        var changed = 0;
        foreach (var (cluster, parts) in found)
        {
            if (!await database.InWriteTransactionAsync(session => DivideAsync(session, cluster, parts, ct), ct))
                changed++;
        }

        return changed;
    }

    private static async Task<bool> DivideAsync(
        Session session,
        StoredCluster read,
        IReadOnlyList<IReadOnlyList<long>> parts,
        CancellationToken ct
    )
    {
        var ids = JsonRowSet.FromIds([read.ClusterId]);
        if (
            (await session.QueryAsync(ClusterUpdateSql.Clusters, new(ids), ct)) is not [var now]
            || now.Revision != read.Revision
        )
            return false;

        var nextId = await session.FirstAsync(ClusterUpdateSql.LastId, ct) ?? 0;
        var clusters = new List<object[]> { new object[] { read.ClusterId, read.Revision + 1, 0 } };
        foreach (var part in parts.OrderByDescending(part => part.Count).Skip(1))
        {
            clusters.Add([++nextId, (long)RandomNumberGenerator.GetInt32(int.MaxValue) << 20, 0]);
            var moved = part.Order().Select(project => new object[] { project, nextId });
            foreach (var some in JsonRowSet.SerializeInBatches(moved))
                await session.ExecuteAsync(ClusterUpdateSql.MoveMembers, new(some), ct);
        }

        await session.ExecuteAsync(ClusterUpdateSql.RemoveClusters, new(ids), ct);
        await session.ExecuteAsync(ClusterUpdateSql.AddClusters, new(JsonRowSet.Serialize(clusters)), ct);
        return true;
    }
}
