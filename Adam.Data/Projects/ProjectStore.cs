using System.Data.Common;
using Adam.Data.Databases;
using Adam.Domain.Projects;

namespace Adam.Data.Projects;

/// <summary>A project as it lies in the register.</summary>
public sealed record StoredProject
{
    private Project? _project;

    internal long ProjectId { get; init; }

    public Guid Id { get; init; }

    public string Owner { get; init; } = "";

    public int Version { get; init; }

    public DateTimeOffset UpdatedAt { get; init; }

    /// <summary>When the project was withdrawn; null while it is in the register.</summary>
    public DateTimeOffset? WithdrawnAt { get; init; }

    /// <summary>Since when the record has had what decides its overlaps: countries, pillars, period, donors, owner, and not being cancelled.</summary>
    public DateTimeOffset ScopeChangedAt { get; init; }

    /// <summary>The record as it is answered with, JSON.</summary>
    public string Document { get; init; } = "";

    /// <summary>Read from the document once, when somebody asks.</summary>
    public Project Project => _project ??= ProjectJson.Read(Document);
}

/// <summary>A project on a page of a list.</summary>
public sealed record ListedProject
{
    public long ProjectId { get; init; }

    public int StartDay { get; init; }

    /// <summary>Microseconds since 1970-01-01T00:00:00Z.</summary>
    public long UpdatedMicros { get; init; }

    /// <summary>The record as it is answered with, JSON.</summary>
    public string Document { get; init; } = "";

    /// <summary>Where the next page begins when this project ends a page.</summary>
    public ProjectPosition Position(ProjectSort sort) =>
        new(
            sort switch
            {
                ProjectSort.Created or ProjectSort.CreatedDescending => ProjectId,
                ProjectSort.Updated or ProjectSort.UpdatedDescending => UpdatedMicros,
                ProjectSort.Start or ProjectSort.StartDescending => StartDay,
            },
            ProjectId
        );
}

/// <summary>What became of a change.</summary>
public abstract record ProjectOutcome
{
    private ProjectOutcome() { }

    public sealed record Done(Project Project) : ProjectOutcome;

    /// <summary>What was sent is what stands there: no new version.</summary>
    public sealed record Unchanged(StoredProject Stored) : ProjectOutcome;

    /// <summary>The owner has another record under this reference, withdrawn or not.</summary>
    public sealed record ReferenceTaken(StoredProject By) : ProjectOutcome;

    public sealed record NotFound : ProjectOutcome;

    public sealed record Withdrawn(StoredProject Stored) : ProjectOutcome;

    /// <summary>Somebody else has changed it since it was read.</summary>
    public sealed record Stale(StoredProject Stored) : ProjectOutcome;
}

public sealed class ProjectStore(Database database, TimeProvider time, ProjectIndexers indexers)
{
    private const int AtOnce = 250;

    /// <summary>The project of an id, withdrawn or not; null when there never was one.</summary>
    public Task<StoredProject?> FindAsync(Guid id, CancellationToken ct) =>
        database.QueryOnceAsync(session => FindAsync(session, id, ct), ct);

    /// <summary>What is answered with for a project: its document alone, and what tells whether it is there and as it was.</summary>
    public Task<StoredProject?> ReadAsync(Guid id, CancellationToken ct) =>
        database.QueryOnceAsync(session => session.FirstAsync(ProjectSql.WrittenById, new(id), ct), ct);

    /// <summary>Records a new project.</summary>
    /// <param name="owner">Code of a partner that exists.</param>
    /// <param name="by">The name of the key that writes.</param>
    public async Task<ProjectOutcome> RecordAsync(string owner, ProjectDraft draft, string by, CancellationToken ct) =>
        (await RecordAsync(owner, draft, by, NothingElse, ct)).Outcome;

    /// <param name="read">
    /// Reads what the caller returns beside the project, in the transaction of the write and after it. It may run
    /// several times, where the database fails in passing; only the last run counts.
    /// </param>
    /// <returns>The outcome, and what was read: the default of <typeparamref name="T"/> if it was refused.</returns>
    /// <inheritdoc cref="RecordAsync(string, ProjectDraft, string, CancellationToken)"/>
    internal Task<(ProjectOutcome Outcome, T? Read)> RecordAsync<T>(
        string owner,
        ProjectDraft draft,
        string by,
        Func<Session, Project, Task<T>> read,
        CancellationToken ct
    ) =>
        WriteAsync<T>(
            owner,
            draft,
            async session =>
            {
                var writer = new ProjectWriter(session, indexers.Create());
                var project = await writer.AddAsync(owner, draft, by, time.Instant(), ct);
                return (new ProjectOutcome.Done(project), await read(session, project));
            },
            ct
        );

