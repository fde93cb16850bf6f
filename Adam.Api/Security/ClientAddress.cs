using System.Net;
using System.Net.Sockets;

namespace Adam.Api.Security;

/// <summary>The address that limits count by.</summary>
internal static class ClientAddress
{
    private const int BytesOfNetwork = 8;

    /// <summary>Returns the address of the client of a request.</summary>
    public static string FromRequest(HttpContext http) => FromAddress(http.Connection.RemoteIpAddress);

    /// <summary>
    /// Returns an IPv4 address as it is, and the network of 64 bits of an IPv6 address, of which one subscriber has all
    /// addresses.
    /// </summary>
    public static string FromAddress(IPAddress? address)
    {
        if (address is null)
            return "unknown";
        if (address.IsIPv4MappedToIPv6)
            address = address.MapToIPv4();
        if (address.AddressFamily != AddressFamily.InterNetworkV6)
            return address.ToString();

        var bytes = address.GetAddressBytes();
        Array.Clear(bytes, BytesOfNetwork, bytes.Length - BytesOfNetwork);
        return $"{new IPAddress(bytes)}/64";
    }
}
