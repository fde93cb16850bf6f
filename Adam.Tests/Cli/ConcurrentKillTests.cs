using System.Globalization;
using System.Text.Json.Nodes;
using Adam.Data.Databases.Sqlite;
using Adam.Data.Databases.SqlServer;
using Adam.Data.Keys;
using Adam.Data.Overlaps.Matching;
using Adam.Domain.Keys;
using Adam.Tests.Audit;
using Adam.Tests.Projects;
using Microsoft.Data.Sqlite;

namespace Adam.Tests.Cli;

/// <summary>
/// Kills the program again and again while clients record, import, undo, restore, change and decide at the same time,
/// and while it is copied by <c>backup</c>. After each kill, each acknowledged write stands, each other one is whole or
/// absent, its retry gives the first response, and <c>audit verify</c> and <c>overlaps verify</c> find nothing.
/// </summary>
/// <remarks><c>ADAM_TEST_KILLS</c> sets the number of kills, on a new register for each 20.</remarks>
[Platform(Exclude = "Win", Reason = "Windows has no POSIX signals.")]
public sealed class ConcurrentKillTests(string engine) : RegisterTests(engine)
{
    private const int KillsOfRegister = 20;

    /// <summary>The maximum number of acknowledged requests between two kills.</summary>
    private const int MostAcknowledged = 60;

    private static readonly (Role Role, string Partner)[] Keys =
    [
        (Role.Donor, "DE"),
        (Role.Donor, "US"),
        (Role.Analyst, "UNODC"),
    ];

    /// <summary>The number of projects that the register must have.</summary>
    private int _projects;
    private int _acknowledged;
    private int _found;
    private int _lost;
    private int _backups;
    private int _killedBackups;
    private string _copy = "";

    private static int Kills =>
        int.TryParse(Environment.GetEnvironmentVariable("ADAM_TEST_KILLS"), out var asked) ? asked : 3;

    [Test]
    public async Task Acknowledged_writes_stand_and_others_are_whole_or_absent_after_each_kill()
    {
        var random = new Random(20_261_128);
        for (var done = 0; done < Kills; done += KillsOfRegister)
        {
            await Register.ResetAsync();
            await KillAsync(Math.Min(KillsOfRegister, Kills - done), random);
            await TestContext.Progress.WriteLineAsync(
                $"{Math.Min(done + KillsOfRegister, Kills)} kills: {_acknowledged} acknowledged writes stand; of those "
                    + $"without a response, {_found} were whole and {_lost} absent; {_backups} backups are whole, "
                    + $"{_killedBackups} were killed"
            );
        }
    }

    private async Task KillAsync(int kills, Random random)
    {
        var secrets = new List<string>();
        foreach (var (role, partner) in Keys)
        {
            var secret = KeySecret.Create();
            secrets.Add(secret.ToString());
            await new KeyStore(Register.Database).AddAsync(
                new(secret.Id, partner, role, "Test", DateTimeOffset.UnixEpoch, null),
                secret.Hash(),
                default
            );
        }

        KillWorkload? workload = null;
        for (var kill = 0; kill <= kills; kill++)
        {
            var servers = await ServeAsync();
            try
            {
                workload ??= await PrepareAsync(servers[0].Address, secrets);
                await VerifyAsync(servers[^1].Address, secrets, workload);
                if (kill == kills)
                    return;

                using var backup = kill % 3 == 1 ? StartBackup() : null;
                await workload.RunAsync(
                    [.. servers.Select(server => server.Address)],
                    random.Next(1, MostAcknowledged),
                    () =>
                    {
                        foreach (var (program, _) in servers)
                            program.Signal(Signal.Kill);
                    }
                );
                if (backup is not null)
                    await KillBackupAsync(backup);
            }
            finally
            {
                foreach (var (program, _) in servers)
                    program.Dispose();
            }
        }
    }

    private async Task<KillWorkload> PrepareAsync(Uri server, IReadOnlyList<string> secrets)
    {
        using var germany = ProgramProcess.Client(server, secrets[KillWorkload.Germany]);
        using var america = ProgramProcess.Client(server, secrets[KillWorkload.America]);
        var ours = await germany.RecordAsync(ProjectHttp.StrongMatch);
        var theirs = await america.RecordAsync(
            ProjectHttp.With(ProjectHttp.StrongMatch, """{ "donors": [{ "partner": "US" }] }""")
        );
        // Changes of these do not make the verdict about the pair stale.
        var titled = await germany.RecordAsync("""{ "reference": "Titles" }""");
        var restored = await america.RecordAsync("""{ "reference": "Versions" }""");
        var path = $"/v1/projects/{restored.Id()}";
        var second = await america.SendAsync(
            "PATCH",
            path,
            """{ "title": "Second version" }""",
            ProjectHttp.MergePatch,
            ("If-Match", "*")
        );
        Assert.That((int)second.StatusCode, Is.EqualTo(200));
        _projects = 4;
        return new(
            secrets,
            new($"/v1/projects/{titled.Id()}", path, $"/v1/overlaps/{ProjectHttp.PairId(ours, theirs)}")
        );
    }

