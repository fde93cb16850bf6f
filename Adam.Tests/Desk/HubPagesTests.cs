using System.Globalization;
using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using Adam.Desk.Texts;
using Adam.Domain.Keys;
using AngleSharp.Html.Dom;

namespace Adam.Tests.Desk;

/// <summary>
/// Gaps, measures, recommendations and meetings on the sample register, as a browser without script reads and sends
/// them.
/// </summary>
[Category("sqlite")]
public sealed class HubPagesTests
{
    private static readonly Words English = new(CultureInfo.GetCultureInfo("en-GB"));

    private DemoServer _demo = null!;
    private HttpClient _viewer = null!;
    private HttpClient _donor = null!;
    private HttpClient _analyst = null!;
    private HttpClient _admin = null!;
    private HttpClient _api = null!;

    [OneTimeSetUp]
    public async Task OpenAsync()
    {
        _demo = await DemoServer.StartAsync();
        _viewer = await DeskPagesTests.SignInAsync(_demo, Role.Viewer);
        _donor = await DeskPagesTests.SignInAsync(_demo, Role.Donor);
        _analyst = await DeskPagesTests.SignInAsync(_demo, Role.Analyst);
        _admin = await DeskPagesTests.SignInAsync(_demo, Role.Admin);
        _api = _demo.Client(Role.Admin);
    }

    [OneTimeTearDown]
    public async Task CloseAsync()
    {
        foreach (var client in new[] { _viewer, _donor, _analyst, _admin })
            client.Dispose();
        _api.Dispose();
        await _demo.DisposeAsync();
    }

    [TestCase("", "by=measure")]
    [TestCase("?route=balkan&asOf=2019-12-31", "route=balkan&asOf=2019-12-31")]
    [TestCase("?by=pillar&country=TJ&country=AL&country=IS", "by=pillar&country=TJ&country=AL&country=IS")]
    [TestCase("?state=gap&state=planned&pillar=precursors", "state=gap&state=planned&pillar=precursors")]
    public async Task Table_has_every_cell_of_the_api_with_its_state_projects_and_days(string query, string asked)
    {
        var page = await _viewer.OpenAsync($"/desk/gaps{query}");
        var cells = (await _api.GetFromJsonOrFailAsync($"/v1/gaps?limit=500&{asked}"))!["items"]!.AsArray();
        var shown = page.QuerySelectorAll(".coverage td.cell:not(.not-asked)");
        Assert.That(
            shown.Select(cell => cell.QuerySelector(".state")!.TextContent.Trim()).Order(),
            Is.EqualTo(cells.Select(cell => (string)cell!["state"]!).Order())
        );
        var heads = page.QuerySelectorAll(".coverage thead th:not(:first-child) a").Select(head => head.TextContent);
        foreach (var row in page.QuerySelectorAll(".coverage tbody tr"))
        {
            var country = row.QuerySelector("th a")?.GetAttribute("href")!.Split('/')[^1];
            foreach (var (cell, head) in row.QuerySelectorAll("td").Zip(heads))
            {
                var expected = cells.SingleOrDefault(one =>
                    (string?)one!["country"] == country
                    && head == ((string?)one["measure"] ?? English.Name("Pillar", (string?)one["pillar"]))
                );
                Assert.That(cell.ClassList.Contains("not-asked"), Is.EqualTo(expected is null), $"{country} {head}");
                if (expected is null)
                    continue;

                var text = cell.TextContent;
                var projects = (long)expected["projects"]!;
                Assert.That(
                    cell.QuerySelector(".state")!.TextContent.Trim(),
                    Is.EqualTo((string)expected["state"]!),
                    $"{country} {head}"
                );
                Assert.That(
                    text.Contains(English.Count("Projects", projects), StringComparison.Ordinal),
                    Is.EqualTo(projects > 0)
                );
                if ((long?)expected["uncoveredDays"] is > 0 and { } days)
                    Assert.That(text, Does.Contain(English.Count("OpenDays", days)));
                if ((string?)expected["endsNext"] is { } last)
                    Assert.That(
                        text,
                        Does.Contain(
                            $"open from {English.Day(DateOnly.Parse(last, CultureInfo.InvariantCulture).AddDays(1))}"
                        )
                    );
                Assert.That(
                    cell.QuerySelector(".crowded")?.GetAttribute("href"),
                    Is.EqualTo(((string?)expected["overlaps"])?.Replace("/v1/", "/desk/", StringComparison.Ordinal))
                );
            }
        }
    }

