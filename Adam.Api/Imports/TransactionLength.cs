namespace Adam.Api.Imports;

/// <summary>
/// The number of records from which a transaction of an import has no further batch. Batches change many of the same
/// pages, and a commit writes each changed page once, so an import with few commits writes several times fewer bytes. A
/// transaction also ends after the batch during which another writer has begun to wait. That writer waits for the
/// commit, too, so later transactions are then shorter.
/// </summary>
internal sealed class TransactionLength(int most = TransactionLength.Most)
{
    /// <summary>
    /// So many records change some 30 MB, and the results of the records are in memory until the commit.
    /// </summary>
    private const int Most = 2_000;

    /// <summary>The number for the next transaction; 1 if it has one batch.</summary>
    public int Next { get; private set; } = 1;

    /// <summary>Adapts the next transaction to the one that has ended.</summary>
    /// <param name="records">The number of its records.</param>
    /// <param name="wasAwaited">True if another writer has waited for its end.</param>
    public void Adapt(int records, bool wasAwaited) =>
        Next = wasAwaited ? Math.Max(Next / 2, 1) : Math.Min(2 * Math.Max(records, Next), most);
}
