using System.Collections.Concurrent;
using Adam.Data.Databases.SqlServer;
using Adam.Data.Keys;
using Adam.Domain.Keys;
using Adam.Tests.Cli;
using Adam.Tests.Projects;

namespace Adam.Tests.Changes;

/// <summary>
/// A follower polls over HTTP while eight clients write and the server is killed again and again. It keeps its cursor
/// and its copy, and at the end the copy is exactly the register. <c>ADAM_TEST_KILLS</c> sets the number of kills.
/// </summary>
[Platform(Exclude = "Win", Reason = "Windows has no POSIX signals.")]
public sealed class ChangeFollowerKillTests(string engine) : RegisterTests(engine)
{
    private const int Writers = 8;
    private const int AcknowledgedBetweenKills = 40;

    private readonly Dictionary<string, string> _copy = [];
    private readonly List<string> _read = [];
    private readonly ConcurrentBag<string> _ids = [];
    private string _cursor = "";
    private int _number;

    private static int Kills =>
        int.TryParse(Environment.GetEnvironmentVariable("ADAM_TEST_KILLS"), out var asked) ? asked : 2;

    private string[] Settings =>
        Register.Database is SqlServerDatabase server
            ? ["--Adam:Engine=sqlserver", $"--ConnectionStrings:Adam={server.ConnectionString}"]
            : [$"--Adam:DataPath={Register.Database.Location}"];

    [Test]
    public async Task Follower_of_a_server_that_is_killed_holds_exactly_the_register()
    {
        var key = KeySecret.Create();
        await new KeyStore(Register.Database).AddAsync(
            new(key.Id, "DE", Role.Donor, "Test", DateTimeOffset.UnixEpoch, null),
            key.Hash(),
            default
        );
        for (var kill = 0; kill < Kills; kill++)
        {
            var (program, address) = await ProgramProcess.ServeAsync(Settings);
            using (program)
            {
                using var client = ProgramProcess.Client(address, key.ToString());
                var acknowledged = 0;
                await Task.WhenAll(
                    Enumerable
                        .Range(0, Writers)
                        .Select(_ =>
                            UntilKilledAsync(async () =>
                            {
                                if (
                                    await WriteAsync(client)
                                    && Interlocked.Increment(ref acknowledged) == AcknowledgedBetweenKills
                                )
                                    program.Signal(Signal.Kill);
                            })
                        )
                        .Append(UntilKilledAsync(() => StepAsync(client, wait: 1)))
                );
            }
        }

        var (last, place) = await ProgramProcess.ServeAsync(Settings);
        using (last)
        {
            using var client = ProgramProcess.Client(place, key.ToString());
            while (await StepAsync(client, wait: 0) > 0) { }

            var register = (await client.PagesAsync("/v1/projects?limit=500"))
                .SelectMany(page => page["items"]!.AsArray())
                .ToDictionary(project => (string)project!["id"]!, project => project!.Text());
            Assert.That(_copy, Is.EquivalentTo(register));
            Assert.That(_read, Is.Unique);
            Assert.That(_read, Has.Count.GreaterThanOrEqualTo(Kills * AcknowledgedBetweenKills));
            Assert.That(await AllAsync(client), Is.EqualTo(_read), "what was read is what the log holds at the end");
        }
    }

    private static Task UntilKilledAsync(Func<Task> step) =>
        Task.Run(async () =>
        {
            try
            {
                while (true)
                    await step();
            }
            catch (Exception error) when (error is HttpRequestException or IOException)
            {
                // The program is killed. A request that was under way may have been committed.
            }
        });

    /// <returns>True if the write has made a change.</returns>
    private async Task<bool> WriteAsync(HttpClient client)
    {
        var number = Interlocked.Increment(ref _number);
        var known = _ids.ToArray();
        var id = number % 3 == 0 && known.Length > 0 ? known[number % known.Length] : null;
        var answer =
            id is null
                ? await client.SendAsync(
                    "POST",
                    "/v1/projects",
                    ProjectHttp.Body($$"""{ "reference": "R-{{number}}" }""")
                )
            : number % 4 == 0 ? await client.SendAsync("DELETE", $"/v1/projects/{id}", null, "", ("If-Match", "*"))
            : await client.SendAsync(
                "PATCH",
                $"/v1/projects/{id}",
                $$"""{ "title": "Title {{number}}" }""",
                ProjectHttp.MergePatch,
                ("If-Match", "*")
            );
        // After a kill, the database of a server can hold the lock of the register for a while.
        if ((int)answer.StatusCode == 503)
            return false;

        if (id is null)
            _ids.Add((string)(await answer.JsonAsync())["id"]!);
        // Others may have withdrawn the project, or changed it between the read and the write.
        Assert.That((int)answer.StatusCode, Is.AnyOf(200, 201, 204, 410, 412));
        return answer.IsSuccessStatusCode;
    }

    /// <summary>Reads a page of changes with the projects that they name, and returns the number of changes.</summary>
    private async Task<int> StepAsync(HttpClient client, int wait)
    {
        var after = _cursor.Length == 0 ? "" : $"&after={_cursor}";
        var page = await client.ReadAsync($"/v1/changes?wait={wait}{after}");
        var projects = new Dictionary<string, string?>();
        foreach (var id in page.Each("id"))
        {
            var answer = await client.GetAsync($"/v1/projects/{id}");
            Assert.That((int)answer.StatusCode, Is.AnyOf(200, 410));
            projects[id] = (int)answer.StatusCode == 410 ? null : (await answer.JsonAsync()).Text();
        }

        // Kept only when the page is complete, as a client would in one transaction of its own.
        foreach (var (id, document) in projects)
        {
            if (document is null)
                _copy.Remove(id);
            else
                _copy[id] = document;
        }

        _read.AddRange(page["items"]!.AsArray().Select(item => item!.Text()));
        _cursor = (string)page["nextCursor"]!;
        return page["items"]!.AsArray().Count;
    }

    private static async Task<IReadOnlyList<string>> AllAsync(HttpClient client)
    {
        var (all, path) = (new List<string>(), "/v1/changes?limit=500");
        while (true)
        {
            var page = await client.ReadAsync(path);
            if (page["items"]!.AsArray() is not { Count: > 0 } items)
                return all;

            all.AddRange(items.Select(item => item!.Text()));
            path = $"/v1/changes?limit=500&after={(string)page["nextCursor"]!}";
        }
    }
}
