using System.ComponentModel.DataAnnotations;
using Adam.Api.Binding;
using Adam.Api.Errors;
using Adam.Api.ExchangeRates;
using Adam.Api.History;
using Adam.Api.Http;
using Adam.Api.OpenApi;
using Adam.Api.Overlaps;
using Adam.Api.Projects.Filtering;
using Adam.Api.Security;
using Adam.Data.Presence;
using FastEndpoints;

namespace Adam.Api.Presence;

/// <summary>The order of the rows of presence.</summary>
internal enum PresenceSort
{
    /// <summary>By the values of the dimensions.</summary>
    Values = 1,

    /// <summary>The rows with the most projects first.</summary>
    ProjectsDescending = 2,
}

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

    /// <summary>The order of the rows; rows with the same number of projects are ordered by their values.</summary>
    [QueryParam]
    public PresenceSort Sort { get; init; } = PresenceSort.Values;

    /// <summary>
    /// The instant, or the day in UTC at its midnight, of which the table is returned as it stood then.
    /// The register of then is written when it is first asked for; if that takes long, the response is 503 with
    /// <c>Retry-After</c>.
    /// </summary>
    [QueryParam, Example("2026-01-01")]
    public DateOrInstant? AsOf { get; init; }

    /// <summary>
    /// The figures to return of the rows and the totals. The values of the dimensions are always returned; the other
    /// members are then missing, even those that the schema requires. <c>converted</c> has <c>given</c> only if that is
    /// named too. Figures that are not asked for are not computed: <c>projects</c> alone takes the least time.
    /// </summary>
    [QueryParam, CommaSeparated, MembersOf(typeof(PresenceRow)), Example("projects")]
    public IReadOnlyList<string> Fields { get; init; } = [];

    /// <summary>
    /// <c>names</c> adds the names of countries, partners and pillars in the language of <c>Accept-Language</c>.
    /// </summary>
    [QueryParam, Example("names")]
    public ResponseExtra? Include { get; init; }
}

internal sealed class GetPresence(ProjectFilterReader filters, RegistersByInstant registers, CodeNames names)
    : Endpoint<GetPresenceRequest, PresenceResponse>
{
    public override void Configure()
    {
        Get("/v1/presence");
        this.OffersListFormats();
        this.Documents(
            "Query presence",
            "Returns the 4W table (who does what, where and when): the number of projects and of partners, and the "
                + "amounts by currency. A row counts each of its projects as a whole, so the rows do not add up to "
                + "the totals, which count each project once. A filter on a dimension also restricts the rows. "
                + "Cancelled projects do not count. By year, an open end counts up to the current year, a finished "
                + "project without an end counts in the year of its start, and a project without a start in the year "
                + "of its end. By donor, amounts are those of the whole projects, and given is what the donor itself "
                + "gives.",
            answer: typeof(PresenceResponse),
            problems: [ErrorCodes.NotAsOf, ErrorCodes.PastNotReady]
        );
    }

    public override async Task HandleAsync(GetPresenceRequest req, CancellationToken ct)
    {
        List<PresenceDimension> by = [.. req.By.Distinct()];
        var filter = await filters.ReadAsync(req, ct);
        using var register = await registers.OpenAsync(req.AsOf, ct);
        var stores = register.Stores;
        var fields = PresenceFields.For(by, req.Fields);
        var question = new PresenceQuery(by, filter, stores.Time.GetUtcNow().Year, req.Currency)
        {
            Figures = fields.Figures,
        };
        var isConverted = req.Currency is not null && fields.Figures.HasFlag(PresenceFigures.Converted);
        var table = await stores.Presence.QueryPresenceAsync(question, ct);
        var hidden = await stores.Restricted.FindAsync(Caller.FromPrincipal(User).Reader, question.Filter, ct);

        // The table is computed again for each page.
        var cells = Rest(table.Cells, req);
        var list = new ListSource<PresenceRow>
        {
            PageAsync = (limit, _) =>
                Task.FromResult(
                    new ListPage<PresenceRow>(
                        [.. cells.Take(limit).Select(ToRow)],
                        cells.Count > limit ? Position(cells[limit - 1], req.Sort) : null
                    )
                ),
            StreamAsync = _ => cells.ToAsyncEnumerable().Select(ToRow),
            CountAsync = _ => Task.FromResult((long)table.Cells.Count),
            NameAsync = req.Include is null ? null : (rows, token) => names.FindAsync(HttpContext, rows, token),
            Table = PresenceColumns.For(by, isConverted).With(fields.Members),
            IsSelection = req.Fields.Count > 0,
            ToResponse = (rows, next, total, named) =>
                new PresenceResponse(
                    rows,
                    PresenceRow.FromCell([], table.Totals) with
                    {
                        Selected = fields.Selected,
                    },
                    next,
                    total,
                    !isConverted ? null : [.. table.Rates.Select(ExchangeRateResponse.FromRate)],
                    named,
                    [.. hidden.Select(RestrictedCellResponse.FromCell)],
                    req.Warnings
                ),
        };
        await Send.ListAsync(req, list, ct);

        PresenceRow ToRow(PresenceCell cell) => PresenceRow.FromCell(by, cell) with { Selected = fields.Selected };
    }

    /// <summary>Returns the rows after the cursor, in the order of the request.</summary>
    private static IReadOnlyList<PresenceCell> Rest(IReadOnlyList<PresenceCell> cells, GetPresenceRequest req)
    {
        var isByProjects = req.Sort == PresenceSort.ProjectsDescending;
        // The sort is stable, so that equal rows stay in the order of their values.
        var ordered = isByProjects ? [.. cells.OrderByDescending(cell => cell.Projects)] : cells;
        if (req.Cursor is not { } cursor)
            return ordered;

        var values = Enumerable.Range(isByProjects ? 1 : 0, req.By.Distinct().Count()).Select(cursor.String).ToList();
        var projects = isByProjects ? cursor.Number(0) : 0;
        return [.. ordered.SkipWhile(IsBefore)];

        bool IsBefore(PresenceCell cell) =>
            isByProjects && cell.Projects != projects ? cell.Projects > projects : cell.CompareTo(values) <= 0;
    }

    private static object[] Position(PresenceCell cell, PresenceSort sort) =>
        sort == PresenceSort.ProjectsDescending ? [cell.Projects, .. cell.Values] : [.. cell.Values];
}
