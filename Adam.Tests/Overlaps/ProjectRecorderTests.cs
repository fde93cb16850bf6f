using System.Text.Json;
using Adam.Data.Databases;
using Adam.Data.Overlaps;
using Adam.Data.Overlaps.Report;
using Adam.Data.Projects;
using Adam.Domain.Overlaps;
using Adam.Domain.Overlaps.Matching;
using Adam.Domain.Projects;
using Adam.Tests.Overlaps.Matching;
using Adam.Tests.Projects;
using CsCheck;

namespace Adam.Tests.Overlaps;

/// <summary>A write returns the overlaps that its project has afterwards.</summary>
public sealed class ProjectRecorderTests(string engine) : RegisterTests(engine)
{
    private const int Strongest = 2;

    /// <summary>Drafts to record, each with the draft that it is changed to afterwards.</summary>
    private static readonly Gen<List<(string Owner, ProjectDraft Draft, ProjectDraft Changed)>> Writes = Gen.Int[1, 8]
        .SelectMany(count => Some(count));

    private ProjectStore Projects => TestStores.Projects(Register.Database, TimeProvider.System);

    private OverlapStore Overlaps => TestOverlaps.Store(Register.Database);

    private ProjectRecorder Recorder => TestOverlaps.Recorder(Register.Database);

    [Test]
    public async Task Returned_overlaps_are_those_that_the_report_returns_right_after()
    {
        var most = 0L;
        await Writes.SampleAsync(
            async writes =>
            {
                await Register.ResetAsync();
                var ids = new List<Guid>();
                foreach (var (owner, draft, _) in writes)
                    ids.Add(await AgreesAsync(await Recorder.RecordAsync(owner, draft, "test", Strongest, default)));
                for (var i = 0; i < writes.Count; i++)
                {
                    var (owner, _, changed) = writes[i];
                    await AgreesAsync(
                        await Recorder.ChangeAsync(ids[i], null, owner, changed, "test", Strongest, default)
                    );
                }
            },
            iter: RandomRegister.Count(25),
            threads: 1
        );
        Assert.That(most, Is.GreaterThan(Strongest), "more are counted than returned, in some register");

        async Task<Guid> AgreesAsync(ProjectRecording recording)
        {
            var project = recording.Outcome switch
            {
                ProjectOutcome.Done done => done.Project,
                ProjectOutcome.Unchanged unchanged => unchanged.Stored.Project,
                var other => throw new AssertionException($"{other}"),
            };
            var filter = new OverlapFilter { Project = project.Id };
            var page = await Overlaps.RankAsync(filter, OverlapSort.Score, null, Strongest, default);
            var count = await Overlaps.CountAsync(filter, OverlapSort.Score, default);
            var ofAnyKind = filter with { Kinds = Enum.GetValues<OverlapKind>() };
            var others =
                await Overlaps.CountAsync(filter, OverlapSort.Start, default)
                - await Overlaps.CountAsync(ofAnyKind, OverlapSort.Score, default);
            Assert.That(Text(recording.Overlaps!), Is.EqualTo(Text(new OverlapsOfProject(count, others, page.Items))));
            most = Math.Max(most, count);
            return project.Id;
        }
    }

    [Test]
    public async Task Returned_overlap_has_the_standing_verdict()
    {
        var (ours, theirs) = (DraftMembers.Complete, DraftMembers.Complete with { Reference = "US-77" });
        var first = await RecordAsync("DE", ours);
        var second = await RecordAsync("US", theirs);
        var pair = OverlapId.Create(first, second);
        var at = DateTimeOffset.UnixEpoch;
        await Overlaps.DecideAsync(pair, _ => true, Verdict.Complementary, "agreed", "key", "DE", at, default);

        var unchanged = await Recorder.ChangeAsync(first, 1, "DE", ours, "test", Strongest, default);
        var renamed = ours with { Title = "Another" };
        var changed = await Recorder.ChangeAsync(first, 1, "DE", renamed, "test", Strongest, default);
        var (before, after) = (unchanged.Overlaps!.Strongest.Single(), changed.Overlaps!.Strongest.Single());
        using (Assert.EnterMultipleScope())
        {
            Assert.That(unchanged.Outcome, Is.InstanceOf<ProjectOutcome.Unchanged>());
            Assert.That(before.Decision, Has.Property("Note").EqualTo("agreed").And.Property("StaleAt").Null);
            Assert.That(after.Decision, Has.Property("StaleAt").Not.Null);
            Assert.That(after.Overlap.Earlier.Title, Is.EqualTo("Another"));
        }
    }

