namespace Adam.Data.Overlaps.Register;

/// <summary>Projects that were asked for lately. Those that were not asked for while as many others were are forgotten.</summary>
/// <param name="most">How many it holds at most.</param>
internal sealed class PreparedProjects(int most)
{
    private readonly Lock _gate = new();
    private Dictionary<long, PreparedProject> _young = [];
    private Dictionary<long, PreparedProject> _old = [];

    /// <summary>The project, if this version of it is held.</summary>
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

    private void Put(PreparedProject project)
    {
        if (_young.Count >= most / 2 && !_young.ContainsKey(project.ProjectId))
            (_old, _young) = (_young, []);
        _young[project.ProjectId] = project;
    }
}
