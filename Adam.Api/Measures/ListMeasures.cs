using System.ComponentModel.DataAnnotations;
using Adam.Api.Binding;
using Adam.Api.Errors;
using Adam.Api.Http;
using Adam.Api.OpenApi;
using Adam.Api.Tables;
using Adam.Data.Measures;
using Adam.Data.Partners;
using Adam.Domain.Projects;
using Adam.Domain.Text;
using FastEndpoints;

namespace Adam.Api.Measures;

internal sealed record ListMeasuresRequest : TableListRequest, IHasBindingErrors, IHasBindingWarnings
{
    private const int MaxValues = 50;

    public List<ValidationError> BindingErrors { get; } = [];

    public List<ValidationError> BindingWarnings { get; } = [];

    /// <summary>Pillars of the Vienna Declaration: measures under one of them.</summary>
    [QueryParam, Example("financial-flows")]
    public IReadOnlyList<Pillar> Pillar { get; init; } = [];

    /// <summary>Countries that the measure is to be served in, itself or on one of its routes.</summary>
    [QueryParam, OneOf("countries"), MaxLength(MaxValues), Example("TJ")]
    public IReadOnlyList<string> Country { get; init; } = [];

    /// <summary>Trafficking routes: measures with a country on one of them.</summary>
    [QueryParam, OneOf(OneOfAttribute.Routes), Example("balkan")]
    public IReadOnlyList<string> Route { get; init; } = [];

    /// <summary>Partners that lead the measure: code, name or identifier.</summary>
    [QueryParam, MaxLength(MaxValues), Example("UNODC")]
    public IReadOnlyList<string> Lead { get; init; } = [];

    /// <summary>References of recommendations, in any case: measures that implement one of them.</summary>
    [QueryParam, MaxLength(MaxValues), Example("EX-2024-I/1")]
    public IReadOnlyList<string> Recommendation { get; init; } = [];

    /// <summary>Priorities, 1 to 9.</summary>
    [QueryParam, Example(1)]
    public IReadOnlyList<int> Priority { get; init; } = [];

    /// <summary>The measure is to be served on this day.</summary>
    [QueryParam, Example("2026-06-30")]
    public DateOnly? ActiveOn { get; init; }

    /// <summary>
    /// Prefixes of words of reference, title, description and criterion. All must match, in any order. Case and accents
    /// are ignored.
    /// </summary>
    [QueryParam, MaxLength(200), Example("money transfer")]
    public string? Q { get; init; }
}

internal sealed class ListMeasures(MeasureStore measures, PartnerStore partners)
    : Endpoint<ListMeasuresRequest, ListResponse<MeasureDocument>>
{
    public override void Configure()
    {
        Get("/v1/measures");
        this.OffersListFormats();
        this.Documents(
            "List measures",
            "Returns the measures that match the filters, in the order in which they were recorded. Withdrawn ones are "
                + "left out. Values of one name are alternatives (OR); all names must match (AND).",
            answer: typeof(ListResponse<MeasureDocument>)
        );
    }

    public override async Task HandleAsync(ListMeasuresRequest req, CancellationToken ct)
    {
        var leads = await LeadsAsync(req, ct);
        req.BindingErrors.ThrowIfAny();
        var after = (int)Math.Clamp(req.Cursor?.Number(0) ?? 0, 0, int.MaxValue);
        var found = (await measures.ListAsync(ct)).Where(measure => Passes(req, leads, measure)).ToList();
        var rest = found.Where(measure => measure.MeasureId > after).ToList();
        var list = new ListSource<MeasureDocument>
        {
            PageAsync = (limit, _) =>
                Task.FromResult(
                    new ListPage<MeasureDocument>(
                        [.. rest.Take(limit).Select(ToDocument)],
                        rest.Count > limit ? [rest[limit - 1].MeasureId] : null
                    )
                ),
            StreamAsync = _ => rest.Select(ToDocument).ToAsyncEnumerable(),
            CountAsync = _ => Task.FromResult((long)found.Count),
            Table = MeasureTable.All,
            ToResponse = (rows, next, total, _) =>
                new ListResponse<MeasureDocument>(
                    rows,
                    next,
                    total,
                    Warnings: req.BindingWarnings.Count == 0 ? null : req.BindingWarnings
                ),
        };
        await Send.ListAsync(req, list, ct);
    }

    private static MeasureDocument ToDocument(StoredMeasure stored) => MeasureDocument.FromMeasure(stored.Measure);

    private static bool Passes(ListMeasuresRequest req, IReadOnlyList<string> leads, StoredMeasure stored)
    {
        var (draft, criterion) = (stored.Measure.Draft, stored.Criterion);
        return stored.IsActive
            && (req.Pillar.Count == 0 || req.Pillar.Any(draft.Pillars.Contains))
            && (req.Country.Count == 0 || req.Country.Any(criterion.Countries.Contains))
            && (req.Route.Count == 0 || CountriesOf(req.Route).Any(criterion.Countries.Contains))
            && (req.Lead.Count == 0 || leads.Any(draft.Leads.Contains))
            && (
                req.Recommendation.Count == 0
                || req.Recommendation.Intersect(draft.Recommendations, StringComparer.OrdinalIgnoreCase).Any()
            )
            && (req.Priority.Count == 0 || req.Priority.Any(priority => priority == draft.Priority))
            && (req.ActiveOn is not { } day || ((draft.From ?? day) <= day && day <= (draft.Until ?? day)))
            && Has(stored, Folding.Words(req.Q));
    }

    private static IEnumerable<string> CountriesOf(IReadOnlyList<string> routes) =>
        routes.SelectMany(route => Domain.CodeLists.Route.Find(route)!.Countries).Select(country => country.Country);

    private static bool Has(StoredMeasure stored, IReadOnlyList<string> words)
    {
        if (words.Count == 0)
            return true;

        var draft = stored.Measure.Draft;
        var own = Folding.Words([draft.Reference, draft.Title, draft.Description, .. draft.Words]);
        return words.All(word => own.Any(one => one.StartsWith(word, StringComparison.Ordinal)));
    }

    private async Task<IReadOnlyList<string>> LeadsAsync(ListMeasuresRequest req, CancellationToken ct)
    {
        if (req.Lead.Count == 0)
            return [];

        var directory = await partners.DirectoryAsync(ct);
        var codes = new List<string>();
        foreach (var name in req.Lead)
        {
            if (directory.Resolve(name) is { } code)
                codes.Add(code);
            else
                req.BindingErrors.Add(new("lead", ValidationError.NoPartner(name, directory), ErrorCodes.UnknownCode));
        }

        return codes;
    }
}
