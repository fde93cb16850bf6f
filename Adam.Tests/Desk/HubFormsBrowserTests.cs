using Adam.Domain.Keys;
using Microsoft.Playwright;

namespace Adam.Tests.Desk;

/// <summary>Questionnaires and the yearly report in Chromium, as each role uses them.</summary>
public sealed class HubFormsBrowserTests : DeskBrowser
{
    private const string Own = "/desk/questionnaires/EX-FLOWS-2016/responses/DE";

    private static readonly Dictionary<Role, string[]> Views = new()
    {
        [Role.Viewer] = ["/desk/questionnaires", "/desk/questionnaires/EX-FLOWS-2016", "/desk/report/2015"],
        [Role.Donor] =
        [
            "/desk/questionnaires",
            "/desk/questionnaires/EX-FLOWS-2016",
            Own,
            "/desk/questionnaires/EX-FLOWS-2015/responses/DE",
        ],
        [Role.Analyst] =
        [
            "/desk/questionnaires/EX-FLOWS-2015",
            "/desk/questionnaires/EX-FLOWS-2015/responses/DE",
            "/desk/report/2015",
            "/desk/documents/new",
            "/desk/documents/EX-STUDY-2024",
        ],
        [Role.Admin] =
        [
            "/desk/posts/new",
            "/desk/posts/RLO-ISB/edit",
            "/desk/posts/RLO-ISB",
            "/desk/questionnaires/EX-HEALTH-2016",
            "/desk/questionnaires/EX-FLOWS-2016?state=none",
            "/desk/questionnaires/EX-FLOWS-2016/responses/TJ",
            "/desk/report/2015",
        ],
    };

    [Test]
    public async Task Pages_of_each_role_are_accessible_and_fit_the_window(
        [Values] Role role,
        [Values("en-GB", "ru-RU")] string language
    )
    {
        await using var context = await ContextAsync(language, PageAssertions.WidthOf(language));
        var page = await SignInAsync(context, role);
        var messages = new List<string>();
        page.Console += (_, message) => messages.Add(message.Text);
        page.PageError += (_, error) => messages.Add(error);
        foreach (var view in Views[role])
        {
            await page.GotoAsync(Demo.Address + view);
            // Everything that is folded away is checked as well.
            await page.EvaluateAsync("document.querySelectorAll('details').forEach(one => one.open = true)");
            Assert.That(messages, Is.Empty, view);
            await page.AssertAccessibleAsync(view);
        }
    }

    [Test]
    public async Task Questions_that_are_not_asked_are_hidden_by_script_and_not_sent()
    {
        await using var context = await ContextAsync("en-GB", 360);
        var page = await SignInAsync(context, Role.Donor, Own);
        var staff = page.Locator("[name='answers.staff']");
        await Assertions.Expect(staff).ToBeVisibleAsync();
        await page.Locator("[name='answers.unit']").SelectOptionAsync("no");
        await Assertions.Expect(staff).ToBeHiddenAsync();
        await page.Locator("[name='absent.unit']").SelectOptionAsync("unknown");
        await page.Locator("[name='answers.unit']").SelectOptionAsync("yes");
        await Assertions.Expect(staff).ToBeHiddenAsync();
        await page.Locator("[name='absent.unit']").SelectOptionAsync("");
        await Assertions.Expect(staff).ToBeVisibleAsync();
        await page.Locator("[name='answers.unit']").SelectOptionAsync("no");
        await page.Locator("button[value=submit]").ClickAsync();
        await page.Locator(".answer").First.WaitForAsync();
        using var api = Demo.Client(Role.Admin);
        var response = await api.GetFromJsonOrFailAsync("/v1/questionnaires/EX-FLOWS-2016/responses/DE");
        Assert.That((string?)response!["state"], Is.EqualTo("received"));
        Assert.That(response["answers"]!.AsObject().Select(one => one.Key), Does.Not.Contain("staff"));
    }
}
