using System.Diagnostics;
using Adam.Domain.Keys;
using Microsoft.Playwright;

namespace Adam.Tests.Desk;

/// <summary>Judging in Chromium, by keyboard.</summary>
public sealed class JudgingBrowserTests : DeskBrowser
{
    [Test]
    public async Task Analyst_judges_ten_pairs_by_keyboard_and_takes_the_last_verdict_back()
    {
        var (context, page, faults) = await OpenAsync(Role.Analyst, "/desk/judging?sort=uncertain");
        await using var closing = context;
        var (judged, times, pressed, refused) = (new List<string>(), new List<double>(), 0, 0);
        string[] keys = ["Digit1", "Digit2", "Digit3", "Digit4", "Numpad2"];
        while (judged.Count < 10)
        {
            var pair = await PairAsync(page);
            if (judged.Count == 3)
            {
                await PressAsync("KeyN");
                await page.Keyboard.TypeAsync("Agreed in May, 1 of 2");
                await PressAsync("Escape");
            }

            var begun = Stopwatch.GetTimestamp();
            await PressAsync(keys[judged.Count % keys.Length]);
            await page.WaitForFunctionAsync(
                "pair => document.querySelector('form.verdict input[name=pair]')?.value !== pair"
                    + " || document.querySelector('main .notice[role=alert]')",
                pair
            );
            times.Add(Stopwatch.GetElapsedTime(begun).TotalMilliseconds);
            if (await PairAsync(page) == pair)
            {
                // Both projects are of the analyst's own partner, which the page says. Chromium reports the status.
                faults.RemoveAll(fault => fault.Contains("403", StringComparison.Ordinal));
                times.RemoveAt(times.Count - 1);
                refused++;
                await PressAsync("KeyS");
                await page.WaitForFunctionAsync(
                    "pair => document.querySelector('form.verdict input[name=pair]')?.value !== pair",
                    pair
                );
                continue;
            }

            judged.Add(pair);
        }

        // For people: 300 ms are aimed at, and a busy machine takes longer.
        TestContext.Out.WriteLine($"Milliseconds to the next pair: {string.Join(", ", times.Select(t => $"{t:0}"))}");
        Assert.That(
            times.Sum(),
            Is.LessThan(TimeSpan.FromMinutes(2).TotalMilliseconds),
            "the person waits for ten pairs"
        );
        const string Journey = "Judge ten pairs";
        JourneyTable.AssertStates(Journey, "Clicks", 0);
        JourneyTable.AssertStates(Journey, "Fields", 1);
        // Two keys go to a note and back. A pair that is refused takes two that are no verdict.
        JourneyTable.AssertStates(Journey, "Keys", pressed - (2 * refused));
        Assert.That(faults, Is.Empty);
        using var api = Demo.Client(Role.Viewer);
        foreach (var (pair, i) in judged.Select((pair, i) => (pair, i)))
        {
            var verdict = (await api.GetFromJsonOrFailAsync($"/v1/overlaps/{pair}"))!["verdict"]!;
            Assert.That(
                (string?)verdict["verdict"],
                Is.EqualTo(new[] { "duplicate", "complementary", "co-funded", "unrelated", "complementary" }[i % 5])
            );
            Assert.That((string?)verdict["note"], Is.EqualTo(i == 3 ? "Agreed in May, 1 of 2" : null));
        }

        await Assertions.Expect(page.Locator(".queue .figure").Nth(2)).ToHaveTextAsync("10");
        await page.Keyboard.PressAsync("KeyU");
        await page.WaitForURLAsync(url => url.Contains("pair=", StringComparison.Ordinal));
        Assert.That(await PairAsync(page), Is.EqualTo(judged[^1]));
        Assert.That((await api.GetFromJsonOrFailAsync($"/v1/overlaps/{judged[^1]}"))!["verdict"], Is.Null);
        await page.GoBackAsync();
        await Assertions.Expect(page.Locator(".queue .figure").Nth(2)).ToHaveTextAsync("9");

        Task PressAsync(string key)
        {
            pressed++;
            return page.Keyboard.PressAsync(key);
        }
    }

