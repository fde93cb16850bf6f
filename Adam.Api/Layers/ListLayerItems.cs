using System.ComponentModel.DataAnnotations;
using System.Text.Json;
using System.Text.Json.Serialization;
using Adam.Api.Binding;
using Adam.Api.Errors;
using Adam.Api.Http;
using Adam.Api.OpenApi;
using Adam.Api.Security;
using Adam.Data.Databases;
using Adam.Data.Layers;
using Adam.Domain.Layers;
using FastEndpoints;

namespace Adam.Api.Layers;

internal sealed record ListLayerItemsRequest : IHasBindingErrors, IHasBindingWarnings
{
    private const int MaxValues = 100;

    public List<ValidationError> BindingErrors { get; } = [];

    public List<ValidationError> BindingWarnings { get; } = [];

    /// <summary>The id of the layer.</summary>
    [RouteParam, MaxLength(LayerDraft.MaxIdLength), Example("border-crossings")]
    public string Layer { get; init; } = "";

    /// <summary>
    /// A box in degrees of WGS 84 (CRS84): west, south, east, north; with six numbers, the third and the last are
    /// heights. A west that lies east of the east crosses the antimeridian. Items without a position are in each box.
    /// </summary>
    [QueryParam, CommaSeparated, Example("60,35,80,45")]
    public IReadOnlyList<double> Bbox { get; init; } = [];

    /// <summary>
    /// A day or an instant, or an interval of them, such as <c>2015-01-01/2015-12-31</c>; <c>..</c> is an open end.
    /// Items without time meet each interval.
    /// </summary>
    [QueryParam, MaxLength(100), Example("2010-01-01/..")]
    public string? Datetime { get; init; }

    /// <summary>Countries of items.</summary>
    [QueryParam, OneOf("countries"), MaxLength(MaxValues), Example("TJ")]
    public IReadOnlyList<string> Country { get; init; } = [];

    /// <summary>Routes: items in one of their countries.</summary>
    [QueryParam, OneOf(OneOfAttribute.Routes), Example("northern")]
    public IReadOnlyList<string> Route { get; init; } = [];

    /// <summary>The checks of items.</summary>
    [QueryParam]
    public IReadOnlyList<ItemCheck> Checked { get; init; } = [];

    /// <summary>The maximum number of features of the page.</summary>
    [QueryParam, Range(1, 10_000), Example(100)]
    public int Limit { get; init; } = 100;

    /// <summary>The start of the page. The link <c>next</c> of the previous page has it.</summary>
    [QueryParam]
    public Cursor? Cursor { get; init; }
}

/// <summary>A page of features: a GeoJSON FeatureCollection (RFC 7946).</summary>
/// <param name="Type">Always <c>FeatureCollection</c>.</param>
/// <param name="TimeStamp">The instant of the response.</param>
/// <param name="NumberMatched">The number of features of all pages; left out if there are more than 10,000.</param>
/// <param name="NumberReturned">The number of features of this page.</param>
/// <param name="Links">Links to this page, the next one and the layer.</param>
/// <param name="Features">The features.</param>
/// <param name="Warnings">
/// Values of filters that are read by another name, such as <c>UK</c>; only if there are some.
/// </param>
internal sealed record FeatureCollectionResponse(
    [property: Example("FeatureCollection")] string Type,
    DateTimeOffset TimeStamp,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull), Example(1)] long? NumberMatched,
    [property: Example(1)] int NumberReturned,
    IReadOnlyList<LinkResponse> Links,
    IReadOnlyList<FeatureResponse> Features,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] IReadOnlyList<ValidationError>? Warnings
);

