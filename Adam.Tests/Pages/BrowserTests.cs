using System.Text.Json.Nodes;
using Adam.Domain.Keys;
using Adam.Tests.OpenApi;
using Microsoft.Playwright;

namespace Adam.Tests.Pages;

/// <summary>Opens the pages of a demo register in Chromium, and uses them as a person does.</summary>
[Category("browser")]
public sealed class BrowserTests
{
    private DemoServer _demo = null!;
    private IPlaywright _playwright = null!;
    private IBrowser _browser = null!;

    [OneTimeSetUp]
    public async Task OpenAsync()
    {
        (_playwright, _browser) = await InstalledBrowser.OpenAsync();
        _demo = await DemoServer.StartAsync();
    }

    [OneTimeTearDown]
    public async Task CloseAsync()
    {
        if (_browser is not null)
            await _browser.DisposeAsync();
        _playwright?.Dispose();
        if (_demo is not null)
            await _demo.DisposeAsync();
    }

    /// <summary>
    /// Of each kind of request, the page sends what the example requests are, which succeed for every operation. The
    /// whole form tries every operation.
    /// </summary>
    [Test]
    public async Task Operations_of_Swagger_UI_succeed_untouched()
    {
        var page = await _browser.NewPageAsync();
        page.SetDefaultTimeout(90_000);
        await page.GotoAsync($"{_demo.Address}/swagger/index.html");
        await page.Locator(".auth-wrapper .authorize").ClickAsync();
        // The dialog asks for the token of a feed, too, which a key replaces.
        await page.Locator("#auth-bearer-value").FillAsync(_demo.Keys[Role.Admin]);
        await page.Locator(".auth-btn-wrapper .authorize").First.ClickAsync();
        await page.Locator(".auth-btn-wrapper .btn-done").First.ClickAsync();

        await page.Locator(".opblock-tag").First.WaitForAsync();
        using var client = _demo.Client(Role.Admin);
        // The page reads the same.
        var contract = ContractDocument.Parse(await client.GetStringAsync("/openapi.json"));
        var operations = ExampleRequest.InOrderOfThePage(contract).ToList();
        // A body that is nothing but a file has no example: the person chooses the file.
        var ofFiles = operations
            .Where(operation =>
                operation.Value["requestBody"]?["content"]?.AsObject() is { Count: > 0 } content
                && content.All(type => (string?)type.Value!["schema"]?["format"] == "binary")
            )
            .Select(operation => operation.Key)
            .ToList();
        Assert.That(ofFiles, Has.Count.LessThan(3), "an operation that nobody tries needs a reason");
        var tried = WholeForms.Choose(
            operations.Where(operation => !ofFiles.Contains(operation.Key)),
            operation => ExampleRequest.Kinds(contract, operation.Key, operation.Value)
        );
        // The page draws every operation that it shows again after each click, so it shows those of one tag at a time.
        var (answers, shown) = (new List<string>(), new List<string>());
        foreach (var tag in await page.Locator(".opblock-tag").AllAsync())
        {
            await tag.ClickAsync();
            var blocks = page.Locator(".opblock-tag-section .opblock");
            await blocks.First.WaitForAsync();
            var names = await blocks.EvaluateAllAsync<string[]>(
                """
                all => all.map(one => one.querySelector('.opblock-summary-method').textContent + ' '
                    + one.querySelector('.opblock-summary-path').dataset.path)
                """
            );
            shown.AddRange(names);
            foreach (var (name, description) in tried)
                if (Array.IndexOf(names, name) is >= 0 and var index)
                    await TryAsync(blocks.Nth(index), name, description);
            await tag.ClickAsync();
        }

        Assert.That(answers, Is.Empty);
        // Webhooks stand below the tags, and nobody can try them.
        Assert.That(shown, Is.EqualTo(operations.Select(operation => operation.Key)));
        TestContext.Out.WriteLine($"{tried.Count} of {shown.Count} operations were tried.");

        async Task TryAsync(ILocator operation, string name, JsonObject description)
        {
            await operation.Locator(".opblock-summary-control").ClickAsync();
            await operation.Locator(".try-out__btn").ClickAsync();
            // A request that the page itself refuses, because a value is missing, is not sent.
            var sent = await page.RunAndWaitForRequestAsync(
                () => operation.Locator(".execute").ClickAsync(),
                request => request.Url.Contains("/v1/", StringComparison.Ordinal)
            );
            using var example = ExampleRequest.Create(contract, name, description);
            Assert.That(
                (sent.Method, Uri.UnescapeDataString(sent.Url)),
                Is.EqualTo((example.Method.Method, _demo.Address + Uri.UnescapeDataString($"{example.RequestUri}")))
            );
            if (example.Content is { } content)
            {
                Assert.That(sent.Headers["content-type"], Is.EqualTo($"{content.Headers.ContentType}"), name);
                AssertSame(sent.PostData!, await content.ReadAsStringAsync(), name, sent.Headers["content-type"]);
            }

            foreach (var (header, values) in example.Headers)
                Assert.That(
                    await sent.HeaderValueAsync(header),
                    Is.EqualTo(string.Join(", ", values)),
                    $"{name}: {header}"
                );
            var text = await operation
                .Locator(".live-responses-table tbody .response-col_status")
                .First.InnerTextAsync();
            if (!text.Trim().StartsWith('2'))
                answers.Add($"{name}: {text} {await operation.Locator(".responses-inner").First.InnerTextAsync()}");
            await operation.Locator(".opblock-summary-control").ClickAsync();
        }

        // The page indents JSON, and not NDJSON, of which a record is one line.
        static void AssertSame(string sent, string example, string name, string type)
        {
            if (example.StartsWith('{') && !type.Contains("ndjson", StringComparison.Ordinal))
                Assert.That(JsonNode.DeepEquals(JsonNode.Parse(sent), JsonNode.Parse(example)), $"{name}: {sent}");
            else
                Assert.That(sent, Is.EqualTo(example), name);
        }
    }

