using Adam.Domain.Keys;
using Adam.Tests.Projects;
using static Adam.Tests.Projects.ProjectHttp;

namespace Adam.Tests.Sentences;

/// <summary>Reasons are answered in the language that the client prefers.</summary>
public sealed class SentenceHttpTests(string engine) : RegisterTests(engine)
{
    private const string InRussian = "ru-RU, en;q=0.5";

    private HttpClient _analyst = null!;
    private HttpClient _germany = null!;
    private string _pair = "";
    private string _ours = "";

    [SetUp]
    public async Task RecordTwoThatMeet()
    {
        var api = TestApi.Over(Register.Database);
        (_analyst, _germany) = (await api.ClientAsync(Role.Analyst), await api.ClientAsync(Role.Donor, "DE"));
        var ours = await _germany.RecordAsync(StrongMatch);
        var theirs = await (await api.ClientAsync(Role.Donor, "US")).RecordAsync(
            With(StrongMatch, """{ "donors": [{ "partner": "US" }] }""")
        );
        (_pair, _ours) = ($"/v1/overlaps/{PairId(ours, theirs)}", (string)ours["id"]!);
    }

    [TestCase(null, "en", "Both name Nizhny Panj.")]
    [TestCase("en-GB", "en", "Both name Nizhny Panj.")]
    [TestCase("fr", "en", "Both name Nizhny Panj.")]
    [TestCase("fr, ru;q=0.1", "ru", "Оба называют место: Nizhny Panj.")]
    [TestCase("en;q=0.2, ru-RU;q=0.9", "ru", "Оба называют место: Nizhny Panj.")]
    public async Task Overlap_has_its_reasons_in_the_preferred_language(string? accept, string language, string places)
    {
        foreach (var address in new[] { _pair, "/v1/overlaps" })
        {
            var response = await GetAsync(_analyst, address, accept);
            Assert.That(response.Content.Headers.ContentLanguage, Is.EqualTo(new[] { language }), address);
            Assert.That(response.Headers.Vary, Does.Contain("Accept-Language"), address);
            Assert.That(await response.Content.ReadAsStringAsync(), Does.Contain($"\"detail\":\"{places}\""), address);
        }
    }

    [Test]
    public async Task Each_language_has_a_tag_of_its_own_and_each_of_them_decides()
    {
        var (english, russian) = (await GetAsync(_analyst, _pair, "en"), await GetAsync(_analyst, _pair, InRussian));
        var (tag, other) = (english.Headers.ETag!.ToString(), russian.Headers.ETag!.ToString());
        Assert.That(other, Is.Not.EqualTo(tag));
        var known = await _analyst.SendAsync(
            "GET",
            _pair,
            headers: [("Accept-Language", InRussian), ("If-None-Match", tag)]
        );
        Assert.That((int)known.StatusCode, Is.EqualTo(200));
        known = await _analyst.SendAsync(
            "GET",
            _pair,
            headers: [("Accept-Language", InRussian), ("If-None-Match", other)]
        );
        Assert.That((int)known.StatusCode, Is.EqualTo(304));

        var decided = await _analyst.SendAsync(
            "PUT",
            $"{_pair}/verdict",
            """{ "verdict": "unrelated" }""",
            headers: [("If-Match", other), ("Accept-Language", InRussian)]
        );
        Assert.That((int)decided.StatusCode, Is.EqualTo(200));
        Assert.That(await decided.Content.ReadAsStringAsync(), Does.Contain("Оба называют место"));
        Assert.That(
            decided.Headers.ETag!.ToString(),
            Is.EqualTo((await GetAsync(_analyst, _pair, InRussian)).Headers.ETag!.ToString())
        );
    }

    [Test]
    public async Task Names_and_reasons_state_both_of_their_languages()
    {
        var response = await GetAsync(_analyst, $"{_pair}?include=names", "fr, ru;q=0.5");
        Assert.That(response.Content.Headers.ContentLanguage, Is.EquivalentTo(new[] { "fr", "ru" }));
        Assert.That(response.Headers.Vary.Count(name => name == "Accept-Language"), Is.EqualTo(1));
    }

