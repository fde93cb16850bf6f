using System.Diagnostics;
using Adam.Benchmarks.Quality;
using Adam.Benchmarks.Registers;
using Adam.Benchmarks.Timing;
using Adam.Data.Overlaps;
using Adam.Data.Overlaps.Report;
using Adam.Data.Presence;
using Adam.Data.Projects;
using Adam.Domain.Overlaps.Matching;
using Adam.Domain.Projects;

namespace Adam.Benchmarks.Overlaps;

/// <summary>
/// Measures the queries of the stores directly, without HTTP, and the search for all raw pairs compared with DuckDB.
/// </summary>
internal static class OverlapsBenchmark
{
    /// <summary>The chart that the page of benchmarks shows.</summary>
    private const string ChartFile = "docs/benchmarks/growth.svg";

    private const int Seed = 1;
    private const int Page = 50;
    private const int WarmUp = 500;

    /// <summary>The number of records that are all alike, as of one who records a project again and again.</summary>
    private const int Alike = 320;

    private static readonly DateOnly Middle = new(2016, 6, 1);

    public static async Task RunAsync(IReadOnlyList<int> sizes, CancellationToken ct)
    {
        var growth = new Growth();
        foreach (var size in sizes)
        {
            using var register = await Register.FilledAsync(size, Seed, ct);
            await MeasureAsync(register, size, growth, ct);
            await TwoFilters.RunAsync(register, size, ct);
            await RawPairs.RunAsync(register, size);
            await RegisterBenchmark.RunAsync(register, size, ct);
            await AlikeRecords.RunAsync(register, size, Alike, ct);
        }

        growth.Print();
    }

    /// <summary>
    /// Measures how the cost of each query, of a rebuild and of a write grows with the register, prints it as a table
    /// and draws it.
    /// </summary>
    /// <param name="file">
    /// The path of a register that is measured beside these sizes, and written to; null for none.
    /// </param>
    public static async Task GrowthAsync(IReadOnlyList<int> sizes, string? file, CancellationToken ct)
    {
        // The first register is measured while the program is still compiled.
        using (var small = await Register.FilledAsync(WarmUp, Seed, ct))
            await MeasureAsync(small, WarmUp, new Growth(), ct);

        var growth = new Growth();
        foreach (var size in sizes)
        {
            var began = Stopwatch.GetTimestamp();
            using var register = await Register.UnscoredAsync(size, Seed, ct);
            growth.Add("fill the register without pairs", size, Milliseconds(began));
            began = Stopwatch.GetTimestamp();
            await register.RebuildAsync(ct);
            growth.Add("rebuild of all pairs", size, Milliseconds(began));
            await MeasureAsync(register, size, growth, ct);
        }

        if (file is not null)
        {
            using var register = Register.OfFile(file);
            await MeasureAsync(register, (int)await register.Projects.CountAsync(new(), ct), growth, ct);
        }

        growth.Print();
        growth.Draw(Repository.Path(ChartFile));

        static double Milliseconds(long since) => Stopwatch.GetElapsedTime(since).TotalMilliseconds;
    }

    private static async Task MeasureAsync(Register register, int size, Growth growth, CancellationToken ct)
    {
        await PagesAsync(register, size, growth, ct);
        await ProjectsAsync(register, size, growth, ct);
        await WholesAsync(register, size, growth, ct);
        await WritesAsync(register, size, growth, ct);
    }

    /// <summary>Measures pages of the report with every two filters.</summary>
    public static async Task FiltersAsync(IReadOnlyList<int> sizes, CancellationToken ct)
    {
        foreach (var size in sizes)
        {
            using var register = await Register.FilledAsync(size, Seed, ct);
            await TwoFilters.RunAsync(register, size, ct);
        }
    }

    /// <inheritdoc cref="FiltersAsync(IReadOnlyList{int}, CancellationToken)"/>
    /// <param name="file">The path of a register. Nothing is written to it.</param>
    public static async Task FiltersAsync(string file, CancellationToken ct)
    {
        using var register = Register.OfFile(file);
        var projects = await register.Projects.CountAsync(new(), ct);
        await TwoFilters.RunAsync(register, (int)projects, ct);
    }

    /// <summary>Measures clusters, presence and summaries.</summary>
    public static async Task AggregatesAsync(IReadOnlyList<int> sizes, CancellationToken ct)
    {
        foreach (var size in sizes)
        {
            using var register = await Register.FilledAsync(size, Seed, ct);
            await WholesAsync(register, size, growth: null, ct);
            await AlikeRecords.RunAsync(register, size, Alike, ct);
        }
    }

