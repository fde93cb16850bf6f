using Deque.AxeCore.Commons;
using Microsoft.Playwright;

namespace Adam.Tests.Desk;

/// <summary>Assertions that hold of every page of the desk.</summary>
internal static class PageAssertions
{
    private const int Phone = 360;
    private const int Window = 1280;

    private static readonly string Axe = new BundledAxeScriptProvider().GetScript();

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
        Assert.That(await page.ViolationsAsync(), Is.Empty, $"{view}, {opened}");

        await page.SetViewportSizeAsync(opened == Phone ? Window : Phone, 800);
        await page.AssertFitsAsync(view);
        await page.SetViewportSizeAsync(opened, 800);
    }

    /// <summary>Returns the rules of accessibility that the page breaks, each with the first element.</summary>
    /// <remarks>
    /// Axe runs in the page itself. The package would gather what each rule says of each element in a second page,
    /// which serves frames of other sites, and takes longer than the rules.
    /// </remarks>
    public static async Task<string[]> ViolationsAsync(this IPage page)
    {
        await page.EvaluateAsync(Axe);
        return await page.EvaluateAsync<string[]>(
            """
            async () => (await axe.run(document, { resultTypes: ['violations'] })).violations
                .map(one => `${one.id}: ${one.nodes[0].html}`)
            """
        );
    }

    private static async Task AssertFitsAsync(this IPage page, string view) =>
        Assert.That(
            await page.EvaluateAsync<int>("document.documentElement.scrollWidth"),
            Is.LessThanOrEqualTo(page.ViewportSize!.Width),
            $"{view} does not scroll sideways at {page.ViewportSize.Width}"
        );
}
