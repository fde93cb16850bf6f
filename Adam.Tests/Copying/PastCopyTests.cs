using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Adam.Data;
using Adam.Data.Copying;
using Adam.Data.Databases;
using Adam.Data.Databases.Sqlite;
using Adam.Domain.Keys;
using Adam.Tests.Cli;
using Adam.Tests.Measures;
using Adam.Tests.Meetings;
using Adam.Tests.Projects;
using static Adam.Tests.Projects.ProjectHttp;

namespace Adam.Tests.Copying;

/// <summary>
/// Asks a register, changes everything in it, and asks a copy as of the instant of the first answers.
/// </summary>
public sealed partial class PastCopyTests(string engine) : RegisterTests(engine)
{
    private static readonly string[] Questions =
    [
        "/v1/projects",
        "/v1/presence?by=country,pillar",
        "/v1/presence?by=year",
        "/v1/overlaps",
        "/v1/overlaps?verdict=complementary",
        "/v1/overlaps/clusters",
        "/v1/overlaps/summary?by=country",
        "/v1/measures",
        "/v1/measures/M-1/projects",
        "/v1/gaps?asOf=2025-01-01",
        "/v1/meetings",
        "/v1/recommendations",
    ];

    /// <summary>Those whose answers the test changes, and that have no instants of pairs.</summary>
    private static readonly string[] Changed =
    [
        "/v1/projects",
        "/v1/presence?by=country,pillar",
        "/v1/measures",
        "/v1/measures/M-1/projects",
        "/v1/meetings",
    ];

    private HttpClient _germany = null!;
    private HttpClient _america = null!;
    private HttpClient _analyst = null!;

    [SetUp]
    public async Task GetKeys()
    {
        var api = TestApi.Over(Register.Database);
        _germany = await api.ClientAsync(Role.Donor, "DE");
        _america = await api.ClientAsync(Role.Donor, "US");
        _analyst = await api.ClientAsync(Role.Analyst);
    }

    [Test]
    public async Task Copy_answers_as_the_register_did_before_everything_was_changed()
    {
        var ours = await _germany.TesterAsync();
        var theirs = await _america.TesterAsync("""{ "reference": "P-2", "donors": [{ "partner": "US" }] }""");
        var pair = $"/v1/overlaps/{PairId(ours, theirs)}";
        await _analyst.MeasureAsync();
        await _analyst.JudgeAsync("M-1", theirs.Id(), "rejected");
        await _analyst.AddMeetingAsync(MeetingHttp.Meeting());
        await _analyst.AddRecommendationAsync(MeetingHttp.Recommendation());
        await SendAsync(_germany, "POST", $"{pair}/notes", """{ "text": "Ours is for dogs." }""", "*");
        await SendAsync(_analyst, "PUT", $"{pair}/verdict", """{ "verdict": "complementary" }""", "*");
        var at = TimeProvider.System.Instant();
        var before = await AnswersAsync(_analyst, pair);

        await SendAsync(_germany, "POST", $"{pair}/notes", """{ "text": "Theirs, too." }""", "*");
        await SendAsync(
            _germany,
            "PATCH",
            $"/v1/projects/{ours.Id()}",
            """{ "title": "Dogs", "countries": ["AF"] }""",
            "*"
        );
        await SendAsync(_america, "DELETE", $"/v1/projects/{theirs.Id()}", null, "*");
        await _america.TesterAsync("""{ "reference": "P-3", "donors": [{ "partner": "US" }] }""");
        await SendAsync(_analyst, "PUT", "/v1/measures/M-1", MeasureHttp.Measure("""{ "title": "Other" }"""), "*");
        await SendAsync(
            _analyst,
            "PUT",
            "/v1/recommendations/EWG-1-III/1",
            MeetingHttp.Recommendation("""{ "text": "Nothing should be tested." }"""),
            "*"
        );
        await SendAsync(_analyst, "DELETE", "/v1/recommendations/EWG-1-III/1", null, "*");
        await SendAsync(_analyst, "PUT", "/v1/meetings/EWG-1", MeetingHttp.Meeting("""{ "title": "Other" }"""), "*");
        foreach (var question in Changed)
            Assert.That(before, Does.Not.Contain((await _analyst.ReadAsync(question)).Text()), question);

        using var copy = (SqliteDatabase)(await TestRegister.NewDatabaseAsync("sqlite")).Service;
        var copied = await CopyAsync(copy, at);
        Assert.That(copied, Is.EqualTo(new PastCopied(Projects: 2, Missing: 0, Pairs: 1)));
        var then = await TestApi.Over(copy).ClientAsync(Role.Analyst);
        Assert.That(await AnswersAsync(then, pair), Is.EqualTo(before));
    }

