using Adam.Data.Backups;
using Adam.Data.Databases;
using Adam.Data.Databases.Sqlite;
using Adam.Tests.Cli;
using Adam.Tests.Overlaps.Matching;
using Adam.Tests.Projects;
using Microsoft.Data.Sqlite;

namespace Adam.Tests.Backups;

public sealed class BackupTests
{
    private string _folder = null!;
    private SqliteDatabase _database = null!;

    private RegisterRestore Restore => new(_database, TimeProvider.System);

    private string Copy => Path.Combine(_folder, "copy.db");

    [SetUp]
    public async Task MakeRegister()
    {
        _folder = Directory.CreateDirectory(Path.Combine(TestRegister.TestFolder, $"{Guid.NewGuid():N}")).FullName;
        var path = Path.Combine(_folder, "adam.db");
        await TestRegister.CopyEmptyAsync(path);
        _database = new(path);
        await RecordAsync(3);
    }

    [TearDown]
    public void LetGo() => _database.Dispose();

    [Test]
    public async Task Backup_has_every_row_and_is_one_file_without_a_log()
    {
        Assert.That(new RegisterBackup(_database).Run(Copy, default), Does.StartWith("3 projects, "));
        Assert.That(Files(), Is.EqualTo(new[] { "adam.db", "adam.db-shm", "adam.db-wal", "copy.db" }));
        await using (var connection = BackupFile.Open(Copy, SqliteOpenMode.ReadOnly))
            Assert.That(BackupFile.CountRows(connection), Is.EqualTo(await CountAsync(_database.Location)));

        using var copy = new SqliteDatabase(Copy);
        Assert.That(await RowsAsync(copy), Is.EqualTo(await RowsAsync(_database)));
        await RecordAsync(1, copy);
        Assert.That(Files(), Does.Contain("copy.db-wal"), "a copy that is written has a log again");
    }

    [Test]
    public async Task Backup_of_a_register_that_is_written_is_that_of_one_moment()
    {
        using var stop = new CancellationTokenSource();
        var writer = Task.Run(async () =>
        {
            while (!stop.IsCancellationRequested)
            {
                await RecordAsync(2);
                await AddNamesAsync(300);
            }
        });
        for (var round = 0; round < 10; round++)
        {
            var before = await CountProjectsAsync(_database);
            var path = Path.Combine(_folder, $"{round}.db");
            new RegisterBackup(_database).Run(path, default);
            using var copy = new SqliteDatabase(path);
            var projects = await CountProjectsAsync(copy);
            Assert.That(projects, Is.GreaterThanOrEqualTo(before).And.Matches<int>(count => count % 2 == 1));
            Assert.That(
                await RegisterTables.LinesAsync(copy, "SELECT DISTINCT ProjectId FROM ProjectCell"),
                Has.Count.EqualTo(projects),
                "rows that are derived from the projects"
            );
        }

        await stop.CancelAsync();
        await writer;
    }

    [Test]
    public async Task Backup_overwrites_nothing_and_leaves_nothing_when_it_fails()
    {
        await File.WriteAllTextAsync(Copy, "something else");
        var files = Files().ToList();
        Rejects(Copy, $"{Copy} exists already, and a backup overwrites nothing: ");
        Rejects(_folder, $"{_folder} exists already, ");
        Rejects(Path.Combine(_folder, "none", "copy.db"), $"The folder {_folder}/none does not exist: ");
        Assert.That(
            () => new RegisterBackup(_database).Run(Path.Combine(_folder, "new.db"), new(canceled: true)),
            Throws.InstanceOf<OperationCanceledException>()
        );

        _database.Dispose();
        await DamageAsync(_database.Location);
        Assert.That(
            () => new RegisterBackup(_database).Run(Path.Combine(_folder, "new.db"), default),
            Throws.TypeOf<BackupRejectedException>().With.Message.Contains(_database.Location)
        );
        Assert.That(await File.ReadAllTextAsync(Copy), Is.EqualTo("something else"));
        Assert.That(Files(), Is.SubsetOf(files));

        using var none = new SqliteDatabase(Path.Combine(_folder, "none.db"));
        Assert.That(
            () => new RegisterBackup(none).Run(Path.Combine(_folder, "new.db"), default),
            Throws.TypeOf<BackupRejectedException>().With.Message.StartsWith("There is no register at ")
        );
        Assert.That(Files(), Does.Not.Contain("none.db"));

        void Rejects(string path, string message) =>
            Assert.That(
                () => new RegisterBackup(_database).Run(path, default),
                Throws.TypeOf<BackupRejectedException>().With.Message.StartsWith(message)
            );
    }

