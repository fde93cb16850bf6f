using System.ComponentModel.DataAnnotations;
using Adam.Api.Binding;
using Adam.Api.Errors;
using Adam.Api.Http;
using Adam.Api.Idempotency;
using Adam.Api.OpenApi;
using Adam.Api.Security;
using Adam.Data.Idempotency;
using Adam.Data.Layers;
using Adam.Domain.Keys;
using Adam.Domain.Layers;
using FastEndpoints;

namespace Adam.Api.Layers;

internal sealed record GetLayerRequest
{
    /// <summary>The id of the layer.</summary>
    [RouteParam, MaxLength(LayerDraft.MaxIdLength), Example("seizures")]
    public string Layer { get; init; } = "";

    /// <summary>The <c>ETag</c> that the client has; the response is 304 if it is current.</summary>
    [FromHeader("If-None-Match")]
    public EntityTags? IfNoneMatch { get; init; }
}

internal sealed record DeclareLayerRequest : IHasBindingErrors
{
    [FromBody]
    public LayerBody Body { get; init; } = new();

    public List<ValidationError> BindingErrors { get; } = [];
}

internal sealed record ChangeLayerRequest : IHasBindingErrors
{
    /// <summary>The id of the layer.</summary>
    [RouteParam, MaxLength(LayerDraft.MaxIdLength), Example("training-centres")]
    public string Layer { get; init; } = "";

    /// <summary>The <c>ETag</c> of the version that the client has read.</summary>
    [FromHeader("If-Match")]
    public EntityTags IfMatch { get; init; } = null!;

    [FromBody]
    public LayerBody Body { get; init; } = new();

    public List<ValidationError> BindingErrors { get; } = [];
}

internal sealed record GetLayerHistoryRequest : ListRequest
{
    /// <summary>The id of the layer.</summary>
    [RouteParam, MaxLength(LayerDraft.MaxIdLength), Example("laboratories")]
    public string Layer { get; init; } = "";
}

internal sealed class ListLayers(LayerStore layers) : Endpoint<WholeListRequest, ListResponse<LayerResponse>>
{
    public override void Configure()
    {
        Get("/v1/layers");
        this.Documents(
            "List layers",
            "Returns the layers of drug data on one page, each with its properties, and with what the caller reads of "
                + "it. It has no number of items, because that would tell of items that the caller does not see.",
            answer: typeof(ListResponse<LayerResponse>)
        );
    }

    public override async Task HandleAsync(WholeListRequest req, CancellationToken ct)
    {
        var caller = Caller.FromPrincipal(User);
        var all = await layers.ListAsync(ct);
        await Send.PageAsync(
            [.. all.Select(layer => LayerResponse.FromLayer(layer, caller.AccessOf(layer)))],
            null,
            null,
            req.IfNoneMatch,
            ct
        );
    }
}

internal sealed class GetLayer(LayerStore layers) : Endpoint<GetLayerRequest, LayerResponse>
{
    public override void Configure()
    {
        Get("/v1/layers/{layer}");
        this.Documents(
            "Read a layer",
            "Returns the declaration of a layer, with what the caller reads of it.",
            answer: typeof(LayerResponse),
            tagged: true,
            problems: ErrorCodes.UnknownLayer
        );
    }

    public override async Task HandleAsync(GetLayerRequest req, CancellationToken ct)
    {
        var layer = await layers.GetAsync(req.Layer, ct);
        var response = LayerResponse.FromLayer(layer, Caller.FromPrincipal(User).AccessOf(layer));
        await Send.ResourceAsync(response, response.Tag(), req.IfNoneMatch, ct);
    }
}

internal sealed class DeclareLayer(LayerStore layers) : Endpoint<DeclareLayerRequest, LayerResponse>
{
    public override void Configure()
    {
        Post("/v1/layers");
        Roles(RoleNames.Admin);
        this.RequiresScope(KeyScope.ReferenceWrite);
        this.HonoursIdempotencyKey();
        this.Documents(
            "Declare a layer",
            "Declares a layer of drug data: its kind, the properties of its items, and who reads them. Items can be "
                + "recorded and imported at once, and maps can show them.",
            201,
            typeof(LayerResponse),
            tagged: true,
            problems: [ErrorCodes.LayerIdTaken, ErrorCodes.TooManyLayers]
        );
    }