    /// <summary>Measures the first page of the report, for all countries and for the busiest.</summary>
    public static async Task FirstPageAsync(Register register, int size, CancellationToken ct)
    {
        var report = new Report(
            $"Overlaps, pages of {Page}, {Report.Number(size)} projects",
            "fastest",
            "median",
            "p95",
            "runs"
        );
        report.Line(
            "by score, first page",
            await Stopped.RunAsync(30, _ => register.Overlaps.RankAsync(new(), OverlapSort.Score, null, Page, ct))
        );
        report.Line(
            "by score, the busiest country",
            await Stopped.RunAsync(
                30,
                _ => register.Overlaps.RankAsync(new() { Countries = ["AF"] }, OverlapSort.Score, null, Page, ct)
            )
        );
        report.Line(
            "by days, first page",
            await Stopped.RunAsync(30, _ => register.Overlaps.RankAsync(new(), OverlapSort.Days, null, Page, ct))
        );
    }

    private static async Task PagesAsync(Register register, int size, Growth? growth, CancellationToken ct)
    {
        var report = new Report(
            $"Overlaps, pages of {Page}, {Report.Number(size)} projects",
            "fastest",
            "median",
            "p95",
            "runs",
            "pairs"
        )
        {
            Growth = growth,
            Size = size,
        };
        var (everything, one) = (new OverlapFilter(), await MiddleAsync(register, ct));
        var justNow = TimeProvider.System.GetUtcNow();
        var middle = new OverlapPosition(Middle.DayNumber, 0, Middle.DayNumber, 0);
        (string Name, OverlapFilter Filter, OverlapSort Sort, OverlapPosition? After)[] pages =
        [
            ("by score, first page", everything, OverlapSort.Score, null),
            ("by score, undecided", everything with { Verdicts = [VerdictFilter.None] }, OverlapSort.Score, null),
            ("by score, the busiest country", everything with { Countries = ["AF"] }, OverlapSort.Score, null),
            (
                "by score, a quiet country and a pillar",
                everything with
                {
                    Countries = ["YE"],
                    Pillars = [Pillar.Precursors],
                },
                OverlapSort.Score,
                null
            ),
            (
                "by score, the countries of a route",
                everything with
                {
                    RouteCountries = Route("balkan"),
                },
                OverlapSort.Score,
                null
            ),
            (
                "by score, an owner",
                everything with
                {
                    AnyProject = new() { Owners = [one.Owner] },
                },
                OverlapSort.Score,
                null
            ),
            ("by score, between two partners", everything with { Between = ("DE", "US") }, OverlapSort.Score, null),
            (
                "by score, active in a year",
                everything with
                {
                    ActiveFrom = new(2015, 1, 1),
                    ActiveTo = new(2015, 12, 31),
                },
                OverlapSort.Score,
                null
            ),
            (
                "by score, two words",
                everything with
                {
                    AnyProject = new() { Words = ["baba", "bebaba"] },
                },
                OverlapSort.Score,
                null
            ),
            ("by score, a pillar", everything with { Pillars = [Pillar.Precursors] }, OverlapSort.Score, null),
            (
                "by score, a route and a pillar",
                everything with
                {
                    RouteCountries = Route("northern"),
                    Pillars = [Pillar.Precursors],
                },
                OverlapSort.Score,
                null
            ),
            (
                "by score, a route and a donor",
                everything with
                {
                    RouteCountries = Route("northern"),
                    AnyProject = new() { Donors = ["DE"] },
                },
                OverlapSort.Score,
                null
            ),
            (
                "by score, the largest donor",
                everything with
                {
                    AnyProject = new() { Donors = [one.Draft.Donors[0].Partner ?? one.Owner] },
                },
                OverlapSort.Score,
                null
            ),
            (
                "by score, a country and a donor",
                everything with
                {
                    Countries = ["YE"],
                    AnyProject = new() { Donors = ["DE"] },
                },
                OverlapSort.Score,
                null
            ),
            (
                "by score, the busiest country and a donor",
                everything with
                {
                    Countries = ["AF"],
                    AnyProject = new() { Donors = ["DE"] },
                },
                OverlapSort.Score,
                null
            ),
            ("by score, one project", everything with { Kinds = [OverlapKind.SameProject] }, OverlapSort.Score, null),
            ("by score, declared", everything with { Kinds = [OverlapKind.Declared] }, OverlapSort.Score, null),
            (
                "by score, verdict duplicate",
                everything with
                {
                    Verdicts = [VerdictFilter.Duplicate],
                },
                OverlapSort.Score,
                null
            ),
            (
                "by score, stale in the busiest country",
                everything with
                {
                    Countries = ["AF"],
                    Verdicts = [VerdictFilter.Stale],
                },
                OverlapSort.Score,
                null
            ),
            (
                "by score, active before all projects",
                everything with
                {
                    ActiveTo = new(1990, 12, 31),
                },
                OverlapSort.Score,
                null
            ),
            ("by score, updated since the start", everything with { UpdatedSince = justNow }, OverlapSort.Score, null),
            ("by score, at least 0.999", everything with { MinScore = 0.999m }, OverlapSort.Score, null),
            (
                "by score, a status",
                everything with
                {
                    AnyProject = new() { Statuses = [ProjectStatus.Pipeline] },
                },
                OverlapSort.Score,
                null
            ),
            ("by score, a project", everything with { Project = one.Id }, OverlapSort.Score, null),
            ("by days, first page", everything, OverlapSort.Days, null),
            ("by days, the busiest country", everything with { Countries = ["AF"] }, OverlapSort.Days, null),
            ("by days, a quiet country", everything with { Countries = ["YE"] }, OverlapSort.Days, null),
            (
                "by days, a quiet country and a pillar",
                everything with
                {
                    Countries = ["YE"],
                    Pillars = [Pillar.Precursors],
                },
                OverlapSort.Days,
                null
            ),
            ("by days, a donor", everything with { AnyProject = new() { Donors = ["DE"] } }, OverlapSort.Days, null),
            ("by days, between two partners", everything with { Between = ("DE", "US") }, OverlapSort.Days, null),
            (
                "last changed, a quiet country and a pillar",
                everything with
                {
                    Countries = ["YE"],
                    Pillars = [Pillar.Precursors],
                },
                OverlapSort.Updated,
                null
            ),
            (
                "last changed, updated since the start",
                everything with
                {
                    UpdatedSince = justNow,
                },
                OverlapSort.Updated,
                null
            ),
            ("last changed, first page", everything, OverlapSort.Updated, null),
            ("by start, first page", everything, OverlapSort.Start, null),
            ("by start, a page in the middle", everything, OverlapSort.Start, middle),
            ("by start, the busiest country", everything with { Countries = ["AF"] }, OverlapSort.Start, null),
            (
                "by start, an owner",
                everything with
                {
                    AnyProject = new() { Owners = [one.Owner] },
                },
                OverlapSort.Start,
                null
            ),
        ];
        foreach (var (name, filter, sort, from) in pages)
        {
            OverlapPage? page = null;
            var timings = await Stopped.RunAsync(
                30,
                async _ =>
                    page =
                        sort == OverlapSort.Start
                            ? await register.Overlaps.WalkAsync(filter, from, Page, ct)
                            : await register.Overlaps.RankAsync(filter, sort, null, Page, ct)
            );
            report.Line(name, timings, Report.Number(page!.Items.Count));
        }

        var queue = new OverlapFilter { Verdicts = [VerdictFilter.None, VerdictFilter.Stale] };
        var inQueue = 0;
        report.Line(
            "the review queue, with its sample",
            await Stopped.RunAsync(
                30,
                async _ => inQueue = (await register.Queue.PageAsync(queue, null, Page, ct)).Items.Count
            ),
            Report.Number(inQueue)
        );

        var drafts = new World(seed: 2).Take(301).ToList();
        report.Line(
            "check of a draft",
            await Stopped.RunAsync(300, run => register.Drafts.CheckAsync(drafts[run].Owner, drafts[run].Draft, 5, ct)),
            "5"
        );
    }

