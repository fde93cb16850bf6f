using System.Collections.Concurrent;
using Adam.Data.Databases;
using Adam.Data.Databases.SqlServer;
using DbUp.Support;
using Microsoft.Data.SqlClient;

namespace Adam.Tests;

/// <summary>A database as an operator sets it up. On SQLite, both members are the same instance.</summary>
/// <param name="Migrator">Connects as the user that may change the schema.</param>
/// <param name="Service">Connects as the user that the program runs as.</param>
public sealed record TestDatabase(Database Migrator, Database Service);

/// <summary>
/// The server that <c>ADAM_TEST_SQLSERVER</c> names. Databases and logins are created with the scripts of
/// <c>db/sqlserver/setup</c> and dropped at the end of the run.
/// </summary>
internal static class TestServer
{
    public const string Variable = "ADAM_TEST_SQLSERVER";

    // Statements that Babelfish for PostgreSQL cannot parse. It has no such permissions (a schema owner may create
    // tables there), and its isolation level cannot be set.
    private static readonly string[] UnknownToBabelfish =
    [
        "ALTER AUTHORIZATION ON SCHEMA",
        "GRANT CREATE TABLE",
        "ALTER DATABASE CURRENT",
    ];

    private static readonly string Run = Guid.NewGuid().ToString("N")[..12];
    private static readonly string Password = $"Aa1!{Guid.NewGuid():N}";
    private static readonly string ServiceName = $"adam_test_service_{Run}";
    private static readonly string MigratorName = $"adam_test_migrator_{Run}";
    private static readonly ConcurrentBag<string> Databases = [];
    private static readonly Lazy<Task> Logins = new(() => RunAsync("", "1_logins.sql"));

    public static string? Settings => Environment.GetEnvironmentVariable(Variable);

    /// <summary>Creates an empty database with the schema and its two users.</summary>
    public static async Task<TestDatabase> SetUpAsync()
    {
        var name = await CreateAsync();
        await Logins.Value;
        await SetUpAsync(name);
        return new(new SqlServerDatabase(As(MigratorName, name)), new SqlServerDatabase(As(ServiceName, name)));
    }

    /// <summary>Runs the operator's scripts on a database. They can be repeated.</summary>
    public static async Task SetUpAsync(string database)
    {
        foreach (var script in (string[])["2_users.sql", "3_schema.sql", "4_isolation.sql"])
            await RunAsync(database, script);
    }

    /// <summary>Creates an empty database without a schema.</summary>
    /// <returns>Its name.</returns>
    public static async Task<string> CreateAsync()
    {
        var name = $"adam_test_{Guid.NewGuid():N}"[..24];
        await using var connection = await OwnerAsync("");
        await ExecuteAsync(connection, $"CREATE DATABASE {name}");
        Databases.Add(name);
        return name;
    }

    /// <summary>Opens a connection with the login of <c>ADAM_TEST_SQLSERVER</c>.</summary>
    public static async Task<SqlConnection> OwnerAsync(string database)
    {
        var connection = new SqlConnection(Owner(database));
        await connection.OpenAsync();
        return connection;
    }

    public static string Owner(string database) =>
        new SqlConnectionStringBuilder(Settings!) { InitialCatalog = database }.ConnectionString;

    public static async Task ExecuteAsync(SqlConnection connection, string sql)
    {
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.CommandTimeout = 120;
        await command.ExecuteNonQueryAsync();
    }

    public static async Task<bool> IsBabelfishAsync()
    {
        await using var connection = await OwnerAsync("");
        return await IsBabelfishAsync(connection);
    }

    public static async Task RemoveAsync()
    {
        if (Databases.IsEmpty)
            return;

        // The server does not drop a database that pooled connections still use.
        SqlConnection.ClearAllPools();
        await using var connection = await OwnerAsync("");
        foreach (var name in Databases)
            await ExecuteAsync(connection, $"DROP DATABASE {name}");
        if (Logins.IsValueCreated)
        {
            await ExecuteAsync(connection, $"DROP LOGIN {ServiceName}");
            await ExecuteAsync(connection, $"DROP LOGIN {MigratorName}");
        }
    }

    private static string As(string login, string database) =>
        new SqlConnectionStringBuilder(Owner(database))
        {
            UserID = login,
            Password = Password,
            IntegratedSecurity = false,
        }.ConnectionString;

    private static async Task RunAsync(string database, string script)
    {
        var text = Repository
            .Read("db", "sqlserver", "setup", script)
            .Replace("$(Service)", ServiceName, StringComparison.Ordinal)
            .Replace("$(ServicePassword)", Password, StringComparison.Ordinal)
            .Replace("$(Migrator)", MigratorName, StringComparison.Ordinal)
            .Replace("$(MigratorPassword)", Password, StringComparison.Ordinal);
        await using var connection = await OwnerAsync(database);
        var isBabelfish = await IsBabelfishAsync(connection);
        foreach (var batch in new SqlCommandSplitter().SplitScriptIntoCommands(text))
        {
            if (!isBabelfish || !UnknownToBabelfish.Any(words => batch.Contains(words, StringComparison.Ordinal)))
                await ExecuteAsync(connection, batch);
        }
    }

    private static async Task<bool> IsBabelfishAsync(SqlConnection connection)
    {
        await using var ask = connection.CreateCommand();
        ask.CommandText = "SELECT CAST(SERVERPROPERTY('Babelfish') AS int)";
        return await ask.ExecuteScalarAsync() is 1;
    }
}
