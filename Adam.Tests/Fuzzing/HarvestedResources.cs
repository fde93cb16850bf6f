namespace Adam.Tests.Fuzzing;

/// <summary>
/// Paths of records that responses have named. Later requests read, change and remove these records, and write below
/// them.
/// </summary>
internal sealed class HarvestedResources
{
    private const int MostOfArea = 60;

    private readonly Dictionary<string, List<string[]>> _paths = new(StringComparer.Ordinal);

    /// <param name="path">The path of a record, percent-encoded.</param>
    public void Add(string path, Random random)
    {
        var segments = path.Split('?')[0].Split('/');
        if (segments.Length < 4 || segments[1] != "v1" || segments.Any(segment => segment.Length > 200))
            return;

        if (!_paths.TryGetValue(segments[2], out var known))
            _paths[segments[2]] = known = [];
        if (known.Any(one => one.SequenceEqual(segments)))
            return;
        if (known.Count < MostOfArea)
            known.Add(segments);
        else
            known[random.Next(MostOfArea)] = segments;
    }

    /// <summary>
    /// Returns a path of an operation whose first parameters are those of a record: of one with many parameters if
    /// there is such a record. The other parameters stay in it.
    /// </summary>
    /// <returns>The path; null if no record fits.</returns>
    public string? Fill(string pattern, Random random)
    {
        var segments = pattern.Split('/');
        if (segments.Length < 4 || !_paths.TryGetValue(segments[2], out var known))
            return null;

        var fitting = known.Where(path => Fits(path, segments)).ToList();
        if (fitting.Count == 0)
            return null;

        var most = fitting.Max(path => path.Length);
        var longest = fitting.Where(path => path.Length == most).ToList();
        var chosen = random.Pick(random.IsOneIn(4) ? fitting : longest);
        return string.Join('/', [.. chosen, .. segments[chosen.Length..]]);
    }

    private static bool Fits(string[] path, string[] pattern) =>
        path.Length <= pattern.Length
        && path.Zip(pattern).All(pair => pair.Second.StartsWith('{') || pair.First == pair.Second)
        && pattern.Take(path.Length).Any(segment => segment.StartsWith('{'));
}
