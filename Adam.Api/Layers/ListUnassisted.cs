using System.ComponentModel.DataAnnotations;
using System.Globalization;
using Adam.Api.Binding;
using Adam.Api.Errors;
using Adam.Api.Http;
using Adam.Api.OpenApi;
using Adam.Api.Security;
using Adam.Api.Tables;
using Adam.Data.Databases;
using Adam.Data.Gaps;
using Adam.Data.Layers;
using Adam.Data.Posts;
using Adam.Domain.Gaps;
using Adam.Domain.Layers;
using Adam.Domain.Projects;
using FastEndpoints;

namespace Adam.Api.Layers;

internal sealed record ListUnassistedRequest : TableListRequest, IHasBindingErrors, IHasBindingWarnings
{
    private const int MaxValues = 100;

    public List<ValidationError> BindingErrors { get; } = [];

    public List<ValidationError> BindingWarnings { get; } = [];

    /// <summary>The id of the layer.</summary>
    [RouteParam, MaxLength(LayerDraft.MaxIdLength), Example("seizures")]
    public string Layer { get; init; } = "";

    /// <summary>
    /// <c>events</c>: the number of items. Or a number of the layer's summary: its sum, or its mean.
    /// </summary>
    [QueryParam, MaxLength(LayerDraft.MaxIdLength), Example("events")]
    public string Indicator { get; init; } = LayerIndicator.Events;

    /// <summary>
    /// The unit of a number that has several, such as <c>kg</c>, or <c>USD/g</c> for a price: never added to others.
    /// </summary>
    [QueryParam, MaxLength(100)]
    public string? Unit { get; init; }

    /// <summary>
    /// Codes of the layer's dimensions, such as <c>substance:heroin</c>. A number needs one of each dimension.
    /// </summary>
    [QueryParam, MaxLength(10)]
    public IReadOnlyList<string> Code { get; init; } = [];

    /// <summary>
    /// The first year of the items. By default four years before the last one for events, the last one for series, and
    /// no limit for places.
    /// </summary>
    [QueryParam, Range(1970, 2100), Example(2010)]
    public int? FromYear { get; init; }

    /// <summary>The last year of the items; by default that of <c>asOf</c>, and no limit for places.</summary>
    [QueryParam, Range(1970, 2100), Example(2015)]
    public int? UntilYear { get; init; }

    /// <summary>The last rank that is high, among the countries of the question that have a figure.</summary>
    [QueryParam, Range(1, 300), Example(10)]
    public int Top { get; init; } = 10;

    /// <summary>The lowest figure that is high, too; by default every figure above zero.</summary>
    [QueryParam, Range(0, 1e15), Example(1)]
    public decimal? AtLeast { get; init; }

    /// <summary>The day of the gaps and posts; today by default.</summary>
    [QueryParam, Example("2026-06-30")]
    public DateOnly? AsOf { get; init; }

    /// <summary>Pillars of the Vienna Declaration; all by default.</summary>
    [QueryParam, Example("precursors")]
    public IReadOnlyList<Pillar> Pillar { get; init; } = [];

    /// <summary>Countries; by default those of all routes, and those with items that count.</summary>
    [QueryParam, OneOf("countries"), MaxLength(MaxValues), Example("TJ")]
    public IReadOnlyList<string> Country { get; init; } = [];

    /// <summary>Routes: countries on one of them.</summary>
    [QueryParam, OneOf(OneOfAttribute.Routes), Example("northern")]
    public IReadOnlyList<string> Route { get; init; } = [];

    /// <summary>
    /// States of the pillar on the day; by default <c>planned</c>, <c>ended</c> and <c>gap</c>. <c>covered</c> is none
    /// of them.
    /// </summary>
    [QueryParam, Example("gap")]
    public IReadOnlyList<CoverageState> State { get; init; } = [];

    /// <summary>Only rows with this evidence; both by default.</summary>
    [QueryParam]
    public IReadOnlyList<EvidenceState> Evidence { get; init; } = [];
}

