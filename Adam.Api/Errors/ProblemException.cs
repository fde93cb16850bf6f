namespace Adam.Api.Errors;

/// <summary>
/// Ends a request with a problem response, which <c>ProblemMiddleware</c> sends. Stores return expected outcomes as
/// values; the API layer converts them to this exception.
/// </summary>
internal sealed class ProblemException(
    ErrorCode code,
    string detail,
    IReadOnlyCollection<ValidationError>? errors = null
) : Exception(detail)
{
    public ErrorCode Code { get; } = code;

    public IReadOnlyCollection<ValidationError> Errors { get; } = errors ?? [];

    /// <summary>Headers of the response, such as <c>Retry-After</c>.</summary>
    public Dictionary<string, string> Headers { get; } = [];

    public static ProblemException ForErrors(params IReadOnlyCollection<ValidationError> errors) =>
        new(ErrorCodes.BadRequest, Summary(errors), errors);

    private static string Summary(IReadOnlyCollection<ValidationError> errors) =>
        errors.Count switch
        {
            1 => errors.First().Reason,
            >= ValidationError.Most =>
                $"The request has {ValidationError.Most} faults or more; the first {ValidationError.Most} are named "
                    + "in errors.",
            _ => $"The request has {errors.Count} faults; each is named in errors.",
        };
}
