using System.Collections.Concurrent;
using System.Data.Common;
using Adam.Data.Databases;
using Adam.Data.Databases.Migrations;
using Adam.Data.Databases.Sqlite;
using Adam.Data.Databases.SqlServer;
using Adam.Domain.Projects;
using Microsoft.Data.SqlClient;
using Microsoft.Data.Sqlite;
using Respawn;
using Respawn.Graph;

namespace Adam.Tests;

/// <summary>
/// A test database. Each worker of the test runner has one for each engine, which is emptied before each test. Partners
/// and the calendar remain.
/// </summary>
public sealed class TestRegister
{
    private static readonly ConcurrentDictionary<(string Engine, string Worker), Lazy<Task<TestRegister>>> Made = new();

    private static readonly Lazy<Task<string>> Migrated = new(MigrateAsync);

    private readonly Respawner _respawner;

    private TestRegister(Database database, Respawner respawner) => (Database, _respawner) = (database, respawner);

    public Database Database { get; }

    /// <summary>
    /// Returns the register of an engine for the calling worker, which runs one fixture at a time. Ignores the calling
    /// test if it needs SQL Server and no server is configured.
    /// </summary>
    public static Task<TestRegister> GetAsync(string engine)
    {
        if (engine == "sqlserver" && TestServer.Settings is null)
            Assert.Ignore(
                $"No server is configured. Set {TestServer.Variable} to a connection string "
                    + "whose login may create databases and logins."
            );

        // Without workers, as under Stryker, one thread runs all fixtures.
        var worker = TestContext.CurrentContext.WorkerId ?? "";
        return Made.GetOrAdd((engine, worker), key => new(() => MakeAsync(key.Engine))).Value;
    }

    /// <summary>Creates a new, empty database without the schema.</summary>
    public static async Task<TestDatabase> NewDatabaseAsync(string engine)
    {
        if (engine == "sqlserver")
            return await TestServer.SetUpAsync();

        var file = new SqliteDatabase(Path.Combine(TestFolder, $"{Guid.NewGuid():N}.db"));
        return new(file, file);
    }

    /// <summary>Creates a new register without records, as a program that has started leaves it.</summary>
    public static async Task<TestDatabase> NewRegisterAsync(string engine)
    {
        var database = await NewDatabaseAsync(engine);
        if (database.Service is SqliteDatabase file)
        {
            await CopyEmptyAsync(file.Location);
            return database;
        }

        await Migrator.RunAsync(database.Migrator, _ => { }, default);
        await TestStores.Reindex(database.Service, TimeProvider.System).RunOutdatedAsync(null, default);
        return database;
    }

    /// <summary>Creates the file of a register without records, as a program that has started leaves it.</summary>
    public static async Task CopyEmptyAsync(string path)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.Copy(await Migrated.Value, path);
    }

    public async Task ResetAsync()
    {
        await using var connection = Connect(Database);
        await connection.OpenAsync();
        await _respawner.ResetAsync(connection);
        await TestApi.ForgetAsync(Database);
    }

    /// <summary>Stores the projects in one transaction and returns them in the same order.</summary>
    /// <param name="apart">The time between two projects; null for a second.</param>
    public async Task<IReadOnlyList<Project>> RecordAsync(
        IEnumerable<(string Owner, ProjectDraft Draft)> drafts,
        TimeSpan? apart = null
    )
    {
        await using var session = await Database.InWriteTransactionAsync(default);
        var writer = TestStores.Writer(Database, session);
        var projects = new List<Project>();
        foreach (var (owner, draft) in drafts)
            projects.Add(
                await writer.AddAsync(
                    owner,
                    draft,
                    "test",
                    DateTimeOffset.UnixEpoch + (projects.Count * (apart ?? TimeSpan.FromSeconds(1))),
                    default
                )
            );
        await session.CommitAsync(default);
        return projects;
    }

    public static DbConnection Connect(Database database) =>
        database switch
        {
            SqliteDatabase sqlite => new SqliteConnection(sqlite.ConnectionString),
            SqlServerDatabase server => new SqlConnection(server.ConnectionString),
            _ => throw new ArgumentException($"No connection for {database.Name}.", nameof(database)),
        };

    internal static string TestFolder { get; } = Directory.CreateTempSubdirectory("adam-tests-").FullName;

    /// <summary>
    /// Migrates the file that the registers of a run are copies of. A migration takes a hundred times as long as a
    /// copy, and tests take a hundred registers.
    /// </summary>
    /// <returns>The path of the file, which no program has open.</returns>
    private static async Task<string> MigrateAsync()
    {
        var database = (SqliteDatabase)(await NewDatabaseAsync("sqlite")).Service;
        await Migrator.RunAsync(database, _ => { }, default);
        await TestStores.Reindex(database, TimeProvider.System).RunOutdatedAsync(null, default);
        database.Dispose();
        // The last connection that is closed moves the log into the file.
        Assert.That(File.Exists($"{database.Location}-wal"), Is.False, "the file is the whole register");
        return database.Location;
    }

    private static async Task<TestRegister> MakeAsync(string name)
    {
        var database = await NewRegisterAsync(name);
        await using var connection = Connect(database.Service);
        await connection.OpenAsync();
        return new(
            database.Service,
            await Respawner.CreateAsync(
                connection,
                new RespawnerOptions
                {
                    DbAdapter = name == "sqlite" ? DbAdapter.Sqlite : DbAdapter.SqlServer,
                    TablesToIgnore =
                    [
                        new Table("SchemaVersion"),
                        new Table("DerivedTable"),
                        new Table("CalendarYear"),
                        new Table("Partner"),
                        new Table("PartnerName"),
                        new Table("PartnerIdentifier"),
                        new Table("PartnerMembership"),
                    ],
                }
            )
        );
    }
}

/// <summary>Deletes all databases and files of the run at its end.</summary>
[SetUpFixture]
public sealed class TestFolders
{
    [OneTimeTearDown]
    public async Task RemoveAsync()
    {
        SqliteConnection.ClearAllPools();
        Directory.Delete(TestRegister.TestFolder, recursive: true);
        await TestServer.RemoveAsync();
    }
}
