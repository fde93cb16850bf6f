using System.Text.RegularExpressions;
using Adam.Api.Errors;
using Adam.Api.Pages;
using DocumentPages = Adam.Api.Pages.Documents;

namespace Adam.Tests.Pages;

/// <summary>The pages below <c>/docs</c>, which anybody can read in a browser.</summary>
[Category("sqlite")]
public sealed partial class DocumentTests
{
    private const string Browser = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8";

    private HttpClient _nobody = null!;

    [OneTimeSetUp]
    public async Task OpenAsync() =>
        _nobody = TestApi.Over((await TestRegister.GetAsync("sqlite")).Database).Anonymous();

    [OneTimeTearDown]
    public void Close() => _nobody.Dispose();

    [Test]
    public void Every_page_of_the_folder_is_served() =>
        Assert.That(
            DocumentPages.Paths,
            Is.SupersetOf(
                Directory
                    .EnumerateFiles(Path.Combine(Repository.Root, "docs"), "*.md", SearchOption.AllDirectories)
                    .Select(file => Path.GetRelativePath(Repository.Root, file).Replace('\\', '/'))
            )
        );

    [Test]
    public async Task Every_link_of_every_page_leads_to_a_page_and_an_anchor()
    {
        var pages = new Dictionary<string, string>();
        foreach (var path in DocumentPages.Paths)
        {
            var response = await _nobody.GetAsync(DocumentPages.UrlOf(path));
            Assert.That((int)response.StatusCode, Is.EqualTo(200), path);
            pages.Add(DocumentPages.UrlOf(path), await response.Content.ReadAsStringAsync());
        }

        Assert.Multiple(() =>
        {
            foreach (var (url, page) in pages)
            {
                foreach (var link in Link().Matches(page).Select(match => match.Groups[1].Value))
                {
                    if (link.Contains(':', StringComparison.Ordinal) || link is "/" or "/swagger" or "/openapi.yaml")
                        continue;
                    if (link == Html.StylePath)
                        continue;

                    var (target, anchor) = link.Split('#') is [var at, var fragment] ? (at, fragment) : (link, null);
                    var found = pages.TryGetValue(target.Length == 0 ? url : target, out var other);
                    Assert.That(found, Is.True, $"{url} links to {link}");
                    if (found && anchor is not null)
                        Assert.That(
                            other!.Contains($" id=\"{anchor}\"", StringComparison.Ordinal),
                            Is.True,
                            $"{url} links to {link}"
                        );
                }
            }
        });
    }

    [Test]
    public void Links_of_a_page_are_all_relative_links_of_its_Markdown()
    {
        // A link to a file that is not served becomes text, so each of these is listed.
        var unserved = DocumentPages
            .Paths.SelectMany(path =>
                MarkdownLink()
                    .Matches(DocumentPages.Read(path))
                    .Select(match => match.Groups[1].Value)
                    .Where(link => DocumentPages.Resolve(path, link) is null)
                    .Select(link => link[(link.LastIndexOf('/') + 1)..])
            )
            .Distinct();
        Assert.That(
            unserved,
            Is.SubsetOf(
                new[]
                {
                    "rules.tsv",
                    "calibration.tsv",
                    "pairs.tsv",
                    "protections.txt",
                    "projects.ndjson",
                    "look-alikes.ndjson",
                    "retold.ndjson",
                    "compose.yaml",
                    "map.png",
                    "gaps.png",
                    "growth.svg",
                    "layers.png",
                    "measure.png",
                    "judging.png",
                    "project.png",
                }
            )
        );
    }

    [Test]
    public async Task Type_of_every_problem_leads_to_its_explanation()
    {
        var response = await _nobody.SendAsync("GET", "/docs/errors.md", headers: ("Accept", Browser));
        Assert.That(response.Content.Headers.ContentType!.MediaType, Is.EqualTo("text/html"));
        var page = await response.Content.ReadAsStringAsync();
        Assert.Multiple(() =>
        {
            foreach (var code in ErrorCodes.All)
                Assert.That(
                    page,
                    Does.Contain($"<h3 id=\"{code.Id.ToLowerInvariant()}\">{code.Id}</h3>"),
                    $"docs/errors.md has no heading for {code.Id}"
                );
        });
    }