    [Test]
    public async Task Refused_write_returns_no_overlaps()
    {
        var id = await RecordAsync("DE", DraftMembers.Complete);
        var again = await Recorder.RecordAsync("DE", DraftMembers.Complete, "test", Strongest, default);
        var stale = await Recorder.ChangeAsync(id, 7, "DE", DraftMembers.Complete, "test", Strongest, default);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(again, Is.EqualTo(new ProjectRecording(again.Outcome, null, null)));
            Assert.That(again.Outcome, Is.InstanceOf<ProjectOutcome.ReferenceTaken>());
            Assert.That(stale, Is.EqualTo(new ProjectRecording(stale.Outcome, null, null)));
            Assert.That(stale.Outcome, Is.InstanceOf<ProjectOutcome.Stale>());
        }
    }

    [Test]
    public async Task Overlaps_are_read_before_another_writer_can_add_one()
    {
        var theirs = DraftMembers.Complete with { Reference = "US-77" };
        Task<ProjectOutcome>? other = null;
        var (outcome, found) = await Projects.RecordAsync("DE", DraftMembers.Complete, "test", ReadAsync, default);

        Assert.That(await other!, Is.InstanceOf<ProjectOutcome.Done>());
        Assert.That(found!.Count, Is.Zero);
        var recorded = ((ProjectOutcome.Done)outcome).Project.Id;
        Assert.That((await Overlaps.ForProjectAsync(recorded, Strongest, default)).Count, Is.EqualTo(1));

        async Task<OverlapsOfProject> ReadAsync(Session session, Project project)
        {
            var id = project.Id;
            var committed = await Register.Database.InReadTransactionAsync(
                one => ProjectStore.FindAsync(one, id, default),
                default
            );
            Assert.That(committed, Is.Null, "others do not see the project yet");
            other = Task.Run(() => Projects.RecordAsync("US", theirs, "test", default));
            await Task.Delay(300);
            Assert.That(other.IsCompleted, Is.False, "it waits for the end of this transaction");
            return await Overlaps.ForProjectAsync(session, project.Id, Strongest, default);
        }
    }

    [Test]
    public async Task Nothing_is_written_if_the_overlaps_cannot_be_read()
    {
        var draft = DraftMembers.Complete;
        Assert.That(() => Projects.RecordAsync("DE", draft, "test", Fail, default), Throws.TypeOf<TimeoutException>());
        Assert.That(await Projects.CountAsync(new(), default), Is.Zero);

        static Task<bool> Fail(Session session, Project project) => throw new TimeoutException();
    }

    private async Task<Guid> RecordAsync(string owner, ProjectDraft draft)
    {
        var recording = await Recorder.RecordAsync(owner, draft, "test", Strongest, default);
        return ((ProjectOutcome.Done)recording.Outcome).Project.Id;
    }

    private static string Text(OverlapsOfProject overlaps) => JsonSerializer.Serialize(overlaps);

    private static Gen<List<(string, ProjectDraft, ProjectDraft)>> Some(int count) =>
        count == 0
            ? Gen.Const(new List<(string, ProjectDraft, ProjectDraft)>())
            : Gen.Select(
                RelatedRecords.Owner,
                RelatedRecords.Draft(count),
                RelatedRecords.Draft(count),
                Some(count - 1),
                (owner, draft, changed, rest) => rest.Append((owner, draft, changed)).ToList()
            );
}
