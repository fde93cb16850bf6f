using Adam.Data.Databases;

namespace Adam.Data.Overlaps.Sums;

/// <summary>
/// The values of projects that the sums of a rebuild beside the stored pairs contain. The register has later values of
/// projects that have changed since. They are kept in memory, some 200 bytes for each project with pairs, because a
/// snapshot that had them would keep the log from starting anew.
/// </summary>
internal sealed class CountedProjects
{
    private readonly Dictionary<long, SummedProject> _counted = [];

    /// <summary>
    /// Returns the values of some projects: those that the sums contain, and the present ones of projects that are
    /// counted for the first time.
    /// </summary>
    public async Task<IReadOnlyDictionary<long, SummedProject>> ReadAsync(
        Session session,
        IReadOnlyCollection<long> projects,
        CancellationToken ct
    )
    {
        await ChangeAsync(session, [.. projects.Where(id => !_counted.ContainsKey(id))], ct);
        return projects.ToDictionary(id => id, id => _counted[id]);
    }

    /// <summary>Replaces the values of some projects by those that a session reads.</summary>
    public async Task ChangeAsync(Session session, IReadOnlyCollection<long> projects, CancellationToken ct)
    {
        foreach (var (id, project) in await SummedProject.ReadAsync(session, projects, ct))
            _counted[id] = project;
    }
}
