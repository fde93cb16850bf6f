using Adam.Data.Changes;
using Adam.Data.Changes.Recording;
using Adam.Data.Databases;
using Adam.Data.Projects;

namespace Adam.Tests.Changes;

/// <summary>
/// Keeps a copy of a register as a client does: it reads the changes and each project that they name.
/// </summary>
internal sealed class ChangeFollower(Database database)
{
    private readonly ChangeStore _changes = new(database);
    private readonly ProjectStore _projects = TestStores.Projects(database, TimeProvider.System);
    private readonly Dictionary<Guid, string> _copy = [];

    public ChangePosition Position { get; private set; } = ChangePosition.Start;

    /// <summary>All changes that were read, in their order.</summary>
    public List<RegisterChange> Read { get; } = [];

    /// <summary>The documents of the copy, by their ids.</summary>
    public IReadOnlyDictionary<Guid, string> Copy => _copy;

    /// <summary>Follows the register, with pages of various sizes, until it is told to end.</summary>
    public async Task FollowAsync(Task end)
    {
        for (var page = 0; ; page++)
        {
            // Taken before the last page is read, so that this page holds what was committed until then.
            var isLast = end.IsCompleted;
            if (await StepAsync(limit: 1 + page % 7) == 0 && isLast)
                return;
        }
    }

    /// <summary>Reads one page and returns its number of changes.</summary>
    public async Task<int> StepAsync(int limit)
    {
        var page = await _changes.ReadAsync(Position, ChangeFilter.None, limit, default);
        foreach (var change in page.Items)
        {
            Read.Add(change);
            if (change.Pair is not null)
                continue;

            // The record may be newer than the change. Its own change follows.
            var stored = await _projects.FindAsync(change.Project, default);
            if (stored!.WithdrawnAt is null)
                _copy[change.Project] = stored.Document;
            else
                _copy.Remove(change.Project);
        }

        Position = page.Next;
        return page.Items.Count;
    }

    /// <summary>
    /// Asserts that the copy is the register, and that no change is missing, repeated or out of order.
    /// </summary>
    public async Task HoldsExactlyTheRegisterAsync()
    {
        var active = new Dictionary<Guid, string>();
        await foreach (var project in _projects.StreamAsync(new(), ProjectSort.Created, null, default))
            active.Add(ProjectJson.Read(project.Document).Id, project.Document);
        Assert.That(Copy, Is.EquivalentTo(active));

        var all = await _changes.ReadAsync(ChangePosition.Start, ChangeFilter.None, int.MaxValue, default);
        Assert.That(Read.Select(change => change.Position), Is.EqualTo(all.Items.Select(change => change.Position)));
        foreach (var project in Read.Where(change => change.Pair is null).GroupBy(change => change.Project))
        {
            Assert.That(
                project.Select(change => change.Version),
                Is.EqualTo(Enumerable.Range(1, project.Count())),
                "each version of a project is one change, in the order of the versions"
            );
            var stored = (await _projects.FindAsync(project.Key, default))!;
            Assert.That(project.Count(), Is.EqualTo(stored.Version));
            Assert.That(project.First().Kind, Is.EqualTo(ChangeKind.Created));
            Assert.That(project.Last().Kind == ChangeKind.Withdrawn, Is.EqualTo(stored.WithdrawnAt is not null));
        }
    }
}
