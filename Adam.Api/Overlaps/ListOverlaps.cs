using Adam.Api.OpenApi;
using Adam.Api.Requests;
using Adam.Data.Overlaps;
using FastEndpoints;

namespace Adam.Api.Overlaps;

internal sealed record ListOverlapsRequest : OverlapFilterRequest
{
    /// <summary><c>days</c> (default): most shared days first, an open end counting as five years. <c>start</c>: in the order of the earlier start.</summary>
    [QueryParam, Example("start")]
    public OverlapSort Sort { get; init; } = OverlapSort.Days;
}

internal sealed class ListOverlaps(OverlapFilterReader filters, OverlapStore overlaps) : Endpoint<ListOverlapsRequest, ListResponse<OverlapResponse>>
{
    public override void Configure()
    {
        Get("/v1/overlaps");
        this.Documents("List overlaps",
            "The duplication report: pairs of projects of different owners or donors that share a recipient country, a pillar and at least one day; each pair once, however much it shares. "
            + "country, pillar, route and the active… filters test what the two projects share; of the other filters of projects, one of the two must pass all.",
            answer: typeof(ListResponse<OverlapResponse>));
    }

    public override async Task HandleAsync(ListOverlapsRequest req, CancellationToken ct)
    {
        var filter = await filters.ReadAsync(req, ct);
        var after = req.Cursor is { } cursor ? new OverlapPosition((int)cursor.Number(0), (int)cursor.Number(1), cursor.Number(2), (int)cursor.Number(3), cursor.Number(4)) : null;
        var page = await overlaps.ListAsync(filter, req.Sort, after, req.Limit, ct);
        object[]? next = page.Next is { } last ? [last.RankDays, last.EarlierStart, last.EarlierId, last.LaterStart, last.LaterId] : null;
        await Send.PageAsync([.. page.Items.Select(OverlapResponse.Of)], next, req.Count ? await overlaps.CountAsync(filter, ct) : null, ct);
    }
}
