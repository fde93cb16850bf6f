using System.CommandLine;
using Adam.Domain.Text;

namespace Adam.Api.Cli;

/// <summary>What a command does not know itself is configuration, which would be silently ignored where it is misspelt.</summary>
internal static class Arguments
{
    // The sections that the program or ASP.NET Core reads; the host of the tests gives those of the second line.
    private static readonly string[] Sections =
    [
        "Adam", "ConnectionStrings", "Logging", "Kestrel", "AllowedHosts", "urls", "http_ports", "https_ports",
        "environment", "contentRoot", "applicationName",
    ];

    /// <summary>The first mistake in a sentence; null when there is none.</summary>
    public static string? Mistake(ParseResult parsed)
    {
        var tokens = parsed.UnmatchedTokens;
        for (var i = 0; i < tokens.Count; i++)
        {
            if (!tokens[i].StartsWith("--", StringComparison.Ordinal))
                return tokens[i].StartsWith('-') ? $"There is no option '{tokens[i]}'." : Unknown(tokens[i], parsed.CommandResult.Command);

            var (name, value) = tokens[i][2..].Split('=', 2) is [var before, var after] ? (before, after) : (tokens[i][2..], null);
            if (!Sections.Contains(name.Split(':')[0], StringComparer.OrdinalIgnoreCase))
                return Nearest.To(name, Settings.Names) is { } setting ? $"There is no option '--{name}'. Did you mean '--Adam:{setting}'?"
                    : Nearest.To(name, Sections) is { } section ? $"There is no option '--{name}'. Did you mean '--{section}'?"
                    : $"There is no option '--{name}'.";

            // Written --name value: the value is the next word.
            if (value is null && (i + 1 == tokens.Count || tokens[++i].StartsWith("--", StringComparison.Ordinal)))
                return $"The option '--{name}' has no value; write --{name}=….";
        }

        return parsed.Errors.Count > 0 ? parsed.Errors[0].Message : null;
    }

    private static string Unknown(string word, Command command)
    {
        var nearest = Nearest.To(word, command.Subcommands.Select(one => one.Name));
        return $"There is no command '{word}'.{(nearest is null ? "" : $" Did you mean '{nearest}'?")}";
    }
}
