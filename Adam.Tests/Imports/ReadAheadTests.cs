using System.Runtime.CompilerServices;
using Adam.Api.Imports;

namespace Adam.Tests.Imports;

public sealed class ReadAheadTests
{
    private static readonly TimeSpan Guard = TimeSpan.FromMinutes(5);

    [TestCase(0)]
    [TestCase(1)]
    [TestCase(5_000)]
    public async Task Items_come_in_their_order(int count)
    {
        var read = new List<int>();
        await foreach (var item in ReadAhead.ReadAsync(_ => ItemsAsync()))
            read.Add(item);
        Assert.That(read, Is.EqualTo(Enumerable.Range(0, count)));

        async IAsyncEnumerable<int> ItemsAsync()
        {
            for (var item = 0; item < count; item++)
            {
                await Task.CompletedTask;
                yield return item;
            }
        }
    }

    [Test]
    public async Task Error_is_thrown_after_the_items_before_it()
    {
        var (error, read) = (new InvalidDataException("broken"), new List<int>());
        var thrown = await Assert.ThrowsAsync<InvalidDataException>(async () =>
        {
            await foreach (var item in ReadAhead.ReadAsync(_ => BrokenAsync()))
                read.Add(item);
        });
        Assert.That(thrown, Is.SameAs(error));
        Assert.That(read, Is.EqualTo(Enumerable.Range(0, 103)));

        async IAsyncEnumerable<int> BrokenAsync()
        {
            for (var item = 0; item < 103; item++)
            {
                await Task.CompletedTask;
                yield return item;
            }

            throw error;
        }
    }

    [Test]
    public async Task Source_has_ended_when_the_reader_stops_early()
    {
        var (begun, ended) = (0, false);
        await foreach (var item in ReadAhead.ReadAsync(EndlessAsync))
        {
            if (item == 40)
                break;
        }

        Assert.That(ended, Is.True);
        Assert.That(begun, Is.LessThan(2_000), "it was a limited number of items ahead");

        async IAsyncEnumerable<int> EndlessAsync([EnumeratorCancellation] CancellationToken stop)
        {
            try
            {
                while (true)
                {
                    await Task.CompletedTask;
                    yield return begun++;
                }
            }
            finally
            {
                ended = true;
            }
        }
    }

    [Test]
    public async Task Reader_that_waits_for_its_source_is_cancelled()
    {
        using var stop = new CancellationTokenSource();
        var ended = false;
        var reading = Task.Run(async () =>
        {
            await foreach (var item in ReadAhead.ReadAsync(WaitingAsync, stop.Token))
                await stop.CancelAsync();
        });
        Assert.That(async () => await reading.WaitAsync(Guard), Throws.InstanceOf<OperationCanceledException>());
        Assert.That(ended, Is.True);

        async IAsyncEnumerable<int> WaitingAsync([EnumeratorCancellation] CancellationToken cancelled)
        {
            try
            {
                for (var item = 0; item < 16; item++)
                    yield return item;
                await Task.Delay(Timeout.Infinite, cancelled);
            }
            finally
            {
                ended = true;
            }
        }
    }
}
