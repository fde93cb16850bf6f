using Adam.Data.Databases;

namespace Adam.Data.Overlaps.Sums;

/// <summary>
/// The values of projects that the sums of a rebuild beside the stored pairs contain: those of its snapshot, and of
/// projects that have changed since, those of the last time that the rebuild has counted them.
/// </summary>
/// <param name="snapshot">A session that reads the snapshot of the rebuild.</param>
internal sealed class CountedProjects(Session snapshot)
{
    private readonly Dictionary<long, SummedProject> _changed = [];

    /// <summary>Returns the values of some projects.</summary>
    public async Task<IReadOnlyDictionary<long, SummedProject>> ReadAsync(
        IReadOnlyCollection<long> projects,
        CancellationToken ct
    )
    {
        var unchanged = projects.Where(id => !_changed.ContainsKey(id)).ToList();
        var stored = await SummedProject.ReadAsync(snapshot, unchanged, ct);
        return projects.ToDictionary(id => id, id => _changed.GetValueOrDefault(id) ?? stored[id]);
    }

    /// <summary>Replaces the values of some projects by those that a session reads.</summary>
    public async Task ChangeAsync(Session session, IReadOnlyCollection<long> projects, CancellationToken ct)
    {
        foreach (var (id, project) in await SummedProject.ReadAsync(session, projects, ct))
            _changed[id] = project;
    }
}
