using Adam.Benchmarks.Http;
using Adam.Benchmarks.Registers;
using Adam.Benchmarks.Timing;
using Adam.Data.Audit;
using Adam.Data.Gaps;
using Adam.Data.Measures;
using Adam.Data.Overlaps.Matching;
using Adam.Domain.Measures;
using Adam.Domain.Projects;
using Route = Adam.Domain.CodeLists.Route;

namespace Adam.Benchmarks.Measures;

/// <summary>Measures gaps, links and the warning at entry in a large register with many measures.</summary>
internal static class GapsBenchmark
{
    private const int Seed = 1;
    private const int Runs = 5;
    private const int Entries = 200;

    private static readonly string[] Phrases =
    [
        "border",
        "laborator",
        "training customs",
        "police",
        "methadone",
        "financial intelligence",
        "precursor",
        "prosecutor",
    ];

    public static async Task RunAsync(int projects, int count, CancellationToken ct)
    {
        using var register = await Register.UnscoredAsync(projects, Seed, ct);
        var measures = new MeasureStore(register.Database, TimeProvider.System);
        for (var i = 0; i < count; i++)
            await measures.AddAsync(Measure(i), "benchmark", ct);
        var kept = new CriterionPartsCache();
        var gaps = new GapStore(register.Database, measures, new PastProjects(register.Database), kept);

        var links = new MeasureLinks(
            register.Database,
            measures,
            new TermStatisticsStore(register.Database, register.Memory),
            kept,
            TimeProvider.System
        );
        var query = new GapQuery { AsOf = new(2016, 6, 1) };
        var report = new Report(
            $"Gaps, {Report.Number(projects)} projects, {count} measures",
            "fastest",
            "median",
            "p95",
            "runs"
        );
        report.Line("all cells", await Stopped.RunAsync(Runs, _ => gaps.ListAsync(query, ct)));
        report.Line(
            "cells of one country",
            await Stopped.RunAsync(Runs, _ => gaps.ListAsync(query with { Countries = ["TJ"] }, ct))
        );
        report.Line(
            "summary by country",
            await Stopped.RunAsync(Runs, _ => gaps.SummariseAsync(query, GapDimension.Country, 2005, 2029, ct))
        );
        report.Line(
            "cells of one measure",
            await Stopped.RunAsync(Runs, _ => gaps.ListAsync(query with { Measures = ["M-3"] }, ct))
        );
        report.Line(
            "summary of 25 years",
            await Stopped.RunAsync(Runs, _ => gaps.SummariseAsync(query, GapDimension.Year, 2005, 2029, ct))
        );
        report.Line(
            "pillars of the Balkan route",
            await Stopped.RunAsync(
                Runs,
                _ =>
                    gaps.ListAsync(
                        query with
                        {
                            ByPillar = true,
                            RouteCountries = [.. Route.Find("balkan")!.Countries.Select(country => country.Country)],
                        },
                        ct
                    )
            )
        );
        var stored = (await measures.FindAsync("M-3", ct))!;
        report.Line(
            "projects of one measure",
            await Stopped.RunAsync(Runs, _ => links.ListAsync(stored, [], 0, 50, ct))
        );
        var entry = new DraftMeasures(register.Database, new EntryMeasures(measures, TimeProvider.System));
        var drafts = (await register.Projects.ListAsync(new(), Data.Projects.ProjectSort.Created, null, Entries, ct))
            .Select(one => Data.Projects.ProjectJson.Read(one.Document))
            .ToList();
        report.Line(
            "measures of a draft",
            await Stopped.RunAsync(
                Entries,
                run => entry.CheckAsync("DE", drafts[run % drafts.Count].Draft with { Reference = $"new {run}" }, ct)
            )
        );
        await ReportsAsync(register, report, ct);
    }

    /// <summary>Measures the yearly report over HTTP, and the memory of its server.</summary>
    private static async Task ReportsAsync(Register register, Report report, CancellationToken ct)
    {
        using var server = await Server.OfRegisterAsync(register.Path, role: "viewer");
        using var client = new HttpClient { BaseAddress = server.Address, Timeout = TimeSpan.FromMinutes(5) };
        client.DefaultRequestHeaders.Authorization = new("Bearer", server.Key);
        foreach (var format in new[] { "json", "docx" })
            report.Line(
                $"report of a year as {format}",
                await Stopped.RunAsync(Runs, _ => client.GetByteArrayAsync($"/v1/reports/2016?format={format}", ct))
            );
        Console.WriteLine($"Peak memory of the server: {server.MostMemory / (1 << 20)} MiB");
    }

    /// <summary>Returns one of many measures that differ in pillars, places and criteria.</summary>
    private static MeasureDraft Measure(int number) =>
        new()
        {
            Reference = $"M-{number}",
            Title = $"Measure {number}",
            Pillars = [(Pillar)(number % 4 + 1)],
            Routes = [Route.All[number % Route.All.Count].Code],
            ActivityTypes = number % 3 == 0 ? [] : ["training", "equipment"],
            Words = number % 5 == 0 ? [] : [Phrases[number % Phrases.Length], Phrases[(number + 3) % Phrases.Length]],
            From = new(2015, 1, 1),
            Until = new(2018, 12, 31),
        };
}
