using System.Data;
using System.Data.Common;
using System.Reflection;
using Adam.Data.Databases.Sqlite;
using Adam.Data.Databases.SqlServer;
using Adam.Data.Partners;
using Adam.Domain.Partners;
using DbUp;
using DbUp.Engine;
using DbUp.Engine.Output;
using Microsoft.Data.SqlClient;
using Microsoft.Data.Sqlite;

namespace Adam.Data.Databases.Migrations;

/// <summary>
/// Migrates a database to the schema of this program, by the scripts in <c>db/</c> that it has not run yet, and adds
/// the founding partners.
/// </summary>
public static class Migrator
{
    /// <summary>The application lock on SQL Server that excludes other migrating processes.</summary>
    internal const string Lock = "adam:migrate";

    internal const string Journal = "SchemaVersion";

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan LongestWait = TimeSpan.FromMinutes(10);

    /// <summary>
    /// Runs the pending scripts. An up-to-date database stays unchanged. Only one process migrates at a time.
    /// </summary>
    /// <exception cref="UnsupportedDatabaseException">
    /// A newer program has migrated the database, or it is not set up for the register.
    /// </exception>
    /// <exception cref="InvalidOperationException">A script failed. It was rolled back; earlier scripts stay
    /// committed.</exception>
    public static async Task RunAsync(Database database, Action<string> log, CancellationToken ct)
    {
        switch (database)
        {
            case SqliteDatabase sqlite:
                await MigrateAsync(sqlite, log, ct);
                break;
            case SqlServerDatabase server:
                await MigrateAsync(server, log, ct);
                break;
        }

        await new PartnerStore(database).AddFoundingAsync(FoundingPartners.All, ct);
    }

    /// <summary>Verifies that the database has exactly the schema of this program. Changes nothing.</summary>
    /// <exception cref="UnsupportedDatabaseException">
    /// The schema is older or newer, or the database is not set up for the register.
    /// </exception>
    public static async Task CheckAsync(Database database, CancellationToken ct)
    {
        await using var connection = await OpenToReadAsync(database, ct);
        var missing = Missing(Upgrader(database, _ => { }, forReading: true));
        if (missing.Count > 0)
            throw new UnsupportedDatabaseException(
                $"The database lacks {string.Join(", ", missing.Select(script => script.Name))}. "
                    + "Run the command migrate, or by hand what migrate --script prints."
            );
    }

    /// <summary>Returns true if the database has not run all scripts of this program. Changes nothing.</summary>
    /// <inheritdoc cref="PrintAsync"/>
    public static async Task<bool> IsPendingAsync(Database database, CancellationToken ct)
    {
        await using var connection = await OpenToReadAsync(database, ct);
        return Missing(Upgrader(database, _ => { }, forReading: true)).Count > 0;
    }

    /// <summary>
    /// Returns the pending scripts as SQL, including the journal rows, to be run by hand. Empty if nothing is pending.
    /// Changes nothing.
    /// </summary>
    /// <exception cref="UnsupportedDatabaseException">
    /// A newer program has migrated the database, or it is not set up for the register.
    /// </exception>
    public static async Task<string> PrintAsync(Database database, CancellationToken ct)
    {
        await using var connection = await OpenToReadAsync(database, ct);
        var missing = Missing(Upgrader(database, _ => { }, forReading: true));
        return (missing.Count, database) switch
        {
            (0, _) => "",
            (_, SqlServerDatabase) => PrintedScript.ForSqlServer(
                missing,
                SqlServerPrerequisites.Schema,
                Journal,
                connection.CreateCommand
            ),
            _ => PrintedScript.ForSqlite(missing, Journal, connection.CreateCommand),
        };
    }

    private static async Task MigrateAsync(SqliteDatabase database, Action<string> log, CancellationToken ct)
    {
        if (Path.GetDirectoryName(database.Location) is { Length: > 0 } folder)
            PrivateFiles.CreateFolder(folder);

        // With SQLite's own lock, two processes could both read an empty journal. With the lock file, the second
        // process reads the journal after the first has written it.
        await using var guard = await ExcludeMigrationsAsync(database, ct);
        VerifyNotLost(database);
        // SQLite gives its log and its shared memory the mode of the file.
        PrivateFiles.Create(database.Location);
        await using var connection = new SqliteConnection(database.ConnectionString);
        await connection.OpenAsync(ct);
        await using (var wal = connection.CreateCommand())
        {
            wal.CommandText = "PRAGMA journal_mode = WAL";
            await wal.ExecuteNonQueryAsync(ct);
        }

        Upgrade(Upgrader(database, log));
    }

    /// <summary>Verifies that a register that does not exist has never existed.</summary>
    /// <exception cref="UnsupportedDatabaseException">The log of a register remains, but not its file.</exception>
    private static void VerifyNotLost(SqliteDatabase database)
    {
        var log = database.FilePath + "-wal";
        if (!File.Exists(database.FilePath) && File.Exists(log))
            throw new UnsupportedDatabaseException(
                $"The file of the register, {database.Location}, is missing, but its log {log} is there, with what was "
                    + "last written. Put the file back beside it; or move the log away, and restore a backup. No new "
                    + "register was made."
            );
    }

    /// <summary>Keeps other processes from migrating the file until the result is disposed of.</summary>
    internal static Task<FileStream> ExcludeMigrationsAsync(SqliteDatabase database, CancellationToken ct) =>
        WaitForAsync(database.Location + ".migrating", ct);

