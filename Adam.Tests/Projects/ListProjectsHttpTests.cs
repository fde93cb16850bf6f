using System.Text.Json.Nodes;
using Adam.Domain.Keys;
using static Adam.Tests.Projects.ProjectHttp;

namespace Adam.Tests.Projects;

public sealed class ListProjectsHttpTests(string engine) : RegisterTests(engine)
{
    private static readonly string[] Records =
    [
        """
            {
              "reference": "A-panj", "owner": "DE", "title": "Border control at Nizhny Panj", "countries": ["TJ", "UZ"],
              "pillars": ["precursors"], "activityTypes": ["training"],
              "implementers": [{ "partner": "UNODC" }], "plannedStart": "2020-01-01", "plannedEnd": "2020-12-31"
            }
            """,
        """
            {
              "reference": "B-flows", "owner": "US", "title": "Контроль прекурсоров", "countries": ["AF"],
              "pillars": ["financial-flows", "precursors"], "activityTypes": ["equipment", "training"],
              "donors": [{ "partner": "US", "name": "Department of State" }, { "name": "World Bank" }],
              "beneficiaries": ["Агентство по контролю за наркотиками"], "status": "closed",
              "plannedStart": "2019-01-01", "plannedEnd": "2019-12-31"
            }
            """,
        """
            {
              "reference": "C-santé", "owner": "FR", "title": "Traitement des usagers à Téhéran", "countries": ["IR"],
              "pillars": ["prevention-and-health"], "activityTypes": ["treatment"],
              "donors": [{ "partner": "FR" }], "implementers": [{ "name": "Aga Khan Foundation" }],
              "status": "pipeline", "plannedStart": "2021-01-01", "plannedEnd": null
            }
            """,
        """
            {
              "reference": "D-joint", "owner": "DE", "title": "کنترل مواد پیش‌ساز", "donors": [{ "partner": "US" }],
              "activityTypes": ["coordination"], "status": "cancelled",
              "plannedStart": "2020-06-01", "plannedEnd": "2020-06-30"
            }
            """,
        """
            {
              "reference": "E-conf", "owner": "UNODC", "title": "Länderkonferenz",
              "description": "Border agencies meet.", "countries": ["KZ", "TR"], "donors": [{ "name": "WORLD-BANK" }],
              "status": "suspended",
              "plannedStart": null, "plannedEnd": null, "actualStart": "2018-05-05", "actualEnd": "2018-05-05"
            }
            """,
    ];

    private readonly List<JsonObject> _recorded = [];

    private HttpClient _admin = null!;

    [SetUp]
    public async Task RecordSome()
    {
        _admin = await TestApi.Over(Register.Database).ClientAsync(Role.Admin);
        _recorded.Clear();
        foreach (var record in Records)
            _recorded.Add(await _admin.RecordAsync(record));
    }

