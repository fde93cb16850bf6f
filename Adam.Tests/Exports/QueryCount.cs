using System.Diagnostics;
using Adam.Data.Monitoring;

namespace Adam.Tests.Exports;

/// <summary>Counts the calls of the database that send some queries, from its creation to its end.</summary>
internal sealed class QueryCount : IDisposable
{
    private readonly ActivityListener _listener;
    private int _count;

    /// <param name="queries">The class that holds their texts.</param>
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
