using System.Diagnostics;
using Microsoft.AspNetCore.Http.Features;

namespace Adam.Api.Monitoring;

/// <summary>
/// Assigns an id to every request, which its response and all its log lines contain, and logs one line for each
/// response. The line contains the route instead of the path, so that no client input is logged.
/// </summary>
internal sealed partial class RequestLoggingMiddleware(RequestDelegate next, ILogger<RequestLoggingMiddleware> log)
{
    public const string Header = "X-Request-Id";

    private const string Unmatched = "unmatched";

    public async Task InvokeAsync(HttpContext http)
    {
        // A later middleware changes HEAD to GET, so the method is read here.
        var (began, method) = (Stopwatch.GetTimestamp(), MethodOf(http.Request));
        http.TraceIdentifier = IdOf(http);
        http.Response.OnStarting(static state => Identify((HttpContext)state), http);
        try
        {
            await next(http);
        }
        finally
        {
            // Health probes are sent every few seconds and would fill the log.
            var level = IsProbe(http) ? LogLevel.Debug : LogLevel.Information;
            if (log.IsEnabled(level))
            {
                var (route, milliseconds) = (
                    RouteOf(http),
                    Math.Round(Stopwatch.GetElapsedTime(began).TotalMilliseconds, 1)
                );
                LogRequest(log, level, method, route, http.Response.StatusCode, milliseconds, http.TraceIdentifier);
            }
        }
    }

    /// <summary>Returns the route of the request, with the names of its parameters instead of their values.</summary>
    public static string RouteOf(HttpContext http) =>
        http.GetEndpoint() is RouteEndpoint endpoint ? "/" + endpoint.RoutePattern.RawText?.TrimStart('/') : Unmatched;

    public static bool IsProbe(HttpContext http) =>
        http.Request.Path.StartsWithSegments("/health", StringComparison.Ordinal);

    /// <summary>
    /// Returns the trace id of the request. If the client sends <c>traceparent</c> (W3C Trace Context), it is the
    /// client's.
    /// </summary>
    private static string IdOf(HttpContext http)
    {
        if (http.Features.Get<IHttpActivityFeature>()?.Activity is { IdFormat: ActivityIdFormat.W3C } activity)
            return activity.TraceId.ToHexString();

        var trace = ActivityContext.TryParse(http.Request.Headers.TraceParent, null, out var caller)
            ? caller.TraceId
            : ActivityTraceId.CreateRandom();
        return trace.ToHexString();
    }

    // Only standard methods are logged, because a client can send any token as method.
    public static string MethodOf(HttpRequest request) =>
        request.Method is "GET" or "HEAD" or "POST" or "PUT" or "PATCH" or "DELETE" or "OPTIONS"
            ? request.Method
            : "_OTHER";

    private static Task Identify(HttpContext http)
    {
        http.Response.Headers[Header] = http.TraceIdentifier;
        return Task.CompletedTask;
    }

    [LoggerMessage(Message = "{Method} {Route} answered {Status} in {Milliseconds} ms; request id {RequestId}")]
    private static partial void LogRequest(
        ILogger log,
        LogLevel level,
        string method,
        string route,
        int status,
        double milliseconds,
        string requestId
    );
}
