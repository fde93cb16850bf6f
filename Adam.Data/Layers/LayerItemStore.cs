using Adam.Data.Audit.Recording;
using Adam.Data.Databases;
using Adam.Data.Idempotency;
using Adam.Data.Records;
using Adam.Domain.Layers;

namespace Adam.Data.Layers;

/// <summary>An item as the register stores it.</summary>
/// <param name="Version">The version of the row; that of a withdrawn item is one higher than its document's.</param>
/// <param name="WithdrawnAt">The instant at which the item was withdrawn; null if it is active.</param>
public sealed record StoredLayerItem(long ItemId, LayerItem Item, int Version, DateTimeOffset? WithdrawnAt)
{
    /// <summary>True if the item is not withdrawn.</summary>
    public bool IsActive => WithdrawnAt is null;

    internal static StoredLayerItem FromRow(LayerItemRow row) =>
        new(row.ItemId, LayerItemContent.Parse(row.Document), row.Version, row.WithdrawnAt);
}

/// <summary>The outcome of a write of an item.</summary>
public abstract record LayerItemOutcome
{
    private LayerItemOutcome() { }

    public sealed record Done(LayerItem Item) : LayerItemOutcome;

    /// <summary>The recorder has an item with this reference in the layer, withdrawn or not.</summary>
    public sealed record ReferenceTaken(StoredLayerItem By) : LayerItemOutcome;

    public sealed record NotFound : LayerItemOutcome;

    public sealed record Withdrawn(StoredLayerItem Stored) : LayerItemOutcome;

    /// <summary>The item was changed after the client had read it.</summary>
    public sealed record Stale : LayerItemOutcome;

    /// <summary>The layer was declared in another way after the client had read it.</summary>
    public sealed record LayerChanged : LayerItemOutcome;
}

/// <summary>A page of items.</summary>
/// <param name="Next">The id of the item after which to go on; null on the last page.</param>
public sealed record LayerItemPage(IReadOnlyList<StoredLayerItem> Items, Guid? Next);

/// <summary>
/// Stores the items of layers. Every read takes what its reader sees of the layer (<see cref="LayerAccess"/>).
/// </summary>
public sealed class LayerItemStore(Database database, TimeProvider time)
{
    /// <summary>
    /// Returns a page of the active items that match a filter. The position is the id of an item, because a number
    /// would tell how many items others have recorded.
    /// </summary>
    /// <param name="after">The last item of the previous page; null for the first page.</param>
    /// <returns>The page; null if the reader has seen no item <paramref name="after"/>.</returns>
    public Task<LayerItemPage?> PageAsync(
        LayerItemFilter filter,
        LayerAccess access,
        Guid? after,
        int take,
        CancellationToken ct
    ) =>
        database.InReadTransactionAsync(
            async session =>
            {
                PlacedItemRow? place = null;
                if (
                    after is { } id
                    && (place = await session.FirstAsync(LayerItemQuery.PlaceOf(filter.Layer, id, access), ct)) is null
                )
                    return null;

                var query = new LayerItemQuery(database.Dialect, filter, access);
                var items = new List<StoredLayerItem>();
                foreach (var page in query.Pages(place, take + 1))
                {
                    items.AddRange((await session.QueryAsync(page, ct)).Select(StoredLayerItem.FromRow));
                    if (items.Count > take)
                        break;
                }

                var isLast = items.Count <= take;
                if (!isLast)
                    items.RemoveRange(take, items.Count - take);
                return new LayerItemPage(items, isLast ? null : items[^1].Item.Id);
            },
            ct
        );

    /// <summary>
    /// Counts the active items that match a filter; null if there are more than <paramref name="most"/>.
    /// </summary>
    public Task<int?> CountAsync(LayerItemFilter filter, LayerAccess access, int most, CancellationToken ct) =>
        database.InReadTransactionAsync<int?>(
            async session =>
            {
                var count = 0;
                foreach (var query in new LayerItemQuery(database.Dialect, filter, access).Counts(most + 1))
                {
                    count += await session.FirstAsync(query, ct);
                    if (count > most)
                        return null;
                }

                return count;
            },
            ct
        );

    /// <summary>Returns an item that the reader sees, withdrawn or not; null if there is none.</summary>
    public async Task<StoredLayerItem?> FindAsync(string layer, Guid id, LayerAccess access, CancellationToken ct)
    {
        var row = await database.QueryOnceAsync(
            session => session.FirstAsync(LayerItemQuery.ById(layer, id, access), ct),
            ct
        );
        return row is null ? null : StoredLayerItem.FromRow(row);
    }

    /// <summary>Records a new item.</summary>
    /// <param name="layer">The layer as the draft was validated for it.</param>
    /// <param name="recorder">The code of the partner that records it.</param>
    /// <param name="respond">Returns the response that is stored in the same transaction; null to store none.</param>
    /// <param name="id">The id of the item, which is new; null to create one.</param>
    /// <exception cref="IdempotencyConflictException">
    /// The Idempotency-Key of the response has one already. Nothing was stored.
    /// </exception>
    public Task<LayerItemOutcome> AddAsync(
        Layer layer,
        LayerItemDraft draft,
        string recorder,
        Actor by,
        CancellationToken ct,
        Func<LayerItem, KeptResponse>? respond = null,
        Guid? id = null
    ) =>
        database.InGroupedWriteAsync<LayerItemOutcome>(
            async session =>
            {
                if (await IsChangedAsync(session, layer, ct))
                    return new LayerItemOutcome.LayerChanged();
                if (await FindAsync(session, layer, recorder, draft.Reference, ct) is { } taken)
                    return new LayerItemOutcome.ReferenceTaken(taken);

                var item = await Writer(session, layer, by).AddAsync(draft, recorder, ct, id);
                if (respond is not null)
                    await IdempotencyStore.SaveAsync(database, session, respond(item), ct);
                return new LayerItemOutcome.Done(item);
            },
            ct
        );

