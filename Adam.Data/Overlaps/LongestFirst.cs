using Adam.Data.Engines;
using Adam.Domain.Projects;

namespace Adam.Data.Overlaps;

/// <summary>A pair as the queries answer it.</summary>
internal sealed record OverlapPair
{
    public long EarlierId { get; init; }
    public int EarlierStart { get; init; }
    public long LaterId { get; init; }
    public int LaterStart { get; init; }
    public int RankDays { get; init; }

    public OverlapPosition Position => new(RankDays, EarlierStart, EarlierId, LaterStart, LaterId);

    public static Task<IReadOnlyList<OverlapPair>> QueryAsync(Session session, Statement statement, CancellationToken ct) =>
        session.QueryAsync<OverlapPair>(statement.Sql, statement.Parameters, ct);
}

/// <summary>From which numbers on the report is sought in another way. They change how fast an answer comes, never what it is.</summary>
internal sealed record SearchSizes
{
    /// <summary>Up to so many projects that pass a filter are named to the query; beyond, each pair is asked whether one of its projects passes.</summary>
    public int Few { get; init; } = 2_000;

    /// <summary>Up to so many, all their pairs are found and sorted for a page. Of more, the pairs of all projects are walked in their order and asked whether one of these is in them.</summary>
    public int VeryFew { get; init; } = 50;

    /// <summary>How many cells the first band of longest projects has; each that follows has twice as many.</summary>
    public int FirstBand { get; init; } = 512;

    /// <summary>So many cells with an open end are too many to sort their pairs.</summary>
    public int ManyOpenEnds { get; init; } = 512;
}

/// <summary>
/// A page of the pairs that share most days, without ranking them all. No pair shares more days than either of its projects has: so the longest projects are asked first, for those that start while
/// enough of their days are left, and then the less long, band by band, until the page is full. Open ends are a band of their own: they all count five years, and what very many pairs have in common
/// is walked in its order instead of sorted.
/// </summary>
internal sealed class LongestFirst(Engine engine, Session session, OverlapFilter filter, SearchSizes sizes)
{
    public async Task<IReadOnlyList<OverlapPair>> PageAsync(OverlapPosition? after, int take, CancellationToken ct)
    {
        var page = new List<OverlapPair>();
        var (most, band) = (after?.RankDays ?? int.MaxValue, sizes.FirstBand);
        var walkOpen = await LongestAsync(Period.MostDaysOfOpenEnd, sizes.ManyOpenEnds, ct) is { Days: Period.MostDaysOfOpenEnd } open && open.Cells == sizes.ManyOpenEnds;
        while (page.Count < take && most > 0)
        {
            if (walkOpen && most is <= Period.MostDaysOfOpenEnd and >= Period.LeastDaysOfOpenEnd)
            {
                page.AddRange(await OverlapPair.QueryAsync(session, OverlapSql.Tied(engine, filter, after?.RankDays == most ? after : null, most, take - page.Count), ct));
                most--;
                continue;
            }

            // Where nobody is so short, there are still long projects that share few days: the rest is one band.
            var least = (await LongestAsync(most, band, ct)).Days ?? 1;
            if (walkOpen && most > Period.MostDaysOfOpenEnd)
                least = Math.Max(least, Period.MostDaysOfOpenEnd + 1);
            if (least <= most)
                page.AddRange(await OverlapPair.QueryAsync(session, OverlapSql.Band(engine, filter, after, least, most, take - page.Count), ct));
            (most, band) = (least - 1, band * 2);
        }

        return page;
    }

    private async Task<Length> LongestAsync(int most, int cells, CancellationToken ct)
    {
        var statement = OverlapSql.Longest(engine, filter, most, cells);
        return (await session.FirstAsync<Length>(statement.Sql, statement.Parameters, ct))!;
    }

    private sealed record Length
    {
        public int? Days { get; init; }
        public long Cells { get; init; }
    }
}