    [TestCase("/desk/gaps?by=pillar&country=TJ&country=AF&country=IR&country=AL")]
    [TestCase("/desk/gaps?country=TJ&country=KG")]
    public async Task Number_of_a_cell_leads_to_as_many_projects(string view)
    {
        var page = await _viewer.OpenAsync(view);
        var figures = page.QuerySelectorAll(".coverage a.figure[data-pointer='/items/0/projects']").ToList();
        Assert.That(figures, Has.Count.GreaterThan(8));
        foreach (var figure in figures)
        {
            var (number, address) = (figure.GetAttribute("data-value"), figure.GetAttribute("href")!);
            var list = await _viewer.OpenAsync(address.Split('#')[0]);
            if (address.StartsWith("/desk/projects", StringComparison.Ordinal))
            {
                Assert.That(
                    list.QuerySelector(".lead .figure")!.GetAttribute("data-value"),
                    Is.EqualTo(number),
                    address
                );
                continue;
            }

            var serving = await ServingAsync(address);
            Assert.That(serving.Count.ToString(CultureInfo.InvariantCulture), Is.EqualTo(number), address);
            Assert.That(
                list.QuerySelectorAll("#projects .links-table th a").Select(link => link.GetAttribute("href")),
                Is.SupersetOf(serving.Select(id => $"/desk/projects/{id}")),
                address
            );
        }

        // The projects that count in the country, as the API lists them.
        async Task<IReadOnlyList<string>> ServingAsync(string address)
        {
            var measure = address.Split('/')[3].Split('?', '#')[0];
            var country = address.Contains("country=", StringComparison.Ordinal)
                ? address.Split("country=")[1].Split('#')[0]
                : null;
            var links = await _api.GetFromJsonOrFailAsync($"/v1/measures/{measure}/projects?limit=500");
            return
            [
                .. links!["items"]!
                    .AsArray()
                    .Where(link =>
                        (bool)link!["counted"]!
                        && (string)link["project"]!["status"]! != "suspended"
                        && link["project"]!["countries"]!
                            .AsArray()
                            .Any(code => country is null || (string)code! == country)
                    )
                    .Select(link => (string)link!["project"]!["id"]!),
            ];
        }
    }

