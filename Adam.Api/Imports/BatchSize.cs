using System.Diagnostics;

namespace Adam.Api.Imports;

/// <summary>
/// The number of records that an import writes in one transaction. It follows the time that records take, so that each
/// transaction holds the register for about <see cref="LongestHold"/>, and other writers wait no longer than that.
/// </summary>
internal sealed class BatchSize
{
    private const int Least = 10;
    private const int Most = 250;

    private static readonly TimeSpan LongestHold = TimeSpan.FromMilliseconds(100);

    /// <summary>The number of records of the next batch.</summary>
    public int Next { get; private set; } = 50;

    /// <summary>Divides records into batches, each of the size of its moment.</summary>
    public IEnumerable<T[]> Divide<T>(IEnumerable<T> records)
    {
        var batch = new List<T>(Most);
        foreach (var record in records)
        {
            batch.Add(record);
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
    /// Adapts the size of the next batch. It grows by half at most, because a batch can be an easy one.
    /// </summary>
    public void Adapt(int count, TimeSpan took)
    {
        var fits = took > TimeSpan.Zero ? count * (LongestHold / took) : Most;
        Next = (int)Math.Clamp(Math.Min(fits, Next * 1.5), Least, Most);
    }
}
