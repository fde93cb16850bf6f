using Adam.Data.Audit.Recording;
using Adam.Data.Changes.Recording;
using Adam.Data.Databases;
using Adam.Data.Partners;
using Adam.Domain.Overlaps;
using Adam.Domain.Projects;

namespace Adam.Data.Projects;

/// <summary>A project to be written.</summary>
/// <param name="Stored">
/// The record that it replaces, withdrawn or not; null for a new one. The caller has verified its version.
/// </param>
/// <param name="Owner">The code of an existing partner.</param>
internal sealed record ProjectWrite(StoredProject? Stored, string Owner, ProjectDraft Draft);

/// <summary>
/// Stores the documents of projects in a session that the caller commits, and runs the indexers, which update the
/// derived tables. A statement contains the rows of all projects of a call, so that many projects cost little more than
/// one.
/// </summary>
/// <param name="indexers">The indexers, which run after each write in this order. They serve only this writer.</param>
internal sealed class ProjectWriter(Session session, IReadOnlyList<IProjectIndexer> indexers)
{
    private readonly Dictionary<string, int> _ownerIds = new(StringComparer.Ordinal);

    /// <summary>
    /// Returns the key that makes references and identifiers unique, ignoring case and zero-width joiners.
    /// </summary>
    internal static string ReferenceKey(string reference) =>
        reference
            .Replace("\u200c", "", StringComparison.Ordinal)
            .Replace("\u200d", "", StringComparison.Ordinal)
            .ToUpperInvariant();

    /// <summary>Records a project.</summary>
    /// <exception cref="System.Data.Common.DbException">
    /// The reference is taken (<see cref="Database.IsDuplicateKey"/>). The unique index detects this, not a query.
    /// </exception>
    public async Task<Project> AddAsync(
        string owner,
        ProjectDraft draft,
        Actor by,
        DateTimeOffset at,
        CancellationToken ct
    ) => (await WriteAsync([new(null, owner, draft)], isBulk: false, by, at, ct))[0];

    /// <summary>Replaces the content of a project.</summary>
    /// <param name="stored">The stored record. The caller has verified its version.</param>
    /// <exception cref="System.Data.Common.DbException">The new reference is taken.</exception>
    public async Task<Project> ChangeAsync(
        StoredProject stored,
        string owner,
        ProjectDraft draft,
        Actor by,
        DateTimeOffset at,
        CancellationToken ct
    ) => (await WriteAsync([new(stored, owner, draft)], isBulk: false, by, at, ct))[0];

    /// <summary>
    /// Records new projects, with ids that ascend in the given order, and replaces the content of known ones. A
    /// withdrawn project becomes active again.
    /// </summary>
    /// <returns>The stored projects, in the given order.</returns>
    /// <exception cref="ArgumentException">An owner does not exist.</exception>
    /// <exception cref="System.Data.Common.DbException">A reference is taken.</exception>
    public Task<IReadOnlyList<Project>> PutAsync(
        IReadOnlyList<ProjectWrite> writes,
        Actor by,
        DateTimeOffset at,
        CancellationToken ct
    ) => WriteAsync(writes, isBulk: true, by, at, ct);

    /// <summary>Removes a project from lists and overlaps. The record and its reference are kept.</summary>
    public async Task WithdrawAsync(StoredProject stored, Actor by, DateTimeOffset at, CancellationToken ct)
    {
        await session.ExecuteAsync(ProjectSql.Withdraw, new(at, stored.ProjectId, stored.Version), ct);
        var change = new ProjectChange(
            stored.ProjectId,
            stored,
            After: null,
            OwnerId: 0,
            stored.ScopeChangedAt,
            KeepsScope: false
        );
        var changes = new ProjectChangeSet([change], at, IsBulk: false);
        await IndexAsync(changes, ct);
        await LogAsync(changes, by, at, ct);
    }

    /// <summary>Withdraws many projects at once.</summary>
    /// <param name="all">Active projects, whose versions the caller has read in the same transaction.</param>
    public async Task WithdrawAllAsync(
        IReadOnlyList<StoredProject> all,
        Actor by,
        DateTimeOffset at,
        CancellationToken ct
    )
    {
        if (all.Count == 0)
            return;

        var rows = JsonRowSet.Serialize(all.Select(stored => new object[] { stored.ProjectId, stored.Version }));
        await session.ExecuteAsync(ProjectSql.WithdrawAll, new(at, rows), ct);
        var changes = new ProjectChangeSet(
            [
                .. all.Select(stored => new ProjectChange(
                    stored.ProjectId,
                    stored,
                    After: null,
                    OwnerId: 0,
                    stored.ScopeChangedAt,
                    KeepsScope: false
                )),
            ],
            at,
            IsBulk: true
        );
        await IndexAsync(changes, ct);
        await LogAsync(changes, by, at, ct);
    }

    /// <exception cref="ArgumentException">A partner does not exist.</exception>
    public async Task<IReadOnlyDictionary<string, int>> OwnerIdsAsync(IEnumerable<string> owners, CancellationToken ct)
    {
        var missing = owners.Where(owner => !_ownerIds.ContainsKey(owner)).Distinct(StringComparer.Ordinal).ToList();
        if (missing.Count == 0)
            return _ownerIds;

        var codes = JsonRowSet.FromKeys(missing);
        foreach (var row in await session.QueryAsync(PartnerSql.IdsOf, new(codes), ct))
            _ownerIds.Add(row.Name, row.Number);
        return missing.Find(owner => !_ownerIds.ContainsKey(owner)) is { } unknown
            ? throw new ArgumentException($"There is no partner {unknown}.", nameof(owners))
            : _ownerIds;
    }

