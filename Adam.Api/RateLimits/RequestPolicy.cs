using System.Globalization;
using System.Threading.RateLimiting;
using Adam.Api.Security;

namespace Adam.Api.RateLimits;

/// <summary>A limit of requests in a minute, or at the same time.</summary>
/// <param name="name">The name in the headers, which is part of the contract.</param>
/// <param name="quota">The number of requests.</param>
/// <param name="isRate">True for requests in a minute; false for requests at the same time.</param>
/// <param name="applies">Returns true for the requests that count.</param>
/// <param name="keyOf">Returns that which has the limit: a key, a partner or an address.</param>
/// <param name="endsAtStart">
/// True if a request returns its permit when its response begins: it has been computed, and may be sent to a slow
/// client.
/// </param>
internal sealed class RequestPolicy(
    string name,
    int quota,
    bool isRate,
    Func<RequestKind, bool> applies,
    Func<HttpContext, string> keyOf,
    bool endsAtStart = false
) : IDisposable
{
    /// <summary>The number of requests that wait, for each one that may run at the same time.</summary>
    private const int WaitingForEach = 8;

    private readonly PartitionedRateLimiter<HttpContext> _limiter = PartitionedRateLimiter.Create<HttpContext, string>(
        http => isRate ? RequestRate.ForKey(keyOf(http), quota) : AtOnce(keyOf(http), quota),
        StringComparer.Ordinal
    );

    public PartitionedRateLimiter<HttpContext> Limiter => _limiter;

    public bool IsRate => isRate;

    public bool EndsAtStart => endsAtStart;

    /// <summary>The policy for the header <c>RateLimit-Policy</c>.</summary>
    public string Policy { get; } =
        string.Create(CultureInfo.InvariantCulture, $"\"{name}\";q={quota};w={RequestRate.Minute}");

    public bool Applies(RequestKind kind) => applies(kind);

    /// <summary>Returns true if no request in this minute is left.</summary>
    public bool IsExhausted(HttpContext http) => isRate && _limiter.GetStatistics(http)?.CurrentAvailablePermits == 0;

    /// <summary>Returns the item of the header <c>RateLimit</c>.</summary>
    public string Remaining(HttpContext http)
    {
        var rest = _limiter.GetStatistics(http)?.CurrentAvailablePermits ?? quota;
        var full = Math.Ceiling((quota - rest) * (double)RequestRate.Minute / quota);
        return string.Create(CultureInfo.InvariantCulture, $"\"{name}\";r={rest};t={full:0}");
    }

    public void Dispose() => _limiter.Dispose();

    private static RateLimitPartition<string> AtOnce(string key, int quota) =>
        RateLimitPartition.GetConcurrencyLimiter(
            key,
            _ =>
                new()
                {
                    PermitLimit = quota,
                    QueueLimit = quota * WaitingForEach,
                    QueueProcessingOrder = QueueProcessingOrder.OldestFirst,
                }
        );
}
