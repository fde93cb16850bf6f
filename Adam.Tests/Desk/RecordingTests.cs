using System.Net;
using System.Text.Json.Nodes;
using Adam.Domain.Keys;
using AngleSharp.Dom;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Adam.Tests.Desk;

/// <summary>The form of a record, as a browser without script sends it.</summary>
[Category("sqlite")]
public sealed class RecordingTests
{
    private DemoServer _demo = null!;
    private HttpClient _donor = null!;
    private HttpClient _admin = null!;
    private HttpClient _api = null!;

    [OneTimeSetUp]
    public async Task OpenAsync()
    {
        _demo = await DemoServer.StartAsync();
        _donor = await DeskPagesTests.SignInAsync(_demo, Role.Donor);
        _admin = await DeskPagesTests.SignInAsync(_demo, Role.Admin);
        _api = _demo.Client(Role.Admin);
    }

    [OneTimeTearDown]
    public async Task CloseAsync()
    {
        _donor.Dispose();
        _admin.Dispose();
        _api.Dispose();
        await _demo.DisposeAsync();
    }

    [Test]
    public async Task Every_fault_is_told_at_once_beside_its_field_and_with_a_link_to_it()
    {
        var fields = (await _donor.OpenAsync("/desk/projects/new"))
            .FieldsOf()
            .With(
                ("action", "save"),
                ("countries[0]", "Tajikistanx"),
                ("donors[0].who", ""),
                ("donors[2].who", "Germany"),
                ("donors[2].amount", "1,200"),
                ("donors[2].currency", "EUX"),
                ("plannedStart", "2026-05-01"),
                ("plannedEnd", "2026-04-01"),
                ("places[4].name", "Panj"),
                ("places[4].latitude", "37.2")
            );
        var page = await (await _donor.SendFormAsync("/desk/projects/new", fields)).PageAsync(400);
        foreach (
            var (field, text) in new[]
            {
                ("title", "missing"),
                ("reference", "missing"),
                ("pillars", "At least 1"),
                ("countries[0]", "Tajikistanx"),
                ("donors[2].amount", "1,200"),
                ("donors[2].currency", "EUX"),
                ("plannedEnd", "before"),
                ("places[4].longitude", "together"),
            }
        )
        {
            Assert.That(page.FaultOf(field), Does.Contain(text).IgnoreCase, field);
            var id =
                page.QuerySelectorAll("[name], fieldset")
                    .First(one => one.GetAttribute("name") == field || one.Id == $"f-{field}")
                    .GetAttribute("id")
                ?? $"f-{field}";
            Assert.That(page.QuerySelector($".faults a[href='#{id}']"), Is.Not.Null, field);
            Assert.That(page.GetElementById(id), Is.Not.Null, field);
        }

        Assert.That(
            page.FieldsOf(),
            Does.Contain(("donors[2].amount", "1,200")).And.Contain(("places[4].name", "Panj"))
        );
        Assert.That(page.QuerySelectorAll("[data-fault]:not([hidden])"), Has.Length.EqualTo(8));
    }

