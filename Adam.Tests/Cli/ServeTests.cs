using System.Text.Json.Nodes;
using Adam.Data.Databases;
using Adam.Data.Databases.Sqlite;
using Adam.Data.Keys;
using Adam.Domain.Keys;
using Adam.Tests.Overlaps.Matching;
using Adam.Tests.Projects;

namespace Adam.Tests.Cli;

/// <summary>Serves a register in a SQLite file as an operator does, and looks at the files that it leaves.</summary>
[Platform(Exclude = "Win", Reason = "Windows has no POSIX signals.")]
public sealed class ServeTests
{
    private string _folder = null!;
    private string _path = null!;
    private KeySecret _key = null!;

    private string DataPath => $"--Adam:DataPath={_path}";

    [SetUp]
    public async Task MakeRegister()
    {
        _folder = Directory.CreateDirectory(Path.Combine(TestRegister.TestFolder, $"{Guid.NewGuid():N}")).FullName;
        _path = Path.Combine(_folder, "adam.db");
        await TestRegister.CopyEmptyAsync(_path);
        using var database = new SqliteDatabase(_path);
        _key = KeySecret.Create();
        await new KeyStore(database).AddAsync(
            new(_key.Id, "DE", Role.Donor, "Test", DateTimeOffset.UnixEpoch, null),
            _key.Hash(),
            default
        );
    }

    [Test]
    public async Task Stopped_register_is_one_file_with_all_data()
    {
        var (program, address) = await ProgramProcess.ServeAsync(DataPath);
        using (program)
        {
            await RecordAsync(address, "R-1");
            Assert.That(Files(), Does.Contain("adam.db-wal"), "the write is in the log at first");
            program.Signal(Signal.Terminate);
            Assert.That((await program.EndAsync()).Exit, Is.Zero);
        }

        Assert.That(Files(), Is.EqualTo(new[] { "adam.db" }));
        // The file alone, in another place, is the register.
        var moved = Path.Combine(Directory.CreateDirectory(Path.Combine(_folder, "moved")).FullName, "adam.db");
        File.Move(_path, moved);
        Assert.That(await ReferencesAsync(moved), Is.EqualTo(new[] { "R-1" }));
    }

    [Test]
    public async Task Server_that_was_killed_is_followed_by_one_that_recovers_and_leaves_one_file()
    {
        var (program, address) = await ProgramProcess.ServeAsync(DataPath);
        using (program)
            await RecordAsync(address, "R-1");
        Assert.That(Files(), Does.Contain("adam.db-wal").And.Contain("adam.db.lock"), "files of the killed server");

        (program, address) = await ProgramProcess.ServeAsync(DataPath);
        using (program)
        {
            await RecordAsync(address, "R-2");
            program.Signal(Signal.Terminate);
            Assert.That((await program.EndAsync()).Exit, Is.Zero);
        }

        Assert.That(Files(), Is.EqualTo(new[] { "adam.db" }));
        Assert.That(await ReferencesAsync(_path), Is.EqualTo(new[] { "R-1", "R-2" }));
    }

    [Test]
    public async Task Command_on_the_files_of_a_killed_server_leaves_one_file()
    {
        var (program, address) = await ProgramProcess.ServeAsync(DataPath);
        using (program)
            await RecordAsync(address, "R-1");

        Assert.That((await ProgramProcess.RunAsync("overlaps", "verify", DataPath)).Exit, Is.Zero);
        Assert.That(Files(), Is.EqualTo(new[] { "adam.db", "adam.db.lock", "adam.db.server" }));
        Assert.That(await ReferencesAsync(_path), Is.EqualTo(new[] { "R-1" }));
    }

