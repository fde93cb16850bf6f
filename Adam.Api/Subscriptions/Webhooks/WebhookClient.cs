using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Security.Authentication;
using Adam.Api.Serialization;
using Adam.Data.Subscriptions;

namespace Adam.Api.Subscriptions.Webhooks;

/// <summary>The result of an attempt to send an event.</summary>
/// <param name="Status">The HTTP status; null if there was no response.</param>
/// <param name="Error">The reason of a failure; null if the receiver has taken the event.</param>
/// <param name="RetryAfter">The pause that the receiver asks for; null if it asks for none.</param>
internal sealed record WebhookAttempt(HttpStatusCode? Status, string? Error, TimeSpan? RetryAfter)
{
    public bool IsDelivered => Error is null;
}

/// <summary>
/// Sends signed events. It follows no redirect, uses no proxy, keeps no cookie and does not read the body of a
/// response.
/// </summary>
internal sealed class WebhookClient : IDisposable
{
    private static readonly TimeSpan UsualTimeout = TimeSpan.FromSeconds(20);

    private readonly HttpClient _http;
    private readonly TimeProvider _time;

    /// <param name="timeout">The maximum time of an attempt; null for the usual one.</param>
    public WebhookClient(WebhookAddress address, TimeProvider time, TimeSpan? timeout = null)
    {
        _time = time;
        _http = new(
            new SocketsHttpHandler
            {
                AllowAutoRedirect = false,
                UseProxy = false,
                UseCookies = false,
                ConnectCallback = address.ConnectAsync,
                ConnectTimeout = TimeSpan.FromSeconds(10),
                // A name is resolved again after a minute at the latest.
                PooledConnectionLifetime = TimeSpan.FromMinutes(1),
                MaxResponseHeadersLength = 16,
                // Nothing of the trace of a write, or of its baggage, is sent to others.
                ActivityHeadersPropagator = null,
            }
        )
        {
            Timeout = timeout ?? UsualTimeout,
        };
    }

    /// <exception cref="OperationCanceledException">The server stops. The outcome is unknown.</exception>
    public async Task<WebhookAttempt> SendAsync(Subscription subscription, string id, byte[] body, CancellationToken ct)
    {
        var now = _time.GetUtcNow();
        using var request = new HttpRequestMessage(HttpMethod.Post, subscription.Draft.Url)
        {
            Content = new ByteArrayContent(body) { Headers = { ContentType = new(Json.MediaType) } },
        };
        request.Headers.UserAgent.Add(new ProductInfoHeaderValue("Adam", null));
        request.Headers.Add("webhook-id", id);
        request.Headers.Add("webhook-timestamp", now.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture));
        request.Headers.Add("webhook-signature", WebhookSecret.Sign(subscription.Secrets.At(now), id, now, body));
        try
        {
            using var response = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, ct);
            return response.IsSuccessStatusCode
                ? new(response.StatusCode, null, null)
                : new(
                    response.StatusCode,
                    string.Create(
                        CultureInfo.InvariantCulture,
                        $"The receiver answered {(int)response.StatusCode}; 200 to 299 means that it took the event."
                    ),
                    PauseOf(response.Headers.RetryAfter, now)
                );
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            return new(null, $"The receiver did not answer within {_http.Timeout.TotalSeconds} seconds.", null);
        }
        catch (HttpRequestException error)
        {
            return new(null, Describe(error), null);
        }
    }

    public void Dispose() => _http.Dispose();

    private static TimeSpan? PauseOf(RetryConditionHeaderValue? header, DateTimeOffset now) =>
        header?.Delta ?? (header?.Date is { } date && date > now ? date - now : null);

    /// <summary>Describes an error without the addresses of the network, which the subscriber need not know.</summary>
    private static string Describe(HttpRequestException error) =>
        error switch
        {
            { InnerException: AuthenticationException } => "The certificate of the receiver is not accepted.",
            { HttpRequestError: HttpRequestError.NameResolutionError } => "The host has no address.",
            { InnerException: SocketException { SocketErrorCode: SocketError.HostNotFound or SocketError.TryAgain } } =>
                "The host has no address.",
            { InnerException: PrivateAddressException refused } => refused.Message,
            _ => "The receiver cannot be reached, or it closed the connection.",
        };
}
