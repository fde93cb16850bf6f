namespace Adam.Data.Databases;

/// <summary>A lock between the servers of a register, which ends with the process at the latest.</summary>
public abstract class RegisterLock : IAsyncDisposable
{
    /// <summary>Returns true while the lock is held. It is lost with the connection to the database.</summary>
    public abstract Task<bool> IsHeldAsync(CancellationToken ct);

    public abstract ValueTask DisposeAsync();
}