    [Test]
    public async Task Donor_records_a_project_in_a_gap_and_closes_it()
    {
        const string Gap = "/desk/gaps?measure=M-II-2&country=RU";
        Assert.That((await _viewer.OpenAsync(Gap)).QuerySelector(".coverage a[href^='/desk/projects/new']"), Is.Null);
        var page = await _donor.OpenAsync(Gap);
        Assert.That(page.QuerySelector(".coverage .state")!.TextContent.Trim(), Is.EqualTo("gap"));
        var address = page.QuerySelector(".coverage a[href^='/desk/projects/new']")!.GetAttribute("href")!;
        var form = await _donor.OpenAsync(address);
        var fields = form.FieldsOf();
        Assert.That(
            fields.Where(field => field.Name is "pillars" or "countries[0]" or "declaredMeasures"),
            Is.EquivalentTo(
                new[]
                {
                    ("pillars", "financial-flows"),
                    ("countries[0]", "Russian Federation"),
                    ("declaredMeasures", "M-II-2"),
                }
            )
        );
        fields = fields.With(
            ("title", "Analysts of the units meet in the north"),
            ("reference", "GAP-RU-1"),
            ("status", "implementation"),
            ("actualStart", "2026-01-01"),
            ("plannedEnd", "2027-06-30")
        );
        var check = await (
            await _donor.SendFormAsync("/desk/projects/new", fields.With(("action", "check")))
        ).PageAsync(200);
        var served = check.QuerySelector("#findings [data-measure='M-II-2']")!;
        Assert.That(served.TextContent, Does.Contain("Closes this gap:").And.Contain("Russian Federation"));

        var saved = await _donor.SendFormAsync("/desk/projects/new", check.FieldsOf().With(("action", "save")));
        Assert.That(saved.StatusCode, Is.EqualTo(HttpStatusCode.SeeOther), await saved.Content.ReadAsStringAsync());
        var record = await _donor.OpenAsync(saved.Headers.Location!.ToString());
        Assert.That(
            record.QuerySelectorAll("#measures a").Select(link => link.GetAttribute("href")),
            Does.Contain("/desk/measures/M-II-2")
        );
        var closed = await _donor.OpenAsync(Gap);
        Assert.That(closed.QuerySelector(".coverage .state")!.TextContent.Trim(), Is.EqualTo("covered"));
        Assert.That(closed.QuerySelector(".coverage")!.TextContent, Does.Contain("open from 1 Jul 2027"));
        var second = await (
            await _donor.SendFormAsync(
                "/desk/projects/new",
                fields.With(("reference", "GAP-RU-2"), ("action", "check"))
            )
        ).PageAsync(200);
        Assert.That(
            second.QuerySelector("#findings [data-measure='M-II-2']")!.TextContent,
            Does.Contain("Others work there already")
        );
    }

    [Test]
    public async Task Country_on_the_map_has_the_most_open_state_of_its_cells()
    {
        var page = await _viewer.OpenAsync("/desk/gaps?pillar=precursors");
        var cells = (await _api.GetFromJsonOrFailAsync("/v1/gaps?pillar=precursors&limit=500"))!["items"]!.AsArray();
        string[] order = ["gap", "ended", "planned", "covered"];
        var expected = cells
            .Where(cell => cell!["country"] is not null)
            .GroupBy(cell => (string)cell!["country"]!)
            .ToDictionary(
                group => group.Key,
                group => order.First(state => group.Any(cell => (string)cell!["state"]! == state))
            );
        foreach (var (country, state) in expected)
        {
            var link = page.QuerySelector($".map a[href$='country={country}']");
            if (link is not null) // the smallest are not drawn
                Assert.That(link.QuerySelector("path")!.ClassName, Does.Contain($"state-{state}"), country);
        }

        Assert.That(page.QuerySelectorAll(".map a"), Has.Length.GreaterThan(8));
    }

