using System.Net;
using Adam.Api.Configuration;
using Adam.Api.Security;
using Microsoft.AspNetCore.Connections;
using IPNetwork = System.Net.IPNetwork;

namespace Adam.Api.RateLimits;

/// <summary>
/// Limits the open connections of an address, so that one client does not take all of them. Connections of the
/// configured proxies are those of many clients, and have no limit.
/// </summary>
internal sealed class ConnectionLimit(int most, IReadOnlyList<IPNetwork> proxies)
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, int> _open = new(StringComparer.Ordinal);

    public async Task RunAsync(ConnectionContext connection, ConnectionDelegate next)
    {
        if (
            connection.RemoteEndPoint is not IPEndPoint { Address: var address }
            || proxies.Any(proxy => proxy.Contains(address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address))
        )
        {
            await next(connection);
            return;
        }

        var client = ClientAddress.FromAddress(address);
        if (!TryOpen(client))
        {
            connection.Abort(new ConnectionAbortedException("The address has too many connections."));
            return;
        }

        try
        {
            await next(connection);
        }
        finally
        {
            Close(client);
        }
    }

    private bool TryOpen(string client)
    {
        lock (_lock)
        {
            var open = _open.GetValueOrDefault(client);
            if (open >= most)
                return false;

            _open[client] = open + 1;
            return true;
        }
    }

    private void Close(string client)
    {
        lock (_lock)
        {
            if (--_open[client] == 0)
                _open.Remove(client);
        }
    }
}

internal static class ConnectionLimits
{
    public static WebApplicationBuilder LimitConnections(this WebApplicationBuilder builder, Settings settings)
    {
        if (settings.Limits.ConnectionsOfAddress is var most and > 0)
        {
            var limit = new ConnectionLimit(most, settings.Proxies);
            builder.WebHost.ConfigureKestrel(kestrel =>
                kestrel.ConfigureEndpointDefaults(endpoint =>
                    endpoint.Use(next => connection => limit.RunAsync(connection, next))
                )
            );
        }

        return builder;
    }
}
