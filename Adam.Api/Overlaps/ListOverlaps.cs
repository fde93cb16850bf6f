using Adam.Api.OpenApi;
using Adam.Api.Requests;
using Adam.Data.Overlaps;
using FastEndpoints;

namespace Adam.Api.Overlaps;

internal sealed record ListOverlapsRequest : OverlapFilterRequest
{
    /// <summary>
    /// <c>score</c> (default): highest score first; <c>days</c>: most shared days first, an open end counts as five
    /// years; <c>updated</c>: latest change first. These three list pairs that score 0.3 or more. <c>start</c>: every
    /// pair, whatever its score, in the order of the earlier start.
    /// </summary>
    [QueryParam, Example("start")]
    public OverlapSort Sort { get; init; } = OverlapSort.Score;
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
        var filter = await filters.ReadAsync(req, req.Sort != OverlapSort.Start, ct);
        var page = req.Sort == OverlapSort.Start
            ? await overlaps.WalkAsync(filter, req.Cursor is { } start ? new((int)start.Number(0), start.Number(1), (int)start.Number(2), start.Number(3)) : null, req.Limit, ct)
            : await overlaps.RankAsync(filter, req.Sort, req.Cursor is { } rank ? new(rank.Number(0), rank.Number(1), rank.Number(2)) : null, req.Limit, ct);
        object[]? next = page switch
        {
            { NextRank: { } last } => [last.Key, last.FirstId, last.SecondId],
            { NextStart: { } last } => [last.EarlierStart, last.EarlierId, last.LaterStart, last.LaterId],
            _ => null,
        };
        await Send.PageAsync([.. page.Items.Select(OverlapResponse.Of)], next, req.Count ? await overlaps.CountAsync(filter, req.Sort, ct) : null, ct);
    }
}
