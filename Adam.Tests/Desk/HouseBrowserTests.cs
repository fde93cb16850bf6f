using Adam.Domain.Keys;
using Microsoft.Playwright;

namespace Adam.Tests.Desk;

/// <summary>Keeping house in Chromium: keys, partners, subscriptions, the audit list, health.</summary>
public sealed class HouseBrowserTests : DeskBrowser
{
    private static readonly string[] OfAdmins = ["/desk/keys", "/desk/audit", "/desk/partners/DE"];

    private static readonly string[] OfAll = ["/desk/partners", "/desk/subscriptions", "/desk/health"];

    [Test]
    public async Task Admin_issues_a_key_sees_it_once_replaces_and_revokes_it([Values(true, false)] bool hasScript)
    {
        await using var context = await ContextAsync("en-GB", 1280, hasScript);
        var page = await SignInAsync(context, Role.Admin);
        var (clicks, name) = (0, $"Desk in Bonn {hasScript}");
        await ClickAsync(page.GetByRole(AriaRole.Link, new() { Name = "Keeping house" }));
        await ClickAsync(page.GetByRole(AriaRole.Link, new() { Name = "Keys", Exact = true }));
        await ClickAsync(page.Locator("summary", new() { HasTextString = "Issue a key" }));
        await page.Locator("[name=partner]").SelectOptionAsync("DE");
        await page.Locator("[name=role]").SelectOptionAsync("donor");
        await page.Locator("[name=name]").FillAsync(name);
        await page.Locator("[name=expiresAt]").FillAsync("2031-12-31");
        await ClickAsync(page.Locator("button[value=issue]"));
        var secret = await page.Locator("#secret").InputValueAsync();
        Assert.That(clicks, Is.EqualTo(4));
        await Assertions.Expect(page.Locator("[data-copy]")).ToBeVisibleAsync(new() { Visible = hasScript });
        Assert.That(await StatusAsync(secret), Is.EqualTo(200));
        var row = page.Locator("tr", new() { HasTextString = name });
        Assert.That(await row.InnerTextAsync(), Does.Contain("1 Jan 2032, 00:00 UTC"), "the day itself is included");

        await page.GotoAsync(Demo.Address + "/desk/keys");
        Assert.That(await page.ContentAsync(), Does.Not.Contain(secret));
        await row.Locator("summary").ClickAsync();
        await row.Locator("[name=overlap]").FillAsync("0");
        await row.Locator("button[value=rotate]").ClickAsync();
        var second = await page.Locator("#secret").InputValueAsync();
        Assert.That(second, Is.Not.EqualTo(secret));
        Assert.That(await StatusAsync(secret), Is.EqualTo(401));

        var id = second.Split('_')[1];
        clicks = 0;
        await ClickAsync(page.Locator($"[data-key='{id}'] summary"));
        await ClickAsync(page.Locator($"[data-key='{id}'] button[value=revoke]"));
        await Assertions.Expect(page.Locator($"[data-key='{id}']")).ToContainTextAsync("revoked");
        Assert.That(clicks, Is.EqualTo(2));
        Assert.That(await StatusAsync(second), Is.EqualTo(401));

        async Task ClickAsync(ILocator what)
        {
            clicks++;
            await what.ClickAsync();
        }
    }

    [Test]
    public async Task Key_is_restricted_to_permissions_and_addresses()
    {
        await using var context = await ContextAsync("en-GB", 1280);
        var page = await SignInAsync(context, Role.Admin, "/desk/keys");
        await page.Locator("summary", new() { HasTextString = "Issue a key" }).ClickAsync();
        await page.Locator("[name=partner]").SelectOptionAsync("DE");
        await page.Locator("[name=role]").SelectOptionAsync("viewer");
        await page.Locator("[name=name]").FillAsync("Restricted");
        await page.Locator("summary", new() { HasTextString = "Restrict the key" }).ClickAsync();
        await page.GetByLabel("write projects").CheckAsync();
        await page.Locator("[name=allowedAddresses]").FillAsync("127.0.0.1 10.0.0.300");
        await page.Locator("button[value=issue]").ClickAsync();
        var faults = await page.Locator("[role=alert]").First.InnerTextAsync();
        Assert.That(faults, Does.Contain("10.0.0.300").And.Contain("projects:write"), "what was wrong is named");
        Assert.That(await page.Locator("[name=allowedAddresses]").InputValueAsync(), Does.Contain("10.0.0.300"));

        await page.GetByLabel("write projects").UncheckAsync();
        await page.GetByLabel("read", new() { Exact = true }).CheckAsync();
        await page.Locator("[name=allowedAddresses]").FillAsync("127.0.0.1, ::1");
        await page.Locator("button[value=issue]").ClickAsync();
        Assert.That(await StatusAsync(await page.Locator("#secret").InputValueAsync()), Is.EqualTo(200));
        var row = await page.Locator("tr", new() { HasTextString = "Restricted" }).InnerTextAsync();
        Assert.That(row, Does.Contain("only: read").And.Contain("from 127.0.0.1"));
    }

