using System.Text.Json.Nodes;
using Adam.Domain.Keys;
using Adam.Tests.Projects;
using Microsoft.Extensions.Time.Testing;
using static Adam.Tests.Projects.ProjectHttp;

namespace Adam.Tests.Overlaps;

/// <summary>Analysts see who else has a pair open to judge it.</summary>
public sealed class OverlapJudgesHttpTests(string engine) : RegisterTests(engine)
{
    private FakeTimeProvider _time = null!;
    private TestApi _api = null!;
    private HttpClient _analyst = null!;
    private HttpClient _admin = null!;
    private string _pair = "";
    private string _otherPair = "";

    [SetUp]
    public async Task RecordThreeThatMeet()
    {
        _time = new(TimeProvider.System.GetUtcNow());
        _api = new(Register.Database) { Time = _time };
        (_analyst, _admin) = (await _api.ClientAsync(Role.Analyst, "FR"), await _api.ClientAsync(Role.Admin));
        var ours = await (await _api.ClientAsync(Role.Donor, "DE")).RecordAsync(StrongMatch);
        var theirs = await RecordAsync("US");
        _pair = PairId(ours, theirs);
        _otherPair = PairId(ours, await RecordAsync("IT"));

        async Task<JsonObject> RecordAsync(string partner) =>
            await (await _api.ClientAsync(Role.Donor, partner)).RecordAsync(
                With(StrongMatch, $$"""{ "donors": [{ "partner": "{{partner}}" }] }""")
            );
    }

    [TearDown]
    public async Task StopAsync() => await _api.DisposeAsync();

    [Test]
    public async Task Each_sees_the_others_at_the_pair_and_never_itself()
    {
        Assert.That(await AttendAsync(_analyst, _pair), Is.EqualTo("""{"items":[],"nextCursor":null}"""));
        Assert.That(await AttendAsync(_analyst, _pair), Is.EqualTo("""{"items":[],"nextCursor":null}"""));
        Assert.That(
            await AttendAsync(_admin, _pair),
            Is.EqualTo("""{"items":[{"name":"Test Analyst","partner":"FR"}],"nextCursor":null}""")
        );
        Assert.That(
            await AttendAsync(_analyst, _pair),
            Is.EqualTo("""{"items":[{"name":"Test Admin","partner":"UNODC"}],"nextCursor":null}""")
        );
    }

    [Test]
    public async Task Judge_leaves_a_pair_with_the_next_one_and_after_two_minutes()
    {
        await AttendAsync(_analyst, _pair);
        await AttendAsync(_analyst, _otherPair);
        Assert.That(await NamesAsync(_admin, _pair), Is.Empty);
        Assert.That(await NamesAsync(_admin, _otherPair), Is.EqualTo(new[] { "Test Analyst" }));

        _time.Advance(TimeSpan.FromSeconds(119));
        Assert.That(await NamesAsync(_admin, _otherPair), Is.EqualTo(new[] { "Test Analyst" }));
        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.That(await NamesAsync(_admin, _otherPair), Is.Empty);
        Assert.That(await NamesAsync(_analyst, _otherPair), Is.EqualTo(new[] { "Test Admin" }), "who came back");
    }

    [Test]
    public async Task Others_than_analysts_and_admins_are_refused_and_an_unknown_pair_is_not_found()
    {
        foreach (var role in new[] { Role.Viewer, Role.Donor })
        {
            using var client = await _api.ClientAsync(role, "DE");
            await (await PutAsync(client, _pair)).ProblemAsync(403, "ADAM-2004");
        }

        var none = $"{Guid.Empty}_{Guid.AllBitsSet}";
        await (await PutAsync(_analyst, none)).ProblemAsync(404, "ADAM-5001");
        Assert.That((int)(await PutAsync(_analyst, "5")).StatusCode, Is.EqualTo(400));
        Assert.That(await NamesAsync(_admin, _pair), Is.Empty, "who was refused is not there");
    }

    private static Task<HttpResponseMessage> PutAsync(HttpClient client, string pair) =>
        client.PutAsync($"/v1/overlaps/{pair}/judges/me", content: null);

    private static async Task<string> AttendAsync(HttpClient client, string pair)
    {
        var response = await PutAsync(client, pair);
        Assert.That((int)response.StatusCode, Is.EqualTo(200), await response.Content.ReadAsStringAsync());
        return await response.Content.ReadAsStringAsync();
    }

    private static async Task<IEnumerable<string?>> NamesAsync(HttpClient client, string pair) =>
        JsonNode.Parse(await AttendAsync(client, pair))!["items"]!.AsArray().Select(judge => (string?)judge!["name"]);
}
