using System.Diagnostics;

namespace Adam.Data.Databases;

/// <summary>
/// The number of items that a long task writes in one transaction. It follows the time that items take, so that each
/// transaction holds the register for about <see cref="LongestHold"/>, and other writers wait no longer than that.
/// </summary>
/// <param name="first">The number of items of the first batch.</param>
/// <param name="least">The minimum number, so that some progress is made.</param>
/// <param name="most">The maximum number.</param>
public sealed class BatchSize(int first = 50, int least = 10, int most = 250)
{
    /// <summary>The time for which a transaction should hold the register while nobody waits for it.</summary>
    private static readonly TimeSpan HoldAlone = TimeSpan.FromMilliseconds(100);

    /// <summary>The time while others wait.</summary>
    private static readonly TimeSpan HoldBesideOthers = TimeSpan.FromMilliseconds(25);

    /// <summary>The time for which a transaction should hold the register.</summary>
    public TimeSpan LongestHold { get; set; } = HoldAlone;

    /// <summary>The number of items of the next batch.</summary>
    public int Next { get; private set; } = first;

    /// <summary>Divides items into batches, each of the size of its moment.</summary>
    public IEnumerable<T[]> Divide<T>(IEnumerable<T> items)
    {
        var batch = new List<T>(most);
        foreach (var item in items)
        {
            batch.Add(item);
            if (batch.Count < Next)
                continue;

            yield return [.. batch];
            batch.Clear();
        }

        if (batch.Count > 0)
            yield return [.. batch];
    }

    /// <summary>Writes a batch, and adapts the size of the next one to the time that it took.</summary>
    public async Task<T> MeasureAsync<T>(int count, Func<Task<T>> write)
    {
        var began = Stopwatch.GetTimestamp();
        var answer = await write();
        Adapt(count, Stopwatch.GetElapsedTime(began));
        return answer;
    }

    /// <summary>
    /// Adapts <see cref="LongestHold"/> to the other writers. It is short at once when one waits, and grows again with
    /// each batch that nobody waited for.
    /// </summary>
    public void AdaptHold(bool isAwaited) =>
        LongestHold = isAwaited
            ? HoldBesideOthers
            : TimeSpan.FromTicks(Math.Min(2 * LongestHold.Ticks, HoldAlone.Ticks));

    /// <summary>
    /// Adapts the size of the next batch. It grows by half at most, because a batch can be an easy one.
    /// </summary>
    public void Adapt(int count, TimeSpan took)
    {
        var fits = took > TimeSpan.Zero ? count * (LongestHold / took) : most;
        Next = (int)Math.Clamp(Math.Min(fits, Next * 1.5), least, most);
    }
}
