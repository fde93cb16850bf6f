using System.ComponentModel.DataAnnotations;
using Adam.Api.Binding;
using Adam.Api.ExchangeRates;
using Adam.Api.Http;
using Adam.Api.OpenApi;
using Adam.Api.Projects.Filtering;
using Adam.Data.Presence;
using FastEndpoints;

namespace Adam.Api.Presence;

internal sealed record GetPresenceRequest : ProjectFilterRequest
{
    /// <summary>The dimensions of the table, in this order.</summary>
    [QueryParam, Required, CommaSeparated, Example("country,pillar")]
    public IReadOnlyList<PresenceDimension> By { get; init; } = [];

    /// <summary>
    /// Adds <c>converted</c>: the amounts in this currency, each at the average rate of the year in which its project
    /// started, or by year, of the year of the row. Amounts without a rate are listed as <c>unconverted</c>.
    /// </summary>
    [QueryParam, OneOf("currencies"), Example("USD")]
    public string? Currency { get; init; }

    /// <summary>
    /// <c>names</c> adds the names of countries, partners and pillars in the language of <c>Accept-Language</c>.
    /// </summary>
    [QueryParam, Example("names")]
    public ResponseExtra? Include { get; init; }
}

internal sealed class GetPresence(
    ProjectFilterReader filters,
    PresenceStore presence,
    CodeNames names,
    TimeProvider time
) : Endpoint<GetPresenceRequest, PresenceResponse>
{
    public override void Configure()
    {
        Get("/v1/presence");
        this.Documents(
            "Query presence",
            "Returns the 4W table (who does what, where and when): the number of projects and of partners, and the "
                + "amounts by currency. A row counts each of its projects as a whole, so the rows do not add up to "
                + "the totals, which count each project once. A filter on a dimension also restricts the rows. "
                + "Cancelled projects do not count. By year, an open end counts up to the current year, a finished "
                + "project without an end counts in the year of its start, and a project without a start in the year "
                + "of its end. By donor, amounts are those of the whole projects, and given is what the donor itself "
                + "gives.",
            answer: typeof(PresenceResponse)
        );
    }

    public override async Task HandleAsync(GetPresenceRequest req, CancellationToken ct)
    {
        List<PresenceDimension> by = [.. req.By.Distinct()];
        var question = new PresenceQuery(by, await filters.ReadAsync(req, ct), time.GetUtcNow().Year, req.Currency);
        var table = await presence.QueryPresenceAsync(question, ct);

        // The table is computed again for each page. The cursor is the key of the last row.
        var after = req.Cursor is { } cursor ? Enumerable.Range(0, by.Count).Select(cursor.String).ToList() : null;
        var rest = after is null ? table.Cells : [.. table.Cells.SkipWhile(cell => cell.CompareTo(after) <= 0)];
        var page = rest.Take(req.Limit).ToList();
        object[]? next = rest.Count > req.Limit ? [.. page[^1].Values] : null;
        var rows = page.Select(cell => PresenceRow.FromCell(by, cell)).ToList();
        var named = req.Include is null ? null : await names.FindAsync(HttpContext, rows, ct);
        await Send.PageAsync(
            link => new PresenceResponse(
                rows,
                PresenceRow.FromCell([], table.Totals),
                link,
                req.Count ? table.Cells.Count : null,
                req.Currency is null ? null : [.. table.Rates.Select(ExchangeRateResponse.FromRate)],
                named,
                req.Warnings
            ),
            next,
            ct
        );
    }
}
