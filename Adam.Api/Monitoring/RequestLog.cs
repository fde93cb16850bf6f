using System.Diagnostics;
using Microsoft.AspNetCore.Http.Features;

namespace Adam.Api.Monitoring;

/// <summary>
/// Gives every request an id, which its answer and all that is logged about it carry, and logs one line when it is answered. The line names the route and not the path: what a caller has written stands in no log.
/// </summary>
internal sealed partial class RequestLog(RequestDelegate next, ILogger<RequestLog> log)
{
    public const string Header = "X-Request-Id";

    private const string Unmatched = "unmatched";

    public async Task InvokeAsync(HttpContext http)
    {
        // A HEAD is a GET further in.
        var (began, method) = (Stopwatch.GetTimestamp(), MethodOf(http.Request));
        http.TraceIdentifier = IdOf(http);
        http.Response.OnStarting(static state => Identify((HttpContext)state), http);
        try
        {
            await next(http);
        }
        finally
        {
            // Probes come every few seconds and say nothing.
            var level = IsProbe(http) ? LogLevel.Debug : LogLevel.Information;
            if (log.IsEnabled(level))
            {
                var (route, milliseconds) = (RouteOf(http), Math.Round(Stopwatch.GetElapsedTime(began).TotalMilliseconds, 1));
                Answered(log, level, method, route, http.Response.StatusCode, milliseconds, http.TraceIdentifier);
            }
        }
    }

    /// <summary>The route that the path matched, with the names of its parameters in place of their values.</summary>
    public static string RouteOf(HttpContext http) => http.GetEndpoint() is RouteEndpoint endpoint ? "/" + endpoint.RoutePattern.RawText?.TrimStart('/') : Unmatched;

    public static bool IsProbe(HttpContext http) => http.Request.Path.StartsWithSegments("/health", StringComparison.Ordinal);

    /// <summary>The trace that the request belongs to: the caller's, where it names one in <c>traceparent</c>.</summary>
    private static string IdOf(HttpContext http)
    {
        if (http.Features.Get<IHttpActivityFeature>()?.Activity is { IdFormat: ActivityIdFormat.W3C } activity)
            return activity.TraceId.ToHexString();

        var trace = ActivityContext.TryParse(http.Request.Headers.TraceParent, null, out var caller) ? caller.TraceId : ActivityTraceId.CreateRandom();
        return trace.ToHexString();
    }

    // Anybody can send any word for a method.
    private static string MethodOf(HttpRequest request) =>
        request.Method is "GET" or "HEAD" or "POST" or "PUT" or "PATCH" or "DELETE" or "OPTIONS" ? request.Method : "_OTHER";

    private static Task Identify(HttpContext http)
    {
        http.Response.Headers[Header] = http.TraceIdentifier;
        return Task.CompletedTask;
    }

    [LoggerMessage(Message = "{Method} {Route} answered {Status} in {Milliseconds} ms; request id {RequestId}")]
    private static partial void Answered(ILogger log, LogLevel level, string method, string route, int status, double milliseconds, string requestId);
}