    /// <summary>Replaces the content of an item. Its recorder and its reference are kept.</summary>
    /// <param name="stored">The item as the client has read it.</param>
    public Task<LayerItemOutcome> ChangeAsync(
        Layer layer,
        StoredLayerItem stored,
        LayerItemDraft draft,
        Actor by,
        CancellationToken ct
    ) =>
        WriteAsync(
            layer,
            stored,
            async (session, current) =>
                draft.Equals(current.Item.Draft, StringComparer.Ordinal)
                    ? current.Item
                    : await Writer(session, layer, by).ChangeAsync(current, draft, ct),
            ct
        );

    /// <summary>States what is known about the truth of an item.</summary>
    /// <inheritdoc cref="ChangeAsync" path="/param"/>
    public Task<LayerItemOutcome> CheckAsync(
        Layer layer,
        StoredLayerItem stored,
        ItemCheck check,
        Actor by,
        CancellationToken ct
    ) =>
        WriteAsync(
            layer,
            stored,
            async (session, current) =>
                check == current.Item.Checked
                    ? current.Item
                    : await Writer(session, layer, by).CheckAsync(current, check, ct),
            ct
        );

    /// <summary>Withdraws an item. The record and its reference are kept.</summary>
    /// <inheritdoc cref="ChangeAsync" path="/param"/>
    public Task<LayerItemOutcome> WithdrawAsync(Layer layer, StoredLayerItem stored, Actor by, CancellationToken ct) =>
        WriteAsync(
            layer,
            stored,
            async (session, current) =>
            {
                await Writer(session, layer, by).WithdrawAsync(current, ct);
                return current.Item;
            },
            ct
        );

    /// <summary>
    /// Runs an import of items in one transaction, which commits if <paramref name="write"/> returns.
    /// </summary>
    /// <param name="recorder">The code of the partner that records the items.</param>
    /// <param name="write">Writes items. It may run several times; only the last run counts.</param>
    /// <returns>False if the layer was declared in another way meanwhile. Nothing was written.</returns>
    public Task<bool> ImportAsync(
        Layer layer,
        string recorder,
        Actor by,
        Func<LayerItemImport, Task> write,
        CancellationToken ct
    ) =>
        database.InWriteTransactionAsync(
            async session =>
            {
                if (await IsChangedAsync(session, layer, ct))
                    return false;

                await write(new(session, layer.Draft, recorder, Writer(session, layer, by)));
                return true;
            },
            ct
        );

    /// <summary>Runs an import that only states what it would do.</summary>
    /// <inheritdoc cref="ImportAsync" path="/param"/>
    public Task TryImportAsync(Layer layer, string recorder, Func<LayerItemImport, Task> write, CancellationToken ct) =>
        database.InReadTransactionAsync(
            async session =>
            {
                await write(new(session, layer.Draft, recorder, writer: null));
                return true;
            },
            ct
        );

    /// <summary>Returns the versions of an item in ascending order.</summary>
    /// <param name="after">The version after which the page begins; 0 for the first page.</param>
    public Task<RecordVersionPage> HistoryAsync(StoredLayerItem stored, int after, int take, CancellationToken ct) =>
        database.InReadTransactionAsync(
            session =>
                RecordVersions.ReadAsync(session, AuditSubject.LayerItem, stored.Item.Id.ToString(), after, take, ct),
            ct
        );

    internal static async Task<StoredLayerItem?> FindAsync(
        Session session,
        Layer layer,
        string recorder,
        string reference,
        CancellationToken ct
    ) => await FindAsync(session, layer.Id, recorder, reference, ct);

    internal static async Task<StoredLayerItem?> FindAsync(
        Session session,
        string layer,
        string recorder,
        string reference,
        CancellationToken ct
    )
    {
        var key = new ItemReference(layer, recorder, LayerItemDraft.KeyOf(reference));
        var row = await session.FirstAsync(LayerItemSql.ByReference, key, ct);
        return row is null ? null : StoredLayerItem.FromRow(row);
    }

    private Task<LayerItemOutcome> WriteAsync(
        Layer layer,
        StoredLayerItem read,
        Func<Session, StoredLayerItem, Task<LayerItem>> write,
        CancellationToken ct
    ) =>
        database.InGroupedWriteAsync<LayerItemOutcome>(
            async session =>
            {
                if (await IsChangedAsync(session, layer, ct))
                    return new LayerItemOutcome.LayerChanged();

                var (recorder, reference) = (read.Item.RecordedBy, read.Item.Draft.Reference);
                var current = await FindAsync(session, layer, recorder, reference, ct);
                return current switch
                {
                    null => new LayerItemOutcome.NotFound(),
                    { IsActive: false } => new LayerItemOutcome.Withdrawn(current),
                    _ when current.Version != read.Version => new LayerItemOutcome.Stale(),
                    _ => new LayerItemOutcome.Done(await write(session, current)),
                };
            },
            ct
        );

    /// <summary>Returns true if the layer is not declared as the draft of an item was validated for it.</summary>
    private static async Task<bool> IsChangedAsync(Session session, Layer layer, CancellationToken ct) =>
        (await LayerStore.FindAsync(session, layer.Id, ct))?.Version != layer.Version;

    private LayerItemWriter Writer(Session session, Layer layer, Actor by) =>
        new(session, layer.Draft, by, time.Instant());
}
