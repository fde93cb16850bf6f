using Adam.Domain.Keys;
using Microsoft.Playwright;

namespace Adam.Tests.Desk;

/// <summary>The desk in Chromium, as each of its readers sees it.</summary>
public sealed class DeskBrowserTests : DeskBrowser
{
    private static readonly string[] Views =
    [
        "/",
        "/desk/projects?country=TJ",
        "/desk/matrix",
        "/desk/map",
        "/desk/layers",
        "/desk/layers?layer=seizures&indicator=quantity&code=substance:heroin&over=gaps",
        "/desk/layers?layer=prices",
        "/desk/timeline?activeFrom=2024-01-01",
        "/desk/gaps",
        "/desk/gaps?by=pillar&route=balkan",
        "/desk/measures",
        "/desk/measures/M-II-2",
        "/desk/measures/M-III-1",
        "/desk/recommendations",
        "/desk/recommendations/EX-2024-II/2",
        "/desk/meetings",
        "/desk/meetings/EWG-2015-TRIFOLD",
        "/desk/meetings/EX-EWG-2024",
        "/desk/documents",
        "/desk/documents/EX-STUDY-2024",
        "/desk/posts",
        "/desk/posts/RLO-ISB",
        "/desk/questionnaires?by=pillar",
        "/desk/questionnaires/EX-FLOWS-2015",
        "/desk/report",
        "/desk/report/2015",
        "/desk/overlaps",
        "/desk/duplication",
        "/desk/countries/TJ",
        "/desk/projects?contry=TJ",
        "project",
    ];

    [Test]
    public async Task Views_are_accessible_fit_the_window_and_break_none_of_their_own_rules(
        [Values("en-GB", "ru-RU")] string language
    )
    {
        await using var context = await ContextAsync(language, PageAssertions.WidthOf(language));
        var page = await context.NewPageAsync();
        var (messages, foreign) = (new List<string>(), new List<string>());
        page.Console += (_, message) => messages.Add(message.Text);
        page.PageError += (_, error) => messages.Add(error);
        page.Request += (_, request) =>
        {
            if (
                !request.Url.StartsWith(Demo.Address, StringComparison.Ordinal)
                && !request.Url.StartsWith("data:", StringComparison.Ordinal)
            )
                foreign.Add(request.Url);
        };
        await page.GotoAsync(Demo.Address);
        await CheckAsync("sign-in");
        await EnterKeyAsync(page, Role.Viewer);
        foreach (var view in Views)
        {
            if (view == "project")
            {
                await page.GotoAsync(Demo.Address + "/desk/overlaps");
                await page.Locator(".overlap .pair-title a").First.ClickAsync();
            }
            else
                await page.GotoAsync(Demo.Address + view);
            // Chromium reports the status itself on the console.
            messages.RemoveAll(message =>
                view.Contains("contry", StringComparison.Ordinal) && message.Contains("400", StringComparison.Ordinal)
            );
            await CheckAsync(view);
        }

        async Task CheckAsync(string view)
        {
            Assert.That(messages, Is.Empty, view);
            Assert.That(foreign, Is.Empty, view);
            Assert.That(await page.Locator("h1").CountAsync(), Is.EqualTo(1), view);
            await page.AssertAccessibleAsync(view);
        }
    }

    [Test]
    public async Task Person_finds_who_works_on_precursors_in_Tajikistan_in_2015_and_prints_the_brief(
        [Values(true, false)] bool hasScript
    )
    {
        await using var context = await ContextAsync("en-GB", 1280, hasScript);
        var page = await SignInAsync(context, Role.Viewer);
        var clicks = 0;
        await ClickAsync(page.GetByRole(AriaRole.Link, new() { Name = "Map", Exact = true }));
        await ClickAsync(page.Locator(".years a", new() { HasTextString = "2015" }));
        await page.WaitForURLAsync(url => url.Contains("activeFrom=2015-01-01", StringComparison.Ordinal));
        await page.Locator("select[name=pillar]").SelectOptionAsync("precursors");
        if (!hasScript)
            await ClickAsync(page.Locator(".filters button"));
        await page.WaitForURLAsync(url => url.Contains("pillar=precursors", StringComparison.Ordinal));
        await ClickAsync(page.Locator(".ranking th a", new() { HasTextString = "Tajikistan" }));
        await page.WaitForURLAsync(url => url.Contains("/desk/countries/TJ", StringComparison.Ordinal));
        Assert.That(page.Url, Does.Contain("pillar=precursors").And.Contain("activeFrom=2015-01-01"));
        Assert.That(await page.Locator("h1").InnerTextAsync(), Is.EqualTo("Tajikistan: country brief"));
        await Assertions.Expect(page.Locator("[data-print]")).ToBeVisibleAsync(new() { Visible = hasScript });
        if (hasScript)
        {
            await page.EvaluateAsync("window.print = () => document.body.dataset.printed = 'yes'");
            await ClickAsync(page.Locator("[data-print]"));
            Assert.That(await page.Locator("body").GetAttributeAsync("data-printed"), Is.EqualTo("yes"));
        }

        const string Journey = "Find who works on precursors in Tajikistan in 2015, and print the brief";
        JourneyTable.AssertStates(Journey, hasScript ? "Clicks" : "Without script", clicks);
        JourneyTable.AssertStates(Journey, "Fields", 1);

        var pdf = await page.PdfAsync(new() { PreferCSSPageSize = true });
        Assert.That(PagesOf(pdf), Is.InRange(1, 2));
        await page.GotoAsync(Demo.Address + "/desk/countries/AF");
        Assert.That(PagesOf(await page.PdfAsync(new() { PreferCSSPageSize = true })), Is.InRange(1, 2));

        Task ClickAsync(ILocator what)
        {
            clicks++;
            return what.ClickAsync();
        }
    }

