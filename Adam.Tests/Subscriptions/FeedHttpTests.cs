using System.ServiceModel.Syndication;
using System.Text.Json.Nodes;
using System.Xml;
using Adam.Domain.Keys;
using Adam.Tests.Overlaps.Matching;
using Adam.Tests.Projects;
using static Adam.Tests.Projects.ProjectHttp;

namespace Adam.Tests.Subscriptions;

public sealed class FeedHttpTests(string engine) : RegisterTests(engine)
{
    private const string Least = """
        { "name": "News & <all>", "channel": "feed", "events": ["project.recorded", "project.changed"] }
        """;

    private HttpClient _germany = null!;
    private HttpClient _america = null!;
    private HttpClient _nobody = null!;

    [SetUp]
    public async Task GetKeys()
    {
        var api = TestApi.Over(Register.Database);
        (_germany, _america) = (await api.ClientAsync(Role.Donor, "DE"), await api.ClientAsync(Role.Donor, "US"));
        _nobody = api.Anonymous();
    }

    [TearDown]
    public void LetGo() => _nobody.Dispose();

    [Test]
    public async Task Feed_has_the_latest_events_first_and_is_read_by_a_library()
    {
        var created = await CreateAsync();
        Assert.That((string?)created["secret"], Does.Match("^feed_[A-Za-z0-9_-]{43}$"));
        Assert.That(created["url"], Is.Null);
        var first = await _america.RecordAsync("""{ "reference": "A<1>", "title": "Dogs & lamps" }""");
        var second = await _germany.RecordAsync("""{ "reference": "B" }""");
        await ChangeAsync(_america, first, "Dogs");

        var response = await _nobody.GetAsync(UrlOf(created));
        Assert.That((int)response.StatusCode, Is.EqualTo(200), await response.Content.ReadAsStringAsync());
        Assert.That(
            response.Content.Headers.ContentType!.ToString(),
            Is.EqualTo("application/atom+xml; charset=utf-8")
        );
        Assert.That(response.Headers.CacheControl!.ToString(), Is.EqualTo("no-cache, private"));
        var feed = await ParseAsync(response);
        Assert.That(feed.Id, Is.EqualTo($"urn:uuid:{created.Id()}"));
        Assert.That(feed.Title.Text, Is.EqualTo("News & <all>"));
        Assert.That(
            feed.Items.Select(item => $"{item.Categories.Single().Name} {item.Title.Text}"),
            Is.EqualTo(
                new[]
                {
                    "project.changed Project changed: A<1> (US)",
                    "project.recorded Project recorded: B (DE)",
                    "project.recorded Project recorded: A<1> (US)",
                }
            )
        );
        Assert.That(
            feed.Items.Select(item => item.Links.Single().Uri.ToString()),
            Is.EqualTo(new[] { first, second, first }.Select(project => $"/v1/projects/{project.Id()}"))
        );
        Assert.That(feed.Items.First().Summary.Text, Is.EqualTo("A<1> (US): Dogs\nChanged: title"));
        Assert.That(feed.Items.First().Authors.Single().Name, Is.EqualTo("Test Donor"));
        var changes = (await _germany.ReadAsync("/v1/changes"))["items"]!.AsArray();
        Assert.That(
            feed.Items.Select(item => item.LastUpdatedTime),
            // The library drops fractions of seconds.
            Is.EqualTo(changes.Reverse().Select(change => Seconds((DateTimeOffset)change!["at"]!)))
        );
        Assert.That(feed.LastUpdatedTime, Is.EqualTo(feed.Items.First().LastUpdatedTime));

        // An entry keeps its id, and no other entry has it.
        await ChangeAsync(_america, first, "Cats");
        var later = await ParseAsync(await _nobody.GetAsync(UrlOf(created)));
        Assert.That(later.Items.Select(item => item.Id).Skip(1), Is.EqualTo(feed.Items.Select(item => item.Id)));
        Assert.That(later.Items.Select(item => item.Id), Is.Unique.And.All.StartsWith("urn:uuid:"));
    }

