using System.Runtime.CompilerServices;

namespace Adam.Data.Databases;

/// <summary>
/// Reads a list of any length in pages of one snapshot. Each page starts after the key of the last item of the previous
/// one, and is read while the caller uses that one.
/// </summary>
internal static class KeysetStream
{
    /// <summary>The number of items of a page. Two pages are in memory.</summary>
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
            var reading = position is null ? null : NextAsync(session, position);
            try
            {
                foreach (var item in items)
                    yield return item;
            }
            finally
            {
                // A session that is disposed of must not be in use.
                if (reading is not null)
                    await ((Task)reading).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }

            if (reading is null)
                yield break;
            (items, position) = await reading;
        }

        // SQLite reads on the calling thread, so another one reads the next page while the caller uses this one.
        Task<(IReadOnlyList<TItem>, TPosition?)> NextAsync(Session session, TPosition position) =>
            Task.Run(() => page(session, position), ct);
    }
}
