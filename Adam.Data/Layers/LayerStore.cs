using Adam.Data.Audit.Recording;
using Adam.Data.Databases;
using Adam.Data.Idempotency;
using Adam.Data.Records;
using Adam.Domain.Layers;

namespace Adam.Data.Layers;

/// <summary>The outcome of a write of a layer.</summary>
public abstract record LayerOutcome
{
    private LayerOutcome() { }

    public sealed record Done(Layer Layer) : LayerOutcome;

    /// <summary>There is a layer with this id.</summary>
    public sealed record IdTaken : LayerOutcome;

    /// <summary>The register has as many layers as it takes.</summary>
    public sealed record TooMany : LayerOutcome;

    public sealed record NotFound : LayerOutcome;

    /// <summary>The items of the layer are computed.</summary>
    public sealed record IsComputed : LayerOutcome;

    /// <summary>Items could not be recorded under the new declaration.</summary>
    /// <param name="Items">The number of them.</param>
    /// <param name="First">The reference of the first one.</param>
    public sealed record Contradicted(long Items, string First) : LayerOutcome;

    /// <summary>The layer was changed after the client had read it.</summary>
    public sealed record Stale : LayerOutcome;
}

/// <summary>Stores the declarations of layers. There are at most <see cref="Most"/>, so they are read whole.</summary>
public sealed class LayerStore(Database database, TimeProvider time)
{
    /// <summary>The maximum number of layers that are declared or changed.</summary>
    public const int Most = 200;

    private static readonly Actor Program = "layers";

    private static readonly IReadOnlyList<Layer> Shipped =
    [
        .. ShippedLayers.Recorded.Select(draft => new Layer(draft, Version: 1, null, null)),
        .. ShippedLayers.Computed.Select(one => new Layer(one.Draft, Version: 1, null, null)
        {
            Computed = one.Computed,
        }),
    ];

    private volatile Cached? _cached;

    /// <summary>Returns all layers: those that the program ships, then those that were declared, by their id.</summary>
    public Task<IReadOnlyList<Layer>> ListAsync(CancellationToken ct) =>
        database.InReadTransactionAsync(session => ReadAsync(session, ct), ct);

    /// <summary>Returns the layer with an id; null if there is none.</summary>
    public async Task<Layer?> FindAsync(string id, CancellationToken ct) =>
        (await ListAsync(ct)).FirstOrDefault(layer => layer.Id == id);

    /// <summary>Stores a new layer.</summary>
    /// <param name="respond">Returns the response that is stored in the same transaction; null to store none.</param>
    /// <exception cref="IdempotencyConflictException">
    /// The Idempotency-Key of the response has one already. Nothing was stored.
    /// </exception>
    public Task<LayerOutcome> AddAsync(
        LayerDraft draft,
        Actor by,
        CancellationToken ct,
        Func<Layer, KeptResponse>? respond = null
    ) =>
        database.InGroupedWriteAsync<LayerOutcome>(
            async session =>
            {
                var rows = await session.QueryAsync(LayerSql.All, ct);
                if (Merge(rows).Any(layer => layer.Id == draft.Id))
                    return new LayerOutcome.IdTaken();
                if (rows.Count >= Most)
                    return new LayerOutcome.TooMany();

                var at = time.Instant();
                var layer = new Layer(draft, Version: 1, at, by.Name);
                await session.ExecuteAsync(LayerSql.Add, new(layer.Id, 1, LayerContent.Write(layer)), ct);
                await LogAsync(session, AuditAction.Created, layer, by, at, ct);
                if (respond is not null)
                    await IdempotencyStore.SaveAsync(database, session, respond(layer), ct);
                return new LayerOutcome.Done(layer);
            },
            ct
        );