    [TestCase("", "ABCDE")]
    [TestCase("country=TJ", "AD")]
    [TestCase("country=tjk&country=AF", "ABD")]
    [TestCase("country=UZ&country=UZ", "A")]
    [TestCase("pillar=precursors", "AB")]
    [TestCase("pillar=financial-flows&pillar=prevention-and-health", "BC")]
    [TestCase("donor=US", "BD")]
    [TestCase("donor=Vereinigte%20Staaten", "BD")]
    [TestCase("donor=US-GOV-11", "BD")]
    [TestCase("donor=USAID", "BD", TestName = "An agency stands for its partner")]
    [TestCase("donor=world+bank", "BE")]
    [TestCase("donor=DE&donor=FR", "AC")]
    [TestCase("implementer=XM-DAC-41128", "A")]
    [TestCase("implementer=Aga%20Khan%20Foundation", "C")]
    [TestCase("implementer=World%20Bank", "")]
    [TestCase("partner=UNODC", "AE")]
    [TestCase("partner=DE", "AD")]
    [TestCase("partner=World%20Bank&partner=Aga-Khan-Foundation", "BCE")]
    [TestCase("owner=DE", "AD")]
    [TestCase("owner=germany&owner=FRA", "ACD")]
    [TestCase("owner=SE", "")]
    [TestCase("status=cancelled&status=Closed", "BD")]
    [TestCase("activityType=training", "AB")]
    [TestCase("activityType=treatment&activityType=coordination", "CD")]
    [TestCase("route=northern", "ABDE")]
    [TestCase("route=southern", "BC")]
    [TestCase("route=balkan&country=KZ", "E")]
    [TestCase("route=northern&route=southern", "ABCDE")]
    // Different parameters are combined with AND.
    [TestCase("country=TJ&donor=US", "D")]
    [TestCase("country=TJ&country=AF&pillar=precursors&activityType=training&status=implementation", "A")]
    [TestCase("owner=DE&donor=FR", "")]
    // Both ends of a window and of a period are inclusive. An open end has no limit.
    [TestCase("activeOn=2020-06-01", "AD")]
    [TestCase("activeOn=2020-06-30", "AD")]
    [TestCase("activeOn=2020-07-01", "A")]
    [TestCase("activeOn=2020-12-31", "A")]
    [TestCase("activeOn=2021-01-01", "C")]
    [TestCase("activeOn=2100-12-31", "C")]
    [TestCase("activeOn=2018-05-05", "E")]
    [TestCase("activeOn=2018-05-06", "")]
    [TestCase("activeFrom=2020-12-31", "AC")]
    [TestCase("activeFrom=2021-01-01", "C")]
    [TestCase("activeTo=2019-01-01", "BE")]
    [TestCase("activeTo=2018-12-31", "E")]
    [TestCase("activeTo=2018-05-04", "")]
    [TestCase("activeFrom=2019-12-31&activeTo=2020-01-01", "AB")]
    [TestCase("activeFrom=2020-06-10&activeTo=2020-06-10&country=TJ", "AD")]
    // Words match by prefix in any script, ignoring case, accents and order.
    [TestCase("q=border", "AE")]
    [TestCase("q=BORD%20panj", "A")]
    [TestCase("q=panj%20border", "A")]
    [TestCase("q=order", "")]
    [TestCase("q=teheran", "C")]
    [TestCase("q=Téhé", "C")]
    [TestCase("q=sante", "C")]
    [TestCase("q=landerk", "E")]
    [TestCase("q=прекурс", "B")]
    [TestCase("q=АГЕНТСТВО%20контрол", "B")]
    [TestCase("q=کنترل", "D")]
    [TestCase("q=كنترل", "D")]
    [TestCase("q=پیش", "D")]
    [TestCase("q=border&country=TJ", "A")]
    [TestCase("q=b-flows", "B")]
    public async Task Filter_lets_through(string query, string expected)
    {
        foreach (var sort in new[] { "created", "start-descending" })
        {
            var list = await _admin.ReadAsync($"/v1/projects?count=true&sort={sort}&{query}");
            Assert.That(
                string.Concat(list.Each("reference").Select(reference => reference[0]).Order()),
                Is.EqualTo(expected),
                sort
            );
            Assert.That((int?)list["total"], Is.EqualTo(expected.Length));
        }
    }

    [TestCase("created", "ABCDE")]
    [TestCase("created-descending", "EDCBA")]
    [TestCase("updated", "ACDEB")]
    [TestCase("updated-descending", "BEDCA")]
    [TestCase("start", "EBADC")]
    [TestCase("start-descending", "CDABE")]
    public async Task Sort_orders_and_pages_follow_it(string sort, string expected)
    {
        var changed = await _admin.SendAsync(
            "PATCH",
            $"/v1/projects/{_recorded[1].Id()}",
            """{ "description": "Changed." }""",
            MergePatch,
            ("If-Match", "*")
        );
        Assert.That((int)changed.StatusCode, Is.EqualTo(200));
        for (var limit = 1; limit <= 3; limit++)
        {
            var pages = await _admin.PagesAsync($"/v1/projects?sort={sort}&limit={limit}");
            Assert.That(pages.Select(page => page["items"]!.AsArray().Count).SkipLast(1), Has.All.EqualTo(limit));
            Assert.That(
                string.Concat(pages.SelectMany(page => page.Each("reference")).Select(reference => reference[0])),
                Is.EqualTo(expected)
            );
        }
    }

    [Test]
    public async Task Equal_keys_stay_apart_between_pages()
    {
        for (var i = 0; i < 5; i++)
            await _admin.RecordAsync(
                $$"""{ "reference": "same-{{i}}", "plannedStart": "2022-02-02", "plannedEnd": "2022-12-31" }"""
            );
        foreach (var (sort, expected) in new[] { ("start", "01234"), ("start-descending", "43210") })
        {
            var pages = await _admin.PagesAsync($"/v1/projects?sort={sort}&limit=2&q=same");
            Assert.That(
                string.Concat(pages.SelectMany(page => page.Each("reference")).Select(reference => reference[^1])),
                Is.EqualTo(expected)
            );
        }
    }

