namespace Adam.Data.Measures;

/// <summary>A set of projects, with a bit for each number up to the highest.</summary>
internal sealed class ProjectSet
{
    private readonly ulong[] _bits;

    private ProjectSet(ulong[] bits) => _bits = bits;

    /// <summary>The memory that the set takes, in bytes.</summary>
    public int Size => _bits.Length * sizeof(ulong);

    public static ProjectSet FromIds(IReadOnlyCollection<long> ids)
    {
        var bits = new ulong[ids.Count == 0 ? 0 : WordOf(ids.Max()) + 1];
        foreach (var id in ids)
            bits[WordOf(id)] |= BitOf(id);
        return new(bits);
    }

    /// <summary>Returns the projects of at least one of some sets.</summary>
    public static ProjectSet Union(IReadOnlyList<ProjectSet> sets)
    {
        var bits = new ulong[sets.Select(set => set._bits.Length).DefaultIfEmpty(0).Max()];
        foreach (var set in sets)
        {
            for (var i = 0; i < set._bits.Length; i++)
                bits[i] |= set._bits[i];
        }

        return new(bits);
    }

    /// <summary>Returns the projects of all of some sets, of which there is at least one.</summary>
    public static ProjectSet Intersect(IReadOnlyList<ProjectSet> sets)
    {
        var bits = new ulong[sets.Min(set => set._bits.Length)];
        for (var i = 0; i < bits.Length; i++)
        {
            bits[i] = ulong.MaxValue;
            foreach (var set in sets)
                bits[i] &= set._bits[i];
        }

        return new(bits);
    }

    public bool Contains(long id) => WordOf(id) < _bits.Length && (_bits[WordOf(id)] & BitOf(id)) != 0;

    /// <summary>Returns the set after a change of some projects.</summary>
    /// <param name="changed">The projects that changed.</param>
    /// <param name="members">Those of them that are in the set now.</param>
    public ProjectSet With(IReadOnlyCollection<long> changed, IReadOnlyCollection<long> members)
    {
        if (members.Count == 0 && !changed.Any(Contains))
            return this;

        var bits = new ulong[Math.Max(_bits.Length, members.Count == 0 ? 0 : WordOf(members.Max()) + 1)];
        _bits.CopyTo(bits, 0);
        foreach (var id in changed.Where(Contains))
            bits[WordOf(id)] &= ~BitOf(id);
        foreach (var id in members)
            bits[WordOf(id)] |= BitOf(id);
        return new(bits);
    }

    private static int WordOf(long id) => checked((int)(id / 64));

    private static ulong BitOf(long id) => 1UL << (int)(id % 64);
}
