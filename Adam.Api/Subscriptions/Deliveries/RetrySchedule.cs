using Adam.Data.Subscriptions;

namespace Adam.Api.Subscriptions.Deliveries;

/// <summary>
/// The pauses between attempts: short ones for a receiver that restarts, long ones for one that is out of order.
/// </summary>
internal static class RetrySchedule
{
    /// <summary>The time without a delivery after which a subscription is disabled.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromDays(3);

    private static readonly TimeSpan[] Pauses =
    [
        TimeSpan.FromSeconds(5),
        TimeSpan.FromSeconds(30),
        TimeSpan.FromMinutes(2),
        TimeSpan.FromMinutes(10),
        TimeSpan.FromMinutes(30),
        TimeSpan.FromHours(1),
        TimeSpan.FromHours(2),
        TimeSpan.FromHours(4),
        TimeSpan.FromHours(8),
    ];

    /// <summary>Returns the progress after a failed attempt.</summary>
    /// <param name="retryAfter">The pause that the receiver asks for; the longest pause is not exceeded.</param>
    /// <param name="jitter">From 0 to 1: the part of a fifth by which the pause is longer.</param>
    public static DeliveryProgress AfterFailure(
        DeliveryProgress progress,
        DateTimeOffset now,
        TimeSpan? retryAfter,
        double jitter
    )
    {
        var pause = Pauses[Math.Min(progress.Failures, Pauses.Length - 1)];
        if (retryAfter is { } asked && asked > pause)
            pause = asked < Pauses[^1] ? asked : Pauses[^1];
        return progress with
        {
            Failures = progress.Failures + 1,
            FailingSince = progress.FailingSince ?? now,
            NextAttemptAt = now + pause * (1 + 0.2 * jitter),
        };
    }

    /// <summary>Returns true if no further attempt is made.</summary>
    public static bool IsOver(DeliveryProgress progress, DateTimeOffset now) => now - progress.FailingSince >= Longest;
}
