using System.Threading.RateLimiting;

namespace Adam.Api.Security;

/// <summary>A number of requests in a minute.</summary>
internal static class RequestRate
{
    /// <summary>The seconds of a minute.</summary>
    public const int Minute = 60;

    /// <summary>Returns a bucket that holds the requests of a minute, and that fills again evenly.</summary>
    public static RateLimitPartition<string> ForKey(string key, int quota) =>
        RateLimitPartition.GetTokenBucketLimiter(
            key,
            _ =>
                new()
                {
                    TokenLimit = quota,
                    TokensPerPeriod = TokensAtOnce(quota),
                    ReplenishmentPeriod = TimeSpan.FromSeconds((double)Minute * TokensAtOnce(quota) / quota),
                    QueueLimit = 0,
                }
        );

    // About one period in a second, so that the bucket gets exactly its quota in a minute.
    private static int TokensAtOnce(int quota) => Math.Max(1, quota / Minute);
}