    [Test]
    public async Task Record_written_or_withdrawn_meanwhile_neither_hides_nor_repeats_another(
        [Values(1, 2, 3)] int limit,
        [Values("", "&country=TJ&country=AF&country=IR&country=KZ", "&q=r")] string filter
    )
    {
        for (var i = 0; i < 6; i++)
            _recorded.Add(await _admin.RecordAsync($$"""{ "reference": "r-{{i}}" }"""));

        var before = await ReferencesAsync($"/v1/projects?limit=500{filter}");
        var seen = new List<string>();
        var pages = await _admin.PagesAsync(
            $"/v1/projects?limit={limit}{filter}",
            async page =>
            {
                if (page != 1)
                    return;
                // Withdraws a project before the cursor and one after it, and adds a new one.
                await WithdrawAsync(before[0]);
                await WithdrawAsync(before[^2]);
                await _admin.RecordAsync("""{ "reference": "r-new" }""");
            }
        );
        seen.AddRange(pages.SelectMany(page => page.Each("reference")));
        Assert.That(seen, Is.EqualTo(before.Where((_, index) => index != before.Count - 2).Append("r-new")));
        Assert.That(await ReferencesAsync($"/v1/projects?limit=500{filter}"), Is.EqualTo(seen.Skip(1)));
    }

    [Test]
    public async Task Page_is_answered_whole()
    {
        var response = await _admin.GetAsync("/v1/projects?country=TJ&limit=1&count=true");
        var list = await response.JsonAsync();
        _recorded[0].Remove("overlaps");
        _recorded[0].Remove("measures");
        _recorded[0].Remove("warnings");
        Assert.Multiple(() =>
        {
            Assert.That(
                list.Text(),
                Is.EqualTo($$"""{"items":[{{_recorded[0].Text()}}],"nextCursor":"{{list["nextCursor"]}}","total":2}""")
            );
            Assert.That((string?)list["nextCursor"], Is.Not.Empty);
            Assert.That(
                response.Headers.GetValues("Link"),
                Is.EqualTo(
                    new[] { $"</v1/projects?country=TJ&limit=1&count=true&cursor={list["nextCursor"]}>; rel=\"next\"" }
                )
            );
        });
        response = await _admin.GetAsync("/v1/projects?owner=SE");
        Assert.That(await response.Content.ReadAsStringAsync(), Is.EqualTo("""{"items":[],"nextCursor":null}"""));
        Assert.That(response.Headers.Contains("Link"), Is.False);
    }

    [Test]
    public async Task Updated_since_includes_the_instant_itself()
    {
        Assert.Multiple(async () =>
        {
            Assert.That(await SinceAsync((string)_recorded[2]["updatedAt"]!), Is.EqualTo("CDE"));
            Assert.That(await SinceAsync("1970-01-01T00:00:00Z"), Is.EqualTo("ABCDE"));
            Assert.That(await SinceAsync("2100-01-01T05:00:00+05:00"), Is.Empty);
            await _admin.SendAsync(
                "PATCH",
                $"/v1/projects/{_recorded[0].Id()}",
                """{ "title": "Changed" }""",
                MergePatch,
                ("If-Match", "*")
            );
            Assert.That(await SinceAsync((string)_recorded[4]["updatedAt"]!), Is.EqualTo("AE"));
        });
        return;

        async Task<string> SinceAsync(string instant) =>
            string.Concat(
                (await ReferencesAsync($"/v1/projects?updatedSince={Uri.EscapeDataString(instant)}")).Select(
                    reference => reference[0]
                )
            );
    }

