using Deque.AxeCore.Playwright;
using Microsoft.Playwright;

namespace Adam.Tests.Desk;

/// <summary>Assertions that hold of every page of the desk.</summary>
internal static class PageAssertions
{
    private const int Phone = 360;
    private const int Window = 1280;

    /// <summary>
    /// Returns the width at which the pages of a language are opened. Each language and each width is checked against
    /// the rules of accessibility once: a fault depends on one of the two, and a check takes a second.
    /// </summary>
    public static int WidthOf(string language) => language == "ru-RU" ? Phone : Window;

    /// <summary>
    /// Asserts that a page breaks no rule of accessibility (WCAG 2.2, by axe) in the window in which it was opened, and
    /// that it scrolls sideways neither there nor in the other one.
    /// </summary>
    /// <param name="view">The content of the page, for the message.</param>
    public static async Task AssertAccessibleAsync(this IPage page, string view)
    {
        var opened = page.ViewportSize!.Width;
        await page.AssertFitsAsync(view);
        var violations = (await page.RunAxe()).Violations;
        Assert.That(violations.Select(one => $"{one.Id}: {one.Nodes[0].Html}"), Is.Empty, $"{view}, {opened}");

        await page.SetViewportSizeAsync(opened == Phone ? Window : Phone, 800);
        await page.AssertFitsAsync(view);
        await page.SetViewportSizeAsync(opened, 800);
    }

    private static async Task AssertFitsAsync(this IPage page, string view) =>
        Assert.That(
            await page.EvaluateAsync<int>("document.documentElement.scrollWidth"),
            Is.LessThanOrEqualTo(page.ViewportSize!.Width),
            $"{view} does not scroll sideways at {page.ViewportSize.Width}"
        );
}
