using System.Runtime.CompilerServices;

namespace Adam.Data.Databases;

/// <summary>
/// Reads a list of any length in pages. Each page starts after the key of the last item of the previous one.
/// </summary>
internal static class KeysetStream
{
    /// <summary>The number of items of a page, which is also the number in memory.</summary>
    public const int PageSize = 100;

    /// <summary>
    /// Returns all items after a position. Each page is a query of its own, so that no connection and no snapshot is
    /// held while the client reads.
    /// </summary>
    /// <param name="after">The position to start after; null for the first item.</param>
    /// <param name="page">Reads a page. Its <c>Next</c> is null on the last page.</param>
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
