using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;
using Adam.Api.Binding;
using Adam.Api.Errors;
using Adam.Api.Http;
using Adam.Api.OpenApi;
using Adam.Data.Gaps;
using FastEndpoints;

namespace Adam.Api.Gaps;

internal sealed record SummariseGapsRequest : GapFilterRequest
{
    /// <summary>
    /// <c>year</c> (the default): the states on each 31 December, from the periods. <c>measure</c>, <c>country</c> and
    /// <c>pillar</c>: the states on the day <c>asOf</c>.
    /// </summary>
    [QueryParam, Example("year")]
    public GapDimension By { get; init; } = GapDimension.Year;

    /// <summary>The cells that are counted: those of measures (the default), or of pillars.</summary>
    [QueryParam, Example("measure")]
    public GapCells Cells { get; init; } = GapCells.Measure;

    /// <summary>The first year; by default nine years before the last one. Only with <c>by=year</c>.</summary>
    [QueryParam, Range(1970, 2100), Example(2010)]
    public int? FromYear { get; init; }

    /// <summary>The last year, included; by default that of <c>asOf</c>. Only with <c>by=year</c>.</summary>
    [QueryParam, Range(1970, 2100), Example(2026)]
    public int? ToYear { get; init; }
}

/// <summary>The numbers of cells with one value of the dimension, by state.</summary>
/// <param name="Value">A year, the reference of a measure, or the code of a country or a pillar.</param>
/// <param name="Cells">The number of all cells.</param>
/// <param name="Covered">The number of cells in which a project works.</param>
/// <param name="Planned">The number of cells in which one will work.</param>
/// <param name="Ended">The number of cells in which the last one has ended.</param>
/// <param name="Gap">The number of cells without any.</param>
internal sealed record GapSummaryRowResponse(
    [property: Example("2026")] string Value,
    [property: Example(19)] int Cells,
    [property: Example(6)] int Covered,
    [property: Example(2)] int Planned,
    [property: Example(4)] int Ended,
    [property: Example(7)] int Gap
)
{
    public static GapSummaryRowResponse FromRow(GapSummaryRow row) =>
        new(row.Value, row.Cells, row.Covered, row.Planned, row.Ended, row.Gaps);
}

/// <summary>The numbers of cells by state.</summary>
/// <param name="Items">
/// The rows, in the order of their values. A measure with several pillars counts under each, and a measure that needs
/// one project anywhere under no country.
/// </param>
/// <param name="Totals">The numbers on the day <c>asOf</c>; each cell counts once.</param>
/// <param name="AsOf">The day of the totals.</param>
/// <param name="NextCursor">The <c>cursor</c> of the next page; null on the last page.</param>
/// <param name="Total">The number of rows on all pages; only with <c>count=true</c>.</param>
/// <param name="Warnings">
/// Values of filters that are read by another name, such as <c>UK</c>; only if there are some.
/// </param>
internal sealed record GapSummaryResponse(
    IReadOnlyList<GapSummaryRowResponse> Items,
    CoverageCountsResponse Totals,
    DateOnly AsOf,
    string? NextCursor,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] long? Total,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] IReadOnlyList<ValidationError>? Warnings
);

internal sealed class SummariseGaps(GapStore gaps, GapFilterReader filters)
    : Endpoint<SummariseGapsRequest, GapSummaryResponse>
{
    private const int UsualYears = 10;

    public override void Configure()
    {
        Get("/v1/gaps/summary");
        this.OffersListFormats();
        this.Documents(
            "Summarise gaps",
            "Returns the numbers of cells that are covered, planned, ended or open: on each 31 December, which the "
                + "periods of the projects decide, also of years before they were recorded; or on one day by measure, "
                + "country or pillar.",
            answer: typeof(GapSummaryResponse)
        );
    }

    public override async Task HandleAsync(SummariseGapsRequest req, CancellationToken ct)
    {
        var errors = req.BindingErrors;
        var query = await filters.ReadAsync(req, req.Cells == GapCells.Pillar, ct);
        if (req.Cells == GapCells.Pillar && req.By == GapDimension.Measure)
            errors.Add(
                new("by", "The cells of pillars belong to no measure. Leave cells=pillar out.", ErrorCodes.BadValue)
            );
        if (req.By != GapDimension.Year)
        {
            Misplaced("fromYear", req.FromYear);
            Misplaced("toYear", req.ToYear);
        }

        var last = req.ToYear ?? Math.Clamp(query.AsOf.Year, 1970, 2100);
        var first = req.FromYear ?? Math.Max(1970, last - UsualYears + 1);
        if (last < first)
            errors.Add(
                new("toYear", $"The last year ({last}) lies before the first one ({first}).", ErrorCodes.EndBeforeStart)
            );
        errors.ThrowIfAny();

        var (rows, totals) = await gaps.SummariseAsync(query, req.By, first, last, ct);
        var after = req.Cursor?.String(0) ?? "";
        var rest = rows.Where(row => string.CompareOrdinal(row.Value, after) > 0)
            .Select(GapSummaryRowResponse.FromRow)
            .ToList();
        var list = new ListSource<GapSummaryRowResponse>
        {
            PageAsync = (limit, _) =>
                Task.FromResult(
                    new ListPage<GapSummaryRowResponse>(
                        [.. rest.Take(limit)],
                        rest.Count > limit ? [rest[limit - 1].Value] : null
                    )
                ),
            StreamAsync = _ => rest.ToAsyncEnumerable(),
            CountAsync = _ => Task.FromResult((long)rows.Count),
            Table = GapTable.Summary,
            ToResponse = (page, next, total, _) =>
                new GapSummaryResponse(
                    page,
                    new(totals.Cells, totals.Covered, totals.Planned, totals.Ended, totals.Gaps),
                    query.AsOf,
                    next,
                    total,
                    req.Warnings
                ),
        };
        await Send.ListAsync(req, list, ct);

        void Misplaced(string name, int? year)
        {
            if (year is not null)
                errors.Add(
                    new(name, $"{name} applies to by=year. Leave it out, or ask for by=year.", ErrorCodes.BadValue)
                );
        }
    }
}
