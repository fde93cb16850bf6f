using System.Net;
using System.Net.Sockets;

namespace Adam.Domain.Keys;

/// <summary>
/// The networks from which a key is accepted, in CIDR notation. An IPv4 address that IPv6 contains
/// (<c>::ffff:192.0.2.1</c>) is the IPv4 address, in networks and in requests.
/// </summary>
public static class AddressNetworks
{
    /// <summary>The maximum number of networks of a key.</summary>
    public const int Most = 50;

    private const int BitsOfMappedPrefix = 96;
    private const char Separator = ' ';

    /// <summary>
    /// Parses a network (<c>192.0.2.0/24</c>, <c>2001:db8::/32</c>) or one address. Returns null if the text is
    /// neither, if the address has bits beyond the length of the prefix, or if it has a zone.
    /// </summary>
    public static IPNetwork? Parse(string text)
    {
        var (first, length) = text.IndexOf('/', StringComparison.Ordinal) is > 0 and var slash
            ? (text[..slash], text[(slash + 1)..])
            : (text, null);
        if (ParseAddress(first) is not { } address)
            return null;

        var bits = BitsOf(address);
        if (length is not null && (!IsNumber(length) || !int.TryParse(length, out bits) || bits > BitsOf(address)))
            return null;
        if (address.IsIPv4MappedToIPv6)
        {
            if (bits < BitsOfMappedPrefix)
                return null;
            (address, bits) = (address.MapToIPv4(), bits - BitsOfMappedPrefix);
        }

        return First(address, bits).Equals(address) ? new(address, bits) : null;
    }

    /// <summary>
    /// Returns the network that a text with bits beyond the length of its prefix probably means; null if there is none.
    /// </summary>
    public static IPNetwork? Suggest(string text) =>
        text.Split('/') is [var first, var length]
        && ParseAddress(first) is { IsIPv4MappedToIPv6: false } address
        && IsNumber(length)
        && int.TryParse(length, out var bits)
        && bits <= BitsOf(address)
            ? new(First(address, bits), bits)
            : null;

    /// <summary>Returns true if one of the networks contains the address; false if the address is null.</summary>
    public static bool Contains(IReadOnlyList<IPNetwork> networks, IPAddress? address)
    {
        if (address is null)
            return false;
        if (address.IsIPv4MappedToIPv6)
            address = address.MapToIPv4();
        // The zone of a link-local address is the interface of this machine.
        else if (address.AddressFamily == AddressFamily.InterNetworkV6)
            address = new(address.GetAddressBytes());
        return networks.Any(network => network.Contains(address));
    }

    /// <summary>Returns the stored text; null for null, which means every address.</summary>
    public static string? ToText(IReadOnlyList<IPNetwork>? networks) =>
        networks is null ? null : string.Join(Separator, networks);

    /// <summary>Returns the networks of a stored text; null for null.</summary>
    public static IReadOnlyList<IPNetwork>? FromText(string? text) =>
        text is null ? null : [.. text.Split(Separator).Select(IPNetwork.Parse)];

    // IPAddress also parses forms such as 127.1 and 0x7f000001, which people do not read as the address that they are.
    private static IPAddress? ParseAddress(string text) =>
        IPAddress.TryParse(text, out var address)
        && !text.Contains('%', StringComparison.Ordinal)
        && !text.Contains('[', StringComparison.Ordinal)
        && (address.AddressFamily == AddressFamily.InterNetworkV6 || address.ToString() == text)
            ? address
            : null;

    private static int BitsOf(IPAddress address) => address.AddressFamily == AddressFamily.InterNetworkV6 ? 128 : 32;

    private static bool IsNumber(string text) => text.Length is > 0 and <= 3 && text.All(char.IsAsciiDigit);

    /// <summary>Returns the address with all bits beyond the prefix set to 0.</summary>
    private static IPAddress First(IPAddress address, int bits)
    {
        var bytes = address.GetAddressBytes();
        for (var index = 0; index < bytes.Length; index++)
        {
            var kept = Math.Clamp(bits - (8 * index), 0, 8);
            bytes[index] &= (byte)(0xff << (8 - kept));
        }

        return new(bytes);
    }
}
