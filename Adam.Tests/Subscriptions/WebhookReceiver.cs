using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Adam.Tests.Subscriptions;

/// <summary>A request that a webhook has received.</summary>
/// <param name="Status">The status of the response; null if there was none.</param>
internal sealed record ReceivedEvent(string Id, string Timestamp, string Signatures, string Body, int? Status)
{
    public JsonObject Payload => JsonNode.Parse(Body)!.AsObject();

    public bool IsTaken => Status is >= 200 and < 300;

    /// <summary>Returns true if one of the signatures is by this key, computed as the specification says.</summary>
    public bool IsSignedBy(string secret)
    {
        var key = Convert.FromBase64String(secret["whsec_".Length..]);
        var expected = HMACSHA256.HashData(key, Encoding.UTF8.GetBytes($"{Id}.{Timestamp}.{Body}"));
        return Signatures.Split(' ').Contains($"v1,{Convert.ToBase64String(expected)}");
    }
}

/// <summary>A local receiver of webhooks, which behaves as the test says.</summary>
internal sealed class WebhookReceiver : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly ConcurrentQueue<ReceivedEvent> _received = new();

    private WebhookReceiver(WebApplication app) => _app = app;

    /// <summary>Returns the status for a request by its number; 0 to close the connection, -1 to stay silent.</summary>
    public Func<int, int> Behaviour { get; set; } = _ => 204;

    /// <summary>All requests, in the order in which they came.</summary>
    public IReadOnlyList<ReceivedEvent> Received => [.. _received];

    /// <summary>The events that were taken, each once, in the order of their first acceptance.</summary>
    public IReadOnlyList<ReceivedEvent> Taken => [.. Received.Where(one => one.IsTaken).DistinctBy(one => one.Id)];

    public string Url { get; private set; } = "";

    /// <summary>The address of a redirect, for a status of the 300s.</summary>
    public string? Location { get; set; }

    public static async Task<WebhookReceiver> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var app = builder.Build();
        var receiver = new WebhookReceiver(app);
        app.MapPost("/adam", receiver.ReceiveAsync);
        await app.StartAsync();
        var addresses = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!;
        receiver.Url = $"{addresses.Addresses.Single()}/adam";
        return receiver;
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private async Task ReceiveAsync(HttpContext http)
    {
        using var reader = new StreamReader(http.Request.Body);
        var body = await reader.ReadToEndAsync();
        var status = Behaviour(_received.Count);
        _received.Enqueue(
            new(
                http.Request.Headers["webhook-id"].ToString(),
                http.Request.Headers["webhook-timestamp"].ToString(),
                http.Request.Headers["webhook-signature"].ToString(),
                body,
                status > 0 ? status : null
            )
        );
        if (status == 0)
            http.Abort();
        else if (status < 0)
            await Task.Delay(Timeout.Infinite, http.RequestAborted)
                .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        else
            (http.Response.StatusCode, http.Response.Headers.Location) = (status, Location);
    }
}
