using System.Globalization;
using System.Net.Http.Json;
using System.Runtime.Versioning;
using System.Text.Json.Nodes;
using Adam.Data.Backups;
using Adam.Data.Databases;
using Adam.Data.Databases.Migrations;
using Adam.Data.Databases.Sqlite;
using Adam.Domain.Keys;
using Adam.Tests.Cli;
using Adam.Tests.Projects;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;

namespace Adam.Tests.Health;

/// <summary>
/// The program tells the truth about its SQLite file: no write into a file that is gone, no answer from another one,
/// and no readiness while nothing can be stored.
/// </summary>
public sealed class RegisterFileTests
{
    private string _folder = null!;
    private string _path = null!;
    private SqliteDatabase _database = null!;
    private TestApi _api = null!;
    private HttpClient _client = null!;
    private int _written;

    /// <summary>Does not fit into the free bytes of the pages that a register has.</summary>
    private static readonly string NeedsPages = string.Concat(Enumerable.Repeat("Border guards learn. ", 400));

    [SetUp]
    public async Task Serve()
    {
        _folder = Path.Combine(TestRegister.TestFolder, $"{Guid.NewGuid():N}");
        _path = Path.Combine(_folder, "adam.db");
        _database = new(_path);
        await Migrator.RunAsync(_database, _ => { }, default);
        _written = 0;
        Start();
        _client = await _api.ClientAsync(Role.Donor, "DE");
        await RecordAsync();
    }

    [TearDown]
    public async Task Stop()
    {
        _client.Dispose();
        await _api.DisposeAsync();
        _database.Dispose();
    }

    [Test]
    public async Task Register_that_is_moved_away_is_neither_read_nor_written_until_it_is_back()
    {
        File.Move(_path, _path + ".aside");
        await AssertUnavailableAsync("ADAM-9010");
        Assert.That(File.Exists(_path), Is.False, "no new register was made");

        File.Move(_path + ".aside", _path);
        AssertReady();
        await RecordAsync();
        Assert.That(await CountAsync(), Is.EqualTo(2));
    }

    [Test]
    public async Task Another_file_at_its_path_is_neither_read_nor_written()
    {
        new RegisterBackup(_database).Run(_path + ".copy", default);
        var copy = await File.ReadAllBytesAsync(_path + ".copy");
        File.Move(_path + ".copy", _path, overwrite: true);
        await AssertUnavailableAsync("ADAM-9010");
        Assert.That(await File.ReadAllBytesAsync(_path), Is.EqualTo(copy));
    }

    [Test]
    public async Task Log_that_is_deleted_is_saved_into_the_file_and_ends_all_work()
    {
        await RecordAsync();
        File.Delete(_path + "-wal");
        await (await _client.GetAsync("/health/ready")).ProblemAsync(503, "ADAM-9010");
        await AssertUnavailableAsync("ADAM-9010");

        await RestartAsync();
        Assert.That(await CountAsync(), Is.EqualTo(2));
        await RecordAsync();
        AssertReady();
    }

    [Test]
    public async Task Full_disk_stores_nothing_and_the_register_is_not_ready_until_there_is_room()
    {
        await LimitPagesAsync(1);
        await (await PostAsync(NeedsPages)).ProblemAsync(503, "ADAM-9011");
        await (await _client.GetAsync("/health/ready")).ProblemAsync(503, "ADAM-9011");
        Assert.That(await CountAsync(), Is.EqualTo(1), "reads go on");

        await LimitPagesAsync(int.MaxValue - 1);
        AssertReady();
        await RecordAsync();
        Assert.That(await CountAsync(), Is.EqualTo(2));

        // The limit is that of the writer's connection. SQLite raises it to the pages that the file has.
        Task LimitPagesAsync(int pages) =>
            _api
                .Services.GetRequiredService<SqliteDatabase>()
                .InWriteTransactionAsync(
                    session =>
                        session.FirstAsync<long>(
                            string.Create(CultureInfo.InvariantCulture, $"PRAGMA max_page_count = {pages}"),
                            null,
                            default
                        ),
                    default
                );
    }

