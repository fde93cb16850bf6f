using System.Text.Json.Serialization;
using Adam.Api.Serialization;
using Microsoft.AspNetCore.WebUtilities;

namespace Adam.Api.Errors;

/// <summary>The body of every error response (RFC 9457), with a stable code.</summary>
/// <param name="Type">The URL of the page that explains the code.</param>
/// <param name="Title">The meaning of the code in a few words. It is the same in every response.</param>
/// <param name="Detail">The cause of this error, and the correction.</param>
/// <param name="Instance">The path of the request.</param>
/// <param name="Code">The stable code, <c>ADAM-nnnn</c>. Codes are never reused.</param>
/// <param name="RequestId">
/// The id of the request, which the server's log contains. Give it to the operator when you report the error.
/// </param>
/// <param name="Errors">All errors of the request, at most 100; only for invalid input.</param>
internal sealed record Problem(
    string Type,
    string Title,
    int Status,
    string Detail,
    string Instance,
    string Code,
    string RequestId,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] IReadOnlyList<ValidationError>? Errors
)
{
    public const string MediaType = "application/problem+json";

    public static Problem Create(
        HttpContext http,
        ErrorCode code,
        string detail,
        IReadOnlyCollection<ValidationError> errors
    ) => Create(http.Request.Path.Value ?? "/", http.TraceIdentifier, code, detail, errors);

    /// <summary>Creates the problem of a request that has no context, because it is not well-formed.</summary>
    /// <param name="path">The path of the request, as far as it is known.</param>
    public static Problem Create(
        string path,
        string requestId,
        ErrorCode code,
        string detail,
        IReadOnlyCollection<ValidationError> errors
    ) =>
        new(
            $"/docs/errors.md#{code.Id.ToLowerInvariant()}",
            code.Title,
            code.Status,
            detail,
            ValidationError.Printable(path),
            code.Id,
            requestId,
            errors.Count == 0 ? null : [.. errors.Take(ValidationError.Most)]
        );
}

/// <summary>Receives the requests that are refused for their key.</summary>
internal interface IRefusals
{
    void Add(HttpContext http, ErrorCode code, string detail);
}

internal static class Problems
{
    public static Task WriteAsync(
        this HttpContext http,
        ErrorCode code,
        string detail,
        IReadOnlyCollection<ValidationError>? errors = null
    )
    {
        http.Response.StatusCode = code.Status;
        if (
            code.Status is StatusCodes.Status401Unauthorized or StatusCodes.Status403Forbidden
            || code == ErrorCodes.TooManyWrongKeys
        )
            http.RequestServices.GetService<IRefusals>()?.Add(http, code, detail);
        return http.Response.WriteAsJsonAsync(
            Problem.Create(http, code, detail, errors ?? []),
            Json.Options,
            Problem.MediaType,
            http.RequestAborted
        );
    }

    public static Task WriteAsync(this HttpContext http, ProblemException problem)
    {
        foreach (var (name, value) in problem.Headers)
            http.Response.Headers[name] = value;

        return http.WriteAsync(problem.Code, problem.Message, problem.Errors);
    }

    /// <summary>Returns the error code for a status that the framework has set without a body.</summary>
    public static ErrorCode CodeOf(int status) =>
        status switch
        {
            StatusCodes.Status401Unauthorized => ErrorCodes.KeyMissing,
            StatusCodes.Status403Forbidden => ErrorCodes.RoleForbids,
            StatusCodes.Status404NotFound => ErrorCodes.UnknownPath,
            StatusCodes.Status405MethodNotAllowed => ErrorCodes.MethodNotAllowed,
            StatusCodes.Status406NotAcceptable => ErrorCodes.NotAcceptable,
            StatusCodes.Status408RequestTimeout => ErrorCodes.RequestTimeout,
            StatusCodes.Status413PayloadTooLarge => ErrorCodes.BodyTooLarge,
            StatusCodes.Status414UriTooLong => ErrorCodes.AddressTooLong,
            StatusCodes.Status415UnsupportedMediaType => ErrorCodes.WrongContentType,
            StatusCodes.Status431RequestHeaderFieldsTooLarge => ErrorCodes.HeadersTooLarge,
            StatusCodes.Status503ServiceUnavailable => ErrorCodes.Unavailable,
            < 500 => ErrorCodes.BadHttp with { Status = status, Title = ReasonPhrases.GetReasonPhrase(status) },
            _ => ErrorCodes.Internal,
        };
}
