using System.Net;
using Microsoft.AspNetCore.HostFiltering;
using Microsoft.Extensions.Primitives;

namespace Adam.Api.Configuration;

/// <summary>The values of the header <c>Host</c> that the program accepts.</summary>
/// <param name="Names">
/// Names without a port, in the form of ASP.NET Core: <c>*.example.org</c> has every subdomain. Null accepts every
/// name.
/// </param>
/// <param name="Addresses">True if IP addresses are accepted as well.</param>
internal sealed record HostNames(IList<StringSegment>? Names, bool Addresses)
{
    private const string Setting = "AllowedHosts";

    private static readonly StringSegment[] OfThisMachine = ["localhost", "127.0.0.1", "[::1]"];

    /// <summary>
    /// Reads <c>AllowedHosts</c>. If it is not set, the host of the public address is accepted, with this machine and
    /// IP addresses, which the probes of a load balancer use; without a public address, every name is.
    /// </summary>
    public static HostNames Read(IConfiguration configuration, Uri? publicUrl)
    {
        var names = (configuration[Setting] ?? "").Split(
            ';',
            StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries
        );
        return names.Length > 0
                ? new(names.Contains("*") ? null : [.. names.Select(name => new StringSegment(name))], Addresses: false)
            : publicUrl is null ? new(null, Addresses: true)
            : new([publicUrl.IdnHost, .. OfThisMachine], Addresses: true);
    }

    public static bool IsOfThisMachine(HostString host) => HostString.MatchesAny(host.Host, OfThisMachine);

    /// <summary>Returns true if a request with this header is accepted. HTTP/1.0 has requests without it.</summary>
    public bool Accepts(HostString host) =>
        Names is null
        || !host.HasValue
        || HostString.MatchesAny(host.Host, Names)
        || (Addresses && IPAddress.TryParse(host.Host, out _));
}

internal static class HostNamesServices
{
    /// <summary>
    /// Adds the accepted host names, in the place of the framework's filter, whose response has no code.
    /// </summary>
    public static IServiceCollection AddHostNames(
        this IServiceCollection services,
        IConfiguration configuration,
        Uri? publicUrl
    ) =>
        services
            .AddSingleton(HostNames.Read(configuration, publicUrl))
            .Configure<HostFilteringOptions>(options => options.AllowedHosts = ["*"]);
}
