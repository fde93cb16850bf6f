using Adam.Api.Configuration;
using Adam.Data.Databases;
using Adam.Data.Databases.Migrations;

namespace Adam.Api.Cli;

/// <summary>Migrates or checks the schema of the database.</summary>
internal static class RegisterSchema
{
    /// <summary>Runs the pending migrations.</summary>
    public static Task MigrateAsync(WebApplication app) =>
        Migrator.RunAsync(app.Database(), Console.Error.WriteLine, CancellationToken.None);

    /// <summary>
    /// Runs the pending migrations if <c>Adam:MigrateAtStart</c> is set; otherwise only checks the schema.
    /// </summary>
    /// <returns>True if the program is allowed to migrate.</returns>
    /// <exception cref="UnsupportedDatabaseException">
    /// The schema is only checked, and differs from that of this program.
    /// </exception>
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

    /// <summary>Returns the database of the register.</summary>
    public static Database Database(this WebApplication app) => app.Services.GetRequiredService<Database>();
}
