using System.Collections.Concurrent;
using System.Globalization;
using System.Text.Json.Nodes;
using Adam.Data.Databases.Sqlite;
using Adam.Data.Keys;
using Adam.Domain.Keys;
using Adam.Tests.Projects;

namespace Adam.Tests.Cli;

/// <summary>
/// Kills the program amid requests with an <c>Idempotency-Key</c>, and sends them again: each change was made once, and
/// each answer that a client has is given again.
/// </summary>
[Platform(Exclude = "Win", Reason = "Windows has no POSIX signals.")]
public sealed class RetryKillTests
{
    /// <summary>The number of kills. The environment variable sets another one, for a long run.</summary>
    private const string Variable = "ADAM_TEST_KILLS";

    private const int Clients = 8;

    private SqliteDatabase _database = null!;

    [SetUp]
    public async Task MakeRegister()
    {
        _database = (SqliteDatabase)(await TestRegister.NewRegisterAsync("sqlite")).Service;
    }

    [TearDown]
    public void LetGo() => _database.Dispose();

    [Test]
    public async Task Request_that_is_sent_again_after_a_kill_is_done_once()
    {
        var kills = int.Parse(Environment.GetEnvironmentVariable(Variable) ?? "2", CultureInfo.InvariantCulture);
        var key = KeySecret.Create();
        await new KeyStore(_database).AddAsync(
            new(key.Id, "DE", Role.Admin, "Test", DateTimeOffset.UnixEpoch, null),
            key.Hash(),
            default
        );
        var random = new Random(20_261_128);
        var sent = new ConcurrentDictionary<string, (string Path, string Body)>();
        var answered = new ConcurrentDictionary<string, string>();
        for (var kill = 0; kill <= kills; kill++)
        {
            var (program, address) = await ProgramProcess.ServeAsync(
                $"--Adam:DataPath={_database.Location}",
                "--Adam:Limits:WritesPerMinute=0"
            );
            using (program)
            {
                using var client = ProgramProcess.Client(address, key.ToString());
                foreach (var value in sent.Keys)
                    await SendAgainAsync(client, value);
                if (kill == kills)
                    break;
                await SendUntilKilledAsync(program, client, kill, random.Next(1, 80));
            }
        }

        Assert.That(
            (await TitlesAsync("SELECT Name AS Name FROM ApiKey WHERE Name <> 'Test'")).Order(StringComparer.Ordinal),
            Is.EqualTo(ValuesOf("/v1/keys")),
            "each key was issued once"
        );
        Assert.That(
            (await TitlesAsync("SELECT Name AS Name FROM Subscription")).Order(StringComparer.Ordinal),
            Is.EqualTo(ValuesOf("/v1/subscriptions"))
        );
        Assert.That(
            (await TitlesAsync("SELECT Document ->> 'reference' AS Name FROM Project")).Order(StringComparer.Ordinal),
            Is.EqualTo(ValuesOf("/v1/projects"))
        );

        async Task SendAgainAsync(HttpClient client, string value)
        {
            var (path, body) = sent[value];
            var response = await client.SendAsync("POST", path, body, headers: ("Idempotency-Key", value));
            var answer = await response.Content.ReadAsStringAsync();
            Assert.That((int)response.StatusCode, Is.EqualTo(201), answer);
            Assert.That(IdOf(answer), Is.EqualTo(IdOf(answered.GetOrAdd(value, answer))));
        }

        async Task SendUntilKilledAsync(ProgramProcess program, HttpClient client, int round, int most)
        {
            var number = 0;
            await Task.WhenAll(Enumerable.Range(0, Clients).Select(_ => Task.Run(SendAsync)));

            async Task SendAsync()
            {
                try
                {
                    while (true)
                    {
                        var one = Interlocked.Increment(ref number);
                        var value = string.Create(CultureInfo.InvariantCulture, $"{round}-{one}");
                        var (path, body) = sent[value] = Request(one, value);
                        var response = await client.SendAsync("POST", path, body, headers: ("Idempotency-Key", value));
                        var answer = await response.Content.ReadAsStringAsync();
                        Assert.That((int)response.StatusCode, Is.EqualTo(201), answer);
                        answered[value] = answer;
                        if (answered.Count >= most)
                            program.Signal(Signal.Kill);
                    }
                }
                catch (HttpRequestException)
                {
                    // The program is killed.
                }
            }
        }

        IEnumerable<string> ValuesOf(string path) =>
            sent.Where(one => one.Value.Path == path).Select(one => one.Key).Order(StringComparer.Ordinal);
    }

    private static (string Path, string Body) Request(int number, string value) =>
        (number % 3) switch
        {
            0 => ("/v1/keys", $$"""{ "partner": "PL", "role": "viewer", "name": "{{value}}" }"""),
            // A partner has a maximum of subscriptions.
            1 when number < 30 => (
                "/v1/subscriptions",
                $$"""{ "channel": "feed", "name": "{{value}}", "events": ["project.recorded"] }"""
            ),
            _ => ("/v1/projects", ProjectHttp.Body($$"""{ "reference": "{{value}}" }""")),
        };

    private static string IdOf(string answer) => (string)JsonNode.Parse(answer)!["id"]!;

    private async Task<IReadOnlyList<string>> TitlesAsync(string sql)
    {
        await using var connection = TestRegister.Connect(_database);
        await connection.OpenAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        await using var reader = await command.ExecuteReaderAsync();
        var names = new List<string>();
        while (await reader.ReadAsync())
            names.Add(reader.GetString(0));
        return names;
    }
}
