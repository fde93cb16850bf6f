using System.ComponentModel.DataAnnotations;
using Adam.Api.Binding;
using Adam.Api.Errors;
using Adam.Api.Http;
using Adam.Api.Idempotency;
using Adam.Api.OpenApi;
using Adam.Api.Partners;
using Adam.Api.Security;
using Adam.Data.Idempotency;
using Adam.Data.Layers;
using Adam.Data.Partners;
using Adam.Domain.Keys;
using Adam.Domain.Layers;
using FastEndpoints;

namespace Adam.Api.Layers;

internal sealed record RecordLayerItemRequest : IHasBindingErrors
{
    /// <summary>The id of the layer.</summary>
    [RouteParam, MaxLength(LayerDraft.MaxIdLength), Example("seizures")]
    public string Layer { get; init; } = "";

    /// <summary>
    /// The partner that records the item; that of the key by default. Only an admin states another one.
    /// </summary>
    [QueryParam, MaxLength(50), Example("UNODC")]
    public string? Recorder { get; init; }

    [FromBody, MediaTypes(FeatureResponse.MediaType, Serialization.Json.MediaType)]
    public LayerItemBody Body { get; init; } = new();

    public List<ValidationError> BindingErrors { get; } = [];
}

internal record ChangeLayerItemRequest
{
    /// <summary>The id of the layer.</summary>
    [RouteParam, MaxLength(LayerDraft.MaxIdLength), Example("seizures")]
    public string Layer { get; init; } = "";

    /// <summary>The id of the item.</summary>
    [RouteParam]
    public Guid Item { get; init; }

    /// <summary>The <c>ETag</c> of the version that the client has read.</summary>
    [FromHeader("If-Match")]
    public EntityTags IfMatch { get; init; } = null!;
}

internal sealed record ReplaceLayerItemRequest : ChangeLayerItemRequest, IHasBindingErrors
{
    [FromBody, MediaTypes(FeatureResponse.MediaType, Serialization.Json.MediaType)]
    public LayerItemBody Body { get; init; } = new();

    public List<ValidationError> BindingErrors { get; } = [];
}

internal sealed record CheckLayerItemRequest : ChangeLayerItemRequest
{
    [FromBody]
    public LayerItemCheckBody Body { get; init; } = new();
}

/// <summary>The check of an item.</summary>
internal sealed record LayerItemCheckBody
{
    /// <summary>
    /// <c>reported</c>, <c>cross-checked</c> with another source, or <c>rejected</c>: it then counts in no summary.
    /// </summary>
    [Required, Example("cross-checked")]
    public ItemCheck? Checked { get; init; }
}

internal sealed record GetLayerItemHistoryRequest : ListRequest
{
    /// <summary>The id of the layer.</summary>
    [RouteParam, MaxLength(LayerDraft.MaxIdLength), Example("seizures")]
    public string Layer { get; init; } = "";

    /// <summary>The id of the item.</summary>
    [RouteParam]
    public Guid Item { get; init; }
}

internal sealed class RecordLayerItem(LayerStore layers, LayerItemStore items, PartnerStore partners)
    : Endpoint<RecordLayerItemRequest, FeatureResponse>
{
    public override void Configure()
    {
        Post("/v1/layers/{layer}/items");
        Roles(RoleNames.Donor, RoleNames.Admin);
        this.RequiresScope(KeyScope.ProjectsWrite);
        this.HonoursIdempotencyKey();
        this.Documents(
            "Record an item",
            "Records one item of a layer, a GeoJSON Feature, for the partner of the key. Many items at once come by "
                + "PATCH, as a file.",
            201,
            typeof(FeatureResponse),
            tagged: true,
            problems:
            [
                ErrorCodes.UnknownLayer,
                ErrorCodes.LayerIsComputed,
                ErrorCodes.ItemReferenceTaken,
                ErrorCodes.NotYourItem,
                ErrorCodes.LayerChanged,
            ]
        );
    }

    public override async Task HandleAsync(RecordLayerItemRequest req, CancellationToken ct)
    {
        var (errors, caller) = (req.BindingErrors, Caller.FromPrincipal(User));
        var layer = await layers.GetRecordedAsync(req.Layer, ct);
        var recorder = await Recorders.ReadAsync(req.Recorder, caller, partners, errors, ct);
        var fields = JsonItemFields.Read(req.Body, errors);
        var reader = new LayerItemReader(layer.Draft, fields, errors);
        var draft = reader.Read();
        LayerProblems.CheckComputed(req.Body, current: null, errors);
        errors.ThrowIfAny();

        var request = IdempotentRequest.Find(HttpContext);
        var outcome = await items.AddAsync(layer, draft, recorder, caller.Actor, ct, request is null ? null : Keep);
        var item = outcome.ThrowIfRejected(layer.Id);
        await Send.CreatedAsync(
            LocationOf(item),
            FeatureResponse.FromItem(layer.Draft, item, reader.Warnings),
            EntityTags.ForVersion(item.Version),
            ct
        );

        KeptResponse Keep(LayerItem added) =>
            request.KeepCreated(
                LocationOf(added),
                FeatureResponse.FromItem(layer.Draft, added, reader.Warnings),
                EntityTags.ForVersion(added.Version)
            );
    }

    private static string LocationOf(LayerItem item) => $"/v1/layers/{item.Layer}/items/{item.Id}";
}

