using System.Diagnostics;

namespace Adam.Data.Databases;

/// <summary>
/// The time for which a session of the present asynchronous flow may read. It bounds the work of each query, and with
/// it the time for which a snapshot keeps the write-ahead log or row versions from being removed.
/// </summary>
public static class ReadLimit
{
    private static readonly AsyncLocal<TimeSpan?> Limit = new();

    /// <summary>The time; null for no limit, as for commands and services of the program.</summary>
    public static TimeSpan? Current => Limit.Value;

    /// <summary>Sets the time until the end of the calling asynchronous method.</summary>
    public static void Set(TimeSpan? limit) => Limit.Value = limit;

    /// <summary>Returns the timestamp at which a session that begins now must end; the largest one for none.</summary>
    internal static long Deadline() =>
        Current is { } limit
            ? Stopwatch.GetTimestamp() + (long)(limit.TotalSeconds * Stopwatch.Frequency)
            : long.MaxValue;
}

/// <summary>A read took longer than <see cref="ReadLimit"/> allows, and was ended.</summary>
public sealed class ReadTooLongException(Exception? inner = null) : Exception("A read took longer than it may.", inner);
