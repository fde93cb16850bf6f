using Microsoft.Extensions.Configuration.Memory;
using Microsoft.Extensions.Logging.Console;

namespace Adam.Api.Monitoring;

internal static class Logs
{
    private const string Section = "Logging:Console";

    /// <summary>On a terminal, lines for people; anywhere else, one JSON object a line. <c>Logging:Console</c> says otherwise.</summary>
    public static WebApplicationBuilder LogForWhoeverReads(this WebApplicationBuilder builder, bool isTerminal)
    {
        var form = builder.Configuration[$"{Section}:FormatterName"] ?? (isTerminal ? ConsoleFormatterNames.Simple : ConsoleFormatterNames.Json);
        // What is unset only: the first source is the one that all others overrule.
        builder.Configuration.Sources.Insert(0, new MemoryConfigurationSource
        {
            InitialData = new Dictionary<string, string?>
            {
                [$"{Section}:FormatterName"] = form,
                [$"{Section}:FormatterOptions:SingleLine"] = "true",
                [$"{Section}:FormatterOptions:UseUtcTimestamp"] = "true",
                [$"{Section}:FormatterOptions:TimestampFormat"] = form == ConsoleFormatterNames.Json ? "yyyy-MM-ddTHH:mm:ss.fffZ" : "HH:mm:ss ",
            },
        });
        return builder;
    }
}
