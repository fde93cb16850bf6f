using System.Buffers;
using System.Diagnostics;
using System.Text.Json;
using Adam.Api.Errors;
using Adam.Api.Monitoring;
using Adam.Api.Serialization;
using Adam.Data.Monitoring;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Options;
using BadHttpRequestException = Microsoft.AspNetCore.Http.BadHttpRequestException;

namespace Adam.Api.Http;

/// <summary>
/// Responds with a problem to the requests that Kestrel rejects before any middleware, such as those with headers that
/// are too large, and logs and counts them. Kestrel alone would respond without a body, and log nothing.
/// </summary>
/// <remarks>
/// Kestrel has no setting for this. It reports the request to the diagnostic listener before it responds, and leaves a
/// response as it is that has started by then.
/// </remarks>
internal sealed partial class MalformedRequests(
    DiagnosticListener diagnostics,
    IOptions<KestrelServerOptions> kestrel,
    ILogger<MalformedRequests> log
) : IObserver<KeyValuePair<string, object?>>, IDisposable
{
    private const string Event = "Microsoft.AspNetCore.Server.Kestrel.BadRequest";

    private IDisposable? _subscription;

    public void Observe() => _subscription ??= diagnostics.Subscribe(this, (name, _, _) => name == Event);

    public void Dispose() => _subscription?.Dispose();

    public void OnNext(KeyValuePair<string, object?> value)
    {
        if (
            value is { Key: Event, Value: IFeatureCollection features }
            && features.Get<IBadRequestExceptionFeature>()?.Error is BadHttpRequestException error
            && features.Get<IHttpResponseFeature>() is { HasStarted: false } response
        )
            Respond(features, response, error);
    }

    public void OnCompleted() { }

    public void OnError(Exception error) { }

    /// <summary>Describes the error of a request that is no well-formed HTTP, without the client's data.</summary>
    public string Describe(BadHttpRequestException error)
    {
        var limits = kestrel.Value.Limits;
        return error.StatusCode switch
        {
            StatusCodes.Status414UriTooLong =>
                $"The first line of the request is longer than {limits.MaxRequestLineSize} bytes, the most that this "
                    + "server takes. Send fewer filters at a time, or shorter texts.",
            StatusCodes.Status431RequestHeaderFieldsTooLarge =>
                $"The headers are larger than {limits.MaxRequestHeadersTotalSize} bytes, or more than "
                    + $"{limits.MaxRequestHeaderCount}, the most that this server takes. Send fewer, or shorter ones.",
            StatusCodes.Status408RequestTimeout =>
                "The request arrived too slowly. Send it again over a faster connection.",
            _ => $"The request is no well-formed HTTP: it was cut short, or contradicts itself. {Reason(error)}",
        };
    }

    /// <summary>Returns the reason without the part of the request that Kestrel may quote.</summary>
    private static string Reason(BadHttpRequestException error) => $"{error.Message.Split(':', '\'')[0].TrimEnd('.')}.";

    private void Respond(IFeatureCollection features, IHttpResponseFeature response, BadHttpRequestException error)
    {
        // 505 would be right for another version of HTTP, but it would count as a failure of the server.
        var code = Problems.CodeOf(
            error.StatusCode < StatusCodes.Status500InternalServerError
                ? error.StatusCode
                : StatusCodes.Status400BadRequest
        );
        var requestId = ActivityTraceId.CreateRandom().ToHexString();
        Telemetry.MalformedRequests.Add(1, new KeyValuePair<string, object?>("http.response.status_code", code.Status));
        var reason = Reason(error);
        Rejected(log, code.Status, reason, requestId);
        // On HTTP/2, Kestrel resets the stream.
        if (
            features.Get<IHttpRequestFeature>()?.Protocol is "HTTP/2" or "HTTP/3"
            || features.Get<IConnectionTransportFeature>()?.Transport.Output is not { } wire
            || features.Get<IHttpResponseBodyFeature>() is not { } body
        )
            return;

        var path = features.Get<IHttpRequestFeature>()?.Path is { Length: > 0 } known ? known : "/";
        var problem = JsonSerializer.SerializeToUtf8Bytes(
            Problem.Create(path, requestId, code, Describe(error), []),
            Json.Options
        );
        response.StatusCode = code.Status;
        response.Headers.ContentType = Problem.MediaType;
        response.Headers.ContentLength = problem.Length;
        response.Headers.Connection = "close";
        response.Headers[RequestLoggingMiddleware.Header] = requestId;
        // The response has no body stream yet, so its body is written to the connection, after the headers.
        var start = body.StartAsync();
        Debug.Assert(start.IsCompletedSuccessfully, "nothing waits for the start of such a response");
        wire.Write(problem);
        _ = wire.FlushAsync().AsTask();
    }

    [LoggerMessage(
        Level = LogLevel.Information,
        Message = "A request that is no well-formed HTTP was answered {Status}: {Reason} Request id {RequestId}"
    )]
    private static partial void Rejected(ILogger log, int status, string reason, string requestId);
}
