using Adam.Domain.Keys;

namespace Adam.Tests.Http;

public sealed class PagingTests(string engine) : RegisterTests(engine)
{
    private HttpClient _client = null!;

    [SetUp]
    public async Task GetKey() => _client = await TestApi.Over(Register.Database).ClientAsync(Role.Admin);

    [TestCase("/v1/partners?kind=organisation", 7)]
    [TestCase("/v1/partners?q=a", 500)]
    [TestCase("/v1/keys?partner=UNODC", 2)]
    public async Task Pages_hold_every_item_once(string path, int limit)
    {
        for (var i = 0; i < 6; i++)
            await TestApi.Over(Register.Database).KeyAsync(Role.Viewer);

        var whole = await ItemsAsync($"{path}&limit=500");
        var (walked, next) = (new List<string>(), (string?)$"{path}&limit={limit}");
        while (next is not null)
        {
            var response = await _client.GetAsync(next);
            var page = await response.JsonAsync();
            walked.AddRange(page["items"]!.AsArray().Select(item => item!.ToJsonString()));
            next = response.Headers.TryGetValues("Link", out var link) ? link.Single().Split('<', '>')[1] : null;
            Assert.That(next is null, Is.EqualTo(page["nextCursor"] is null));
        }

        Assert.That(walked, Is.Unique.And.EqualTo(whole));
    }

    [Test]
    public async Task Total_counts_what_the_filters_let_through()
    {
        var page = await (
            await _client.GetAsync("/v1/partners?kind=organisation&member=true&limit=1&count=true")
        ).JsonAsync();
        Assert.That((int?)page["total"], Is.EqualTo(23));
        Assert.That(
            (await (await _client.GetAsync("/v1/partners?limit=1")).JsonAsync()).ContainsKey("total"),
            Is.False
        );
    }

    [TestCase("/v1/partners?kind=country&limit=1&cursor={0}")]
    [TestCase("/v1/keys?limit=1&cursor={0}")]
    [TestCase("/v1/partners?cursor={0}x")]
    [TestCase("/v1/partners?cursor=eyJPZiI6bnVsbH0")]
    [TestCase("/v1/partners?cursor=%F0%9F%98%80")]
    public async Task Cursor_of_another_list_is_refused(string path)
    {
        var cursor = (string?)(await (await _client.GetAsync("/v1/partners?limit=1")).JsonAsync())["nextCursor"];
        Assert.That(
            await (await _client.GetAsync(string.Format(null, path, cursor))).FaultsAsync(),
            Is.EqualTo(new[] { "cursor ADAM-1013" })
        );
    }

    [Test]
    public async Task Cursor_holds_under_another_limit_and_order_of_parameters()
    {
        var cursor = (string?)
            (await (await _client.GetAsync("/v1/partners?kind=country&member=true&limit=1")).JsonAsync())["nextCursor"];
        Assert.That(
            (int)
                (
                    await _client.GetAsync($"/v1/partners?limit=9&cursor={cursor}&member=true&count=true&kind=country")
                ).StatusCode,
            Is.EqualTo(200)
        );
    }

    private async Task<List<string>> ItemsAsync(string path) =>
        [
            .. (await (await _client.GetAsync(path)).JsonAsync())["items"]!
                .AsArray()
                .Select(item => item!.ToJsonString()),
        ];
}
