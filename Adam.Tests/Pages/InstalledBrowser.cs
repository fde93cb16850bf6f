using Microsoft.Playwright;

namespace Adam.Tests.Pages;

/// <summary>
/// The installed Chromium. Playwright would download a browser of its own; the tests are skipped without an installed
/// one.
/// </summary>
internal static class InstalledBrowser
{
    private static readonly string[] Browsers = ["chromium", "chromium-browser", "google-chrome"];

    private static readonly Lazy<Task<(IPlaywright Playwright, IBrowser Browser)>> Shared = new(OpenAsync);

    /// <summary>
    /// Returns the browser that fixtures share. Each test has a context of its own, which has cookies and pages of its
    /// own.
    /// </summary>
    public static async Task<IBrowser> SharedAsync() => (await Shared.Value).Browser;

    /// <summary>Closes the shared browser, if a fixture has opened it.</summary>
    public static async Task CloseSharedAsync()
    {
        if (!Shared.IsValueCreated || !Shared.Value.IsCompletedSuccessfully)
            return;

        var (playwright, browser) = await Shared.Value;
        await browser.DisposeAsync();
        playwright.Dispose();
    }

    public static async Task<(IPlaywright Playwright, IBrowser Browser)> OpenAsync()
    {
        var folders = Environment.GetEnvironmentVariable("PATH")!.Split(Path.PathSeparator);
        var program = Browsers
            .SelectMany(name => folders.Select(folder => Path.Combine(folder, name)))
            .FirstOrDefault(File.Exists);
        if (program is null)
            Assert.Ignore($"No browser is installed: PATH has none of {string.Join(", ", Browsers)}.");

        var playwright = await Playwright.CreateAsync();
        var browser = await playwright.Chromium.LaunchAsync(
            new()
            {
                ExecutablePath = program,
                // The sandbox of Chromium refuses to run as root, as tests do in containers.
                ChromiumSandbox = false,
                // The browser calls nobody but the demo.
                Args = ["--disable-background-networking", "--disable-component-update", "--disable-quic"],
            }
        );
        return (playwright, browser);
    }
}