    /// <summary>Records many new projects, all or none, in one transaction.</summary>
    /// <exception cref="DbException">A reference is taken.</exception>
    public Task RecordAllAsync(
        IEnumerable<(string Owner, ProjectDraft Draft)> drafts,
        string by,
        CancellationToken ct
    ) =>
        database.InWriteTransactionAsync(
            async session =>
            {
                var writer = new ProjectWriter(session, indexers.Create());
                foreach (var some in drafts.Chunk(AtOnce))
                    await writer.PutAsync(
                        [.. some.Select(item => new ProjectWrite(null, item.Owner, item.Draft))],
                        by,
                        time.Instant(),
                        ct
                    );
            },
            ct
        );

    /// <summary>Replaces what a project says.</summary>
    /// <param name="owner">The owner from now on.</param>
    /// <param name="expectedVersion">The version that the caller has read; null for whichever stands there.</param>
    public async Task<ProjectOutcome> ChangeAsync(
        Guid id,
        int? expectedVersion,
        string owner,
        ProjectDraft draft,
        string by,
        CancellationToken ct
    ) => (await ChangeAsync(id, expectedVersion, owner, draft, by, NothingElse, ct)).Outcome;

    /// <inheritdoc cref="RecordAsync{T}" path="/param[@name='read']"/>
    /// <inheritdoc cref="RecordAsync{T}" path="/returns"/>
    /// <inheritdoc cref="ChangeAsync(Guid, int?, string, ProjectDraft, string, CancellationToken)"/>
    internal Task<(ProjectOutcome Outcome, T? Read)> ChangeAsync<T>(
        Guid id,
        int? expectedVersion,
        string owner,
        ProjectDraft draft,
        string by,
        Func<Session, Project, Task<T>> read,
        CancellationToken ct
    ) =>
        WriteAsync<T>(
            owner,
            draft,
            async session =>
            {
                var (stored, refusal) = await ResolveForUpdateAsync(session, id, expectedVersion, ct);
                if (stored is null)
                    return (refusal!, default);
                if (IsSame(stored, owner, draft))
                    return (new ProjectOutcome.Unchanged(stored), await read(session, stored.Project));

                var writer = new ProjectWriter(session, indexers.Create());
                var project = await writer.ChangeAsync(stored, owner, draft, by, time.Instant(), ct);
                return (new ProjectOutcome.Done(project), await read(session, project));
            },
            ct
        );

    /// <summary>Withdraws a project: it leaves lists and overlaps, its record and its reference stay.</summary>
    /// <inheritdoc cref="ChangeAsync"/>
    public Task<ProjectOutcome> WithdrawAsync(Guid id, int? expectedVersion, CancellationToken ct) =>
        database.InWriteTransactionAsync(
            async session =>
            {
                var (stored, refusal) = await ResolveForUpdateAsync(session, id, expectedVersion, ct);
                if (stored is null)
                    return refusal!;

                await new ProjectWriter(session, indexers.Create()).WithdrawAsync(stored, time.Instant(), ct);
                return new ProjectOutcome.Done(stored.Project);
            },
            ct
        );

    /// <summary>The owner's project under the draft's reference, withdrawn or not; null when the reference is free.</summary>
    public Task<StoredProject?> FindByReferenceAsync(string owner, ProjectDraft draft, CancellationToken ct) =>
        database.QueryOnceAsync(session => FindByReferenceAsync(session, owner, draft, ct), ct);

    /// <summary>One page of the projects that a filter holds for.</summary>
    /// <param name="after">The position of the last project of the page before; null to begin.</param>
    public Task<IReadOnlyList<ListedProject>> ListAsync(
        ProjectFilter filter,
        ProjectSort sort,
        ProjectPosition? after,
        int take,
        CancellationToken ct
    ) =>
        database.QueryOnceAsync<IReadOnlyList<ListedProject>>(
            async session =>
            {
                var page = ProjectListSql.Page(
                    session.Dialect,
                    filter,
                    sort,
                    after,
                    take,
                    await RareWordAsync(session, filter, ct)
                );
                var rows = await session.QueryAsync(page, ct);
                return sort switch
                {
                    ProjectSort.Created => [.. rows.OrderBy(row => row.ProjectId)],
                    ProjectSort.CreatedDescending => [.. rows.OrderByDescending(row => row.ProjectId)],
                    ProjectSort.Updated => [.. rows.OrderBy(row => row.UpdatedMicros).ThenBy(row => row.ProjectId)],
                    ProjectSort.UpdatedDescending =>
                    [
                        .. rows.OrderByDescending(row => row.UpdatedMicros).ThenByDescending(row => row.ProjectId),
                    ],
                    ProjectSort.Start => [.. rows.OrderBy(row => row.StartDay).ThenBy(row => row.ProjectId)],
                    ProjectSort.StartDescending =>
                    [
                        .. rows.OrderByDescending(row => row.StartDay).ThenByDescending(row => row.ProjectId),
                    ],
                };
            },
            ct
        );

