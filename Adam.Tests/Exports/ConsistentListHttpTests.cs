using System.Text;
using System.Text.Json.Nodes;
using Adam.Domain.Keys;
using Adam.Domain.Projects;
using Adam.Tests.Cli;
using Adam.Tests.Projects;

namespace Adam.Tests.Exports;

/// <summary>A whole list is the register at one instant, whatever is written meanwhile.</summary>
[NonParallelizable]
public sealed class ConsistentListHttpTests(string engine) : RegisterTests(engine)
{
    private const int Projects = 250;

    private static readonly string[] Places = ["Nizhny Panj", "Ishkashim", "Karamyk"];

    private static readonly string[] Partners =
    [
        "FR",
        "US",
        "GB",
        "NO",
        "JP",
        "IT",
        "RU",
        "SE",
        "CA",
        "FI",
        "EU",
        "UNODC",
    ];

    private HttpClient _admin = null!;

    [SetUp]
    public async Task GetKey() => _admin = await TestApi.Over(Register.Database).ClientAsync(Role.Admin);

    [TestCase("/v1/projects?format=ndjson", "ProjectListSql.", 2)]
    [TestCase("/v1/projects?format=ndjson", "ProjectListSql.", 3)]
    [TestCase("/v1/projects?format=ndjson&sort=updated", "ProjectListSql.", 2)]
    [TestCase("/v1/projects?format=ndjson&sort=start-descending&country=UZ", "ProjectListSql.", 2)]
    [TestCase("/v1/projects?format=csv", "ProjectListSql.", 2)]
    [TestCase("/v1/projects?format=geojson", "ProjectListSql.", 2)]
    [TestCase("/v1/overlaps?format=ndjson", "ProjectSql.ByIds", 1)]
    [TestCase("/v1/overlaps?format=csv&sort=start", "ProjectSql.ByIds", 2)]
    public async Task Writes_between_two_pages_are_not_seen(string path, string query, int number)
    {
        await RecordAsync();
        var before = await _admin.GetStringAsync(path);

        using var paused = new PausedQuery(query, number);
        var reading = _admin.GetStringAsync(path);
        await paused.ReachedAsync();
        await ChangeAsync();
        paused.GoOn();
        Assert.That(await reading, Is.EqualTo(before));
        Assert.That(await _admin.GetStringAsync(path), Is.Not.EqualTo(before), "nothing was written");
    }

    [TestCase("ndjson")]
    [TestCase("geojson")]
    [TestCase("iati")]
    public async Task Records_arrive_while_further_ones_are_read(string format)
    {
        await RecordAsync();
        using var paused = new PausedQuery("ProjectListSql.", 3);
        using var response = await _admin.GetAsync(
            $"/v1/projects?format={format}",
            HttpCompletionOption.ResponseHeadersRead
        );
        await paused.ReachedAsync();
        await using var body = await response.Content.ReadAsStreamAsync();
        await body.ReadExactlyAsync(new byte[1 << 15]).AsTask().WaitAsync(ProgramProcess.HangGuard);
        paused.GoOn();
    }

    [TestCase("ndjson")]
    [TestCase("csv")]
    public async Task Lists_beside_a_writer_show_each_import_whole_or_not_at_all(string format)
    {
        await ImportAsync(0);
        using var stop = new CancellationTokenSource();
        var writing = Task.Run(async () =>
        {
            for (var number = 1; !stop.IsCancellationRequested; number++)
                await ImportAsync(number);
        });
        var seen = new HashSet<string>();
        for (var lists = 0; (lists < 8 || seen.Count < 2) && !writing.IsCompleted; lists++)
        {
            var text = await _admin.GetStringAsync($"/v1/projects?format={format}");
            var titles = text.Split("Import no. ").Skip(1).Select(rest => rest.Split('.')[0]).ToList();
            Assert.That(titles, Has.Count.EqualTo(Projects));
            Assert.That(titles.Distinct().ToList(), Has.Count.EqualTo(1));
            seen.Add(titles[0]);
        }

        await stop.CancelAsync();
        await writing;
        Assert.That(seen, Has.Count.GreaterThan(1));
    }

    /// <summary>
    /// Returns one of the projects that are alike. As many as share a place have a common blocking key.
    /// </summary>
    private static (string Owner, ProjectDraft Draft) Alike(int number) =>
        AProject
            .By(Partners[number % Partners.Length])
            .Running($"2010-01-{1 + (number % Partners.Length):00}", "2020-12-31")
            .Saying(draft =>
                draft with
                {
                    Places = [new(Places[number / Partners.Length], null, null, null)],
                    Beneficiaries = [$"Customs post at {Places[number / Partners.Length]}"],
                }
            )
            .Build();

    /// <summary>Records projects of which the last ones form more pairs than a page has.</summary>
    private async Task RecordAsync() =>
        await TestStores
            .Projects(Register.Database, TimeProvider.System)
            .RecordAllAsync(
                Enumerable
                    .Range(0, Projects)
                    .Select(number =>
                        number < Projects - (Places.Length * Partners.Length)
                            ? AProject.By("DE").In("UZ").Running($"20{10 + number % 9}-01-01", null).Build()
                            : Alike(Projects - 1 - number)
                    ),
                "test",
                default
            );

    /// <summary>Changes, withdraws and adds projects at both ends of every order.</summary>
    private async Task ChangeAsync()
    {
        var page = (await (await _admin.GetAsync("/v1/projects?limit=500")).JsonAsync())["items"]!.AsArray();
        foreach (var index in (int[])[0, 150, Projects - 2])
        {
            var change = await _admin.SendAsync(
                "PATCH",
                $"/v1/projects/{(string)page[index]!["id"]!}",
                """{ "title": "Changed", "plannedStart": "2005-01-01", "countries": ["TJ", "AF"] }""",
                ProjectHttp.MergePatch,
                ("If-Match", "*")
            );
            Assert.That(change.IsSuccessStatusCode, Is.True, await change.Content.ReadAsStringAsync());
        }

        foreach (var index in (int[])[1, 151, Projects - 24, Projects - 1])
        {
            var id = (string)page[index]!["id"]!;
            var withdrawal = await _admin.SendAsync("DELETE", $"/v1/projects/{id}", headers: ("If-Match", "*"));
            Assert.That(withdrawal.IsSuccessStatusCode, Is.True);
        }

        await _admin.RecordAsync("""{ "owner": "US", "reference": "NEW", "title": "Another one" }""");
    }

    /// <summary>Gives all projects another title in one transaction.</summary>
    private async Task ImportAsync(int number)
    {
        var lines = Enumerable
            .Range(0, Projects)
            .Select(line =>
                new JsonObject
                {
                    ["owner"] = "DE",
                    ["reference"] = $"R-{line}",
                    ["title"] = $"Import no. {number}.",
                    ["pillars"] = new JsonArray("precursors"),
                    ["countries"] = new JsonArray("UZ"),
                    ["donors"] = new JsonArray(new JsonObject { ["partner"] = "DE" }),
                    ["status"] = "closed",
                    ["plannedStart"] = "2015-01-01",
                    ["plannedEnd"] = "2016-12-31",
                }.ToJsonString()
            );
        using var body = new ByteArrayContent(Encoding.UTF8.GetBytes(string.Join('\n', lines)));
        body.Headers.ContentType = new("application/x-ndjson");
        var report = await (await _admin.PostAsync("/v1/imports?atomic=true", body)).JsonAsync();
        Assert.That((int)report["rejected"]!, Is.Zero, report.ToJsonString());
    }
}