    [Test]
    public async Task Damaged_pages_are_found_after_the_start_and_by_the_command_verify()
    {
        await StopAsync();
        await DamageAsync("OverlapReasons", "IX_Overlap_Days");

        var (exit, output, error) = await ProgramProcess.RunAsync("verify", $"--Adam:DataPath={_path}");
        Assert.That(exit, Is.EqualTo(1), error);
        Assert.That(output, Does.StartWith("The file is damaged; restore a backup:\n  "), error);

        _database = new(_path);
        Start();
        Assert.That(
            async () => (int)(await _client.GetAsync("/health/ready")).StatusCode,
            Is.EqualTo(503).After((int)ProgramProcess.HangGuard.TotalMilliseconds, 100)
        );
        await (await _client.GetAsync("/health/ready")).ProblemAsync(503, "ADAM-9012");
    }

    [Test]
    public async Task Register_without_damage_is_verified()
    {
        await StopAsync();
        var (exit, output, error) = await ProgramProcess.RunAsync("verify", $"--Adam:DataPath={_path}");
        Assert.That(exit, Is.Zero, output + error);
        Assert.That(output, Is.EqualTo("The file is undamaged.\nThe scored pairs are what the projects give.\n"));
        _database = new(_path);
        Start();
    }

    [Test]
    public async Task Register_whose_file_is_lost_is_not_made_anew_beside_its_log()
    {
        await RecordAsync();
        var log = await File.ReadAllBytesAsync(_path + "-wal");
        var backup = _path + ".backup";
        new RegisterBackup(_database).Run(backup, default);
        await StopAsync();

        // A folder of its own, where nothing of the former register can be open any more.
        _folder = Directory.CreateDirectory(Path.Combine(_folder, "lost")).FullName;
        _path = Path.Combine(_folder, "adam.db");
        await File.WriteAllBytesAsync(_path + "-wal", log);

        _database = new(_path);
        Assert.That(
            async () => await Migrator.RunAsync(_database, _ => { }, default),
            Throws.TypeOf<UnsupportedDatabaseException>().With.Message.Contains("No new register was made.")
        );
        Assert.That(File.Exists(_path), Is.False);

        // The restored register must not get the log of the lost one.
        await new RegisterRestore(_database, TimeProvider.System).RunAsync(backup, default);
        Assert.That(File.Exists(_path + "-wal"), Is.False);
        Assert.That(Directory.GetFiles(_folder, "adam.db.*-wal"), Has.Length.EqualTo(1), "it is kept");
        Start();
        Assert.That(await CountAsync(), Is.EqualTo(2));
    }

    [Test]
    [Platform("Linux", Reason = "Linux tells the open files of a process.")]
    public async Task Register_that_is_closed_has_no_file_open()
    {
        Assert.That(OpenFiles(), Is.Not.Empty);
        await StopAsync();
        Assert.That(OpenFiles(), Is.Empty);
        Assert.That(File.Exists(_path + "-wal"), Is.False, "the log was moved to the file");

        _database = new(_path);
        Start();

        IEnumerable<string> OpenFiles() =>
            new DirectoryInfo("/proc/self/fd")
                .EnumerateFiles()
                // Null for a file that another test has closed since it was listed.
                .Select(link => link.LinkTarget)
                .OfType<string>()
                .Where(path => path.StartsWith(_path, StringComparison.Ordinal));
    }

    [Test]
    [Platform(Exclude = "Win")]
    [UnsupportedOSPlatform("windows")]
    public async Task Nobody_else_can_read_the_files_of_a_register()
    {
        new RegisterBackup(_database).Run(_path + ".backup", default);
        using (var serving = new ServingLock(_database, TimeProvider.System))
        {
            serving.Take();
            var open = Directory
                .GetFiles(_folder)
                .Where(path => (File.GetUnixFileMode(path) & (UnixFileMode)0b000_111_111) != 0);
            Assert.That(open, Is.Empty);
            Assert.That(
                Directory.GetFiles(_folder).Select(Path.GetFileName),
                Is.SupersetOf(new[] { "adam.db", "adam.db-wal", "adam.db-shm", "adam.db.backup", "adam.db.lock" })
            );
        }

        Assert.That(
            File.GetUnixFileMode(_folder),
            Is.EqualTo(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute)
        );
        await RecordAsync();
    }

