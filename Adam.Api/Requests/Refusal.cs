namespace Adam.Api.Requests;

/// <summary>
/// Ends a request with a problem response. <c>ProblemMiddleware</c> converts it. Stores return expected outcomes as
/// values; this layer throws.
/// </summary>
internal sealed class Refusal(ErrorCode code, string detail, IReadOnlyCollection<Fault>? faults = null) : Exception(detail)
{
    public ErrorCode Code { get; } = code;

    public IReadOnlyCollection<Fault> Faults { get; } = faults ?? [];

    /// <summary>Headers that belong to the status, such as <c>Retry-After</c>.</summary>
    public Dictionary<string, string> Headers { get; } = [];

    public static Refusal Of(params IReadOnlyCollection<Fault> faults) => new(ErrorCodes.BadRequest, Summary(faults), faults);

    private static string Summary(IReadOnlyCollection<Fault> faults) => faults.Count switch
    {
        1 => faults.First().Reason,
        >= Fault.Most => $"The request has {Fault.Most} faults or more; the first {Fault.Most} are named in errors.",
        _ => $"The request has {faults.Count} faults; each is named in errors.",
    };
}
