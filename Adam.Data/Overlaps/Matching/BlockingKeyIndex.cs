namespace Adam.Data.Overlaps.Matching;

/// <summary>An in-memory inverted index that finds the projects with a common blocking key.</summary>
internal sealed class BlockingKeyIndex
{
    private readonly long[] _hashes;
    private readonly int[] _projects;

    /// <param name="keysOfProjects">
    /// The hashes of each project. The position in this list is the number of the project.
    /// </param>
    public BlockingKeyIndex(IEnumerable<IReadOnlyList<long>> keysOfProjects)
    {
        var (hashes, projects) = (new List<long>(), new List<int>());
        var number = 0;
        foreach (var one in keysOfProjects)
        {
            hashes.AddRange(one);
            projects.AddRange(Enumerable.Repeat(number++, one.Count));
        }

        (_hashes, _projects) = ([.. hashes], [.. projects]);
        Array.Sort(_hashes, _projects);
    }

    /// <summary>Returns the projects with higher numbers that have one of the hashes, each once, ascending.</summary>
    public IReadOnlyList<int> After(int number, IReadOnlyList<long> hashes)
    {
        var found = new List<int>();
        foreach (var hash in hashes)
        {
            for (var at = FirstOf(hash); at < _hashes.Length && _hashes[at] == hash; at++)
            {
                if (_projects[at] > number)
                    found.Add(_projects[at]);
            }
        }

        found.Sort();
        var kept = 0;
        for (var at = 0; at < found.Count; at++)
        {
            if (at == 0 || found[at] != found[at - 1])
                found[kept++] = found[at];
        }

        found.RemoveRange(kept, found.Count - kept);
        return found;
    }

    private int FirstOf(long hash)
    {
        var (low, high) = (0, _hashes.Length);
        while (low < high)
        {
            var middle = (low + high) >>> 1;
            if (_hashes[middle] < hash)
                low = middle + 1;
            else
                high = middle;
        }

        return low;
    }
}
