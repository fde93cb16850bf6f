using Adam.Data.Audit;
using Adam.Data.Audit.Recording;
using Adam.Data.Databases;
using Adam.Data.Layers;
using Adam.Domain.Layers;

namespace Adam.Data.Copying;

/// <summary>
/// Copies the items of layers as they stood at an instant. There can be a million, so they are read in pages, and what
/// is derived from them is derived anew.
/// </summary>
internal sealed class PastLayerItems(Session source, DateTimeOffset at)
{
    private const int AtOnce = 500;

    private readonly PartnerNumbers _recorders = new(source);
    private readonly Dictionary<string, LayerDraft> _layers = new(StringComparer.Ordinal);

    /// <param name="add">Adds rows to a table of the copy.</param>
    public async Task CopyAsync(Func<string, IReadOnlyList<object?[]>, Task> add, CancellationToken ct)
    {
        var after = 0L;
        while (await source.QueryAsync(LayerItemSql.AllAfter, new(after, AtOnce), ct) is { Count: > 0 } page)
        {
            var (items, numbers) = (new List<object?[]>(), new List<object?[]>());
            foreach (var row in page)
            {
                if (await ThenAsync(row, ct) is not { } stored)
                    continue;

                var index = LayerItemIndex.From(await LayerAsync(stored, ct), stored.Item.Draft);
                items.Add(await RowAsync(stored, index, ct));
                numbers.AddRange(
                    index.Numbers.Select(number =>
                        new object?[] { stored.ItemId, number.Property, number.Unit, number.TenThousandths }
                    )
                );
            }

            await add("LayerItem", items);
            await add("LayerItemNumber", numbers);
            after = page[^1].ItemId;
        }
    }

    /// <summary>Returns an item as it stood; null if it was not recorded yet.</summary>
    private async Task<StoredLayerItem?> ThenAsync(StoredItemRow row, CancellationToken ct)
    {
        var item = LayerItemContent.Parse(row.Document);
        if (item.UpdatedAt <= at && (row.WithdrawnAt is null || row.WithdrawnAt <= at))
            return new(row.ItemId, item, item.Version + (row.WithdrawnAt is null ? 0 : 1), row.WithdrawnAt);

        return await PastRecords.FindAsync(source, AuditSubject.LayerItem, row.Id.ToString(), at, ct) is { } then
            ? new(row.ItemId, LayerItemContent.Parse(then.Document), then.Version, then.WithdrawnAt)
            : null;
    }

    /// <summary>
    /// Returns the declaration by which an item was indexed: that of the instant; of a withdrawn item that of its
    /// withdrawal, because later ones leave it as it is.
    /// </summary>
    private async Task<LayerDraft> LayerAsync(StoredLayerItem stored, CancellationToken ct)
    {
        var id = stored.Item.Layer;
        if (stored.WithdrawnAt is { } withdrawn)
            return await LayerAsync(id, withdrawn, ct);
        if (!_layers.TryGetValue(id, out var layer))
            _layers[id] = layer = await LayerAsync(id, at, ct);
        return layer;
    }

    private async Task<LayerDraft> LayerAsync(string id, DateTimeOffset until, CancellationToken ct) =>
        await DeclaredAsync(id, until, ct)
        // It was not changed since it was shipped.
        ?? ShippedLayers.Recorded.FirstOrDefault(layer => layer.Id == id)
        // The entry of then was emptied, so the item was withdrawn long ago.
        ?? (await DeclaredAsync(id, at, ct))!;

    private async Task<LayerDraft?> DeclaredAsync(string id, DateTimeOffset until, CancellationToken ct) =>
        await PastRecords.FindAsync(source, AuditSubject.Layer, id, until, ct) is { } then
            ? LayerContent.Parse(then.Document).Draft
            : null;

    private async Task<object?[]> RowAsync(StoredLayerItem stored, LayerItemIndex index, CancellationToken ct)
    {
        var (item, draft) = (stored.Item, stored.Item.Draft);
        return
        [
            stored.ItemId,
            item.Id,
            item.Layer,
            await _recorders.FindAsync(item.RecordedBy, ct),
            LayerItemDraft.KeyOf(draft.Reference),
            (long)stored.Version,
            stored.WithdrawnAt?.UtcDateTime,
            draft.Country,
            (long)index.FromDay,
            (long)index.UntilDay,
            (long?)index.Year,
            (long)index.Cell,
            (long?)draft.Position?.Latitude,
            (long?)draft.Position?.Longitude,
            (long)item.Checked,
            index.SummaryCell,
            LayerItemContent.Write(item),
        ];
    }
}
