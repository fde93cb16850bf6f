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
}
