using Adam.Api.Imports;

namespace Adam.Tests.Imports;

public sealed class TransactionLengthTests
{
    [Test]
    public void Transactions_grow_while_nobody_waits_and_have_one_batch_when_somebody_does()
    {
        var length = new TransactionLength(most: 6);
        Assert.That(length.Next, Is.EqualTo(1), "a short import reports its progress soon");
        Assert.That(Next(false), Is.EqualTo(2));
        Assert.That(Next(false), Is.EqualTo(4));
        Assert.That(Next(false), Is.EqualTo(6));
        Assert.That(Next(false), Is.EqualTo(6));
        Assert.That(Next(true), Is.EqualTo(1));
        Assert.That(Next(true), Is.EqualTo(1));
        Assert.That(Next(false), Is.EqualTo(2));

        int Next(bool wasAwaited)
        {
            length.Adapt(wasAwaited);
            return length.Next;
        }
    }

    [Test]
    public void Transaction_that_runs_again_takes_the_same_batches()
    {
        using var all = new List<int[]> { new[] { 1, 2 }, new[] { 3 }, new[] { 4 } }.GetEnumerator();
        var batches = new BatchQueue<int>(all);
        Assert.That(Take(2), Is.EqualTo(new[] { 1, 2, 3 }));
        Assert.That(Take(1), Is.EqualTo(new[] { 1, 2 }), "it runs again, and ends after its first batch");
        batches.Remove(1);
        Assert.That(Take(3), Is.EqualTo(new[] { 3, 4 }));
        batches.Remove(2);
        Assert.That(batches.At(0), Is.Null);

        IEnumerable<int> Take(int count)
        {
            var taken = new List<int>();
            for (var place = 0; place < count && batches.At(place) is { } batch; place++)
                taken.AddRange(batch);
            return taken;
        }
    }
}
