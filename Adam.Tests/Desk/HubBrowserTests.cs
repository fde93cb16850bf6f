using Adam.Domain.Keys;
using Microsoft.Playwright;

namespace Adam.Tests.Desk;

/// <summary>Gaps, measures and meetings in Chromium, as those use them who write.</summary>
public sealed class HubBrowserTests : DeskBrowser
{
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
        var page = await SignInAsync(context, Role.Analyst, "/desk/measures/M-II-1");
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

        using var api = Demo.Client(Role.Viewer);
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
            await page.GotoAsync(Demo.Address + address);
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
}