/// <summary>The base of the two addresses of the items of a layer.</summary>
internal abstract class LayerItemsEndpoint(LayerStore layers, LayerFeatures features, TimeProvider time)
    : Endpoint<ListLayerItemsRequest, FeatureCollectionResponse>
{
    public override async Task HandleAsync(ListLayerItemsRequest req, CancellationToken ct)
    {
        var errors = req.BindingErrors;
        var (box, interval) = (ItemBox.Read(req.Bbox, errors), ItemInterval.Read(req.Datetime, errors));
        errors.ThrowIfAny();
        var layer = await layers.GetAsync(req.Layer, ct);
        var caller = Caller.FromPrincipal(User);
        var (countries, isEmpty) = Countries(req);
        var page = isEmpty
            ? new FeaturePage([], null, 0)
            : await features.PageAsync(
                layer,
                new(layer.Id)
                {
                    Box = box,
                    From = interval.From,
                    Until = interval.Until,
                    Countries = countries,
                    Checked = req.Checked,
                },
                caller,
                req.Cursor,
                req.Limit,
                ct
            );
        var links = new List<LinkResponse>
        {
            HttpContext.LinkTo(
                $"{HttpContext.Request.Path}{HttpContext.Request.QueryString}",
                "self",
                FeatureResponse.MediaType,
                "This page"
            ),
            HttpContext.LinkTo(
                $"/v1/collections/{layer.Id}",
                "collection",
                Serialization.Json.MediaType,
                layer.Draft.Title
            ),
        };
        if (HttpContext.LinkNext(page.Next) is { } cursor)
            links.Add(
                HttpContext.LinkTo(
                    HttpContext.Request.PathOfPage(cursor)[HttpContext.Request.PathBase.Value!.Length..],
                    "next",
                    FeatureResponse.MediaType,
                    "The next page"
                )
            );
        await HttpContext.SendGeoJsonAsync(
            new FeatureCollectionResponse(
                "FeatureCollection",
                time.Instant(),
                page.Matched,
                page.Features.Count,
                links,
                page.Features,
                req.BindingWarnings.Count == 0 ? null : req.BindingWarnings
            ),
            ct
        );
    }

    /// <summary>Returns the countries of the filter, and true if none can match.</summary>
    private static (IReadOnlyList<string> Countries, bool IsEmpty) Countries(ListLayerItemsRequest req)
    {
        if (req.Route.Count == 0)
            return (req.Country, false);

        var ofRoutes = req
            .Route.SelectMany(route => Domain.CodeLists.Route.Find(route)!.Countries)
            .Select(stop => stop.Country)
            .Distinct(StringComparer.Ordinal);
        List<string> both = [.. req.Country.Count == 0 ? ofRoutes : ofRoutes.Intersect(req.Country)];
        return (both, both.Count == 0);
    }
}

internal sealed class ListLayerItems(LayerStore layers, LayerFeatures features, TimeProvider time)
    : LayerItemsEndpoint(layers, features, time)
{
    public override void Configure()
    {
        Get("/v1/layers/{layer}/items");
        this.OffersGeoJson();
        this.Documents(
            "List the items of a layer",
            "Returns the active items that match the filters and that the caller sees, as a GeoJSON FeatureCollection. "
                + "All names must match (AND); values of one name are alternatives (OR). /v1/collections/{layer}/items "
                + "is the same list, where programs of OGC API Features look for it.",
            answer: typeof(FeatureCollectionResponse),
            mediaType: FeatureResponse.MediaType,
            problems: ErrorCodes.UnknownLayer
        );
    }
}

/// <summary>Sends GeoJSON and links to it.</summary>
internal static class GeoJsonSending
{
    /// <summary>
    /// The formats of a feature. <c>application/json</c> is accepted too, because programs that ask for it read
    /// GeoJSON.
    /// </summary>
    private static readonly IReadOnlyList<IAnswerFormat> Formats =
    [
        new FeatureFormat("geojson", FeatureResponse.MediaType),
        new FeatureFormat("json", Serialization.Json.MediaType),
    ];

    public static void OffersGeoJson(this BaseEndpoint endpoint) =>
        endpoint.Definition.Metadata(new OffersFileFormats("FeatureFormat", Formats));

    /// <summary>Returns a link to a path of this service.</summary>
    public static LinkResponse LinkTo(this HttpContext http, string path, string rel, string type, string title) =>
        new($"{http.Request.Scheme}://{http.Request.Host}{http.Request.PathBase}{path}", rel, type, title);

    /// <summary>Sends features. They are GeoJSON, whichever of its two media types the client asks for.</summary>
    public static async Task SendGeoJsonAsync<T>(this HttpContext http, T content, CancellationToken ct)
    {
        http.MarkResponseStart();
        http.Response.ContentType = Negotiation.FormatOf(http).MediaType;
        http.Response.Headers.CacheControl = "private, no-cache";
        await JsonSerializer.SerializeAsync(http.Response.Body, content, Serialization.Json.Options, ct);
    }

    private sealed record FeatureFormat(string Name, string MediaType) : IAnswerFormat;
}
