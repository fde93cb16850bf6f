namespace Adam.Data.Presence;

/// <summary>The values of projects, each by its index among the different ones.</summary>
internal sealed class ProjectValues
{
    private readonly int[] _starts;
    private readonly int[] _indexes;

    private ProjectValues(IReadOnlyList<string> values, int[] starts, int[] indexes) =>
        (Values, _starts, _indexes) = (values, starts, indexes);

    /// <summary>The different values.</summary>
    public IReadOnlyList<string> Values { get; }

    /// <summary>Returns the indexes of the values of a project.</summary>
    public ReadOnlySpan<int> At(int place) => _indexes.AsSpan(_starts[place].._starts[place + 1]);

    /// <param name="projects">The number of projects.</param>
    /// <param name="rows">The values of the projects in any order, those of one project each once.</param>
    public static ProjectValues Create(int projects, IEnumerable<(int Place, string Value)> rows)
    {
        var (found, values) = (new Dictionary<string, int>(StringComparer.Ordinal), new List<(int Place, int Index)>());
        var (last, index) = ("", -1);
        foreach (var (place, value) in rows)
        {
            // Rows of one value follow each other, as the same text.
            if (index < 0 || !ReferenceEquals(value, last))
            {
                if (!found.TryGetValue(value, out index))
                    found[value] = index = found.Count;
                last = value;
            }

            values.Add((place, index));
        }

        var (starts, indexes) = ByPlace(projects, values, one => one.Place, one => one.Index);
        return new([.. found.OrderBy(one => one.Value).Select(one => one.Key)], starts, indexes);
    }

    /// <summary>
    /// Sorts rows by the places of their projects. The rows of a place begin at its number in <c>Starts</c>.
    /// </summary>
    public static (int[] Starts, TResult[] Rows) ByPlace<TRow, TResult>(
        int projects,
        IReadOnlyList<TRow> rows,
        Func<TRow, int> placeOf,
        Func<TRow, TResult> resultOf
    )
    {
        var starts = new int[projects + 1];
        foreach (var row in rows)
            starts[placeOf(row) + 1]++;
        for (var place = 0; place < projects; place++)
            starts[place + 1] += starts[place];

        var (next, sorted) = ((int[])starts.Clone(), new TResult[rows.Count]);
        foreach (var row in rows)
            sorted[next[placeOf(row)]++] = resultOf(row);
        return (starts, sorted);
    }
}
