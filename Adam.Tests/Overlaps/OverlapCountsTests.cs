using System.Globalization;
using System.Text.Json;
using Adam.Data.Overlaps;
using Adam.Data.Overlaps.Report;
using Adam.Domain.Projects;
using Adam.Tests.Projects;
using CsCheck;
using Dapper;

namespace Adam.Tests.Overlaps;

/// <summary>Summaries that are counted, some pairs at a time.</summary>
[NonParallelizable]
public sealed class OverlapCountsTests(string engine) : RegisterTests(engine)
{
    private static readonly IReadOnlyList<IReadOnlyList<OverlapDimension>> Summaries =
    [
        .. Enum.GetValues<OverlapDimension>().Select(dimension => (IReadOnlyList<OverlapDimension>)[dimension]),
        [OverlapDimension.Country, OverlapDimension.Pillar],
    ];

    [Test]
    public async Task Number_of_pairs_in_memory_changes_no_summary() =>
        await Gen.Select(RandomRegister.Drafts, RankingPropertyTests.Filter)
            .SampleAsync(
                async (drafts, filter) =>
                {
                    await Register.ResetAsync();
                    await Register.RecordAsync(drafts);
                    var whole = await CountedAsync(filter, CountedPairs.Most);
                    foreach (var most in (int[])[1, 2, 7])
                        Assert.That(await CountedAsync(filter, most), Is.EqualTo(whole), $"{most} {filter}");
                },
                iter: RandomRegister.Count(25),
                threads: 1
            );

    [Test]
    public async Task Pairs_of_restricted_projects_are_added_to_the_sums() =>
        await Gen.Select(RandomRegister.Drafts, Gen.Bool.Array[40])
            .SampleAsync(
                async (drafts, areRestricted) =>
                {
                    await Register.ResetAsync();
                    await Register.RecordAsync(
                        drafts.Select(
                            (one, place) =>
                                areRestricted[place % areRestricted.Length]
                                    ? (one.Owner, one.Draft with { Visibility = Visibility.Restricted })
                                    : one
                        )
                    );
                    await SummedSummaries.AssertCountedAsync(Register.Database);
                },
                iter: RandomRegister.Count(15),
                threads: 1
            );

    /// <summary>
    /// Holds that pairs are not kept: 245,000 of them would take 60 MB, and 20,000 with their projects take 6 MB.
    /// </summary>
    [Test]
    public async Task Memory_does_not_grow_with_the_pairs()
    {
        const int Projects = 700;
        const int MostBytes = 20_000_000;
        await Register.RecordAsync(
            Enumerable
                .Range(0, Projects)
                .Select(number => new DateOnly(1990, 1, 1).AddDays(number).ToString("O", CultureInfo.InvariantCulture))
                .Select(day => AProject.By("DE").Running(day, day).Build())
        );
        await using (var connection = TestRegister.Connect(Register.Database))
            await connection.ExecuteAsync(
                """
                INSERT INTO Overlap (FirstId, SecondId, Score, Kind, StartDay, EndDay, Days, Pillars, FoundMicros,
                    UpdatedMicros, IsStale)
                SELECT a.ProjectId, b.ProjectId, 5000, 2, 730000, 730099, 100, 1, 0, 0, 0
                FROM Project a
                INNER JOIN Project b ON b.ProjectId > a.ProjectId
                """
            );

        var store = new OverlapSummaryStore(Register.Database, new()) { UsesSums = false };
        OverlapFilter few = new() { MinScore = 0.9m };
        await store.SummariseAsync(few, Summaries, default);
        var growth = new MemoryGrowth(MostBytes);
        var counting = Task.Run(() => store.SummariseAsync(new(), Summaries, default));
        var most = 0L;
        while (!counting.IsCompleted)
        {
            most = Math.Max(most, growth.Look());
            // A look may collect, which stops the threads that count.
            await Task.WhenAny(counting, Task.Delay(TimeSpan.FromMilliseconds(50)));
        }

        Assert.That((await counting)[0].Totals.Overlaps, Is.EqualTo(Projects * (Projects - 1) / 2));
        Assert.That(most, Is.LessThan(MostBytes));
    }

    private async Task<string> CountedAsync(OverlapFilter filter, int most)
    {
        var store = new OverlapSummaryStore(Register.Database, TestOverlaps.Planner())
        {
            UsesSums = false,
            MostPairs = most,
        };
        return JsonSerializer.Serialize(await store.SummariseAsync(filter, Summaries, default));
    }
}
