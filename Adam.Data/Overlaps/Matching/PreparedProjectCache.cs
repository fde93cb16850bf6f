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

    private void Put(PreparedProject project)
    {
        if (_young.Count >= most / 2 && !_young.ContainsKey(project.ProjectId))
            (_old, _young) = (_young, []);
        _young[project.ProjectId] = project;
    }
}
