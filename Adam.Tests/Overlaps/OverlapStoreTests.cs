using Adam.Data.Overlaps;
using Adam.Data.Overlaps.Report;
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
