using System.ComponentModel.DataAnnotations;
using System.Text.Json;
using Adam.Api.Binding;
using Adam.Api.Errors;
using Adam.Api.Http;
using Adam.Api.Layers;
using Adam.Api.OpenApi;
using Adam.Data.Layers;
using Adam.Domain.Layers;
using FastEndpoints;

namespace Adam.Api.Features;

internal sealed record GetCollectionRequest
{
    /// <summary>The id of the layer.</summary>
    [RouteParam, MaxLength(LayerDraft.MaxIdLength), Example("seizures")]
    public string Layer { get; init; } = "";

    /// <summary>The <c>ETag</c> that the client has; the response is 304 if it is current.</summary>
    [FromHeader("If-None-Match")]
    public EntityTags? IfNoneMatch { get; init; }
}

internal sealed record FeaturesRequest;

/// <summary>The landing page of OGC API Features.</summary>
/// <param name="Title">The name of the service.</param>
/// <param name="Description">The content of the service.</param>
/// <param name="Links">Links to the contract, the conformance and the collections.</param>
internal sealed record LandingPageResponse(
    [property: Example("Adam")] string Title,
    [property: Example("Layers of drug data")] string Description,
    IReadOnlyList<LinkResponse> Links
);

/// <summary>The requirements classes that the service conforms to.</summary>
/// <param name="ConformsTo">The URIs of the classes.</param>
internal sealed record ConformanceResponse(
    [property: Example(new[] { "http://www.opengis.net/spec/ogcapi-features-1/1.0/conf/core" })]
        IReadOnlyList<string> ConformsTo
);

/// <summary>The collections of features.</summary>
/// <param name="Links">A link to this document.</param>
/// <param name="Collections">The collections, one for each layer.</param>
internal sealed record CollectionsResponse(
    IReadOnlyList<LinkResponse> Links,
    IReadOnlyList<CollectionResponse> Collections
);

/// <summary>A collection of features: a layer.</summary>
/// <param name="Id">The id of the layer.</param>
/// <param name="Title">The title.</param>
/// <param name="Description">The meaning of a feature; null for none.</param>
/// <param name="Extent">The extent, which is the whole Earth and all time, whatever the items are.</param>
/// <param name="ItemType">Always <c>feature</c>.</param>
/// <param name="Crs">The coordinate reference system: CRS84.</param>
/// <param name="Links">Links to the features and to the declaration of the layer.</param>
internal sealed record CollectionResponse(
    [property: Example("seizures")] string Id,
    [property: Example("Seizures of drugs and precursors")] string Title,
    [property: System.Text.Json.Serialization.JsonIgnore(
        Condition = System.Text.Json.Serialization.JsonIgnoreCondition.WhenWritingNull
    )]
        string? Description,
    ExtentResponse Extent,
    [property: Example("feature")] string ItemType,
    [property: Example(new[] { CollectionResponse.Crs84 })] IReadOnlyList<string> Crs,
    IReadOnlyList<LinkResponse> Links
)
{
    public const string Crs84 = "http://www.opengis.net/def/crs/OGC/1.3/CRS84";

    public static CollectionResponse FromLayer(Layer layer, HttpContext http) =>
        new(
            layer.Id,
            layer.Draft.Title,
            layer.Draft.Description,
            // Its items would tell where and when there are some.
            new(
                new(
                    [
                        [-180, -90, 180, 90],
                    ],
                    Crs84
                )
            ),
            "feature",
            [Crs84],
            [
                http.LinkTo($"/v1/collections/{layer.Id}", "self", Serialization.Json.MediaType, "This collection"),
                http.LinkTo($"/v1/collections/{layer.Id}/items", "items", FeatureResponse.MediaType, layer.Draft.Title),
                http.LinkTo($"/v1/layers/{layer.Id}", "describedby", Serialization.Json.MediaType, "The declaration"),
            ]
        );
}

/// <summary>The extent of a collection.</summary>
/// <param name="Spatial">The area in which its features lie.</param>
internal sealed record ExtentResponse(SpatialExtentResponse Spatial);

/// <summary>The area in which features lie.</summary>
/// <param name="Bbox">Boxes in degrees: west, south, east, north.</param>
/// <param name="Crs">The coordinate reference system: CRS84.</param>
internal sealed record SpatialExtentResponse(
    IReadOnlyList<IReadOnlyList<double>> Bbox,
    [property: Example(CollectionResponse.Crs84)] string Crs
);

internal sealed class GetLandingPage : Endpoint<FeaturesRequest, LandingPageResponse>
{
    public override void Configure()
    {
        Get("/v1");
        this.Documents(
            "Read the landing page",
            "Returns where programs of OGC API Features (17-069r3) find the layers, such as QGIS.",
            answer: typeof(LandingPageResponse)
        );
    }

