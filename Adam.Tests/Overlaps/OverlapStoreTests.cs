using Adam.Data.Overlaps;
using Adam.Data.Overlaps.Report;
using Adam.Data.Projects;
using Adam.Tests.Projects;

namespace Adam.Tests.Overlaps;

public sealed class OverlapStoreTests(string engine) : RegisterTests(engine)
{
    private OverlapStore Overlaps => TestOverlaps.Store(Register.Database);

    [TestCaseSource(typeof(OverlapCases), nameof(OverlapCases.All))]
    public async Task Query_finds_what_the_definition_finds(AProject one, AProject other, int? rankDays, int? days)
    {
        await Register.RecordAsync([one.Build(), other.Build()]);
        var page = await Overlaps.WalkAsync(new(), null, 10, default);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(
                page.Items.Select(pair => (int?)pair.Overlap.Shared.RankDays),
                Is.EqualTo(rankDays is null ? [] : new[] { rankDays })
            );
            Assert.That(
                page.Items.Select(pair => pair.Overlap.Shared.Days),
                Is.EqualTo(rankDays is null ? [] : new[] { days })
            );
            Assert.That(
                await Overlaps.CountAsync(new(), OverlapSort.Start, default),
                Is.EqualTo(rankDays is null ? 0 : 1)
            );
        }
    }

    [TestCase("SO", 1)]
    [TestCase("NE", 0)]
    [TestCase("TJ NE", 0)]
    [TestCase("TJ NE SO", 1)]
    public async Task Scan_of_all_pairs_tells_countries_with_the_same_bit_apart(string countries, int pairs)
    {
        Assert.That(SharedCellMask.For(["NE"]), Is.EqualTo(SharedCellMask.For(["SO"])));
        await Register.RecordAsync([AProject.By("DE").In("SO").Build(), AProject.By("US").In("SO").Build()]);
        // No condition has so few pairs that the scan of its index is chosen.
        var scanning = TestOverlaps.Store(Register.Database, new() { SelectivePairs = -1 });
        foreach (var sort in (OverlapSort[])[OverlapSort.Days, OverlapSort.Updated, OverlapSort.Uncertain])
        {
            var page = await scanning.RankAsync(new() { Countries = countries.Split(' ') }, sort, null, 10, default);
            Assert.That(page.Items, Has.Count.EqualTo(pairs), $"{sort}");
        }
    }

    [Test]
    public async Task Withdrawn_project_takes_part_in_no_overlap()
    {
        var projects = await Register.RecordAsync([AProject.By("DE").Build(), AProject.By("US").Build()]);
        await TestStores
            .Projects(Register.Database, TimeProvider.System)
            .WithdrawAsync(projects[0].Id, 1, "test", default);

        Assert.That(await Overlaps.CountAsync(new(), OverlapSort.Start, default), Is.Zero);
        Assert.That((await Overlaps.ForProjectAsync(projects[1].Id, 5, default)).Count, Is.Zero);
    }
}