    [Test]
    public async Task Feed_has_the_ends_of_imports_of_the_partner()
    {
        var created = await CreateAsync("""{ "events": ["import.finished"] }""");
        foreach (var client in new[] { _america, _germany })
            await client.SendAsync("POST", "/v1/imports", "reference,title\nX,No country", "text/csv");

        var imports = await _germany.ReadAsync("/v1/imports");
        var item = (await ParseAsync(await _nobody.GetAsync(UrlOf(created)))).Items.Single();
        Assert.That(
            item.Title.Text,
            Is.EqualTo("Import ended: a file, finished, 0 created, 0 updated, 0 unchanged, 1 rejected")
        );
        Assert.That(item.Links.Single().Uri.ToString(), Is.EqualTo($"/v1/imports/{imports.Each("id").Single()}"));
        Assert.That(item.Summary.Text, Is.EqualTo(item.Title.Text["Import ended: ".Length..]));
    }

    [Test]
    public async Task Feed_has_overlaps_with_projects_of_the_partner_and_passes_its_filters()
    {
        var created = await CreateAsync("""{ "events": ["overlap.recorded"], "countries": ["TJ"] }""");
        var ours = await _germany.RecordAsync(StrongMatch);
        var theirs = await _america.RecordAsync(With(StrongMatch, """{ "donors": [{ "partner": "US" }] }"""));
        var item = (await ParseAsync(await _nobody.GetAsync(UrlOf(created)))).Items.Single();
        Assert.That(item.Title.Text, Is.EqualTo("Overlap recorded: R-1 (US) and R-1 (DE)"));
        Assert.That(
            item.Links.Select(link => $"{link.RelationshipType} {link.Uri}"),
            Is.EqualTo(
                new[]
                {
                    $"alternate /v1/overlaps/{PairId(ours, theirs)}",
                    $"related /v1/projects/{theirs.Id()}",
                    $"related /v1/projects/{ours.Id()}",
                }
            )
        );
        var kenya = await CreateAsync("""{ "events": ["overlap.recorded"], "countries": ["KE"] }""");
        Assert.That((await ParseAsync(await _nobody.GetAsync(UrlOf(kenya)))).Items, Is.Empty);
    }

    [Test]
    public async Task Feed_has_fifty_events_at_most()
    {
        var created = await CreateAsync();
        for (var number = 0; number < 53; number++)
            await _germany.RecordAsync($$"""{ "reference": "{{number}}" }""");
        var feed = await ParseAsync(await _nobody.GetAsync(UrlOf(created)));
        Assert.That(
            feed.Items.Select(item => item.Title.Text),
            Is.EqualTo(Enumerable.Range(3, 50).Reverse().Select(number => $"Project recorded: {number} (DE)"))
        );
    }

    [Test]
    public async Task Token_reads_one_feed_and_nothing_else()
    {
        var (created, other) = (await CreateAsync(), await CreateAsync());
        var (path, token) = ($"/v1/subscriptions/{created.Id()}", (string)created["secret"]!);
        await (await _nobody.GetAsync($"{path}/feed")).ProblemAsync(401, "ADAM-2001");
        foreach (var wrong in new[] { "feed_", $"{token}x", (string)other["secret"]! })
            await (await _nobody.GetAsync($"{path}/feed?token={wrong}")).ProblemAsync(401, "ADAM-2002");
        var unknown = $"/v1/subscriptions/{Guid.NewGuid()}/feed?token={token}";
        await (await _nobody.GetAsync(unknown)).ProblemAsync(401, "ADAM-2002");
        foreach (var closed in new[] { path, $"{path}/deliveries", "/v1/projects", "/v1/changes" })
            await (await _nobody.GetAsync($"{closed}?token={token}")).ProblemAsync(401, "ADAM-2001");

        // Only its hash is in the register, and the responses have it once.
        var rows = await RegisterTables.LinesAsync(Register.Database, "SELECT * FROM Subscription");
        Assert.That(rows, Has.Count.EqualTo(2).And.All.Not.Contain(token));
        Assert.That((await _germany.ReadAsync(path)).ContainsKey("secret"), Is.False);
    }

