using Adam.Domain.Keys;
using Microsoft.Playwright;

namespace Adam.Tests.Desk;

/// <summary>People record projects in Chromium, with and without script.</summary>
public sealed class RecordingBrowserTests : DeskBrowser
{
    [Test]
    public async Task Donor_is_warned_of_a_duplicate_while_typing_and_saves_with_one_click(
        [Values(true, false)] bool hasScript
    )
    {
        await using var context = await ContextAsync("en-GB", 1280, hasScript);
        var page = await SignInAsync(context, Role.Donor);
        var reference = hasScript ? "TYPED-1" : "TYPED-2";
        var (other, clicks, fields) = (await OtherAsync(reference), 0, 0);
        await ClickAsync(page.GetByRole(AriaRole.Link, new() { Name = "Record", Exact = true }));
        await FillAsync("[name=title]", "Mobile laboratories for the precursor units on the Amu Darya");
        await FillAsync("[name=reference]", reference);
        await ClickAsync(page.Locator("[name=pillars][value=precursors]"));
        await FillAsync("[name='countries[0]']", "Uzbekistan");
        await FillAsync("[name='donors[0].amount']", "250 000");
        await FillAsync("[name='donors[0].currency']", "EUR");
        await page.Locator("[name=status]").SelectOptionAsync("implementation");
        fields++;
        await FillAsync("[name=plannedStart]", "2026-01-01");
        await FillAsync("[name=plannedEnd]", "2027-06-30");
        if (hasScript)
        {
            // The register answers without a click.
            await page.Locator($"[data-overlap='{other}']").WaitForAsync();
            await Assertions.Expect(page.Locator("#findings [href^='/desk/projects?country=UZ']")).ToBeVisibleAsync();
        }
        else
        {
            await ClickAsync(page.GetByRole(AriaRole.Button, new() { Name = "Save", Exact = true }));
            await page.Locator($"[data-overlap='{other}']").WaitForAsync();
            await Assertions.Expect(page.Locator("#findings [role=alert]")).ToBeVisibleAsync();
        }

        await ClickAsync(page.Locator("button[value=save]"));
        await page.Locator("[data-saved]").WaitForAsync();
        Assert.That(await page.Locator("h1").InnerTextAsync(), Does.StartWith("Mobile laboratories"));
        const string Journey = "Record a project whose duplicate exists, and be warned before it is saved";
        JourneyTable.AssertStates(Journey, hasScript ? "Clicks" : "Without script", clicks);
        JourneyTable.AssertStates(Journey, "Fields", fields);
        Assert.That(await DraftsAsync(page), Is.Zero);

        async Task ClickAsync(ILocator what)
        {
            clicks++;
            await what.ClickAsync();
        }

        Task FillAsync(string field, string text)
        {
            fields++;
            return page.Locator(field).FillAsync(text);
        }
    }

    [Test]
    public async Task Fault_is_told_beside_a_field_as_soon_as_it_is_left_and_no_empty_one_is_blamed()
    {
        await using var context = await ContextAsync("ru-RU", 1280);
        var page = await SignInAsync(context, Role.Donor, "/desk/projects/new");
        await page.Locator("[name='countries[0]']").FillAsync("Таджикистам");
        await page.Locator("[data-fault='countries[0]']:not([hidden])").WaitForAsync();
        Assert.That(await page.Locator("[data-fault]:not([hidden])").CountAsync(), Is.EqualTo(1));
        await page.Locator("[name='countries[0]']").FillAsync("Таджикистан");
        await page.Locator("[data-fault='countries[0]'][hidden]")
            .WaitForAsync(new() { State = WaitForSelectorState.Attached });
        Assert.That(await page.Locator("[aria-invalid]").CountAsync(), Is.Zero);
    }

    [Test]
    public async Task Draft_survives_a_closed_laptop_and_ends_with_discarding_or_signing_out()
    {
        await using var context = await ContextAsync("en-GB", 1280);
        var page = await SignInAsync(context, Role.Donor, "/desk/projects/new");
        await page.Locator("[name=title]").FillAsync("A draft");
        await page.Locator("[data-add=donors]").ClickAsync();
        await page.Locator("[name='donors[1].who']").FillAsync("Norway");
        await page.Locator("[name='donors[1].amount']").FillAsync("12");
        await page.Locator("[name=description]").FillAsync("Two\n\nlines");
        await page.Locator("[data-draft-note]").WaitForAsync();
        await page.CloseAsync();

        page = await context.NewPageAsync();
        await page.GotoAsync(Demo.Address + "/desk/projects/new");
        await page.Locator("[data-drafts] [data-use]").ClickAsync();
        await Assertions.Expect(page.Locator("[name='donors[1].who']")).ToHaveValueAsync("Norway");
        await Assertions.Expect(page.Locator("[name='donors[1].amount']")).ToHaveValueAsync("12");
        await Assertions.Expect(page.Locator("[name=description]")).ToHaveValueAsync("Two\n\nlines");
        Assert.That(await DraftsAsync(page), Is.EqualTo(1));

        await page.GotoAsync(Demo.Address + "/desk/projects/new");
        await page.Locator("[name=title]").FillAsync("Another draft");
        await page.Locator("[data-draft-note]").WaitForAsync();
        await page.Locator("[data-drafts] [data-discard]").ClickAsync();
        Assert.That(await DraftsAsync(page), Is.EqualTo(1));
        await page.GetByRole(AriaRole.Button, new() { Name = "Sign out" }).ClickAsync();
        await page.Locator(".sign-in").WaitForAsync();
        Assert.That(await DraftsAsync(page), Is.Zero);
    }