    [Test]
    public async Task Refused_key_names_every_fault_and_keeps_the_form()
    {
        await using var context = await ContextAsync("en-GB", 1280);
        var page = await SignInAsync(context, Role.Admin, "/desk/keys");
        await page.Locator("summary", new() { HasTextString = "Issue a key" }).ClickAsync();
        await page.Locator("[name=name]").FillAsync("Without a role");
        await page.Locator("[name=expiresAt]").FillAsync("2001-01-01");
        await page.Locator("button[value=issue]").ClickAsync();
        await page.Locator("#faults").WaitForAsync();
        foreach (var field in new[] { "partner", "role", "expiresAt" })
            await Assertions.Expect(page.Locator($"[data-fault={field}]")).ToBeVisibleAsync();
        await Assertions.Expect(page.Locator("[name=name]")).ToHaveValueAsync("Without a role");
    }

    [Test]
    public async Task Admin_states_the_mailbox_of_a_partner_and_two_admins_do_not_overwrite_each_other()
    {
        await using var context = await ContextAsync("en-GB", 1280);
        var page = await SignInAsync(context, Role.Admin);
        var other = await context.NewPageAsync();
        await page.GotoAsync(Demo.Address + "/desk/partners/FR");
        await other.GotoAsync(Demo.Address + "/desk/partners/FR");
        await page.Locator("[name=contact]").FillAsync("no mailbox");
        await page.GetByRole(AriaRole.Button, new() { Name = "Save" }).ClickAsync();
        await Assertions.Expect(page.Locator("[data-fault=contact]")).ToContainTextAsync("mailbox");
        await page.Locator("[name=contact]").FillAsync("drugs-desk@example.org");
        await page.GetByRole(AriaRole.Button, new() { Name = "Save" }).ClickAsync();
        await Assertions
            .Expect(page.Locator("tr", new() { HasTextString = "France" }))
            .ToContainTextAsync("drugs-desk@example.org");

        await other.Locator("[name=contact]").FillAsync("another@example.org");
        await other.GetByRole(AriaRole.Button, new() { Name = "Save" }).ClickAsync();
        await Assertions.Expect(other.Locator("#faults")).ToContainTextAsync("changed");
        await Assertions.Expect(other.Locator("[name=contact]")).ToHaveValueAsync("another@example.org");
    }

    [Test]
    public async Task Viewer_subscribes_pauses_and_deletes_and_is_refused_what_is_for_admins()
    {
        await using var context = await ContextAsync("en-GB", 1280);
        var page = await SignInAsync(context, Role.Viewer, "/desk/subscriptions");
        await page.Locator("summary", new() { HasTextString = "Subscribe" }).ClickAsync();
        await page.Locator("[name=name]").FillAsync("Overlaps");
        await page.Locator("[name=channel]").SelectOptionAsync("feed");
        await page.Locator("[name=events][value='overlap.recorded']").ClickAsync();
        await page.Locator("button[value=create]").ClickAsync();
        Assert.That(await page.Locator("#secret").InputValueAsync(), Is.Not.Empty);
        await page.Locator("button[value=delete]").ClickAsync();
        await Assertions.Expect(page.Locator("button[value=delete]")).ToHaveCountAsync(0);

        await page.Locator("summary", new() { HasTextString = "Subscribe" }).ClickAsync();
        await page.Locator("[name=name]").FillAsync("Webhook");
        await page.Locator("[name=channel]").SelectOptionAsync("webhook");
        await page.Locator("[name=url]").FillAsync("https://hooks.example.org/adam");
        await page.Locator("[name=events][value='verdict.given']").ClickAsync();
        await page.Locator("button[value=create]").ClickAsync();
        await page.Locator("button[value=pause]").ClickAsync();
        await page.Locator("button[value=resume]").ClickAsync();
        await page.Locator("button[value=pause]").WaitForAsync();
        await page.Locator("button[value=delete]").ClickAsync();
        await Assertions.Expect(page.Locator("button[value=delete]")).ToHaveCountAsync(0);

        foreach (var address in OfAdmins)
        {
            var response = await page.GotoAsync(Demo.Address + address);
            Assert.That(response!.Status, Is.EqualTo(403), address);
            await Assertions.Expect(page.Locator("[role=alert]")).ToContainTextAsync("Ask an admin");
        }
    }

    [Test]
    public async Task Pages_are_accessible_and_fit_the_window([Values("en-GB", "ru-RU")] string language)
    {
        await using var context = await ContextAsync(language, PageAssertions.WidthOf(language));
        var page = await SignInAsync(context, Role.Admin);
        var messages = new List<string>();
        page.Console += (_, message) => messages.Add(message.Text);
        page.PageError += (_, error) => messages.Add(error);
        foreach (var address in OfAll.Concat(OfAdmins))
        {
            await page.GotoAsync(Demo.Address + address);
            await page.Locator("main details:not([open]) summary").First.Or(page.Locator("h1")).First.ClickAsync();
            Assert.That(messages, Is.Empty, address);
            await page.AssertAccessibleAsync(address);
        }
    }

    private async Task<int> StatusAsync(string key)
    {
        using var client = new HttpClient { BaseAddress = new(Demo.Address) };
        client.DefaultRequestHeaders.Authorization = new("Bearer", key);
        return (int)(await client.GetAsync("/v1/me")).StatusCode;
    }
}
