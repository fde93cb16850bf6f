using Microsoft.AspNetCore.HttpOverrides;
using IPNetwork = System.Net.IPNetwork;

namespace Adam.Api.Configuration;

internal static class Hosting
{
    private const string Loopback = "http://localhost:5080";

    /// <summary>Creates the builder of the program with its settings.</summary>
    /// <exception cref="SettingException">
    /// The settings cannot be read, for example because a file is no JSON.
    /// </exception>
    public static WebApplicationBuilder CreateBuilder(string[] args)
    {
        try
        {
            return WebApplication.CreateBuilder(Options(args));
        }
        catch (Exception error) when (error is InvalidDataException or IOException or UnauthorizedAccessException)
        {
            var reasons = new List<string>();
            for (var cause = error; cause is not null; cause = cause.InnerException)
                reasons.Add(cause.Message.TrimEnd('.'));
            throw new SettingException($"The settings cannot be read: {string.Join(": ", reasons)}.");
        }
    }

    /// <summary>
    /// Returns options that read appsettings.json from the folder of the program, independent of the current directory.
    /// </summary>
    private static WebApplicationOptions Options(string[] args) =>
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
    /// <exception cref="SettingException">A configured address is invalid.</exception>
    public static void ListenOnLoopbackByDefault(this WebApplicationBuilder builder, Settings settings)
    {
        ListenAddresses.Validate(builder.Configuration);
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
    /// Returns the address at which a program with these settings can be reached from this machine: its first address.
    /// </summary>
    /// <exception cref="SettingException">An address is invalid, or the first one has no port.</exception>
    public static Uri AddressOnThisMachine(IConfiguration configuration)
    {
        ListenAddresses.Validate(configuration);
        var first = Addresses(configuration)
            .Split(';', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)[0];
        var address = BindingAddress.Parse(first);
        if (address.IsUnixPipe || address.IsNamedPipe)
            throw new SettingException($"The first address is {first}; the command health needs one with a port.");

        // An address for all interfaces is not a destination.
        var host = address.Host is "+" or "*" or "0.0.0.0" or "[::]" ? "localhost" : address.Host;
        return new UriBuilder(address.Scheme, host, address.Port).Uri;
    }

    /// <summary>
    /// Returns the addresses to listen on as they are configured, in the order of precedence of Kestrel, separated by
    /// semicolons.
    /// </summary>
    public static string Addresses(IConfiguration configuration)
    {
        var endpoints = configuration
            .GetSection("Kestrel:Endpoints")
            .GetChildren()
            .Select(endpoint => endpoint["Url"])
            .Where(url => !string.IsNullOrEmpty(url));
        return new[]
            {
                string.Join(';', endpoints),
                configuration["urls"],
                OnPort("http", configuration["http_ports"]),
                OnPort("https", configuration["https_ports"]),
            }.FirstOrDefault(text => !string.IsNullOrEmpty(text))
            ?? Loopback;
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
