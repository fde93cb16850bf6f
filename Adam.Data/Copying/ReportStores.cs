using Adam.Data.Databases;
using Adam.Data.Overlaps;
using Adam.Data.Overlaps.Matching;
using Adam.Data.Overlaps.Report;
using Adam.Data.Overlaps.Review;
using Adam.Data.Presence;
using Adam.Data.Projects;

namespace Adam.Data.Copying;

/// <summary>The stores of presence and overlaps, of the present register or of one of the past.</summary>
/// <param name="Time">The clock of the register, which stands still in the past.</param>
public sealed record ReportStores(
    PresenceStore Presence,
    RestrictedCells Restricted,
    OverlapStore Overlaps,
    ReviewQueueStore Queue,
    OverlapSummaryStore Summaries,
    OverlapClusters Clusters,
    TimeProvider Time
)
{
    /// <summary>Returns the stores of one database.</summary>
    public static ReportStores ForDatabase(Database database, TimeProvider time)
    {
        var (planner, statistics) = (new QueryPlanner(), new TermStatisticsStore(database, new()));
        var overlaps = new OverlapStore(database, planner, statistics);
        return new(
            new(database),
            new(database),
            overlaps,
            new(database, planner, statistics, overlaps),
            new(database, planner),
            new(database, planner),
            time
        );
    }
}

/// <summary>The stores of a register that stays open until it is disposed of.</summary>
/// <param name="close">Runs once at the end.</param>
public sealed class OpenRegister(ReportStores stores, Action close) : IDisposable
{
    private Action? _close = close;

    public ReportStores Stores => stores;

    public void Dispose() => Interlocked.Exchange(ref _close, null)?.Invoke();
}
