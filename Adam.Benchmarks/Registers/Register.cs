using System.Globalization;
using Adam.Data;
using Adam.Data.Databases;
using Adam.Data.Databases.Migrations;
using Adam.Data.Databases.Sqlite;
using Adam.Data.Overlaps;
using Adam.Data.Overlaps.Matching;
using Adam.Data.Overlaps.Report;
using Adam.Data.Overlaps.Review;
using Adam.Data.Presence;
using Adam.Data.Projects;
using Microsoft.Data.Sqlite;

namespace Adam.Benchmarks.Registers;

/// <summary>
/// A register in a temporary file, filled from a <see cref="World"/> with <see cref="Echoes"/>. Disposing it deletes
/// the file.
/// </summary>
internal sealed class Register : IDisposable
{
    private const int AtOnce = 50_000;

    private readonly string? _folder;
    private readonly SqliteDatabase _database;

    private Register()
        : this(Directory.CreateTempSubdirectory("adam-benchmarks-").FullName) { }

    private Register(string folder)
        : this(folder, System.IO.Path.Combine(folder, "register.db")) { }

    /// <param name="folder">The folder that is deleted at the end; null for none.</param>
    private Register(string? folder, string path)
    {
        (_folder, Path) = (folder, path);
        _database = new(Path);
        Projects = new(_database, TimeProvider.System, AdamData.CreateIndexers(_database, Memory));
        var statistics = new TermStatisticsStore(_database, Memory);
        var planner = new QueryPlanner();
        Overlaps = new(_database, planner, statistics);
        Queue = new(_database, planner, statistics, Overlaps);
        Drafts = new(_database, statistics);
        Summaries = new(_database, planner);
        Clusters = new(_database, planner);
        Presence = new(_database);
    }

    public string Path { get; }

    public Database Database => _database;

    /// <summary>The number of instructions of SQLite in one unit of <see cref="ReadLooks"/>.</summary>
    public const int InstructionsOfLook = PreparedStatementConnection.StepsOfLook;

    /// <inheritdoc cref="SqliteDatabase.ReadLooks"/>
    public long ReadLooks => _database.ReadLooks;

    public ProjectStore Projects { get; }

    public MatchingCache Memory { get; } = new();

    public OverlapStore Overlaps { get; }

    public ReviewQueueStore Queue { get; }

    public DraftOverlaps Drafts { get; }

    public OverlapSummaryStore Summaries { get; }

    public OverlapClusters Clusters { get; }

    public PresenceStore Presence { get; }

    /// <summary>Opens a register that stays after the measurement.</summary>
    public static Register OfFile(string path) => new(folder: null, path);

    /// <summary>Creates a register with projects and all their pairs, scored with the same term statistics.</summary>
    public static async Task<Register> FilledAsync(int projects, int seed, CancellationToken ct)
    {
        var register = await UnscoredAsync(projects, seed, ct);
        try
        {
            await register.RebuildAsync(ct);
            return register;
        }
        catch
        {
            register.Dispose();
            throw;
        }
    }

    /// <summary>Scores all pairs with new term statistics.</summary>
    public Task<OverlapsRebuilt> RebuildAsync(CancellationToken ct) =>
        new OverlapRebuild(_database, Memory, TimeProvider.System).RunAsync(null, ct);

    /// <summary>Creates a register with projects but without pairs.</summary>
    public static async Task<Register> UnscoredAsync(int projects, int seed, CancellationToken ct)
    {
        var register = new Register();
        try
        {
            await Migrator.RunAsync(register._database, _ => { }, ct);
            var indexers = AdamData.CreateIndexers(register._database, register.Memory);
            await new ProjectReindex(register._database, TimeProvider.System, indexers).RunOutdatedAsync(null, ct);
            await register.FillAsync(new Echoes(seed).In(new World(seed).Take(projects)), ct);
            return register;
        }
        catch
        {
            register.Dispose();
            throw;
        }
    }

    /// <summary>
    /// Opens an unpooled connection with a larger page cache (1 GB) than the connections of the stores.
    /// </summary>
    public SqliteConnection Connect()
    {
        var connection = new SqliteConnection(
            new SqliteConnectionStringBuilder { DataSource = Path, Pooling = false }.ConnectionString
        );
        connection.Open();
        Execute(connection, "PRAGMA cache_size = -1000000");
        return connection;
    }

    /// <summary>Copies the register to a new file.</summary>
    public void CopyTo(string path)
    {
        using var source = Connect();
        using var target = new SqliteConnection(
            new SqliteConnectionStringBuilder { DataSource = path, Pooling = false }.ConnectionString
        );
        target.Open();
        source.BackupDatabase(target);
        Execute(target, "PRAGMA journal_mode = WAL");
    }

    public void Dispose()
    {
        _database.Dispose();
        if (_folder is not null)
            Directory.Delete(_folder, recursive: true);
    }

    /// <summary>
    /// Writes the entries in few transactions and without waiting for the disk. The measured connections, opened later,
    /// do wait.
    /// </summary>
    private async Task FillAsync(IEnumerable<Entry> entries, CancellationToken ct)
    {
        var at = DateTimeOffset.Parse("2020-01-01T00:00:00Z", CultureInfo.InvariantCulture);
        foreach (var many in entries.Chunk(AtOnce))
        {
            var connection = Connect();
            Execute(connection, "PRAGMA synchronous = OFF");
            await using var session = new Session(
                SqlDialect.Sqlite,
                connection,
                connection.BeginTransaction(deferred: false)
            );
            // Without pairs, which a rebuild adds afterwards.
            var indexers = AdamData
                .CreateIndexers(_database, Memory)
                .Create()
                .Where(indexer => indexer is not PairIndexer);
            var writer = new ProjectWriter(session, [.. indexers]);
            foreach (var some in many.Chunk(250))
                await writer.PutAsync(
                    [.. some.Select(entry => new ProjectWrite(null, entry.Owner, entry.Draft))],
                    "benchmark",
                    at = at.AddSeconds(1),
                    ct
                );
            await session.CommitAsync(ct);
        }

        await using var checkpoint = Connect();
        Execute(checkpoint, "PRAGMA wal_checkpoint(TRUNCATE)");
    }

    private static void Execute(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }
}
