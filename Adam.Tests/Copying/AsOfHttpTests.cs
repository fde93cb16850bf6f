using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Adam.Data;
using Adam.Data.Copying;
using Adam.Data.Databases;
using Adam.Domain.Keys;
using Adam.Tests.Measures;
using Adam.Tests.Projects;
using Microsoft.Extensions.Time.Testing;
using static Adam.Tests.Projects.ProjectHttp;

namespace Adam.Tests.Copying;

/// <summary>Presence and overlaps as they stood at an instant.</summary>
public sealed partial class AsOfHttpTests(string engine) : RegisterTests(engine)
{
    private static readonly string[] Questions =
    [
        "/v1/presence?by=country,pillar",
        "/v1/presence?by=year&currency=USD",
        "/v1/presence?by=partner&sort=projects-descending&count=true",
        "/v1/overlaps?include=names",
        "/v1/overlaps?sort=start",
        "/v1/overlaps?sort=uncertain",
        "/v1/overlaps?verdict=complementary&count=true",
        "/v1/overlaps/clusters?country=TJ",
        "/v1/overlaps/summary?by=country,pillar",
        "/v1/overlaps/summary?by=partners",
    ];

    private TestApi _api = null!;
    private HttpClient _germany = null!;
    private HttpClient _america = null!;
    private HttpClient _analyst = null!;

    [SetUp]
    public async Task GetKeys()
    {
        _api = new(Register.Database);
        _germany = await _api.ClientAsync(Role.Donor, "DE");
        _america = await _api.ClientAsync(Role.Donor, "US");
        _analyst = await _api.ClientAsync(Role.Analyst);
    }

    [TearDown]
    public async Task Stop() => await _api.DisposeAsync();

    [Test]
    public async Task Answers_are_those_that_the_register_gave_then()
    {
        var ours = await _germany.TesterAsync();
        var theirs = await _america.TesterAsync("""{ "reference": "P-2", "donors": [{ "partner": "US" }] }""");
        var verdict = await _analyst.SendAsync(
            "PUT",
            $"/v1/overlaps/{PairId(ours, theirs)}/verdict",
            """{ "verdict": "complementary" }""",
            headers: ("If-Match", "*")
        );
        Assert.That((int)verdict.StatusCode, Is.EqualTo(200));
        var before = await AnswersAsync("");
        var at = TimeProvider.System.Instant();

        await ChangeAsync(_germany, ours, """{ "title": "Dogs", "countries": ["AF"] }""");
        await _america.SendAsync("DELETE", $"/v1/projects/{theirs.Id()}", headers: ("If-Match", "*"));
        await _america.TesterAsync("""{ "reference": "P-3", "donors": [{ "partner": "US" }] }""");

        var then = await AnswersAsync($"asOf={Uri.EscapeDataString($"{at:O}")}");
        Assert.That(then, Is.EqualTo(before));
        Assert.That(await AnswersAsync(""), Is.Not.EqualTo(before));
        var lines = await _analyst.GetStringAsync($"/v1/overlaps?format=ndjson&asOf={Uri.EscapeDataString($"{at:O}")}");
        Assert.That(lines.Split('\n', StringSplitOptions.RemoveEmptyEntries), Has.Length.EqualTo(1));
    }

    [Test]
    public async Task Project_that_is_restricted_now_is_hidden_in_the_past()
    {
        var ours = await _germany.TesterAsync();
        await _america.TesterAsync("""{ "reference": "P-2", "donors": [{ "partner": "US" }] }""");
        var asOf = $"asOf={Uri.EscapeDataString($"{TimeProvider.System.Instant():O}")}";
        // The register of then is kept from here on.
        Assert.That(await CountAsync(_america), Is.EqualTo("2 projects, 1 pairs, 0 hidden"));

        await ChangeAsync(_germany, ours, """{ "visibility": "restricted" }""");
        Assert.That(await CountAsync(_america), Is.EqualTo("1 projects, 0 pairs, 1 hidden"));
        Assert.That(await CountAsync(_germany), Is.EqualTo("2 projects, 1 pairs, 0 hidden"));

        async Task<string> CountAsync(HttpClient client)
        {
            var presence = await UntilReadyAsync(client, $"/v1/presence?by=country&{asOf}");
            var pairs = await UntilReadyAsync(client, $"/v1/overlaps?{asOf}");
            return $"{presence["totals"]!["projects"]} projects, {pairs["items"]!.AsArray().Count} pairs, "
                + $"{presence["restricted"]?.AsArray().Count ?? 0} hidden";
        }
    }

