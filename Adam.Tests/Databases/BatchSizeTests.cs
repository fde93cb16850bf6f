using Adam.Data.Databases;

namespace Adam.Tests.Databases;

public sealed class BatchSizeTests
{
    [Test]
    public void Slow_records_make_the_next_batch_short_and_quick_ones_make_it_long_again()
    {
        var size = new BatchSize();
        size.Adapt(50, TimeSpan.FromMilliseconds(500));
        Assert.That(size.Next, Is.EqualTo(10), "ten records take 100 ms");
        for (var batch = 0; batch < 20; batch++)
            size.Adapt(size.Next, TimeSpan.FromMilliseconds(1));
        Assert.That(size.Next, Is.EqualTo(250));
        size.Adapt(250, TimeSpan.FromSeconds(100));
        Assert.That(size.Next, Is.EqualTo(10), "some progress is made");
    }

    [Test]
    public void Hold_is_short_at_once_when_another_writer_waits_and_grows_again_when_none_does()
    {
        var size = new BatchSize();
        size.AdaptHold(isAwaited: true);
        size.Adapt(50, TimeSpan.FromMilliseconds(50));
        Assert.That(size.Next, Is.EqualTo(25), "25 records take 25 ms");
        size.AdaptHold(isAwaited: false);
        Assert.That(size.LongestHold, Is.EqualTo(TimeSpan.FromMilliseconds(50)));
        for (var batch = 0; batch < 5; batch++)
            size.AdaptHold(isAwaited: false);
        Assert.That(size.LongestHold, Is.EqualTo(TimeSpan.FromMilliseconds(100)));
    }

    [Test]
    public void Each_batch_has_the_size_of_its_moment_and_all_records_are_in_one()
    {
        var size = new BatchSize();
        var batches = new List<int[]>();
        foreach (var batch in size.Divide(Enumerable.Range(0, 200)))
        {
            batches.Add(batch);
            size.Adapt(batch.Length, TimeSpan.FromMilliseconds(100));
            if (batches.Count == 1)
                size.Adapt(50, TimeSpan.FromMilliseconds(250));
        }

        Assert.That(batches.SelectMany(batch => batch), Is.EqualTo(Enumerable.Range(0, 200)));
        Assert.That(batches[1], Has.Length.EqualTo(20));
    }
}
