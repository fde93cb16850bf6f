using System.CommandLine;
using Adam.Api.Cli;
using Adam.Api.Startup;

namespace Adam.Api.Demo;

/// <summary>The command <c>demo</c>.</summary>
internal static class DemoCommand
{
    public static Command Create(Func<string[], WebApplication> build)
    {
        var command = new Command(
            "demo",
            "Serve a new register with sample projects and a key for each role. It is deleted when the program ends."
        );
        command.Run((_, settings) => RunAsync(settings, build));
        return command;
    }

    private static async Task<int> RunAsync(string[] settings, Func<string[], WebApplication> build)
    {
        var folder = Directory.CreateTempSubdirectory("adam-demo-");
        try
        {
            // Disposed of before the folder, because an open file keeps its folder from being removed on some systems.
            await using var app = build([
                .. settings,
                "--Adam:Engine=sqlite",
                "--ConnectionStrings:Adam=",
                $"--Adam:DataPath={Path.Combine(folder.FullName, "adam.db")}",
                CommandExtensions.Quiet,
            ]);
            await RegisterPreparation.PrepareAsync(app, force: true);
            await DemoRegister.FillAsync(app.Services, CancellationToken.None);
            var keys = await DemoKeys.CreateAsync(app.Services);
            await Listening.StartAsync(app);
            Console.WriteLine(DemoKeys.Welcome(app.Urls.First(), app.Database().Location, keys));
            await app.WaitForShutdownAsync();
            return ExitCode.Success;
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }
}