internal sealed class ReplaceLayerItem(LayerStore layers, LayerItemStore items)
    : Endpoint<ReplaceLayerItemRequest, FeatureResponse>
{
    public override void Configure()
    {
        Put("/v1/layers/{layer}/items/{item}");
        Roles(RoleNames.Donor, RoleNames.Admin);
        this.RequiresScope(KeyScope.ProjectsWrite);
        this.Documents(
            "Replace an item",
            "Values that the body omits are emptied. The reference is kept. A changed item is no longer checked. A "
                + "body that equals the stored item changes nothing.",
            answer: typeof(FeatureResponse),
            tagged: true,
            problems:
            [
                ErrorCodes.UnknownLayer,
                ErrorCodes.UnknownItem,
                ErrorCodes.ItemWithdrawn,
                ErrorCodes.NotYourItem,
                ErrorCodes.LayerChanged,
            ]
        );
    }

    public override async Task HandleAsync(ReplaceLayerItemRequest req, CancellationToken ct)
    {
        var (errors, caller) = (req.BindingErrors, Caller.FromPrincipal(User));
        var layer = await layers.GetAsync(req.Layer, ct);
        // A body with errors may come without If-Match: the response lists all errors first.
        var stored =
            errors.Count == 0
                ? await items.GetForUpdateAsync(layer, req, caller, ct)
                : await items.GetActiveAsync(layer, req.Item, caller.AccessOf(layer), ct);
        var fields = JsonItemFields.Read(req.Body, errors);
        var reader = new LayerItemReader(layer.Draft, fields, errors);
        var draft = reader.Read();
        var reference = stored.Item.Draft.Reference;
        if (
            !draft.Reference.Equals(reference, StringComparison.OrdinalIgnoreCase)
            && !errors.HasErrorFor("properties.reference")
        )
            errors.Add(
                new(
                    "properties.reference",
                    $"The reference is {ValidationError.Quote(reference)} and stays so. Record another item as "
                        + $"{ValidationError.Quote(draft.Reference)}.",
                    ErrorCodes.BadValue
                )
            );
        LayerProblems.CheckComputed(req.Body, FeatureResponse.FromItem(layer.Draft, stored.Item), errors);
        errors.ThrowIfAny();
        var outcome = await items.ChangeAsync(layer, stored, draft with { Reference = reference }, caller.Actor, ct);
        await Send.ItemAsync(layer, outcome.ThrowIfRejected(layer.Id), ct, reader.Warnings);
    }
}

internal sealed class WithdrawLayerItem(LayerStore layers, LayerItemStore items) : Endpoint<ChangeLayerItemRequest>
{
    public override void Configure()
    {
        Delete("/v1/layers/{layer}/items/{item}");
        Roles(RoleNames.Donor, RoleNames.Admin);
        this.RequiresScope(KeyScope.ProjectsWrite);
        this.Documents(
            "Withdraw an item",
            "Removes the item from every list, map and summary. The record is kept, and its reference stays taken; an "
                + "import of it makes it active again.",
            StatusCodes.Status204NoContent,
            problems:
            [
                ErrorCodes.UnknownLayer,
                ErrorCodes.UnknownItem,
                ErrorCodes.ItemWithdrawn,
                ErrorCodes.NotYourItem,
                ErrorCodes.LayerChanged,
            ]
        );
    }

    public override async Task HandleAsync(ChangeLayerItemRequest req, CancellationToken ct)
    {
        var caller = Caller.FromPrincipal(User);
        var layer = await layers.GetAsync(req.Layer, ct);
        var stored = await items.GetForUpdateAsync(layer, req, caller, ct);
        (await items.WithdrawAsync(layer, stored, caller.Actor, ct)).ThrowIfRejected(layer.Id);
        await Send.StatusAsync(StatusCodes.Status204NoContent, ct);
    }
}

