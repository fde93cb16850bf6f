using Adam.Api.Cli;
using Adam.Api.Overlaps;
using Adam.Api.Projects;
using Adam.Data.Audit;
using Adam.Data.Databases;
using Adam.Data.Databases.Sqlite;
using Adam.Data.Overlaps.Matching;
using Adam.Data.Projects;

namespace Adam.Api.Startup;

/// <summary>Updates a register for this version of the program: its schema, its derived tables and its pairs.</summary>
internal static class RegisterPreparation
{
    /// <summary>
    /// Runs the pending migrations, and rebuilds the derived tables and pairs that another version of the program has
    /// computed.
    /// </summary>
    /// <param name="force">True to migrate even if <c>Adam:MigrateAtStart</c> is false.</param>
    /// <exception cref="UnsupportedDatabaseException">
    /// The program is not allowed to migrate, and the schema or a derived table is not of this version.
    /// </exception>
    /// <exception cref="RegisterServedException">
    /// There is something to update, and another process serves the SQLite file by the rules of its own version.
    /// </exception>
    public static async Task PrepareAsync(WebApplication app, bool force = false)
    {
        var isMigrated = force || await RegisterSchema.MigrateIfSetAsync(app);
        if (force)
            await RegisterSchema.MigrateAsync(app);

        if (await app.Services.GetRequiredService<AuditBaseline>().RunAsync(CancellationToken.None) is > 0 and var kept)
            await Console.Error.WriteLineAsync($"The history of the register begins: {kept} entries for its records.");

        var derived = await app.Services.GetRequiredService<ProjectReindex>().CheckAsync(CancellationToken.None);
        if (!isMigrated && derived is { HasProjects: true, Outdated.Count: > 0 })
        {
            throw new UnsupportedDatabaseException(
                $"Another version of the program has derived {string.Join(", ", derived.Outdated)}. "
                    + "Run the command migrate or reindex."
            );
        }

        if (derived is { HasProjects: true, Outdated.Count: > 0 })
            RegisterSchema.VerifyNotServedByAnother(app);
        await ReindexCommand.RunOutdatedAsync(app, CancellationToken.None);
        var statistics = app.Services.GetRequiredService<TermStatisticsStore>();
        if (!isMigrated || !await statistics.IsOutdatedAsync(CancellationToken.None))
            return;

        RegisterSchema.VerifyNotServedByAnother(app);
        await Console.Error.WriteLineAsync(
            "Another version of the program has scored the overlaps: all pairs are scored again."
        );
        await Console.Error.WriteLineAsync(
            OverlapConsole.Summary(await OverlapCommands.RebuildAsync(app, sameStatistics: false))
        );
    }
}
