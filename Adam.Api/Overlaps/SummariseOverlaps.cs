using System.Globalization;
using System.Text.Json.Serialization;
using Adam.Api.Binding;
using Adam.Api.Errors;
using Adam.Api.History;
using Adam.Api.Http;
using Adam.Api.OpenApi;
using Adam.Data.Overlaps;
using Adam.Data.Projects;
using Adam.Domain.CodeLists;
using Adam.Domain.Projects;
using FastEndpoints;

namespace Adam.Api.Overlaps;

internal sealed record SummariseOverlapsRequest : OverlapFilterRequest
{
    /// <summary>
    /// The dimensions of the summary. <c>donors</c>: a donor of the one project and a donor of the other. <c>year</c>:
    /// each year in which the two share a day. <c>partners</c>: a partner that owns or funds the one project and a
    /// partner that owns or funds the other, as <c>between</c> selects them. <c>foundMonth</c>: the month in which the
    /// pair was found, as <c>foundSince</c> and <c>foundBefore</c> select it. The default is <c>country</c>.
    /// </summary>
    [QueryParam, CommaSeparated, Example("country,pillar")]
    public IReadOnlyList<OverlapDimension> By { get; init; } = [];

    /// <summary>
    /// Adds <c>also</c>: for each of these dimensions, a summary of the same pairs by it alone, with at most
    /// <c>limit</c> rows. The pairs are read once for all. Formats other than JSON have only the rows by <c>by</c>.
    /// </summary>
    [QueryParam, CommaSeparated, Example("year,foundMonth")]
    public IReadOnlyList<OverlapDimension> Also { get; init; } = [];

    /// <summary>
    /// The instant, or the day in UTC at its midnight, of which the summary is returned as it stood then.
    /// The register of then is written when it is first asked for; if that takes long, the response is 503 with
    /// <c>Retry-After</c>.
    /// </summary>
    [QueryParam, Example("2026-01-01")]
    public DateOrInstant? AsOf { get; init; }
}

/// <summary>Counts, shared days and amounts of ranked overlaps.</summary>
/// <param name="Items">
/// The rows, most overlaps first. A pair counts in each row that it belongs to, so the rows do not add up to the
/// totals.
/// </param>
/// <param name="Totals">The totals; each pair counts once.</param>
/// <param name="BusiestMonths">
/// The months in which most donors were active at once in projects of these pairs; at most three.
/// </param>
/// <param name="Also">
/// A summary of the same pairs for each dimension of the parameter <c>also</c>; only with the parameter.
/// </param>
/// <param name="NextCursor">The <c>cursor</c> of the next page; null on the last page.</param>
/// <param name="Total">The number of rows on all pages together; only with <c>count=true</c>.</param>
/// <param name="Warnings">
/// Values of filters that are read by another name, such as <c>UK</c>; only if there are some.
/// </param>
internal sealed record OverlapSummaryResponse(
    IReadOnlyList<OverlapSummaryRowResponse> Items,
    OverlapSummaryRowResponse Totals,
    IReadOnlyList<BusyMonthResponse> BusiestMonths,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
        IReadOnlyList<OverlapSummaryByResponse>? Also,
    string? NextCursor,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] long? Total,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] IReadOnlyList<ValidationError>? Warnings
);

/// <summary>A summary by one dimension.</summary>
/// <param name="By">The dimension.</param>
/// <param name="Items">The rows, most overlaps first; the first ones, as many as the <c>limit</c>.</param>
internal sealed record OverlapSummaryByResponse(OverlapDimension By, IReadOnlyList<OverlapSummaryRowResponse> Items);

