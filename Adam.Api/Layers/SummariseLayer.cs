using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using Adam.Api.Binding;
using Adam.Api.Errors;
using Adam.Api.Http;
using Adam.Api.OpenApi;
using Adam.Api.Security;
using Adam.Api.Tables;
using Adam.Data.Layers;
using Adam.Domain.Layers;
using Adam.Domain.Text;
using FastEndpoints;

namespace Adam.Api.Layers;

internal sealed record SummariseLayerRequest : IHasBindingErrors, IHasBindingWarnings
{
    private const int MaxValues = 100;

    public List<ValidationError> BindingErrors { get; } = [];

    public List<ValidationError> BindingWarnings { get; } = [];

    /// <summary>The id of the layer.</summary>
    [RouteParam, MaxLength(LayerDraft.MaxIdLength), Example("seizures")]
    public string Layer { get; init; } = "";

    /// <summary>
    /// The dimensions of the rows: <c>country</c>, <c>year</c>, and the codes that the layer declares as dimensions.
    /// </summary>
    [QueryParam, CommaSeparated, MaxLength(10), Example("country,year")]
    public IReadOnlyList<string> By { get; init; } = [];

    /// <summary>Countries of items.</summary>
    [QueryParam, OneOf("countries"), MaxLength(MaxValues), Example("TJ")]
    public IReadOnlyList<string> Country { get; init; } = [];

    /// <summary>Routes: items in one of their countries.</summary>
    [QueryParam, OneOf(OneOfAttribute.Routes), Example("northern")]
    public IReadOnlyList<string> Route { get; init; } = [];

    /// <summary>The first year of items. Items without time are then left out.</summary>
    [QueryParam, Range(1970, 2100), Example(2010)]
    public int? FromYear { get; init; }

    /// <summary>The last year of items. Items without time are then left out.</summary>
    [QueryParam, Range(1970, 2100), Example(2020)]
    public int? UntilYear { get; init; }

    /// <summary>The <c>ETag</c> that the client has; the response is 304 if it is current.</summary>
    [FromHeader("If-None-Match")]
    public EntityTags? IfNoneMatch { get; init; }
}

/// <summary>The summary of a layer.</summary>
/// <param name="Layer">The id of the layer.</param>
/// <param name="By">The dimensions of the rows.</param>
/// <param name="Counted">The items that count for the caller.</param>
/// <param name="GroupSize">
/// The number of events of others that count together; null if the caller sees all items that count, or only its own.
/// </param>
/// <param name="Unknown">
/// The countries that were asked for, or that lie on a route, without an item that counts. What happens there is
/// unknown; it is not zero.
/// </param>
/// <param name="EquivalentsIn">The unit of equivalents; null if the layer has no factors.</param>
/// <param name="EquivalentsSource">The source of the factors; null if the layer has none.</param>
/// <param name="Items">The rows.</param>
/// <param name="Warnings">
/// Values of filters that are read by another name, such as <c>UK</c>; only if there are some.
/// </param>
internal sealed record LayerSummaryResponse(
    [property: Example("seizures")] string Layer,
    [property: Example(new[] { "country", "year" })] IReadOnlyList<string> By,
    [property: Example("by-threes")] SummaryRead Counted,
    [property: Example(3)] int? GroupSize,
    [property: Example(new[] { "KG" })] IReadOnlyList<string> Unknown,
    [property: Example("kg")] string? EquivalentsIn,
    [property: Example("Densities as the national laboratory states them, 2015")] string? EquivalentsSource,
    IReadOnlyList<LayerSummaryRowResponse> Items,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] IReadOnlyList<ValidationError>? Warnings
);

/// <summary>A row of the summary of a layer.</summary>
/// <param name="Country">The country; null if the summary is not by country.</param>
/// <param name="Year">The year; null if the summary is not by year, or for items without time.</param>
/// <param name="Codes">The codes of the other dimensions that the summary is by.</param>
/// <param name="Events">The number of items that count.</param>
/// <param name="Measures">The numbers, each for one unit and one code of each dimension.</param>
internal sealed record LayerSummaryRowResponse(
    [property: Example("TJ")] string? Country,
    [property: Example(2015)] int? Year,
    [property: SchemaOf(typeof(JsonMembers))] IReadOnlyDictionary<string, string> Codes,
    [property: Example(12)] long Events,
    IReadOnlyList<LayerMeasureResponse> Measures
);

