using System.Globalization;
using System.Net;

namespace Adam.Api.Configuration;

/// <summary>
/// Validates the addresses that the program is to listen on. ASP.NET Core reads a port that is no number as part of a
/// host name, and for every host name it listens on all interfaces.
/// </summary>
internal static class ListenAddresses
{
    private const int DefaultPort = 5080;

    /// <exception cref="SettingException">
    /// An address or a port is invalid. The message has one sentence for each of them, with the setting, its value and
    /// the correction.
    /// </exception>
    public static void Validate(IConfiguration configuration)
    {
        var errors = configuration
            .GetSection("Kestrel:Endpoints")
            .GetChildren()
            .Select(endpoint => ($"Kestrel:Endpoints:{endpoint.Key}:Url", endpoint["Url"]))
            .Append(("urls", configuration["urls"]))
            .SelectMany(setting => Errors(setting.Item1, setting.Item2, AddressError))
            .Concat(Errors("http_ports", configuration["http_ports"], PortError))
            .Concat(Errors("https_ports", configuration["https_ports"], PortError))
            .ToList();
        if (errors.Count > 0)
            throw new SettingException(string.Join(Environment.NewLine, errors));
    }

    private static IEnumerable<string> Errors(string setting, string? value, Func<string, string?> errorOf) =>
        string.IsNullOrEmpty(value)
            ? []
            : value
                .Split(';', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
                .DefaultIfEmpty("")
                .Select(one => (Value: one, Error: errorOf(one)))
                .Where(one => one.Error is not null)
                .Select(one => $"{setting} names '{one.Value}', {one.Error}");

    /// <summary>Returns the error as the end of a sentence; null if the program can listen on the address.</summary>
    private static string? AddressError(string address)
    {
        if (address.Split("://", 2) is not [var scheme, var rest])
            return $"which has no scheme: write {Corrected(address)}.";
        if (scheme.ToLowerInvariant() is not ("http" or "https"))
            return $"whose scheme is '{scheme}': write http:// or https://.";
        // A Unix socket or a named pipe.
        if (rest.StartsWith("unix:/", StringComparison.Ordinal) || rest.StartsWith("pipe:/", StringComparison.Ordinal))
            return null;

        var slash = rest.IndexOf('/', StringComparison.Ordinal);
        var (authority, path) = slash < 0 ? (rest, "/") : (rest[..slash], rest[slash..]);
        if (path != "/")
            return $"which has a path: write {scheme}://{authority}.";

        var colon = authority.LastIndexOf(':');
        // An IPv6 address contains colons and stands in brackets.
        if (colon <= authority.LastIndexOf(']'))
            return authority.Length == 0
                ? $"which has no host: write {scheme}://localhost:{DefaultPort}."
                : $"which has no port: write {scheme}://{authority}:{DefaultPort}.";

        var (host, port) = (authority[..colon], authority[(colon + 1)..]);
        if (!IsPort(port))
            return $"whose port is not a number from 0 to 65535: write for example {scheme}://{host}:{DefaultPort}.";
        if (host.Equals("localhost", StringComparison.OrdinalIgnoreCase))
            return port == "0" ? $"which cannot have port 0 (any free port): write {scheme}://127.0.0.1:0." : null;

        return IsInterface(host)
            ? null
            : $"whose host is neither localhost nor an IP address: write {scheme}://localhost:{port}, an IP address "
                + $"of this machine, or {scheme}://*:{port} for all its interfaces.";
    }

    private static string? PortError(string port) =>
        IsPort(port) ? null : "which is not a number from 0 to 65535: write ports such as 8080;8081.";

    private static bool IsPort(string text) =>
        ushort.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out _);

    private static bool IsInterface(string host) =>
        host is "*" or "+"
        || (
            IPAddress.TryParse(host, out _)
            // Without brackets, the end of an IPv6 address would be read as a port.
            && host.Contains(':', StringComparison.Ordinal) == host.StartsWith('[')
        );

    /// <summary>Returns an address that may have been meant by one without a scheme.</summary>
    private static string Corrected(string text)
    {
        var meant = IsPort(text) ? $"http://localhost:{text}" : $"http://{text}";
        return AddressError(meant) is null ? meant : $"for example http://localhost:{DefaultPort}";
    }
}