    [Test]
    public async Task Duplicate_is_shown_before_saving_and_two_clicks_save_once()
    {
        var other = (await _api.GetFromJsonOrFailAsync("/v1/projects?owner=NO&limit=1"))!["items"]![0]!.AsObject();
        var fields = (await _donor.OpenAsync("/desk/projects/new"))
            .FieldsOf()
            .With(
                ("action", "save"),
                ("title", (string)other["title"]!),
                ("reference", "Q7TWICE"),
                ("description", (string?)other["description"] ?? ""),
                ("status", "implementation"),
                ("plannedStart", (string?)other["plannedStart"] ?? (string)other["actualStart"]!),
                ("plannedEnd", (string?)other["plannedEnd"] ?? (string?)other["actualEnd"] ?? "")
            );
        fields.AddRange(other["pillars"]!.AsArray().Select(code => ("pillars", code!.ToString())));
        fields =
        [
            .. fields.Where(field => !field.Name.StartsWith("countries[", StringComparison.Ordinal)),
            .. other["countries"]!.AsArray().Select((code, i) => ($"countries[{i}]", code!.ToString())),
        ];
        var warned = await (await _donor.SendFormAsync("/desk/projects/new", fields)).PageAsync(200);
        Assert.That(warned.QuerySelector($"[data-overlap='{other["id"]}']"), Is.Not.Null);
        Assert.That(warned.QuerySelector("#findings [role=alert]"), Is.Not.Null);
        Assert.That(await CountAsync("Q7TWICE"), Is.Zero);

        // The form that has shown them is saved, and only once.
        var seen = warned.FieldsOf().With(("action", "save"));
        var answers = await Task.WhenAll(
            Enumerable.Range(0, 3).Select(_ => _donor.SendFormAsync("/desk/projects/new", seen))
        );
        // One more click, when the first has certainly recorded the project.
        answers = [.. answers, await _donor.SendFormAsync("/desk/projects/new", seen)];
        Assert.That(answers.Select(answer => answer.StatusCode), Is.All.EqualTo(HttpStatusCode.SeeOther));
        Assert.That(answers.Select(answer => answer.Headers.Location!.ToString()).Distinct().Count(), Is.EqualTo(1));
        Assert.That(await CountAsync("Q7TWICE"), Is.EqualTo(1));

        var page = await _donor.OpenAsync(answers[0].Headers.Location!.ToString());
        var form = seen.Single(field => field.Name == "form").Text;
        Assert.That(page.QuerySelector("[data-saved]")!.GetAttribute("data-saved"), Is.EqualTo(form));

        // Another content under the same form is another request, and its reference is taken.
        var changed = await _donor.SendFormAsync("/desk/projects/new", seen.With(("title", "Another")));
        Assert.That((int)changed.StatusCode, Is.EqualTo(400));
        Assert.That((await changed.PageAsync(400)).FaultOf("reference"), Does.Contain("Q7TWICE"));
    }

    [Test]
    public async Task Untouched_form_of_any_record_saves_what_it_was()
    {
        var full = await _api.GetFromJsonOrFailAsync($"/v1/projects/{await RecordFullAsync()}");
        var list = await _api.GetFromJsonOrFailAsync("/v1/projects?limit=200");
        foreach (var project in list!["items"]!.AsArray().Append(full))
        {
            var address = $"/desk/projects/{project!["id"]}/edit";
            var page = await _admin.OpenAsync(address);
            var fields = page.FieldsOf();
            var checkedPage = await (await _admin.SendFormAsync(address, fields.With(("action", "check")))).PageAsync(
                200
            );
            var response = await _admin.SendFormAsync(address, checkedPage.FieldsOf().With(("action", "save")));
            Assert.That((int)response.StatusCode, Is.EqualTo(303), (string)project["reference"]!);
            var after = await _api.GetFromJsonOrFailAsync($"/v1/projects/{project["id"]}");
            Assert.That(after!.ToJsonString(), Is.EqualTo(project.ToJsonString()));
        }
    }

    [Test]
    public async Task Conflict_becomes_a_merge_and_the_choice_is_saved()
    {
        var id = await RecordAsync("MERGE-1");
        var address = $"/desk/projects/{id}/edit";
        var mine = (await _donor.OpenAsync(address)).FieldsOf();

        var theirs = await _api.SendAsync(
            "PATCH",
            $"/v1/projects/{id}",
            """{"title":"Their title","status":"suspended","beneficiaries":["Theirs"]}""",
            "application/merge-patch+json",
            ("If-Match", "\"1\"")
        );
        Assert.That((int)theirs.StatusCode, Is.EqualTo(200), await theirs.Content.ReadAsStringAsync());

        var sent = mine.With(
            ("action", "save"),
            ("title", "My title"),
            ("description", "My description"),
            ("beneficiaries", "Mine")
        );
        var page = await (await _donor.SendFormAsync(address, sent)).PageAsync(409);
        var choices = page.QuerySelectorAll(".merge input").Select(one => one.GetAttribute("name")).Distinct();
        Assert.That(choices, Is.EqualTo(new[] { "choice.title", "choice.beneficiaries" }));
        Assert.That(page.QuerySelector(".merge dl")!.TextContent, Does.Contain("Status"));
        var merged = page.FieldsOf();
        Assert.That(merged, Does.Contain(("title", "My title")).And.Contain(("status", "suspended")));
        Assert.That(merged, Does.Contain(("description", "My description")));

        var saved = await _donor.SendFormAsync(
            address,
            merged.With(("action", "save"), ("choice.title", "theirs"), ("choice.beneficiaries", "mine"))
        );
        Assert.That((int)saved.StatusCode, Is.EqualTo(303), await saved.Content.ReadAsStringAsync());
        var stored = (await _api.GetFromJsonOrFailAsync($"/v1/projects/{id}"))!;
        Assert.That((string)stored["title"]!, Is.EqualTo("Their title"));
        Assert.That((string)stored["status"]!, Is.EqualTo("suspended"));
        Assert.That((string)stored["description"]!, Is.EqualTo("My description"));
        Assert.That((string)stored["beneficiaries"]![0]!, Is.EqualTo("Mine"));
        Assert.That((int)stored["version"]!, Is.EqualTo(3));

        // The same form a second time, as by two clicks, finds itself saved.
        var again = await _donor.SendFormAsync(
            address,
            merged.With(("action", "save"), ("choice.title", "theirs"), ("choice.beneficiaries", "mine"))
        );
        Assert.That((int)again.StatusCode, Is.EqualTo(303));
    }

