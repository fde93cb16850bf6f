using Adam.Api.Binding;
using Adam.Api.Errors;
using Adam.Api.History;
using Adam.Api.Http;
using Adam.Api.OpenApi;
using Adam.Api.Projects.Filtering;
using Adam.Api.Serialization;
using Adam.Data.Overlaps;
using Adam.Data.Overlaps.Report;
using Adam.Data.Overlaps.Review;
using Adam.Domain.Sentences;
using FastEndpoints;

namespace Adam.Api.Overlaps;

internal sealed record ListOverlapsRequest : OverlapFilterRequest
{
    /// <summary>
    /// The order of the list. <c>score</c> (default): highest score first. <c>days</c>: most shared days first, where
    /// an open end counts as five years. <c>updated</c>: latest change first. <c>uncertain</c>: the review queue, pairs
    /// without a valid verdict, the score closest to 0.5 first. These four list pairs with a score of 0.3 or more, and
    /// pairs of the kinds <c>next-phase</c>, <c>other-place</c> and <c>part-of</c>. The review queue also shows, after
    /// each nine of them, a pair that was drawn by chance from those with a lower score (<c>sampleChance</c>);
    /// <c>total</c> does not count these.
    /// <c>start</c>: all pairs of any score, by the earlier start.
    /// </summary>
    [QueryParam, Example("start")]
    public OverlapSort Sort { get; init; } = OverlapSort.Score;

    /// <summary>
    /// The members of the pairs to return, at the top level. The id is always returned; the others are then missing,
    /// even those that the schema requires.
    /// </summary>
    [QueryParam, CommaSeparated, MembersOf(typeof(OverlapResponse)), Example("score,kind,projects")]
    public IReadOnlyList<string> Fields { get; init; } = [];

    /// <summary>
    /// The instant, or the day in UTC at its midnight, of which the pairs are returned as they stood then.
    /// The register of then is written when it is first asked for; if that takes long, the response is 503 with
    /// <c>Retry-After</c>.
    /// </summary>
    [QueryParam, Example("2026-01-01")]
    public DateOrInstant? AsOf { get; init; }

    /// <summary>
    /// <c>names</c> adds the names of countries, partners and pillars in the language of <c>Accept-Language</c>.
    /// </summary>
    [QueryParam, Example("names")]
    public ResponseExtra? Include { get; init; }
}

internal sealed class ListOverlaps(
    OverlapFilterReader filters,
    RegistersByInstant registers,
    CodeNames names,
    FilterSuggestions suggestions
) : Endpoint<ListOverlapsRequest, ListResponse<RawJson>>
{
    public override void Configure()
    {
        Get("/v1/overlaps");
        this.OffersListFormats(ListFormatScope.TypedTables);
        this.Documents(
            "List overlaps",
            "The duplication report: pairs of projects of different owners or donors that share a recipient country, "
                + "a pillar and at least one day. Each pair is listed once, even if it shares several countries. "
                + "country, pillar, route and the active… filters test the shared values of the two projects. One of "
                + "the two projects must match all other filters of projects.",
            answer: typeof(ListResponse<OverlapResponse>),
            problems: [ErrorCodes.NotAsOf, ErrorCodes.PastNotReady]
        );
    }

    public override async Task HandleAsync(ListOverlapsRequest req, CancellationToken ct)
    {
        var isQueue = req.Sort == OverlapSort.Uncertain;
        var filter = await filters.ReadAsync(req, req.Sort != OverlapSort.Start, ct, isQueue);
        var isByStart = req.Sort == OverlapSort.Start;
        var start =
            isByStart && req.Cursor is { } one
                ? new OverlapPosition((int)one.Number(0), one.Number(1), (int)one.Number(2), one.Number(3))
                : null;
        var rank =
            !isByStart && req.Cursor is { } other
                ? new RankPosition(other.Number(0), other.Number(1), other.Number(2))
                : null;
        var inQueue =
            isQueue && req.Cursor is { } third
                ? new QueuePosition(
                    rank!,
                    new(third.Number(3), third.Number(4), third.Number(5)),
                    (int)Math.Clamp(third.Number(6), 0, int.MaxValue)
                )
                : null;
        var texts = HttpContext.ChooseSentences();
        using var register = await registers.OpenAsync(req.AsOf, ct);
        var (overlaps, queue) = (register.Stores.Overlaps, register.Stores.Queue);
        var list = new ListSource<RawJson>
        {
            PageAsync = async (limit, token) =>
                isQueue ? ToPage(await queue.PageAsync(filter, inQueue, limit, token), req, texts)
                : isByStart ? ToPage(await overlaps.WalkAsync(filter, start, limit, token), req, texts)
                : ToPage(await overlaps.RankAsync(filter, req.Sort, rank, limit, token), req, texts),
            StreamAsync = token =>
                (
                    isQueue ? queue.StreamAsync(filter, inQueue, token)
                    : isByStart ? overlaps.StreamAllAsync(filter, start, token)
                    : overlaps.StreamRankedAsync(filter, req.Sort, rank, token)
                ).Select(overlap => ToJson(overlap, req, texts)),
            CountAsync = token => overlaps.CountAsync(filter, req.Sort, token),
            NameAsync = req.Include is null ? null : (items, token) => names.FindAsync(HttpContext, items, token),
            Table = OverlapTable.All.With(req.Fields),
            IsSelection = req.Fields.Count > 0,
            SuggestAsync = token => suggestions.FindAsync(req, token),
        };
        await Send.ListAsync(req, list, ct);
    }

    private static ListPage<RawJson> ToPage(OverlapPage page, ListOverlapsRequest req, SentenceTexts texts)
    {
        object[]? next = page switch
        {
            { NextRank: { } last } => [last.Key, last.FirstId, last.SecondId],
            { NextStart: { } last } => [last.EarlierStart, last.EarlierId, last.LaterStart, last.LaterId],
            _ => null,
        };
        return new([.. page.Items.Select(overlap => ToJson(overlap, req, texts))], next);
    }

    private static ListPage<RawJson> ToPage(QueuePage page, ListOverlapsRequest req, SentenceTexts texts)
    {
        object[]? next = page.Next is var (ranked, sample, since)
            ? [ranked.Key, ranked.FirstId, ranked.SecondId, sample.Hash, sample.FirstId, sample.SecondId, since]
            : null;
        return new([.. page.Items.Select(overlap => ToJson(overlap, req, texts))], next);
    }

    private static RawJson ToJson(RankedOverlap overlap, ListOverlapsRequest req, SentenceTexts texts) =>
        MemberSelection.Select(OverlapResponse.FromOverlap(overlap, texts).ToJson(), req.Fields);
}
