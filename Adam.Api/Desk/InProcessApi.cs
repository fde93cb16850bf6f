using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;
using Adam.Api.BrowserSessions;
using Adam.Desk.Calls;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Primitives;
using Microsoft.Net.Http.Headers;

namespace Adam.Api.Desk;

/// <summary>
/// Sends the requests of the desk through the program's own middleware, without a connection. A page therefore passes
/// the same authentication, limits and log as a client, from the address of its browser, and reads what a client reads.
/// </summary>
internal sealed class InProcessApi(IServiceScopeFactory scopes) : IApi
{
    private RequestDelegate? _pipeline;

    public async Task<ApiResponse> SendAsync(HttpContext page, ApiRequest asked)
    {
        var pipeline = _pipeline ?? throw new InvalidOperationException("The program has no pipeline yet.");
        using var body = new MemoryStream();
        await using var scope = scopes.CreateAsyncScope();
        var http = Create(page, asked, body);
        http.RequestServices = scope.ServiceProvider;
        http.Request.Headers.AcceptLanguage = asked.Language;
        // The log has its line under the id of the page.
        http.Request.Headers.TraceParent = $"00-{page.TraceIdentifier}-{ActivitySpanId.CreateRandom()}-01";
        if (asked.Key is { } key)
            http.Request.Headers.Authorization = $"{Security.Caller.Scheme} {key}";
        else
        {
            http.Request.Headers.Cookie = page.Request.Headers.Cookie;
            http.Request.Headers[RequestOrigin.Header] = "1";
        }

        await pipeline(http);
        await http.Response.CompleteAsync();
        var headers = http.Response.Headers;
        return new(http.Response.StatusCode, body.ToArray(), Value(headers.RetryAfter), Value(headers.ETag));

        static string? Value(StringValues header) => header.Count == 0 ? null : header.ToString();
    }

    private static DefaultHttpContext Create(HttpContext page, ApiRequest asked, MemoryStream body)
    {
        var address = asked.Address;
        var features = new FeatureCollection();
        features.Set<IHttpRequestFeature>(
            new HttpRequestFeature
            {
                Body = asked.Body.IsEmpty ? Stream.Null : new MemoryStream(asked.Body.ToArray(), writable: false),
            }
        );
        features.Set<IHttpResponseFeature>(new HttpResponseFeature());
        features.Set<IHttpResponseBodyFeature>(new StreamResponseBodyFeature(body));
        features.Set<IHttpRequestLifetimeFeature>(
            new HttpRequestLifetimeFeature { RequestAborted = page.RequestAborted }
        );
        var http = new DefaultHttpContext(features) { TraceIdentifier = page.TraceIdentifier };
        http.Connection.RemoteIpAddress = page.Connection.RemoteIpAddress;
        http.Connection.RemotePort = page.Connection.RemotePort;
        http.Connection.LocalIpAddress = page.Connection.LocalIpAddress;
        http.Connection.LocalPort = page.Connection.LocalPort;

        var query = address.IndexOf('?', StringComparison.Ordinal);
        var request = http.Request;
        request.Method = asked.Method;
        request.Protocol = page.Request.Protocol;
        request.Scheme = page.Request.Scheme;
        request.Host = page.Request.Host;
        request.Path = PathString.FromUriComponent(query < 0 ? address : address[..query]);
        request.QueryString = query < 0 ? default : new(address[query..]);
        request.Headers.Accept = "application/json";
        request.Headers[HeaderNames.UserAgent] = "Adam desk";
        if (!asked.Body.IsEmpty)
            request.ContentLength = asked.Body.Length;
        foreach (var (name, value) in asked.Headers)
            request.Headers[name] = value;
        return http;
    }

    /// <summary>Takes the part of the pipeline after it as that which requests of the desk pass.</summary>
    [SuppressMessage("Performance", "CA1812", Justification = "The framework creates it.")]
    internal sealed class Middleware
    {
        private readonly RequestDelegate _next;

        public Middleware(RequestDelegate next, InProcessApi api)
        {
            _next = next;
            api._pipeline = next;
        }

        public Task InvokeAsync(HttpContext http) => _next(http);
    }
}
