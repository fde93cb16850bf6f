using System.Net.Http.Headers;
using Adam.Domain.Keys;
using Adam.Tests.Projects;
using Microsoft.Extensions.Time.Testing;

namespace Adam.Tests.Exports;

[NonParallelizable]
public sealed class NdjsonListHttpTests(string engine) : RegisterTests(engine)
{
    private const string Ndjson = "application/x-ndjson";
    private const string Json = "application/json";
    private const string Projects = "/v1/projects?format=ndjson";

    private HttpClient _germany = null!;

    [SetUp]
    public async Task GetKey() => _germany = await TestApi.Over(Register.Database).ClientAsync(Role.Donor, "DE");

    [Test]
    public async Task Line_is_the_record_as_it_is_answered()
    {
        var project = await _germany.RecordAsync(
            """
            {
              "title": "Посты на реке \u2028 \"quoted\"\n",
              "donors": [{ "partner": "DE", "amount": 5.5, "currency": "EUR" }]
            }
            """
        );
        var single = await _germany.GetStringAsync($"/v1/projects/{project.Id()}");
        var response = await _germany.GetAsync(Projects);
        Assert.That(await response.Content.ReadAsStringAsync(), Is.EqualTo(single + "\n"));
        Assert.Multiple(() =>
        {
            Assert.That((int)response.StatusCode, Is.EqualTo(200));
            Assert.That(response.Content.Headers.ContentType!.ToString(), Is.EqualTo(Ndjson));
            Assert.That(response.Headers.Vary, Is.EqualTo(["Accept", "Accept-Encoding"]));
            Assert.That(response.Headers.CacheControl!.ToString(), Is.EqualTo("no-store"));
            Assert.That(response.Headers.ETag, Is.Null);
            Assert.That(response.Headers.Contains("Link"), Is.False);
        });
    }

    [TestCase("/v1/projects?", 253)]
    [TestCase("/v1/projects?sort=start-descending&country=UZ&", 230)]
    [TestCase("/v1/projects?q=nobody&", 0)]
    [TestCase("/v1/overlaps?", 132)]
    [TestCase("/v1/overlaps?sort=start&", 132)]
    [TestCase("/v1/overlaps?sort=days&country=TJ&", 132)]
    [TestCase("/v1/overlaps/clusters?", 1)]
    [TestCase("/v1/partners?kind=country&", 50)]
    public async Task Lines_are_the_items_of_all_pages(string path, int count)
    {
        await RecordAsync(230);
        await RecordPairsAsync();
        var pages = await _germany.PagesAsync($"{path}limit=20");
        var items = pages.SelectMany(page => page["items"]!.AsArray()).Select(item => item!.Text()).ToList();
        var isPartners = path.Contains("partners", StringComparison.Ordinal);
        Assert.That(items, isPartners ? Has.Count.GreaterThan(count) : Has.Count.EqualTo(count));
        Assert.That(await LinesAsync($"{path}format=ndjson"), Is.EqualTo(items));
        if (pages.Count < 3)
            return;

        // From a cursor, and page by page.
        var cursor = (string)pages[0]["nextCursor"]!;
        Assert.That(await LinesAsync($"{path}format=ndjson&cursor={cursor}"), Is.EqualTo(items.Skip(20)));
        var page = await LinesAsync($"{path}format=ndjson&limit=7&cursor={cursor}");
        Assert.That(page, Is.EqualTo(items.Skip(20).Take(7)));
    }

    [TestCase("/v1/projects?format=ndjson", "attachment; filename=adam-projects-2026-03-01.ndjson")]
    [TestCase("/v1/projects?format=ndjson&limit=1", "attachment; filename=adam-projects-2026-03-01.ndjson")]
    [TestCase("/v1/projects?format=csv", "attachment; filename=adam-projects-2026-03-01.csv")]
    [TestCase("/v1/projects?format=iati", "attachment; filename=adam-projects-2026-03-01.xml")]
    [TestCase("/v1/projects?format=geojson", "inline; filename=adam-projects-2026-03-01.geojson")]
    [TestCase("/v1/overlaps?format=ndjson", "attachment; filename=adam-overlaps-2026-03-01.ndjson")]
    [TestCase("/v1/partners?format=ndjson", "attachment; filename=adam-partners-2026-03-01.ndjson")]
    [TestCase("/v1/meetings?format=ics", "attachment; filename=adam-meetings-2026-03-01.ics")]
    [TestCase("/v1/exchange-rates?format=ndjson", "attachment; filename=adam-exchange-rates-2026-03-01.ndjson")]
    [TestCase("/v1/exchange-rates?format=xlsx", "attachment; filename=adam-exchange-rates-2026-03-01.xlsx")]
    public async Task File_is_named_by_the_list_and_the_day(string path, string disposition)
    {
        var time = new FakeTimeProvider(new(2026, 3, 1, 23, 59, 0, TimeSpan.Zero));
        await using var api = new TestApi(Register.Database) { Time = time };
        var germany = await api.ClientAsync(Role.Donor, "DE");
        using var response = await germany.GetAsync(path);
        Assert.That((int)response.StatusCode, Is.EqualTo(200));
        Assert.That(response.Content.Headers.ContentDisposition!.ToString(), Is.EqualTo(disposition));
    }