    private async Task<IReadOnlyList<Project>> WriteAsync(
        IReadOnlyList<ProjectWrite> writes,
        bool isBulk,
        Actor by,
        DateTimeOffset at,
        CancellationToken ct
    )
    {
        var ownerIds = await OwnerIdsAsync(writes.Select(write => write.Owner), ct);
        var hasNew = writes.Any(write => write.Stored is null);
        var last = hasNew ? await session.FirstAsync(ProjectSql.Last, ct) ?? new() : null;
        var lastId = last is { ProjectId: > 0 } ? last.Id : (Guid?)null;
        var written = new List<Written>(writes.Count);
        foreach (var (stored, owner, draft) in writes)
        {
            if (stored is null)
            {
                lastId = ProjectId.After(lastId, at);
                written.Add(new(null, new(lastId.Value, owner, draft, Version: 1, at, at, by.Name), ownerIds[owner]));
            }
            else
            {
                var project = stored.Project with
                {
                    Owner = owner,
                    Draft = draft,
                    Version = stored.Version + 1,
                    UpdatedAt = at,
                    UpdatedBy = by.Name,
                };
                written.Add(new(stored, project, ownerIds[owner]) { ProjectId = stored.ProjectId });
            }
        }

        if (last is not null)
            await AddAsync([.. written.Where(one => one.Stored is null)], last.ProjectId, at, ct);
        await ChangeAsync([.. written.Where(one => one.Stored is not null)], at, ct);
        var changes = new ProjectChangeSet([.. written.Select(one => one.ToChange(at))], at, isBulk);
        await IndexAsync(changes, ct);
        await LogAsync(changes, by, at, ct);
        return [.. written.Select(one => one.Project)];
    }

    private async Task AddAsync(List<Written> added, long after, DateTimeOffset at, CancellationToken ct)
    {
        foreach (var some in added.Chunk(ProjectSql.MostDocuments))
        {
            var rows = Rows(
                some,
                one => [one.Project.Id, one.OwnerId, ReferenceKey(one.Project.Draft.Reference), IsRestricted(one)]
            );
            if (some.Length == 1)
                await session.ExecuteAsync(ProjectSql.AddOne, new(at, rows, Documents(some)), ct);
            else
                await session.ExecuteAsync(ProjectSql.AddSome, new(at, rows, Documents(some)), ct);
        }

        var places = (await session.QueryAsync(ProjectSql.AddedAfter, new(after), ct)).ToDictionary(
            place => place.Id,
            place => place.ProjectId
        );
        foreach (var one in added)
            one.ProjectId = places[one.Project.Id];
    }

    private async Task ChangeAsync(List<Written> changed, DateTimeOffset at, CancellationToken ct)
    {
        foreach (var some in changed.Chunk(ProjectSql.MostDocuments))
        {
            var rows = Rows(
                some,
                one =>
                    [
                        one.ProjectId,
                        one.Stored!.Version,
                        one.OwnerId,
                        ReferenceKey(one.Project.Draft.Reference),
                        one.Project.Version,
                        one.KeepsScope ? 1 : 0,
                        IsRestricted(one),
                    ]
            );
            if (some.Length == 1)
                await session.ExecuteAsync(ProjectSql.ChangeOne, new(at, rows, Documents(some)), ct);
            else
                await session.ExecuteAsync(ProjectSql.ChangeSome, new(at, rows, Documents(some)), ct);
        }
    }

    private static object IsRestricted(Written one) => one.Project.Draft.Visibility == Visibility.Restricted ? 1 : 0;

    /// <param name="row">Returns the values of a project's row after its Ordinal.</param>
    private static string Rows(Written[] some, Func<Written, object[]> row) =>
        JsonRowSet.Serialize(some.Select((one, ordinal) => (object[])[ordinal, .. row(one)]));

    private static string[] Documents(Written[] some) => [.. some.Select(one => one.Document)];

    private async Task LogAsync(ProjectChangeSet changes, Actor by, DateTimeOffset at, CancellationToken ct)
    {
        await ChangeRecorder.AddAsync(session, ProjectChangeLog.For(changes), by.Name, at, ct);
        await AuditRecorder.AddAsync(session, ProjectVersionLog.For(changes), by, at, ct);
    }

    private async Task IndexAsync(ProjectChangeSet changes, CancellationToken ct)
    {
        foreach (var indexer in indexers)
            await indexer.PrepareAsync(session, changes, ct);
        foreach (var indexer in indexers)
            await indexer.ApplyAsync(session, changes, ct);
    }

    private sealed record Written(StoredProject? Stored, Project Project, int OwnerId)
    {
        public long ProjectId { get; set; }

        public string Document { get; } = ProjectJson.Write(Project);

        /// <inheritdoc cref="ProjectChange" path="/param[@name='KeepsScope']"/>
        public bool KeepsScope { get; } =
            Stored is { WithdrawnAt: null, Project: var before }
            && ProjectScope.FromDraft(Project).IsEquivalentTo(ProjectScope.FromDraft(before));

        public ProjectChange ToChange(DateTimeOffset at) =>
            new(ProjectId, Stored, Project, OwnerId, KeepsScope ? Stored!.ScopeChangedAt : at, KeepsScope)
            {
                Document = Document,
            };
    }
}
