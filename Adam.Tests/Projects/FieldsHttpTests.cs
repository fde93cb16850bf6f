using System.Text.Json.Nodes;
using Adam.Domain.Keys;
using static Adam.Tests.Projects.ProjectHttp;

namespace Adam.Tests.Projects;

/// <summary>Responses with some members, and with the names of codes.</summary>
public sealed class FieldsHttpTests(string engine) : RegisterTests(engine)
{
    private HttpClient _admin = null!;
    private JsonObject _project = null!;

    [SetUp]
    public async Task RecordSome()
    {
        _admin = await TestApi.Over(Register.Database).ClientAsync(Role.Admin);
        _project = await _admin.RecordAsync(
            With(
                StrongMatch,
                """
                {
                  "reference": "A", "owner": "DE", "countries": ["TJ", "UZ"], "pillars": ["precursors"],
                  "donors": [{ "partner": "US" }, { "name": "World Bank" }], "implementers": [{ "partner": "UNODC" }]
                }
                """
            )
        );
        _project.Remove("overlaps");
    }

    private string Path => $"/v1/projects/{_project.Id()}";

    [Test]
    public async Task Members_come_in_their_own_order_and_always_with_the_id()
    {
        var expected = new JsonObject
        {
            ["id"] = _project.Id(),
            ["reference"] = "A",
            ["period"] = _project["period"]!.DeepClone(),
        }.Text();
        Assert.That((await _admin.ReadAsync($"{Path}?fields=period,reference")).Text(), Is.EqualTo(expected));

        var list = await _admin.ReadAsync("/v1/projects?fields=period,reference");
        Assert.That(list["items"]!.Text(), Is.EqualTo($"[{expected}]"));
        foreach (var limit in (string[])["", "&limit=5"])
        {
            var lines = await _admin.GetStringAsync($"/v1/projects?format=ndjson&fields=reference,period{limit}");
            Assert.That(lines, Is.EqualTo($"{expected}\n"));
        }
    }

    [Test]
    public async Task Members_of_overlaps_come_alone_too()
    {
        await _admin.RecordAsync(
            With(StrongMatch, """{ "reference": "B", "owner": "FR", "pillars": ["precursors"] }""")
        );
        var whole = (await _admin.ReadAsync("/v1/overlaps"))["items"]![0]!;
        var pair = $$"""{"id":"{{whole["id"]}}","score":{{whole["score"]}},"shared":{{whole["shared"]!.Text()}}}""";
        var list = await _admin.ReadAsync("/v1/overlaps?fields=shared,score&sort=start");
        Assert.That(list["items"]!.Text(), Is.EqualTo($"[{pair}]"));

        var path = $"/v1/overlaps/{whole["id"]}";
        var response = await _admin.GetAsync($"{path}?fields=shared,score&include=names");
        Assert.That(
            await response.Content.ReadAsStringAsync(),
            Is.EqualTo(
                pair[..^1]
                    + Compact(
                        """
                        {
                          "names": {
                            "countries": { "TJ": "Tajikistan" }, "partners": {},
                            "pillars": { "precursors": "Precursors" }
                          }
                        }
                        """
                    )[1..]
                        .Insert(0, ",")
            )
        );
        var verdict = await _admin.SendAsync(
            "PUT",
            $"{path}/verdict",
            """{ "verdict": "unrelated" }""",
            headers: ("If-Match", response.Headers.ETag!.ToString())
        );
        Assert.That((int)verdict.StatusCode, Is.EqualTo(200));
    }

    [TestCase(
        "titel",
        "'titel' is not known here. Did you mean 'title'? Known are id, reference, owner, title, description, "
    )]
    [TestCase("period.start", "'period.start' is a path, and whole members are taken: write 'period'.")]
    [TestCase("Title", "'Title' is not known here. Did you mean 'title'?")]
    [TestCase("title,", "'' is not known here. Known are id, ")]
    public async Task Unknown_member_is_an_error(string fields, string reason)
    {
        foreach (var path in (string[])[Path, "/v1/projects", "/v1/projects?format=ndjson"])
        {
            var separator = path.Contains('?', StringComparison.Ordinal) ? '&' : '?';
            var response = await _admin.GetAsync($"{path}{separator}fields={fields}");
            Assert.That((int)response.StatusCode, Is.EqualTo(400));
            var error = (await response.JsonAsync())["errors"]!.AsArray().Single()!;
            Assert.That((string?)error["name"], Is.EqualTo("fields"));
            Assert.That((string?)error["reason"], Does.StartWith(reason));
            Assert.That((string?)error["code"], Is.EqualTo("ADAM-1012"));
        }
    }