    [Test]
    public async Task Two_people_change_a_record_and_the_second_one_merges()
    {
        var project = await OwnAsync();
        await using var context = await ContextAsync("en-GB", 1280);
        var page = await SignInAsync(context, Role.Donor);
        await page.GotoAsync($"{Demo.Address}/desk/projects/{project}");
        await page.GetByRole(AriaRole.Link, new() { Name = "Change this record" }).ClickAsync();
        await page.Locator("[name=title]").FillAsync("The title of the donor");

        await using var other = await ContextAsync("en-GB", 1280);
        var admin = await SignInAsync(other, Role.Admin);
        await admin.GotoAsync($"{Demo.Address}/desk/projects/{project}/edit");
        await admin.Locator("[name=title]").FillAsync("The title of the admin");
        await admin.Locator("[name=beneficiaries]").FillAsync("Somebody");
        await SaveAsync(admin);

        await page.Locator("button[value=save]").ClickAsync();
        await MergeOrConfirmAsync(page);
        Assert.That(await page.Locator(".merge").InnerTextAsync(), Does.Contain("The title of the admin"));
        Assert.That(await page.ViolationsAsync(), Is.Empty);
        await page.Locator(".merge [value=mine]").ClickAsync();
        await SaveAsync(page);
        Assert.That(await page.Locator("h1").InnerTextAsync(), Is.EqualTo("The title of the donor"));
        Assert.That(await page.Locator(".facts").InnerTextAsync(), Does.Contain("Somebody"));
    }

    [Test]
    public async Task Forms_are_accessible_and_fit_the_window([Values("en-GB", "ru-RU")] string language)
    {
        await using var context = await ContextAsync(language, PageAssertions.WidthOf(language));
        var page = await SignInAsync(context, Role.Admin);
        var messages = new List<string>();
        page.Console += (_, message) => messages.Add(message.Text);
        page.PageError += (_, error) => messages.Add(error);
        await page.GotoAsync(Demo.Address + "/desk/projects/new");
        foreach (var details in await page.Locator("main details").AllAsync())
            await details.Locator("summary").ClickAsync();
        await CheckAsync("new");
        await page.Locator("[name='countries[0]']").FillAsync("Nowhere");
        await page.Locator("button[value=check][data-check-button]").ClickAsync();
        await page.Locator(".faults").WaitForAsync();
        messages.RemoveAll(message => message.Contains("400", StringComparison.Ordinal)); // of the page itself
        await CheckAsync("faults");
        await page.GotoAsync($"{Demo.Address}/desk/projects/{await OwnAsync()}/edit");
        await CheckAsync("edit");
        await context.ClearCookiesAsync();
        await page.Locator("button[value=save]").ClickAsync();
        await page.Locator("[name=key]").WaitForAsync();
        messages.RemoveAll(message => message.Contains("401", StringComparison.Ordinal)); // likewise
        await CheckAsync("held");

        async Task CheckAsync(string view)
        {
            Assert.That(messages, Is.Empty, view);
            await page.AssertAccessibleAsync(view);
        }
    }

    /// <summary>Presses Save, and again if something is shown before.</summary>
    private static async Task SaveAsync(IPage page)
    {
        await page.Locator("button[value=save]").ClickAsync();
        var saved = page.Locator("[data-saved]");
        var confirm = page.Locator("#findings [role=alert]");
        await saved.Or(confirm).First.WaitForAsync();
        if (await confirm.CountAsync() > 0)
            await page.Locator("button[value=save]").ClickAsync();
        await saved.WaitForAsync();
    }

    private static async Task MergeOrConfirmAsync(IPage page)
    {
        var merge = page.Locator(".merge");
        var confirm = page.Locator("#findings [role=alert]");
        await merge.Or(confirm).First.WaitForAsync();
        if (await confirm.CountAsync() > 0)
            await page.Locator("button[value=save]").ClickAsync();
        await merge.WaitForAsync();
    }

    private static Task<int> DraftsAsync(IPage page) =>
        page.EvaluateAsync<int>("Object.keys(localStorage).filter(name => name.startsWith('adam-draft:')).length");

    /// <summary>Records a project of Norway that is like the one of the test, and returns its id.</summary>
    private async Task<string> OtherAsync(string reference)
    {
        using var admin = Demo.Client(Role.Admin);
        var found = await admin.GetFromJsonOrFailAsync($"/v1/projects?owner=NO&q=NO-{reference}");
        if (found!["items"]!.AsArray() is [{ } known])
            return (string)known["id"]!;

        var created = await admin.SendAsync(
            "POST",
            "/v1/projects",
            $$"""
            {
              "owner": "NO", "reference": "NO-{{reference}}", "status": "implementation",
              "title": "Mobile laboratories for precursor units on the Amu Darya",
              "pillars": ["precursors"], "countries": ["UZ"], "donors": [{ "partner": "NO" }],
              "plannedStart": "2026-01-01", "plannedEnd": "2027-06-30"
            }
            """
        );
        return (string)(await created.JsonAsync())["id"]!;
    }

    private async Task<string> OwnAsync()
    {
        using var admin = Demo.Client(Role.Admin);
        var found = await admin.GetFromJsonOrFailAsync("/v1/projects?owner=DE&limit=1");
        return (string)found!["items"]![0]!["id"]!;
    }
}