    /// <summary>
    /// Streams the projects that a filter matches, page by page. In the order of creation, a project that is written
    /// meanwhile neither hides nor repeats another; under another sort, one whose key changes meanwhile may be missing
    /// or come twice.
    /// </summary>
    /// <param name="after">The position to begin behind; null to begin at the start.</param>
    public IAsyncEnumerable<ListedProject> StreamAsync(
        ProjectFilter filter,
        ProjectSort sort,
        ProjectPosition? after,
        CancellationToken ct
    ) =>
        KeysetStream.ReadAsync<ListedProject, ProjectPosition>(
            after,
            async position =>
            {
                var page = await ListAsync(filter, sort, position, KeysetStream.PageSize, ct);
                return (page, page.Count < KeysetStream.PageSize ? null : page[^1].Position(sort));
            },
            ct
        );

    /// <summary>How many projects a filter holds for.</summary>
    public Task<long> CountAsync(ProjectFilter filter, CancellationToken ct) =>
        database.QueryOnceAsync(session => session.FirstAsync(ProjectListSql.Count(filter), ct), ct);

    /// <summary>Returns the projects that meet a filter, or null if they are more than <paramref name="most"/>.</summary>
    internal static async Task<IReadOnlyList<long>?> FindAtMostAsync(
        Session session,
        ProjectFilter filter,
        int most,
        CancellationToken ct
    )
    {
        var rareWord = await RareWordAsync(session, filter, ct);
        var keys = ProjectListSql.Keyset(session.Dialect, filter, ProjectSort.Created, null, most + 1, rareWord);
        var rows = await session.QueryAsync(keys, ct);
        return rows.Count > most ? null : [.. rows.Select(row => row.ProjectId)];
    }

    private static async Task<string?> RareWordAsync(Session session, ProjectFilter filter, CancellationToken ct)
    {
        var counts = new List<(string Word, long Count)>();
        foreach (var word in filter.Words)
        {
            var range = new WordRange(word, ProjectListSql.WordEnd(word), ProjectListSql.RareWord + 1);
            counts.Add((word, await session.FirstAsync(ProjectListSql.CountOfWord, range, ct)));
        }

        return counts
            .Where(count => count.Count <= ProjectListSql.RareWord)
            .OrderBy(count => count.Count)
            .FirstOrDefault()
            .Word;
    }

    internal static Task<StoredProject?> FindByReferenceAsync(
        Session session,
        string owner,
        ProjectDraft draft,
        CancellationToken ct
    ) => session.FirstAsync(ProjectSql.ByReference, new(References([(owner, draft)])), ct);

    /// <summary>The projects under the references of drafts, withdrawn or not; none for a reference that is free.</summary>
    internal static Task<IReadOnlyList<StoredProject>> FindAllByReferenceAsync(
        Session session,
        IEnumerable<(string Owner, ProjectDraft Draft)> drafts,
        CancellationToken ct
    ) => session.QueryAsync(ProjectSql.ByReference, new(References(drafts)), ct);

    internal static Task<StoredProject?> FindAsync(Session session, Guid id, CancellationToken ct) =>
        session.FirstAsync(ProjectSql.ById, new(id), ct);

    private static Task<bool> NothingElse(Session session, Project project) => Task.FromResult(true);

    /// <summary>Runs a write in a transaction. A reference that another project has is an outcome of it.</summary>
    private async Task<(ProjectOutcome Outcome, T? Read)> WriteAsync<T>(
        string owner,
        ProjectDraft draft,
        Func<Session, Task<(ProjectOutcome, T?)>> write,
        CancellationToken ct
    )
    {
        try
        {
            return await database.InWriteTransactionAsync(write, ct);
        }
        catch (DbException error) when (database.IsDuplicateKey(error))
        {
            return (new ProjectOutcome.ReferenceTaken((await FindByReferenceAsync(owner, draft, ct))!), default);
        }
    }

    private static async Task<(StoredProject? Stored, ProjectOutcome? Refusal)> ResolveForUpdateAsync(
        Session session,
        Guid id,
        int? expectedVersion,
        CancellationToken ct
    ) =>
        await FindAsync(session, id, ct) switch
        {
            null => (null, new ProjectOutcome.NotFound()),
            { WithdrawnAt: not null } withdrawn => (null, new ProjectOutcome.Withdrawn(withdrawn)),
            { } stored when expectedVersion is not null && stored.Version != expectedVersion => (
                null,
                new ProjectOutcome.Stale(stored)
            ),
            { } stored => (stored, null),
        };

    /// <summary>Lists have no equality of their own: two records are the same when they are written the same.</summary>
    internal static bool IsSame(StoredProject stored, string owner, ProjectDraft draft)
    {
        var written = ProjectJson.Write(stored.Project with { Owner = owner, Draft = draft });
        // An older release may have written the same record in another form.
        return written == stored.Document || written == ProjectJson.Write(stored.Project);
    }

    private static string References(IEnumerable<(string Owner, ProjectDraft Draft)> drafts) =>
        JsonRowSet.Serialize(
            drafts.Select(item => new object[] { item.Owner, ProjectWriter.ReferenceKey(item.Draft) })
        );
}