    [Test]
    public async Task Instant_that_no_register_has_is_refused()
    {
        foreach (var question in Questions)
            Assert.That(
                await (await _germany.GetAsync(With(question, "asOf=2999-01-01"))).FaultsAsync(),
                Is.EqualTo(new[] { "asOf ADAM-1010" }),
                question
            );

        await using var without = Api(("Adam:PastRegisters", "0"));
        using var client = await without.ClientAsync(Role.Viewer, "DE");
        Assert.That(
            await (await client.GetAsync("/v1/presence?by=country&asOf=2020-01-01")).FaultsAsync(),
            Is.EqualTo(new[] { "asOf ADAM-3022" })
        );
    }

    [Test]
    public async Task Registers_are_written_one_after_the_other_and_kept()
    {
        await _germany.TesterAsync();
        // Each look at the clock takes a second, so that the writer rests for some.
        var time = new FakeTimeProvider(TimeProvider.System.GetUtcNow())
        {
            AutoAdvanceAmount = TimeSpan.FromSeconds(1),
        };
        using var registers = Registers(time);
        var (first, second) = (time.GetUtcNow(), time.GetUtcNow());
        using var opened = await registers.OpenAsync(first, default);
        Assert.That(
            async () => await registers.OpenAsync(second, default),
            Throws.InstanceOf<PastRegisterNotReadyException>().With.Property("RetryAfter").GreaterThan(TimeSpan.Zero)
        );
        (await registers.OpenAsync(first, default)).Dispose();

        time.Advance(TimeSpan.FromMinutes(1));
        using (var other = await registers.OpenAsync(second, default))
            Assert.That(other.Stores, Is.Not.SameAs(opened.Stores));
        // It is not kept any more, and still open.
        var table = await opened.Stores.Presence.QueryPresenceAsync(
            new([Data.Presence.PresenceDimension.Country], new(), 2020, null),
            default
        );
        Assert.That(table.Totals.Projects, Is.EqualTo(1));

        time.Advance(TimeSpan.FromMinutes(1));
        using var again = await registers.OpenAsync(first, default);
        Assert.That(again.Stores, Is.Not.SameAs(opened.Stores));
    }

    [Test]
    public async Task Request_does_not_wait_for_long()
    {
        await _germany.TesterAsync();
        using var registers = Registers(TimeProvider.System, TimeSpan.Zero);
        var at = TimeProvider.System.GetUtcNow();
        Assert.That(
            async () => await registers.OpenAsync(at, default),
            Throws.InstanceOf<PastRegisterNotReadyException>()
        );
        // It is written meanwhile.
        Assert.That(
            async () =>
            {
                try
                {
                    (await registers.OpenAsync(at, default)).Dispose();
                    return true;
                }
                catch (PastRegisterNotReadyException)
                {
                    return false;
                }
            },
            Is.True.After((int)Cli.ProgramProcess.HangGuard.TotalMilliseconds, 50)
        );
    }

    private PastRegisters Registers(TimeProvider time, TimeSpan? longestWait = null) =>
        new(Register.Database, file => AdamData.CreateIndexers(file, new()), time, most: 1)
        {
            LongestWait = longestWait ?? Cli.ProgramProcess.HangGuard,
        };

    private TestApi Api(params (string Name, string Value)[] settings) => new(Register.Database, settings);

    private static async Task ChangeAsync(HttpClient client, JsonObject project, string change)
    {
        var response = await client.SendAsync(
            "PATCH",
            $"/v1/projects/{project.Id()}",
            change,
            "application/merge-patch+json",
            ("If-Match", "*")
        );
        Assert.That((int)response.StatusCode, Is.EqualTo(200), await response.Content.ReadAsStringAsync());
    }

    /// <summary>Returns the answer, and asks again for as long as the register of then is not written.</summary>
    private static async Task<JsonObject> UntilReadyAsync(HttpClient client, string path)
    {
        while (true)
        {
            var response = await client.GetAsync(path);
            if (response.StatusCode == System.Net.HttpStatusCode.OK)
                return await response.JsonAsync();

            await response.ProblemAsync(503, "ADAM-3023");
            Assert.That(response.Headers.RetryAfter!.Delta, Is.GreaterThan(TimeSpan.Zero));
            await Task.Delay(50);
        }
    }

    /// <summary>Returns all answers, without the instants at which pairs were updated.</summary>
    private async Task<string> AnswersAsync(string parameter)
    {
        var answers = new List<string>();
        foreach (var question in Questions)
        {
            var answer = await UntilReadyAsync(_analyst, With(question, parameter));
            answers.Add($"{question}: {Differing().Replace(answer.Text(), "")}");
        }

        return string.Join('\n', answers);
    }

    private static string With(string question, string parameter) =>
        parameter.Length == 0 ? question
        : question.Contains('?', StringComparison.Ordinal) ? $"{question}&{parameter}"
        : $"{question}?{parameter}";

    /// <summary>Cursors belong to one question, of which <c>asOf</c> is a part.</summary>
    [GeneratedRegex("""(?:"(?:updatedAt|nextCursor)": ?"[^"]*",?)""")]
    private static partial Regex Differing();
}
