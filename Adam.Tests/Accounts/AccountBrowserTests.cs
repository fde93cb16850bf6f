using System.Security.Cryptography;
using Adam.Tests.Pages;
using Adam.Tests.Tokens;
using Microsoft.Playwright;

namespace Adam.Tests.Accounts;

/// <summary>
/// The sign-in with an account in Chromium, with the issuer at another site: browsers withhold the cookie of a session
/// from requests that another site has begun.
/// </summary>
[Category("browser")]
public sealed class AccountBrowserTests
{
    [Test]
    public async Task Person_signs_in_at_the_issuer_and_is_where_they_wanted_to_be()
    {
        var (playwright, browser) = await InstalledBrowser.OpenAsync();
        using var _ = playwright;
        await using var __ = browser;
        using var key = RSA.Create(2048);
        await using var issuer = await TestIssuer.StartAsync(key);
        issuer.PersonsClaims = [("sub", "a.person"), ("adam_partner", "DE"), ("adam_role", "analyst")];
        var database = (await TestRegister.NewRegisterAsync("sqlite")).Service;
        await using var api = new TestApi(
            database,
            ("Adam:OpenIdConnect:Authority", issuer.Address.AbsoluteUri),
            ("Adam:OpenIdConnect:Audience", TestIssuer.Audience),
            ("Adam:OpenIdConnect:ClientId", "adam-desk")
        );
        api.UseKestrel(0);
        api.StartServer();
        var register = $"http://localhost:{api.ClientOptions.BaseAddress.Port}";
        Assert.That(issuer.Address.Host, Is.EqualTo("127.0.0.1"), "another site than localhost");

        var page = await browser.NewPageAsync();
        await page.GotoAsync($"{register}/desk/matrix?country=TJ");
        await page.GetByRole(AriaRole.Link, new() { Name = "Sign in with your organisation's account" }).ClickAsync();
        // The page arrives after several redirections, of which Playwright can miss the one that loads it.
        await Assertions.Expect(page).ToHaveURLAsync($"{register}/desk/matrix?country=TJ", new() { Timeout = 30_000 });
        await Assertions.Expect(page.Locator("span.me")).ToHaveAttributeAsync("title", "a.person");
        await Assertions.Expect(page.Locator("span.me")).ToHaveTextAsync("DE · analyst");

        (database as IDisposable)?.Dispose();
    }
}
