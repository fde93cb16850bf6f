using Adam.Benchmarks.Registers;
using Adam.Benchmarks.Timing;
using Adam.Data.Overlaps.Report;
using Adam.Domain.Overlaps;
using Adam.Domain.Projects;

namespace Adam.Benchmarks.Overlaps;

/// <summary>
/// Measures clusters after somebody has recorded hundreds of records that are all alike. Each of them is linked to all
/// others: 320 records have 51,040 links.
/// </summary>
internal static class AlikeRecords
{
    private const int Page = 50;

    /// <summary>The number of alike records whose recording is timed, after all others.</summary>
    private const int Timed = 20;

    private static readonly string[] Owners = ["DE", "US", "FR", "IT", "GB", "ES", "NL", "SE"];

    public static async Task RunAsync(Register register, int size, int alike, CancellationToken ct)
    {
        var report = new Report(
            $"Clusters, {Report.Number(size)} projects",
            "fastest",
            "median",
            "p95",
            "runs",
            "clusters"
        );
        await PagesAsync("");
        for (var number = 0; number < alike - Timed; number++)
            await RecordAsync(register, number, ct);
        report.Line(
            $"record one more of {alike} alike records",
            await Stopped.RunAsync(Timed - 1, run => RecordAsync(register, alike - Timed + run, ct))
        );
        await PagesAsync($", beside {alike} alike records");

        var strongest = await register.Overlaps.RankAsync(new(), OverlapSort.Score, null, 20, ct);
        report.Line(
            "separate two of them by a verdict, and join them again",
            await Stopped.RunAsync(
                10,
                async run =>
                {
                    var pair = strongest.Items[run].Overlap.Id!.Value;
                    foreach (var verdict in (Verdict?[])[Verdict.Unrelated, null])
                        await register.Overlaps.DecideAsync(
                            pair,
                            _ => true,
                            verdict,
                            null,
                            "benchmark",
                            "DE",
                            TimeProvider.System.GetUtcNow(),
                            ct
                        );
                }
            )
        );

        async Task PagesAsync(string beside)
        {
            (string Name, OverlapFilter Filter, bool IsSecond)[] pages =
            [
                ("first page", new(), false),
                ("second page", new(), true),
                ("of the busiest country", new() { Countries = ["AF"] }, false),
                ("of the busiest country, second page", new() { Countries = ["AF"] }, true),
                ("of a pillar", new() { Pillars = [Pillar.Precursors] }, false),
                ("of a donor", new() { AnyProject = new() { Donors = ["DE"] } }, false),
            ];
            foreach (var (name, filter, isSecond) in pages)
            {
                var after = isSecond ? (await register.Clusters.ListAsync(filter, null, Page, ct)).Next : null;
                var found = 0;
                var timings = await Stopped.RunAsync(
                    20,
                    async _ => found = (await register.Clusters.ListAsync(filter, after, Page, ct)).Items.Count
                );
                report.Line($"{name}{beside}", timings, Report.Number(found));
            }
        }
    }

    public static Task RecordAsync(Register register, int number, CancellationToken ct)
    {
        var owner = Owners[number % Owners.Length];
        return register.Projects.RecordAsync(
            owner,
            new()
            {
                Reference = $"ALIKE-{number}",
                Title = "Kennels and dog handlers for the border posts of Zaranj",
                Description = "Kennels, breeding dogs and a course of handlers at the post of Zaranj.",
                Countries = ["AF"],
                Pillars = [Pillar.Precursors],
                ActivityTypes = ["training"],
                Donors = [new(owner, null, 100_000 + number, "EUR")],
                Places = [new("Zaranj", null, null, null)],
                Status = ProjectStatus.Implementation,
                PlannedStart = new(2020, 3, 1),
                PlannedEnd = new(2022, 2, 28),
            },
            "benchmark",
            ct
        );
    }
}
