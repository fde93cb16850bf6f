using Adam.Domain.Keys;
using Microsoft.Playwright;

namespace Adam.Tests.Desk;

/// <summary>People lose their connection while they fill in forms, in Chromium.</summary>
public sealed class WaitingFormsBrowserTests : DeskBrowser
{
    private const string Flows = "/desk/questionnaires/EX-FLOWS-2016/responses/DE";

    [Test]
    public async Task Record_that_is_saved_without_a_line_is_recorded_once_when_the_line_is_back()
    {
        await using var context = await ContextAsync("en-GB", 1280);
        var page = await SignInAsync(context, Role.Donor);
        await FillAsync(page, "OFFLINE-1");
        await context.SetOfflineAsync(true);
        await page.Locator("button[value=save]").ClickAsync();
        await Assertions.Expect(page.Locator("[data-waiting]")).ToContainTextAsync("There is no connection.");
        await Assertions.Expect(page.Locator("[data-is=waiting]")).ToContainTextAsync("Forensic chemists of OFFLINE-1");
        Assert.That(await page.ViolationsAsync(), Is.Empty);
        Assert.That(await ProjectsAsync("OFFLINE-1"), Is.Zero);

        await context.SetOfflineAsync(false);
        await page.Locator("[data-saved]").WaitForAsync();
        Assert.That(await ProjectsAsync("OFFLINE-1"), Is.EqualTo(1));
        Assert.That(await KeptAsync(page), Is.Zero);
    }

    [Test]
    public async Task Record_is_sent_from_another_page_after_the_browser_was_closed()
    {
        await using var context = await ContextAsync("ru-RU", 360);
        var page = await SignInAsync(context, Role.Donor);
        await FillAsync(page, "OFFLINE-2");
        await context.SetOfflineAsync(true);
        await page.Locator("button[value=save]").ClickAsync();
        await page.Locator("[data-is=waiting]").WaitForAsync();
        await Assertions.Expect(page.Locator("[data-waiting]")).ToBeInViewportAsync();
        Assert.That(await page.EvaluateAsync<int>("document.documentElement.scrollWidth"), Is.LessThanOrEqualTo(360));
        await page.CloseAsync();

        await context.SetOfflineAsync(false);
        page = await context.NewPageAsync();
        await page.GotoAsync(Demo.Address + "/desk/timeline");
        await page.Locator("[data-is=sent]").WaitForAsync();
        await Assertions.Expect(page.Locator("[data-is=sent]")).ToContainTextAsync("Forensic chemists of OFFLINE-2");
        Assert.That(await ProjectsAsync("OFFLINE-2"), Is.EqualTo(1));
        Assert.That(await KeptAsync(page), Is.Zero);
    }

    [Test]
    public async Task Record_that_the_register_asks_about_waits_for_a_look()
    {
        await using var context = await ContextAsync("en-GB", 1280);
        var page = await SignInAsync(context, Role.Donor);
        await FillAsync(page, "OFFLINE-3");
        await page.Locator("[name='donors[0].amount']").FillAsync("1,200");
        await context.SetOfflineAsync(true);
        await page.Locator("button[value=save]").ClickAsync();
        await page.Locator("[data-is=waiting]").WaitForAsync();
        await page.CloseAsync();

        await context.SetOfflineAsync(false);
        page = await context.NewPageAsync();
        await page.GotoAsync(Demo.Address + "/desk/matrix");
        await page.Locator("[data-is=refused] [data-send]").ClickAsync();
        await Assertions.Expect(page.Locator("[name='donors[0].amount']")).ToHaveValueAsync("1,200");
        await Assertions.Expect(page.Locator("[data-fault='donors[0].amount']")).ToBeVisibleAsync();
        Assert.That(await ProjectsAsync("OFFLINE-3"), Is.Zero);
    }

