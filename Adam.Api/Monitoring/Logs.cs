using Adam.Api.Configuration;
using Microsoft.Extensions.Configuration.Memory;
using Microsoft.Extensions.Logging.Console;

namespace Adam.Api.Monitoring;

internal static class Logs
{
    private const string Section = "Logging:Console";

    /// <summary>
    /// Configures the console log: plain lines on a terminal, otherwise one JSON object a line. <c>Logging:Console</c>
    /// overrides this.
    /// </summary>
    /// <exception cref="SettingException">A log level is unknown.</exception>
    public static WebApplicationBuilder AddLogging(this WebApplicationBuilder builder, bool isTerminal)
    {
        RejectUnknownLevels(builder.Configuration);
        var log = new HostLog();
        builder.Services.AddSingleton(log);
        builder.Logging.AddFilter(HostLog.Category, level => log.IsOpen && level >= LogLevel.Warning);
        var form =
            builder.Configuration[$"{Section}:FormatterName"]
            ?? (isTerminal ? ConsoleFormatterNames.Simple : ConsoleFormatterNames.Json);
        // This is the first source, so that all other sources override it.
        builder.Configuration.Sources.Insert(
            0,
            new MemoryConfigurationSource
            {
                InitialData = new Dictionary<string, string?>
                {
                    [$"{Section}:FormatterName"] = form,
                    [$"{Section}:FormatterOptions:SingleLine"] = "true",
                    [$"{Section}:FormatterOptions:UseUtcTimestamp"] = "true",
                    [$"{Section}:FormatterOptions:TimestampFormat"] =
                        form == ConsoleFormatterNames.Json ? "yyyy-MM-ddTHH:mm:ss.fffZ" : "HH:mm:ss ",
                },
            }
        );
        return builder;
    }

    private static void RejectUnknownLevels(IConfiguration configuration)
    {
        var logging = configuration.GetSection("Logging");
        foreach (var (name, value) in logging.AsEnumerable())
        {
            if (
                !string.IsNullOrEmpty(value)
                && name.Contains(":LogLevel:", StringComparison.OrdinalIgnoreCase)
                && (!Enum.TryParse<LogLevel>(value, ignoreCase: true, out var level) || !Enum.IsDefined(level))
            )
                throw new SettingException(
                    $"{name} is '{value}'; it must be {string.Join(", ", Enum.GetNames<LogLevel>())}."
                );
        }
    }
}