    [Test]
    public async Task Analyst_judges_links_one_after_the_other_takes_back_and_is_told_of_stale_ones()
    {
        const string Queue = "/desk/measures/M-III-2/judging";
        var page = await _analyst.OpenAsync(Queue);
        var links = (await _api.GetFromJsonOrFailAsync("/v1/measures/M-III-2/projects?limit=500"))!["items"]!.AsArray();
        var order = links.Select(link => (string)link!["project"]!["id"]!).ToList();
        Assert.That(Pair(page), Is.EqualTo(order[0]));
        Assert.That(
            page.QuerySelector("form.verdict")!.GetAttribute("data-prefetch"),
            Is.EqualTo(page.QuerySelector("a[rel=next]")!.GetAttribute("href"))
        );

        Assert.That(Next(await _analyst.OpenAsync($"{Queue}?pair={order[2]}")), Is.EqualTo($"{Queue}?pair={order[3]}"));
        Assert.That(
            Next(await _analyst.OpenAsync($"{Queue}?pair={order[^1]}")),
            Is.EqualTo($"{Queue}?pair={order[0]}")
        );

        var sent = await JudgeAsync(page, "confirmed", "Reads so.");
        Assert.That(sent.StatusCode, Is.EqualTo(HttpStatusCode.SeeOther));
        var next = await _analyst.OpenAsync(sent.Headers.Location!.ToString());
        Assert.That(Pair(next), Is.EqualTo(order[1]));
        Assert.That(next.QuerySelector("[data-last]")!.TextContent, Does.Contain("confirmed"));
        var link = await LinkAsync(order[0]);
        Assert.That(
            ((string?)link["verdict"]!["verdict"], (string?)link["verdict"]!["note"]),
            Is.EqualTo(("confirmed", "Reads so."))
        );

        var again = await JudgeAsync(page, "rejected", "Two at once");
        var refused = await again.PageAsync(412);
        Assert.That(refused.QuerySelector("form.verdict textarea")!.TextContent, Is.EqualTo("Two at once"));

        var undone = await _analyst.SendFormAsync(
            next.QuerySelector(".last form")!.GetAttribute("action")!,
            next.FieldsOf(".last form")
        );
        Assert.That(undone.StatusCode, Is.EqualTo(HttpStatusCode.SeeOther));
        Assert.That(Pair(await _analyst.OpenAsync(undone.Headers.Location!.ToString())), Is.EqualTo(order[0]));
        Assert.That((await LinkAsync(order[0]))["verdict"], Is.Null);

        var skipped = await _analyst.OpenAsync(page.QuerySelector("a[rel=next]")!.GetAttribute("href")!);
        await JudgeAsync(skipped, "rejected", "");
        var measure = await _viewer.OpenAsync("/desk/measures/M-III-2");
        Assert.That(HeadingOf(measure, order[1]), Does.StartWith("Rejected"));
        await PatchAsync(order[1], new { title = "Another title that says another thing" });
        measure = await _viewer.OpenAsync("/desk/measures/M-III-2");
        Assert.That(HeadingOf(measure, order[1]), Does.StartWith("To be judged again"));
        var stale = await _analyst.OpenAsync($"{Queue}?pair={order[1]}");
        Assert.That(stale.QuerySelector("main")!.TextContent, Does.Contain("rejected (stale)"));

        static string? Next(IHtmlDocument page) => page.QuerySelector("a[rel=next]")!.GetAttribute("href");

        async Task<JsonNode> LinkAsync(string id) =>
            (await _api.GetFromJsonOrFailAsync($"/v1/measures/M-III-2/projects/{id}"))!;
    }

    [Test]
    public async Task Suggested_projects_are_shown_apart_and_count_once_they_are_confirmed()
    {
        var links = await _api.GetFromJsonOrFailAsync("/v1/measures/M-I-3/projects?basis=suggested&limit=500");
        var suggested = links!["items"]!.AsArray().Select(link => (string)link!["project"]!["id"]!).ToList();
        Assert.That(suggested, Is.Not.Empty);
        var page = await _analyst.OpenAsync("/desk/measures/M-I-3");
        Assert.That(HeadingOf(page, suggested[0]), Does.StartWith("Suggested"));
        var counted = Counted(page);
        var queue = await _analyst.OpenAsync("/desk/measures/M-I-3/judging?basis=suggested");
        Assert.That(Pair(queue), Is.EqualTo(suggested[0]));
        await JudgeAsync(queue, "confirmed", "");
        page = await _analyst.OpenAsync("/desk/measures/M-I-3");
        Assert.That(HeadingOf(page, suggested[0]), Does.StartWith("Projects that serve it"));
        Assert.That(Counted(page), Is.EqualTo(counted + 1));

        static long Counted(IHtmlDocument page) =>
            long.Parse(
                page.QuerySelector("[data-pointer='/links/counted']")!.GetAttribute("data-value")!,
                CultureInfo.InvariantCulture
            );
    }

