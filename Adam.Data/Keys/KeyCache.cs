using System.Collections.Concurrent;
using System.Diagnostics;
using Adam.Data.Databases;

namespace Adam.Data.Keys;

/// <summary>
/// Caches the keys that were read last. A cached key is valid until the next commit to the register by any process, so
/// a revocation takes effect at once. A database that cannot tell whether there was one
/// (<see cref="Database.ReadCommitVersion"/>) lets a key be valid for <see cref="LongestAge"/>, and a revocation by
/// this process still takes effect at once.
/// </summary>
internal sealed class KeyCache(Database database)
{
    /// <summary>The time after which another process's revocation is certainly known.</summary>
    public static readonly TimeSpan LongestAge = TimeSpan.FromSeconds(1);

    /// <summary>The capacity. More keys than this are rarely in use at once, and a full cache starts anew.</summary>
    private const int Most = 10_000;

    private long _revocations;
    private volatile Contents _contents = new(default);

    /// <summary>
    /// Returns the present state of the register. A key that is read later belongs to this state or a newer one.
    /// </summary>
    public State Read() => new(database.ReadCommitVersion(), Volatile.Read(ref _revocations), Stopwatch.GetTimestamp());

    /// <summary>Returns the key if it is cached and valid in a state; otherwise null.</summary>
    public StoredKey? Find(string id, State now) =>
        _contents is var contents
        && contents.At.IsSameAs(now)
        && contents.Keys.TryGetValue(id, out var entry)
        && (now.CommitVersion is not null || Stopwatch.GetElapsedTime(entry.ReadAt, now.Timestamp) < LongestAge)
            ? entry.Key
            : null;

    /// <summary>Caches a key that was read after <paramref name="before"/>.</summary>
    public void Keep(StoredKey key, State before)
    {
        var contents = _contents;
        if (!contents.At.IsSameAs(before) || contents.Keys.Count >= Most)
            _contents = contents = new(before);
        contents.Keys[key.Key.Id] = (key, before.Timestamp);
    }

    /// <summary>Forgets all keys, because this process has revoked one.</summary>
    public void Forget() => Interlocked.Increment(ref _revocations);

    /// <summary>A state of the register.</summary>
    internal readonly record struct State(long? CommitVersion, long Revocations, long Timestamp)
    {
        public bool IsSameAs(State other) => (CommitVersion, Revocations) == (other.CommitVersion, other.Revocations);
    }

    private sealed class Contents(State at)
    {
        public State At { get; } = at;

        public ConcurrentDictionary<string, (StoredKey Key, long ReadAt)> Keys { get; } = new(StringComparer.Ordinal);
    }
}
