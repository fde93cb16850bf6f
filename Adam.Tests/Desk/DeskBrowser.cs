using Adam.Domain.Keys;
using Adam.Tests.Pages;
using Microsoft.Playwright;

namespace Adam.Tests.Desk;

/// <summary>Base of tests that use the desk of a demo register of their own in Chromium.</summary>
[Category("browser")]
public abstract class DeskBrowser
{
    private IBrowser _browser = null!;

    private protected DemoServer Demo { get; private set; } = null!;

    /// <summary>True if the server works on the jobs of imports.</summary>
    protected virtual bool RunsJobs => false;

    [OneTimeSetUp]
    public async Task OpenAsync()
    {
        _browser = await InstalledBrowser.SharedAsync();
        Demo = await DemoServer.StartAsync(RunsJobs);
    }

    [OneTimeTearDown]
    public async Task CloseAsync()
    {
        if (Demo is not null)
            await Demo.DisposeAsync();
    }

    protected Task<IBrowserContext> ContextAsync(string language = "en-GB", int width = 1280, bool hasScript = true) =>
        _browser.NewContextAsync(
            new()
            {
                Locale = language,
                JavaScriptEnabled = hasScript,
                ViewportSize = new() { Width = width, Height = 800 },
            }
        );

    /// <summary>Opens a page of the desk with a session, without the page to sign in.</summary>
    private protected async Task<IPage> SignInAsync(IBrowserContext context, Role role, string address = "/")
    {
        var answer = await context.APIRequest.PostAsync(
            Demo.Address + "/desk/sign-in",
            new()
            {
                Data = $"key={Demo.Keys[role]}",
                Headers = new Dictionary<string, string>
                {
                    ["Content-Type"] = "application/x-www-form-urlencoded",
                    ["Sec-Fetch-Site"] = "same-origin",
                },
                MaxRedirects = 0,
            }
        );
        Assert.That(answer.Status, Is.EqualTo(303));
        var page = await context.NewPageAsync();
        await page.GotoAsync(Demo.Address + address);
        return page;
    }

    /// <summary>Signs in on the page that asks for a key.</summary>
    private protected async Task EnterKeyAsync(IPage page, Role role)
    {
        await page.Locator("input[name=key]").FillAsync(Demo.Keys[role]);
        await page.Locator(".sign-in button").ClickAsync();
        // On a narrow screen it is in the menu.
        await page.Locator(".me").WaitForAsync(new() { State = WaitForSelectorState.Attached });
    }
}
