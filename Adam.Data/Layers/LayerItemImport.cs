using Adam.Data.Databases;
using Adam.Domain.Layers;

namespace Adam.Data.Layers;

/// <summary>The outcome of an item of an import.</summary>
public enum ItemImportOutcome
{
    Created = 1,
    Updated = 2,
    Unchanged = 3,

    /// <summary>The item was withdrawn, and is active again.</summary>
    Revived = 4,
}

/// <summary>Writes imported items, each over the one that its recorder has under the same reference.</summary>
public sealed class LayerItemImport
{
    private readonly Session _session;
    private readonly LayerDraft _layer;
    private readonly string _recorder;

    /// <summary>Null to write nothing.</summary>
    private readonly LayerItemWriter? _writer;

    internal LayerItemImport(Session session, LayerDraft layer, string recorder, LayerItemWriter? writer) =>
        (_session, _layer, _recorder, _writer) = (session, layer, recorder, writer);

    /// <summary>Writes an item. Returns its id; null if it is new, and nothing is written.</summary>
    public async Task<(ItemImportOutcome Outcome, Guid? Id)> PutAsync(LayerItemDraft draft, CancellationToken ct)
    {
        var stored = await LayerItemStore.FindAsync(_session, _layer.Id, _recorder, draft.Reference, ct);
        if (stored is null)
            return (
                ItemImportOutcome.Created,
                _writer is null ? null : (await _writer.AddAsync(draft, _recorder, ct)).Id
            );

        draft = draft with { Reference = stored.Item.Draft.Reference };
        if (stored.IsActive && draft.Equals(stored.Item.Draft, StringComparer.Ordinal))
            return (ItemImportOutcome.Unchanged, stored.Item.Id);
        if (_writer is not null)
            await _writer.ChangeAsync(stored, draft, ct);
        return (stored.IsActive ? ItemImportOutcome.Updated : ItemImportOutcome.Revived, stored.Item.Id);
    }
}
