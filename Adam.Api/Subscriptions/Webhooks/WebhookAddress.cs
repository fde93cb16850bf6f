using System.Net;
using System.Net.Sockets;
using Adam.Api.Configuration;
using Adam.Domain.Text;

namespace Adam.Api.Subscriptions.Webhooks;

/// <summary>
/// Checks the addresses of webhooks when a subscription is written and again at each connection, because a name can
/// have another address by then.
/// </summary>
internal sealed class WebhookAddress(Settings settings)
{
    private static readonly TimeSpan LongestLookup = TimeSpan.FromSeconds(2);

    /// <summary>
    /// Returns the reason why a URL cannot be a webhook; null if it can. A name that cannot be resolved now is
    /// accepted: its deliveries fail, and are tried again.
    /// </summary>
    public async Task<string?> FindFaultAsync(string text, CancellationToken ct)
    {
        if (!Uri.TryCreate(text, UriKind.Absolute, out var url) || url.Host.Length == 0)
            return "It must be an absolute URL, such as https://hooks.example.org/adam.";
        if (url.Scheme != Uri.UriSchemeHttps && !(settings.PrivateWebhooks && url.Scheme == Uri.UriSchemeHttp))
            return "It must begin with https://, so that nobody reads the events on their way.";
        if (url.UserInfo.Length > 0)
            return "It must not contain a user name or a password: the signature proves the sender.";
        if (url.Fragment.Length > 0)
            return "It must not contain a fragment, which is not sent.";
        if (DnsName.FromUrl(url) is not { } host)
            return "Its host is no name that the Domain Name System can have.";
        if (settings.PrivateWebhooks)
            return null;

        return Array.TrueForAll(await ResolveAsync(host, ct), PublicAddresses.IsPublic)
            ? null
            : "Its host is not on the public Internet: private, local and reserved addresses are refused.";
    }

    /// <summary>Connects to the first address of the host that is allowed and answers.</summary>
    /// <exception cref="PrivateAddressException">No address of the host is allowed.</exception>
    public async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken ct)
    {
        var (host, port) = (context.DnsEndPoint.Host, context.DnsEndPoint.Port);
        var allowed = (await Dns.GetHostAddressesAsync(host, ct))
            .Where(address => settings.PrivateWebhooks || PublicAddresses.IsPublic(address))
            .ToArray();
        if (allowed.Length == 0)
            throw new PrivateAddressException();

        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(allowed, port, ct);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    private static async Task<IPAddress[]> ResolveAsync(string host, CancellationToken ct)
    {
        using var lookup = CancellationTokenSource.CreateLinkedTokenSource(ct);
        lookup.CancelAfter(LongestLookup);
        try
        {
            return await Dns.GetHostAddressesAsync(host, lookup.Token);
        }
        catch (SocketException)
        {
            return [];
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            return [];
        }
    }
}

/// <summary>A host has no address on the public Internet.</summary>
internal sealed class PrivateAddressException() : Exception("The host is not on the public Internet.");
