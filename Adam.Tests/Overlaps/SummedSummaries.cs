using System.Text.Json;
using Adam.Data.Databases;
using Adam.Data.Overlaps;
using Adam.Data.Overlaps.Report;
using Adam.Domain.Overlaps.Matching;

namespace Adam.Tests.Overlaps;

/// <summary>Compares summaries that are read from sums with counted ones.</summary>
internal static class SummedSummaries
{
    private static readonly OverlapDimension[][] Summaries =
    [
        [OverlapDimension.Country],
        [OverlapDimension.Pillar],
        [OverlapDimension.Pillar, OverlapDimension.Country],
        [OverlapDimension.Donors],
        [OverlapDimension.Year],
        [OverlapDimension.FoundMonth],
        [OverlapDimension.Partners],
    ];

    private static readonly OverlapFilter[] SummaryFilters =
    [
        new(),
        new() { Verdicts = [VerdictFilter.None] },
        new() { Kinds = [OverlapKind.SameProject, OverlapKind.Declared] },
        new() { Kinds = [OverlapKind.SharedSetting], Verdicts = [VerdictFilter.Stale, VerdictFilter.Duplicate] },
    ];

    public static async Task AssertCountedAsync(Database database)
    {
        foreach (var filter in SummaryFilters)
            Assert.That(
                await TestOverlaps.Store(database).CountAsync(filter, OverlapSort.Score, default),
                Is.EqualTo((await Counting(database).SummariseAsync(filter, Summaries[0], default)).Totals.Overlaps),
                $"{filter}"
            );
        foreach (var by in Summaries)
        {
            foreach (var filter in SummaryFilters)
                Assert.That(
                    await SummaryAsync(database, filter, by, usesSums: true),
                    Is.EqualTo(await SummaryAsync(database, filter, by, usesSums: false)),
                    $"{string.Join(",", by)} {filter}"
                );
        }
    }

    private static OverlapSummaryStore Counting(Database database) =>
        new(database, TestOverlaps.Planner()) { UsesSums = false };

    private static async Task<string> SummaryAsync(
        Database database,
        OverlapFilter filter,
        OverlapDimension[] by,
        bool usesSums
    )
    {
        var summaries = new OverlapSummaryStore(database, TestOverlaps.Planner()) { UsesSums = usesSums };
        return JsonSerializer.Serialize(await summaries.SummariseAsync(filter, by, default));
    }
}
