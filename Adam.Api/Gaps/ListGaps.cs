using Adam.Api.Binding;
using Adam.Api.Errors;
using Adam.Api.Http;
using Adam.Api.OpenApi;
using Adam.Data.Gaps;
using Adam.Domain.Gaps;
using FastEndpoints;

namespace Adam.Api.Gaps;

/// <summary>The kinds of cells.</summary>
internal enum GapCells
{
    /// <summary>Each country of each measure, or a measure anywhere.</summary>
    Measure,

    /// <summary>Each pillar in each country, whether or not a measure asks for it.</summary>
    Pillar,
}

internal sealed record ListGapsRequest : GapFilterRequest
{
    /// <summary>
    /// <c>measure</c> (the default): each country of each measure. <c>pillar</c>: each pillar in each of the countries;
    /// without <c>country</c> and <c>route</c>, in those of all routes.
    /// </summary>
    [QueryParam, Example("measure")]
    public GapCells By { get; init; } = GapCells.Measure;

    /// <summary>States: only cells in one of them.</summary>
    [QueryParam, Example("gap")]
    public IReadOnlyList<CoverageState> State { get; init; } = [];

    /// <summary>True for crowded cells only; false for others only.</summary>
    [QueryParam, Example(false)]
    public bool? Crowded { get; init; }

    /// <summary>The first day of the window of <c>uncoveredDays</c>; that of the measure by default.</summary>
    [QueryParam, Example("2026-01-01")]
    public DateOnly? From { get; init; }

    /// <summary>The last day of the window, included; that of the measure by default.</summary>
    [QueryParam, Example("2028-12-31")]
    public DateOnly? Until { get; init; }

    /// <summary>
    /// <c>names</c> adds the names of countries, partners and pillars in the language of <c>Accept-Language</c>.
    /// </summary>
    [QueryParam, Example("names")]
    public ResponseExtra? Include { get; init; }
}

internal sealed class ListGaps(GapStore gaps, GapFilterReader filters, CodeNames names)
    : Endpoint<ListGapsRequest, GapsResponse>
{
    public override void Configure()
    {
        Get("/v1/gaps");
        this.OffersListFormats(ListFormatScope.Countries);
        this.Documents(
            "List gaps",
            "Returns for each country of each measure whether projects cover it on a day, will cover it, have covered "
                + "it, or none ever did. Cancelled and withdrawn projects do not count, and suspended ones count as "
                + "none. Coverage is presence: it says that somebody works there, and nothing of the effect.",
            answer: typeof(GapsResponse)
        );
    }

    public override async Task HandleAsync(ListGapsRequest req, CancellationToken ct)
    {
        if (req.Until < req.From)
            req.BindingErrors.Add(
                new(
                    "until",
                    $"The window ends ({req.Until:yyyy-MM-dd}) before it begins ({req.From:yyyy-MM-dd}).",
                    ErrorCodes.EndBeforeStart
                )
            );
        var query = await filters.ReadAsync(req, req.By == GapCells.Pillar, ct);
        req.BindingErrors.ThrowIfAny();
        query = query with { States = req.State, Crowded = req.Crowded, From = req.From, Until = req.Until };
        var all = (await gaps.ListAsync(query, ct)).Select(gap => GapResponse.FromGap(gap, query.AsOf)).ToList();

        // The cells are computed again for each page. The cursor is the key of the last one.
        var rest = req.Cursor is { } cursor ? [.. After(all, cursor.String(0), cursor.String(1))] : all;
        var list = new ListSource<GapResponse>
        {
            PageAsync = (limit, _) =>
                Task.FromResult(
                    new ListPage<GapResponse>(
                        [.. rest.Take(limit)],
                        rest.Count > limit ? [KeyOf(rest[limit - 1]), rest[limit - 1].Country ?? ""] : null
                    )
                ),
            StreamAsync = _ => rest.ToAsyncEnumerable(),
            CountAsync = _ => Task.FromResult((long)all.Count),
            NameAsync = req.Include is null ? null : (rows, token) => names.FindAsync(HttpContext, rows, token),
            Table = GapTable.All,
            ToResponse = (rows, next, total, named) =>
                new GapsResponse(
                    rows,
                    CoverageCountsResponse.FromStates([.. all.Select(gap => gap.State)]),
                    next,
                    total,
                    named,
                    req.Warnings
                ),
        };
        await Send.ListAsync(req, list, ct);
    }

    /// <summary>
    /// Returns the cells after one. If that is gone, because its measure was withdrawn, the list has changed under the
    /// client, and it begins anew.
    /// </summary>
    private static IEnumerable<GapResponse> After(List<GapResponse> all, string key, string country) =>
        all.Skip(all.FindIndex(gap => KeyOf(gap) == key && (gap.Country ?? "") == country) + 1);

    private static string KeyOf(GapResponse gap) => gap.Measure ?? Serialization.Json.NameOf(gap.Pillar!.Value);
}
