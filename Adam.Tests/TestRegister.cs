using System.Collections.Concurrent;
using System.Data.Common;
using Adam.Data.Engines;
using Adam.Data.Projects;
using Adam.Domain.Projects;
using Microsoft.Data.SqlClient;
using Microsoft.Data.Sqlite;
using Respawn;
using Respawn.Graph;

namespace Adam.Tests;

/// <summary>A database of one engine, made once in a run and emptied before each test; partners and the calendar stay.</summary>
public sealed class TestRegister
{
    private const string SqlServerVariable = "ADAM_TEST_SQLSERVER";

    private static readonly ConcurrentDictionary<string, Lazy<Task<TestRegister>>> Made = new();

    private readonly Respawner _respawner;

    private TestRegister(Engine engine, Respawner respawner) => (Engine, _respawner) = (engine, respawner);

    public Engine Engine { get; }

    /// <summary>The register of an engine. Skips the calling test when it is one for SQL Server and no server is named.</summary>
    public static Task<TestRegister> GetAsync(string engine)
    {
        if (engine == "sqlserver" && Environment.GetEnvironmentVariable(SqlServerVariable) is null)
            Assert.Ignore($"No server to run on: set {SqlServerVariable} to a connection string whose login may create databases.");

        return Made.GetOrAdd(engine, name => new(() => MakeAsync(name))).Value;
    }

    /// <summary>An empty database of an engine, not yet migrated; each call makes another.</summary>
    public static async Task<Engine> NewDatabaseAsync(string engine)
    {
        if (engine == "sqlite")
            return Engine.Sqlite(Path.Combine(TestFolder, $"{Guid.NewGuid():N}.db"));

        var settings = new SqlConnectionStringBuilder(Environment.GetEnvironmentVariable(SqlServerVariable)!) { InitialCatalog = "" };
        var name = $"adam_test_{Guid.NewGuid():N}"[..24];
        await using var connection = new SqlConnection(settings.ConnectionString);
        await connection.OpenAsync();
        await using var create = connection.CreateCommand();
        create.CommandText = $"CREATE DATABASE {name}";
        create.CommandTimeout = 120;
        await create.ExecuteNonQueryAsync();
        settings.InitialCatalog = name;
        Databases.Add(name);
        return Engine.SqlServer(settings.ConnectionString);
    }

    public async Task ResetAsync()
    {
        await using var connection = Connect(Engine);
        await connection.OpenAsync();
        await _respawner.ResetAsync(connection);
    }

    /// <summary>Writes many projects in one transaction.</summary>
    public async Task<IReadOnlyList<Project>> RecordAsync(IEnumerable<(string Owner, ProjectDraft Draft)> drafts)
    {
        await using var session = await Engine.WriteAsync(default);
        var writer = new ProjectWriter(Engine, session, new());
        var projects = new List<Project>();
        foreach (var (owner, draft) in drafts)
            projects.Add(await writer.AddAsync(owner, draft, "test", DateTimeOffset.UnixEpoch.AddSeconds(projects.Count), default));
        await session.CommitAsync(default);
        return projects;
    }

    public static DbConnection Connect(Engine engine) => engine switch
    {
        SqliteEngine sqlite => new SqliteConnection(sqlite.ConnectionString),
        SqlServerEngine server => new SqlConnection(server.ConnectionString),
        _ => throw new ArgumentException($"No connection for {engine.Name}.", nameof(engine)),
    };

    internal static string TestFolder { get; } = Directory.CreateTempSubdirectory("adam-tests-").FullName;

    internal static ConcurrentBag<string> Databases { get; } = [];

    internal static string? SqlServer => Environment.GetEnvironmentVariable(SqlServerVariable);

    private static async Task<TestRegister> MakeAsync(string name)
    {
        var engine = await NewDatabaseAsync(name);
        await Migrations.RunAsync(engine, _ => { }, default);
        await using var connection = Connect(engine);
        await connection.OpenAsync();
        return new(engine, await Respawner.CreateAsync(connection, new RespawnerOptions
        {
            DbAdapter = name == "sqlite" ? DbAdapter.Sqlite : DbAdapter.SqlServer,
            TablesToIgnore = [new Table("SchemaVersion"), new Table("CalendarYear"), new Table("Partner"), new Table("PartnerName"), new Table("PartnerIdentifier")],
        }));
    }
}

/// <summary>Takes away what a run has made.</summary>
[SetUpFixture]
public sealed class TestFolders
{
    [OneTimeTearDown]
    public async Task RemoveAsync()
    {
        SqliteConnection.ClearAllPools();
        Directory.Delete(TestRegister.TestFolder, recursive: true);
        if (TestRegister.Databases.IsEmpty)
            return;

        // A database cannot be dropped while pooled connections live.
        SqlConnection.ClearAllPools();
        await using var connection = new SqlConnection(new SqlConnectionStringBuilder(TestRegister.SqlServer!) { InitialCatalog = "" }.ConnectionString);
        await connection.OpenAsync();
        foreach (var name in TestRegister.Databases)
        {
            await using var drop = connection.CreateCommand();
            drop.CommandText = $"DROP DATABASE {name}";
            await drop.ExecuteNonQueryAsync();
        }
    }
}
