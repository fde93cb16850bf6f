using Adam.Domain.Keys;
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

    [Test]
    public async Task Every_operation_of_Swagger_UI_succeeds_untouched()
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
        // Webhooks stand below the tags, and nobody can try them.
        // The page draws every operation that it shows again after each click, so it shows those of one tag at a time.
        var tags = await page.Locator(".opblock-tag").AllAsync();
        var contract = await OpenApi.ContractDocument.OfAsync(_demo.Api);
        // A body that is nothing but a file has no example: the person chooses the file.
        var ofFiles = contract
            .Operations.Where(operation =>
                operation.Value["requestBody"]?["content"]?.AsObject() is { Count: > 0 } content
                && content.All(type => (string?)type.Value!["schema"]?["format"] == "binary")
            )
            .Select(operation => operation.Key)
            .ToHashSet(StringComparer.Ordinal);
        Assert.That(ofFiles, Has.Count.LessThan(3), "an operation that nobody tries needs a reason");
        var (answers, count) = (new List<string>(), 0);
        foreach (var tag in tags)
        {
            await tag.ClickAsync();
            await page.Locator(".opblock-tag-section .opblock").First.WaitForAsync();
            var operations = await page.Locator(".opblock-tag-section .opblock").AllAsync();
            foreach (var operation in operations)
                await TryAsync(operation);
            count += operations.Count;
            await tag.ClickAsync();
        }

        Assert.That(answers, Is.Empty);
        Assert.That(count, Is.EqualTo(contract.Operations.Count));

        async Task TryAsync(ILocator operation)
        {
            var name =
                (await operation.Locator(".opblock-summary-method").InnerTextAsync())
                + " "
                + await operation.Locator(".opblock-summary-path").GetAttributeAsync("data-path");
            if (ofFiles.Contains(name))
                return;

            await operation.Locator(".opblock-summary-control").ClickAsync();
            await operation.Locator(".try-out__btn").ClickAsync();
            await operation.Locator(".execute").ClickAsync();
            // A request that the page itself refuses, because a value is missing, has no answer.
            var status = operation.Locator(".live-responses-table tbody .response-col_status, .invalid").First;
            var text = (await status.InnerTextAsync()).Trim();
            if (!text.StartsWith('2'))
                answers.Add($"{name}: {text} {await operation.Locator(".responses-inner").First.InnerTextAsync()}");
            await operation.Locator(".opblock-summary-control").ClickAsync();
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
