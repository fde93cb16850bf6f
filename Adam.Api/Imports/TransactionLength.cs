namespace Adam.Api.Imports;

/// <summary>
/// The number of batches that an import writes in one transaction. Batches change many of the same pages, and a commit
/// writes each changed page once, so an import with few commits writes several times fewer bytes. A transaction ends
/// after the batch during which another writer has begun to wait. The next one then has one batch, and later ones twice
/// as many as the one before, so that an import beside other writers holds the register for a batch at a time.
/// </summary>
internal sealed class TransactionLength(int most = TransactionLength.Most)
{
    /// <summary>With the longest batches, a transaction lasts for about a second and changes some 30 MB.</summary>
    private const int Most = 8;

    /// <summary>The maximum number of batches of the next transaction.</summary>
    public int Next { get; private set; } = 1;

    /// <summary>Adapts the next transaction to the one that has ended.</summary>
    /// <param name="wasAwaited">True if another writer has waited for its end.</param>
    public void Adapt(bool wasAwaited) => Next = wasAwaited ? 1 : Math.Min(2 * Next, most);
}
