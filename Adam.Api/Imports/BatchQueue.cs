namespace Adam.Api.Imports;

/// <summary>
/// The batches that an import has still to write. A transaction takes some of them in their order. It may run again
/// after a transient error, and then takes the same ones.
/// </summary>
internal sealed class BatchQueue<T>(IEnumerator<T[]> batches)
{
    private readonly List<T[]> _taken = [];

    /// <summary>Returns a batch that is not written; null if there are fewer.</summary>
    /// <param name="place">0 for the first of them; at most the number of those that were returned before.</param>
    public T[]? At(int place)
    {
        if (place == _taken.Count && batches.MoveNext())
            _taken.Add(batches.Current);
        return place < _taken.Count ? _taken[place] : null;
    }

    /// <summary>Removes the first batches, which are written.</summary>
    public void Remove(int count) => _taken.RemoveRange(0, count);
}
