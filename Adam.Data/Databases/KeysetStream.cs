using System.Runtime.CompilerServices;

namespace Adam.Data.Databases;

/// <summary>
/// Reads a list of any length in pages of one snapshot. Each page starts after the key of the last item of the previous
/// one.
/// </summary>
internal static class KeysetStream
{
    /// <summary>The number of items of a page, which is also the number in memory.</summary>
    public const int PageSize = 100;

    /// <summary>
    /// Returns all items after a position, as they are at the instant of the first page. The snapshot is held until the
    /// last item is read or the enumeration is disposed of, so the caller must not wait for a client meanwhile.
    /// </summary>
    /// <param name="after">The position to start after; null for the first item.</param>
    /// <param name="page">Reads a page. Its <c>Next</c> is null on the last page.</param>
    public static async IAsyncEnumerable<TItem> ReadAsync<TItem, TPosition>(
        Database database,
        TPosition? after,
        Func<Session, TPosition?, Task<(IReadOnlyList<TItem> Items, TPosition? Next)>> page,
        [EnumeratorCancellation] CancellationToken ct
    )
        where TPosition : class
    {
        var (items, position) = ((IReadOnlyList<TItem>)[], after);
        await using var session = await database.OpenSnapshotAsync(
            async first => (items, position) = await page(first, after),
            ct
        );
        while (true)
        {
            foreach (var item in items)
                yield return item;
            if (position is null)
                yield break;

            ct.ThrowIfCancellationRequested();
            (items, position) = await page(session, position);
        }
    }
}
