namespace Adam.Api.RateLimits;

/// <summary>All policies, by the kind of request that they apply to.</summary>
/// <param name="policies">The policies. Those of requests at the same time come first, because they can wait.</param>
internal sealed class RequestPolicies(IReadOnlyList<RequestPolicy> policies) : IDisposable
{
    private readonly RequestPolicy[][] _byKind = Select(policies, _ => true);
    private readonly RequestPolicy[][] _rates = Select(policies, policy => policy.IsRate);

    /// <summary>The policies whose permits a request needs.</summary>
    public RequestPolicy[] ForKind(RequestKind kind) => _byKind[(int)kind];

    /// <summary>Those of them that count the requests of a minute.</summary>
    public RequestPolicy[] RatesForKind(RequestKind kind) => _rates[(int)kind];

    public void Dispose()
    {
        foreach (var policy in policies)
            policy.Dispose();
    }

    private static RequestPolicy[][] Select(IReadOnlyList<RequestPolicy> policies, Func<RequestPolicy, bool> isMeant)
    {
        var kinds = Enum.GetValues<RequestKind>();
        var selected = new RequestPolicy[(int)kinds.Max() + 1][];
        foreach (var kind in kinds)
            selected[(int)kind] = [.. policies.Where(policy => policy.Applies(kind) && isMeant(policy))];
        return selected;
    }
}