/// <summary>A number of a row. It is never of several units or substances.</summary>
/// <param name="Property">The property.</param>
/// <param name="Codes">The codes of all dimensions of the layer.</param>
/// <param name="Unit">The unit; null for none.</param>
/// <param name="Events">The number of items that have it.</param>
/// <param name="Sum">The sum; null for a number of which the mean is computed.</param>
/// <param name="Mean">The mean of the items, rounded to four decimals; null for a number that is added.</param>
/// <param name="Equivalent">
/// The sum in the unit <c>equivalentsIn</c>, by a factor of the layer; null if it has no factor for it.
/// </param>
internal sealed record LayerMeasureResponse(
    [property: Example("quantity")] string Property,
    [property: SchemaOf(typeof(JsonMembers))] IReadOnlyDictionary<string, string> Codes,
    [property: Example("kg")] string? Unit,
    [property: Example(12)] long Events,
    [property: Example(34.5)] decimal? Sum,
    decimal? Mean,
    [property: Example(34.5)] decimal? Equivalent
);

/// <summary>A format of the summary of a layer.</summary>
internal sealed record SummaryFormat(string Name, string MediaType) : IAnswerFormat
{
    public static readonly SummaryFormat Csv = new("csv", "text/csv");

    /// <summary>All formats, the usual one first.</summary>
    public static readonly IReadOnlyList<IAnswerFormat> All =
    [
        new SummaryFormat("json", Serialization.Json.MediaType),
        Csv,
    ];
}

internal sealed class SummariseLayer(LayerStore layers, LayerSummaryStore summaries, TimeProvider time)
    : Endpoint<SummariseLayerRequest, LayerSummaryResponse>
{
    public override void Configure()
    {
        Get("/v1/layers/{layer}/summary");
        Definition.Metadata(new OffersFileFormats("SummaryFormat", SummaryFormat.All));
        this.Documents(
            "Summarise a layer",
            "Counts the items of a layer, and adds up their numbers, for each unit and each code of a dimension: "
                + "kilograms and litres are never added, nor opium and heroin. Rejected items do not count. Of a layer "
                + "that is aggregate-only, events of others count by threes, so that no difference of two figures is "
                + "one event. format=csv returns observations with the columns of SDMX-CSV.",
            answer: typeof(LayerSummaryResponse),
            tagged: true,
            problems: [ErrorCodes.UnknownLayer, ErrorCodes.LayerIsComputed]
        );
    }

    public override async Task HandleAsync(SummariseLayerRequest req, CancellationToken ct)
    {
        var layer = await layers.GetRecordedAsync(req.Layer, ct);
        var (errors, known) = (req.BindingErrors, LayerSummary.DimensionsOf(layer.Draft));
        Dimensions(req, layer, known);
        if (req.UntilYear < req.FromYear)
            errors.Add(
                new(
                    "untilYear",
                    $"The last year ({req.UntilYear}) lies before the first one ({req.FromYear}).",
                    ErrorCodes.EndBeforeStart
                )
            );
        errors.ThrowIfAny();

        var access = Caller.FromPrincipal(User).AccessOf(layer);
        var ofRoutes = req
            .Route.SelectMany(route => Domain.CodeLists.Route.Find(route)!.Countries)
            .Select(stop => stop.Country)
            .Distinct(StringComparer.Ordinal)
            .ToList();
        List<string> countries =
        [
            .. req.Route.Count == 0 ? req.Country
            : req.Country.Count == 0 ? ofRoutes
            : ofRoutes.Intersect(req.Country),
        ];
        var isEmpty = countries.Count == 0 && req.Country.Count + req.Route.Count > 0;
        var parts = isEmpty
            ? []
            : await summaries.ReadAsync(layer.Draft, new(countries, req.FromYear, req.UntilYear), access, ct);
        var response = Summarise(req, layer, access, parts, countries, known);
        if (Negotiation.FormatOf(HttpContext).Name == SummaryFormat.Csv.Name)
            await SendObservationsAsync(response, layer.Draft, req.IfNoneMatch, ct);
        else
            await Send.ResourceAsync(
                response,
                EntityTags.ForContent(JsonSerializer.SerializeToUtf8Bytes(response, Serialization.Json.Options)),
                req.IfNoneMatch,
                ct
            );
    }

    private static void Dimensions(SummariseLayerRequest req, Layer layer, IReadOnlyList<string> known)
    {
        foreach (var name in req.By.Where(name => !known.Contains(name, StringComparer.Ordinal)))
            req.BindingErrors.Add(
                new(
                    "by",
                    $"{ValidationError.Quote(name)} is no dimension of {layer.Id}. "
                        + (
                            Nearest.FindIn(name, known) is { } meant
                                ? $"Did you mean {ValidationError.Quote(meant)}?"
                                : $"Known are {string.Join(", ", known)}."
                        ),
                    ErrorCodes.UnknownCode
                )
            );
    }

    private static LayerSummaryResponse Summarise(
        SummariseLayerRequest req,
        Layer layer,
        LayerAccess access,
        IReadOnlyList<SummaryPart> parts,
        List<string> asked,
        IReadOnlyList<string> known
    )
    {
        List<string> by = [.. known.Where(req.By.Contains)];
        var expected =
            asked.Count > 0 || req.Country.Count + req.Route.Count > 0
                ? asked
                :
                [
                    .. Domain
                        .CodeLists.Route.All.SelectMany(route => route.Countries)
                        .Select(stop => stop.Country)
                        .Distinct(StringComparer.Ordinal),
                ];
        return new(
            layer.Id,
            by,
            LayerAccessResponse.FromAccess(access).Summary,
            access.SummaryByThrees ? PublishedEvents.GroupSize : null,
            [.. expected.Except(parts.Select(part => part.Country)).Order(StringComparer.Ordinal)],
            layer.Draft.Equivalents?.Unit,
            layer.Draft.Equivalents?.Source,
            [
                .. LayerSummary
                    .Rows(layer.Draft, by, parts)
                    .Select(row => new LayerSummaryRowResponse(
                        row.Country,
                        row.Year,
                        row.Codes,
                        row.Events,
                        [
                            .. row.Measures.Select(one => new LayerMeasureResponse(
                                one.Property,
                                one.Codes,
                                one.Unit,
                                one.Events,
                                one.Sum,
                                one.Mean,
                                one.Equivalent
                            )),
                        ]
                    )),
            ],
            req.BindingWarnings.Count == 0 ? null : req.BindingWarnings
        );
    }

    private async Task SendObservationsAsync(
        LayerSummaryResponse summary,
        LayerDraft layer,
        EntityTags? ifNoneMatch,
        CancellationToken ct
    )
    {
        var content = new MemoryStream();
        await SummaryObservations.WriteAsync(content, summary, layer, ct);
        var tag = EntityTags.ForContent(content.GetBuffer().AsSpan(0, (int)content.Length));
        var response = HttpContext.Response;
        (response.Headers.ETag, response.Headers.CacheControl) = (tag, "private, no-cache");
        HttpContext.MarkResponseStart();
        if (ifNoneMatch?.Matches(tag) is true)
        {
            response.StatusCode = StatusCodes.Status304NotModified;
            return;
        }

        response.ContentType = "text/csv; charset=utf-8";
        response.Headers.ContentDisposition = string.Create(
            CultureInfo.InvariantCulture,
            $"attachment; filename=adam-{layer.Id}-summary-{time.GetUtcNow():yyyy-MM-dd}.csv"
        );
        content.Position = 0;
        await content.CopyToAsync(response.Body, ct);
    }
}