    [Test]
    public async Task Files_have_the_reasons_in_the_preferred_language()
    {
        foreach (var format in new[] { "csv", "ndjson" })
        {
            var response = await GetAsync(_analyst, $"/v1/overlaps?format={format}", InRussian);
            Assert.That(response.Content.Headers.ContentLanguage, Is.EqualTo(new[] { "ru" }), format);
            var text = await response.Content.ReadAsStringAsync();
            Assert.That(text, Does.Contain("Оба называют место: Nizhny Panj.").And.Not.Contain("Both name"), format);
        }
    }

    [Test]
    public async Task Answers_to_writes_and_checks_have_them_too()
    {
        var body = Body(With(StrongMatch, """{ "reference": "NEXT", "donors": [{ "partner": "NO" }] }"""));
        var norway = await TestApi.Over(Register.Database).ClientAsync(Role.Donor, "NO");
        foreach (var address in new[] { "/v1/projects/check", "/v1/projects" })
        {
            var response = await norway.SendAsync("POST", address, body, headers: ("Accept-Language", InRussian));
            Assert.That(response.IsSuccessStatusCode, Is.True);
            Assert.That(
                await response.Content.ReadAsStringAsync(),
                Does.Contain("Оба называют место").And.Not.Contain("Both name"),
                address
            );
        }
    }

    [Test]
    public async Task Measures_say_in_the_language_why_projects_serve_them()
    {
        var admin = await TestApi.Over(Register.Database).ClientAsync(Role.Admin);
        var measure = await admin.SendAsync(
            "POST",
            "/v1/measures",
            """
            {
              "reference": "M-1", "title": "Borders of Tajikistan", "pillars": ["regional-initiatives"],
              "where": { "countries": ["TJ"] }, "criterion": { "words": ["border police"] }
            }
            """
        );
        Assert.That((int)measure.StatusCode, Is.EqualTo(201), await measure.Content.ReadAsStringAsync());
        foreach (
            var address in new[]
            {
                "/v1/measures/M-1/projects",
                $"/v1/measures/M-1/projects/{_ours}",
                $"/v1/projects/{_ours}/measures",
            }
        )
        {
            var response = await GetAsync(_analyst, address, InRussian);
            Assert.That(response.Content.Headers.ContentLanguage, Is.EqualTo(new[] { "ru" }), address);
            Assert.That(
                await response.Content.ReadAsStringAsync(),
                Does.Contain("\"detail\":\"Его страны: Таджикистан.\"").And.Not.Contain("It works in"),
                address
            );
        }
    }

    [Test]
    public async Task Evidence_without_assistance_says_in_the_language_why_it_is_listed()
    {
        var response = await GetAsync(
            _analyst,
            "/v1/layers/seizures/unassisted?country=KG&pillar=precursors&asOf=2015-12-31",
            InRussian
        );
        Assert.That(response.Content.Headers.ContentLanguage, Is.EqualTo(new[] { "ru" }));
        var reasons = (await response.JsonAsync())["items"]![0]!["reasons"]!.AsArray();
        Assert.That(
            reasons.Select(reason => (string)reason!["text"]!),
            Is.EqualTo(
                new[]
                {
                    "Учтённых записей по стране Киргизия за 2011–2015 годы нет: что там происходит, неизвестно, "
                        + "и это не ноль.",
                    "По направлению «прекурсоры» в стране Киргизия на 31 декабря 2015 г. проектов нет: их не было.",
                    "Страну Киргизия на 31 декабря 2015 г. не охватывает ни один пост: о чём не сообщают, "
                        + "то неизвестно.",
                }
            )
        );
    }

    private static Task<HttpResponseMessage> GetAsync(HttpClient client, string address, string? accept) =>
        client.SendAsync("GET", address, headers: accept is null ? [] : [("Accept-Language", accept)]);
}