    /// <summary>
    /// Waits for exclusive access to a lock file. The operating system releases it when the process ends.
    /// </summary>
    private static async Task<FileStream> WaitForAsync(string path, CancellationToken ct)
    {
        for (var waited = TimeSpan.Zero; ; waited += Pause)
        {
            try
            {
                return new(
                    path,
                    new FileStreamOptions
                    {
                        Mode = FileMode.OpenOrCreate,
                        Access = FileAccess.ReadWrite,
                        Share = FileShare.None,
                        BufferSize = 1,
                        Options = FileOptions.DeleteOnClose,
                    }.Private()
                );
            }
            catch (IOException) when (waited < LongestWait && File.Exists(path))
            {
                await Task.Delay(Pause, ct);
            }
        }
    }

    private static async Task MigrateAsync(SqlServerDatabase database, Action<string> log, CancellationToken ct)
    {
        await using var connection = await OpenAsync(database, ct);
        await using var guard = connection.CreateCommand();
        guard.CommandType = CommandType.StoredProcedure;
        guard.CommandText = "sp_getapplock";
        guard.CommandTimeout = 600;
        guard.Parameters.AddRange([
            new("Resource", Lock),
            new("LockMode", "Exclusive"),
            new("LockOwner", "Session"),
            new("LockTimeout", 600_000),
        ]);
        var result = guard.Parameters.Add(
            new SqlParameter("result", SqlDbType.Int) { Direction = ParameterDirection.ReturnValue }
        );
        await guard.ExecuteNonQueryAsync(ct);
        if ((int)result.Value < 0)
            throw new RegisterBusyException("Another process has been migrating for ten minutes.");

        Upgrade(Upgrader(database, log));
    }

    /// <summary>Opens a connection to a database that is set up for the register.</summary>
    private static async Task<SqlConnection> OpenAsync(SqlServerDatabase database, CancellationToken ct)
    {
        var connection = new SqlConnection(database.ConnectionString);
        try
        {
            await connection.OpenAsync(ct);
            (await SqlServerPrerequisites.ReadAsync(connection, ct)).Verify();
            return connection;
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }

    /// <summary>Returns the names of the scripts of a database, as in the journal.</summary>
    internal static IEnumerable<string> Scripts(Database database) =>
        Assembly.GetExecutingAssembly().GetManifestResourceNames().Where(name => IsScript(database, name));

    private static bool IsScript(Database database, string name) =>
        name.StartsWith($"{database.Name}/", StringComparison.Ordinal);

    private static async Task<DbConnection> OpenToReadAsync(Database database, CancellationToken ct)
    {
        if (database is SqlServerDatabase server)
            return await OpenAsync(server, ct);

        var connection = new SqliteConnection(ForReading((SqliteDatabase)database));
        await connection.OpenAsync(ct);
        return connection;
    }

    /// <summary>Opens the file read-only. If it does not exist, opens an empty in-memory database instead.</summary>
    private static string ForReading(SqliteDatabase database) =>
        (
            File.Exists(database.Location)
                ? new SqliteConnectionStringBuilder(database.ConnectionString) { Mode = SqliteOpenMode.ReadOnly }
                : new() { DataSource = ":memory:" }
        ).ConnectionString;

    private static UpgradeEngine Upgrader(Database database, Action<string> log, bool forReading = false) =>
        (
            database switch
            {
                SqliteDatabase sqlite => DeployChanges
                    .To.SqliteDatabase(forReading ? ForReading(sqlite) : sqlite.ConnectionString)
                    .JournalToSqliteTable(Journal),
                SqlServerDatabase server => DeployChanges
                    .To.SqlDatabase(server.ConnectionString)
                    .JournalToSqlTable(SqlServerPrerequisites.Schema, Journal),
                _ => throw new ArgumentException($"{database.Name} has no migrations.", nameof(database)),
            }
        )
            .WithScriptsEmbeddedInAssembly(Assembly.GetExecutingAssembly(), name => IsScript(database, name))
            .WithTransactionPerScript()
            .WithVariablesDisabled()
            .LogTo(new Log(log))
            .Build();

    /// <summary>Returns the scripts that the database has not run.</summary>
    /// <exception cref="UnsupportedDatabaseException">
    /// The database has run scripts that this program does not contain.
    /// </exception>
    private static List<SqlScript> Missing(UpgradeEngine upgrader)
    {
        if (upgrader.GetExecutedButNotDiscoveredScripts() is { Count: > 0 } unknown)
            throw new UnsupportedDatabaseException(
                "Another version of the program has migrated the database: this one does not know "
                    + $"{string.Join(", ", unknown)}. Nothing was changed. Run that version or a later one. "
                    + "A database from before the first release cannot be used: start with an empty one."
            );

        return upgrader.GetScriptsToExecute();
    }

    private static void Upgrade(UpgradeEngine upgrader)
    {
        if (Missing(upgrader).Count == 0)
            return;

        var result = upgrader.PerformUpgrade();
        if (!result.Successful)
            throw new InvalidOperationException(
                $"The script {result.ErrorScript?.Name} failed: {result.Error.Message}",
                result.Error
            );
    }

    /// <summary>Reduces DbUp's log to the names of the scripts that ran.</summary>
    private sealed class Log(Action<string> log) : IUpgradeLog
    {
        public void LogTrace(string format, params object[] args) { }

        public void LogDebug(string format, params object[] args) { }

        public void LogInformation(string format, params object[] args)
        {
            if (format.StartsWith("Executing Database Server script", StringComparison.Ordinal))
                log($"Migrating: {args[0]}");
        }

        public void LogWarning(string format, params object[] args) { }

        // The result contains the error too.
        public void LogError(string format, params object[] args) { }

        public void LogError(Exception ex, string format, params object[] args) { }
    }
}
