using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using Adam.Domain.Keys;
using Adam.Tests.Pages;
using Microsoft.Playwright;

namespace Adam.Tests.Desk;

/// <summary>Measures the pages of the desk in Chromium, for docs/benchmarks.md.</summary>
[Category("browser")]
public sealed class DeskSpeedTests
{
    private const int Times = 3;

    // Bytes a second of a line of 1.6 Mbit/s down and 0.75 Mbit/s up, and milliseconds.
    private const int Download = 200_000;
    private const int Upload = 93_750;
    private const int Latency = 150;

    // The pairs that are decided for each of the two durations, after the first.
    private const int Pairs = 15;

    /// <summary>Decides the pair that is shown, and returns the milliseconds until another one is.</summary>
    private const string NextPair = """
        () => new Promise((shown, failed) => {
            const form = document.querySelector('form.verdict');
            const start = performance.now();
            const observer = new MutationObserver(() => {
                if (document.querySelector('form.verdict') === form) return;
                observer.disconnect();
                requestAnimationFrame(() => shown(performance.now() - start));
            });
            observer.observe(document.querySelector('main'), { childList: true });
            const button = form.querySelector('button[value=complementary]');
            if (button) button.click();
            else failed(new Error('The pair has no verdict to give.'));
        })
        """;

    private const string IsReadAhead = """
        () => {
            const { prefetch } = document.querySelector('form.verdict').dataset;
            return performance.getEntriesByName(new URL(prefetch, location).href).some(one => one.responseEnd > 0);
        }
        """;

    private static readonly (string Name, string Address)[] Views =
    [
        ("Overview", "/"),
        ("Projects", "/desk/projects"),
        ("Matrix, countries by pillars", "/desk/matrix"),
        ("Matrix, partners by countries", "/desk/matrix?rows=partner&columns=country"),
        ("Matrix, partners by implementers", "/desk/matrix?rows=partner&columns=implementer"),
        ("Matrix, years by donors", "/desk/matrix?rows=year&columns=donor"),
        ("Matrix, donors by implementers, as amounts", "/desk/matrix?rows=donor&columns=implementer&show=amount"),
        ("Map", "/desk/map"),
        ("Drug data", "/desk/layers"),
        ("Timeline", "/desk/timeline"),
        ("Gaps", "/desk/gaps"),
        ("Overlaps", "/desk/overlaps"),
        ("Duplication", "/desk/duplication"),
        ("Duplication in one country", "/desk/duplication?country=TJ"),
        ("Judging", "/desk/judging"),
        ("A country", "/desk/countries/TJ"),
        ("Measures", "/desk/measures"),
        ("Recommendations", "/desk/recommendations"),
        ("Meetings", "/desk/meetings"),
        ("Documents", "/desk/documents"),
        ("Posts", "/desk/posts"),
        ("Questionnaires", "/desk/questionnaires"),
        ("Yearly report", "/desk/report"),
    ];

    /// <summary>
    /// Prints a table of the pages as Markdown. It measures the register at <c>ADAM_DESK_ADDRESS</c> with the key
    /// <c>ADAM_DESK_KEY</c> of an analyst, and the processor time of the process <c>ADAM_DESK_PID</c> if that runs on
    /// this machine; the demo if no address is set.
    /// </summary>
    [Test]
    [Explicit("It measures, and decides nothing. Nothing else should run on the machine.")]
    public async Task Pages_are_measured()
    {
        var address = Environment.GetEnvironmentVariable("ADAM_DESK_ADDRESS");
        var key = Environment.GetEnvironmentVariable("ADAM_DESK_KEY");
        await using var demo = address is null ? await DemoServer.StartAsync() : null;
        (address, key) = (address ?? demo!.Address, key ?? demo?.Keys[Role.Analyst]);
        var pid = Environment.GetEnvironmentVariable("ADAM_DESK_PID");
        var browser = await InstalledBrowser.SharedAsync();

        var table = new StringBuilder("\n| Page | Processor time | Sent | First paint, first time | Later |\n");
        table.AppendLine("|---|--:|--:|--:|--:|");
        foreach (var (name, path) in Views)
        {
            var found = new List<Measured>();
            for (var i = 0; i <= Times; i++)
                found.Add(await MeasureAsync(browser, address, key!, path, pid));
            var later = found.Skip(1).ToList();
            var processor = pid is null ? "" : Range(later.Select(one => one.ProcessorTime.TotalMilliseconds), 1, "ms");
            table.AppendLine(
                CultureInfo.InvariantCulture,
                $"| {name} | {processor} | {later[^1].Bytes / 1000.0:0} KB | {found[0].Paint / 1000:0.0} s "
                    + $"| {Range(later.Select(one => one.Paint), 1000, "s")} |"
            );
        }

        TestContext.Out.WriteLine(table.ToString());
    }

