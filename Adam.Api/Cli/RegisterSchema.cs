using Adam.Api.Configuration;
using Adam.Data.Databases;
using Adam.Data.Databases.Migrations;

namespace Adam.Api.Cli;

/// <summary>Brings the schema of the database up to that of this program.</summary>
internal static class RegisterSchema
{
    /// <summary>Runs the pending migrations.</summary>
    public static Task MigrateAsync(WebApplication app) =>
        Migrator.RunAsync(app.Database(), Console.Error.WriteLine, CancellationToken.None);

    /// <summary>Runs the pending migrations if <c>Adam:MigrateAtStart</c> is set; otherwise only checks the schema.</summary>
    /// <returns>True if the program may migrate.</returns>
    /// <exception cref="UnsupportedDatabaseException">The schema is only checked, and is not that of this program.</exception>
    public static async Task<bool> MigrateIfSetAsync(WebApplication app)
    {
        if (app.Services.GetRequiredService<Settings>().MigrateAtStart)
        {
            await MigrateAsync(app);
            return true;
        }

        await Migrator.CheckAsync(app.Database(), CancellationToken.None);
        return false;
    }

    /// <summary>The database of the register.</summary>
    public static Database Database(this WebApplication app) => app.Services.GetRequiredService<Database>();
}