/// <summary>Writes a summary as observations, with the columns of SDMX-CSV.</summary>
internal static class SummaryObservations
{
    /// <summary>The measure of the number of events.</summary>
    private const string Events = "events";

    /// <summary>A row for each number, and one for the number of events.</summary>
    public static async Task WriteAsync(Stream to, LayerSummaryResponse summary, LayerDraft layer, CancellationToken ct)
    {
        var dimensions = layer.Dimensions.Select(dimension => dimension.Name).ToList();
        await using var csv = new CsvTextWriter(to);
        await csv.WriteAsync(
            [
                "DATAFLOW",
                "REF_AREA",
                "TIME_PERIOD",
                .. dimensions.Select(name => name.ToUpperInvariant()),
                "MEASURE",
                "STATISTIC",
                "UNIT_MEASURE",
                "OBS_VALUE",
                "OBS_COUNT",
                "OBS_STATUS",
                "SOURCE",
            ],
            ct
        );
        foreach (var row in summary.Items)
        {
            await WriteAsync(row, row.Codes, Events, "count", null, row.Events, row.Events, "A");
            foreach (var one in row.Measures)
            {
                await WriteAsync(
                    row,
                    one.Codes,
                    one.Property,
                    one.Sum is null ? "mean" : "sum",
                    one.Unit,
                    one.Sum ?? one.Mean!.Value,
                    one.Events,
                    "A"
                );
                // E: an estimated value, because factors made it.
                if (one.Equivalent is { } equivalent && one.Unit != summary.EquivalentsIn)
                    await WriteAsync(
                        row,
                        one.Codes,
                        one.Property,
                        "equivalent",
                        summary.EquivalentsIn,
                        equivalent,
                        one.Events,
                        "E"
                    );
            }
        }

        Task WriteAsync(
            LayerSummaryRowResponse row,
            IReadOnlyDictionary<string, string> codes,
            string measure,
            string statistic,
            string? unit,
            decimal value,
            long events,
            string status
        ) =>
            csv.WriteAsync(
                [
                    layer.Id,
                    row.Country ?? "_T",
                    row.Year?.ToString(CultureInfo.InvariantCulture) ?? "_T",
                    .. dimensions.Select(name => codes.GetValueOrDefault(name, "_T")),
                    measure,
                    statistic,
                    unit ?? "",
                    value.ToString("0.####", CultureInfo.InvariantCulture),
                    events.ToString(CultureInfo.InvariantCulture),
                    status,
                    (status == "E" ? summary.EquivalentsSource : layer.SourceNote) ?? "",
                ],
                ct
            );
    }
}