internal sealed class CheckLayerItem(LayerStore layers, LayerItemStore items)
    : Endpoint<CheckLayerItemRequest, FeatureResponse>
{
    public override void Configure()
    {
        Put("/v1/layers/{layer}/items/{item}/check");
        Roles(RoleNames.Analyst, RoleNames.Admin);
        this.RequiresScope(KeyScope.OverlapsDecide);
        this.Documents(
            "Check an item",
            "States what is known about the truth of an item. A rejected item stays in lists and counts in no summary. "
                + "A later change of the item takes the check back.",
            answer: typeof(FeatureResponse),
            tagged: true,
            problems:
            [
                ErrorCodes.UnknownLayer,
                ErrorCodes.UnknownItem,
                ErrorCodes.ItemWithdrawn,
                ErrorCodes.LayerChanged,
            ]
        );
    }

    public override async Task HandleAsync(CheckLayerItemRequest req, CancellationToken ct)
    {
        var caller = Caller.FromPrincipal(User);
        var layer = await layers.GetAsync(req.Layer, ct);
        var stored = await items.GetActiveAsync(layer, req.Item, caller.AccessOf(layer), ct);
        req.IfMatch.Require(EntityTags.ForVersion(stored.Version));
        var outcome = await items.CheckAsync(layer, stored, req.Body.Checked!.Value, caller.Actor, ct);
        await Send.ItemAsync(layer, outcome.ThrowIfRejected(layer.Id), ct);
    }
}

internal sealed class GetLayerItemHistory(LayerStore layers, LayerItemStore items)
    : Endpoint<GetLayerItemHistoryRequest, ListResponse<RecordVersionResponse>>
{
    public override void Configure()
    {
        Get("/v1/layers/{layer}/items/{item}/history");
        this.Documents(
            "Read the history of an item",
            "Returns every version of an item that the caller sees, the first one first: who wrote it, when, and which "
                + "members it changed from what to what. A withdrawn item keeps its history.",
            answer: typeof(ListResponse<RecordVersionResponse>),
            problems: [ErrorCodes.UnknownLayer, ErrorCodes.UnknownItem]
        );
    }

    public override async Task HandleAsync(GetLayerItemHistoryRequest req, CancellationToken ct)
    {
        var after = (int)Math.Clamp(req.Cursor?.Number(0) ?? 0, 0, int.MaxValue);
        var layer = await layers.GetAsync(req.Layer, ct);
        var stored = await items.GetAsync(layer, req.Item, Caller.FromPrincipal(User).AccessOf(layer), ct);
        var page = await items.HistoryAsync(stored, after, req.Limit, ct);
        await Send.PageAsync(
            [.. page.Items.Select(RecordVersionResponse.FromVersion)],
            page.Next is { } next ? [next] : null,
            req.Count ? page.Total : null,
            req.IfNoneMatch,
            ct
        );
    }
}

/// <summary>The partner that records items.</summary>
internal static class Recorders
{
    /// <summary>Returns the code of the partner that records what a caller writes.</summary>
    /// <param name="stated">The partner that the request states; null for that of the key.</param>
    /// <exception cref="ProblemException">Only an admin writes for another partner.</exception>
    public static async Task<string> ReadAsync(
        string? stated,
        Caller caller,
        PartnerStore partners,
        List<ValidationError> errors,
        CancellationToken ct
    )
    {
        var recorder = stated is null ? caller.Partner : PartnerCodes.Canonical(stated);
        if ((await partners.DirectoryAsync(ct)).UnknownError(recorder, "recorder") is { } unknown)
            errors.Add(unknown);
        else if (recorder != caller.Partner && !caller.MayWriteForEveryPartner)
            throw new ProblemException(
                ErrorCodes.NotYourItem,
                $"The recorder of what this key writes is {caller.Partner}, not {recorder}. Leave recorder out, or ask "
                    + "an admin."
            );
        return recorder;
    }
}

internal static class LayerItemSending
{
    /// <summary>Sends an item that was written.</summary>
    public static Task ItemAsync(
        this IResponseSender send,
        Layer layer,
        LayerItem item,
        CancellationToken ct,
        IReadOnlyList<ValidationError>? warnings = null
    ) =>
        send.ResourceAsync(
            FeatureResponse.FromItem(layer.Draft, item, warnings),
            EntityTags.ForVersion(item.Version),
            null,
            ct
        );
}
