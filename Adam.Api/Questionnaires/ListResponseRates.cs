using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;
using Adam.Api.Binding;
using Adam.Api.Errors;
using Adam.Api.Http;
using Adam.Api.OpenApi;
using Adam.Api.Records;
using Adam.Api.Security;
using Adam.Api.Serialization;
using Adam.Api.Tables;
using Adam.Data.Questionnaires;
using Adam.Domain.Projects;
using Adam.Domain.Questionnaires;
using Adam.Domain.Records;
using FastEndpoints;

namespace Adam.Api.Questionnaires;

internal sealed record ListResponseRatesRequest : TableListRequest, IHasBindingErrors
{
    public List<ValidationError> BindingErrors { get; } = [];

    /// <summary>The dimension of the items: <c>questionnaire</c> (the default), pillar, kind or route.</summary>
    [QueryParam, Example("questionnaire")]
    public RateDimension By { get; init; } = RateDimension.Questionnaire;

    /// <summary>The day; by default the present one (UTC). Later questionnaires and responses do not count.</summary>
    [QueryParam, Example("2016-01-05")]
    public DateOnly? On { get; init; }

    /// <summary>References of questionnaires; by default all.</summary>
    [QueryParam, MaxLength(50), Example("FLOWS-2015")]
    public IReadOnlyList<string> Questionnaire { get; init; } = [];

    /// <summary>Pillars of the Vienna Declaration: questionnaires under one of them.</summary>
    [QueryParam, Example("financial-flows")]
    public IReadOnlyList<Pillar> Pillar { get; init; } = [];
}

/// <summary>The partners of a day that a questionnaire asks.</summary>
/// <param name="Questionnaire">The reference of the questionnaire.</param>
/// <param name="On">The day on which it was opened, whose members are counted.</param>
/// <param name="Partners">The number of partners.</param>
internal sealed record AskedOnResponse(
    [property: Example("FLOWS-2015")] string Questionnaire,
    DateOnly On,
    [property: Example(81)] int Partners
);

/// <summary>Rates of responses. The denominator is the number of partners that were asked.</summary>
/// <param name="Value">The reference, pillar, kind or route; null in the totals.</param>
/// <param name="Expected">The number of responses that were asked for.</param>
/// <param name="Received">The number of these that were received by the day.</param>
/// <param name="ReceivedOnTime">The number of these that were received by the day on which they were due.</param>
/// <param name="Rate">Received of expected, in per cent with one decimal; null if none is expected.</param>
/// <param name="RateOnTime">
/// Received on time of expected, in per cent with one decimal; null if none is expected.
/// </param>
/// <param name="Asked">The denominator: how many partners of which day.</param>
internal sealed record ResponseRateResponse(
    [property: Example("FLOWS-2015")] string? Value,
    [property: Example(81)] int Expected,
    [property: Example(30)] int Received,
    [property: Example(27)] int ReceivedOnTime,
    [property: Example(37.0)] decimal? Rate,
    [property: Example(33.3)] decimal? RateOnTime,
    IReadOnlyList<AskedOnResponse> Asked
)
{
    public static ResponseRateResponse FromRate(ResponseRate rate) =>
        new(
            rate.Key,
            rate.Expected,
            rate.Received,
            rate.ReceivedOnTime,
            rate.Rate,
            rate.RateOnTime,
            [.. rate.AskedOn.Select(part => new AskedOnResponse(part.Questionnaire, part.On, part.Partners))]
        );
}

/// <summary>Partners, each counted once, whichever questionnaires ask it.</summary>
/// <param name="Asked">The number of partners that one of the questionnaires asks.</param>
/// <param name="Answered">
/// The number of these from which one response was received by the day; null if it would tell who has not answered.
/// </param>
/// <param name="Rate">Answered of asked, in per cent with one decimal; null without either.</param>
internal sealed record AnsweringPartnersResponse(
    [property: Example(81)] int Asked,
    [property: Example(30)] int? Answered,
    [property: Example(37.0)] decimal? Rate
);

/// <summary>The rates of responses on a day.</summary>
/// <param name="Items">
/// The rates. A questionnaire with several pillars counts under each, and a country on several routes on each.
/// </param>
/// <param name="Totals">The rate of all questionnaires together.</param>
/// <param name="Partners">The partners, each counted once.</param>
/// <param name="On">The day.</param>
/// <param name="Withheld">
/// The questionnaires that the items leave out, because the numbers would tell who has not answered. Analysts and
/// admins see all.
/// </param>
/// <param name="NextCursor">The <c>cursor</c> of the next page; null on the last page.</param>
/// <param name="Total">The number of rows on all pages; only with <c>count=true</c>.</param>
internal sealed record ResponseRatesResponse(
    IReadOnlyList<ResponseRateResponse> Items,
    ResponseRateResponse Totals,
    AnsweringPartnersResponse Partners,
    DateOnly On,
    IReadOnlyList<string> Withheld,
    string? NextCursor,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] long? Total
);