    [Test]
    public async Task Restored_register_is_that_of_the_backup_and_the_earlier_one_is_kept()
    {
        new RegisterBackup(_database).Run(Copy, default);
        var (copy, rows) = (await File.ReadAllBytesAsync(Copy), await RowsAsync(_database));
        await RecordAsync(2);
        var later = await RowsAsync(_database);
        _database.Dispose();

        var restored = await Restore.RunAsync(Copy, default);
        Assert.That(restored.Contents, Does.StartWith("3 projects, "));
        Assert.That(restored.Kept, Does.Match($"^{_database.Location}\\.\\d{{8}}T\\d{{6}}Z$"));
        Assert.That(Files(), Is.EqualTo(new[] { "adam.db", Path.GetFileName(restored.Kept)!, "copy.db" }));
        Assert.That(await File.ReadAllBytesAsync(Copy), Is.EqualTo(copy));
        Assert.That(await RowsAsync(_database.Location), Is.EqualTo(rows));
        Assert.That(await RowsAsync(restored.Kept!), Is.EqualTo(later));

        using (var again = new SqliteDatabase(_database.Location))
            await RecordAsync(1, again);
        // Twice within one second.
        var (first, second) = (await Restore.RunAsync(Copy, default), await Restore.RunAsync(Copy, default));
        Assert.That(first.Kept, Is.Not.EqualTo(second.Kept));
        Assert.That(await RowsAsync(first.Kept!), Has.Count.GreaterThan(rows.Count));
    }

    [Test]
    public async Task Backup_is_restored_where_no_register_is()
    {
        new RegisterBackup(_database).Run(Copy, default);
        using var other = new SqliteDatabase(Path.Combine(_folder, "new", "adam.db"));
        var restored = await new RegisterRestore(other, TimeProvider.System).RunAsync(Copy, default);
        Assert.That(restored.Kept, Is.Null);
        Assert.That(await RowsAsync(other), Is.EqualTo(await RowsAsync(_database)));
    }

    [Test]
    public async Task Register_behind_a_link_is_replaced_and_the_link_stays()
    {
        new RegisterBackup(_database).Run(Copy, default);
        var rows = await RowsAsync(_database);
        await RecordAsync(1);
        _database.Dispose();
        var link = Path.Combine(Directory.CreateDirectory(Path.Combine(_folder, "links")).FullName, "link.db");
        File.CreateSymbolicLink(link, _database.Location);

        using var linked = new SqliteDatabase(link);
        var restored = await new RegisterRestore(linked, TimeProvider.System).RunAsync(Copy, default);
        Assert.That(restored.Kept, Does.StartWith(_database.Location));
        Assert.That(new FileInfo(link).LinkTarget, Is.EqualTo(_database.Location));
        Assert.That(await RowsAsync(_database.Location), Is.EqualTo(rows));
    }

