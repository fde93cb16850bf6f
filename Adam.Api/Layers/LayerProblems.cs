using System.Text.Json;
using Adam.Api.Binding;
using Adam.Api.Errors;
using Adam.Api.Security;
using Adam.Data.Layers;
using Adam.Domain.Layers;
using Adam.Domain.Text;

namespace Adam.Api.Layers;

/// <summary>Converts outcomes of the stores to responses and problems.</summary>
internal static class LayerProblems
{
    /// <summary>Returns what a caller reads of a layer.</summary>
    public static LayerAccess AccessOf(this Caller caller, Layer layer) =>
        LayerAccess.ForReader(layer.Draft.Sensitivity, caller.Role, caller.Partner);

    /// <exception cref="ProblemException">There is no such layer.</exception>
    public static async Task<Layer> GetAsync(this LayerStore layers, string id, CancellationToken ct)
    {
        var all = await layers.ListAsync(ct);
        if (all.FirstOrDefault(layer => layer.Id == id) is { } found)
            return found;

        throw new ProblemException(
            ErrorCodes.UnknownLayer,
            $"There is no layer {ValidationError.Quote(id)}."
                + (
                    Nearest.FindIn(id, all.Select(layer => layer.Id)) is { } meant
                        ? $" Did you mean {ValidationError.Quote(meant)}?"
                        : " GET /v1/layers lists them."
                )
        );
    }

    /// <summary>Returns a layer whose items are recorded.</summary>
    /// <exception cref="ProblemException">There is no such layer, or its items are computed.</exception>
    public static async Task<Layer> GetRecordedAsync(this LayerStore layers, string id, CancellationToken ct) =>
        await layers.GetAsync(id, ct) is { Computed: null } layer ? layer : throw IsComputed(id);

    public static Layer ThrowIfRejected(this LayerOutcome outcome, string id) =>
        outcome switch
        {
            LayerOutcome.Done done => done.Layer,
            LayerOutcome.IdTaken => throw new ProblemException(
                ErrorCodes.LayerIdTaken,
                $"There is a layer {ValidationError.Quote(id)} already: /v1/layers/{id}. Change that one, or give this "
                    + "one another id."
            ),
            LayerOutcome.TooMany => throw new ProblemException(
                ErrorCodes.TooManyLayers,
                $"The register has {LayerStore.Most} declared layers, and takes no more. Change one."
            ),
            LayerOutcome.NotFound => throw new ProblemException(ErrorCodes.UnknownLayer, "There is no such layer."),
            LayerOutcome.IsComputed => throw IsComputed(id),
            LayerOutcome.Contradicted contradicted => throw new ProblemException(
                ErrorCodes.LayerContradicted,
                $"{contradicted.Items} {(contradicted.Items == 1 ? "item" : "items")} of {id} could not be recorded "
                    + $"under this declaration, the first one {ValidationError.Quote(contradicted.First)}. Change or "
                    + "withdraw them first, or keep what they have. Nothing was changed."
            ),
            LayerOutcome.Stale => throw EntityTags.Stale(),
            _ => throw new InvalidOperationException($"An outcome that nobody knows: {outcome}."),
        };

    /// <summary>Returns an item that the caller sees, and that is not withdrawn.</summary>
    /// <exception cref="ProblemException">
    /// There is no such item, or it is withdrawn. An item that the caller does not see is one that does not exist.
    /// </exception>
    public static async Task<StoredLayerItem> GetActiveAsync(
        this LayerItemStore items,
        Layer layer,
        Guid id,
        LayerAccess access,
        CancellationToken ct
    ) =>
        await items.GetAsync(layer, id, access, ct) is var stored && stored.IsActive
            ? stored
            : throw Withdrawn(layer.Id, stored);

    /// <summary>Returns an item that the caller sees, withdrawn or not.</summary>
    /// <exception cref="ProblemException">There is no such item.</exception>
    public static async Task<StoredLayerItem> GetAsync(
        this LayerItemStore items,
        Layer layer,
        Guid id,
        LayerAccess access,
        CancellationToken ct
    ) =>
        layer.Computed is null && await items.FindAsync(layer.Id, id, access, ct) is { } stored
            ? stored
            : throw Unknown(layer.Id, id.ToString());

