using Adam.Data.Databases;

namespace Adam.Data.Overlaps.Clusters;

/// <summary>Compares the stored clusters with the components of pairs.</summary>
internal static class ClusterVerify
{
    /// <summary>
    /// Returns the projects with differences. A cluster that is marked as unverified may consist of several components.
    /// </summary>
    /// <param name="connecting">All pairs that connect their projects, each once.</param>
    public static IReadOnlyList<(long ProjectId, string What)> Differences(
        Session session,
        IEnumerable<ScoredLink> connecting,
        CancellationToken ct
    )
    {
        var expected = connecting
            .SelectMany(link =>
                new[] { (link.FirstId, link.SecondId, link.Score), (link.SecondId, link.FirstId, link.Score) }
            )
            .ToHashSet();
        var stored = session
            .Read(ClusterRebuildSql.Links, ct)
            .Select(link => (link.FirstId, link.SecondId, link.Score))
            .ToHashSet();
        var members = session.Read(ClusterRebuildSql.Members, ct).ToDictionary(member => member.ProjectId);
        var clusters = session.Read(ClusterRebuildSql.Clusters, ct).ToDictionary(cluster => cluster.ClusterId);

        var components = new Components<long>();
        foreach (var (one, other, _) in expected)
            components.Connect(one, other);
        var differences = new SortedSet<(long, string)>();
        foreach (var (one, other, _) in expected.Except(stored).Concat(stored.Except(expected)))
            differences.Add((Math.Min(one, other), "other links"));

        var links = expected.ToLookup(link => link.Item1, link => link.Item3);
        foreach (var project in members.Keys.Union(links.Select(of => of.Key)))
        {
            if (!members.TryGetValue(project, out var member) || !links.Contains(project))
                differences.Add((project, "in a cluster without links, or in none with links"));
            else if ((member.Score, member.Links) != (links[project].Max(), links[project].Count()))
                differences.Add((project, "other figures of its links"));
        }

        // Each component is in one cluster, and each cluster contains one component.
        var known = components.ToLists().Where(component => component.All(members.ContainsKey)).ToList();
        foreach (var component in known.Where(all => all.Select(one => members[one].ClusterId).Distinct().Count() > 1))
            differences.Add((component.Min(), "linked to projects of other clusters"));
        foreach (var cluster in known.GroupBy(component => members[component[0]].ClusterId))
        {
            if (cluster.Skip(1).Any() && clusters.GetValueOrDefault(cluster.Key) is not { IsUnverified: true })
                differences.Add((cluster.Min(component => component.Min()), "in a cluster that is not connected"));
        }

        foreach (var cluster in members.Values.GroupBy(member => member.ClusterId))
        {
            var figures = (
                Score: cluster.Max(member => member.Score),
                Projects: cluster.LongCount(),
                Links: cluster.Sum(member => (long)member.Links) / 2
            );
            if (
                clusters.GetValueOrDefault(cluster.Key) is not { } row
                || (row.Score, row.Projects, row.Links) != figures
            )
                differences.Add((cluster.Min(member => member.ProjectId), "in a cluster with other figures"));
        }

        return [.. differences];
    }
}
