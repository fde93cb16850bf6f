using Adam.Data.Audit.Recording;
using Adam.Data.Databases;
using Adam.Domain.Layers;

namespace Adam.Data.Layers;

/// <summary>Writes items in the session of a write, with what is derived from them and their history.</summary>
internal sealed class LayerItemWriter(Session session, LayerDraft layer, Actor by, DateTimeOffset at)
{
    /// <summary>Records a new item.</summary>
    /// <param name="recorder">The code of a partner.</param>
    /// <param name="id">The id of the item, which is new; null to create one.</param>
    public async Task<LayerItem> AddAsync(LayerItemDraft draft, string recorder, CancellationToken ct, Guid? id = null)
    {
        var item = new LayerItem(
            id ?? Guid.CreateVersion7(at),
            layer.Id,
            recorder,
            draft,
            ItemCheck.Reported,
            Version: 1,
            at,
            at,
            by.Name
        );
        var index = LayerItemIndex.From(layer, draft);
        var itemId = await session.FirstAsync(
            LayerItemSql.Add,
            new(
                item.Id,
                layer.Id,
                recorder,
                LayerItemDraft.KeyOf(draft.Reference),
                draft.Country,
                index.FromDay,
                index.UntilDay,
                index.Year,
                index.Cell,
                draft.Position?.Latitude,
                draft.Position?.Longitude,
                (byte)item.Checked,
                index.SummaryCell,
                LayerItemContent.Write(item)
            ),
            ct
        );
        await AddNumbersAsync(session, itemId, index, ct);
        await LogAsync(AuditAction.Created, item, item.Version, ct);
        return item;
    }

    /// <summary>
    /// Replaces the content of an item. What it says may be another thing, so it is then no longer checked. A withdrawn
    /// item becomes active again.
    /// </summary>
    public async Task<LayerItem> ChangeAsync(StoredLayerItem stored, LayerItemDraft draft, CancellationToken ct)
    {
        var item = Next(stored) with { Draft = draft, Checked = ItemCheck.Reported };
        await WriteAsync(stored, item, ct);
        await ReplaceNumbersAsync(session, stored.ItemId, LayerItemIndex.From(layer, draft), ct);
        await LogAsync(stored.IsActive ? AuditAction.Changed : AuditAction.Revived, item, item.Version, ct);
        return item;
    }

    /// <summary>States what is known about the truth of an item.</summary>
    public async Task<LayerItem> CheckAsync(StoredLayerItem stored, ItemCheck check, CancellationToken ct)
    {
        var item = Next(stored) with { Checked = check };
        await WriteAsync(stored, item, ct);
        await LogAsync(AuditAction.Changed, item, item.Version, ct);
        return item;
    }

    /// <summary>Withdraws an item: it leaves every list and summary, and its reference stays taken.</summary>
    public async Task WithdrawAsync(StoredLayerItem stored, CancellationToken ct)
    {
        await session.ExecuteAsync(LayerItemSql.Withdraw, new(stored.ItemId, stored.Version + 1, at), ct);
        await LogAsync(AuditAction.Withdrawn, stored.Item, stored.Version + 1, ct);
    }

    public static async Task ReplaceNumbersAsync(
        Session session,
        long itemId,
        LayerItemIndex index,
        CancellationToken ct
    )
    {
        await session.ExecuteAsync(LayerItemSql.RemoveNumbers, new(itemId), ct);
        await AddNumbersAsync(session, itemId, index, ct);
    }

    private static async Task AddNumbersAsync(Session session, long itemId, LayerItemIndex index, CancellationToken ct)
    {
        foreach (var number in index.Numbers)
            await session.ExecuteAsync(
                LayerItemSql.AddNumber,
                new(itemId, number.Property, number.Unit, number.TenThousandths),
                ct
            );
    }

    private LayerItem Next(StoredLayerItem stored) =>
        stored.Item with
        {
            Version = stored.Version + 1,
            UpdatedAt = at,
            UpdatedBy = by.Name,
        };

    private Task WriteAsync(StoredLayerItem stored, LayerItem item, CancellationToken ct)
    {
        var (draft, index) = (item.Draft, LayerItemIndex.From(layer, item.Draft));
        return session.ExecuteAsync(
            LayerItemSql.Change,
            new(
                stored.ItemId,
                item.Version,
                draft.Country,
                index.FromDay,
                index.UntilDay,
                index.Year,
                index.Cell,
                draft.Position?.Latitude,
                draft.Position?.Longitude,
                (byte)item.Checked,
                index.SummaryCell,
                LayerItemContent.Write(item)
            ),
            ct
        );
    }

    private Task LogAsync(AuditAction action, LayerItem item, int version, CancellationToken ct) =>
        AuditRecorder.AddAsync(
            session,
            AuditSubject.LayerItem,
            action,
            item.Id.ToString(),
            version,
            action == AuditAction.Withdrawn ? null : LayerItemContent.ForAudit(item),
            by,
            at,
            ct
        );
}
