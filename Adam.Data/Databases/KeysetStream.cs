using System.Runtime.CompilerServices;

namespace Adam.Data.Databases;

/// <summary>Reads a list of any length in pages, each from the key at which the one before ended.</summary>
internal static class KeysetStream
{
    /// <summary>How many items a page has: as many as are in memory at once.</summary>
    public const int PageSize = 100;

    /// <summary>
    /// Returns all items behind a position. Each page is a query of its own: between two of them neither a connection
    /// nor a snapshot of the database is held, however long the reader takes.
    /// </summary>
    /// <param name="after">The position to begin behind; null to begin at the start.</param>
    /// <param name="page">Reads a page; its <c>Next</c> is null on the last one.</param>
    public static async IAsyncEnumerable<TItem> ReadAsync<TItem, TPosition>(
        TPosition? after,
        Func<TPosition?, Task<(IReadOnlyList<TItem> Items, TPosition? Next)>> page,
        [EnumeratorCancellation] CancellationToken ct
    )
        where TPosition : class
    {
        var position = after;
        do
        {
            ct.ThrowIfCancellationRequested();
            var (items, next) = await page(position);
            foreach (var item in items)
                yield return item;
            position = next;
        } while (position is not null);
    }
}
