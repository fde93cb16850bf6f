using Adam.Data.Audit.Recording;
using Adam.Data.Databases;
using Adam.Data.Layers;
using Adam.Data.Records;
using Adam.Domain.Layers;

namespace Adam.Data.Audit;

internal sealed partial class VerificationRun
{
    /// <summary>
    /// Compares the items of layers with their last entries, a page at a time. Returns the number of items.
    /// </summary>
    public async Task<long> LayerItemsAsync(CancellationToken ct)
    {
        var (after, known) = ("", 0L);
        while (
            await session.QueryAsync(AuditSql.LastOfRecords, new((byte)AuditSubject.LayerItem, after, AtOnce), ct)
                is { Count: > 0 } entries
        )
        {
            var ids = entries.Select(entry => entry.RecordId).Where(id => Guid.TryParseExact(id, "D", out _));
            var items = (await session.QueryAsync(LayerItemSql.ByIds, new(JsonRowSet.FromKeys(ids)), ct)).ToDictionary(
                item => item.Id.ToString(),
                StringComparer.Ordinal
            );
            var numbers = (
                await session.QueryAsync(
                    LayerItemSql.NumbersOf,
                    new(JsonRowSet.FromIds(items.Values.Select(item => item.ItemId))),
                    ct
                )
            ).ToLookup(number => number.ItemId);
            foreach (var entry in entries)
            {
                if (items.TryGetValue(entry.RecordId, out var item))
                    await CompareItemAsync(item, entry, [.. numbers[item.ItemId]], ct);
                else
                    AddRemoved(AuditSubject.LayerItem, entry.RecordId);
            }

            known += items.Count;
            after = entries[^1].RecordId;
        }

        var count = await session.FirstAsync(LayerItemSql.Count, ct);
        if (count > known)
            await FindInsertedItemsAsync(ct);
        return count;
    }

    private async Task FindInsertedItemsAsync(CancellationToken ct)
    {
        var after = 0L;
        while (await session.QueryAsync(LayerItemSql.AllAfter, new(after, AtOnce), ct) is { Count: > 0 } items)
        {
            foreach (var item in items)
            {
                var record = new VersionedRecord((byte)AuditSubject.LayerItem, item.Id.ToString());
                if (await session.FirstAsync(RecordVersionSql.Count, record, ct) == 0)
                    AddInserted(AuditSubject.LayerItem, record.RecordId);
            }

            after = items[^1].ItemId;
        }
    }

    private async Task CompareItemAsync(
        StoredItemRow row,
        LastEntryRow last,
        IReadOnlyList<StoredItemNumber> numbers,
        CancellationToken ct
    )
    {
        var id = row.Id.ToString();
        if (Read(AuditSubject.LayerItem, id, () => LayerItemContent.Parse(row.Document)) is not { } item)
            return;

        var content = last.Content;
        if (row.WithdrawnAt is { } withdrawnAt)
        {
            var before = await PastRecords.FindAsync(session, AuditSubject.LayerItem, id, withdrawnAt, ct);
            content = last.Content is null ? before?.Document : "";
        }

        var isWithdrawn = row.WithdrawnAt is not null;
        if (
            (content is not null && AuditRecorder.ToContent(LayerItemContent.ForAudit(item)) != content)
            || (content is null && !isWithdrawn)
            || row.Version != last.Version
            || (row.WithdrawnAt ?? last.At) != last.At
            || item.Id != row.Id
            || item.Layer != row.LayerKey
            || item.RecordedBy != _partners.GetValueOrDefault(row.RecorderId)
            || LayerItemDraft.KeyOf(item.Draft.Reference) != row.ReferenceKey
            || (!isWithdrawn && !IsIndexed(row, item, numbers))
        )
            AddAltered(AuditSubject.LayerItem, id);
    }

    /// <summary>
    /// Returns true if an active item is found and counted by the values that its document and its layer give.
    /// </summary>
    private bool IsIndexed(StoredItemRow row, LayerItem item, IReadOnlyList<StoredItemNumber> numbers)
    {
        if ((_layers.GetValueOrDefault(item.Layer) ?? LayerStore.FindShipped(item.Layer)) is not { } layer)
            return _unreadable.Contains(item.Layer);

        var (draft, index) = (item.Draft, LayerItemIndex.From(layer.Draft, item.Draft));
        return row.Country == draft.Country
            && row.FromDay == index.FromDay
            && row.UntilDay == index.UntilDay
            && row.Year == index.Year
            && row.Cell == index.Cell
            && row.Latitude == draft.Position?.Latitude
            && row.Longitude == draft.Position?.Longitude
            && row.Checked == (byte)item.Checked
            && row.SummaryCell == index.SummaryCell
            && numbers
                .Select(number => new ItemNumber(number.Property, number.Unit, number.Value))
                .ToHashSet()
                .SetEquals(index.Numbers);
    }
}
