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
}