    [Test]
    public async Task Measure_is_written_with_a_look_at_what_it_finds_and_changed_by_one_person_at_a_time()
    {
        var form = await _analyst.OpenAsync("/desk/measures/new");
        var empty = form.FieldsOf().With(("from", "2027-01-01"), ("until", "2026-01-01"), ("words", "--"));
        var faults = await (
            await _analyst.SendFormAsync("/desk/measures/new", empty.With(("action", "save")))
        ).PageAsync(400);
        foreach (var field in new[] { "reference", "title", "pillars", "until", "words" })
            Assert.That(faults.FaultOf(field), Is.Not.Empty, field);

        List<(string, string)> fields =
        [
            .. form.FieldsOf()
                .With(
                    ("reference", "M-DESK-1"),
                    ("title", "Harbours on the southern route <search> containers"),
                    ("countries", "Pakistan\nIR"),
                    ("words", "port control\nports of Karachi"),
                    ("leads", "United Nations Office on Drugs and Crime"),
                    ("recommendations", "EX-2024-I/1"),
                    ("priority", "2")
                ),
            ("pillars", "regional-initiatives"),
            ("routes", "southern"),
        ];
        var preview = await (
            await _analyst.SendFormAsync("/desk/measures/new", [.. fields, ("action", "check")])
        ).PageAsync(200);
        Assert.That(
            preview.QuerySelector("#preview")!.TextContent,
            Does.Contain("Container Profiling in Pakistani Ports")
        );
        await (await _api.GetAsync("/v1/measures/M-DESK-1")).ProblemAsync(404, "ADAM-6038");

        var wide = await (
            await _analyst.SendFormAsync(
                "/desk/measures/new",
                [.. fields.Where(field => field.Item1 != "words"), ("words", ""), ("action", "check")]
            )
        ).PageAsync(200);
        Assert.That(
            wide.QuerySelector("#preview [role=alert]")!.TextContent,
            Does.Contain("The criterion is too wide")
        );

        var saved = await _analyst.SendFormAsync("/desk/measures/new", [.. fields, ("action", "save")]);
        Assert.That(saved.Headers.Location!.ToString(), Is.EqualTo("/desk/measures/M-DESK-1"));
        var twice = await _analyst.SendFormAsync("/desk/measures/new", [.. fields, ("action", "save")]);
        Assert.That(twice.Headers.Location!.ToString(), Is.EqualTo("/desk/measures/M-DESK-1"), "two clicks");
        var stored = await _api.GetFromJsonOrFailAsync("/v1/measures/M-DESK-1");
        Assert.That((string)stored!["where"]!["countries"]![0]!, Is.EqualTo("IR"));
        Assert.That((string)stored["leads"]![0]!["partner"]!, Is.EqualTo("UNODC"));

        var edit = await _analyst.OpenAsync("/desk/measures/M-DESK-1/edit");
        var other = await _admin.OpenAsync("/desk/measures/M-DESK-1/edit");
        var unchanged = await _analyst.SendFormAsync(
            "/desk/measures/M-DESK-1/edit",
            [.. edit.FieldsOf(), ("action", "save")]
        );
        Assert.That(
            unchanged.StatusCode,
            Is.EqualTo(HttpStatusCode.SeeOther),
            await unchanged.Content.ReadAsStringAsync()
        );
        var same = await _api.GetFromJsonOrFailAsync("/v1/measures/M-DESK-1");
        foreach (var (name, value) in stored.AsObject())
        {
            if (name is not ("version" or "updatedAt"))
                Assert.That(same![name]?.ToJsonString(), Is.EqualTo(value?.ToJsonString()), name);
        }

        await _analyst.SendFormAsync(
            "/desk/measures/M-DESK-1/edit",
            [
                .. (await _analyst.OpenAsync("/desk/measures/M-DESK-1/edit")).FieldsOf().With(("title", "First")),
                ("action", "save"),
            ]
        );
        var conflict = await (
            await _admin.SendFormAsync(
                "/desk/measures/M-DESK-1/edit",
                [.. other.FieldsOf().With(("title", "Second")), ("action", "save")]
            )
        ).PageAsync(412);
        Assert.That(conflict.QuerySelector("#faults"), Is.Not.Null);
        Assert.That(conflict.FieldsOf(), Does.Contain(("title", "Second")));
        Assert.That(
            (await _viewer.OpenAsync("/desk/recommendations/EX-2024-I/1")).QuerySelector("main")!.TextContent,
            Does.Contain("First").And.Contain("M-DESK-1")
        );
    }

