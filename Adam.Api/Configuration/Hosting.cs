using Microsoft.AspNetCore.HttpOverrides;
using IPNetwork = System.Net.IPNetwork;

namespace Adam.Api.Configuration;

internal static class Hosting
{
    private const string Loopback = "http://localhost:5080";

    /// <summary>
    /// Returns options that read appsettings.json from the folder of the program, independent of the current directory.
    /// </summary>
    public static WebApplicationOptions Options(string[] args) =>
        new()
        {
            Args = args,
            ContentRootPath = args.Any(arg => arg.StartsWith("--contentRoot", StringComparison.OrdinalIgnoreCase))
                ? null
                : AppContext.BaseDirectory,
        };

    /// <summary>
    /// Listens on the loopback interface unless an address is configured, so that other machines cannot reach a new
    /// register.
    /// </summary>
    public static void ListenOnLoopbackByDefault(this WebApplicationBuilder builder, Settings settings)
    {
        if (
            new[] { "urls", "http_ports", "https_ports" }.All(name => string.IsNullOrEmpty(builder.Configuration[name]))
            && !builder.Configuration.GetSection("Kestrel:Endpoints").Exists()
        )
            builder.WebHost.UseUrls(Loopback);

        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = settings.MaxBodyBytes;
        });
    }

    /// <summary>
    /// Returns the address at which a program with these settings can be reached from this machine: its first address,
    /// in the order of precedence of Kestrel.
    /// </summary>
    public static Uri AddressOnThisMachine(IConfiguration configuration)
    {
        var listens =
            configuration
                .GetSection("Kestrel:Endpoints")
                .GetChildren()
                .Select(endpoint => endpoint["Url"])
                .Append(configuration["urls"])
                .Append(OnPort("http", configuration["http_ports"]))
                .Append(OnPort("https", configuration["https_ports"]))
                .FirstOrDefault(text => !string.IsNullOrEmpty(text))
            ?? Loopback;
        var address = BindingAddress.Parse(listens.Split(';')[0]);
        // An address for all interfaces is not a destination.
        var host = address.Host is "+" or "*" or "0.0.0.0" or "[::]" ? "localhost" : address.Host;
        return new UriBuilder(address.Scheme, host, address.Port).Uri;
    }

    /// <summary>
    /// Reads the client's address and scheme from the X-Forwarded headers, but only from the configured proxies,
    /// because any client can send these headers.
    /// </summary>
    public static IServiceCollection AddProxies(this IServiceCollection services, IReadOnlyList<IPNetwork> proxies) =>
        services.Configure<ForwardedHeadersOptions>(options =>
        {
            options.ForwardedHeaders =
                proxies.Count == 0
                    ? ForwardedHeaders.None
                    : ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedProto;
            // The number of proxies in a row is unlimited, because each of them must be configured.
            options.ForwardLimit = null;
            options.KnownProxies.Clear();
            options.KnownIPNetworks.Clear();
            foreach (var proxy in proxies)
                options.KnownIPNetworks.Add(proxy);
        });

    private static string? OnPort(string scheme, string? ports) =>
        string.IsNullOrEmpty(ports) ? null : $"{scheme}://localhost:{ports.Split(';')[0]}";
}
