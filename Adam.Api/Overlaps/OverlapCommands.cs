using System.CommandLine;
using Adam.Api.Cli;
using Adam.Data.Overlaps.Matching;
using Adam.Data.Presence;
using Adam.Data.Projects.Indexing;

namespace Adam.Api.Overlaps;

/// <summary>The commands <c>overlaps rebuild</c>, <c>overlaps verify</c> and <c>overlaps learn</c>.</summary>
internal static class OverlapCommands
{
    /// <param name="learn">The command <c>overlaps learn</c>.</param>
    public static Command Create(Func<string[], WebApplication> build, Command learn)
    {
        var sameStatistics = new Option<bool>("--same-edition")
        {
            Description =
                "Keep the current term statistics, for example to repair damage. By default, new ones are "
                + "computed, and scores change.",
        };
        var rebuild = new Command(
            "rebuild",
            "Score all pairs again. Verdicts are kept. Works on the database directly, also while the program is "
                + "serving. On SQL Server, other writers wait until it is done."
        )
        {
            sameStatistics,
        };
        rebuild.Run(
            build,
            (parsed, app) => RunRebuildAsync(app, parsed.GetValue(sameStatistics)),
            CommandExtensions.Quiet
        );

        var verify = new Command(
            "verify",
            "Compare the scored pairs, their clusters and all sums with a new computation from the projects. Writes "
                + "nothing. Exits with 0 if they are equal, with 1 otherwise."
        );
        verify.Run(build, (_, app) => RunVerifyAsync(app), CommandExtensions.Quiet);
        return new Command("overlaps", "Rebuild or verify the scored pairs, or learn from verdicts.")
        {
            rebuild,
            verify,
            learn,
        };
    }

    /// <summary>Scores all pairs and shows the progress.</summary>
    /// <param name="sameStatistics">True to keep the current term statistics; false to compute new ones.</param>
    public static Task<OverlapsRebuilt> RebuildAsync(WebApplication app, bool sameStatistics) =>
        OverlapConsole.ShowAsync(
            app.Services.GetRequiredService<TimeProvider>(),
            progress =>
                app.Services.GetRequiredService<OverlapRebuild>()
                    .RunAsync(progress, CancellationToken.None, sameStatistics)
        );

    private static async Task<int> RunRebuildAsync(WebApplication app, bool sameStatistics)
    {
        await RegisterSchema.MigrateIfSetAsync(app);
        Console.WriteLine(OverlapConsole.Summary(await RebuildAsync(app, sameStatistics)));
        return ExitCode.Success;
    }

    /// <summary>Compares the pairs and all sums with what the projects give, and prints the result.</summary>
    public static async Task<int> RunVerifyAsync(WebApplication app)
    {
        await RegisterSchema.MigrateIfSetAsync(app);
        var differences = await OverlapConsole.ShowAsync(
            app.Services.GetRequiredService<TimeProvider>(),
            progress => app.Services.GetRequiredService<OverlapVerify>().RunAsync(progress, CancellationToken.None)
        );
        var ofPresence = await app.Services.GetRequiredService<PresenceVerify>().RunAsync(CancellationToken.None);
        var ofTables = await app.Services.GetRequiredService<DerivedTableVerify>().RunAsync(CancellationToken.None);
        Console.WriteLine(OverlapConsole.Summary(differences));
        if (ofPresence.Count > 0)
            Console.WriteLine(OverlapConsole.SummaryOfPresence(ofPresence));
        if (ofTables.Count > 0)
            Console.WriteLine(OverlapConsole.SummaryOfTables(ofTables));
        return differences.Count + ofPresence.Count + ofTables.Count == 0 ? ExitCode.Success : ExitCode.Failure;
    }
}