    [Test]
    public async Task Those_who_only_read_are_refused_what_analysts_and_admins_do()
    {
        foreach (var browser in new[] { _viewer, _donor })
        {
            foreach (
                var path in new[] { "/desk/measures/new", "/desk/measures/M-I-1/edit", "/desk/measures/M-I-1/judging" }
            )
            {
                var page = await (await browser.GetAsync(path)).PageAsync(403);
                Assert.That(page.QuerySelector("[role=alert]")!.TextContent, Does.Contain("Analysts and admins"), path);
            }

            var measure = await browser.OpenAsync("/desk/measures/M-I-1");
            Assert.That(measure.QuerySelectorAll("a[href*='/judging'], a[href$='/edit']"), Is.Empty);
            var link = (await _api.GetFromJsonOrFailAsync("/v1/measures/M-I-1/projects?limit=1"))!["items"]![0]!;
            var verdict = await browser.SendFormAsync(
                "/desk/measures/M-I-1/judging",
                [("pair", (string)link["project"]!["id"]!), ("tag", "*"), ("verdict", "rejected")]
            );
            Assert.That((int)verdict.StatusCode, Is.EqualTo(403));
            var saved = await browser.SendFormAsync(
                "/desk/measures/new",
                [
                    ("action", "save"),
                    ("reference", "M-VIEWER"),
                    ("title", "x"),
                    ("pillars", "precursors"),
                    ("form", "v"),
                ]
            );
            Assert.That((int)saved.StatusCode, Is.EqualTo(403));
            var endorsed = await browser.SendFormAsync(
                "/desk/meetings/EX-PCG-2025/endorsements",
                [("recommendations", "EX-2025-II/1"), ("form", $"{Guid.NewGuid()}")]
            );
            Assert.That((int)endorsed.StatusCode, Is.EqualTo(403));
        }

        var meeting = await _analyst.OpenAsync("/desk/meetings/EX-PCG-2025");
        Assert.That(meeting.QuerySelector("form.endorse"), Is.Null, "analysts do not endorse");
        Assert.That(
            (string)(await _api.GetFromJsonOrFailAsync("/v1/recommendations/EX-2025-II/1"))!["state"]!,
            Is.EqualTo("pending")
        );
    }

    [Test]
    public async Task Admin_endorses_a_set_at_the_page_of_a_policy_meeting()
    {
        foreach (var number in new[] { 7, 8 })
            await RecordAsync(
                "/v1/recommendations",
                $$"""
                { "reference": "EX-2025-IV/{{number}}", "text": "Text {{number}}.", "pillars": ["precursors"],
                  "madeAt": "EX-EWG-2025-II" }
                """
            );
        Assert.That((await _admin.OpenAsync("/desk/meetings/EWG-2015-TRIFOLD")).QuerySelector("form.endorse"), Is.Null);
        var page = await _admin.OpenAsync("/desk/meetings/EX-PCG-2025");
        var form = page.FieldsOf("form.endorse");
        var action = page.QuerySelector("form.endorse")!.GetAttribute("action")!;
        Assert.That(form, Has.Count.EqualTo(1), "nothing is chosen beforehand");
        var none = await (await _admin.SendFormAsync(action, form)).PageAsync(400);
        Assert.That(none.QuerySelector("#faults"), Is.Not.Null);

        var sent = await _admin.SendFormAsync(
            action,
            [.. form, ("recommendations", "EX-2025-IV/7"), ("recommendations", "EX-2025-IV/8")]
        );
        Assert.That(sent.StatusCode, Is.EqualTo(HttpStatusCode.SeeOther), await sent.Content.ReadAsStringAsync());
        var after = await _admin.OpenAsync("/desk/meetings/EX-PCG-2025");
        Assert.That(
            after.QuerySelector("[data-pointer='/recommendations/endorsed']")!.GetAttribute("data-value"),
            Is.EqualTo("2")
        );
        foreach (var number in new[] { 7, 8 })
            Assert.That(
                (string)(await _api.GetFromJsonOrFailAsync($"/v1/recommendations/EX-2025-IV/{number}"))!["state"]!,
                Is.EqualTo("endorsed")
            );
        var endorsed = await _viewer.OpenAsync("/desk/recommendations/EX-2025-IV/7");
        Assert.That(
            endorsed.QuerySelector("main")!.TextContent,
            Does.Contain("It is endorsed, and no measure implements it.")
        );
    }