    /// <summary>
    /// Prints how long the next pair of the queue takes from the key of a verdict on: of a person who reads, and of one
    /// who presses the key at once. It needs an analyst, and decides as many pairs of the register, which should
    /// therefore be a copy. The line is that of this machine.
    /// </summary>
    [Test]
    [Explicit("It measures, and decides pairs of the register. Nothing else should run on the machine.")]
    public async Task Next_pair_is_measured()
    {
        var address = Environment.GetEnvironmentVariable("ADAM_DESK_ADDRESS");
        var key = Environment.GetEnvironmentVariable("ADAM_DESK_KEY");
        await using var demo = address is null ? await DemoServer.StartAsync() : null;
        (address, key) = (address ?? demo!.Address, key ?? demo?.Keys[Role.Analyst]);
        var browser = await InstalledBrowser.SharedAsync();
        await using var context = await SignInAsync(browser, address, key!);
        var page = await context.NewPageAsync();
        await page.GotoAsync(address + "/desk/judging", new() { WaitUntil = WaitUntilState.NetworkIdle });
        foreach (var reads in new[] { true, false })
        {
            var taken = new List<double>();
            for (var pair = 0; pair <= Pairs; pair++)
            {
                // The next pair is read ahead while a person reads.
                if (reads)
                    await page.WaitForFunctionAsync(IsReadAhead);
                taken.Add(await page.EvaluateAsync<double>(NextPair));
            }

            // The first one also compiles.
            var later = taken.Skip(1).Order().ToList();
            TestContext.Out.WriteLine(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"{(reads ? "After reading" : "At once")}: median {later[later.Count / 2]:0} ms, "
                        + $"longest {later[^1]:0} ms, first {taken[0]:0} ms"
                )
            );
        }
    }

    private static async Task<IBrowserContext> SignInAsync(IBrowser browser, string address, string key)
    {
        // A context keeps nothing of the one before, so that style and scripts are sent again.
        var context = await browser.NewContextAsync(new() { Locale = "en-GB" });
        var form = context.APIRequest.CreateFormData();
        form.Set("key", key);
        var signedIn = await context.APIRequest.PostAsync(
            address + "/desk/sign-in",
            new()
            {
                Form = form,
                Headers = new Dictionary<string, string> { ["Sec-Fetch-Site"] = "same-origin" },
                MaxRedirects = 0,
            }
        );
        Assert.That(signedIn.Status, Is.EqualTo(303), "the key is not accepted");
        return context;
    }

    private static async Task<Measured> MeasureAsync(
        IBrowser browser,
        string address,
        string key,
        string path,
        string? pid
    )
    {
        await using var context = await SignInAsync(browser, address, key);
        var page = await context.NewPageAsync();
        var line = await context.NewCDPSessionAsync(page);
        await line.SendAsync("Network.enable");
        await line.SendAsync(
            "Network.emulateNetworkConditions",
            new()
            {
                ["offline"] = false,
                ["latency"] = Latency,
                ["downloadThroughput"] = Download,
                ["uploadThroughput"] = Upload,
            }
        );
        var bytes = 0.0;
        line.Event("Network.loadingFinished").OnEvent += (_, sent) =>
            bytes += sent!.Value.GetProperty("encodedDataLength").GetDouble();

        var before = ProcessorTime(pid);
        var response = await page.GotoAsync(address + path, new() { WaitUntil = WaitUntilState.NetworkIdle });
        Assert.That(response!.Status, Is.EqualTo(200), path);
        var paint = await page.EvaluateAsync<double>(
            "performance.getEntriesByName('first-contentful-paint')[0].startTime"
        );
        return new(paint, bytes, ProcessorTime(pid) - before);
    }

    private static TimeSpan ProcessorTime(string? pid)
    {
        if (pid is null)
            return default;

        using var process = Process.GetProcessById(int.Parse(pid, CultureInfo.InvariantCulture));
        return process.TotalProcessorTime;
    }

    private static string Range(IEnumerable<double> values, double unit, string name)
    {
        var sorted = values.Order().Select(value => value / unit).ToList();
        var form = unit > 1 ? "0.0" : "0";
        var (least, most) = (
            sorted[0].ToString(form, CultureInfo.InvariantCulture),
            sorted[^1].ToString(form, CultureInfo.InvariantCulture)
        );
        return least == most ? $"{least} {name}" : $"{least}–{most} {name}";
    }

    /// <param name="Paint">Milliseconds to the first contentful paint.</param>
    /// <param name="Bytes">Bytes that the server has sent, compressed.</param>
    [StructLayout(LayoutKind.Auto)]
    private readonly record struct Measured(double Paint, double Bytes, TimeSpan ProcessorTime);
}
