using System.Data;
using System.Reflection;
using Adam.Data.Partners;
using Adam.Domain.Partners;
using DbUp;
using DbUp.Builder;
using DbUp.Engine.Output;
using Microsoft.Data.SqlClient;
using Microsoft.Data.Sqlite;

namespace Adam.Data.Engines;

/// <summary>Brings a database to the schema of this program, by the scripts in <c>db/</c> that it has not run yet, and sees that the founding partners are in it.</summary>
public static class Migrations
{
    private const string Journal = "SchemaVersion";

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan LongestWait = TimeSpan.FromMinutes(10);

    /// <summary>Runs what is missing; a database that is up to date is left as it is. Only one process migrates at a time.</summary>
    /// <exception cref="InvalidOperationException">A script failed; what it had begun is undone, and what ran before it stays.</exception>
    public static async Task RunAsync(Engine engine, Action<string> log, CancellationToken ct)
    {
        switch (engine)
        {
            case SqliteEngine sqlite:
                await MigrateAsync(sqlite, log, ct);
                break;
            case SqlServerEngine server:
                await MigrateAsync(server, log, ct);
                break;
        }

        await new PartnerStore(engine).AddFoundingAsync(FoundingPartners.All, ct);
    }

    private static async Task MigrateAsync(SqliteEngine engine, Action<string> log, CancellationToken ct)
    {
        if (Path.GetDirectoryName(engine.Place) is { Length: > 0 } folder)
            Directory.CreateDirectory(folder);

        // SQLite's own lock would let two processes both read an empty journal: the one that waits here reads it after the other has written.
        await using var guard = await WaitForAsync(engine.Place + ".migrating", ct);
        await using var connection = new SqliteConnection(engine.ConnectionString);
        await connection.OpenAsync(ct);
        await using (var wal = connection.CreateCommand())
        {
            wal.CommandText = "PRAGMA journal_mode = WAL";
            await wal.ExecuteNonQueryAsync(ct);
        }

        Upgrade(DeployChanges.To.SqliteDatabase(engine.ConnectionString).JournalToSqliteTable(Journal), engine, log);
    }

    /// <summary>Holds a file that only one process can hold, and waits while another does; the system lets go of it when the process dies.</summary>
    private static async Task<FileStream> WaitForAsync(string path, CancellationToken ct)
    {
        for (var waited = TimeSpan.Zero; ; waited += Pause)
        {
            try
            {
                return new(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, 1, FileOptions.DeleteOnClose);
            }
            catch (IOException) when (waited < LongestWait && File.Exists(path))
            {
                await Task.Delay(Pause, ct);
            }
        }
    }

    private static async Task MigrateAsync(SqlServerEngine engine, Action<string> log, CancellationToken ct)
    {
        await using var connection = new SqlConnection(engine.ConnectionString);
        await connection.OpenAsync(ct);
        await using var guard = connection.CreateCommand();
        guard.CommandType = CommandType.StoredProcedure;
        guard.CommandText = "sp_getapplock";
        guard.CommandTimeout = 600;
        guard.Parameters.AddRange([new("Resource", "adam:migrate"), new("LockMode", "Exclusive"), new("LockOwner", "Session"), new("LockTimeout", 600_000)]);
        var result = guard.Parameters.Add(new SqlParameter("result", SqlDbType.Int) { Direction = ParameterDirection.ReturnValue });
        await guard.ExecuteNonQueryAsync(ct);
        if ((int)result.Value < 0)
            throw new RegisterBusyException("Another process has been migrating for ten minutes.");

        Upgrade(DeployChanges.To.SqlDatabase(engine.ConnectionString).JournalToSqlTable("dbo", Journal), engine, log);
    }

    private static void Upgrade(UpgradeEngineBuilder builder, Engine engine, Action<string> log)
    {
        var result = builder
            .WithScriptsEmbeddedInAssembly(Assembly.GetExecutingAssembly(), name => name.StartsWith($"{engine.Name}/", StringComparison.Ordinal))
            .WithTransactionPerScript()
            .WithVariablesDisabled()
            .LogTo(new Log(log))
            .Build()
            .PerformUpgrade();

        if (!result.Successful)
            throw new InvalidOperationException($"The script {result.ErrorScript?.Name} failed: {result.Error.Message}", result.Error);
    }

    /// <summary>DbUp talks a great deal; an operator needs the names of the scripts that ran.</summary>
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

        // The error arrives with the result, too.
        public void LogError(string format, params object[] args) { }

        public void LogError(Exception ex, string format, params object[] args) { }
    }
}
