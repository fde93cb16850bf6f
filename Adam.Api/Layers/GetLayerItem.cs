using System.ComponentModel.DataAnnotations;
using Adam.Api.Binding;
using Adam.Api.Errors;
using Adam.Api.Http;
using Adam.Api.OpenApi;
using Adam.Api.Security;
using Adam.Data.Layers;
using Adam.Domain.Layers;
using FastEndpoints;

namespace Adam.Api.Layers;

internal sealed record GetLayerItemRequest
{
    /// <summary>The id of the layer.</summary>
    [RouteParam, MaxLength(LayerDraft.MaxIdLength), Example("routes")]
    public string Layer { get; init; } = "";

    /// <summary>The id of the item.</summary>
    [RouteParam, MaxLength(100), Example("northern")]
    public string Item { get; init; } = "";

    /// <summary>The <c>ETag</c> that the client has; the response is 304 if it is current.</summary>
    [FromHeader("If-None-Match")]
    public EntityTags? IfNoneMatch { get; init; }
}

/// <summary>The base of the two addresses of an item.</summary>
internal abstract class LayerItemEndpoint(LayerStore layers, LayerItemStore items, LayerFeatures features)
    : Endpoint<GetLayerItemRequest, FeatureResponse>
{
    public override async Task HandleAsync(GetLayerItemRequest req, CancellationToken ct)
    {
        var layer = await layers.GetAsync(req.Layer, ct);
        var (feature, tag) = await ReadAsync(layer, req.Item, ct);
        var path = $"{HttpContext.Request.Path}";
        feature = feature with
        {
            Links =
            [
                HttpContext.LinkTo(path, "self", FeatureResponse.MediaType, "This item"),
                HttpContext.LinkTo(
                    $"/v1/collections/{layer.Id}",
                    "collection",
                    Serialization.Json.MediaType,
                    layer.Draft.Title
                ),
            ],
        };
        tag ??= EntityTags.ForContent(
            System.Text.Json.JsonSerializer.SerializeToUtf8Bytes(feature, Serialization.Json.Options)
        );
        HttpContext.Response.Headers.ETag = tag;
        if (req.IfNoneMatch?.Matches(tag) is true)
            await Send.StatusAsync(StatusCodes.Status304NotModified, ct);
        else
            await HttpContext.SendGeoJsonAsync(feature, ct);
    }

    /// <summary>Returns a feature with its tag; null for that of its content.</summary>
    private async Task<(FeatureResponse Feature, string? Tag)> ReadAsync(Layer layer, string id, CancellationToken ct)
    {
        if (layer.Computed is { } computed)
            return (
                await features.FindComputedAsync(computed, id, ct) ?? throw LayerProblems.Unknown(layer.Id, id),
                null
            );
        if (!Guid.TryParseExact(id, "D", out var guid))
            throw LayerProblems.Unknown(layer.Id, id);

        var stored = await items.GetActiveAsync(layer, guid, Caller.FromPrincipal(User).AccessOf(layer), ct);
        return (FeatureResponse.FromItem(layer.Draft, stored.Item), EntityTags.ForVersion(stored.Version));
    }
}

internal sealed class GetLayerItem(LayerStore layers, LayerItemStore items, LayerFeatures features)
    : LayerItemEndpoint(layers, items, features)
{
    public override void Configure()
    {
        Get("/v1/layers/{layer}/items/{item}");
        this.OffersGeoJson();
        this.Documents(
            "Read an item",
            "Returns an item that the caller sees, as a GeoJSON Feature. Another one is as one that does not exist.",
            answer: typeof(FeatureResponse),
            mediaType: FeatureResponse.MediaType,
            tagged: true,
            problems: [ErrorCodes.UnknownLayer, ErrorCodes.UnknownItem, ErrorCodes.ItemWithdrawn]
        );
    }
}