    [Test]
    public async Task Ended_session_loses_nothing_and_the_key_sends_the_form()
    {
        using var browser = await DeskPagesTests.SignInAsync(_demo, Role.Donor);
        var fields = (await browser.OpenAsync("/desk/projects/new"))
            .FieldsOf()
            .With([.. Plain("ENDED-1"), ("description", "First line\n\nThird <b> & \"line\""), ("action", "save")]);
        await browser.SendFormAsync("/desk/sign-out", []);

        var held = await (await browser.SendFormAsync("/desk/projects/new", fields)).PageAsync(401);
        Assert.That(held.FieldsOf().Where(field => field.Name is not ("key" or "user")), Is.EquivalentTo(fields));

        var wrong = await (
            await browser.SendFormAsync("/desk/projects/new", held.FieldsOf().With(("key", "adam_nothing")))
        ).PageAsync(401);
        Assert.That(wrong.FieldsOf().Where(field => field.Name is not ("key" or "user")), Is.EquivalentTo(fields));
        Assert.That(wrong.Source.Text, Does.Not.Contain("adam_nothing"));

        var saved = await browser.SendFormAsync(
            "/desk/projects/new",
            wrong.FieldsOf().With(("key", _demo.Keys[Role.Donor]))
        );
        // It overlaps others, or is saved at once; the session has begun in both cases.
        if (saved.StatusCode == HttpStatusCode.OK)
            saved = await browser.SendFormAsync(
                "/desk/projects/new",
                (await saved.PageAsync(200)).FieldsOf().With(("action", "save"))
            );
        Assert.That((int)saved.StatusCode, Is.EqualTo(303));
        var record = await browser.OpenAsync(saved.Headers.Location!.ToString());
        Assert.That(record.QuerySelector(".prose")!.TextContent, Is.EqualTo("First line\n\nThird <b> & \"line\""));
    }

    [Test]
    public async Task Form_of_another_site_records_nothing()
    {
        var fields = (await _donor.OpenAsync("/desk/projects/new"))
            .FieldsOf()
            .With([.. Plain("Q7FOREIGN"), ("action", "save")]);
        foreach (var site in new[] { "cross-site", "same-site", "none" })
        {
            var body = string.Join('&', fields.Select(field => $"{field.Name}={Uri.EscapeDataString(field.Text)}"));
            var response = await _donor.SendAsync(
                "POST",
                "/desk/projects/new",
                body,
                "application/x-www-form-urlencoded",
                ("Sec-Fetch-Site", site)
            );
            await response.ProblemAsync(403, "ADAM-2022");
        }

        Assert.That(await CountAsync("Q7FOREIGN"), Is.Zero);
    }

    [Test]
    public async Task No_form_of_the_desk_is_taken_from_another_site()
    {
        var forms = _demo
            .Api.Services.GetRequiredService<EndpointDataSource>()
            .Endpoints.OfType<RouteEndpoint>()
            .Where(endpoint =>
                endpoint.Metadata.GetMetadata<IHttpMethodMetadata>()?.HttpMethods.Contains("POST") is true
                && endpoint.RoutePattern.RawText!.StartsWith("/desk", StringComparison.Ordinal)
            )
            .Select(endpoint => endpoint.RoutePattern.RawText!)
            .ToList();
        Assert.That(forms, Has.Count.GreaterThan(8));
        foreach (var path in forms)
        {
            var response = await _admin.SendAsync(
                "POST",
                path.Replace("{id}", "x", StringComparison.Ordinal)
                    .Replace("{code}", "DE", StringComparison.Ordinal)
                    .Replace("{year:int}", "2015", StringComparison.Ordinal),
                "action=save",
                "application/x-www-form-urlencoded",
                ("Origin", "https://example.org")
            );
            await response.ProblemAsync(403, "ADAM-2022");
        }
    }

