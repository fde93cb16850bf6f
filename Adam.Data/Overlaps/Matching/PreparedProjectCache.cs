namespace Adam.Data.Overlaps.Matching;

/// <summary>
/// A bounded cache of prepared projects. It approximates LRU with two generations: entries that are not read while a
/// full generation is added are evicted.
/// </summary>
/// <param name="most">The capacity of both generations together.</param>
internal sealed class PreparedProjectCache(int most)
{
    private readonly Lock _gate = new();
    private Dictionary<long, PreparedProject> _young = [];
    private Dictionary<long, PreparedProject> _old = [];

    /// <summary>Returns the project if this version of it is cached; otherwise null.</summary>
    public PreparedProject? Find(long projectId, int version)
    {
        lock (_gate)
        {
            if (_young.TryGetValue(projectId, out var found))
                return found.Version == version ? found : null;
            if (!_old.TryGetValue(projectId, out found) || found.Version != version)
                return null;

            Put(found);
            return found;
        }
    }

    /// <summary>
    /// Returns the same as <see cref="Find"/>, and does not count as a use, so that reading all projects in turn evicts
    /// none.
    /// </summary>
    public PreparedProject? Peek(long projectId, int version)
    {
        lock (_gate)
            return
                (_young.TryGetValue(projectId, out var found) || _old.TryGetValue(projectId, out found))
                && found.Version == version
                ? found
                : null;
    }

    /// <summary>Keeps all projects of another cache.</summary>
    public void KeepAll(PreparedProjectCache other)
    {
        foreach (var project in other.All())
            Keep(project);
    }

    public void Keep(PreparedProject project)
    {
        lock (_gate)
            Put(project);
    }

    public void Clear()
    {
        lock (_gate)
            (_young, _old) = ([], []);
    }

    /// <summary>Returns the cached projects, those that were used last at the end.</summary>
    private List<PreparedProject> All()
    {
        lock (_gate)
            return [.. _old.Values.Where(project => !_young.ContainsKey(project.ProjectId)), .. _young.Values];
    }

    private void Put(PreparedProject project)
    {
        if (_young.Count >= most / 2 && !_young.ContainsKey(project.ProjectId))
            (_old, _young) = (_young, []);
        _young[project.ProjectId] = project;
    }
}
