using System.CommandLine;
using Adam.Api.Cli;
using Adam.Data.Databases.Migrations;

namespace Adam.Api.Startup;

/// <summary>The command <c>migrate</c>.</summary>
internal static class MigrateCommand
{
    public static Command Create(Func<string[], WebApplication> build)
    {
        var script = new Option<bool>("--script")
        {
            Description = "Print the SQL of the pending migrations, and change nothing.",
        };
        var command = new Command("migrate", "Migrate the database to the schema of this program.") { script };
        command.Run(build, (parsed, app) => parsed.GetValue(script) ? PrintAsync(app) : RunAsync(app));
        return command;
    }

    private static async Task<int> RunAsync(WebApplication app)
    {
        await RegisterPreparation.PrepareAsync(app, force: true);
        Console.WriteLine(UpToDate(app));
        return ExitCode.Success;
    }

    private static async Task<int> PrintAsync(WebApplication app)
    {
        var sql = await Migrator.PrintAsync(app.Database(), CancellationToken.None);
        if (sql.Length == 0)
            await Console.Error.WriteLineAsync(UpToDate(app));
        Console.Write(sql);
        return ExitCode.Success;
    }

    private static string UpToDate(WebApplication app) =>
        $"The register in {app.Database().Location} has the schema of this program.";
}