    [Test]
    public async Task Those_who_may_not_write_are_told_so()
    {
        using var viewer = await DeskPagesTests.SignInAsync(_demo, Role.Viewer);
        var page = await (await viewer.GetAsync("/desk/projects/new")).PageAsync(403);
        Assert.That(page.QuerySelector("[role=alert]")!.TextContent, Does.Contain("Ask an admin"));
        Assert.That((await viewer.OpenAsync("/desk/projects")).QuerySelector("a[href='/desk/projects/new']"), Is.Null);

        var other = (await _api.GetFromJsonOrFailAsync("/v1/projects?owner=NO&limit=1"))!["items"]![0]!;
        var edit = await (await _donor.GetAsync($"/desk/projects/{other["id"]}/edit")).PageAsync(403);
        Assert.That(edit.QuerySelector("[role=alert]")!.TextContent, Does.Contain("Norway"));
        Assert.That(
            (await _donor.OpenAsync($"/desk/projects/{other["id"]}")).QuerySelector("a[href$='/edit']"),
            Is.Null
        );

        List<(string, string)> fields =
        [
            .. Plain("VIEWER-1").Where(field => field.Item1 != "countries[0]"),
            ("countries[0]", "GN"),
            ("action", "save"),
            ("form", "x"),
        ];
        var refused = await (await viewer.SendFormAsync("/desk/projects/new", fields)).PageAsync(403);
        Assert.That(refused.QuerySelector("[role=alert]")!.TextContent, Does.Contain("viewer"));
    }

    [Test]
    public async Task Row_is_added_without_a_script_and_copy_has_what_can_be_shared()
    {
        var id = await RecordFullAsync();
        var page = await _donor.OpenAsync($"/desk/projects/new?from={id}");
        var copied = page.FieldsOf();
        var original = (await _donor.OpenAsync($"/desk/projects/{id}/edit")).FieldsOf();
        string[] own = ["reference", "iatiIdentifier", "plannedStart", "plannedEnd", "actualStart", "actualEnd"];
        string[] ofForm = ["status", "owner", "form", "version", "id"];
        Assert.That(
            copied.Where(field => !ofForm.Contains(field.Name)),
            Is.EquivalentTo(
                original
                    .Where(field => !ofForm.Contains(field.Name))
                    .Select(field => own.Contains(field.Name) ? (field.Name, "") : field)
            )
        );

        var more = await (
            await _donor.SendFormAsync("/desk/projects/new", copied.With(("action", "add:donors")))
        ).PageAsync(200);
        Assert.That(
            more.FieldsOf().Select(field => field.Name).Except(copied.Select(field => field.Name)),
            Is.EquivalentTo(new[] { "donors[2].who", "donors[2].agency", "donors[2].amount", "donors[2].currency" })
        );
        Assert.That(copied.Except(more.FieldsOf()), Is.Empty);
    }

    [Test]
    public async Task Names_are_offered_and_understood_in_the_language_of_the_person()
    {
        var response = await _donor.SendAsync("GET", "/desk/projects/new", headers: ("Accept-Language", "ru"));
        var page = await response.PageAsync(200);
        var offered = page.QuerySelectorAll("#countries option")
            .Select(option => option.GetAttribute("value"))
            .ToList();
        Assert.That(offered, Does.Contain("Таджикистан"));
        Assert.That(offered, Has.Count.EqualTo(250));
        Assert.That(
            page.QuerySelectorAll("#partners option").Select(option => option.GetAttribute("value")),
            Does.Contain("Норвегия")
        );

        var fields = page.FieldsOf()
            .With([
                .. Plain("RU-1"),
                ("countries[0]", "таджикистан"),
                ("donors[0].who", "Норвегия"),
                ("action", "save"),
            ]);
        var saved = await SaveAsync(_donor, "/desk/projects/new", fields, ("Accept-Language", "ru"));
        var stored = (await _api.GetFromJsonOrFailAsync($"/v1/projects/{saved}"))!;
        Assert.That((string)stored["countries"]![0]!, Is.EqualTo("TJ"));
        Assert.That((string)stored["donors"]![0]!["partner"]!, Is.EqualTo("NO"));
    }