    [Test]
    public async Task Page_of_lines_leads_to_the_next_one()
    {
        await RecordAsync(25);
        var (lines, next) = (new List<string>(), (string?)$"{Projects}&limit=10");
        for (var pages = 0; next is not null; pages++)
        {
            Assert.That(pages, Is.LessThan(3));
            var response = await _germany.GetAsync(next);
            lines.AddRange(Split(await response.Content.ReadAsStringAsync()));
            next = response.Headers.TryGetValues("Link", out var links) ? links.Single().Split('<', '>')[1] : null;
        }

        Assert.That(lines, Is.EqualTo(await LinesAsync(Projects)));
    }

    [TestCase(Ndjson, Ndjson)]
    [TestCase("application/x-ndjson, application/json;q=0.9", Ndjson)]
    [TestCase("application/json;q=0.5, application/x-ndjson;q=0.8", Ndjson)]
    [TestCase("application/json;q=0, */*", Ndjson)]
    [TestCase("application/json, application/x-ndjson", Json)]
    [TestCase("application/*", Json)]
    [TestCase("*/*", Json)]
    [TestCase("text/html, */*;q=0.1", Json)]
    [TestCase("application/problem+json", Json)]
    [TestCase("application/xml", "application/xml")]
    [TestCase("application/xml, */*;q=0.1", "application/xml")]
    [TestCase("text/html, application/xml", "application/xml")]
    [TestCase("text/html;q=0, application/xml, */*;q=0.5", "application/xml")]
    [TestCase("text/html, text/csv, */*;q=0.8", "text/csv")]
    // Firefox, Chrome, Safari.
    [TestCase("text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8", Json)]
    [TestCase(
        "text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,image/webp,image/apng,*/*;q=0.8,"
            + "application/signed-exchange;v=b3;q=0.7",
        Json
    )]
    [TestCase("text/html,application/xhtml+xml,application/xml;q=0.9,image/webp,*/*;q=0.8", Json)]
    // Excel: data from the web, and links that it follows.
    [TestCase("image/gif, image/jpeg, image/pjpeg, application/x-ms-application, application/vnd.ms-excel, */*", Json)]
    [TestCase("*/*, text/html", Json)]
    // Java, curl, and R.
    [TestCase("text/html, image/gif, image/jpeg, *; q=.2, */*; q=.2", Json)]
    [TestCase("application/json, text/xml, application/xml, */*", Json)]
    public async Task Accept_decides_without_a_format(string accept, string type)
    {
        var response = await _germany.SendAsync("GET", "/v1/projects", headers: ("Accept", accept));
        Assert.That(
            (response.Content.Headers.ContentType!.MediaType, string.Join(' ', response.Headers.Vary)),
            Is.EqualTo((type, "Accept Accept-Encoding"))
        );
        response = await _germany.SendAsync("GET", "/v1/projects?format=json", headers: ("Accept", accept));
        Assert.That(response.Content.Headers.ContentType!.MediaType, Is.EqualTo(Json));
    }

    [Test]
    public async Task Format_that_does_not_exist_is_told_with_those_that_do()
    {
        var problem = await (await _germany.GetAsync("/v1/projects?format=ndjsn")).ProblemAsync(400, "ADAM-1000");
        Assert.That(
            (string)problem["detail"]!,
            Is.EqualTo(
                "There is no format 'ndjsn' here. Did you mean 'ndjson'? "
                    + "Known are json, ndjson, csv, xlsx, geojson, iati, parquet."
            )
        );
        problem = await (await _germany.GetAsync("/v1/routes?format=ndjson")).ProblemAsync(400, "ADAM-1000");
        Assert.That((string)problem["detail"]!, Is.EqualTo("There is no format 'ndjson' here. Known are json."));
        var response = await _germany.SendAsync("GET", "/v1/projects", headers: ("Accept", "application/pdf"));
        problem = await response.ProblemAsync(406, "ADAM-1032");
        Assert.That(
            (string)problem["detail"]!,
            Is.EqualTo(
                "Accept: application/pdf allows no format of this answer. It comes as application/json, "
                    + "application/x-ndjson, text/csv, "
                    + "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet, application/geo+json, "
                    + "application/xml or application/vnd.apache.parquet."
            )
        );
        response = await _germany.SendAsync("GET", "/v1/routes", headers: ("Accept", Ndjson));
        await response.ProblemAsync(406, "ADAM-1032");
    }

