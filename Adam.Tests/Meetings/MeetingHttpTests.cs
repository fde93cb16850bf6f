using System.Text;
using System.Text.Json.Nodes;
using Adam.Domain.Keys;
using Adam.Tests.Projects;
using static Adam.Tests.Meetings.MeetingHttp;
using static Adam.Tests.Projects.ProjectHttp;

namespace Adam.Tests.Meetings;

/// <summary>Meetings as a resource: recording, reading, changing, withdrawing, listing, and as a calendar.</summary>
public sealed class MeetingHttpTests(string engine) : RegisterTests(engine)
{
    private HttpClient _analyst = null!;
    private HttpClient _viewer = null!;

    private TestApi Api => TestApi.Over(Register.Database);

    [SetUp]
    public async Task GetKeys() =>
        (_analyst, _viewer) = (await Api.ClientAsync(Role.Analyst), await Api.ClientAsync(Role.Viewer, "OSCE"));

    [Test]
    public async Task Recorded_meeting_is_returned_with_those_who_were_no_partners_then()
    {
        var response = await _analyst.SendAsync("POST", "/v1/meetings", Trifold);
        var created = await response.JsonAsync();
        Assert.That((int)response.StatusCode, Is.EqualTo(201), created.Text());
        Assert.That(response.Headers.Location?.ToString(), Is.EqualTo("/v1/meetings/EWG-2015-TRIFOLD"));
        Assert.That(
            created.Text(),
            Is.EqualTo(
                Compact(
                    $$"""
                    {
                      "id": "{{created["id"]}}", "reference": "EWG-2015-TRIFOLD", "kind": "expert-working-group",
                      "title": "Tri-fold expert working group", "status": "held",
                      "pillars": ["regional-initiatives", "financial-flows", "precursors"],
                      "start": "2015-06-01", "end": "2015-06-05", "year": 2015,
                      "place": { "city": "Almaty", "country": "KZ" }, "hosts": [{ "partner": "CARICC" }],
                      "sessions": [
                        {
                          "title": "Money and precursors", "pillars": ["financial-flows", "precursors"],
                          "start": "2015-06-02", "end": "2015-06-02"
                        },
                        {
                          "title": "Precursors and regions", "pillars": ["regional-initiatives", "precursors"],
                          "start": null, "end": null
                        }
                      ],
                      "participants": [
                        { "partner": "TJ" }, { "country": "KE" }, { "country": "OM" }, { "country": "QA" },
                        { "name": "Combined Maritime Forces" }, { "partner": "EAG" }
                      ],
                      "outcomes": [], "stated": { "countries": 25, "organisations": 10 }, "version": 1,
                      "createdAt": "{{created["createdAt"]}}", "updatedAt": "{{created["createdAt"]}}",
                      "updatedBy": "Test Analyst",
                      "attendance": {
                        "countries": 25, "organisations": 10, "basis": "stated", "on": "2015-06-01", "members": 80,
                        "nonPartners": ["KE", "OM", "QA", "Combined Maritime Forces", "EAG"]
                      },
                      "recommendations": { "made": 0, "endorsed": 0, "notEndorsed": 0 }, "partnersEndorsed": []
                    }
                    """
                )
            )
        );

        var read = await _viewer.GetAsync("/v1/meetings/ewg-2015-trifold");
        Assert.That((await read.JsonAsync()).Text(), Is.EqualTo(created.Text()));
        var tag = read.Headers.ETag!.ToString();
        Assert.That(response.Headers.ETag?.ToString(), Is.EqualTo(tag));
        var again = await _viewer.SendAsync("GET", "/v1/meetings/EWG-2015-TRIFOLD", headers: ("If-None-Match", tag));
        Assert.That((int)again.StatusCode, Is.EqualTo(304));
    }

    [Test]
    public async Task Attendance_is_counted_from_the_list_against_the_members_of_the_first_day()
    {
        await _analyst.AddMeetingAsync(
            With(
                Trifold,
                """{ "reference": "A", "stated": null, "start": "2015-12-16", "end": "2015-12-16", "sessions": [] }"""
            )
        );
        await _analyst.AddMeetingAsync(Meeting("""{ "reference": "B" }"""));
        Assert.That(
            await _viewer.ItemsAsync("/v1/meetings", meeting => meeting["attendance"]?.Text() ?? "null"),
            Is.EqualTo(
                new[]
                {
                    """{"countries":4,"organisations":2,"basis":"listed","on":"2015-12-16","members":81"""
                        + ""","nonPartners":["KE","OM","QA","Combined Maritime Forces"]}""",
                    "null",
                }
            )
        );
    }

