using System.Text.Json;

namespace Adam.Data.Databases.Sqlite;

/// <summary>
/// The right to serve a SQLite file. One process holds it at a time. The operating system releases it when the process
/// ends, however it ends, so a process that was killed never blocks the next one.
/// </summary>
/// <remarks>
/// The lock is that of the operating system on an open file beside the register. A second file states the holder,
/// because on Unix nobody else can open a file that .NET has locked. Both are removed when the lock is released.
/// </remarks>
public sealed class ServingLock(SqliteDatabase database, TimeProvider time) : IDisposable
{
    private const int Attempts = 5;

    private static readonly TimeSpan BetweenAttempts = TimeSpan.FromMilliseconds(100);

    // Two names of one register are one register.
    private readonly string _register = database.FilePath;

    private FileLock? _held;
    private ServingProcess? _self;

    private string LockFile => LockFileOf(_register);

    private string HolderFile => _register + ".server";

    /// <summary>Takes the lock. It is released when this object is disposed of.</summary>
    /// <exception cref="RegisterServedException">Another process serves the file. The message states which.</exception>
    public void Take()
    {
        if (Path.GetDirectoryName(_register) is { Length: > 0 } folder)
            PrivateFiles.CreateFolder(folder);
        // A command that only looks at the lock holds it for a moment.
        for (var attempt = 1; (_held = FileLock.TryTake(LockFile)) is null; attempt++)
        {
            if (attempt == Attempts)
                throw new RegisterServedException($"{Served()}; stop it, or name another file in Adam:DataPath.");

            Thread.Sleep(BetweenAttempts);
        }

        database.IsServedHere = true;
        State(new(Environment.ProcessId, Environment.MachineName, time.GetUtcNow(), null));
    }

    /// <summary>Returns true if another process serves a file.</summary>
    internal static bool IsHeldByAnother(SqliteDatabase database)
    {
        var file = LockFileOf(database.FilePath);
        if (database.IsServedHere || !File.Exists(file))
            return false;

        using var free = FileLock.TryTake(file);
        return free is null;
    }

    /// <summary>States the address at which the holder of the lock serves.</summary>
    public void ServesAt(string url) => State(_self! with { Url = url });

    /// <summary>Verifies that no other process serves the file. This process may serve it.</summary>
    /// <param name="reason">The reason why it must stop, as the end of the sentence.</param>
    /// <exception cref="RegisterServedException">Another process serves the file.</exception>
    public void VerifyNotServedByAnother(string reason)
    {
        if (IsHeldByAnother(database))
            throw new RegisterServedException($"{Served()}; {reason}");
    }

    public void Dispose()
    {
        if (_held is null)
            return;

        File.Delete(HolderFile);
        database.IsServedHere = false;
        _held.Dispose();
        _held = null;
    }

    private static string LockFileOf(string register) => register + ".lock";

    private string Served()
    {
        var register = $"The register in {database.Location} is served by";
        return ReadHolder() is { } holder
            ? $"{register} process {holder.ProcessId} on {holder.Host} since {holder.Since:u}"
                + (holder.Url is null ? "" : $" at {holder.Url}")
            : $"{register} another process";
    }

    private ServingProcess? ReadHolder()
    {
        try
        {
            return JsonSerializer.Deserialize<ServingProcess>(File.ReadAllText(HolderFile));
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or JsonException)
        {
            // The holder is just writing or removing it, or belongs to another user.
            return null;
        }
    }

    private void State(ServingProcess self)
    {
        _self = self;
        PrivateFiles.Create(HolderFile);
        File.WriteAllText(HolderFile, JsonSerializer.Serialize(self));
    }

    /// <summary>The process that serves a register.</summary>
    /// <param name="Url">The first address at which it serves; null until it listens.</param>
    private sealed record ServingProcess(int ProcessId, string Host, DateTimeOffset Since, string? Url);
}

/// <summary>Another process serves the register. The message states which, and the correction.</summary>
public sealed class RegisterServedException(string message) : Exception(message);
