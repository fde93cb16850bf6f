using System.Diagnostics.CodeAnalysis;
using System.Threading.RateLimiting;

namespace Adam.Api.RateLimits;

/// <summary>
/// All limits of a request, for the rate limiter of the framework. A request needs a permit of each policy that applies
/// to its kind; if one has none left, no permit of another one is used.
/// </summary>
internal sealed class RequestLimiter(RequestPolicies policies) : PartitionedRateLimiter<HttpContext>
{
    /// <summary>The policy that had no permit left, in the metadata of a lease.</summary>
    public static readonly MetadataName<RequestPolicy> Exhausted = MetadataName.Create<RequestPolicy>("POLICY");

    public override RateLimiterStatistics? GetStatistics(HttpContext resource) => null;

    protected override RateLimitLease AttemptAcquireCore(HttpContext resource, int permitCount)
    {
        var leases = new List<RateLimitLease>();
        foreach (var policy in Applying(resource))
        {
            var lease = policy.Limiter.AttemptAcquire(resource, permitCount);
            leases.Add(lease);
            if (!lease.IsAcquired)
                return new RefusedLease(policy, leases);
            EndAtStart(policy, lease, resource);
        }

        return new AcquiredLease(leases);
    }

    protected override async ValueTask<RateLimitLease> AcquireAsyncCore(
        HttpContext context,
        int permitCount,
        CancellationToken cancellationToken
    )
    {
        var leases = new List<RateLimitLease>();
        try
        {
            foreach (var policy in Applying(context))
            {
                var lease = await policy.Limiter.AcquireAsync(context, permitCount, cancellationToken);
                leases.Add(lease);
                if (!lease.IsAcquired)
                    return new RefusedLease(policy, leases);
                EndAtStart(policy, lease, context);
            }

            return new AcquiredLease(leases);
        }
        catch
        {
            leases.ForEach(lease => lease.Dispose());
            throw;
        }
    }

    protected override void Dispose(bool disposing)
    {
        policies.Dispose();
        base.Dispose(disposing);
    }

    /// <summary>
    /// Returns the policies of a request in the order in which it needs their permits. A permit of a minute cannot be
    /// returned, so those that have none left come first: before a request waits, and again after it has waited.
    /// </summary>
    private IReadOnlyList<RequestPolicy> Applying(HttpContext http)
    {
        if (http.Request.Path.StartsWithSegments("/health", StringComparison.Ordinal))
            return [];

        var kind = RequestKinds.KindOf(http);
        var applying = policies.ForKind(kind);
        var exhausted = Array.Find(policies.RatesForKind(kind), policy => policy.IsExhausted(http));
        return exhausted is null ? applying : FirstExhausted(applying, exhausted, http);
    }

    private static IReadOnlyList<RequestPolicy> FirstExhausted(
        RequestPolicy[] applying,
        RequestPolicy exhausted,
        HttpContext http
    ) =>
        [
            exhausted,
            .. applying.Where(policy => !policy.IsRate),
            .. applying
                .Where(policy => policy.IsRate && policy != exhausted)
                .OrderByDescending(policy => policy.IsExhausted(http)),
        ];

    /// <summary>Returns the permit when the response begins. The end of the request returns it, too, once.</summary>
    private static void EndAtStart(RequestPolicy policy, RateLimitLease lease, HttpContext http)
    {
        if (!policy.EndsAtStart)
            return;

        http.Response.OnStarting(() =>
        {
            lease.Dispose();
            return Task.CompletedTask;
        });
    }

    private sealed class AcquiredLease(List<RateLimitLease> leases) : RateLimitLease
    {
        public override bool IsAcquired => true;

        public override IEnumerable<string> MetadataNames => [];

        public override bool TryGetMetadata(string metadataName, out object? metadata)
        {
            metadata = null;
            return false;
        }

        protected override void Dispose(bool disposing)
        {
            leases.ForEach(lease => lease.Dispose());
            base.Dispose(disposing);
        }
    }

    private sealed class RefusedLease : RateLimitLease
    {
        private readonly RequestPolicy _policy;
        private readonly TimeSpan? _retryAfter;

        public RefusedLease(RequestPolicy policy, List<RateLimitLease> leases)
        {
            _policy = policy;
            if (leases[^1].TryGetMetadata(MetadataName.RetryAfter, out var after))
                _retryAfter = after;
            leases.ForEach(lease => lease.Dispose());
        }

        public override bool IsAcquired => false;

        public override IEnumerable<string> MetadataNames => [Exhausted.Name, MetadataName.RetryAfter.Name];

        public override bool TryGetMetadata(string metadataName, [NotNullWhen(true)] out object? metadata)
        {
            metadata =
                metadataName == Exhausted.Name ? _policy
                : metadataName == MetadataName.RetryAfter.Name ? _retryAfter
                : null;
            return metadata is not null;
        }
    }
}