    [Test]
    public async Task Two_analysts_at_a_pair_see_each_other_until_one_goes_on()
    {
        var (context, page, faults) = await OpenAsync(Role.Admin, "/desk/judging?country=KG");
        await using var closing = context;
        var (others, colleague, _) = await OpenAsync(Role.Analyst, "/desk/judging?country=KG", "ru-RU");
        await using var alsoClosing = others;
        Assert.That(await PairAsync(colleague), Is.EqualTo(await PairAsync(page)));
        await Assertions.Expect(colleague.Locator(".judges")).ToContainTextAsync("рассматривают также: Demo admin");
        await page.ReloadAsync();
        await Assertions.Expect(page.Locator(".judges")).ToHaveTextAsync("Also at this pair now: Demo analyst (UNODC)");
        await page.AssertAccessibleAsync("two at a pair");

        await colleague.Keyboard.PressAsync("KeyS");
        await colleague.WaitForURLAsync(url => url.Contains("cursor=", StringComparison.Ordinal));
        await Assertions.Expect(colleague.Locator(".judges")).ToBeEmptyAsync();
        await page.ReloadAsync();
        await Assertions.Expect(page.Locator("form.verdict")).ToBeVisibleAsync();
        await Assertions.Expect(page.Locator(".judges")).ToBeEmptyAsync();
        Assert.That(faults, Is.Empty);
    }

    [Test]
    public async Task Verdict_by_key_on_a_pair_that_others_have_decided_is_told_and_the_note_is_kept()
    {
        var (context, page, _) = await OpenAsync(Role.Admin, "/desk/judging?country=KZ");
        await using var closing = context;
        var pair = await PairAsync(page);
        using var api = Demo.Client(Role.Admin);
        await api.SendAsync(
            "PUT",
            $"/v1/overlaps/{pair}/verdict",
            """{ "verdict": "unrelated" }""",
            headers: ("If-Match", "*")
        );
        await page.Locator("textarea[name=note]").FillAsync("Two clinics.");
        await page.Keyboard.PressAsync("Escape");
        await page.Keyboard.PressAsync("Digit1");
        await Assertions.Expect(page.Locator("main .notice[role=alert]")).ToContainTextAsync("somebody else");
        Assert.That(await PairAsync(page), Is.EqualTo(pair));
        await Assertions.Expect(page.Locator("textarea[name=note]")).ToHaveValueAsync("Two clinics.");
        Assert.That(
            (string?)(await api.GetFromJsonOrFailAsync($"/v1/overlaps/{pair}"))!["verdict"]!["verdict"],
            Is.EqualTo("unrelated")
        );
    }

    [Test]
    public async Task Note_stays_when_the_register_does_not_answer_or_the_session_has_ended()
    {
        var (context, page, _) = await OpenAsync(Role.Admin, "/desk/judging?country=UZ");
        await using var closing = context;
        await page.Locator("textarea[name=note]").FillAsync("Kept.");
        await page.RouteAsync("**/verdict", route => route.AbortAsync());
        await page.Locator("button[value=duplicate]").ClickAsync();
        await Assertions.Expect(page.Locator(".fault")).ToContainTextAsync("did not answer");
        await page.UnrouteAsync("**/verdict");
        await context.ClearCookiesAsync();
        await page.Locator("button[value=duplicate]").ClickAsync();
        await Assertions.Expect(page.Locator(".fault")).ToContainTextAsync("session has ended");
        await Assertions.Expect(page.Locator("textarea[name=note]")).ToHaveValueAsync("Kept.");
    }

