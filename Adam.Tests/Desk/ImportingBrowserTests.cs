using System.Globalization;
using System.Text;
using Adam.Domain.Keys;
using Microsoft.Playwright;

namespace Adam.Tests.Desk;

/// <summary>A donor imports a sheet in Chromium, with and without script.</summary>
public sealed class ImportingBrowserTests : DeskBrowser
{
    /// <summary>A sheet whose first heading the register does not know, with three faults.</summary>
    private const string Sheet = """"
        Our code,title,pillars,countries,donors,amounts,currencies,status,plannedStart
        {0}-1,"Labs, mobile",precursors,TJ,Germany,1000,EUR,implementation,2026-01-01
        {0}-2,Seminars,precursors,Tajikistanx,Germany,12x,EUR,implementation,2026-01-01
        {0}-3,"Dogs ""K9""",precursors,KG,Germany,3000,EUR,somehow,2026-01-01
        {0}-4,Radios,precursors,UZ,Germany,4000,EUR,implementation,2026-01-01
        """";

    protected override bool RunsJobs => true;

    [Test]
    public async Task Sheet_with_three_faults_is_mended_and_imported_and_taken_back(
        [Values(true, false)] bool hasScript,
        [Values(360, 1280)] int width
    )
    {
        var prefix = $"SHEET{(hasScript ? 1 : 2)}{width}";
        await using var context = await ContextAsync(hasScript ? "en-GB" : "ru-RU", width, hasScript);
        var page = await SignInAsync(context, Role.Donor);
        var (clicks, fields) = (0, 1); // the file
        // On a narrow screen the menu is opened first, which the clicks of the journey do not count.
        if (width == 360)
            await page.Locator(".menu-button").ClickAsync();
        await ClickAsync("nav a[href='/desk/imports']");
        await CheckAsync("list");
        await ClickAsync("a[href='/desk/imports/new']");
        await page.Locator("input[type=file]")
            .SetInputFilesAsync(
                new FilePayload
                {
                    Name = "лист.csv",
                    MimeType = "text/csv",
                    Buffer = Encoding.UTF8.GetBytes(Sheet.Replace("{0}", prefix, StringComparison.Ordinal)),
                }
            );
        await ClickAsync("button[value=read]");

        // The register knows no column of references, and the person does.
        await page.Locator("[role=alert]").WaitForAsync();
        await page.Locator("select[name='column.A']").SelectOptionAsync("reference");
        fields++;
        await FillAsync("[name=saveAs]", $"ours-{prefix.ToLowerInvariant()}");
        await ClickAsync("button[value=read]");

        await Assertions.Expect(page.Locator("[data-would=created]")).ToHaveTextAsync("2");
        await Assertions.Expect(page.Locator("td .fault")).ToHaveCountAsync(3);
        await CheckAsync("faults");
        await FillAsync("[name='cell.2.D']", "Tajikistan");
        await FillAsync("[name='cell.2.F']", "1200");
        await FillAsync("[name='cell.3.H']", "implementation");
        await ClickAsync("button[value=read]");
        await Assertions.Expect(page.Locator("[data-would=created]")).ToHaveTextAsync("4");
        await CheckAsync("mended");
        Assert.That(await CountAsync(prefix), Is.Zero);

        await ClickAsync("button[value=import]");
        await page.WaitForURLAsync(url => !url.EndsWith("/new", StringComparison.Ordinal));
        await page.Locator("[data-state=finished]").WaitForAsync();
        await Assertions.Expect(page.Locator("[data-pointer='/counts/created']")).ToHaveTextAsync("4");
        await CheckAsync("report");
        Assert.That(await CountAsync(prefix), Is.EqualTo(4));
        const string Journey = "Import a sheet with three faults, and mend them";
        JourneyTable.AssertStates(Journey, hasScript ? "Clicks" : "Without script", clicks);
        JourneyTable.AssertStates(Journey, "Fields", fields);

        // The partner's mapping is kept, and the import can be taken back.
        using var donor = Demo.Client(Role.Donor);
        var mapping = await donor.GetFromJsonOrFailAsync($"/v1/mappings/ours-{prefix.ToLowerInvariant()}");
        Assert.That((string)mapping!["columns"]!["Our code"]!, Is.EqualTo("reference"));
        await page.Locator("details", new() { Has = page.Locator("button[value=undo]") })
            .Locator("summary")
            .ClickAsync();
        await page.Locator("button[value=undo]").ClickAsync();
        await Assertions.Expect(page.Locator("button[value=undo]")).ToHaveCountAsync(0);
        Assert.That(await CountAsync(prefix), Is.Zero);

        async Task ClickAsync(string what)
        {
            clicks++;
            await page.Locator(what).First.ClickAsync();
        }

        Task FillAsync(string field, string text)
        {
            fields++;
            return page.Locator(field).FillAsync(text);
        }

        async Task CheckAsync(string view)
        {
            if (!hasScript)
                return;

            Assert.That(
                await page.EvaluateAsync<int>("document.documentElement.scrollWidth"),
                Is.LessThanOrEqualTo(width),
                view
            );
            Assert.That(await page.ViolationsAsync(), Is.Empty, view);
        }
    }

    [Test]
    public async Task Progress_of_a_large_file_is_shown_until_its_report()
    {
        await using var context = await ContextAsync();
        var page = await SignInAsync(context, Role.Donor, "/desk/imports/new");
        var sheet = new StringBuilder("reference,title,pillars,countries,donors,status,plannedStart,description\n");
        for (var i = 0; i < 300; i++)
            sheet
                .Append(
                    CultureInfo.InvariantCulture,
                    $"LARGE-{i},Course {i},precursors,SN,Germany,pipeline,2031-01-01,"
                )
                .Append('x', 1_000)
                .Append('\n');
        await page.Locator("input[type=file]")
            .SetInputFilesAsync(
                new FilePayload
                {
                    Name = "large.csv",
                    MimeType = "text/csv",
                    Buffer = Encoding.UTF8.GetBytes(sheet.ToString()),
                }
            );
        await page.Locator("button[value=read]").ClickAsync();
        await page.Locator("button[value=import]").ClickAsync();
        // The page opens before the import has ended, and shows the report without a click.
        await page.Locator("[data-state]").WaitForAsync();
        await page.Locator("[data-state=finished]").WaitForAsync(new() { Timeout = 120_000 });
        await Assertions.Expect(page.Locator("[data-pointer='/counts/created']")).ToHaveTextAsync("300");
        using var donor = Demo.Client(Role.Donor);
        var import = await donor.GetFromJsonOrFailAsync($"/v1/imports/{new Uri(page.Url).Segments[^1]}");
        Assert.That((bool)import!["job"]!, Is.True);
    }

    private async Task<int> CountAsync(string prefix)
    {
        using var donor = Demo.Client(Role.Donor);
        return (int)(await donor.GetFromJsonOrFailAsync($"/v1/projects?q={prefix}&count=true&limit=1"))!["total"]!;
    }
}
