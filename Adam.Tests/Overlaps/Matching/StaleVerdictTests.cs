using Adam.Data.Overlaps.Matching;
using Adam.Data.Projects;
using Adam.Domain.Overlaps.Matching;
using Adam.Domain.Projects;
using Adam.Tests.Projects;

namespace Adam.Tests.Overlaps.Matching;

/// <summary>A change of a member that matching reads makes a verdict stale; a change of any other does not.</summary>
public sealed class StaleVerdictTests(string engine) : RegisterTests(engine)
{
    private const int Duplicate = 1;

    private static IEnumerable<string> Members => DraftMembers.Names;

    [TestCaseSource(nameof(Members))]
    public async Task Verdict_is_stale_after_a_change_that_matching_reads(string member)
    {
        var (before, after) = DraftMembers.Change(member);
        Assert.That(await IsStaleAsync(before, after), Is.Not.EqualTo(MatchingInputs.Ignored.Contains(member)));
    }

    [Test]
    public async Task Verdict_holds_after_a_change_within_a_member_that_matching_does_not_read()
    {
        var draft = DraftMembers.Complete;
        Assert.That(await IsStaleAsync(draft, draft with { Status = ProjectStatus.Suspended }), Is.False);
    }

    [Test]
    public async Task Verdict_is_stale_after_a_change_of_a_province_and_the_pair_is_scored_again()
    {
        // The other record names Dushanbe. As the province of this place, it is not another place.
        var draft = DraftMembers.Complete with
        {
            Title = "Forensic laboratory for precursor chemicals",
            Places = [new("Nurek", "Dushanbe", null, null)],
        };
        Assert.That(await IsStaleAsync(draft, draft with { Places = [new("Nurek", "Khatlon", null, null)] }), Is.True);
        Assert.That(await new OverlapVerify(Register.Database, new()).RunAsync(null, default), Is.Empty);
    }

    private async Task<bool> IsStaleAsync(ProjectDraft before, ProjectDraft after)
    {
        var store = TestStores.Projects(Register.Database, TimeProvider.System);
        var ours = await RecordAsync(store, "DE", before);
        var other = DraftMembers.Complete with { Reference = "US-77", IatiIdentifier = null };
        var theirs = await RecordAsync(store, "US", other);
        var at = DateTimeOffset.UnixEpoch;
        await VerdictRows.DecideAsync(Register.Database, ours.ProjectId, theirs.ProjectId, Duplicate, at);

        var outcome = await store.ChangeAsync(ours.Id, 1, "DE", after, "test", default);
        Assert.That(outcome, Is.InstanceOf<ProjectOutcome.Done>());
        return (await VerdictRows.StandingAsync(Register.Database)).Single().Value.Stale;
    }

    private static async Task<StoredProject> RecordAsync(ProjectStore store, string owner, ProjectDraft draft)
    {
        var done = (ProjectOutcome.Done)await store.RecordAsync(owner, draft, "test", default);
        return (await store.FindAsync(done.Project.Id, default))!;
    }
}
