using System.IO.Pipelines;
using System.Text.Json;
using Adam.Api.Serialization;

namespace Adam.Api.Http;

/// <summary>
/// Writes the items of a list in batches. Two batches are formatted at once, because formatting an item takes longer
/// than reading it, and they are sent in the order of the list.
/// </summary>
internal static class ItemBatches
{
    /// <summary>
    /// The most items of a batch, of which three are in memory. It has fewer if further items must be waited for.
    /// </summary>
    private const int MostItems = 100;

    /// <summary>The bytes of records after which a batch is full, so that large ones do not fill the memory.</summary>
    private const int MostBytes = 1 << 18;

    /// <summary>The batches that are formatted at once. A server has other requests for its processors.</summary>
    private const int AtOnce = 2;

    /// <param name="items">The items, at the first one.</param>
    /// <param name="hasItem">False if there are no items.</param>
    /// <param name="create">Creates a writer. Each writes some of the batches.</param>
    /// <param name="separator">The bytes between batches that have any.</param>
    public static async Task WriteAsync<T>(
        PipeWriter body,
        IAsyncEnumerator<T> items,
        bool hasItem,
        Func<IItemWriter> create,
        ReadOnlyMemory<byte> separator,
        CancellationToken ct
    )
    {
        var (free, formatted, isFirst) = (new Stack<Batch<T>>(), new Queue<Batch<T>>(), true);
        try
        {
            while (hasItem)
            {
                while (formatted.Count == AtOnce || IsNextComplete())
                    await SendAsync();
                var batch = free.TryPop(out var used) ? used : new(create());
                Task<bool>? reading = null;
                do
                {
                    batch.Add(items.Current);
                    var next = items.MoveNextAsync();
                    if (next.IsCompleted)
                        hasItem = await next;
                    else
                        reading = next.AsTask();
                } while (hasItem && reading is null && !batch.IsFull);

                formatted.Enqueue(batch);
                batch.Start();
                if (reading is not null)
                    hasItem = await SendUntilAsync(reading);
            }

            while (formatted.Count > 0)
                await SendAsync();
        }
        finally
        {
            // No batch is formatted any more when the response ends.
            foreach (var batch in formatted)
                await batch.Formatting.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        // Batches that are formatted are sent while further items are read, whose reading ends before the response.
        async Task<bool> SendUntilAsync(Task<bool> reading)
        {
            try
            {
                while (formatted.Count > 0 && !reading.IsCompleted)
                {
                    await Task.WhenAny(reading, formatted.Peek().Formatting);
                    if (IsNextComplete())
                        await SendAsync();
                }
            }
            finally
            {
                await ((Task)reading).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }

            return await reading;
        }

        bool IsNextComplete() => formatted.TryPeek(out var batch) && batch.Formatting.IsCompleted;

        async Task SendAsync()
        {
            var batch = formatted.Peek();
            await batch.Formatting;
            var bytes = batch.Writer.Take();
            if (bytes.Length > 0)
            {
                // The write waits for a client that reads slowly.
                if (!isFirst && separator.Length > 0)
                    await body.WriteAsync(separator, ct);
                await body.WriteAsync(bytes, ct);
                isFirst = false;
            }

            free.Push(formatted.Dequeue());
        }
    }

    /// <summary>Returns an item in its JSON form.</summary>
    public static JsonDocument ToDocument<T>(T item) =>
        item is RawJson json
            ? JsonDocument.Parse(json.Utf8)
            : JsonSerializer.SerializeToDocument(item, Serialization.Json.Options);

    private sealed class Batch<T>(IItemWriter writer)
    {
        private readonly List<T> _items = new(MostItems);
        private int _bytes;

        public bool IsFull => _items.Count == MostItems || _bytes >= MostBytes;

        public IItemWriter Writer => writer;

        /// <summary>Ends when all items are written, which are then given up.</summary>
        public Task Formatting { get; private set; } = Task.CompletedTask;

        public void Add(T item)
        {
            _items.Add(item);
            _bytes += item is RawJson json ? json.Utf8.Length : 0;
        }

        public void Start() => Formatting = Task.Run(Format);

        private void Format()
        {
            foreach (var item in _items)
            {
                using var document = ToDocument(item);
                writer.Write(document.RootElement);
            }

            _items.Clear();
            _bytes = 0;
        }
    }
}
