using System.Runtime.InteropServices;

namespace Adam.Data.Overlaps;

/// <summary>
/// The months in which donors are active, counted from January of year 0. A donor counts once in a month, even if it
/// pays for several projects, so its periods are merged. In memory are the merged periods of each donor, which are few,
/// and a bounded number of others.
/// </summary>
internal sealed class DonorMonths
{
    private readonly Dictionary<string, Periods> _donors = new(StringComparer.Ordinal);

    /// <summary>Adds a period of a donor.</summary>
    public void Add(string donor, int from, int to)
    {
        ref var periods = ref CollectionsMarshal.GetValueRefOrAddDefault(_donors, donor, out _);
        periods ??= new();
        periods.Add(from, to);
    }

    /// <summary>Returns the changes of the number of active donors by month.</summary>
    public SortedDictionary<int, int> Changes()
    {
        var changes = new SortedDictionary<int, int>();
        foreach (var (from, to) in _donors.Values.SelectMany(periods => periods.Merged()))
        {
            Change(from, 1);
            Change(to + 1, -1);
        }

        return changes;

        void Change(int month, int by) => changes[month] = changes.GetValueOrDefault(month) + by;
    }

    private sealed class Periods
    {
        private const int LeastBeforeMerge = 32;

        private List<(int From, int To)> _periods = [];
        private int _mergeAt = LeastBeforeMerge;

        public void Add(int from, int to)
        {
            _periods.Add((from, to));
            if (_periods.Count >= _mergeAt)
                _mergeAt = Math.Max(LeastBeforeMerge, 2 * Merged().Count);
        }

        /// <summary>Merges periods that share a month or follow each other, and returns those that remain.</summary>
        public IReadOnlyList<(int From, int To)> Merged()
        {
            _periods.Sort();
            var merged = new List<(int From, int To)>();
            foreach (var (from, to) in _periods)
            {
                if (merged.Count > 0 && from <= merged[^1].To + 1)
                    merged[^1] = (merged[^1].From, Math.Max(merged[^1].To, to));
                else
                    merged.Add((from, to));
            }

            return _periods = merged;
        }
    }
}
