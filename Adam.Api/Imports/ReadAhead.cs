using System.Runtime.CompilerServices;
using System.Threading.Channels;

namespace Adam.Api.Imports;

/// <summary>
/// Reads items on another thread than the one that works on them, so that both take place at the same time. It stays a
/// limited number of items ahead, so that memory does not grow with the file.
/// </summary>
internal static class ReadAhead
{
    /// <summary>
    /// The number of items that one thread passes to the other at once, because each pass costs time.
    /// </summary>
    private const int AtOnce = 16;

    /// <summary>The number of passes that the reader is ahead.</summary>
    private const int MostAhead = 32;

    /// <summary>
    /// Returns the items in their order. An exception of their source is thrown after the items before it, as if they
    /// were not read ahead. No item is being read any more when the enumeration has ended.
    /// </summary>
    /// <param name="read">Begins to read the items. The token is cancelled when the enumeration ends early.</param>
    public static async IAsyncEnumerable<T> ReadAsync<T>(
        Func<CancellationToken, IAsyncEnumerable<T>> read,
        [EnumeratorCancellation] CancellationToken ct = default
    )
    {
        var passes = Channel.CreateBounded<T[]>(
            new BoundedChannelOptions(MostAhead) { SingleReader = true, SingleWriter = true }
        );
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(ct);
        var reading = Task.Run(() => PassAsync(read, passes.Writer, stop.Token), CancellationToken.None);
        try
        {
            await foreach (var pass in passes.Reader.ReadAllAsync(ct))
            {
                foreach (var item in pass)
                    yield return item;
            }
        }
        finally
        {
            await stop.CancelAsync();
            await reading;
        }
    }

    /// <summary>Passes items to a channel, which ends with the exception of their source.</summary>
    private static async Task PassAsync<T>(
        Func<CancellationToken, IAsyncEnumerable<T>> read,
        ChannelWriter<T[]> passes,
        CancellationToken stop
    )
    {
        var pass = new List<T>(AtOnce);
        Exception? end = null;
        try
        {
            await foreach (var item in read(stop))
            {
                pass.Add(item);
                if (pass.Count < AtOnce)
                    continue;

                await passes.WriteAsync([.. pass], stop);
                pass.Clear();
            }
        }
        catch (Exception error)
        {
            end = error;
        }

        try
        {
            if (pass.Count > 0)
                await passes.WriteAsync([.. pass], stop);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // Nobody takes the items any more.
        }

        passes.Complete(end);
    }
}
