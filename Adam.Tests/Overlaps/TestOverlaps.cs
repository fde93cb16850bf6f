using Adam.Data.Databases;
using Adam.Data.Overlaps;
using Adam.Data.Overlaps.Matching;
using Adam.Data.Overlaps.Report;
using Adam.Data.Overlaps.Review;

namespace Adam.Tests.Overlaps;

/// <summary>Creates the stores that query overlaps of a test register.</summary>
internal static class TestOverlaps
{
    public static OverlapStore Store(Database database, QueryPlanThresholds? thresholds = null) =>
        new(database, Planner(thresholds), Statistics(database));

    public static ReviewQueueStore Queue(Database database, int windows) =>
        new(database, Planner(), Statistics(database), Store(database)) { Windows = windows };

    public static ProjectRecorder Recorder(Database database, TimeProvider? time = null) =>
        new(
            database,
            TestStores.Projects(database, time ?? TimeProvider.System),
            Store(database),
            new(new(database, TimeProvider.System), time ?? TimeProvider.System)
        );

    public static OverlapSummaryStore Summaries(Database database, QueryPlanThresholds? thresholds = null) =>
        new(database, Planner(thresholds));

    public static OverlapClusters Clusters(Database database) => new(database, Planner());

    public static QueryPlanner Planner(QueryPlanThresholds? thresholds = null) =>
        new() { Thresholds = thresholds ?? new() };

    public static DraftOverlaps Drafts(Database database) => new(database, Statistics(database));

    public static TermStatisticsStore Statistics(Database database) => new(database, new MatchingCache());

    /// <summary>Reads all pages and returns their pairs.</summary>
    public static async Task<List<RankedOverlap>> AllAsync(
        this OverlapStore overlaps,
        OverlapFilter filter,
        OverlapSort sort,
        int page
    )
    {
        var all = new List<RankedOverlap>();
        RankPosition? rank = null;
        OverlapPosition? start = null;
        do
        {
            var next =
                sort == OverlapSort.Start
                    ? await overlaps.WalkAsync(filter, start, page, default)
                    : await overlaps.RankAsync(filter, sort, rank, page, default);
            all.AddRange(next.Items);
            (rank, start) = (next.NextRank, next.NextStart);
        } while (rank is not null || start is not null);
        return all;
    }
}