    [Test]
    public async Task Second_server_says_who_serves_the_file_and_commands_work_meanwhile()
    {
        var (program, address) = await ProgramProcess.ServeAsync(DataPath);
        using (program)
        {
            await RecordAsync(address, "R-1");
            var served =
                $"The register in {_path} is served by process {program.Id} on {Environment.MachineName} since ";
            var linked = Path.Combine(_folder, "link.db");
            File.CreateSymbolicLink(linked, _path);
            foreach (var path in (string[])[_path, linked])
            {
                var (exit, output, error) = await ProgramProcess.RunAsync(
                    "--urls",
                    "http://127.0.0.1:0",
                    $"--Adam:DataPath={path}"
                );
                Assert.That((exit, output), Is.EqualTo((1, "")), error);
                Assert.That(
                    error,
                    Does.StartWith(served.Replace(_path, path, StringComparison.Ordinal))
                        .And.EndWith(
                            $" at {address.GetLeftPart(UriPartial.Authority)}; "
                                + "stop it, or name another file in Adam:DataPath.\n"
                        )
                );
            }

            File.Delete(linked);
            var backup = Path.Combine(_folder, "backup.db");
            Assert.That((await ProgramProcess.RunAsync("backup", DataPath, backup)).Exit, Is.Zero);
            Assert.That(
                (await ProgramProcess.RunAsync("keys", "create", "--partner", "DE", "--role", "viewer", DataPath)).Exit,
                Is.Zero
            );
            var (refused, _, reason) = await ProgramProcess.RunAsync("restore", backup, DataPath);
            Assert.That(refused, Is.EqualTo(1));
            Assert.That(reason, Does.StartWith(served));

            await RecordAsync(address, "R-2");
            program.Signal(Signal.Terminate);
            Assert.That((await program.EndAsync()).Exit, Is.Zero);
            Assert.That(await ReferencesAsync(backup), Is.EqualTo(new[] { "R-1" }));
        }

        Assert.That(Files(), Is.EqualTo(new[] { "adam.db", "backup.db" }));
        Assert.That(await ReferencesAsync(_path), Is.EqualTo(new[] { "R-1", "R-2" }));
    }

    /// <summary>The served program would read what the other version has written by its own rules.</summary>
    [Test]
    public async Task Command_of_another_version_does_not_change_a_register_that_is_served()
    {
        var (program, address) = await ProgramProcess.ServeAsync(DataPath);
        using (program)
        {
            await RecordAsync(address, "R-1");
            using var database = new SqliteDatabase(_path);
            await RegisterTables.ExecuteAsync(
                database,
                "UPDATE DerivedTable SET Version = 0 WHERE Name = 'ProjectWord'"
            );
            string[] command = ["keys", "create", "--partner", "DE", "--role", "viewer", DataPath];
            var (exit, output, error) = await ProgramProcess.RunAsync(command);
            Assert.That((exit, output), Is.EqualTo((1, "")));
            Assert.That(
                error,
                Does.StartWith($"The register in {_path} is served by process {program.Id} on ")
                    .And.EndWith("; stop it, because it is of another version than this program.\n")
            );

            program.Signal(Signal.Terminate);
            await program.EndAsync();
            Assert.That((await ProgramProcess.RunAsync(command)).Exit, Is.Zero, "the file is not served any more");
        }
    }

    private static async Task<IReadOnlyList<string>> ReferencesAsync(string path)
    {
        using var database = new SqliteDatabase(path);
        return await ReferencesAsync(database);
    }

    private static async Task<IReadOnlyList<string>> ReferencesAsync(Database database) =>
        [
            .. (await RegisterTables.LinesAsync(database, "SELECT Document FROM Project")).Select(line =>
                (string)JsonNode.Parse(line[line.IndexOf('{', StringComparison.Ordinal)..])!["reference"]!
            ),
        ];

    private async Task RecordAsync(Uri address, string reference)
    {
        using var client = ProgramProcess.Client(address, _key.ToString());
        var body = ProjectHttp.Body($$"""{ "reference": "{{reference}}" }""");
        var response = await client.SendAsync("POST", "/v1/projects", body);
        Assert.That((int)response.StatusCode, Is.EqualTo(201), await response.Content.ReadAsStringAsync());
    }

    private IEnumerable<string> Files() =>
        Directory.GetFiles(_folder).Select(path => Path.GetFileName(path)).Order(StringComparer.Ordinal);
}