    [Test]
    public async Task Keyboard_reaches_the_content_first_and_every_view()
    {
        await using var context = await ContextAsync("en-GB", 1280);
        var page = await SignInAsync(context, Role.Analyst);
        await page.Keyboard.PressAsync("Tab");
        await page.Keyboard.PressAsync("Enter");
        Assert.That(new Uri(page.Url).Fragment, Is.EqualTo("#content"));
        await page.GotoAsync(Demo.Address + "/desk/matrix");
        for (var i = 0; i < 3; i++)
            await page.Keyboard.PressAsync("Tab");
        Assert.That(await page.EvaluateAsync<string>("document.activeElement.textContent"), Is.EqualTo("Overview"));
    }

    [Test]
    public async Task Menu_of_a_narrow_window_is_one_row_and_opens_without_a_script(
        [Values("en-GB", "ru-RU")] string language,
        [Values(true, false)] bool hasScript
    )
    {
        const int OneRow = 64;
        await using var context = await ContextAsync(language, 360, hasScript);
        var page = await SignInAsync(context, Role.Admin, "/desk/timeline");
        var header = await page.Locator("header.site").BoundingBoxAsync();
        Assert.That(header!.Height, Is.LessThan(OneRow));
        var matrix = page.Locator(".views a[href='/desk/matrix']");
        await Assertions.Expect(matrix).ToBeHiddenAsync();

        await page.Locator(".menu-button").ClickAsync();
        await Assertions.Expect(matrix).ToBeVisibleAsync();
        await Assertions.Expect(page.Locator(".me")).ToBeVisibleAsync();
        if (hasScript) // which axe is
            await page.AssertAccessibleAsync($"menu, {language}");
        var menu = await page.Locator(".menu").BoundingBoxAsync();
        Assert.That(menu!.X, Is.GreaterThanOrEqualTo(0));
        Assert.That(menu.X + menu.Width, Is.LessThanOrEqualTo(360));
        await page.Keyboard.PressAsync("Tab");
        await Assertions.Expect(page.Locator(".views a").First).ToBeFocusedAsync();
        await page.Keyboard.PressAsync("Escape");
        await Assertions.Expect(matrix).ToBeHiddenAsync();

        await page.Locator(".menu-button").ClickAsync();
        await matrix.ClickAsync();
        await page.WaitForURLAsync(url => url.EndsWith("/desk/matrix", StringComparison.Ordinal));
        await page.SetViewportSizeAsync(1280, 800);
        await Assertions.Expect(page.Locator(".menu-button")).ToBeHiddenAsync();
        await Assertions.Expect(page.Locator(".views a").First).ToBeVisibleAsync();
    }

    [Test]
    public async Task Session_is_out_of_reach_of_scripts_and_ends_by_the_button()
    {
        await using var context = await ContextAsync("en-GB", 1280);
        var page = await context.NewPageAsync();
        await page.GotoAsync(Demo.Address + "/desk/timeline?country=TJ");
        await EnterKeyAsync(page, Role.Donor);
        Assert.That(new Uri(page.Url).PathAndQuery, Is.EqualTo("/desk/timeline?country=TJ"));
        Assert.That(await page.EvaluateAsync<string>("document.cookie"), Is.Empty);
        Assert.That(
            await page.EvaluateAsync<string>("JSON.stringify({ ...localStorage, ...sessionStorage })"),
            Is.EqualTo("{}")
        );
        await page.GetByRole(AriaRole.Button, new() { Name = "Sign out" }).ClickAsync();
        await page.Locator(".sign-in").WaitForAsync();
        await page.GotoAsync(Demo.Address + "/desk/matrix");
        await Assertions.Expect(page.Locator(".sign-in")).ToBeVisibleAsync();
    }

    /// <summary>Takes the pictures of the views for readers of the repository.</summary>
    [Test]
    [Explicit("It writes docs/desk. Run it after a view has changed.")]
    public async Task Pictures_are_taken(
        [Values(
            "overview",
            "map",
            "matrix",
            "timeline",
            "overlaps",
            "project",
            "brief",
            "judging",
            "duplication",
            "recording",
            "gaps",
            "measure",
            "layers"
        )]
            string view
    )
    {
        await using var context = await ContextAsync("en-GB", 1280);
        var address = view switch
        {
            "overview" => "/",
            "brief" => "/desk/countries/TJ",
            "timeline" => "/desk/timeline?country=TJ&activeFrom=2024-01-01",
            "project" => "/desk/overlaps?kind=same-project",
            "recording" => "/desk/projects/new",
            "gaps" => "/desk/gaps?route=northern",
            "measure" => "/desk/measures/M-II-1",
            "layers" => "/desk/layers?layer=seizures&indicator=quantity&code=substance:heroin&over=projects",
            _ => $"/desk/{view}",
        };
        var page = await SignInAsync(context, view == "recording" ? Role.Donor : Role.Analyst, address);
        if (view == "project")
            await page.Locator(".overlap .pair-title a").First.ClickAsync();
        var path = Path.Combine(Repository.Root, "docs", "desk", $"{view}.png");
        await page.ScreenshotAsync(new() { Path = path });
        Assert.That(new FileInfo(path).Length, Is.GreaterThan(10_000));
    }

    /// <summary>Returns the number of pages of a PDF, which its page tree states.</summary>
    private static int PagesOf(byte[] pdf)
    {
        var text = System.Text.Encoding.Latin1.GetString(pdf);
        return System.Text.RegularExpressions.Regex.Count(text, @"/Type\s*/Page\b");
    }
}