    /// <summary>
    /// Replaces the declaration of a layer. What summaries count by is derived anew from each item if that changed.
    /// </summary>
    /// <param name="expectedVersion">The version that the client has read.</param>
    public Task<LayerOutcome> ChangeAsync(LayerDraft draft, int expectedVersion, Actor by, CancellationToken ct) =>
        database.InWriteTransactionAsync<LayerOutcome>(
            async session =>
            {
                var rows = await session.QueryAsync(LayerSql.All, ct);
                var before = Merge(rows).FirstOrDefault(one => one.Id == draft.Id);
                if (before is null)
                    return new LayerOutcome.NotFound();
                if (before.Computed is not null)
                    return new LayerOutcome.IsComputed();
                if (before.Version != expectedVersion)
                    return new LayerOutcome.Stale();

                var at = time.Instant();
                var layer = new Layer(draft, before.Version + 1, at, by.Name);
                if (IsSame(before, layer))
                    return new LayerOutcome.Done(before);
                if (await LayerItemReindex.RunAsync(session, before.Draft, draft, ct) is { } contradicted)
                    return contradicted;

                var row = new NewLayer(layer.Id, layer.Version, LayerContent.Write(layer));
                if (rows.Any(one => one.LayerKey == layer.Id))
                {
                    await session.ExecuteAsync(LayerSql.Change, row, ct);
                }
                else
                {
                    await session.ExecuteAsync(LayerSql.Add, row, ct);
                    // A shipped layer has no entry until its first change.
                    await LogAsync(session, AuditAction.FirstKept, before, Program, at, ct);
                }

                await LogAsync(session, AuditAction.Changed, layer, by, at, ct);
                return new LayerOutcome.Done(layer);
            },
            ct
        );

    /// <summary>
    /// Returns the versions of a layer in ascending order. A shipped layer has some from its first change on.
    /// </summary>
    /// <param name="after">The version after which the page begins; 0 for the first page.</param>
    public Task<RecordVersionPage> HistoryAsync(string id, int after, int take, CancellationToken ct) =>
        database.InReadTransactionAsync(
            session => RecordVersions.ReadAsync(session, AuditSubject.Layer, id, after, take, ct),
            ct
        );

    private async Task<IReadOnlyList<Layer>> ReadAsync(Session session, CancellationToken ct)
    {
        var revision = await session.FirstAsync(LayerSql.Revision, ct);
        if (_cached is { } cached && cached.Revision == revision)
            return cached.Layers;

        var layers = Merge(await session.QueryAsync(LayerSql.All, ct));
        _cached = new(revision, layers);
        return layers;
    }

    /// <summary>Returns the layer with an id as a session that writes sees it; null if there is none.</summary>
    internal static async Task<Layer?> FindAsync(Session session, string id, CancellationToken ct) =>
        Merge(await session.QueryAsync(LayerSql.All, ct)).FirstOrDefault(layer => layer.Id == id);

    /// <summary>Returns the layer with an id as it was shipped; null if there is none.</summary>
    internal static Layer? FindShipped(string id) => Shipped.FirstOrDefault(layer => layer.Id == id);

    private static IReadOnlyList<Layer> Merge(IReadOnlyList<LayerRow> rows)
    {
        var stored = rows.Select(row => LayerContent.Parse(row.Document)).ToList();
        return
        [
            .. Shipped.Select(layer => stored.Find(one => one.Id == layer.Id) ?? layer),
            .. stored.Where(layer => Shipped.All(one => one.Id != layer.Id)),
        ];
    }

    private static bool IsSame(Layer one, Layer other) =>
        LayerContent.Write(one)
        == LayerContent.Write(
            other with
            {
                Version = one.Version,
                UpdatedAt = one.UpdatedAt,
                UpdatedBy = one.UpdatedBy,
            }
        );

    private static Task LogAsync(
        Session session,
        AuditAction action,
        Layer layer,
        Actor by,
        DateTimeOffset at,
        CancellationToken ct
    ) =>
        AuditRecorder.AddAsync(
            session,
            AuditSubject.Layer,
            action,
            layer.Id,
            layer.Version,
            LayerContent.FromLayer(layer),
            by,
            at,
            ct
        );

    private sealed record Cached(long Revision, IReadOnlyList<Layer> Layers);
}
