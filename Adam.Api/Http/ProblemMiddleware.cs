using System.Data.Common;
using Adam.Api.Binding;
using Adam.Api.Errors;
using Adam.Api.Monitoring;
using Adam.Data.Databases;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Net.Http.Headers;

namespace Adam.Api.Http;

/// <summary>
/// Converts every exception, and every error status without a body, to a problem response (RFC 9457). Details of
/// unexpected exceptions are logged with the request id and never sent.
/// </summary>
internal sealed partial class ProblemMiddleware(
    RequestDelegate next,
    KnownPaths paths,
    MalformedRequests malformed,
    ILogger<ProblemMiddleware> log
)
{
    public async Task InvokeAsync(HttpContext http)
    {
        try
        {
            await next(http);
            if (
                http.Response.StatusCode is StatusCodes.Status405MethodNotAllowed
                && http.Response.Headers.Allow.ToString().Split(", ").Contains(HttpMethods.Get)
            )
                http.Response.Headers.Append(HeaderNames.Allow, HttpMethods.Head);
            if (http.Response is { HasStarted: false, StatusCode: >= 400, ContentType: null, ContentLength: null })
                await http.WriteAsync(Problems.CodeOf(http.Response.StatusCode), Describe(http));
        }
        catch (Exception) when (http.RequestAborted.IsCancellationRequested)
        {
            // The client has disconnected, which is not an error of the server.
            if (!http.Response.HasStarted)
                http.Response.StatusCode = StatusCodes.Status499ClientClosedRequest;
        }
        catch (Exception error) when (!http.Response.HasStarted)
        {
            await RespondAsync(http, error);
        }
        catch (Exception error)
        {
            // The response has started, so a problem can no longer be sent. The connection is aborted, so that the
            // client does not take the incomplete response for a complete one.
            BrokeOff(log, error, RequestLoggingMiddleware.RouteOf(http), http.TraceIdentifier);
            http.Abort();
        }
    }

    private Task RespondAsync(HttpContext http, Exception error)
    {
        http.Response.Clear();
        switch (error)
        {
            case ProblemException problem:
                return http.WriteAsync(problem);
            case BadHttpRequestException { StatusCode: StatusCodes.Status413PayloadTooLarge }:
                return http.WriteAsync(
                    RequestBodyReader.TooLarge(
                        http.Features.Get<IHttpMaxRequestBodySizeFeature>()?.MaxRequestBodySize ?? 0
                    )
                );
            case BadHttpRequestException bad:
                return http.WriteAsync(Problems.CodeOf(bad.StatusCode), malformed.Describe(bad));
            case CommitUnknownException:
                Busy(log, error, RequestLoggingMiddleware.RouteOf(http), http.TraceIdentifier);
                return http.WriteAsync(
                    RetryLater(
                        ErrorCodes.CommitUnknown,
                        "The database went away while the change was being committed: the whole of it was made, or "
                            + "nothing. Read what you wanted to change before you send it again."
                    )
                );
            case var _ when FileFaultProblem.FromException(error) is { } fault:
                Failed(log, error, RequestLoggingMiddleware.RouteOf(http), http.TraceIdentifier);
                return http.WriteAsync(fault);
            case TooManyWritesException:
                return http.WriteAsync(
                    new ProblemException(
                        ErrorCodes.TooManyWrites,
                        "So many writes of this partner wait that no more can. Nothing was changed; send fewer at the "
                            + "same time, and this one again in a moment."
                    )
                    {
                        Headers = { ["Retry-After"] = "1" },
                    }
                );
            case ReadTooLongException:
                Busy(log, error, RequestLoggingMiddleware.RouteOf(http), http.TraceIdentifier);
                return http.WriteAsync(
                    new ProblemException(
                        ErrorCodes.TooMuchWork,
                        "The register looked for the response for as long as one request may take, and stopped. Ask "
                            + "for less: filter by country, pillar, partner or date, or ask for a smaller page."
                    )
                    {
                        Headers = { ["Retry-After"] = "60" },
                    }
                );
            case RegisterBusyException
            or RegisterUnavailableException
            or TimeoutException
            or DbException { IsTransient: true }:
                Busy(log, error, RequestLoggingMiddleware.RouteOf(http), http.TraceIdentifier);
                return http.WriteAsync(
                    RetryLater(
                        ErrorCodes.Unavailable,
                        "The register is busy or out of reach. Nothing was changed; ask again in a moment."
                    )
                );
            default:
                Failed(log, error, RequestLoggingMiddleware.RouteOf(http), http.TraceIdentifier);
                return http.WriteAsync(
                    ErrorCodes.Internal,
                    $"The fault is the server's. Tell its operator the request id {http.TraceIdentifier}: the log has "
                        + "the rest under it."
                );
        }
    }

    private static ProblemException RetryLater(ErrorCode code, string detail) =>
        new(code, detail) { Headers = { ["Retry-After"] = "5" } };

    private string Describe(HttpContext http) =>
        http.Response.StatusCode switch
        {
            StatusCodes.Status404NotFound when paths.Nearest(http.Request.Path) is { } nearest =>
                $"There is no path {ValidationError.Quote(http.Request.Path)}. Did you mean "
                    + $"{ValidationError.Quote(nearest)}?",
            StatusCodes.Status404NotFound =>
                $"There is no path {ValidationError.Quote(http.Request.Path)}. /openapi.yaml lists those that there "
                    + "are.",
            StatusCodes.Status405MethodNotAllowed =>
                $"{ValidationError.Printable(http.Request.Method)} is not possible here; "
                    + $"{http.Response.Headers.Allow} is.",
            _ => "The request was refused.",
        };

    [LoggerMessage(
        Level = LogLevel.Warning,
        Message = "{Route} found the register busy or out of reach; request id {RequestId}"
    )]
    private static partial void Busy(ILogger log, Exception error, string route, string requestId);

    [LoggerMessage(Level = LogLevel.Error, Message = "{Route} broke off amid its answer; request id {RequestId}")]
    private static partial void BrokeOff(ILogger log, Exception error, string route, string requestId);

    [LoggerMessage(Level = LogLevel.Error, Message = "{Route} failed; request id {RequestId}")]
    private static partial void Failed(ILogger log, Exception error, string route, string requestId);
}
