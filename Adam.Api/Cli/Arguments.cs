using System.CommandLine;
using System.CommandLine.Parsing;
using Adam.Api.Configuration;
using Adam.Domain.Text;

namespace Adam.Api.Cli;

/// <summary>
/// Validates tokens that no command declares. They are passed on as configuration, which silently ignores a misspelt
/// name.
/// </summary>
internal static class Arguments
{
    // The configuration sections of the program and of ASP.NET Core. The test host sets those of the last line.
    private static readonly string[] Sections =
    [
        "Adam",
        "ConnectionStrings",
        "Logging",
        "Kestrel",
        "AllowedHosts",
        "urls",
        "http_ports",
        "https_ports",
        "OTEL_EXPORTER_OTLP_ENDPOINT",
        "environment",
        "contentRoot",
        "applicationName",
    ];

    /// <summary>Returns the error message for the first invalid token; null if there is none.</summary>
    public static string? Mistake(ParseResult parsed)
    {
        IReadOnlyList<string> tokens = [.. parsed.UnmatchedTokens, .. Split(parsed).Settings];
        for (var i = 0; i < tokens.Count; i++)
        {
            if (!tokens[i].StartsWith("--", StringComparison.Ordinal))
                return tokens[i].StartsWith('-')
                    ? $"There is no option '{tokens[i]}'."
                    : Unknown(tokens[i], parsed.CommandResult.Command);

            var (name, value) = tokens[i][2..].Split('=', 2) is [var before, var after]
                ? (before, after)
                : (tokens[i][2..], null);
            if (!Sections.Contains(name.Split(':')[0], StringComparer.OrdinalIgnoreCase))
                return Nearest.FindIn(name, Settings.Names) is { } setting
                        ? $"There is no option '--{name}'. Did you mean '--Adam:{setting}'?"
                    : Nearest.FindIn(name, Sections) is { } section
                        ? $"There is no option '--{name}'. Did you mean '--{section}'?"
                    : $"There is no option '--{name}'.";

            // In the form "--name value", the value is the next token.
            if (value is null && (i + 1 == tokens.Count || tokens[++i].StartsWith("--", StringComparison.Ordinal)))
                return $"The option '--{name}' has no value; write --{name}=….";
        }

        return parsed.Errors.Count > 0 ? parsed.Errors[0].Message : null;
    }

    /// <summary>
    /// Separates the values of an argument with many values from the settings among them (<c>--Adam:DataPath=…</c>, or
    /// the value as the next token).
    /// </summary>
    public static (IReadOnlyList<string> Words, IReadOnlyList<string> Settings) Split(ParseResult parsed)
    {
        List<string> taken =
        [
            .. parsed
                .CommandResult.Children.OfType<ArgumentResult>()
                .SelectMany(one => one.Tokens)
                .Select(one => one.Value),
        ];
        List<string> words = [],
            settings = [];
        for (var i = 0; i < taken.Count; i++)
        {
            var isSetting = taken[i].StartsWith("--", StringComparison.Ordinal);
            (isSetting ? settings : words).Add(taken[i]);
            if (isSetting && !taken[i].Contains('=', StringComparison.Ordinal) && i + 1 < taken.Count)
                settings.Add(taken[++i]);
        }

        return (words, settings);
    }

    private static string Unknown(string word, Command command)
    {
        var nearest = Nearest.FindIn(word, command.Subcommands.Select(one => one.Name));
        return $"There is no command '{word}'.{(nearest is null ? "" : $" Did you mean '{nearest}'?")}";
    }
}