    [TestCase("/docs", Browser, "text/html")]
    [TestCase("/docs/", Browser, "text/html")]
    [TestCase("/docs/errors", "*/*", "text/html")]
    [TestCase("/docs/errors", "text/markdown", "text/markdown")]
    [TestCase("/docs/errors.md", "*/*", "text/markdown")]
    [TestCase("/docs/README.md", "*/*", "text/markdown")]
    [TestCase("/docs/decisions", Browser, "text/html")]
    [TestCase("/docs/decisions/0005-ids", Browser, "text/html")]
    [TestCase("/docs/repository/README", Browser, "text/html")]
    [TestCase("/docs/repository/db/README.md", Browser, "text/html")]
    public async Task Page_comes_as_HTML_or_as_Markdown(string url, string accept, string type)
    {
        var response = await _nobody.SendAsync("GET", url, headers: ("Accept", accept));
        Assert.Multiple(() =>
        {
            Assert.That((int)response.StatusCode, Is.EqualTo(200));
            Assert.That(response.Content.Headers.ContentType!.ToString(), Is.EqualTo($"{type}; charset=utf-8"));
            Assert.That(
                response.Headers.GetValues("Content-Security-Policy").Single(),
                type == "text/html"
                    ? Does.Contain("style-src 'self'; img-src data:;")
                    : Is.EqualTo("default-src 'none'; frame-ancestors 'none'")
            );
            Assert.That(response.Headers.ETag, Is.Not.Null);
            Assert.That(response.Headers.Vary, Does.Contain("Accept"));
        });
    }

    [TestCase("/docs/nothing")]
    [TestCase("/docs/errors/nothing")]
    [TestCase("/docs/<script>alert(1)</script>")]
    [TestCase("/docs/../appsettings.json")]
    [TestCase("/docs/%2e%2e%2fappsettings")]
    [TestCase("/docs/repository/Adam.Api/Program.cs")]
    public async Task Unknown_page_is_a_page_to_a_browser_and_a_problem_to_others(string url)
    {
        var page = await _nobody.SendAsync("GET", url, headers: ("Accept", Browser));
        if (url.Contains("/../", StringComparison.Ordinal))
        {
            await page.ProblemAsync(401, "ADAM-2001"); // the client has removed the dots: this is no page
            return;
        }

        Assert.That((int)page.StatusCode, Is.EqualTo(404));
        Assert.That(page.Content.Headers.ContentType!.MediaType, Is.EqualTo("text/html"));
        var text = await page.Content.ReadAsStringAsync();
        Assert.That(text, Does.Contain("There is no page").And.Not.Contain("<script"));
        await (await _nobody.GetAsync(url)).ProblemAsync(404, "ADAM-1030");
    }

    [Test]
    public async Task Page_has_navigation_and_a_table_of_contents()
    {
        var page = await _nobody.GetStringAsync("/docs/quick-start");
        Assert.Multiple(() =>
        {
            Assert.That(page, Does.Contain("<title>Quick start - Adam</title>"));
            Assert.That(page, Does.Contain("<nav aria-label=\"On this page\">"));
            Assert.That(page, Does.Contain("<a href=\"#i-analyse-overlaps\">I analyse overlaps</a>"));
            Assert.That(page, Does.Contain("<a href=\"/docs/quick-start\" aria-current=\"page\">Quick start</a>"));
            Assert.That(page, Does.Contain("<a href=\"/docs/overlaps\">Overlaps</a>"));
        });
    }

    [Test]
    public async Task Tables_and_code_are_rendered_and_HTML_is_shown_as_text()
    {
        Assert.That(
            await _nobody.GetStringAsync("/docs/operating"),
            Does.Contain("<table>").And.Contain("<th>Setting")
        );
        var readme = await _nobody.GetStringAsync("/docs/repository/README");
        Assert.That(readme, Does.Contain("Recorded or&lt;br/&gt;"));
        Assert.That(
            readme,
            Does.Contain("<code class=\"language-sh\" tabindex=\"0\">dotnet run -v minimal --project Adam.Api -- demo")
        );
    }

    [TestCase("<script>alert(1)</script>", "script")]
    [TestCase("text <img src=x onerror=alert(1)>", "img")]
    [TestCase("[link](javascript:alert(1))", "a")]
    [TestCase("[link](../../appsettings.json)", "a")]
    public void Markdown_makes_no_HTML_of_its_own(string text, string element)
    {
        var html = DocumentPage.Body(DocumentPage.Parse("docs/page.md", text));
        Assert.That(html, Does.Contain("<p>").And.Not.Match($"<{element}\\b"));
    }

    [Test]
    public async Task Head_and_conditions_work()
    {
        var get = await _nobody.GetAsync("/docs/errors");
        var head = await _nobody.SendAsync("HEAD", "/docs/errors");
        Assert.That(head.Headers.ETag, Is.EqualTo(get.Headers.ETag));
        Assert.That(await head.Content.ReadAsByteArrayAsync(), Is.Empty);
        (string, string) condition = ("If-None-Match", get.Headers.ETag!.ToString());
        Assert.That(
            (int)(await _nobody.SendAsync("GET", "/docs/errors", headers: condition)).StatusCode,
            Is.EqualTo(304)
        );
        Assert.That((int)(await _nobody.SendAsync("GET", "/docs", headers: condition)).StatusCode, Is.EqualTo(200));
    }

    [GeneratedRegex("href=\"([^\"]+)\"")]
    private static partial Regex Link();

    [GeneratedRegex(@"\]\(([^)\s]+)\)")]
    private static partial Regex MarkdownLink();
}
