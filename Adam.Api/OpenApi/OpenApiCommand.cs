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
            (_, settings) =>
            {
                Console.Write(Contract.Write(build([.. settings, "--Logging:LogLevel:Default=None"]).Services));
                return Task.FromResult(ExitCode.Success);
            }
        );
        return command;
    }
}