    /// <summary>Copies that operators make with other tools.</summary>
    [TestCase("VACUUM INTO")]
    [TestCase("file and log")]
    public async Task Copy_by_other_means_is_restored(string means)
    {
        var copy = Copy;
        if (means == "VACUUM INTO")
            await ExecuteAsync(_database.Location, $"VACUUM INTO '{copy}'");
        else
        {
            File.Copy(_database.Location, copy);
            File.Copy(_database.Location + "-wal", copy + "-wal");
        }

        using var other = new SqliteDatabase(Path.Combine(_folder, "other.db"));
        await new RegisterRestore(other, TimeProvider.System).RunAsync(copy, default);
        Assert.That(await RowsAsync(other), Is.EqualTo(await RowsAsync(_database)));
    }

    [Test]
    public async Task File_that_is_no_sound_register_is_not_restored()
    {
        new RegisterBackup(_database).Run(Copy, default);
        var rows = await RowsAsync(_database);
        _database.Dispose();

        var newer = await CopyAsync("newer.db", "INSERT INTO SchemaVersion VALUES (NULL, 'sqlite/9999_later.sql', 0)");
        var other = await CopyAsync("other.db", "DROP TABLE SchemaVersion");
        var damaged = Path.Combine(_folder, "damaged.db");
        File.Copy(Copy, damaged);
        await DamageAsync(damaged);
        var text = Path.Combine(_folder, "text.db");
        await File.WriteAllTextAsync(text, new string('x', 5_000));
        var empty = Path.Combine(_folder, "empty.db");
        await File.WriteAllTextAsync(empty, "");
        var files = Files().ToList();

        foreach (
            var (file, message) in (List<(string, string)>)
                [
                    (newer, "this one does not know sqlite/9999_later.sql. Use that version or a later one."),
                    (other, $"{other} is no register of Adam: it has run none of its migrations."),
                    (damaged, $"{damaged} is damaged: "),
                    (text, $"{text} cannot be read as a SQLite database: "),
                    (empty, $"{empty} is no register of Adam"),
                    (Path.Combine(_folder, "none.db"), "There is no file "),
                    (_database.Location, "is the register itself"),
                ]
        )
            Assert.That(
                () => Restore.RunAsync(file, default),
                Throws.TypeOf<BackupRejectedException>().With.Message.Contains(message)
            );

        Assert.That(Files(), Is.EqualTo(files));
        Assert.That(await RowsAsync(_database.Location), Is.EqualTo(rows));
    }

    [Test]
    public async Task Register_that_another_process_has_open_is_not_replaced()
    {
        new RegisterBackup(_database).Run(Copy, default);
        var rows = await RowsAsync(_database);
        var message = $"Another process has the register in {_database.Location} open, ";
        Assert.That(
            () => Restore.RunAsync(Copy, default),
            Throws.TypeOf<BackupRejectedException>().With.Message.StartsWith(message)
        );
        Assert.That(await RowsAsync(_database), Is.EqualTo(rows));
        await RecordAsync(1);

        _database.Dispose();
        Assert.That(() => Restore.RunAsync(Copy, default), Throws.Nothing);
    }

    [Test]
    public void Register_that_is_served_is_not_replaced()
    {
        new RegisterBackup(_database).Run(Copy, default);
        using var serving = new ServingLock(_database, TimeProvider.System);
        serving.Take();
        serving.ServesAt("http://127.0.0.1:7");
        Assert.That(
            () => Restore.RunAsync(Copy, default),
            Throws.TypeOf<RegisterServedException>().With.Message.Contains(" at http://127.0.0.1:7; stop it, ")
        );
        serving.Dispose();
        _database.Dispose();
        Assert.That(() => Restore.RunAsync(Copy, default), Throws.Nothing);
        Assert.That(Files(), Has.None.EndsWith(".lock").And.None.EndsWith(".server"));
    }