    [Test]
    public async Task What_other_records_decide_has_another_tag()
    {
        await _analyst.AddMeetingAsync(Meeting());
        var before = (await _viewer.GetAsync("/v1/meetings/EWG-1")).Headers.ETag!.ToString();
        await _analyst.AddRecommendationAsync(Recommendation());
        var after = await _viewer.SendAsync("GET", "/v1/meetings/EWG-1", headers: ("If-None-Match", before));
        Assert.That((int)after.StatusCode, Is.EqualTo(200));
        Assert.That((int?)(await after.JsonAsync())["recommendations"]!["made"], Is.EqualTo(1));
        // The content has not changed, so the change is that of the version that was read.
        var patched = await PatchAsync("EWG-1", """{ "title": "Others" }""", before);
        Assert.That((int)patched.StatusCode, Is.EqualTo(200));
    }

    [Test]
    public async Task Meeting_shows_the_partners_that_it_endorsed()
    {
        await _analyst.AddMeetingAsync(Pcg12);
        Assert.That(
            (await _viewer.ReadAsync("/v1/meetings/PCG-12"))["partnersEndorsed"]!.Text(),
            Is.EqualTo("""["EAG"]""")
        );
    }

    [Test]
    public async Task Every_error_is_reported_at_once()
    {
        var response = await _analyst.SendAsync(
            "POST",
            "/v1/meetings",
            """
            {
              "reference": "X/1", "kind": "party", "title": "?", "status": "held", "pillars": ["precursor"],
              "start": "2015-06-05", "end": "2015-06-01", "year": 2016, "place": { "country": "ZZ" },
              "hosts": [{}, { "partner": "Frankonia" }, { "partner": "DE", "name": "x" }],
              "sessions": [{ "title": "a", "start": "2015-07-01" }, { "end": "2015-06-05" }],
              "participants": [{ "partner": "DE" }, { "partner": "FR" }], "stated": { "countries": 1 },
              "outcomes": ["!"], "version": 2, "attendance": {}, "foo": 1
            }
            """
        );
        Assert.That(
            await response.FaultsAsync(),
            Is.EquivalentTo(
                new[]
                {
                    "reference ADAM-1018",
                    "kind ADAM-1012",
                    "title ADAM-1018",
                    "pillars[0] ADAM-1012",
                    "end ADAM-3005",
                    "year ADAM-1018",
                    "place.country ADAM-1012",
                    "hosts[0] ADAM-1016",
                    "hosts[1].partner ADAM-1012",
                    "hosts[2] ADAM-1018",
                    "sessions[0].end ADAM-1018",
                    "sessions[1].title ADAM-1016",
                    "sessions[1].start ADAM-1016",
                    "stated.countries ADAM-1018",
                    "outcomes[0] ADAM-1018",
                    "version ADAM-3006",
                    "attendance ADAM-3006",
                    "foo ADAM-1004",
                }
            )
        );
        Assert.That((await _viewer.ReadAsync("/v1/meetings?count=true"))["total"]!.GetValue<int>(), Is.Zero);
    }

    [TestCase("""{ "start": null, "end": null }""", "start ADAM-1016")]
    [TestCase("""{ "start": null, "end": null, "status": "planned" }""", "start ADAM-1016")]
    [TestCase("""{ "start": null }""", "start ADAM-1016")]
    [TestCase("""{ "start": "9999-12-31", "end": "9999-12-31" }""", "start ADAM-1010", "end ADAM-1010")]
    public async Task Days_that_are_missing_or_impossible_are_named(string changes, params string[] errors) =>
        Assert.That(
            await (await _analyst.SendAsync("POST", "/v1/meetings", Meeting(changes))).FaultsAsync(),
            Is.EquivalentTo(errors)
        );

    [Test]
    public async Task What_was_read_can_be_sent_back_and_changes_nothing()
    {
        var created = await _analyst.AddMeetingAsync(Trifold);
        var put = await _analyst.SendAsync(
            "PUT",
            "/v1/meetings/EWG-2015-TRIFOLD",
            created.Text(),
            headers: ("If-Match", "\"1\"")
        );
        Assert.That((await put.JsonAsync()).Text(), Is.EqualTo(created.Text()));
    }

    [Test]
    public async Task Change_needs_the_version_that_was_read_and_is_in_the_history()
    {
        await _analyst.AddMeetingAsync(Meeting());
        await (await PatchAsync("EWG-1", "{}", "\"7\"")).ProblemAsync(412, "ADAM-1040");
        await (await _analyst.SendAsync("DELETE", "/v1/meetings/EWG-1")).ProblemAsync(428, "ADAM-1041");
        await PatchAsync("EWG-1", """{ "start": "2016-01-02", "end": null }""", "\"1\"");
        Assert.That(
            await _viewer.ItemsAsync(
                "/v1/meetings/EWG-1/history",
                version =>
                    $"{version["version"]} {version["action"]} "
                    + string.Join(' ', version["changes"]!.AsArray().Select(change => (string?)change!["member"]))
            ),
            Is.EqualTo(new[] { "1 created ", "2 changed start end year" })
        );
    }