internal sealed class ListUnassisted(
    LayerStore layers,
    LayerSummaryStore summaries,
    GapStore gaps,
    PostStore posts,
    TimeProvider time
) : Endpoint<ListUnassistedRequest, UnassistedPageResponse>
{
    /// <summary>The usual number of years of events.</summary>
    private const int UsualYears = 5;

    public override void Configure()
    {
        Get("/v1/layers/{layer}/unassisted");
        this.OffersListFormats();
        this.Documents(
            "List evidence without assistance",
            "Returns the pillars in countries that no project covers on a day, while an indicator of the layer is high "
                + "there; then those of which the register does not know whether it is high. Each row has its reasons "
                + "as sentences, with the requests that return their figures. It is a list and no index: figures are "
                + "those of the summary, which counts for the caller what the caller may see, and nothing is weighed. "
                + "Seizures measure the work of those who seize as much as trafficking.",
            answer: typeof(UnassistedPageResponse),
            problems: [ErrorCodes.UnknownLayer, ErrorCodes.LayerIsComputed]
        );
    }

    public override async Task HandleAsync(ListUnassistedRequest req, CancellationToken ct)
    {
        var layer = await layers.GetRecordedAsync(req.Layer, ct);
        var asOf = req.AsOf ?? time.Today();
        var indicator = new IndicatorReader(layer.Draft, req.BindingErrors).Read(req.Indicator, req.Unit, req.Code);
        var years = YearsOf(req, layer.Draft.Kind, asOf);
        if (req.State.Contains(CoverageState.Covered))
            req.BindingErrors.Add(
                new("state", "What is covered is assisted. State planned, ended or gap.", ErrorCodes.BadValue)
            );
        req.BindingErrors.ThrowIfAny();

        var access = Caller.FromPrincipal(User).AccessOf(layer);
        var asked = Asked(req);
        IReadOnlyList<SummaryPart> parts = asked is []
            ? []
            : await summaries.ReadAsync(layer.Draft, new(asked ?? [], years.From, years.Until), access, ct);
        var ranked = indicator.Rank(layer.Draft, parts);
        List<string> countries =
        [
            .. (asked ?? Routes(Domain.CodeLists.Route.All)).Union(asked ?? parts.Select(part => part.Country)),
        ];
        var open = countries.Count == 0 ? [] : await OpenAsync(req, countries, asOf, ct);
        var onDay = (await posts.ListAsync(ct))
            .Where(stored => stored.IsActive && stored.Post.Draft.IsOn(asOf))
            .Select(stored => stored.Post.Draft)
            .ToList();
        var question = new UnassistedQuestion(
            layer.Draft,
            indicator,
            years.From,
            years.Until,
            req.Top,
            req.AtLeast,
            asOf,
            access,
            ranked,
            [.. parts.Select(part => part.Country).Distinct(StringComparer.Ordinal)],
            onDay,
            HttpContext.ChooseSentences()
        );
        var all = open.Select(question.Judge)
            .OfType<UnassistedResponse>()
            .Where(row => req.Evidence.Count == 0 || req.Evidence.Contains(row.Evidence))
            .OrderBy(row => row.Evidence)
            .ThenBy(row => row.Evidence == EvidenceState.High ? row.Rank : null)
            .ThenBy(row => row.Country, StringComparer.Ordinal)
            .ThenBy(row => row.Pillar)
            .ToList();
        await SendAsync(req, layer, question, years, all, ct);
    }

    private Task SendAsync(
        ListUnassistedRequest req,
        Layer layer,
        UnassistedQuestion question,
        (int? From, int? Until) years,
        List<UnassistedResponse> all,
        CancellationToken ct
    )
    {
        // The rows are computed again for each page. The cursor is the key of the last one.
        var rest = req.Cursor is { } cursor
            ? all.Skip(all.FindIndex(row => KeyOf(row).SequenceEqual([cursor.String(0), cursor.String(1)])) + 1)
                .ToList()
            : all;
        var list = new ListSource<UnassistedResponse>
        {
            PageAsync = (limit, _) =>
                Task.FromResult(
                    new ListPage<UnassistedResponse>(
                        [.. rest.Take(limit)],
                        rest.Count > limit ? KeyOf(rest[limit - 1]) : null
                    )
                ),
            StreamAsync = _ => rest.ToAsyncEnumerable(),
            CountAsync = _ => Task.FromResult((long)all.Count),
            Table = UnassistedPageResponse.Table,
            ToResponse = (rows, next, total, _) =>
                new UnassistedPageResponse(
                    layer.Id,
                    req.Indicator,
                    question.Indicator.Unit,
                    req.Code,
                    years.From,
                    years.Until,
                    req.Top,
                    req.AtLeast,
                    question.AsOf,
                    LayerAccessResponse.FromAccess(question.Access).Summary,
                    question.Ranked.Count,
                    rows,
                    next,
                    total,
                    req.BindingWarnings.Count == 0 ? null : req.BindingWarnings
                ),
        };
        return Send.ListAsync(req, list, ct);
    }

    private static object[] KeyOf(UnassistedResponse row) => [row.Country, Serialization.Json.NameOf(row.Pillar)];

    private static (int? From, int? Until) YearsOf(ListUnassistedRequest req, LayerKind kind, DateOnly asOf)
    {
        if (kind == LayerKind.Places && req.FromYear is null && req.UntilYear is null)
            return (null, null);

        var until = req.UntilYear ?? Math.Max(Math.Clamp(asOf.Year, 1970, 2100), req.FromYear ?? 0);
        var usual = kind == LayerKind.Events ? until - UsualYears + 1 : until;
        var from = req.FromYear ?? Math.Max(1970, usual);
        if (until < from)
            req.BindingErrors.Add(
                new(
                    "untilYear",
                    string.Create(
                        CultureInfo.InvariantCulture,
                        $"The last year ({until}) lies before the first one ({from})."
                    ),
                    ErrorCodes.EndBeforeStart
                )
            );
        return (from, until);
    }

    /// <summary>Returns the countries that are asked for; null for the usual ones.</summary>
    private static List<string>? Asked(ListUnassistedRequest req)
    {
        if (req.Route.Count == 0)
            return req.Country.Count == 0 ? null : [.. req.Country.Distinct(StringComparer.Ordinal)];

        var ofRoutes = Routes(req.Route.Select(code => Domain.CodeLists.Route.Find(code)!));
        return [.. req.Country.Count == 0 ? ofRoutes : ofRoutes.Intersect(req.Country)];
    }

    private static IEnumerable<string> Routes(IEnumerable<Domain.CodeLists.Route> routes) =>
        routes.SelectMany(route => route.Countries).Select(stop => stop.Country).Distinct(StringComparer.Ordinal);

    /// <summary>Returns the pillars in countries that no project covers on the day.</summary>
    private Task<IReadOnlyList<Gap>> OpenAsync(
        ListUnassistedRequest req,
        IReadOnlyList<string> countries,
        DateOnly asOf,
        CancellationToken ct
    ) =>
        gaps.ListAsync(
            new()
            {
                ByPillar = true,
                Countries = countries,
                Pillars = req.Pillar,
                States =
                    req.State.Count > 0 ? req.State : [CoverageState.Planned, CoverageState.Ended, CoverageState.Gap],
                AsOf = asOf,
            },
            ct
        );
}
