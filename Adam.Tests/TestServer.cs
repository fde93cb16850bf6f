using System.Collections.Concurrent;
using Adam.Data.Engines;
using DbUp.Support;
using Microsoft.Data.SqlClient;

namespace Adam.Tests;

/// <summary>A database as an operator sets it up. On SQLite the two engines are one.</summary>
/// <param name="Migrator">Comes as the user who may change the schema.</param>
/// <param name="Service">Comes as the user whom the program serves as.</param>
public sealed record TestDatabase(Engine Migrator, Engine Service);

/// <summary>The server that <c>ADAM_TEST_SQLSERVER</c> names: databases and logins are made on it by the scripts of <c>db/sqlserver/setup</c>, and taken away at the end of a run.</summary>
internal static class TestServer
{
    public const string Variable = "ADAM_TEST_SQLSERVER";

    // What Babelfish for PostgreSQL refuses to read; it has no such permission (an owner of a schema may make tables there), and its isolation cannot be set.
    private static readonly string[] UnknownToBabelfish = ["ALTER AUTHORIZATION ON SCHEMA", "GRANT CREATE TABLE", "ALTER DATABASE CURRENT"];

    private static readonly string Run = Guid.NewGuid().ToString("N")[..12];
    private static readonly string Password = $"Aa1!{Guid.NewGuid():N}";
    private static readonly string ServiceName = $"adam_test_service_{Run}";
    private static readonly string MigratorName = $"adam_test_migrator_{Run}";
    private static readonly ConcurrentBag<string> Databases = [];
    private static readonly Lazy<Task> Logins = new(() => RunAsync("", "1_logins.sql"));

    public static string? Settings => Environment.GetEnvironmentVariable(Variable);

    /// <summary>An empty database with the schema and the two users.</summary>
    public static async Task<TestDatabase> SetUpAsync()
    {
        var name = await CreateAsync();
        await Logins.Value;
        await SetUpAsync(name);
        return new(Engine.SqlServer(As(MigratorName, name)), Engine.SqlServer(As(ServiceName, name)));
    }

    /// <summary>What an operator runs in a database, once or again.</summary>
    public static async Task SetUpAsync(string database)
    {
        foreach (var script in (string[])["2_users.sql", "3_schema.sql", "4_isolation.sql"])
            await RunAsync(database, script);
    }

    /// <summary>A database as the server makes it, with nothing in it.</summary>
    /// <returns>Its name.</returns>
    public static async Task<string> CreateAsync()
    {
        var name = $"adam_test_{Guid.NewGuid():N}"[..24];
        await using var connection = await OwnerAsync("");
        await ExecuteAsync(connection, $"CREATE DATABASE {name}");
        Databases.Add(name);
        return name;
    }

    /// <summary>A connection as the login that the tests are given.</summary>
    public static async Task<SqlConnection> OwnerAsync(string database)
    {
        var connection = new SqlConnection(Owner(database));
        await connection.OpenAsync();
        return connection;
    }

    public static string Owner(string database) => new SqlConnectionStringBuilder(Settings!) { InitialCatalog = database }.ConnectionString;

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

        // A database cannot be dropped while pooled connections live.
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
        new SqlConnectionStringBuilder(Owner(database)) { UserID = login, Password = Password, IntegratedSecurity = false }.ConnectionString;

    private static async Task RunAsync(string database, string script)
    {
        var text = Repository.Read("db", "sqlserver", "setup", script)
            .Replace("$(Service)", ServiceName, StringComparison.Ordinal).Replace("$(ServicePassword)", Password, StringComparison.Ordinal)
            .Replace("$(Migrator)", MigratorName, StringComparison.Ordinal).Replace("$(MigratorPassword)", Password, StringComparison.Ordinal);
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
