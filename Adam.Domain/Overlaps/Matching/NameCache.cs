using System.Collections.Concurrent;

namespace Adam.Domain.Overlaps.Matching;

/// <summary>
/// Keeps the results of a pure function of names. Few names of donors, agencies and places stand in most records, and
/// reading one takes as long as reading a title.
/// </summary>
/// <param name="read">Computes the result for a name.</param>
/// <param name="capacity">The number of names after which the cache starts anew, so that its memory is bounded.</param>
internal sealed class NameCache<TName, TResult>(Func<TName, TResult> read, int capacity)
    where TName : notnull
{
    private ConcurrentDictionary<TName, TResult> _results = new();
    private int _count;

    public TResult Get(TName name)
    {
        var results = _results;
        if (results.TryGetValue(name, out var known))
            return known;

        var result = read(name);
        if (Interlocked.Increment(ref _count) > capacity)
        {
            Interlocked.Exchange(ref _count, 1);
            Interlocked.Exchange(ref _results, results = new());
        }

        results[name] = result;
        return result;
    }
}
