using Adam.Benchmarks.Registers;
using Adam.Benchmarks.Timing;
using Adam.Data.Overlaps.Report;
using Adam.Domain.Overlaps.Matching;
using Adam.Domain.Projects;

namespace Adam.Benchmarks.Overlaps;

/// <summary>
/// Measures the first page of the report with every pair of the filters below, in each order of the ranking. A
/// combination can be slow although each of its filters is fast.
/// </summary>
internal static class TwoFilters
{
    private const int Page = 50;
    private const int Shown = 5;
    private const double Aim = 5;
    private const int Runs = 7;

    /// <summary>
    /// The number of further runs of a combination that none of the first ones ended in time: another program may have
    /// had the processor.
    /// </summary>
    private const int MoreRuns = 25;

    public static async Task RunAsync(Register register, int size, CancellationToken ct)
    {
        var justNow = TimeProvider.System.GetUtcNow();
        var route = Domain.CodeLists.Route.Find("balkan")!.Countries.Select(country => country.Country).ToList();
        (string Name, Func<OverlapFilter, OverlapFilter> Add)[] filters =
        [
            ("the busiest country", filter => filter with { Countries = ["AF"] }),
            ("a quiet country", filter => filter with { Countries = ["YE"] }),
            ("a route", filter => filter with { RouteCountries = route }),
            ("a pillar", filter => filter with { Pillars = [Pillar.Precursors] }),
            ("undecided", filter => filter with { Verdicts = [VerdictFilter.None] }),
            ("verdict duplicate", filter => filter with { Verdicts = [VerdictFilter.Duplicate] }),
            ("one project", filter => filter with { Kinds = [OverlapKind.SameProject] }),
            ("one activity", filter => filter with { Kinds = [OverlapKind.SameActivity] }),
            ("declared", filter => filter with { Kinds = [OverlapKind.Declared] }),
            ("between two partners", filter => filter with { Between = ("DE", "US") }),
            ("active in a year", filter => filter with { ActiveFrom = new(2015, 1, 1), ActiveTo = new(2015, 12, 31) }),
            ("active early", filter => filter with { ActiveTo = new(2006, 1, 1) }),
            ("active before all projects", filter => filter with { ActiveTo = new(1990, 12, 31) }),
            ("a high score", filter => filter with { MinScore = 0.9m }),
            ("updated since the start", filter => filter with { UpdatedSince = justNow }),
            ("an owner", filter => filter with { AnyProject = filter.AnyProject with { Owners = ["DE"] } }),
            ("a donor", filter => filter with { AnyProject = filter.AnyProject with { Donors = ["DE"] } }),
            ("another donor", filter => filter with { AnyProject = filter.AnyProject with { Donors = ["LU"] } }),
            (
                "a status",
                filter => filter with { AnyProject = filter.AnyProject with { Statuses = [ProjectStatus.Pipeline] } }
            ),
            (
                "another status",
                filter => filter with { AnyProject = filter.AnyProject with { Statuses = [ProjectStatus.Closed] } }
            ),
            (
                "an activity type",
                filter => filter with { AnyProject = filter.AnyProject with { ActivityTypes = ["training"] } }
            ),
            (
                "an implementer",
                filter => filter with { AnyProject = filter.AnyProject with { Implementers = ["UNODC"] } }
            ),
            (
                "a partner in any role",
                filter => filter with { AnyProject = filter.AnyProject with { Partners = ["FR"] } }
            ),
            ("a word", filter => filter with { AnyProject = filter.AnyProject with { Words = ["baba"] } }),
        ];
        OverlapSort[] sorts = [OverlapSort.Score, OverlapSort.Days, OverlapSort.Updated];

        var found = new List<(string Name, Timings Timings, int Pairs, long Instructions)>();
        foreach (
            var (one, other, sort) in from i in Enumerable.Range(0, filters.Length)
            from j in Enumerable.Range(i, filters.Length - i)
            from sort in sorts
            select (filters[i], filters[j], sort)
        )
        {
            var (filter, pairs) = (other.Add(one.Add(new())), 0);
            var (looks, pages) = (register.ReadLooks, 0);
            var timings = await Stopped.RunAsync(Runs, PageAsync);
            if (timings.Fastest > Aim)
                timings = timings.With(await Stopped.RunAsync(MoreRuns, PageAsync));

            async Task PageAsync(int run)
            {
                pages++;
                pairs = (await register.Overlaps.RankAsync(filter, sort, null, Page, ct)).Items.Count;
            }

            found.Add(
                (
                    one.Name == other.Name ? $"{one.Name}, by {sort}" : $"{one.Name}, {other.Name}, by {sort}",
                    timings,
                    pairs,
                    (register.ReadLooks - looks) * Register.InstructionsOfLook / pages
                )
            );
        }

        var report = new Report(
            $"Overlaps, pages of {Page} with two filters, {Report.Number(size)} projects",
            "fastest",
            "median",
            "p95",
            "runs",
            "pairs",
            "instructions"
        );
        report.Line(
            $"slower than {Aim:0} ms, of {found.Count}",
            Report.Number(found.Count(one => one.Timings.Fastest > Aim))
        );
        report.Line(
            $"slower than {2 * Aim:0} ms, of {found.Count}",
            Report.Number(found.Count(one => one.Timings.Fastest > 2 * Aim))
        );
        // By work and not by time: another program may have had the processor.
        var most = found.OrderByDescending(one => one.Instructions).ToList();
        var shown = Math.Max(Shown, most.Count(one => one.Timings.Fastest > 2 * Aim));
        foreach (var (name, timings, pairs, instructions) in most.Take(shown))
            report.Line(
                name,
                Report.Milliseconds(timings.Fastest),
                Report.Milliseconds(timings.Median),
                Report.Milliseconds(timings.At(0.95)),
                Report.Number(timings.Milliseconds.Count),
                Report.Number(pairs),
                Report.Number(instructions)
            );
    }
}