    /// <summary>SQLite would read the log files of the damaged register with the restored one.</summary>
    [Test]
    public async Task Damaged_register_is_replaced_and_kept_with_its_files()
    {
        new RegisterBackup(_database).Run(Copy, default);
        var rows = await RowsAsync(_database);
        _database.Dispose();
        await File.WriteAllTextAsync(_database.Location, new string('x', 5_000));
        await File.WriteAllTextAsync(_database.Location + "-shm", "of the damaged register");

        var restored = await Restore.RunAsync(Copy, default);
        Assert.That(await RowsAsync(_database.Location), Is.EqualTo(rows));
        Assert.That((await File.ReadAllTextAsync(restored.Kept!))[..3], Is.EqualTo("xxx"));
        Assert.That(await File.ReadAllTextAsync(restored.Kept + "-shm"), Is.EqualTo("of the damaged register"));
        Assert.That(Files(), Does.Not.Contain("adam.db-shm"));
    }

    [TestCase("backup", "BACKUP DATABASE")]
    [TestCase("restore", "BACKUP DATABASE and RESTORE DATABASE")]
    public async Task On_SQL_Server_the_command_names_its_statements(string command, string statements)
    {
        var sentence =
            $"Adam:Engine is sqlserver, and the command {command} is for a SQLite file: use {statements} of SQL "
            + "Server, as docs/sql-server.md describes.\n";
        string[] settings = ["--Adam:Engine=sqlserver", "--ConnectionStrings:Adam=Server=db;Database=Adam"];
        Assert.That(await ProgramProcess.RunAsync([command, Copy, .. settings]), Is.EqualTo((2, "", sentence)));
        Assert.That(Files(), Does.Not.Contain("copy.db"));
    }

    private Task RecordAsync(int count, SqliteDatabase? database = null) =>
        TestStores
            .Projects(database ?? _database, TimeProvider.System)
            .RecordAllAsync(Enumerable.Range(0, count).Select(_ => AProject.By("DE").Build()), "test", default);

    /// <summary>Adds rows in many short transactions, so that a backup meets some of them at every moment.</summary>
    private async Task AddNamesAsync(int count)
    {
        await using var connection = BackupFile.Open(_database.Location, SqliteOpenMode.ReadWrite);
        BackupFile.Execute(connection, "PRAGMA synchronous = OFF");
        for (var number = 0; number < count; number++)
            BackupFile.Execute(connection, $"INSERT INTO OrganisationName VALUES ('{Guid.NewGuid():N}', 'Name')");
    }

    private async Task<string> CopyAsync(string name, string change)
    {
        var path = Path.Combine(_folder, name);
        File.Copy(Copy, path);
        await ExecuteAsync(path, change);
        return path;
    }

    /// <summary>Overwrites the last page, as a failing disk does.</summary>
    private static async Task DamageAsync(string path)
    {
        await using var file = File.OpenWrite(path);
        file.Position = file.Length - 4096;
        await file.WriteAsync(Enumerable.Repeat((byte)0x55, 4096).ToArray());
    }

    private static async Task ExecuteAsync(string path, string sql)
    {
        await using var connection = BackupFile.Open(path, SqliteOpenMode.ReadWrite);
        BackupFile.Execute(connection, sql);
    }

    private static async Task<IReadOnlyDictionary<string, long>> CountAsync(string path)
    {
        await using var connection = BackupFile.Open(path, SqliteOpenMode.ReadWrite);
        return BackupFile.CountRows(connection);
    }

    private static async Task<int> CountProjectsAsync(Database database) =>
        (await RegisterTables.LinesAsync(database, "SELECT ProjectId FROM Project")).Count;

    private static async Task<IReadOnlyList<string>> RowsAsync(string path)
    {
        using var database = new SqliteDatabase(path);
        return await RowsAsync(database);
    }

    private static Task<IReadOnlyList<string>> RowsAsync(Database database) =>
        RegisterTables.LinesAsync(
            database,
            "SELECT * FROM Project",
            "SELECT * FROM ProjectWord",
            "SELECT * FROM ProjectCell",
            "SELECT * FROM Partner"
        );

    private IEnumerable<string> Files() =>
        Directory.GetFiles(_folder).Select(path => Path.GetFileName(path)).Order(StringComparer.Ordinal);
}
