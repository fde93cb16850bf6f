namespace Adam.Data.Databases;

/// <summary>
/// Changes that the writes of one transaction add up in memory, and that are stored once, before it commits. The
/// changes of a write that fails are dropped, so that each write still counts whole or not at all.
/// </summary>
internal sealed class CollectedChanges
{
    private readonly List<ICollectedChange> _kept = [];
    private readonly List<ICollectedChange> _ofWrite = [];

    /// <summary>Adds a change of the present write.</summary>
    public void Add(ICollectedChange change) => _ofWrite.Add(change);

    /// <summary>Ends the present write.</summary>
    /// <param name="isKept">True if it succeeded; false to drop its changes.</param>
    public void EndWrite(bool isKept)
    {
        foreach (var change in isKept ? _ofWrite : [])
        {
            if (!_kept.Exists(kept => kept.TryAdd(change)))
                _kept.Add(change);
        }

        _ofWrite.Clear();
    }

    /// <summary>Stores the changes of the writes that have succeeded.</summary>
    public async Task StoreAsync(Session session, CancellationToken ct)
    {
        foreach (var change in _kept)
            await change.StoreAsync(session, ct);
    }
}

/// <summary>A change of numbers, such as sums, that adds up with others.</summary>
internal interface ICollectedChange
{
    /// <summary>Adds a later change to this one. Returns false if it changes other numbers.</summary>
    bool TryAdd(ICollectedChange later);

    /// <summary>Stores the change in the transaction of the writes that it is of.</summary>
    Task StoreAsync(Session session, CancellationToken ct);
}
