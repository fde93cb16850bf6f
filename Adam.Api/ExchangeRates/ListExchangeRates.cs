using System.ComponentModel.DataAnnotations;
using Adam.Api.Binding;
using Adam.Api.Http;
using Adam.Api.OpenApi;
using Adam.Api.Tables;
using Adam.Data.ExchangeRates;
using FastEndpoints;

namespace Adam.Api.ExchangeRates;

internal sealed record ListExchangeRatesRequest : TableListRequest
{
    /// <summary>Currencies: ISO 4217.</summary>
    [QueryParam, OneOf("currencies"), MaxLength(50), Example("EUR")]
    public IReadOnlyList<string> Currency { get; init; } = [];

    /// <summary>Years.</summary>
    [QueryParam, MaxLength(50), Example(2020)]
    public IReadOnlyList<int> Year { get; init; } = [];
}

internal sealed class ListExchangeRates(ExchangeRateStore rates)
    : Endpoint<ListExchangeRatesRequest, ListResponse<ExchangeRateResponse>>
{
    private static readonly ListTable Table = new(
        "exchange-rates",
        [
            TableColumn.Value("currency", 10, "#currency"),
            TableColumn.Value("year", 8, "#date+year", ColumnType.Whole),
            TableColumn.Value("unitsPerUsd", 20),
            TableColumn.Value("source", 60, "#meta+source"),
        ]
    );

    public override void Configure()
    {
        Get("/v1/exchange-rates");
        this.OffersListFormats();
        this.Documents(
            "List the exchange rates",
            "Returns the yearly average rates that presence converts amounts with, by currency and year: those that "
                + "ship with the program and those that an admin has added.",
            answer: typeof(ListResponse<ExchangeRateResponse>)
        );
    }

    public override async Task HandleAsync(ListExchangeRatesRequest req, CancellationToken ct)
    {
        var found = (await rates.ReadAsync(ct))
            .All.Where(rate =>
                (req.Currency.Count == 0 || req.Currency.Contains(rate.Currency))
                && (req.Year.Count == 0 || req.Year.Contains(rate.Year))
            )
            .Select(ExchangeRateResponse.FromRate)
            .ToList();
        var rest = found
            .SkipWhile(rate =>
                req.Cursor is { } cursor
                && (string.CompareOrdinal(rate.Currency, cursor.String(0)), rate.Year - cursor.Number(1))
                    is
                        (< 0, _)
                        or
                        (0, <= 0)
            )
            .ToList();
        var list = new ListSource<ExchangeRateResponse>
        {
            PageAsync = (limit, _) =>
                Task.FromResult(
                    new ListPage<ExchangeRateResponse>(
                        [.. rest.Take(limit)],
                        rest.Count > limit ? [rest[limit - 1].Currency, (long)rest[limit - 1].Year] : null
                    )
                ),
            StreamAsync = _ => rest.ToAsyncEnumerable(),
            CountAsync = _ => Task.FromResult((long)found.Count),
            Table = Table,
        };
        await Send.ListAsync(req, list, ct);
    }
}