    [Test]
    public async Task Texts_are_in_their_language_and_direction_and_nothing_in_them_is_markup()
    {
        const string Text = "شرکا باید <b onload=x>یک نفر</b> را معرفی کنند";
        await RecordAsync(
            "/v1/recommendations",
            JsonSerializer.Serialize(
                new
                {
                    reference = "EX-2025-II/91",
                    text = Text,
                    language = "fa",
                    translations = new[] { new { language = "ru", text = "Партнёрам следует <i>назвать</i> лицо." } },
                    pillars = new[] { "financial-flows" },
                    madeAt = "EX-EWG-2025-II",
                    addressees = new { others = new[] { "<script>alert(1)</script>" } },
                }
            )
        );
        var page = await _viewer.OpenAsync("/desk/recommendations/EX-2025-II/91");
        var text = page.QuerySelector(".agreed-text")!;
        Assert.That(
            (text.TextContent, text.GetAttribute("lang"), text.GetAttribute("dir")),
            Is.EqualTo((Text, "fa", "auto"))
        );
        Assert.That(page.QuerySelector("main [lang=ru]")!.TextContent, Does.Contain("<i>назвать</i>"));
        Assert.That(page.QuerySelectorAll("main b, main i, main [onload], main script"), Is.Empty);
    }

    [Test]
    public async Task Meeting_shows_who_took_part_who_was_no_member_and_goes_into_a_calendar()
    {
        var page = await _viewer.OpenAsync("/desk/meetings/EWG-2015-TRIFOLD");
        var text = page.QuerySelector("main")!.TextContent;
        Assert.That(
            text,
            Does.Contain("25 countries")
                .And.Contain("10 organisations")
                .And.Contain("as published")
                .And.Contain("Qatar")
        );
        Assert.That(
            page.QuerySelector("[data-pointer='/attendance/members']")!.GetAttribute("data-value"),
            Is.EqualTo("80")
        );
        var file = page.QuerySelector("a[href$='format=ics']")!.GetAttribute("href")!;
        var calendar = await _viewer.SendAsync("GET", file, headers: ("Sec-Fetch-Site", "same-origin"));
        Assert.That(calendar.Content.Headers.ContentType!.MediaType, Is.EqualTo("text/calendar"));
        Assert.That(
            await calendar.Content.ReadAsStringAsync(),
            Does.Contain("DTSTART;VALUE=DATE:20150601").And.Contain("DTEND;VALUE=DATE:20150606")
        );
    }

    [Test]
    public async Task Unknown_filters_and_records_are_told()
    {
        foreach (
            var (address, status) in new[]
            {
                ("/desk/gaps?contry=TJ", 400),
                ("/desk/gaps?measure=M-XX-9", 400),
                ("/desk/gaps?from=2026-02-01&until=2026-01-01", 400),
                ("/desk/measures?status=closed", 400),
                ("/desk/measures/M-XX-9", 404),
                ("/desk/recommendations/EX-2024-I/999", 404),
                ("/desk/meetings/NONE", 404),
            }
        )
        {
            var page = await (await _viewer.GetAsync(address)).PageAsync(status);
            Assert.That(page.QuerySelector("[role=alert]"), Is.Not.Null, address);
        }
    }