    /// <summary>Loads an item that the caller may change: one of its own partner, or any for an admin.</summary>
    /// <exception cref="ProblemException">
    /// There is no such item, another partner has recorded it, it is withdrawn, or it does not match <c>If-Match</c>.
    /// </exception>
    public static async Task<StoredLayerItem> GetForUpdateAsync(
        this LayerItemStore items,
        Layer layer,
        ChangeLayerItemRequest request,
        Caller caller,
        CancellationToken ct
    )
    {
        var stored = await items.GetActiveAsync(layer, request.Item, caller.AccessOf(layer), ct);
        if (!caller.MayWriteForEveryPartner && stored.Item.RecordedBy != caller.Partner)
            throw new ProblemException(
                ErrorCodes.NotYourItem,
                $"{stored.Item.RecordedBy} has recorded the item, and alone changes it; this key is of "
                    + $"{caller.Partner}."
            );
        request.IfMatch.Require(EntityTags.ForVersion(stored.Version));
        return stored;
    }

    public static LayerItem ThrowIfRejected(this LayerItemOutcome outcome, string layer) =>
        outcome switch
        {
            LayerItemOutcome.Done done => done.Item,
            LayerItemOutcome.ReferenceTaken taken => throw ReferenceTaken(layer, taken.By),
            LayerItemOutcome.NotFound => throw new ProblemException(ErrorCodes.UnknownItem, "There is no such item."),
            LayerItemOutcome.Withdrawn withdrawn => throw Withdrawn(layer, withdrawn.Stored),
            LayerItemOutcome.Stale => throw EntityTags.Stale(),
            LayerItemOutcome.LayerChanged => throw LayerChanged(layer),
            _ => throw new InvalidOperationException($"An outcome that nobody knows: {outcome}."),
        };

    public static ProblemException LayerChanged(string layer) =>
        new(
            ErrorCodes.LayerChanged,
            $"An admin has changed the layer {layer} meanwhile. Nothing was written; send the request again."
        );

    public static ProblemException Unknown(string layer, string id) =>
        new(
            ErrorCodes.UnknownItem,
            $"The layer {layer} has no item {ValidationError.Quote(id)}, or this key may not see it. "
                + $"GET /v1/layers/{layer}/items lists those that it sees."
        );

    /// <summary>Adds an error for each computed property that is given, and differs from the current value.</summary>
    /// <param name="current">The item as the API returns it; null for a new one.</param>
    public static void CheckComputed(LayerItemBody body, FeatureResponse? current, List<ValidationError> errors)
    {
        if (body.Type is { } type && type != "Feature")
            errors.Add(
                new("type", $"{ValidationError.Quote(type)} is no item: the type is Feature.", ErrorCodes.BadValue)
            );
        if (body.Id is { } id && id.ToString() != current?.Id)
            errors.Add(Differs("id"));
        if (body.Properties is not { ValueKind: JsonValueKind.Object } properties)
            return;

        foreach (var member in properties.EnumerateObject())
        {
            if (
                ItemMembers.Computed.Contains(member.Name)
                && member.Value.ValueKind != JsonValueKind.Null
                && (
                    current is null
                    || !JsonElement.DeepEquals(
                        member.Value,
                        JsonSerializer.SerializeToElement(
                            current.Properties.GetValueOrDefault(member.Name),
                            Serialization.Json.Options
                        )
                    )
                )
            )
                errors.Add(Differs($"properties.{member.Name}"));
        }
    }

    private static ValidationError Differs(string name) =>
        new(
            name,
            $"{name} is computed by the register, and this is another value. Leave it out.",
            ErrorCodes.ComputedMember
        );

    private static ProblemException IsComputed(string id) =>
        new(
            ErrorCodes.LayerIsComputed,
            $"The items of {id} are computed from other records. Change those; this layer is only read."
        );

    private static ProblemException ReferenceTaken(string layer, StoredLayerItem by)
    {
        var reference = ValidationError.Quote(by.Item.Draft.Reference);
        return new(
            ErrorCodes.ItemReferenceTaken,
            by.IsActive
                ? $"{by.Item.RecordedBy} has an item {reference} in {layer} already: "
                    + $"/v1/layers/{layer}/items/{by.Item.Id}. Change that one, or give this one another reference."
                : $"{by.Item.RecordedBy} had an item {reference} in {layer}, which is withdrawn; its reference stays "
                    + "taken. Give this one another, or import it, which makes it active again."
        );
    }

    private static ProblemException Withdrawn(string layer, StoredLayerItem stored) =>
        new(
            ErrorCodes.ItemWithdrawn,
            $"The item {ValidationError.Quote(stored.Item.Draft.Reference)} was withdrawn on "
                + $"{stored.WithdrawnAt:yyyy-MM-dd}. GET /v1/layers/{layer}/items/{stored.Item.Id}/history has it."
        );
}
