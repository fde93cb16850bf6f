using Microsoft.AspNetCore.HttpOverrides;
using IPNetwork = System.Net.IPNetwork;

namespace Adam.Api.Cli;

internal static class Hosting
{
    private const string Loopback = "http://localhost:5080";

    /// <summary>appsettings.json is the one beside the program, wherever it was started from.</summary>
    public static WebApplicationOptions Options(string[] args) => new()
    {
        Args = args,
        ContentRootPath = args.Any(arg => arg.StartsWith("--contentRoot", StringComparison.OrdinalIgnoreCase)) ? null : AppContext.BaseDirectory,
    };

    /// <summary>Nobody outside the machine reaches a register whose operator has not said so.</summary>
    public static void ListenOnLoopbackUnlessTold(this WebApplicationBuilder builder, Settings settings)
    {
        if (new[] { "urls", "http_ports", "https_ports" }.All(name => string.IsNullOrEmpty(builder.Configuration[name])) && !builder.Configuration.GetSection("Kestrel:Endpoints").Exists())
            builder.WebHost.UseUrls(Loopback);

        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = settings.MaxBodyBytes;
        });
    }

    /// <summary>Where a program with these settings can be asked from this machine: the first of its addresses, by the order in which Kestrel heeds the settings.</summary>
    public static Uri AddressOnThisMachine(IConfiguration configuration)
    {
        var listens = configuration.GetSection("Kestrel:Endpoints").GetChildren().Select(endpoint => endpoint["Url"])
            .Append(configuration["urls"])
            .Append(OnPort("http", configuration["http_ports"]))
            .Append(OnPort("https", configuration["https_ports"]))
            .FirstOrDefault(text => !string.IsNullOrEmpty(text)) ?? Loopback;
        var address = BindingAddress.Parse(listens.Split(';')[0]);
        // Addresses that mean all interfaces are none to ask.
        var host = address.Host is "+" or "*" or "0.0.0.0" or "[::]" ? "localhost" : address.Host;
        return new UriBuilder(address.Scheme, host, address.Port).Uri;
    }

    /// <summary>Who asks, and over which scheme, is what a proxy says, if it is one of those that the operator names: anybody can send the headers.</summary>
    public static IServiceCollection AddProxies(this IServiceCollection services, IReadOnlyList<IPNetwork> proxies) => services.Configure<ForwardedHeadersOptions>(options =>
    {
        options.ForwardedHeaders = proxies.Count == 0 ? ForwardedHeaders.None : ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedProto;
        // As many proxies in a row as are known.
        options.ForwardLimit = null;
        options.KnownProxies.Clear();
        options.KnownIPNetworks.Clear();
        foreach (var proxy in proxies)
            options.KnownIPNetworks.Add(proxy);
    });

    private static string? OnPort(string scheme, string? ports) => string.IsNullOrEmpty(ports) ? null : $"{scheme}://localhost:{ports.Split(';')[0]}";
}
