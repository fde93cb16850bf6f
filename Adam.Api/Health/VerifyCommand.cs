using System.CommandLine;
using Adam.Api.Cli;
using Adam.Api.Overlaps;
using Adam.Data.Databases.Sqlite;

namespace Adam.Api.Health;

/// <summary>The command <c>verify</c>.</summary>
internal static class VerifyCommand
{
    public static Command Create(Func<string[], WebApplication> build)
    {
        var command = new Command(
            "verify",
            "Check the whole register, also while it is served: each page of a SQLite file, the references between "
                + "rows, the scored pairs with their clusters, and all sums. Writes nothing. Exits with 0 if all is "
                + "well, with 1 otherwise."
        );
        command.Run(build, (_, app) => RunAsync(app), CommandExtensions.Quiet);
        return command;
    }

    private static async Task<int> RunAsync(WebApplication app)
    {
        // A damaged file would fail to migrate.
        if (app.Database() is SqliteDatabase file)
        {
            var problems = await new IntegrityCheck(file).RunAsync(CancellationToken.None);
            if (problems.Count > 0)
            {
                Console.WriteLine("The file is damaged; restore a backup:");
                foreach (var problem in problems)
                    Console.WriteLine($"  {problem}");
                // The pairs of a damaged file are not worth comparing.
                return ExitCode.Failure;
            }

            Console.WriteLine("The file is undamaged.");
        }
        else
            Console.WriteLine("SQL Server checks its files itself: DBCC CHECKDB.");

        await RegisterSchema.MigrateIfSetAsync(app);
        return await OverlapCommands.RunVerifyAsync(app);
    }
}
