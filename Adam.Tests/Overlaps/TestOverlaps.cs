using Adam.Data.Engines;
using Adam.Data.Overlaps;
using Adam.Data.Overlaps.Register;
using Adam.Data.Overlaps.Report;

namespace Adam.Tests.Overlaps;

/// <summary>Creates the stores that query overlaps of a test register.</summary>
internal static class TestOverlaps
{
    public static OverlapStore Store(Engine engine, QueryPlanThresholds? thresholds = null) =>
        new(engine, Planner(thresholds), Editions(engine));

    public static ProjectRecorder Recorder(Engine engine, TimeProvider? time = null) =>
        new(TestStores.Projects(engine, time ?? TimeProvider.System), Store(engine));

    public static OverlapSummaryStore Summaries(Engine engine, QueryPlanThresholds? thresholds = null) =>
        new(engine, Planner(thresholds));

    public static OverlapClusters Clusters(Engine engine) => new(engine, Planner());

    public static QueryPlanner Planner(QueryPlanThresholds? thresholds = null) => new() { Thresholds = thresholds ?? new() };

    public static OverlapDrafts Drafts(Engine engine) => new(engine, Editions(engine));

    public static OverlapEditionStore Editions(Engine engine) => new(engine, new OverlapMemory());

    /// <summary>Reads all pages and returns their pairs.</summary>
    public static async Task<List<RankedOverlap>> AllAsync(this OverlapStore overlaps, OverlapFilter filter, OverlapSort sort, int page)
    {
        var all = new List<RankedOverlap>();
        RankPosition? rank = null;
        OverlapPosition? start = null;
        do
        {
            var next = sort == OverlapSort.Start ? await overlaps.WalkAsync(filter, start, page, default) : await overlaps.RankAsync(filter, sort, rank, page, default);
            all.AddRange(next.Items);
            (rank, start) = (next.NextRank, next.NextStart);
        }
        while (rank is not null || start is not null);
        return all;
    }
}
