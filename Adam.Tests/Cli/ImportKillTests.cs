using System.Text;
using System.Text.Json.Nodes;
using Adam.Data.Databases.Sqlite;
using Adam.Data.Keys;
using Adam.Data.Overlaps.Matching;
using Adam.Domain.Keys;
using Adam.Tests.Overlaps.Matching;
using Adam.Tests.Projects;

namespace Adam.Tests.Cli;

/// <summary>Kills the server in the midst of an import that is a job, and starts it again.</summary>
[Platform(Exclude = "Win", Reason = "Windows has no POSIX signals.")]
public sealed class ImportKillTests
{
    private const int Records = 2_000;

    [Test]
    public async Task Job_goes_on_after_a_kill_and_can_be_undone_as_a_whole()
    {
        using var database = (SqliteDatabase)(await TestRegister.NewRegisterAsync("sqlite")).Service;
        var secret = KeySecret.Create();
        await new KeyStore(database).AddAsync(
            new(secret.Id, "DE", Role.Donor, "Test", DateTimeOffset.UnixEpoch, null),
            secret.Hash(),
            default
        );
        var (path, folder) = ("", database.Location + ".imports");
        var dataPath = $"--Adam:DataPath={database.Location}";
        var (program, address) = await ProgramProcess.ServeAsync(dataPath);
        using (program)
        {
            using var client = ProgramProcess.Client(address, secret.ToString());
            using var request = new HttpRequestMessage(HttpMethod.Post, "/v1/imports")
            {
                Content = new StringContent(File(), Encoding.UTF8, "application/x-ndjson"),
                Headers = { { "Prefer", "respond-async" } },
            };
            using var accepted = await client.SendAsync(request);
            Assert.That((int)accepted.StatusCode, Is.EqualTo(202));
            path = accepted.Headers.Location!.ToString();
            await UntilAsync(async () => await CountAsync(database) > 0);
            program.Signal(Signal.Kill);
            await program.EndAsync();
        }

        var written = await CountAsync(database);
        Assert.That(written, Is.InRange(1, Records - 1), "it was killed in the midst");
        Assert.That(Directory.GetFiles(folder), Has.Length.EqualTo(1));
        var (again, there) = await ProgramProcess.ServeAsync(dataPath);
        using (again)
        {
            using var client = ProgramProcess.Client(there, secret.ToString());
            var import = await EndAsync(client, path);
            Assert.That((string?)import["state"], Is.EqualTo("finished"), import.Text());
            Assert.That(import["counts"]!["created"]!.Text(), Is.EqualTo($"{Records}"), "by both attempts");
            Assert.That((int)(await client.ReadAsync($"{path}/report"))["created"]!, Is.EqualTo(Records));
            Assert.That(await CountAsync(database), Is.EqualTo(Records));
            await UntilAsync(() => Task.FromResult(Directory.GetFiles(folder).Length == 0));
            var undone = await client.PostAsync($"{path}/undo", null);
            Assert.That((int)undone.StatusCode, Is.EqualTo(200), await undone.Content.ReadAsStringAsync());
            Assert.That((await client.ReadAsync("/v1/projects"))["items"]!.AsArray(), Is.Empty);
        }

        Assert.That(await new OverlapVerify(database, new()).RunAsync(null, default), Is.Empty);
    }

    private static string File() =>
        string.Join(
            '\n',
            Enumerable
                .Range(0, Records)
                .Select(number =>
                    ProjectHttp.Body(
                        $$"""{ "reference": "R-{{number}}", "title": "Training {{number}} in {{number / 9}}" }"""
                    )
                )
                .Select(body => body.ReplaceLineEndings(""))
        );

    private static async Task<int> CountAsync(SqliteDatabase database) =>
        (await RegisterTables.LinesAsync(database, "SELECT ProjectId FROM Project")).Count;

    private static async Task<JsonObject> EndAsync(HttpClient client, string path)
    {
        JsonObject import = [];
        await UntilAsync(async () =>
        {
            import = await client.ReadAsync(path);
            return import["endedAt"] is not null;
        });
        return import;
    }

    private static async Task UntilAsync(Func<Task<bool>> isReached)
    {
        using var guard = new CancellationTokenSource(ProgramProcess.HangGuard);
        while (!await isReached())
            await Task.Delay(20, guard.Token);
    }
}
