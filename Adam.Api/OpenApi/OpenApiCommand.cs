using System.CommandLine;
using Adam.Api.Cli;

namespace Adam.Api.OpenApi;

/// <summary>The command <c>openapi</c>.</summary>
internal static class OpenApiCommand
{
    public static Command Create(Func<string[], WebApplication> build)
    {
        var command = new Command("openapi", "Print the OpenAPI document that /openapi.yaml serves.");
        command.Run(
            build,
            (_, app) =>
            {
                Console.Write(Contract.Write(app.Services));
                return Task.FromResult(ExitCode.Success);
            },
            "--Logging:LogLevel:Default=None"
        );
        return command;
    }
}
