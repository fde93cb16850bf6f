using Adam.Data.Databases;

namespace Adam.Api.Imports;

/// <summary>
/// The batches that an import has still to write, each of the size of its moment. A transaction takes some of them in
/// their order. It may run again after a transient error, and then takes the same ones.
/// </summary>
internal sealed class BatchQueue<T>(IAsyncEnumerator<T> items, BatchSize size)
{
    private readonly List<T[]> _taken = [];

    /// <summary>Returns a batch that is not written; null if there are fewer.</summary>
    /// <param name="place">0 for the first of them; at most the number of those that were returned before.</param>
    public async ValueTask<T[]?> AtAsync(int place)
    {
        if (place == _taken.Count)
        {
            var batch = new List<T>(size.Next);
            while (batch.Count < size.Next && await items.MoveNextAsync())
                batch.Add(items.Current);
            if (batch.Count == 0)
                return null;

            _taken.Add([.. batch]);
        }

        return _taken[place];
    }

    /// <summary>Removes the first batches, which are written.</summary>
    public void Remove(int count) => _taken.RemoveRange(0, count);
}