    [Test]
    public async Task Timeline_opens_at_today_and_leads_to_what_ended_before()
    {
        var page = await _viewer.OpenAsync("/desk/timeline?country=TJ");
        var today = DateOnly.FromDateTime(TimeProvider.System.GetUtcNow().UtcDateTime);
        var listed = await _api.GetFromJsonOrFailAsync(
            $"/v1/projects?country=TJ&sort=end&limit=60&activeFrom={today:yyyy-MM-dd}"
        );
        Assert.That(
            page.QuerySelectorAll(".timeline th[scope=row] a").Select(link => link.GetAttribute("href")),
            Is.EqualTo(listed!["items"]!.AsArray().Select(item => $"/desk/projects/{item!["id"]}"))
        );
        var all = await _viewer.OpenAsync(page.QuerySelector("main p.note a")!.GetAttribute("href")!);
        var first = (await _api.GetFromJsonOrFailAsync("/v1/projects?country=TJ&sort=end&limit=1"))!["items"]![0]!;
        Assert.That(
            all.QuerySelector(".timeline th[scope=row] a")!.GetAttribute("href"),
            Is.EqualTo($"/desk/projects/{first["id"]}")
        );
        Assert.That(all.QuerySelector(".years .all")!.GetAttribute("aria-current"), Is.EqualTo("true"));
    }

    [TestCase("/desk/gaps")]
    [TestCase("/desk/measures/M-II-2")]
    public async Task First_view_is_small(string view)
    {
        using var compressed = new HttpClient { BaseAddress = new(_demo.Address) };
        compressed.DefaultRequestHeaders.Add("Accept-Encoding", "br");
        compressed.DefaultRequestHeaders.Add("Cookie", await DeskForms.CookieOfAsync(_demo, Role.Donor));
        var page = await _viewer.OpenAsync(view);
        var bytes = (await (await compressed.GetAsync(view)).Content.ReadAsByteArrayAsync()).Length;
        foreach (
            var address in page.QuerySelectorAll("link[rel=stylesheet], script[src]")
                .Select(one => one.GetAttribute("href") ?? one.GetAttribute("src")!)
        )
            bytes += (await (await compressed.GetAsync(address)).Content.ReadAsByteArrayAsync()).Length;
        Assert.That(bytes, Is.InRange(1_000, 200_000));
    }

    private static string Pair(IHtmlDocument page) =>
        page.QuerySelector("form.verdict input[name=pair]")!.GetAttribute("value")!;

    /// <summary>Returns the heading above the row of a project.</summary>
    private static string HeadingOf(IHtmlDocument page, string project)
    {
        var element = page.QuerySelector($"#projects .links-table a[href='/desk/projects/{project}']")!
            .Closest("table");
        while (element is not null && element.LocalName != "h2")
            element = element.PreviousElementSibling;
        return element!.TextContent;
    }

    private Task<HttpResponseMessage> JudgeAsync(IHtmlDocument page, string verdict, string note) =>
        _analyst.SendFormAsync(
            page.QuerySelector("form.verdict")!.GetAttribute("action")!,
            [.. page.FieldsOf("form.verdict").With(("note", note)), ("verdict", verdict)]
        );

    private async Task RecordAsync(string address, string body)
    {
        var response = await _api.SendAsync("POST", address, body);
        Assert.That((int)response.StatusCode, Is.EqualTo(201), await response.Content.ReadAsStringAsync());
    }

    private async Task PatchAsync(string project, object changes)
    {
        var response = await _api.SendAsync(
            "PATCH",
            $"/v1/projects/{project}",
            JsonSerializer.Serialize(changes),
            "application/merge-patch+json",
            ("If-Match", "*")
        );
        Assert.That((int)response.StatusCode, Is.EqualTo(200), await response.Content.ReadAsStringAsync());
    }
}