    private static (string, string)[] Plain(string reference) =>
        [
            ("title", $"Laboratory training {reference}"),
            ("reference", reference),
            ("pillars", "financial-flows"),
            ("countries[0]", "SN"),
            ("donors[0].who", "Germany"),
            ("status", "pipeline"),
            ("plannedStart", "2027-01-01"),
            ("plannedEnd", "2027-12-31"),
        ];

    private async Task<string> RecordAsync(string reference)
    {
        var fields = (await _donor.OpenAsync("/desk/projects/new"))
            .FieldsOf()
            .With([.. Plain(reference), ("action", "save")]);
        return await SaveAsync(_donor, "/desk/projects/new", fields);
    }

    /// <summary>Saves a form, also if it shows something first, and returns the id of the project.</summary>
    private static async Task<string> SaveAsync(
        HttpClient browser,
        string address,
        List<(string Name, string Text)> fields,
        params (string, string)[] headers
    )
    {
        var response = await browser.SendFormAsync(address, fields, headers);
        if (response.StatusCode == HttpStatusCode.OK)
            response = await browser.SendFormAsync(
                address,
                (await response.PageAsync(200)).FieldsOf().With(("action", "save")),
                headers
            );
        Assert.That((int)response.StatusCode, Is.EqualTo(303), await response.Content.ReadAsStringAsync());
        return response.Headers.Location!.ToString().Split('/')[^1].Split('?')[0];
    }

    /// <summary>Records a project that has every member, and returns its id.</summary>
    private async Task<string> RecordFullAsync()
    {
        using var donor = _demo.Client(Role.Donor);
        var reference = $"FULL-{Guid.NewGuid():N}"[..12];
        var body = new JsonObject
        {
            ["reference"] = reference,
            ["title"] = "  عنوان \"mit\" <Zeichen> & 'mehr'",
            ["description"] = "\nOne\n\nThree  \n",
            ["language"] = "de",
            ["pillars"] = new JsonArray("precursors", "financial-flows"),
            ["countries"] = new JsonArray("UZ", "TJ", "CI"),
            ["countryPercentages"] = JsonNode.Parse("""[{"country":"TJ","percentage":60.25}]"""),
            ["places"] = JsonNode.Parse(
                """
                [{"name":"Panj","admin1":"Khatlon","latitude":37.123456789,"longitude":69.1},{"name":"Termez"}]
                """
            ),
            ["activityTypes"] = new JsonArray("training", "equipment", "border-management"),
            ["donors"] = JsonNode.Parse(
                """
                [{"partner":"DE","name":"Federal Foreign Office","amount":99999999999999.99,"currency":"EUR"},
                 {"name":"A foundation, not a partner","amount":0,"currency":"JPY"}]
                """
            ),
            ["implementers"] = JsonNode.Parse("""[{"name":"Some company"},{"partner":"UNODC"}]"""),
            ["beneficiaries"] = new JsonArray("Drug Control Agency", "Customs; posts, and others"),
            ["status"] = "implementation",
            ["plannedStart"] = "2026-01-01",
            ["actualStart"] = "2026-02-01",
            ["plannedEnd"] = "2027-01-01",
            ["sectors"] = JsonNode.Parse("""[{"vocabulary":"dac","code":"16063","percentage":40}]"""),
            ["additionalSdgTargets"] = new JsonArray("16.5", "3"),
            ["iatiIdentifier"] = $"DE-1-{reference}",
            ["relatedProjects"] = JsonNode.Parse("""[{"identifier":"XM-DAC-41128-TJKZ01","relation":"co-funded"}]"""),
            ["declaredMeasures"] = new JsonArray("M-III-1", "M-II-2"),
            ["visibility"] = "restricted",
        };
        var created = await donor.SendAsync("POST", "/v1/projects", body.ToJsonString());
        Assert.That((int)created.StatusCode, Is.EqualTo(201), await created.Content.ReadAsStringAsync());
        return (string)(await created.JsonAsync())["id"]!;
    }

    private async Task<int> CountAsync(string reference) =>
        (int)(await _api.GetFromJsonOrFailAsync($"/v1/projects?q={reference}&count=true"))!["total"]!;
}