    [Test]
    public async Task Pages_fit_a_phone_and_a_window_and_break_none_of_their_own_rules(
        [Values("/", "/docs", "/docs/errors", "/docs/quick-start", "/docs/operating", "/docs/nothing")] string path,
        [Values(360, 1200)] int width
    )
    {
        await using var context = await _browser.NewContextAsync(
            new()
            {
                ViewportSize = new() { Width = width, Height = 800 },
            }
        );
        var page = await context.NewPageAsync();
        var (messages, foreign) = (new List<string>(), new List<string>());
        page.Console += (_, message) => messages.Add(message.Text);
        page.PageError += (_, error) => messages.Add(error);
        page.Request += (_, request) =>
        {
            if (
                !request.Url.StartsWith(_demo.Address, StringComparison.Ordinal)
                && !request.Url.StartsWith("data:", StringComparison.Ordinal)
            )
                foreign.Add(request.Url);
        };
        await page.GotoAsync(_demo.Address + path);
        // Chromium reports the 404 itself on the console.
        messages.RemoveAll(message =>
            path.EndsWith("nothing", StringComparison.Ordinal) && message.Contains("404", StringComparison.Ordinal)
        );
        Assert.That(messages, Is.Empty, "the console reports violations of the content security policy");
        Assert.That(foreign, Is.Empty);
        Assert.That(
            await page.EvaluateAsync<int>("document.documentElement.scrollWidth"),
            Is.LessThanOrEqualTo(width),
            "the page does not scroll sideways"
        );
        Assert.That(await page.Locator("h1").CountAsync(), Is.EqualTo(1));
        Assert.That(
            await page.EvaluateAsync<string>("getComputedStyle(document.body).marginTop"),
            Is.EqualTo("0px"),
            "the style sheet is loaded"
        );
    }

    [Test]
    public async Task Type_of_a_problem_opens_at_the_explanation_of_its_code()
    {
        var page = await _browser.NewPageAsync();
        await page.GotoAsync($"{_demo.Address}/docs/errors.md#adam-3001");
        var heading = page.Locator("#adam-3001");
        Assert.That(await heading.InnerTextAsync(), Is.EqualTo("ADAM-3001"));
        await Assertions.Expect(heading).ToBeInViewportAsync();
    }

    [Test]
    public async Task Keyboard_reaches_the_text_first()
    {
        var page = await _browser.NewPageAsync();
        await page.GotoAsync($"{_demo.Address}/docs/errors");
        await page.Keyboard.PressAsync("Tab");
        await page.Keyboard.PressAsync("Enter");
        Assert.That(new Uri(page.Url).Fragment, Is.EqualTo("#content"));
    }
}
