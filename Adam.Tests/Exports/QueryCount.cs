using System.Diagnostics;
using Adam.Data.Monitoring;

namespace Adam.Tests.Exports;

/// <summary>Counts the database calls of some queries, from its creation until it is disposed of.</summary>
internal sealed class QueryCount : IDisposable
{
    private readonly ActivityListener _listener;
    private int _count;

    /// <param name="queries">The class that contains the queries.</param>
    public QueryCount(string queries)
    {
        _listener = new()
        {
            ShouldListenTo = source => source.Name == Telemetry.Name,
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllData,
            ActivityStarted = activity =>
            {
                if (activity.OperationName.StartsWith($"{queries}.", StringComparison.Ordinal))
                    Interlocked.Increment(ref _count);
            },
        };
        ActivitySource.AddActivityListener(_listener);
    }

    public int Count => Volatile.Read(ref _count);

    public void Dispose() => _listener.Dispose();
}
