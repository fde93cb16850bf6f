using Adam.Api.Subscriptions.Deliveries;
using Adam.Data.Changes;
using Adam.Data.Subscriptions;

namespace Adam.Tests.Subscriptions;

public sealed class RetryScheduleTests
{
    private static readonly DateTimeOffset Start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    [Test]
    public void Pauses_grow_and_end_after_three_days()
    {
        var (progress, now, pauses) = (DeliveryProgress.FromPosition(ChangePosition.Start), Start, new List<double>());
        while (!RetrySchedule.IsOver(progress, now))
        {
            progress = RetrySchedule.AfterFailure(progress, now, retryAfter: null, jitter: 0);
            pauses.Add((progress.NextAttemptAt!.Value - now).TotalSeconds);
            now = progress.NextAttemptAt.Value;
            Assert.That(pauses, Has.Count.LessThan(100), "It does not end.");
        }

        Assert.That(pauses, Is.Ordered);
        Assert.That(pauses[..4], Is.EqualTo(new[] { 5.0, 30, 120, 600 }));
        Assert.That(now - Start, Is.GreaterThanOrEqualTo(TimeSpan.FromDays(3)).And.LessThan(TimeSpan.FromDays(4)));
        Assert.That(progress.FailingSince, Is.EqualTo(Start));
        Assert.That(progress.Failures, Is.EqualTo(pauses.Count));
    }

    [TestCase(60, 60)]
    [TestCase(1, 5)]
    [TestCase(1_000_000, 8 * 3_600)]
    public void Receiver_can_ask_for_a_longer_pause_up_to_the_longest(int asked, int expected) =>
        Assert.That(
            RetrySchedule
                .AfterFailure(
                    DeliveryProgress.FromPosition(ChangePosition.Start),
                    Start,
                    TimeSpan.FromSeconds(asked),
                    jitter: 0
                )
                .NextAttemptAt,
            Is.EqualTo(Start.AddSeconds(expected))
        );

    [Test]
    public void Jitter_makes_a_pause_up_to_a_fifth_longer() =>
        Assert.That(
            RetrySchedule
                .AfterFailure(DeliveryProgress.FromPosition(ChangePosition.Start), Start, null, jitter: 1)
                .NextAttemptAt,
            Is.EqualTo(Start.AddSeconds(6))
        );
}