    [Test]
    public async Task Withdrawn_meeting_is_gone_and_keeps_its_reference()
    {
        await _analyst.AddMeetingAsync(Meeting());
        await (await _analyst.SendAsync("POST", "/v1/meetings", Meeting())).ProblemAsync(409, "ADAM-6054");
        var gone = await _analyst.SendAsync("DELETE", "/v1/meetings/ewg-1", headers: ("If-Match", "\"1\""));
        Assert.That((int)gone.StatusCode, Is.EqualTo(204));
        await (await _viewer.GetAsync("/v1/meetings/EWG-1")).ProblemAsync(410, "ADAM-6055");
        await (await _analyst.SendAsync("POST", "/v1/meetings", Meeting())).ProblemAsync(409, "ADAM-6054");
        Assert.That(await _viewer.ItemsAsync("/v1/meetings", Shown), Is.Empty);
        Assert.That(
            (string?)(await (await _viewer.GetAsync("/v1/meetings/EWG-2")).ProblemAsync(404, "ADAM-6053"))["detail"],
            Does.StartWith("There is no meeting 'EWG-2'.")
        );
    }

    [Test]
    public async Task Meeting_that_a_recommendation_names_is_not_withdrawn()
    {
        await _analyst.AddMeetingAsync(Meeting());
        await _analyst.AddRecommendationAsync(Recommendation());
        var response = await _analyst.SendAsync("DELETE", "/v1/meetings/EWG-1", headers: ("If-Match", "*"));
        Assert.That((string?)(await response.ProblemAsync(409, "ADAM-6056"))["detail"], Does.Contain("EWG-1-III/1"));
    }

    [TestCase("kind=policy-consultative-group", "PCG-12")]
    [TestCase("status=planned", "NEXT")]
    [TestCase("pillar=financial-flows", "EWG-2015-TRIFOLD")]
    [TestCase("country=KZ", "EWG-2015-TRIFOLD")]
    [TestCase("partner=CARICC", "EWG-2015-TRIFOLD")]
    [TestCase("partner=Tajikistan", "EWG-2015-TRIFOLD")]
    [TestCase("partner=DE", "")]
    [TestCase("from=2015-06-05&until=2015-12-15", "EWG-2015-TRIFOLD PCG-12")]
    [TestCase("from=2015-06-06&until=2015-12-14", "")]
    [TestCase("from=2027-12-31", "NEXT")]
    [TestCase("until=2027-01-01&from=2017-01-01", "NEXT")]
    [TestCase("from=2028-01-01", "")]
    [TestCase("limit=2", "EWG-2015-TRIFOLD PCG-12")]
    public async Task Filter_selects_meetings(string query, string references)
    {
        await AddThreeAsync();
        Assert.That(string.Join(' ', await _viewer.ItemsAsync($"/v1/meetings?{query}", Shown)), Is.EqualTo(references));
    }

    [Test]
    public async Task List_is_a_table_too()
    {
        await AddThreeAsync();
        var lines = (await _viewer.GetStringAsync("/v1/meetings?format=csv&bom=false")).Split("\r\n");
        Assert.That(lines[0], Does.StartWith("reference,kind,title,status,pillars,start,end,year,city,country,hosts,"));
        Assert.That(
            lines[1],
            Does.StartWith(
                "EWG-2015-TRIFOLD,expert-working-group,Tri-fold expert working group,held,"
                    + "regional-initiatives; financial-flows; precursors,2015-06-01,2015-06-05,2015,Almaty,KZ,CARICC,"
                    + "TJ; KE; OM; QA; Combined Maritime Forces; EAG,25,10,stated,2015-06-01,"
            )
        );
        Assert.That(lines, Has.Length.EqualTo(5));
    }