    private async Task<IReadOnlyList<(ProgramProcess Program, Uri Address)>> ServeAsync() =>
        Register.Database is SqlServerDatabase server
            ?
            [
                await ServeAsync("--Adam:Engine=sqlserver", $"--ConnectionStrings:Adam={server.ConnectionString}"),
                await ServeAsync("--Adam:Engine=sqlserver", $"--ConnectionStrings:Adam={server.ConnectionString}"),
            ]
            : [await ServeAsync($"--Adam:DataPath={Register.Database.Location}")];

    private static Task<(ProgramProcess Program, Uri Address)> ServeAsync(params string[] settings) =>
        ProgramProcess.ServeAsync([
            .. settings,
            "--Adam:Limits:WritesPerMinute=0",
            "--Adam:Limits:ImportsPerMinute=0",
            "--Logging:LogLevel:Adam=Warning",
        ]);

    private async Task VerifyAsync(Uri server, IReadOnlyList<string> secrets, KillWorkload workload)
    {
        var clients = secrets.Select(secret => ProgramProcess.Client(server, secret)).ToList();
        try
        {
            foreach (var request in workload.Requests)
                await SendAgainAsync(clients[request.Client], request);
            _projects += workload.Requests.Sum(request => request.Projects);
            workload.Requests.Clear();
            var list = await clients[0].ReadAsync("/v1/projects?limit=1&count=true");
            Assert.That((int)list["total"]!, Is.EqualTo(_projects), "each request was done once");
            Compare(workload.Titles, (string?)(await clients[0].ReadAsync(workload.Targets.Titled))["title"]);
            Compare(
                workload.Notes,
                (string?)(await clients[0].ReadAsync(workload.Targets.Decided))["verdict"]?["note"]
            );
        }
        finally
        {
            clients.ForEach(client => client.Dispose());
        }

        Assert.That(await AuditFaults.FindAsync(Register.Database), Is.Empty);
        Assert.That(await new OverlapVerify(Register.Database, new()).RunAsync(null, default), Is.Empty);
        if (Register.Database is SqliteDatabase file)
            await IsIntactAsync(file);
    }

    private async Task SendAgainAsync(HttpClient client, KillRequest request)
    {
        using var guard = new CancellationTokenSource(ProgramProcess.HangGuard);
        while (true)
        {
            using var response = await KillWorkload.SendOnceAsync(client, request);
            var answer = await response.Content.ReadAsStringAsync();
            if ((int)response.StatusCode == 503)
            {
                await Task.Delay(100, guard.Token);
                continue;
            }

            Assert.That((int)response.StatusCode, Is.AnyOf(200, 201), $"{request.Path}: {answer}");
            var isReplay = response.Headers.Contains("Idempotent-Replayed");
            if (request.Answer is not null)
            {
                Assert.That(isReplay, Is.True, $"{request.Path} was acknowledged");
                Assert.That(answer, Is.EqualTo(request.Answer));
            }
            else if (request.Projects > 1)
            {
                var report = JsonNode.Parse(answer)!;
                var again = request.Path.Contains("atomic", StringComparison.Ordinal) ? 0 : (int)report["unchanged"]!;
                Assert.That((int)report["created"]! + again, Is.EqualTo(request.Projects), answer);
            }

            (_acknowledged, _lost, _found) = (request.Answer, isReplay) switch
            {
                ({ }, _) => (_acknowledged + 1, _lost, _found),
                (null, true) => (_acknowledged, _lost, _found + 1),
                _ => (_acknowledged, _lost + 1, _found),
            };
            return;
        }
    }

    /// <summary>Compares what is stored with what was acknowledged, and with what may have been committed.</summary>
    private static void Compare(KillCounter counter, string? stored)
    {
        if (counter.Sent == 0)
            return;

        var number =
            stored is null || !stored.Contains(' ', StringComparison.Ordinal) ? 0
            : int.TryParse(stored.Split(' ')[1], CultureInfo.InvariantCulture, out var found) ? found
            : 0;
        Assert.That(number, Is.InRange(counter.Acknowledged, counter.Sent), stored);
        counter.Acknowledged = number;
    }

    private ProgramProcess? StartBackup()
    {
        if (Register.Database is not SqliteDatabase)
            return null;

        _copy = Path.Combine(TestRegister.TestFolder, $"{Guid.NewGuid():N}.db");
        return ProgramProcess.Start("backup", _copy, $"--Adam:DataPath={Register.Database.Location}");
    }

    /// <summary>Kills a backup, unless it has ended. A copy that has its name is whole.</summary>
    private async Task KillBackupAsync(ProgramProcess backup)
    {
        if (_projects % 2 == 0 && !backup.HasExited)
            backup.Signal(Signal.Kill);
        var (exit, _, error) = await backup.EndAsync();
        if (!File.Exists(_copy))
        {
            Assert.That(exit, Is.Not.Zero, error);
            _killedBackups++;
            return;
        }

        using (var copy = new SqliteDatabase(_copy))
        {
            Assert.That(await AuditFaults.FindAsync(copy), Is.Empty);
            Assert.That(await new OverlapVerify(copy, new()).RunAsync(null, default), Is.Empty);
            await IsIntactAsync(copy);
        }

        File.Delete(_copy);
        _backups++;
    }

    private static async Task IsIntactAsync(SqliteDatabase database)
    {
        await using var connection = (SqliteConnection)TestRegister.Connect(database);
        await connection.OpenAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = "PRAGMA integrity_check";
        Assert.That(await command.ExecuteScalarAsync(), Is.EqualTo("ok"));
    }
}
