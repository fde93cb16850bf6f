using System.Globalization;

namespace Adam.Domain.Text;

/// <summary>Converts names of hosts to the form that the Domain Name System has.</summary>
public static class DnsName
{
    private static readonly IdnMapping Idna = new();

    /// <summary>
    /// Returns the host of an address in ASCII (IDNA, RFC 5890), or its IP address without brackets; null if there is
    /// no such name, because a letter is not allowed where it stands, a part has more than 63 characters, or the whole
    /// more than 253.
    /// </summary>
    public static string? FromUrl(Uri url)
    {
        if (url.HostNameType is UriHostNameType.IPv4 or UriHostNameType.IPv6)
            return url.DnsSafeHost;

        try
        {
            // IdnHost throws for a name that cannot be converted, and returns one that is too long as it is.
            return Parse(url.IdnHost);
        }
        catch (UriFormatException)
        {
            return null;
        }
    }

    /// <summary>Returns a name in ASCII; null if there is no such name.</summary>
    public static string? Parse(string name)
    {
        // The mapping throws for an empty name, too.
        try
        {
            var ascii = Idna.GetAscii(name);
            return ascii.TrimEnd('.').Length <= 253 ? ascii : null;
        }
        catch (ArgumentException)
        {
            return null;
        }
    }
}
