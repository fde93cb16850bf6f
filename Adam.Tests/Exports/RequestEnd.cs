using System.Diagnostics;
using Adam.Tests.Cli;

namespace Adam.Tests.Exports;

/// <summary>Waits until the server has ended a request, also one whose caller has gone away.</summary>
internal sealed class RequestEnd : IDisposable
{
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly ActivityListener _listener;

    /// <summary>Listens from now on. The next request that ends is the one.</summary>
    public RequestEnd()
    {
        _listener = new()
        {
            ShouldListenTo = source => source.Name == "Microsoft.AspNetCore",
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllData,
            ActivityStopped = _ => _ended.TrySetResult(),
        };
        ActivitySource.AddActivityListener(_listener);
    }

    public Task WaitAsync() => _ended.Task.WaitAsync(ProgramProcess.HangGuard);

    public void Dispose() => _listener.Dispose();
}
