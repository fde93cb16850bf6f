using Adam.Data.Overlaps;
using Adam.Data.Projects;
using Adam.Tests.Projects;

namespace Adam.Tests.Overlaps;

public sealed class OverlapStoreTests(string engine) : RegisterTests(engine)
{
    private OverlapStore Overlaps => new(Register.Engine, new ProjectStore(Register.Engine, TimeProvider.System));

    [TestCaseSource(typeof(OverlapCases), nameof(OverlapCases.All))]
    public async Task Query_finds_what_the_definition_finds(AProject one, AProject other, int? rankDays, int? days)
    {
        var projects = await Register.RecordAsync([one.Build(), other.Build()]);

        foreach (var sort in Enum.GetValues<OverlapSort>())
        {
            var page = await Overlaps.ListAsync(new(), sort, null, 10, default);
            Assert.That(page.Items.Select(pair => (int?)pair.Shared.RankDays), Is.EqualTo(rankDays is null ? [] : new[] { rankDays }), $"sort {sort}");
            Assert.That(page.Items.Select(pair => pair.Shared.Days), Is.EqualTo(rankDays is null ? [] : new[] { days }), $"sort {sort}");
        }

        var ofFirst = await Overlaps.OfAsync(projects[0].Id, 5, default);
        var ofDraft = await Overlaps.OfDraftAsync(projects[1].Owner, projects[1].Draft with { Reference = "another" }, 5, default);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(await Overlaps.CountAsync(new(), default), Is.EqualTo(rankDays is null ? 0 : 1));
            Assert.That(ofFirst.Count, Is.EqualTo(rankDays is null ? 0 : 1));
            Assert.That(ofDraft.Strongest.Any(pair => pair.Earlier.Id == projects[0].Id || pair.Later.Id == projects[0].Id), Is.EqualTo(rankDays is not null));
        }
    }

    [Test]
    public async Task Withdrawn_project_takes_part_in_no_overlap()
    {
        var projects = await Register.RecordAsync([AProject.By("DE").Build(), AProject.By("US").Build()]);
        await new ProjectStore(Register.Engine, TimeProvider.System).WithdrawAsync(projects[0].Id, 1, default);

        Assert.That(await Overlaps.CountAsync(new(), default), Is.Zero);
        Assert.That((await Overlaps.OfAsync(projects[1].Id, 5, default)).Count, Is.Zero);
    }
}
