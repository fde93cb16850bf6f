using System.Diagnostics;
using Adam.Data.Monitoring;
using Adam.Tests.Cli;

namespace Adam.Tests.Exports;

/// <summary>Stops a request before one of its database calls, until the test goes on.</summary>
internal sealed class PausedQuery : IDisposable
{
    private readonly TaskCompletionSource _reached = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly ManualResetEventSlim _goes = new();
    private readonly ActivityListener _listener;
    private int _count;

    /// <param name="query">The beginning of the name of the queries that count.</param>
    /// <param name="number">The number of the query to stop before, counted from 1.</param>
    public PausedQuery(string query, int number)
    {
        _listener = new()
        {
            ShouldListenTo = source => source.Name == Telemetry.Name,
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllData,
            ActivityStarted = activity =>
            {
                if (
                    !activity.OperationName.StartsWith(query, StringComparison.Ordinal)
                    || Interlocked.Increment(ref _count) != number
                )
                    return;

                _reached.TrySetResult();
                _goes.Wait(ProgramProcess.HangGuard);
            },
        };
        ActivitySource.AddActivityListener(_listener);
    }

    /// <summary>The number of queries so far.</summary>
    public int Count => Volatile.Read(ref _count);

    /// <summary>Waits until the request has come to the query.</summary>
    public Task ReachedAsync() => _reached.Task.WaitAsync(ProgramProcess.HangGuard);

    public void GoOn() => _goes.Set();

    public void Dispose()
    {
        _goes.Set();
        _listener.Dispose();
    }
}
