using Adam.Data.Databases;
using Adam.Data.Databases.Sqlite;
using Adam.Data.Projects;

namespace Adam.Data.Copying;

/// <summary>The register of an instant is not written yet.</summary>
/// <param name="retryAfter">The time after which it is worth asking again.</param>
public sealed class PastRegisterNotReadyException(TimeSpan retryAfter)
    : Exception("The register of the instant is not written yet.")
{
    public TimeSpan RetryAfter => retryAfter;
}

/// <summary>
/// Writes registers of the past when they are asked for, and keeps those that were used last, so that presence and
/// overlaps are answered as they stood (<see cref="PastCopy"/>).
/// </summary>
/// <remarks>
/// One register is written at a time, and after it none for as long as it took: whoever asks for one instant after the
/// other takes half of the time of a writer of registers, and nothing of those who ask for the present. Projects that
/// are restricted now are restricted in each of them.
/// </remarks>
/// <param name="indexersOf">Returns the indexers of the file of a register.</param>
/// <param name="most">The number of registers that are kept; with 0 there are none.</param>
public sealed class PastRegisters(
    Database present,
    Func<SqliteDatabase, ProjectIndexers> indexersOf,
    TimeProvider time,
    int most
) : IDisposable
{
    /// <summary>
    /// The time after which a register is written anew, because partners and exchange rates in it are those of the
    /// instant at which it was written.
    /// </summary>
    private static readonly TimeSpan MostAge = TimeSpan.FromHours(1);

    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(2);

    private readonly Lock _lock = new();
    private readonly CancellationTokenSource _end = new();

    /// <summary>The folder of the files, which others cannot read.</summary>
    private readonly Lazy<DirectoryInfo> _folder = new(() => Directory.CreateTempSubdirectory("adam-past-"));

    /// <summary>The register that was used last is the last one.</summary>
    private readonly List<PastRegister> _kept = [];
    private (DateTimeOffset At, Task Ended)? _writing;
    private DateTimeOffset _restsUntil = DateTimeOffset.MinValue;

    /// <summary>True if there are registers of the past.</summary>
    public bool IsOn => most > 0;

    /// <summary>The longest time for which a request waits for a register that is being written.</summary>
    public TimeSpan LongestWait { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>
    /// Opens the register as it stood at an instant, until the caller disposes of it. Writes it if there is none, and
    /// waits for it.
    /// </summary>
    /// <exception cref="PastRegisterNotReadyException">
    /// It takes longer, or a register of another instant is being written or was written just now.
    /// </exception>
    /// <exception cref="CopyRejectedException">
    /// The instant is in the future, or before the one up to which history was cut off.
    /// </exception>
    public async Task<OpenRegister> OpenAsync(DateTimeOffset at, CancellationToken ct)
    {
        while (true)
        {
            var restricted = await RestrictedAsync(ct);
            Task written;
            lock (_lock)
            {
                if (Find(at, restricted) is { } found)
                    return found.Open();

                written = WriteOnce(at, restricted);
            }

            try
            {
                await written.WaitAsync(LongestWait, ct);
            }
            catch (TimeoutException)
            {
                throw new PastRegisterNotReadyException(Soon);
            }
        }
    }

    public void Dispose()
    {
        _end.Cancel();
        // A register that is being written has deleted its file then.
        if (_writing is { } writing)
            Task.WhenAny(writing.Ended).Wait();
        lock (_lock)
        {
            _kept.ForEach(register => register.Release());
            _kept.Clear();
        }

        if (_folder.IsValueCreated)
            _folder.Value.Delete(recursive: true);
        _end.Dispose();
    }

    /// <summary>Returns a kept register, and removes it if it is outdated.</summary>
    private PastRegister? Find(DateTimeOffset at, IReadOnlySet<long> restricted)
    {
        var found = _kept.Find(register => register.At == at);
        if (found is null)
            return null;

        _kept.Remove(found);
        if (time.GetUtcNow() - found.CopiedAt > MostAge || !found.Restricts(restricted))
        {
            found.Release();
            return null;
        }

        _kept.Add(found);
        return found;
    }

    /// <summary>Returns the end of the writing of the register, and begins it unless it has begun.</summary>
    /// <exception cref="PastRegisterNotReadyException">Another one has the turn, or the writer rests.</exception>
    private Task WriteOnce(DateTimeOffset at, IReadOnlySet<long> restricted)
    {
        // A failure is told to the next one who asks, also if nobody has waited for it.
        if (_writing is { Ended.IsFaulted: true } failed)
        {
            _writing = null;
            if (failed.At == at)
                return failed.Ended;
        }

        if (_writing is { } writing)
            return writing.At == at ? writing.Ended : throw new PastRegisterNotReadyException(Soon);
        if (_restsUntil - time.GetUtcNow() is var rest && rest > TimeSpan.Zero)
            throw new PastRegisterNotReadyException(rest);

        // It outlives the request, and is written without the scope and the limits of its reader.
        using (ExecutionContext.SuppressFlow())
            _writing = (at, Task.Run(() => WriteAsync(at, restricted), CancellationToken.None));
        return _writing.Value.Ended;
    }

    private async Task WriteAsync(DateTimeOffset at, IReadOnlySet<long> restricted)
    {
        var began = time.GetUtcNow();
        try
        {
            var register = await CopyAsync(at, restricted);
            lock (_lock)
            {
                _writing = null;
                Keep(register);
            }
        }
        finally
        {
            lock (_lock)
            {
                var ended = time.GetUtcNow();
                _restsUntil = ended + (ended - began);
            }
        }
    }

    private void Keep(PastRegister register)
    {
        _kept.Add(register);
        while (_kept.Count > most)
        {
            _kept[0].Release();
            _kept.RemoveAt(0);
        }
    }

    private async Task<PastRegister> CopyAsync(DateTimeOffset at, IReadOnlySet<long> restricted)
    {
        var file = new SqliteDatabase(FreePath());
        try
        {
            var copiedAt = time.GetUtcNow();
            await new PastCopy(present, file, indexersOf(file), at, time) { Restricted = restricted }.RunAsync(
                _ => { },
                _end.Token
            );
            return new(at, file, restricted, copiedAt);
        }
        catch
        {
            PastRegister.Delete(file);
            throw;
        }
    }

    /// <summary>
    /// Returns the first path without a file. Few paths are used again and again, because Dapper keeps what it knows of
    /// a statement for each of them.
    /// </summary>
    private string FreePath() =>
        Enumerable
            .Range(1, int.MaxValue)
            .Select(number => Path.Combine(_folder.Value.FullName, $"{number}.db"))
            .First(path => !File.Exists(path));

    private Task<IReadOnlySet<long>> RestrictedAsync(CancellationToken ct) =>
        present.QueryOnceAsync<IReadOnlySet<long>>(
            async session => (await session.As(reader: null).QueryAsync(ProjectSql.RestrictedProjects, ct)).ToHashSet(),
            ct
        );
}