internal sealed class ListResponseRates(QuestionnaireStore questionnaires, AskedQuestionnaires asked, TimeProvider time)
    : Endpoint<ListResponseRatesRequest, ResponseRatesResponse>
{
    private static readonly ListTable Table = new(
        "rates",
        [
            TableColumn.Value("value", 24),
            TableColumn.Value("expected", 10, type: ColumnType.Whole),
            TableColumn.Value("received", 10, type: ColumnType.Whole),
            TableColumn.Value("receivedOnTime", 14, type: ColumnType.Whole),
            TableColumn.Value("rate", 8, type: ColumnType.Double),
            TableColumn.Value("rateOnTime", 10, type: ColumnType.Double),
            TableColumn.List("asked", "asked", 60, AskedOn),
        ]
    );

    public override void Configure()
    {
        Get("/v1/questionnaires/rates");
        this.OffersListFormats();
        this.Documents(
            "Read rates of responses",
            "Returns how many responses were expected and received by a day, and how many of these on time. The "
                + "denominator is the partners that were members on the day on which a questionnaire was opened. Who "
                + "has not answered is told to analysts, admins and the partner itself; for others, the numbers of "
                + "small groups are withheld.",
            answer: typeof(ResponseRatesResponse)
        );
    }

    public override async Task HandleAsync(ListResponseRatesRequest req, CancellationToken ct)
    {
        var on = req.On ?? DateOnly.FromDateTime(time.GetUtcNow().UtcDateTime);
        var opened = await ReadAsync(req, on, ct);
        var seesNames = ResponseAccess.SeesAll(Caller.FromPrincipal(User));
        var rates = ResponseRates.Compute(opened, req.By, on, seesNames);
        var items = rates.Items.Select(ResponseRateResponse.FromRate).ToList();
        var after = (int)Math.Clamp(req.Cursor?.Number(0) ?? 0, 0, items.Count);
        var rest = items.Skip(after).ToList();
        var list = new ListSource<ResponseRateResponse>
        {
            PageAsync = (limit, _) =>
                Task.FromResult(
                    new ListPage<ResponseRateResponse>(
                        [.. rest.Take(limit)],
                        rest.Count > limit ? [after + limit] : null
                    )
                ),
            StreamAsync = _ => rest.ToAsyncEnumerable(),
            CountAsync = _ => Task.FromResult((long)items.Count),
            Table = Table,
            ToResponse = (page, next, total, _) =>
                new ResponseRatesResponse(
                    page,
                    ResponseRateResponse.FromRate(rates.Total),
                    new(
                        rates.PartnersAsked,
                        rates.PartnersAnswered,
                        rates.PartnersAnswered is { } answered
                            ? ResponseRate.PerCent(answered, rates.PartnersAsked)
                            : null
                    ),
                    on,
                    rates.Withheld,
                    next,
                    total
                ),
        };
        await Send.ListAsync(req, list, ct);
    }

    /// <summary>Returns the questionnaires that were opened and pass the filters.</summary>
    private async Task<IReadOnlyList<AskedQuestionnaire>> ReadAsync(
        ListResponseRatesRequest req,
        DateOnly on,
        CancellationToken ct
    )
    {
        var all = (await questionnaires.ListAsync(ct)).Where(stored => stored.IsActive).ToList();
        foreach (var reference in req.Questionnaire)
        {
            if (all.All(stored => stored.Questionnaire.Key != ReferencedDraft.KeyOf(reference)))
                req.BindingErrors.Add(
                    new("questionnaire", RecordProblems.Unknown(reference, all), ErrorCodes.UnknownCode)
                );
        }

        req.BindingErrors.ThrowIfAny();
        var wanted = req.Questionnaire.Select(ReferencedDraft.KeyOf).ToHashSet(StringComparer.Ordinal);
        return await asked.ReadAsync(
            all.Where(stored =>
                (wanted.Count == 0 || wanted.Contains(stored.Questionnaire.Key))
                && (req.Pillar.Count == 0 || req.Pillar.Any(stored.Questionnaire.Draft.Pillars.Contains))
            ),
            on,
            ct
        );
    }

    private static CellValues? AskedOn(JsonItem rate) =>
        rate.TryGetProperty("asked", out var parts)
            ? new(
                parts,
                part =>
                    TableCell.FromText(
                        $"{part.GetProperty("questionnaire").GetString()} {part.GetProperty("on").GetString()} "
                            + $"{part.GetProperty("partners")}"
                    )
            )
            : null;
}