    public override async Task HandleAsync(DeclareLayerRequest req, CancellationToken ct)
    {
        var (errors, caller) = (req.BindingErrors, Caller.FromPrincipal(User));
        var draft = LayerReader.Read(req.Body, errors, current: null);
        errors.ThrowIfAny();

        var request = IdempotentRequest.Find(HttpContext);
        var outcome = await layers.AddAsync(draft, caller.Actor, ct, request is null ? null : Keep);
        var layer = outcome.ThrowIfRejected(draft.Id);
        var response = LayerResponse.FromLayer(layer, caller.AccessOf(layer));
        await Send.CreatedAsync(LocationOf(response), response, response.Tag(), ct);

        KeptResponse Keep(Layer added)
        {
            var kept = LayerResponse.FromLayer(added, caller.AccessOf(added));
            return request.KeepCreated(LocationOf(kept), kept, kept.Tag());
        }
    }

    private static string LocationOf(LayerResponse layer) => $"/v1/layers/{layer.Id}";
}

internal sealed class ChangeLayer(LayerStore layers) : Endpoint<ChangeLayerRequest, LayerResponse>
{
    public override void Configure()
    {
        Put("/v1/layers/{layer}");
        Roles(RoleNames.Admin);
        this.RequiresScope(KeyScope.ReferenceWrite);
        this.Documents(
            "Change a layer",
            "Replaces the declaration of a layer. A change that stored items contradict is refused with their number: "
                + "a property that they have cannot be removed, nor a code that they use. A body that equals the "
                + "stored layer changes nothing.",
            answer: typeof(LayerResponse),
            tagged: true,
            problems: [ErrorCodes.UnknownLayer, ErrorCodes.LayerIsComputed, ErrorCodes.LayerContradicted]
        );
    }

    public override async Task HandleAsync(ChangeLayerRequest req, CancellationToken ct)
    {
        var (errors, caller) = (req.BindingErrors, Caller.FromPrincipal(User));
        var layer = await layers.GetRecordedAsync(req.Layer, ct);
        // A body with errors may come without If-Match: the response lists all errors first.
        if (errors.Count == 0)
            req.IfMatch.Require(EntityTags.ForVersion(layer.Version));
        var current = LayerResponse.FromLayer(layer, caller.AccessOf(layer));
        var draft = LayerReader.Read(req.Body, errors, current);
        errors.ThrowIfAny();
        var changed = (await layers.ChangeAsync(draft, layer.Version, caller.Actor, ct)).ThrowIfRejected(layer.Id);
        var response = LayerResponse.FromLayer(changed, caller.AccessOf(changed));
        await Send.ResourceAsync(response, response.Tag(), null, ct);
    }
}

internal sealed class GetLayerHistory(LayerStore layers)
    : Endpoint<GetLayerHistoryRequest, ListResponse<RecordVersionResponse>>
{
    public override void Configure()
    {
        Get("/v1/layers/{layer}/history");
        this.Documents(
            "Read the history of a layer",
            "Returns every version of the declaration, the first one first: who wrote it, when, and which members it "
                + "changed from what to what. A layer that is as it was shipped has no versions.",
            answer: typeof(ListResponse<RecordVersionResponse>),
            problems: ErrorCodes.UnknownLayer
        );
    }

    public override async Task HandleAsync(GetLayerHistoryRequest req, CancellationToken ct)
    {
        var after = (int)Math.Clamp(req.Cursor?.Number(0) ?? 0, 0, int.MaxValue);
        var layer = await layers.GetAsync(req.Layer, ct);
        var page = await layers.HistoryAsync(layer.Id, after, req.Limit, ct);
        await Send.PageAsync(
            [.. page.Items.Select(RecordVersionResponse.FromVersion)],
            page.Next is { } next ? [next] : null,
            req.Count ? page.Total : null,
            req.IfNoneMatch,
            ct
        );
    }
}
