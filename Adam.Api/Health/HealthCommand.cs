using System.CommandLine;
using Adam.Api.Cli;
using Adam.Api.Configuration;

namespace Adam.Api.Health;

/// <summary>The command <c>health</c>.</summary>
internal static class HealthCommand
{
    public static Command Create()
    {
        var command = new Command(
            "health",
            "Check that the program that serves on this machine with the same settings is ready. Exits with 0 if "
                + "it is ready, with 1 otherwise."
        );
        command.Run((_, settings) => RunAsync(Hosting.CreateBuilder(settings).Configuration));
        return command;
    }

    private static async Task<int> RunAsync(IConfiguration configuration)
    {
        if (await HealthProbe.ProbeAsync(configuration) is not { } problem)
            return ExitCode.Success;

        await Console.Error.WriteLineAsync(problem);
        return ExitCode.Failure;
    }
}
