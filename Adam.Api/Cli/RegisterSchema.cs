using Adam.Api.Configuration;
using Adam.Data.Databases;
using Adam.Data.Databases.Migrations;
using Adam.Data.Databases.Sqlite;

namespace Adam.Api.Cli;

/// <summary>Migrates or checks the schema of the database.</summary>
internal static class RegisterSchema
{
    /// <summary>Runs the pending migrations.</summary>
    /// <exception cref="RegisterServedException">
    /// Migrations are pending, and another process serves the SQLite file. It would not know the new schema.
    /// </exception>
    public static async Task MigrateAsync(WebApplication app)
    {
        if (await Migrator.IsPendingAsync(app.Database(), CancellationToken.None))
            VerifyNotServedByAnother(app);
        await Migrator.RunAsync(app.Database(), Console.Error.WriteLine, CancellationToken.None);
    }

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

    /// <summary>
    /// Verifies that no other process serves the SQLite file, before it is changed to what only this version of the
    /// program knows. Several servers on SQL Server may be replaced one after the other.
    /// </summary>
    /// <exception cref="RegisterServedException">Another process serves the file.</exception>
    public static void VerifyNotServedByAnother(WebApplication app) =>
        app
            .Services.GetService<ServingLock>()
            ?.VerifyNotServedByAnother("stop it, because it is of another version than this program.");

    /// <summary>Returns the database of the register.</summary>
    public static Database Database(this WebApplication app) => app.Services.GetRequiredService<Database>();
}
