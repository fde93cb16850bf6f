using System.Globalization;
using System.Text.Json.Serialization;
using Adam.Api.Binding;
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
    /// The dimensions of the summary. <c>donors</c> is a pair: a donor of the one project and a donor of the other.
    /// <c>year</c> is each year in which the two share a day. The default is <c>country</c>.
    /// </summary>
    [QueryParam, CommaSeparated, Example("country,pillar")]
    public IReadOnlyList<OverlapDimension> By { get; init; } = [];
}

/// <summary>The numbers of ranked overlaps.</summary>
/// <param name="Items">The rows, most overlaps first. A pair counts in each row that it belongs to, so rows do not add
/// up.</param>
/// <param name="Totals">The totals; each pair counts once.</param>
/// <param name="BusiestMonths">The months in which most donors were active at once in projects of these pairs; at most
/// three.</param>
/// <param name="NextCursor">The <c>cursor</c> of the next page; null on the last one.</param>
/// <param name="Total">The number of rows on all pages together; only with <c>count=true</c>.</param>
internal sealed record OverlapSummaryResponse(
    IReadOnlyList<OverlapSummaryRowResponse> Items,
    OverlapSummaryRowResponse Totals,
    IReadOnlyList<BusyMonthResponse> BusiestMonths,
    string? NextCursor,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] long? Total
);

/// <summary>How much overlaps.</summary>
/// <param name="Country">Recipient country that the pairs share, when broken down by country.</param>
/// <param name="Pillar">Pillar that the pairs share, when broken down by pillar.</param>
/// <param name="Donors">A donor of the one and a donor of the other project, when broken down by donors; twice the same where both have it.</param>
/// <param name="Year">A year in which the pairs share a day, when broken down by year.</param>
/// <param name="Overlaps">How many pairs.</param>
/// <param name="Undecided">How many of them nobody has decided, or have changed since in what counts.</param>
/// <param name="Days">Their shared days, added up; an open end counts as five years. By year, those that lie in it.</param>
/// <param name="Amounts">What could be spent twice, by currency: of the two projects of a pair the smaller amount, added up.</param>
internal sealed record OverlapSummaryRowResponse(
    [property: CodeOf("countries"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Country,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] Pillar? Pillar,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] IReadOnlyList<string>? Donors,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] int? Year,
    long Overlaps,
    long Undecided,
    long Days,
    IReadOnlyList<CurrencyAmount> Amounts
)
{
    public static OverlapSummaryRowResponse FromRow(OverlapSummaryRow row) =>
        new(row.Country, row.Pillar, row.Donors, row.Year, row.Overlaps, row.Undecided, row.Days, row.Amounts);
}

/// <summary>A month, and the number of donors that were active in it.</summary>
/// <param name="Month">The month, <c>YYYY-MM</c>.</param>
/// <param name="Donors">The number of donors of projects of the pairs that run in this month.</param>
internal sealed record BusyMonthResponse(string Month, int Donors)
{
    public static BusyMonthResponse FromMonth(BusyMonth busy) =>
        new(string.Create(CultureInfo.InvariantCulture, $"{busy.Year:0000}-{busy.Month:00}"), busy.Donors);
}

internal sealed class SummariseOverlaps(OverlapFilterReader filters, OverlapSummaryStore overlaps)
    : Endpoint<SummariseOverlapsRequest, OverlapSummaryResponse>
{
    public override void Configure()
    {
        Get("/v1/overlaps/summary");
        this.Documents(
            "Summarise overlaps",
            "Counts, shared days and amounts at stake of the pairs that the report ranks, by country, pillar, pair of donors and year, with the same filters.",
            answer: typeof(OverlapSummaryResponse)
        );
    }

    public override async Task HandleAsync(SummariseOverlapsRequest req, CancellationToken ct)
    {
        var summary = await overlaps.SummariseAsync(
            await filters.ReadAsync(req, ranked: true, ct),
            req.By.Count == 0 ? [OverlapDimension.Country] : [.. req.By.Distinct()],
            ct
        );

        // The few rows are aggregated again for each page, so the cursor is an offset.
        var skip = (int)Math.Clamp(req.Cursor?.Number(0) ?? 0, 0, summary.Rows.Count);
        var page = summary.Rows.Skip(skip).Take(req.Limit).Select(OverlapSummaryRowResponse.FromRow).ToList();
        object[]? next = skip + page.Count < summary.Rows.Count ? [skip + page.Count] : null;
        await Send.PageAsync(
            link => new OverlapSummaryResponse(
                page,
                OverlapSummaryRowResponse.FromRow(summary.Totals),
                [.. summary.BusiestMonths.Select(BusyMonthResponse.FromMonth)],
                link,
                req.Count ? summary.Rows.Count : null
            ),
            next,
            ct
        );
    }
}
