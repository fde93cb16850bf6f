using System.Collections.Concurrent;

namespace Adam.Api.Imports;

/// <summary>
/// Stops jobs of this server at once. An atomic import holds the register while it writes, so that no request could
/// store there that it shall end.
/// </summary>
internal sealed class ImportStops
{
    private readonly ConcurrentDictionary<Guid, Action> _running = new();

    /// <summary>Lets <see cref="TryStop"/> call an action, until the result is disposed of.</summary>
    public IDisposable Add(Guid id, Action stop)
    {
        _running[id] = stop;
        return new Registration(this, id);
    }

    /// <summary>Stops a job. Returns false if this server does not work on it.</summary>
    public bool TryStop(Guid id)
    {
        if (!_running.TryGetValue(id, out var stop))
            return false;

        try
        {
            stop();
            return true;
        }
        catch (ObjectDisposedException)
        {
            // It has ended meanwhile.
            return false;
        }
    }

    private sealed class Registration(ImportStops stops, Guid id) : IDisposable
    {
        public void Dispose() => stops._running.TryRemove(id, out _);
    }
}