    [Test]
    public async Task Calendar_has_whole_days_and_the_end_is_the_day_after()
    {
        await AddThreeAsync();
        var meeting = await _viewer.ReadAsync("/v1/meetings/EWG-2015-TRIFOLD");
        var response = await _viewer.GetAsync("/v1/meetings?format=ics");
        Assert.That(response.Content.Headers.ContentType?.ToString(), Is.EqualTo("text/calendar"));
        var text = await response.Content.ReadAsStringAsync();
        Assert.That(
            Unfolded(text)
                .TakeWhile(line => line != "END:VEVENT")
                .Where(line => !line.Contains("2026", StringComparison.Ordinal)),
            Is.SupersetOf(
                new[]
                {
                    "BEGIN:VCALENDAR",
                    "VERSION:2.0",
                    "BEGIN:VEVENT",
                    $"UID:{meeting["id"]}",
                    "SEQUENCE:1",
                    "DTSTART;VALUE=DATE:20150601",
                    "DTEND;VALUE=DATE:20150606",
                    "SUMMARY:Tri-fold expert working group",
                    "LOCATION:Almaty\\, Kazakhstan",
                    "CATEGORIES:expert-working-group,regional-initiatives,financial-flows,precursors",
                    "STATUS:CONFIRMED",
                }
            )
        );
        // The meeting that has only a year is no event.
        Assert.That(Unfolded(text).Count(line => line == "BEGIN:VEVENT"), Is.EqualTo(2));

        var one = await _viewer.SendAsync("GET", "/v1/meetings/EWG-2015-TRIFOLD", headers: ("Accept", "text/calendar"));
        Assert.That(one.Content.Headers.ContentType?.ToString(), Is.EqualTo("text/calendar; charset=utf-8"));
        Assert.That(await one.Content.ReadAsStringAsync(), Does.StartWith("BEGIN:VCALENDAR\r\n"));
        Assert.That(
            await (await _viewer.GetAsync("/v1/meetings/NEXT?format=ics")).FaultsAsync(),
            Is.EqualTo(new[] { "format ADAM-1018" })
        );
    }

    /// <summary>RFC 5545 allows no calendar without a component, so an empty one has a time zone.</summary>
    [TestCase("")]
    [TestCase("&from=2100-01-01", TestName = "Calendar without a match has a component")]
    [TestCase("&from=2027-01-01&until=2027-12-31", TestName = "Calendar of a meeting without days has a component")]
    public async Task Calendar_without_events_has_a_component(string filter)
    {
        if (filter.Length > 0)
            await AddThreeAsync();
        var lines = Unfolded(await _viewer.GetStringAsync($"/v1/meetings?format=ics{filter}"));
        Assert.That(
            lines,
            Is.EqualTo(
                new[]
                {
                    "BEGIN:VCALENDAR",
                    "VERSION:2.0",
                    "PRODID:-//Adam//Meetings//EN",
                    "CALSCALE:GREGORIAN",
                    "BEGIN:VTIMEZONE",
                    "TZID:Etc/UTC",
                    "BEGIN:STANDARD",
                    "DTSTART:19700101T000000",
                    "TZOFFSETFROM:+0000",
                    "TZOFFSETTO:+0000",
                    "TZNAME:UTC",
                    "END:STANDARD",
                    "END:VTIMEZONE",
                    "END:VCALENDAR",
                }
            )
        );
    }

    [Test]
    public async Task Lines_of_a_calendar_are_folded_between_characters_and_texts_are_escaped()
    {
        var title = "Совещание экспертов; деньги, прекурсоры \\ маршруты " + new string('я', 120);
        await _analyst.AddMeetingAsync(
            Meeting($$"""{ "title": {{JsonValue.Create(title)!.ToJsonString()}}, "outcomes": ["a, b", "c"] }""")
        );
        var bytes = await _viewer.GetByteArrayAsync("/v1/meetings?format=ics");
        var text = new UTF8Encoding(false, throwOnInvalidBytes: true).GetString(bytes);
        Assert.That(text.Split("\r\n").Select(line => Encoding.UTF8.GetByteCount(line)), Is.All.LessThanOrEqualTo(75));
        foreach (var line in text.TrimEnd().Split("\r\n"))
            Assert.That(line, Does.Not.Contain('�'));
        Assert.That(
            Unfolded(text),
            Has.Member("SUMMARY:Совещание экспертов\\; деньги\\, прекурсоры \\\\ маршруты " + new string('я', 120))
                .And.Member("DESCRIPTION:a\\, b\\nc")
        );
    }

    private static string Shown(JsonNode meeting) => (string)meeting["reference"]!;

    /// <summary>Returns the lines of a calendar without its folds (RFC 5545, section 3.1).</summary>
    private static string[] Unfolded(string calendar) =>
        calendar.Replace("\r\n ", "", StringComparison.Ordinal).TrimEnd().Split("\r\n");

    private async Task AddThreeAsync()
    {
        await _analyst.AddMeetingAsync(Trifold);
        await _analyst.AddMeetingAsync(Pcg12);
        await _analyst.AddMeetingAsync(
            Meeting("""{ "reference": "NEXT", "status": "planned", "start": null, "end": null, "year": 2027 }""")
        );
    }

    private Task<HttpResponseMessage> PatchAsync(string reference, string patch, string tag) =>
        _analyst.SendAsync("PATCH", $"/v1/meetings/{reference}", patch, MergePatch, ("If-Match", tag));
}