    [Test]
    public async Task Keys_can_be_switched_off_and_do_nothing_in_fields()
    {
        var (context, page, _) = await OpenAsync(Role.Admin, "/desk/judging?country=TJ&keys=off");
        await using var closing = context;
        var pair = await PairAsync(page);
        await page.Keyboard.PressAsync("Digit1");
        await page.GotoAsync(Demo.Address + "/desk/judging?country=TJ");
        await page.Locator("input[name=q]").FillAsync("x");
        await page.Keyboard.PressAsync("Digit1");
        Assert.That(await PairAsync(page), Is.EqualTo(pair));
        using var api = Demo.Client(Role.Viewer);
        Assert.That((await api.GetFromJsonOrFailAsync($"/v1/overlaps/{pair}"))!["verdict"], Is.Null);
    }

    [Test]
    public async Task Owner_finds_the_overlap_at_its_project_and_answers_and_a_viewer_is_refused_with_words(
        [Values(true, false)] bool hasScript
    )
    {
        using var api = Demo.Client(Role.Viewer);
        var overlap = (await api.GetFromJsonOrFailAsync("/v1/overlaps?owner=DE&limit=1"))!["items"]![0]!;
        var ours = overlap["projects"]!.AsArray().First(project => (string?)project!["owner"] == "DE")!;
        var (context, page, _) = await OpenAsync(Role.Donor, $"/desk/projects/{ours["id"]}", hasScript: hasScript);
        await using var closing = context;
        await page.Locator($".overlap a[href*='{overlap["id"]}']").ClickAsync();
        await page.Locator(".notes textarea").FillAsync($"We know. Script: {hasScript}");
        await page.Locator(".notes select").SelectOptionAsync("co-funded");
        await page.Locator(".notes button").ClickAsync();
        await Assertions.Expect(page.Locator(".notes ol li").Last).ToContainTextAsync($"Script: {hasScript}");
        await Assertions.Expect(page.Locator(".notes ol li strong").Last).ToContainTextAsync("co-funded");

        var (viewers, viewer, _) = await OpenAsync(Role.Viewer, "/desk/judging", hasScript: hasScript);
        await using var alsoClosing = viewers;
        await Assertions.Expect(viewer.Locator("[role=alert]")).ToContainTextAsync("viewer of Organization for");
        if (hasScript) // which axe is
            Assert.That(await viewer.ViolationsAsync(), Is.Empty);
    }

    [Test]
    public async Task Views_are_accessible_and_fit_the_window([Values("en-GB", "ru-RU")] string language)
    {
        var (context, page, faults) = await OpenAsync(
            Role.Admin,
            "/desk/judging",
            language,
            PageAssertions.WidthOf(language)
        );
        await using var closing = context;
        foreach (
            var view in new[] { "/desk/judging", "/desk/judging?blind=true&verdict=stale", "/desk/overlaps", "pair" }
        )
        {
            if (view == "pair")
                await page.GotoAsync($"{Demo.Address}/desk/overlaps/{await AnyPairAsync()}");
            else
                await page.GotoAsync(Demo.Address + view);
            Assert.That(faults, Is.Empty, view);
            Assert.That(await page.Locator("h1").CountAsync(), Is.EqualTo(1), view);
            await page.AssertAccessibleAsync(view);
        }
    }

    private async Task<string> AnyPairAsync()
    {
        using var api = Demo.Client(Role.Viewer);
        return (string)(await api.GetFromJsonOrFailAsync("/v1/overlaps?limit=1"))!["items"]![0]!["id"]!;
    }

    private static Task<string> PairAsync(IPage page) =>
        page.Locator("form.verdict input[name=pair]").InputValueAsync();

    private async Task<(IBrowserContext Context, IPage Page, List<string> Faults)> OpenAsync(
        Role role,
        string address,
        string language = "en-GB",
        int width = 1280,
        bool hasScript = true
    )
    {
        var context = await ContextAsync(language, width, hasScript);
        var faults = new List<string>();
        context.Console += (_, message) => faults.Add(message.Text);
        context.WebError += (_, error) => faults.Add(error.Error);
        return (context, await SignInAsync(context, role, address), faults);
    }
}
