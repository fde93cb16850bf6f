using System.Net;
using Adam.Domain.Keys;

namespace Adam.Tests.Desk;

/// <summary>Posts on the sample register, as a browser without script reads them.</summary>
[Category("sqlite")]
public sealed class PostPagesTests
{
    private DemoServer _demo = null!;
    private HttpClient _viewer = null!;
    private HttpClient _api = null!;

    [OneTimeSetUp]
    public async Task OpenAsync()
    {
        _demo = await DemoServer.StartAsync();
        _viewer = await DeskPagesTests.SignInAsync(_demo, Role.Viewer);
        _api = _demo.Client(Role.Admin);
    }

    [OneTimeTearDown]
    public async Task CloseAsync()
    {
        _viewer.Dispose();
        _api.Dispose();
        await _demo.DisposeAsync();
    }

    [TestCase("", "")]
    [TestCase("on=2015-06-01", "")]
    [TestCase("on=2014-06-01&country=AT", "")]
    [TestCase("on=2016-04-01&country=KG&country=AF", "")]
    [TestCase("on=2015-06-01", "&route=northern")]
    public async Task List_and_coverage_are_those_of_the_api(string query, string route)
    {
        var posts = (await _api.GetFromJsonOrFailAsync($"/v1/posts?limit=500&{query}"))!["items"]!.AsArray();
        Assert.That(posts, Is.Not.Empty);
        var page = await _viewer.OpenAsync($"/desk/posts?{query}{route}");
        Assert.That(
            page.QuerySelectorAll(".list tbody th a[href^='/desk/posts/']").Select(link => link.GetAttribute("href")),
            Is.EqualTo(posts.Select(one => $"/desk/posts/{(string)one!["reference"]!}"))
        );

        var coverage = (await _api.GetFromJsonOrFailAsync($"/v1/posts/coverage?{query}{route}"))!;
        Assert.That(
            page.QuerySelectorAll("#coverage tbody tr")
                .Select(row =>
                    $"{row.QuerySelector("th a")!.GetAttribute("href")}: "
                    + string.Join(",", row.QuerySelectorAll("td a").Select(link => link.TextContent))
                ),
            Is.EqualTo(
                coverage["items"]!
                    .AsArray()
                    .Select(row =>
                        $"/desk/countries/{(string)row!["country"]!}: "
                        + string.Join(",", row["posts"]!.AsArray().Select(one => (string)one!))
                    )
            )
        );
        Assert.That(
            page.QuerySelectorAll("#coverage tbody td").Count(cell => cell.QuerySelector("a") is null),
            Is.EqualTo(coverage["unknown"]!.AsArray().Count)
        );
    }

    [Test]
    public async Task Page_states_what_the_register_knows_of_a_post()
    {
        var page = await _viewer.OpenAsync("/desk/posts/rlo-bis");
        Assert.That(page.QuerySelector("h1")!.TextContent, Is.EqualTo("RLO-BIS"));
        Assert.That(page.QuerySelector(".lead")!.TextContent, Is.EqualTo("Bishkek, Kyrgyzstan"));
        Assert.That(
            page.QuerySelector(".facts")!.TextContent,
            Does.Contain("1 Jan 2014 – 31 Mar 2016").And.Contain("unknown")
        );
        Assert.That(
            page.QuerySelectorAll(".facts a").Select(link => link.GetAttribute("href")),
            Is.EqualTo(new[] { "/desk/countries/KG" })
        );
        Assert.That((await _viewer.GetAsync("/desk/posts/NONE")).StatusCode, Is.EqualTo(HttpStatusCode.NotFound));
    }

    [Test]
    public async Task Fault_of_a_filter_is_said()
    {
        var page = await (await _viewer.GetAsync("/desk/posts?on=yesterday")).PageAsync(400);
        Assert.That(page.QuerySelector("main")!.TextContent, Does.Contain("yesterday"));
    }
}