    private static IReadOnlyList<string> Route(string code) =>
        [.. Domain.CodeLists.Route.Find(code)!.Countries.Select(country => country.Country)];

    /// <summary>Returns a project of a country of average size, from the middle of the register's years.</summary>
    private static async Task<Project> MiddleAsync(Register register, CancellationToken ct)
    {
        var listed = await register.Projects.ListAsync(
            new() { Countries = ["TJ"] },
            ProjectSort.Start,
            new(Middle.DayNumber, 0),
            1,
            ct
        );
        return ProjectJson.Read(listed[0].Document);
    }

    private static async Task ProjectsAsync(Register register, int size, Growth? growth, CancellationToken ct)
    {
        var report = new Report(
            $"Projects, pages of {Page}, {Report.Number(size)} projects",
            "fastest",
            "median",
            "p95",
            "runs"
        )
        {
            Growth = growth,
            Size = size,
        };
        (string Name, ProjectFilter Filter, ProjectSort Sort)[] lists =
        [
            ("all, as recorded", new(), ProjectSort.Created),
            ("all, last changed first", new(), ProjectSort.UpdatedDescending),
            ("a country", new() { Countries = ["TJ"] }, ProjectSort.Created),
            (
                "a country and a pillar, active in a year",
                new()
                {
                    Countries = ["YE"],
                    Pillars = [Pillar.Precursors],
                    ActiveFrom = new(2015, 1, 1),
                    ActiveTo = new(2015, 12, 31),
                },
                ProjectSort.Created
            ),
            ("a donor, by start", new() { Donors = ["DE"] }, ProjectSort.Start),
            ("two words", new() { Words = ["baba", "bebaba"] }, ProjectSort.Created),
        ];
        foreach (var (name, filter, sort) in lists)
            report.Line(
                name,
                await Stopped.RunAsync(50, _ => register.Projects.ListAsync(filter, sort, null, Page, ct))
            );

        var listed = await register.Projects.ListAsync(new(), ProjectSort.Created, null, 200, ct);
        var ids = listed.Select(project => ProjectJson.Read(project.Document).Id).ToList();
        report.Line(
            "project by id",
            await Stopped.RunAsync(1_000, run => register.Projects.FindAsync(ids[run % ids.Count], ct))
        );
        report.Line(
            "count of a country",
            await Stopped.RunAsync(20, _ => register.Projects.CountAsync(new() { Countries = ["TJ"] }, ct))
        );
    }