    [TestCase("countri=TJ", "countri ADAM-1001")]
    [TestCase("validOn=2020-01-01&bbox=1,2,3", "validOn ADAM-1001", "bbox ADAM-1016")]
    [TestCase("limit=0", "limit ADAM-1010")]
    [TestCase("limit=501", "limit ADAM-1010")]
    [TestCase("limit=ten", "limit ADAM-1009")]
    [TestCase("sort=title", "sort ADAM-1012")]
    [TestCase("sort=start&sort=created", "sort ADAM-1002")]
    [TestCase("count=yes", "count ADAM-1006")]
    [TestCase(
        "country=Tajikistann&pillar=precursor&status=complete&activityType=trainings&route=north",
        "country ADAM-1012",
        "pillar ADAM-1012",
        "status ADAM-1012",
        "activityType ADAM-1012",
        "route ADAM-1012"
    )]
    [TestCase(
        "donor=Germny&implementer=Nobody&partner=No+one&owner=World+Bank",
        "donor ADAM-1012",
        "implementer ADAM-1012",
        "partner ADAM-1012",
        "owner ADAM-1012"
    )]
    [TestCase("donor=DE&donor=Nobody&country=", "donor ADAM-1012", "country ADAM-1003")]
    [TestCase("activeOn=2020-01-01&activeFrom=2020-01-01", "activeOn ADAM-1018")]
    [TestCase("activeOn=2020-01-01&activeTo=2020-01-01", "activeOn ADAM-1018")]
    [TestCase("activeFrom=2020-01-02&activeTo=2020-01-01", "activeTo ADAM-3005")]
    [TestCase(
        "activeOn=2020-02-30&activeFrom=1969-12-31&activeTo=today",
        "activeOn ADAM-1007",
        "activeFrom ADAM-1010",
        "activeTo ADAM-1007"
    )]
    [TestCase("q=***", "q ADAM-1018")]
    [TestCase("q=a+b+c+d+e+f+g+h+i+j+k", "q ADAM-1018")]
    [TestCase("updatedSince=2020-01-1", "updatedSince ADAM-1008")]
    [TestCase("cursor=abc&limit=0&countr=TJ", "cursor ADAM-1013", "limit ADAM-1010", "countr ADAM-1001")]
    public async Task Every_fault_of_the_query_is_named_at_once(string query, params string[] faults) =>
        Assert.That(await (await _admin.GetAsync($"/v1/projects?{query}")).FaultsAsync(), Is.EquivalentTo(faults));

    [TestCase("countri=TJ", "There is no parameter 'countri' here. Did you mean 'country'?")]
    [TestCase(
        "donor=Germny",
        "'Germny' is no partner, and no organisation that any project names. Did you mean 'Germany'?"
    )]
    [TestCase("owner=World+Bank", "'World Bank' is no partner, and only partners own projects.")]
    [TestCase("owner=GIZ", "'GIZ' is no partner, and only partners own projects. It is an agency of DE: write 'DE'.")]
    [TestCase("pillar=precursor", "'precursor' is not known here. Did you mean 'precursors'?")]
    [TestCase(
        "activeFrom=2020-01-02&activeTo=2020-01-01",
        "The window ends (2020-01-01) before it begins (2020-01-02)."
    )]
    [TestCase("limit=501", "501 lies outside 1 to 500.")]
    public async Task Reason_names_the_value_and_the_cure(string query, string reason)
    {
        var problem = await (await _admin.GetAsync($"/v1/projects?{query}")).ProblemAsync(400, "ADAM-1000");
        Assert.That((string?)problem["errors"]!.AsArray().Single()!["reason"], Does.StartWith(reason));
    }

    [TestCase("country=AF&limit=1")]
    [TestCase("limit=1")]
    [TestCase("country=TJ&country=AF&limit=1")]
    [TestCase("country=TJ&limit=1&sort=start")]
    public async Task Cursor_of_another_list_is_refused(string query)
    {
        var cursor = (string)(await _admin.ReadAsync("/v1/projects?country=TJ&limit=1"))["nextCursor"]!;
        Assert.That(
            await (await _admin.GetAsync($"/v1/projects?{query}&cursor={cursor}")).FaultsAsync(),
            Is.EqualTo(new[] { "cursor ADAM-1013" })
        );
        Assert.That(
            (await _admin.ReadAsync($"/v1/projects?cursor={cursor}&country=TJ&limit=7")).Each("reference"),
            Is.EqualTo(new[] { "D-joint" })
        );
    }

    [Test]
    public async Task Limit_of_500_is_taken() =>
        Assert.That(await ReferencesAsync("/v1/projects?limit=500"), Has.Count.EqualTo(5));

    private async Task<IReadOnlyList<string>> ReferencesAsync(string path) =>
        [.. (await _admin.ReadAsync(path)).Each("reference")];

    private async Task WithdrawAsync(string reference)
    {
        var id = _recorded.Single(project => (string?)project["reference"] == reference).Id();
        Assert.That(
            (int)(await _admin.SendAsync("DELETE", $"/v1/projects/{id}", headers: ("If-Match", "*"))).StatusCode,
            Is.EqualTo(204)
        );
    }
}