    [Test]
    public async Task Instant_in_the_future_is_refused()
    {
        using var copy = (SqliteDatabase)(await TestRegister.NewDatabaseAsync("sqlite")).Service;
        Assert.That(
            async () => await CopyAsync(copy, new(2999, 1, 1, 0, 0, 0, TimeSpan.Zero)),
            Throws
                .InstanceOf<CopyRejectedException>()
                .With.Message.EqualTo(
                    "The instant 2999-01-01T00:00:00Z is in the future. State one in the past, or copy the register as "
                        + "it is with `backup`."
                )
        );
    }

    [Test]
    public async Task Command_writes_a_new_file_and_refuses_what_is_none()
    {
        if (EngineName != "sqlite")
            Assert.Ignore("The command is the same for both databases.");

        await _germany.TesterAsync();
        var from = $"sqlite:{Register.Database.Location}";
        var file = Path.Combine(Path.GetDirectoryName(Register.Database.Location)!, $"{Guid.NewGuid():N}.db");
        var at = TimeProvider.System.Instant().AddSeconds(1).ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", null);
        while (TimeProvider.System.GetUtcNow() < DateTimeOffset.Parse(at, null))
            await Task.Delay(10);

        var (exit, said, complained) = await RunAsync("--as-of", at, "--from", from, "--to", $"sqlite:{file}");
        Assert.That(exit, Is.Zero, complained);
        Assert.That(
            said,
            Is.EqualTo($"1 project of {Register.Database.Location} as of {at}, with 0 pairs, were written to {file}.\n")
        );
        Assert.That(
            Directory.GetFiles(Path.GetDirectoryName(file)!, Path.GetFileName(file) + "*"),
            Is.EqualTo(new[] { file }),
            "the file alone is the register"
        );

        (exit, _, complained) = await RunAsync("--as-of", at, "--from", from, "--to", $"sqlite:{file}");
        Assert.That(exit, Is.EqualTo(2));
        Assert.That(complained, Does.Contain($"--to is {file}, which exists already; name another file."));
        (exit, _, complained) = await RunAsync("--as-of", at, "--from", from, "--to", "sqlserver");
        Assert.That(exit, Is.EqualTo(2));
        Assert.That(
            complained,
            Does.Contain("--to is sqlserver; with --as-of, the copy is a new SQLite file: --to sqlite:FILE.")
        );
        (exit, _, complained) = await RunAsync("--as-of", "2026-13-01", "--from", from, "--to", "sqlite:x.db");
        Assert.That(exit, Is.EqualTo(2));
        Assert.That(complained, Does.Contain("--as-of: "));
    }

    private static Task<(int Exit, string Output, string Errors)> RunAsync(params string[] arguments) =>
        ProgramProcess.RunAsync(["copy", .. arguments]);

    private Task<PastCopied> CopyAsync(SqliteDatabase copy, DateTimeOffset at) =>
        new PastCopy(Register.Database, copy, AdamData.CreateIndexers(copy, new()), at, TimeProvider.System).RunAsync(
            _ => { },
            default
        );

    /// <summary>Returns all answers, without the instants at which pairs were updated.</summary>
    private static async Task<string> AnswersAsync(HttpClient client, string pair)
    {
        var answers = new List<string>();
        foreach (var question in Questions.Append($"{pair}/notes").Append($"{pair}/verdicts"))
        {
            var answer = (await client.ReadAsync(question)).Text();
            var isOfPairs = question.StartsWith("/v1/overlaps", StringComparison.Ordinal);
            answers.Add($"{question}: {(isOfPairs ? UpdatedAt().Replace(answer, "") : answer)}");
        }

        return string.Join('\n', answers);
    }

    private static async Task<JsonNode?> SendAsync(
        HttpClient client,
        string method,
        string path,
        string? body,
        string match
    )
    {
        var tagged = method == "POST" ? [] : new (string, string)[] { ("If-Match", match) };
        var mediaType = method == "PATCH" ? "application/merge-patch+json" : "application/json";
        var response = await client.SendAsync(method, path, body, mediaType, tagged);
        Assert.That(response.IsSuccessStatusCode, $"{method} {path}: {await response.Content.ReadAsStringAsync()}");
        return response.StatusCode == System.Net.HttpStatusCode.NoContent ? null : await response.JsonAsync();
    }

    [GeneratedRegex("""(?:"updatedAt": ?"[^"]*",?)""")]
    private static partial Regex UpdatedAt();
}