    public override Task HandleAsync(FeaturesRequest req, CancellationToken ct) =>
        Send.OkAsync(
            new(
                "Adam",
                "The layers of drug data of the register of counter-narcotics technical assistance.",
                [
                    HttpContext.LinkTo("/v1", "self", Serialization.Json.MediaType, "This document"),
                    // QGIS reads the first link of this relation, as JSON, and opens no layer without it.
                    HttpContext.LinkTo(Contract.JsonPath, "service-desc", Contract.JsonType, "The contract"),
                    HttpContext.LinkTo("/swagger", "service-doc", "text/html", "The contract as a page"),
                    HttpContext.LinkTo(
                        "/v1/conformance",
                        "conformance",
                        Serialization.Json.MediaType,
                        "Requirements classes of OGC API Features"
                    ),
                    HttpContext.LinkTo("/v1/collections", "data", Serialization.Json.MediaType, "The layers"),
                ]
            ),
            ct
        );
}

internal sealed class GetConformance : Endpoint<FeaturesRequest, ConformanceResponse>
{
    public override void Configure()
    {
        Get("/v1/conformance");
        this.Documents(
            "Read the conformance",
            "Returns the requirements classes of OGC API Features that the service conforms to: core, GeoJSON and "
                + "OpenAPI 3.0, as which /openapi.json has the contract.",
            answer: typeof(ConformanceResponse)
        );
    }

    public override Task HandleAsync(FeaturesRequest req, CancellationToken ct) =>
        Send.OkAsync(
            new([
                "http://www.opengis.net/spec/ogcapi-features-1/1.0/conf/core",
                "http://www.opengis.net/spec/ogcapi-features-1/1.0/conf/geojson",
                "http://www.opengis.net/spec/ogcapi-features-1/1.0/conf/oas30",
            ]),
            ct
        );
}

internal sealed class ListCollections(LayerStore layers) : Endpoint<FeaturesRequest, CollectionsResponse>
{
    public override void Configure()
    {
        Get("/v1/collections");
        this.Documents(
            "List the collections",
            "Returns the layers as collections of OGC API Features.",
            answer: typeof(CollectionsResponse)
        );
    }

    public override async Task HandleAsync(FeaturesRequest req, CancellationToken ct) =>
        await Send.OkAsync(
            new(
                [HttpContext.LinkTo("/v1/collections", "self", Serialization.Json.MediaType, "This document")],
                [.. (await layers.ListAsync(ct)).Select(layer => CollectionResponse.FromLayer(layer, HttpContext))]
            ),
            ct
        );
}

internal sealed class GetCollection(LayerStore layers) : Endpoint<GetCollectionRequest, CollectionResponse>
{
    public override void Configure()
    {
        Get("/v1/collections/{layer}");
        this.Documents(
            "Read a collection",
            "Returns a layer as a collection of OGC API Features.",
            answer: typeof(CollectionResponse),
            tagged: true,
            problems: ErrorCodes.UnknownLayer
        );
    }

    public override async Task HandleAsync(GetCollectionRequest req, CancellationToken ct)
    {
        var collection = CollectionResponse.FromLayer(await layers.GetAsync(req.Layer, ct), HttpContext);
        var content = JsonSerializer.SerializeToUtf8Bytes(collection, Serialization.Json.Options);
        await Send.ResourceAsync(collection, EntityTags.ForContent(content), req.IfNoneMatch, ct);
    }
}

internal sealed class ListFeatures(LayerStore layers, LayerFeatures features, TimeProvider time)
    : LayerItemsEndpoint(layers, features, time)
{
    public override void Configure()
    {
        Get("/v1/collections/{layer}/items");
        this.OffersGeoJson();
        this.Documents(
            "List the features of a collection",
            "Returns the items of a layer that the caller sees: the same list as /v1/layers/{layer}/items.",
            answer: typeof(FeatureCollectionResponse),
            mediaType: FeatureResponse.MediaType,
            problems: ErrorCodes.UnknownLayer
        );
    }
}

internal sealed class GetFeature(LayerStore layers, LayerItemStore items, LayerFeatures features)
    : LayerItemEndpoint(layers, items, features)
{
    public override void Configure()
    {
        Get("/v1/collections/{layer}/items/{item}");
        this.OffersGeoJson();
        this.Documents(
            "Read a feature",
            "Returns an item of a layer that the caller sees: the same as /v1/layers/{layer}/items/{item}.",
            answer: typeof(FeatureResponse),
            mediaType: FeatureResponse.MediaType,
            tagged: true,
            problems: [ErrorCodes.UnknownLayer, ErrorCodes.UnknownItem, ErrorCodes.ItemWithdrawn]
        );
    }
}
