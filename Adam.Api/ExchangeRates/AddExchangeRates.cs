using Adam.Api.Errors;
using Adam.Api.Idempotency;
using Adam.Api.OpenApi;
using Adam.Api.Security;
using Adam.Data.Databases;
using Adam.Data.ExchangeRates;
using Adam.Domain.CodeLists;
using Adam.Domain.ExchangeRates;
using Adam.Domain.Keys;
using Adam.Domain.Text;
using FastEndpoints;

namespace Adam.Api.ExchangeRates;

internal sealed record AddExchangeRatesRequest
{
    [FromBody]
    public ExchangeRatesBody Body { get; init; } = new();
}

/// <summary>The rates that were added.</summary>
/// <param name="Items">The rates in the order of the request.</param>
internal sealed record AddedExchangeRates(IReadOnlyList<ExchangeRateResponse> Items);

internal sealed class AddExchangeRates(ExchangeRateStore rates, TimeProvider time)
    : Endpoint<AddExchangeRatesRequest, AddedExchangeRates>
{
    public override void Configure()
    {
        Post("/v1/exchange-rates");
        Roles(RoleNames.Admin);
        this.RequiresScope(KeyScope.ReferenceWrite);
        this.HonoursIdempotencyKey();
        this.Documents(
            "Add the exchange rates of a year",
            "Adds yearly average rates. A rate replaces an earlier one of the same currency and year, so that sending "
                + "them twice changes nothing.",
            answer: typeof(AddedExchangeRates)
        );
    }

    public override async Task HandleAsync(AddExchangeRatesRequest req, CancellationToken ct)
    {
        var added = Read(req.Body);
        var response = new AddedExchangeRates([.. added.Select(ExchangeRateResponse.FromRate)]);
        var kept = IdempotentRequest.Find(HttpContext)?.Keep(StatusCodes.Status200OK, response);
        await rates.AddAsync(added, Caller.FromPrincipal(User).Actor, time.Instant(), ct, kept);
        await HttpContext.Response.SendAsync(response, cancellation: ct);
    }

    /// <exception cref="ProblemException">Some rates have errors; all are listed.</exception>
    private static List<ExchangeRate> Read(ExchangeRatesBody body)
    {
        // The column of a rate has 40 characters.
        const decimal Most = 1_000_000_000_000;
        var (errors, read) = (new List<ValidationError>(), new List<ExchangeRate>());
        var seen = new HashSet<string>(StringComparer.Ordinal);
        for (var i = 0; i < body.Rates!.Count; i++)
        {
            var (given, units) = (body.Rates[i].Currency!, body.Rates[i].UnitsPerUsd!.Value);
            var currency = CodeListCatalog.Currencies.Find(given.Trim())?.Code;
            if (currency is null)
                Fail("currency", ValidationError.NoCodeOf(CodeListCatalog.Currencies, given), ErrorCodes.UnknownCode);
            else if (!seen.Add(currency))
                Fail("currency", $"{ValidationError.Quote(currency)} has a rate already.", ErrorCodes.BadValue);
            if (units is <= 0 or > Most)
                Fail("unitsPerUsd", $"A rate must lie above 0, and not above {Most:0}.", ErrorCodes.OutOfRange);
            if (currency == "USD" && units != 1)
                Fail("unitsPerUsd", "One US dollar is one US dollar.", ErrorCodes.BadValue);
            if (currency is not null)
                read.Add(new(currency, body.Year!.Value, units, TextNormalization.Line(body.Source)!));

            void Fail(string member, string reason, ErrorCode code) =>
                errors.Add(new($"rates[{i}].{member}", reason, code));
        }

        errors.ThrowIfAny();
        return read;
    }
}