    [TestCase(13, RegisterFileFault.Full)]
    [TestCase(11, RegisterFileFault.Damaged)]
    [TestCase(26, RegisterFileFault.Damaged)]
    [TestCase(10, RegisterFileFault.Unusable)]
    [TestCase(8, RegisterFileFault.Unusable)]
    [TestCase(14, RegisterFileFault.Unusable)]
    [TestCase(19, null)]
    [TestCase(5, null)]
    public void Faults_of_the_file_are_told_from_other_errors(int code, RegisterFileFault? fault) =>
        Assert.That(RegisterFileFaults.FromException(new SqliteException("", code)), Is.EqualTo(fault));

    /// <summary>Overwrites the first pages of a table or index, none of which a start reads.</summary>
    private async Task DamageAsync(params string[] names)
    {
        var pages = new List<long>();
        await using (var connection = BackupFile.Open(_path, SqliteOpenMode.ReadOnly))
        {
            await using var command = connection.CreateCommand();
            command.CommandText = $"SELECT rootpage FROM sqlite_schema WHERE name IN ('{string.Join("', '", names)}')";
            await using var reader = await command.ExecuteReaderAsync();
            while (await reader.ReadAsync())
                pages.Add(reader.GetInt64(0));
        }

        Assert.That(pages, Has.Count.EqualTo(names.Length));
        await using var file = new FileStream(_path, FileMode.Open);
        var noise = new byte[4096];
        new Random(1).NextBytes(noise);
        foreach (var page in pages)
        {
            file.Position = (page - 1) * noise.Length;
            await file.WriteAsync(noise);
        }
    }

    private void Start()
    {
        _api = new TestApi(_database);
        _client = _client is null ? _api.Anonymous() : Copied(_client, _api.Anonymous());
    }

    private static HttpClient Copied(HttpClient former, HttpClient client)
    {
        client.DefaultRequestHeaders.Authorization = former.DefaultRequestHeaders.Authorization;
        return client;
    }

    private async Task StopAsync()
    {
        await _api.DisposeAsync();
        _database.Dispose();
    }

    private async Task RestartAsync()
    {
        await StopAsync();
        _database = new(_path);
        Start();
    }

    private Task<HttpResponseMessage> PostAsync(string description = "Border guards learn.") =>
        _client.SendAsync(
            "POST",
            "/v1/projects",
            ProjectHttp.Body($$"""{ "reference": "R-{{++_written}}", "description": "{{description}}" }""")
        );

    private async Task RecordAsync()
    {
        var response = await PostAsync();
        Assert.That((int)response.StatusCode, Is.EqualTo(201), await response.Content.ReadAsStringAsync());
    }

    private async Task<int> CountAsync() =>
        (await _client.GetFromJsonAsync<JsonObject>("/v1/projects"))!["items"]!.AsArray().Count;

    private async Task AssertUnavailableAsync(string code)
    {
        var refused = await PostAsync();
        await refused.ProblemAsync(503, code);
        Assert.That(refused.Headers.RetryAfter?.Delta, Is.EqualTo(TimeSpan.FromSeconds(30)));
        await (await _client.GetAsync("/v1/projects")).ProblemAsync(503, code);
        await (await _client.GetAsync("/health/ready")).ProblemAsync(503, code);
    }

    /// <remarks>On a busy machine the database may be too late for the first probe.</remarks>
    private void AssertReady() =>
        Assert.That(
            async () => (int)(await _client.GetAsync("/health/ready")).StatusCode,
            Is.EqualTo(200).After((int)ProgramProcess.HangGuard.TotalMilliseconds, 100)
        );
}
