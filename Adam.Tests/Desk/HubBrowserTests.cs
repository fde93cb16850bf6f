using Adam.Domain.Keys;
using Adam.Tests.Pages;
using Microsoft.Playwright;

namespace Adam.Tests.Desk;

/// <summary>Gaps, measures and meetings in Chromium, as those use them who write.</summary>
[Category("browser")]
public sealed class HubBrowserTests
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
    public async Task Donor_finds_a_gap_and_sees_while_typing_that_the_project_closes_it()
    {
        await using var context = await ContextAsync("en-GB", 1280);
        var page = await SignInAsync(context, Role.Donor);
        await page.GetByRole(AriaRole.Link, new() { Name = "Gaps", Exact = true }).First.ClickAsync();
        await page.Locator(".filters select[name=measure]").SelectOptionAsync("M-IV-1");
        await page.WaitForURLAsync(url => url.Contains("measure=M-IV-1", StringComparison.Ordinal));
        var row = page.Locator(".coverage tbody tr", new() { Has = page.Locator("td.is-gap") }).First;
        var country = await row.Locator("th").InnerTextAsync();
        await row.GetByRole(AriaRole.Link, new() { Name = "Record a project here" }).ClickAsync();
        await page.Locator("[name=title]").FillAsync("Outpatient rooms beside the clinics");
        await page.Locator("[name=reference]").FillAsync("GAP-BROWSER-1");
        await page.Locator("[name=actualStart]").FillAsync("2026-01-01");
        await page.Locator("[name=plannedEnd]").FillAsync("2028-01-01");
        await page.Locator("[name=status]").SelectOptionAsync("implementation");
        await Assertions
            .Expect(page.Locator("#findings [data-measure='M-IV-1']"))
            .ToContainTextAsync($"Closes this gap: {country.Trim()}");
    }

    [Test]
    public async Task Analyst_judges_with_keys_takes_back_and_keeps_the_place()
    {
        await using var context = await ContextAsync("en-GB", 1280);
        var page = await SignInAsync(context, Role.Analyst);
        await page.GotoAsync(_demo.Address + "/desk/measures/M-II-1");
        await page.GetByRole(AriaRole.Link, new() { Name = "Judge its projects" }).ClickAsync();
        var first = await page.Locator("form.verdict [name=pair]").InputValueAsync();
        await page.Keyboard.PressAsync("n");
        await page.Keyboard.TypeAsync("Prosecutors, 12 of them");
        await page.Keyboard.PressAsync("Escape");
        await page.Keyboard.PressAsync("1");
        await Assertions.Expect(page.Locator("[data-last]")).ToContainTextAsync("confirmed");
        var second = await page.Locator("form.verdict [name=pair]").InputValueAsync();
        Assert.That(second, Is.Not.EqualTo(first));
        await page.Keyboard.PressAsync("2");
        await Assertions.Expect(page.Locator("[data-last]")).ToContainTextAsync("rejected");
        await page.Keyboard.PressAsync("u");
        await Assertions.Expect(page.Locator("form.verdict [name=pair]")).ToHaveValueAsync(second);

        using var api = _demo.Client(Role.Viewer);
        var link = await api.GetFromJsonOrFailAsync($"/v1/measures/M-II-1/projects/{first}");
        Assert.That((string?)link!["verdict"]!["note"], Is.EqualTo("Prosecutors, 12 of them"));
        var undone = await api.GetFromJsonOrFailAsync($"/v1/measures/M-II-1/projects/{second}");
        Assert.That(undone!["verdict"], Is.Null);
    }

    [Test]
    public async Task Pages_of_those_who_write_are_accessible_and_fit_the_window(
        [Values("en-GB", "ru-RU")] string language
    )
    {
        await using var context = await ContextAsync(language, PageAssertions.WidthOf(language));
        var page = await SignInAsync(context, Role.Admin);
        var messages = new List<string>();
        page.Console += (_, message) => messages.Add(message.Text);
        page.PageError += (_, error) => messages.Add(error);
        foreach (
            var address in new[]
            {
                "/desk/gaps?route=northern",
                "/desk/measures/M-I-3",
                "/desk/measures/M-II-2/judging",
                "/desk/meetings/EX-PCG-2025",
                "/desk/projects/new?measure=M-II-2&country=RU&pillar=financial-flows",
                "/desk/layers?layer=seizures&indicator=quantity&over=projects&country=TJ&country=UZ",
                "/desk/measures/new",
            }
        )
        {
            await page.GotoAsync(_demo.Address + address);
            await CheckAsync(address);
        }

        // The last page with what a measure finds, and with faults.
        await page.Locator("[name=reference]").FillAsync("M-NEW");
        await page.Locator("[name=title]").FillAsync("Ports");
        await page.Locator("[name=pillars]").First.CheckAsync();
        await page.Locator("[name=routes]").First.CheckAsync();
        await page.Locator("button[value=check]").Last.ClickAsync();
        await page.Locator("#preview .states").WaitForAsync();
        await CheckAsync("preview");
        await page.Locator("[name=reference]").FillAsync("");
        await page.Locator("button[value=save]").ClickAsync();
        await page.Locator("#faults").WaitForAsync();
        messages.RemoveAll(message => message.Contains("400", StringComparison.Ordinal));
        await CheckAsync("faults");

        async Task CheckAsync(string view)
        {
            Assert.That(messages, Is.Empty, view);
            await page.AssertAccessibleAsync(view);
        }
    }

    private Task<IBrowserContext> ContextAsync(string language, int width) =>
        _browser.NewContextAsync(
            new()
            {
                Locale = language,
                ViewportSize = new() { Width = width, Height = 800 },
            }
        );

    private async Task<IPage> SignInAsync(IBrowserContext context, Role role)
    {
        var page = await context.NewPageAsync();
        await page.GotoAsync(_demo.Address);
        await page.Locator("input[name=key]").FillAsync(_demo.Keys[role]);
        await page.Locator(".sign-in button").ClickAsync();
        await page.Locator(".me").WaitForAsync();
        return page;
    }
}