    [Test]
    public async Task What_lines_cannot_hold_is_refused()
    {
        Assert.That(await FaultsAsync($"{Projects}&count=true"), Is.EqualTo(["count ADAM-1018"]));
        Assert.That(await FaultsAsync($"{Projects}&limit=501"), Is.EqualTo(["limit ADAM-1010"]));
        Assert.That(await FaultsAsync("/v1/overlaps?format=ndjson&cursor=x"), Is.EqualTo(["cursor ADAM-1013"]));

        async Task<IReadOnlyList<string>> FaultsAsync(string path) =>
            await (await _germany.GetAsync(path)).FaultsAsync();
    }

    [Test]
    public async Task Head_has_the_headers_and_reads_nothing()
    {
        await RecordAsync(3);
        using var queries = new QueryCount("ProjectListSql");
        var response = await _germany.SendAsync("HEAD", Projects);
        var type = response.Content.Headers.ContentType!.ToString();
        Assert.That((type, (int)response.StatusCode, queries.Count), Is.EqualTo((Ndjson, 200, 0)));
        response = await _germany.SendAsync("HEAD", $"{Projects}&limit=2");
        Assert.That((response.Headers.Contains("Link"), queries.Count), Is.EqualTo((true, 1)));
        Assert.That(await response.Content.ReadAsStringAsync(), Is.Empty);
    }

    [Test]
    public async Task Caller_who_goes_away_ends_the_reading()
    {
        await RecordAsync(2_000);
        using var paused = new PausedQuery("ProjectListSql.", 3);
        using var end = new RequestEnd();
        using (var response = await StartAsync(Projects))
        {
            await using var stream = await response.Content.ReadAsStreamAsync();
            await paused.ReachedAsync();
        }

        paused.GoOn();
        await end.WaitAsync();
        Assert.That(paused.Count, Is.EqualTo(3), "of 20 pages");
    }

    [Test]
    public async Task Long_list_is_read_in_pages_and_little_memory()
    {
        const int Count = 2_000;
        const int MostBytes = 10_000_000;
        await RecordAsync(Count, new string('x', 10_000));
        using var queries = new QueryCount("ProjectListSql");
        var (memory, most, lines, bytes) = (new MemoryGrowth(MostBytes), 0L, 0, 0L);
        using var response = await StartAsync(Projects);
        await using var stream = await response.Content.ReadAsStreamAsync();
        var buffer = new byte[1 << 16];
        while (await stream.ReadAsync(buffer) is var count and > 0)
        {
            var end = buffer.AsSpan(0, count).Count((byte)'\n');
            if (lines / 500 != (lines + end) / 500)
                most = Math.Max(most, memory.Look());
            (lines, bytes) = (lines + end, bytes + count);
        }

        Assert.That((lines, queries.Count), Is.EqualTo((Count, Count / 100 + 1)));
        Assert.That(bytes, Is.GreaterThan(20_000_000));
        Assert.That(most, Is.LessThan(MostBytes), "a page of documents is 2 MB");
    }

    private async Task<HttpResponseMessage> StartAsync(string path)
    {
        var response = await _germany.GetAsync(path, HttpCompletionOption.ResponseHeadersRead);
        Assert.That((int)response.StatusCode, Is.EqualTo(200));
        return response;
    }

    private async Task<IReadOnlyList<string>> LinesAsync(string path)
    {
        var response = await _germany.GetAsync(path);
        Assert.That(response.Content.Headers.ContentType, Is.EqualTo(new MediaTypeHeaderValue(Ndjson)));
        return Split(await response.Content.ReadAsStringAsync());
    }

    private static string[] Split(string text)
    {
        Assert.That(text, Does.EndWith("\n").Or.Empty);
        return text.Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }

    /// <summary>Records many similar projects of one partner, which form no pairs.</summary>
    private Task RecordAsync(int count, string? description = null) =>
        StoreAsync(
            count,
            number =>
                AProject
                    .By("DE")
                    .In("UZ")
                    .Running($"20{10 + number % 9}-01-01", null)
                    .Saying(draft => draft with { Description = description })
        );

    /// <summary>
    /// Records 12 and 11 projects of two partners that look like one project, which form more pairs than a page has.
    /// </summary>
    private Task RecordPairsAsync() =>
        StoreAsync(
            23,
            number =>
                AProject
                    .By(number % 2 == 0 ? "FR" : "US")
                    .Running($"2010-01-{1 + number:00}", "2020-12-31")
                    .Saying(draft =>
                        draft with
                        {
                            Places = [new("Nizhny Panj", null, 37.2, 68.6)],
                            Beneficiaries = ["Customs post at the Panj bridge"],
                        }
                    )
        );

    private Task StoreAsync(int count, Func<int, AProject> project) =>
        TestStores
            .Projects(Register.Database, TimeProvider.System)
            .RecordAllAsync(Enumerable.Range(0, count).Select(number => project(number).Build()), "test", default);
}
