using Adam.Api.Imports;
using Adam.Data.Databases;

namespace Adam.Tests.Imports;

public sealed class TransactionLengthTests
{
    [Test]
    public void Transactions_grow_while_nobody_waits_and_shrink_when_somebody_does()
    {
        var length = new TransactionLength(most: 1_000);
        Assert.That(length.Next, Is.EqualTo(1), "a short import reports its progress soon");
        Assert.That(After(50, false), Is.EqualTo(100));
        Assert.That(After(125, false), Is.EqualTo(250));
        Assert.That(After(10, false), Is.EqualTo(500), "the last batch of a file is short");
        Assert.That(After(600, false), Is.EqualTo(1_000));
        Assert.That(After(1_200, false), Is.EqualTo(1_000));
        Assert.That(After(250, true), Is.EqualTo(500));
        for (var transaction = 0; transaction < 12; transaction++)
            After(50, true);
        Assert.That(length.Next, Is.EqualTo(1));
        Assert.That(After(50, false), Is.EqualTo(100));

        int After(int records, bool wasAwaited)
        {
            length.Adapt(records, wasAwaited);
            return length.Next;
        }
    }

    [Test]
    public async Task Transaction_that_runs_again_takes_the_same_batches()
    {
        await using var all = Enumerable.Range(1, 5).ToAsyncEnumerable().GetAsyncEnumerator();
        var size = new BatchSize(first: 2, least: 1);
        var batches = new BatchQueue<int>(all, size);
        Assert.That(await TakeAsync(1), Is.EqualTo(new[] { 1, 2 }));
        size.Adapt(2, TimeSpan.FromMilliseconds(200));
        Assert.That(await TakeAsync(2), Is.EqualTo(new[] { 1, 2, 3 }), "it runs again, and the second batch is short");
        Assert.That(await TakeAsync(1), Is.EqualTo(new[] { 1, 2 }), "it runs again, and ends after its first batch");
        batches.Remove(1);
        Assert.That(await TakeAsync(4), Is.EqualTo(new[] { 3, 4, 5 }));
        batches.Remove(3);
        Assert.That(await batches.AtAsync(0), Is.Null);

        async Task<IEnumerable<int>> TakeAsync(int count)
        {
            var taken = new List<int>();
            for (var place = 0; place < count && await batches.AtAsync(place) is { } batch; place++)
                taken.AddRange(batch);
            return taken;
        }
    }
}