    [Test]
    public async Task Key_of_the_partner_reads_the_feed_without_a_token()
    {
        var path = $"/v1/subscriptions/{(await CreateAsync()).Id()}/feed";
        Assert.That((int)(await _germany.GetAsync(path)).StatusCode, Is.EqualTo(200));
        Assert.That((int)(await _germany.GetAsync($"{path}?format=atom")).StatusCode, Is.EqualTo(200));
        await (await _america.GetAsync(path)).ProblemAsync(404, "ADAM-7001");
        var page = await _germany.SendAsync("GET", path, headers: ("Accept", "text/html"));
        await page.ProblemAsync(406, "ADAM-1032");

        var webhook = """{ "name": "W", "url": "https://1.1.1.1/", "events": ["project.recorded"] }""";
        var created = await (await _germany.SendAsync("POST", "/v1/subscriptions", webhook)).JsonAsync();
        path = $"/v1/subscriptions/{created.Id()}/feed";
        await (await _germany.GetAsync(path)).ProblemAsync(404, "ADAM-7001");
        await (await _nobody.GetAsync($"{path}?token={created["secret"]}")).ProblemAsync(401, "ADAM-2002");
    }

    [Test]
    public async Task Replaced_token_is_void_at_once_and_so_is_that_of_a_deleted_feed()
    {
        var created = await CreateAsync();
        var path = $"/v1/subscriptions/{created.Id()}";
        var replaced = await (
            await _germany.SendAsync("POST", $"{path}/secret", null, "", ("If-Match", "*"))
        ).JsonAsync();
        await (await _nobody.GetAsync(UrlOf(created))).ProblemAsync(401, "ADAM-2002");
        Assert.That((int)(await _nobody.GetAsync(UrlOf(replaced))).StatusCode, Is.EqualTo(200));
        await _germany.SendAsync("DELETE", path, null, "", ("If-Match", "*"));
        await (await _nobody.GetAsync(UrlOf(replaced))).ProblemAsync(401, "ADAM-2002");
    }

    [Test]
    public async Task Feed_without_news_is_not_sent_again()
    {
        var created = await CreateAsync();
        await _germany.RecordAsync("""{ "reference": "1" }""");
        var tag = (await _nobody.GetAsync(UrlOf(created))).Headers.ETag!.ToString();
        Assert.That(tag, Does.StartWith("W/\""));
        var again = await _nobody.SendAsync("GET", UrlOf(created), headers: ("If-None-Match", tag));
        Assert.That((int)again.StatusCode, Is.EqualTo(304));
        await _germany.RecordAsync("""{ "reference": "2" }""");
        var news = await _nobody.SendAsync("GET", UrlOf(created), headers: ("If-None-Match", tag));
        Assert.That((int)news.StatusCode, Is.EqualTo(200));
    }

    [TestCase("""{ "url": "https://1.1.1.1/" }""", "url ADAM-1018")]
    [TestCase("""{ "email": "desk@example.org", "hour": 6 }""", "email ADAM-1018", "hour ADAM-1018")]
    [TestCase("""{ "after": "now" }""", "after ADAM-1018")]
    [TestCase("""{ "state": "paused" }""", "state ADAM-1018")]
    public async Task Faults_are_named(string changes, params string[] faults)
    {
        var answer = await _germany.SendAsync("POST", "/v1/subscriptions", With(Least, changes));
        Assert.That(await answer.FaultsAsync(), Is.EquivalentTo(faults));
    }

    private static DateTimeOffset Seconds(DateTimeOffset at) => at.AddTicks(-(at.Ticks % TimeSpan.TicksPerSecond));

    private static string UrlOf(JsonObject subscription) =>
        $"/v1/subscriptions/{subscription.Id()}/feed?token={subscription["secret"]}";

    private async Task<JsonObject> CreateAsync(string changes = "{}")
    {
        var response = await _germany.SendAsync("POST", "/v1/subscriptions", With(Least, changes));
        Assert.That((int)response.StatusCode, Is.EqualTo(201), await response.Content.ReadAsStringAsync());
        return await response.JsonAsync();
    }

    private static async Task ChangeAsync(HttpClient client, JsonObject project, string title)
    {
        var patch = $$"""{ "title": "{{title}}" }""";
        var path = $"/v1/projects/{project.Id()}";
        var answer = await client.SendAsync("PATCH", path, patch, MergePatch, ("If-Match", "*"));
        Assert.That((int)answer.StatusCode, Is.EqualTo(200));
    }

    private static async Task<SyndicationFeed> ParseAsync(HttpResponseMessage response)
    {
        using var xml = XmlReader.Create(await response.Content.ReadAsStreamAsync());
        var formatter = new Atom10FeedFormatter();
        formatter.ReadFrom(xml);
        return formatter.Feed;
    }
}