/// <summary>The numbers of a group of overlaps.</summary>
/// <param name="Country">A recipient country that the pairs share; only with the dimension country.</param>
/// <param name="Pillar">A pillar that the pairs share; only with the dimension pillar.</param>
/// <param name="Donors">
/// A donor of the one project and a donor of the other; only with the dimension donors. Both are equal if the same
/// donor funds both projects.
/// </param>
/// <param name="Year">A year in which the pairs share a day; only with the dimension year.</param>
/// <param name="Partners">
/// An owner or donor of the one project and an owner or donor of the other; only with the dimension partners. Both are
/// equal if the same partner owns or funds both projects.
/// </param>
/// <param name="FoundMonth">
/// The month in UTC in which the pairs were found (<c>foundAt</c>), <c>YYYY-MM</c>; only with the dimension foundMonth.
/// </param>
/// <param name="Overlaps">The number of pairs.</param>
/// <param name="Undecided">The number of pairs without a verdict, or with a stale one.</param>
/// <param name="Days">
/// The sum of their shared days, where an open end counts as five years. With the dimension year, only the days in that
/// year.
/// </param>
/// <param name="Amounts">
/// The amounts that could be spent twice, by currency: the sum of the smaller amount of each pair.
/// </param>
internal sealed record OverlapSummaryRowResponse(
    [property: CodeOf("countries"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Country,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] Pillar? Pillar,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] IReadOnlyList<string>? Donors,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] int? Year,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] IReadOnlyList<string>? Partners,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? FoundMonth,
    long Overlaps,
    long Undecided,
    long Days,
    IReadOnlyList<CurrencyAmount> Amounts
)
{
    public static OverlapSummaryRowResponse FromRow(OverlapSummaryRow row) =>
        new(
            row.Country,
            row.Pillar,
            row.Donors,
            row.Year,
            row.Partners,
            row.FoundMonth,
            row.Overlaps,
            row.Undecided,
            row.Days,
            row.Amounts
        );
}

/// <summary>A month, and the number of donors that were active in it.</summary>
/// <param name="Month">The month, <c>YYYY-MM</c>.</param>
/// <param name="Donors">The number of donors of projects of the pairs that run in this month.</param>
internal sealed record BusyMonthResponse(string Month, int Donors)
{
    public static BusyMonthResponse FromMonth(BusyMonth busy) =>
        new(string.Create(CultureInfo.InvariantCulture, $"{busy.Year:0000}-{busy.Month:00}"), busy.Donors);
}

internal sealed class SummariseOverlaps(OverlapFilterReader filters, RegistersByInstant registers)
    : Endpoint<SummariseOverlapsRequest, OverlapSummaryResponse>
{
    public override void Configure()
    {
        Get("/v1/overlaps/summary");
        this.OffersListFormats();
        this.Documents(
            "Summarise overlaps",
            "Returns counts, shared days, and amounts that could be spent twice, of the ranked pairs: by country, "
                + "pillar, pair of donors, pair of partners, year, and the month in which they were found, with the "
                + "same filters as the report.",
            answer: typeof(OverlapSummaryResponse),
            problems: [ErrorCodes.NotAsOf, ErrorCodes.PastNotReady]
        );
    }

    public override async Task HandleAsync(SummariseOverlapsRequest req, CancellationToken ct)
    {
        List<OverlapDimension> by = req.By.Count == 0 ? [OverlapDimension.Country] : [.. req.By.Distinct()];
        var filter = await filters.ReadAsync(req, ranked: true, ct);
        using var register = await registers.OpenAsync(req.AsOf, ct);
        var also = req.Also.Distinct().ToList();
        var summaries = await register.Stores.Summaries.SummariseAsync(
            filter,
            [by, .. also.Select(dimension => (IReadOnlyList<OverlapDimension>)[dimension])],
            ct
        );
        var summary = summaries[0];

        // The summary is computed again for each page, because it has few rows. The cursor is therefore an offset.
        var skip = (int)Math.Clamp(req.Cursor?.Number(0) ?? 0, 0, summary.Rows.Count);
        var rest = summary.Rows.Skip(skip).Select(OverlapSummaryRowResponse.FromRow).ToList();
        var list = new ListSource<OverlapSummaryRowResponse>
        {
            PageAsync = (limit, _) =>
                Task.FromResult(
                    new ListPage<OverlapSummaryRowResponse>(
                        [.. rest.Take(limit)],
                        rest.Count > limit ? [skip + limit] : null
                    )
                ),
            StreamAsync = _ => rest.ToAsyncEnumerable(),
            CountAsync = _ => Task.FromResult((long)summary.Rows.Count),
            Table = OverlapSummaryColumns.For(by),
            ToResponse = (rows, next, total, _) =>
                new OverlapSummaryResponse(
                    rows,
                    OverlapSummaryRowResponse.FromRow(summary.Totals),
                    [.. summary.BusiestMonths.Select(BusyMonthResponse.FromMonth)],
                    also.Count == 0
                        ? null
                        :
                        [
                            .. also.Zip(
                                summaries.Skip(1),
                                (dimension, one) =>
                                    new OverlapSummaryByResponse(
                                        dimension,
                                        [.. one.Rows.Take(req.Limit).Select(OverlapSummaryRowResponse.FromRow)]
                                    )
                            ),
                        ],
                    next,
                    total,
                    req.Warnings
                ),
        };
        await Send.ListAsync(req, list, ct);
    }
}