    [Test]
    public async Task Each_representation_has_its_own_tag_which_a_change_takes_for_the_version_that_was_read()
    {
        string[] queries = ["", "?fields=title", "?fields=title,period", "?fields=title&include=names"];
        var tags = new List<string>();
        foreach (var query in queries)
        {
            var tag = (await _admin.GetAsync(Path + query)).Headers.ETag!.ToString();
            var again = await _admin.SendAsync("GET", Path + query, headers: ("If-None-Match", tag));
            Assert.That((int)again.StatusCode, Is.EqualTo(304), query);
            tags.Add(tag);
        }

        Assert.That(tags, Is.Unique);
        var other = await _admin.SendAsync("GET", Path + queries[1], headers: ("If-None-Match", tags[2]));
        Assert.That((int)other.StatusCode, Is.EqualTo(200));

        var first = await PatchAsync(tags[3]);
        var second = await PatchAsync(tags[3]);
        Assert.That(((int)first.StatusCode, (int)second.StatusCode), Is.EqualTo((200, 412)));
    }

    [TestCase(null, "en", "Tajikistan", "United States of America")]
    [TestCase("de", "de", "Tadschikistan", "Vereinigte Staaten")]
    [TestCase("pt-BR, en;q=0.5", "pt", "Tadjiquistão", "Estados Unidos")]
    [TestCase("xx, tg;q=0.8, fr;q=0.2", "tg", "Тоҷикистон", "Иёлоти Муттаҳида")]
    [TestCase("xx, *;q=0.1", "en", "Tajikistan", "United States of America")]
    [TestCase("fr;q=0, xx", "en", "Tajikistan", "United States of America")]
    [TestCase("no language;;", "en", "Tajikistan", "United States of America")]
    public async Task Names_of_codes_come_in_the_language_of_the_client(
        string? accepted,
        string language,
        string country,
        string partner
    )
    {
        foreach (var path in (string[])["/v1/projects?include=names", $"{Path}?include=names"])
        {
            var response = await _admin.SendAsync(
                "GET",
                path,
                headers: accepted is null ? [] : [("Accept-Language", accepted)]
            );
            var names = (await response.JsonAsync())["names"]!;
            Assert.That((int)response.StatusCode, Is.EqualTo(200));
            Assert.That(response.Content.Headers.ContentLanguage, Is.EqualTo([language]));
            Assert.That(string.Join(", ", response.Headers.Vary), Does.Contain("Accept-Language"));
            Assert.That((string?)names["countries"]!["TJ"], Is.EqualTo(country));
            Assert.That(names["countries"]!.AsObject().Select(one => one.Key), Is.EqualTo(["TJ", "UZ"]));
            Assert.That((string?)names["partners"]!["US"], Is.EqualTo(partner));
            Assert.That(names["partners"]!.AsObject().Select(one => one.Key), Is.EqualTo(["DE", "UNODC", "US"]));
            Assert.That(names["pillars"]!.Text(), Is.EqualTo("""{"precursors":"Precursors"}"""));
        }
    }

    [Test]
    public async Task Presence_has_names_and_NDJSON_has_no_place_for_them()
    {
        var presence = await _admin.ReadAsync("/v1/presence?by=country,pillar,donor&include=names");
        Assert.That(
            presence["names"]!.Text(),
            Is.EqualTo(
                Compact(
                    """
                    {
                      "countries": { "TJ": "Tajikistan", "UZ": "Uzbekistan" },
                      "partners": { "US": "United States of America" },
                      "pillars": { "precursors": "Precursors" }
                    }
                    """
                )
            )
        );

        var response = await _admin.GetAsync("/v1/projects?format=ndjson&include=names");
        var error = (await response.JsonAsync())["errors"]!.AsArray().Single()!;
        Assert.That((int)response.StatusCode, Is.EqualTo(400));
        Assert.That(
            (string?)error["reason"],
            Is.EqualTo("NDJSON has no place for names. Leave include out, or ask for JSON.")
        );
    }

    private Task<HttpResponseMessage> PatchAsync(string tag) =>
        _admin.SendAsync("PATCH", Path, """{ "title": "Another" }""", MergePatch, ("If-Match", tag));
}