    private static async Task WholesAsync(Register register, int size, Growth? growth, CancellationToken ct)
    {
        var report = new Report(
            $"Queries that read all rows, {Report.Number(size)} projects",
            "fastest",
            "median",
            "p95",
            "runs"
        )
        {
            Growth = growth,
            Size = size,
        };
        var presence = new PresenceQuery([PresenceDimension.Country, PresenceDimension.Pillar], new(), 2026);
        report.Line(
            "presence by country and pillar",
            await Stopped.RunAsync(5, _ => register.Presence.QueryPresenceAsync(presence, ct))
        );
        report.Line(
            "presence by country and pillar, counted",
            await Stopped.RunAsync(
                3,
                _ => new PresenceStore(register.Database) { UsesSums = false }.QueryPresenceAsync(presence, ct)
            )
        );
        report.Line(
            "presence by donor, converted",
            await Stopped.RunAsync(
                5,
                _ =>
                    register.Presence.QueryPresenceAsync(
                        presence with
                        {
                            By = [PresenceDimension.Donor],
                            Currency = "USD",
                        },
                        ct
                    )
            )
        );
        report.Line(
            "presence by year",
            await Stopped.RunAsync(
                5,
                _ => register.Presence.QueryPresenceAsync(presence with { By = [PresenceDimension.Year] }, ct)
            )
        );
        report.Line(
            "presence by country and donor",
            await Stopped.RunAsync(
                5,
                _ =>
                    register.Presence.QueryPresenceAsync(
                        presence with
                        {
                            By = [PresenceDimension.Country, PresenceDimension.Donor],
                        },
                        ct
                    )
            )
        );
        report.Line(
            "presence by country and pillar, of one country",
            await Stopped.RunAsync(
                5,
                _ => register.Presence.QueryPresenceAsync(presence with { Filter = new() { Countries = ["TJ"] } }, ct)
            )
        );
        report.Line(
            "count of ranked overlaps",
            await Stopped.RunAsync(5, _ => register.Overlaps.CountAsync(new(), OverlapSort.Score, ct))
        );
        report.Line(
            "count of overlaps of a country",
            await Stopped.RunAsync(
                5,
                _ => register.Overlaps.CountAsync(new() { Countries = ["YE"] }, OverlapSort.Score, ct)
            )
        );
        report.Line(
            "summary of overlaps by country and pillar",
            await Stopped.RunAsync(
                3,
                _ => register.Summaries.SummariseAsync(new(), [OverlapDimension.Country, OverlapDimension.Pillar], ct)
            )
        );
        report.Line(
            "summary of overlaps by country and pillar, counted",
            await Stopped.RunAsync(
                3,
                _ =>
                    new OverlapSummaryStore(register.Database, new()) { UsesSums = false }.SummariseAsync(
                        new(),
                        [OverlapDimension.Country, OverlapDimension.Pillar],
                        ct
                    )
            )
        );
        report.Line(
            "summary of overlaps by pairs of donors",
            await Stopped.RunAsync(3, _ => register.Summaries.SummariseAsync(new(), [OverlapDimension.Donors], ct))
        );
    }

    private static async Task WritesAsync(Register register, int size, Growth? growth, CancellationToken ct)
    {
        var report = new Report($"Writes, {Report.Number(size)} projects", "fastest", "median", "p95", "runs")
        {
            Growth = growth,
            Size = size,
        };
        var drafts = new World(seed: 5).Take(301).ToList();
        report.Line(
            "record a project with its index rows and pairs",
            await Stopped.RunAsync(
                300,
                run => register.Projects.RecordAsync(drafts[run].Owner, drafts[run].Draft, "benchmark", ct)
            )
        );
    }
}