    [Test]
    public async Task Answers_to_a_questionnaire_wait_for_the_line_and_survive_a_closed_page()
    {
        await using var context = await ContextAsync("en-GB", 1280);
        var page = await SignInAsync(context, Role.Donor, Flows);
        await page.Locator("[name='answers.staff']").FillAsync("41");
        await page.CloseAsync();

        // The next page offers answers that were typed and not sent.
        page = await context.NewPageAsync();
        await page.GotoAsync(Demo.Address);
        await page.Locator("[data-is=typed] [data-send]").ClickAsync();
        await page.Locator("[data-saved]").WaitForAsync();
        await Assertions.Expect(page.Locator("[name='answers.staff']")).ToHaveValueAsync("41");
        Assert.That(await KeptAsync(page), Is.Zero);

        var saved = await page.Locator("[data-saved]").GetAttributeAsync("data-saved");
        await page.Locator("[name='answers.staff']").FillAsync("42");
        await context.SetOfflineAsync(true);
        await page.Locator("button[value=save]").Last.ClickAsync();
        await page.Locator("[data-is=waiting]").WaitForAsync();
        await context.SetOfflineAsync(false);
        await page.Locator($"[data-saved]:not([data-saved='{saved}'])").WaitForAsync();
        await Assertions.Expect(page.Locator("[name='answers.staff']")).ToHaveValueAsync("42");
        Assert.That(await KeptAsync(page), Is.Zero);
    }

    [Test]
    public async Task Nothing_of_a_person_is_left_after_signing_out_or_for_the_next_person()
    {
        await using var context = await ContextAsync("en-GB", 1280);
        var page = await SignInAsync(context, Role.Donor);
        await KeepOneAsync("OFFLINE-4");
        await page.GetByRole(AriaRole.Button, new() { Name = "Sign out" }).ClickAsync();
        await page.Locator(".sign-in").WaitForAsync();
        Assert.That(await KeptAsync(page), Is.Zero);

        // A session can end without signing out. The next person finds nothing either, and sends nothing.
        await page.CloseAsync();
        page = await SignInAsync(context, Role.Donor);
        await KeepOneAsync("OFFLINE-5");
        await context.ClearCookiesAsync();
        await page.CloseAsync();
        page = await context.NewPageAsync();
        await page.GotoAsync(Demo.Address);
        await EnterKeyAsync(page, Role.Admin);
        Assert.That(await KeptAsync(page), Is.Zero);
        await Assertions.Expect(page.Locator("[data-waiting]")).ToBeHiddenAsync();
        Assert.That(await ProjectsAsync("OFFLINE-5"), Is.Zero);

        async Task KeepOneAsync(string reference)
        {
            await FillAsync(page, reference);
            await context.SetOfflineAsync(true);
            await page.Locator("button[value=save]").ClickAsync();
            await page.Locator("[data-is=waiting]").WaitForAsync();
            Assert.That(await KeptAsync(page), Is.Positive);
            // The page would send it as soon as the line is back.
            await page.EvaluateAsync(
                "window.addEventListener('online', event => event.stopImmediatePropagation(), true)"
            );
            await page.RouteAsync("**/health/live", route => route.AbortAsync());
            await context.SetOfflineAsync(false);
        }
    }

    private static async Task FillAsync(IPage page, string reference)
    {
        await page.GotoAsync(new Uri(page.Url).GetLeftPart(UriPartial.Authority) + "/desk/projects/new");
        await page.Locator("[name=title]").FillAsync($"Forensic chemists of {reference}");
        await page.Locator("[name=reference]").FillAsync(reference);
        await page.Locator("[name=pillars][value=precursors]").CheckAsync();
        // No other project works there, so that nothing is shown before it is saved.
        await page.Locator("[name='countries[0]']").FillAsync("Iceland");
        await page.Locator("[name=status]").SelectOptionAsync("implementation");
        await page.Locator("[name=actualStart]").FillAsync("2026-01-01");
        // The register has said what it knows, so that nothing is left to be shown before it is saved.
        await page.RunAndWaitForResponseAsync(
            () => page.Locator("[name=plannedEnd]").FillAsync("2028-01-01"),
            answer =>
                answer.Url.EndsWith("/check", StringComparison.Ordinal)
                && answer.Request.PostData?.Contains("2028-01-01", StringComparison.Ordinal) is true
        );
        await page.Locator("form[data-checked]").WaitForAsync();
        await page.Locator("#findings [name=seen]").WaitForAsync(new() { State = WaitForSelectorState.Attached });
    }

    private async Task<int> ProjectsAsync(string reference)
    {
        using var api = Demo.Client(Role.Admin);
        var found = await api.GetFromJsonOrFailAsync($"/v1/projects?owner=DE&q={reference}");
        return found!["items"]!.AsArray().Count;
    }

    private static Task<int> KeptAsync(IPage page) =>
        page.EvaluateAsync<int>("Object.keys(localStorage).filter(name => name.startsWith('adam-draft:')).length");
}
