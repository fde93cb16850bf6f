using System.Data.Common;
using Adam.Data.Audit.Recording;
using Adam.Data.Databases;
using Adam.Domain.Projects;

namespace Adam.Data.Projects;

/// <summary>A project as the register stores it.</summary>
public sealed record StoredProject
{
    private Project? _project;

    internal long ProjectId { get; init; }

    public Guid Id { get; init; }

    public string Owner { get; init; } = "";

    public int Version { get; init; }

    public DateTimeOffset UpdatedAt { get; init; }

    /// <summary>The instant at which the project was withdrawn; null if it is active.</summary>
    public DateTimeOffset? WithdrawnAt { get; init; }

    /// <summary>
    /// The instant since which the record has had its present scope: countries, pillars, period, donors, owner, and not
    /// being cancelled.
    /// </summary>
    public DateTimeOffset ScopeChangedAt { get; init; }

    /// <summary>The record as the API returns it, in JSON.</summary>
    public string Document { get; init; } = "";

    /// <summary>The project, read from the document on first use.</summary>
    public Project Project => _project ??= ProjectJson.Read(Document);
}

/// <summary>The author of a withdrawal.</summary>
public sealed record WithdrawalAuthor
{
    /// <summary>The code of the partner of the key; null if it is unknown.</summary>
    public string? Partner { get; init; }

    /// <summary>The name of the key; null if it is unknown.</summary>
    public string? KeyName { get; init; }
}

/// <summary>The document of a project, for a response.</summary>
public sealed record WrittenProject
{
    public int Version { get; init; }

    /// <inheritdoc cref="StoredProject.WithdrawnAt"/>
    public DateTimeOffset? WithdrawnAt { get; init; }

    /// <summary>The record as the API returns it, in JSON.</summary>
    public Utf8Text Utf8 { get; init; }
}

/// <summary>A project on a page of a list.</summary>
public sealed record ListedProject
{
    public long ProjectId { get; init; }

    public int StartDay { get; init; }

    public int EndDay { get; init; }

    /// <summary>Microseconds since 1970-01-01T00:00:00Z.</summary>
    public long UpdatedMicros { get; init; }

    /// <summary>The record as the API returns it, in JSON.</summary>
    public Utf8Text Utf8 { get; init; }

    /// <summary>As <see cref="Utf8"/>.</summary>
    public string Document => Utf8.ToString();

    /// <summary>Returns the position of this project, after which the next page begins.</summary>
    public ProjectPosition Position(ProjectSort sort) =>
        new(
            sort switch
            {
                ProjectSort.Created or ProjectSort.CreatedDescending => ProjectId,
                ProjectSort.Updated or ProjectSort.UpdatedDescending => UpdatedMicros,
                ProjectSort.Start or ProjectSort.StartDescending => StartDay,
                ProjectSort.End or ProjectSort.EndDescending => EndDay,
            },
            ProjectId
        );
}

/// <summary>The outcome of a write.</summary>
public abstract record ProjectOutcome
{
    private ProjectOutcome() { }

    public sealed record Done(Project Project) : ProjectOutcome;

    /// <summary>The content equals the stored one, so that there is no new version.</summary>
    public sealed record Unchanged(StoredProject Stored) : ProjectOutcome;

    /// <summary>The owner has another record with this reference, withdrawn or not.</summary>
    public sealed record ReferenceTaken(StoredProject By) : ProjectOutcome;

    public sealed record NotFound : ProjectOutcome;

    public sealed record Withdrawn(StoredProject Stored) : ProjectOutcome;

    /// <summary>The project has changed since the client read it.</summary>
    public sealed record Stale(StoredProject Stored) : ProjectOutcome;
}

public sealed class ProjectStore(Database database, TimeProvider time, ProjectIndexers indexers)
{
    private const int AtOnce = 250;

    /// <summary>Returns the project with an id, withdrawn or not; null if there was never one.</summary>
    public Task<StoredProject?> FindAsync(Guid id, CancellationToken ct) =>
        database.QueryOnceAsync(session => FindAsync(session, id, ct), ct);

    /// <summary>
    /// Returns only the document of a project with its version and withdrawal, for a response; null if there was never
    /// one.
    /// </summary>
    public Task<WrittenProject?> ReadAsync(Guid id, CancellationToken ct) =>
        database.QueryOnceAsync(session => session.FirstAsync(ProjectSql.WrittenById, new(id), ct), ct);

    /// <summary>Records a new project.</summary>
    /// <param name="owner">The code of an existing partner.</param>
    /// <param name="by">The key that writes.</param>
    public async Task<ProjectOutcome> RecordAsync(string owner, ProjectDraft draft, Actor by, CancellationToken ct) =>
        (await RecordAsync(owner, draft, by, NothingElse, ct)).Outcome;

    /// <param name="read">
    /// Reads further results for the caller after the write, in the same transaction. It may run several times after
    /// transient errors; only the last run counts.
    /// </param>
    /// <returns>
    /// The outcome and the further results, which are the default of <typeparamref name="T"/> if the write was
    /// rejected.
    /// </returns>
    /// <inheritdoc cref="RecordAsync(string, ProjectDraft, Actor, CancellationToken)"/>
    internal Task<(ProjectOutcome Outcome, T? Read)> RecordAsync<T>(
        string owner,
        ProjectDraft draft,
        Actor by,
        Func<Session, Project, Task<T>> read,
        CancellationToken ct
    ) =>
        WriteAsync<T>(
            id: null,
            owner,
            draft,
            async (session, indexing) =>
            {
                var writer = new ProjectWriter(session, indexing);
                var project = await writer.AddAsync(owner, draft, by, time.Instant(), ct);
                return (new ProjectOutcome.Done(project), await read(session, project));
            },
            ct
        );

    /// <summary>Records many new projects in one transaction.</summary>
    /// <exception cref="DbException">A reference is taken.</exception>
    public Task RecordAllAsync(
        IEnumerable<(string Owner, ProjectDraft Draft)> drafts,
        Actor by,
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

    /// <summary>Replaces the content of a project.</summary>
    /// <param name="owner">The new owner.</param>
    /// <param name="expectedVersion">The version that the client has read; null for any version.</param>
    public async Task<ProjectOutcome> ChangeAsync(
        Guid id,
        int? expectedVersion,
        string owner,
        ProjectDraft draft,
        Actor by,
        CancellationToken ct
    ) => (await ChangeAsync(id, expectedVersion, owner, draft, by, NothingElse, ct)).Outcome;

    /// <param name="revives">True if a withdrawn project becomes active again; false to reject it.</param>
    /// <inheritdoc cref="RecordAsync{T}" path="/param[@name='read']"/>
    /// <inheritdoc cref="RecordAsync{T}" path="/returns"/>
    /// <inheritdoc cref="ChangeAsync(Guid, int?, string, ProjectDraft, Actor, CancellationToken)"/>
    internal Task<(ProjectOutcome Outcome, T? Read)> ChangeAsync<T>(
        Guid id,
        int? expectedVersion,
        string owner,
        ProjectDraft draft,
        Actor by,
        Func<Session, Project, Task<T>> read,
        CancellationToken ct,
        bool revives = false
    ) =>
        WriteAsync<T>(
            id,
            owner,
            draft,
            async (session, indexing) =>
            {
                var (stored, rejection) = await ResolveForUpdateAsync(session, id, expectedVersion, ct, revives);
                if (stored is null)
                    return (rejection!, default);
                if (stored.WithdrawnAt is null && IsSame(stored, owner, draft))
                    return (new ProjectOutcome.Unchanged(stored), await read(session, stored.Project));

                var writer = new ProjectWriter(session, indexing);
                var project = await writer.ChangeAsync(stored, owner, draft, by, time.Instant(), ct);
                return (new ProjectOutcome.Done(project), await read(session, project));
            },
            ct
        );

    /// <summary>
    /// Withdraws a project. It disappears from lists and overlaps. Its record and its reference are kept.
    /// </summary>
    /// <inheritdoc cref="ChangeAsync"/>
    public Task<ProjectOutcome> WithdrawAsync(Guid id, int? expectedVersion, Actor by, CancellationToken ct) =>
        database.InGroupedWriteAsync<ProjectOutcome>(
            async session =>
            {
                var (stored, rejection) = await ResolveForUpdateAsync(session, id, expectedVersion, ct);
                if (stored is null)
                    return rejection!;

                await new ProjectWriter(session, indexers.Create()).WithdrawAsync(stored, by, time.Instant(), ct);
                return new ProjectOutcome.Done(stored.Project);
            },
            ct
        );

    /// <summary>Returns who withdrew a project; null if it is not withdrawn, or if that is unknown.</summary>
    public async Task<WithdrawalAuthor?> WhoWithdrewAsync(StoredProject stored, CancellationToken ct) =>
        stored.WithdrawnAt is null
            ? null
            : await database.QueryOnceAsync(
                session => session.FirstAsync(ProjectSql.AuthorOf, new(stored.ProjectId, stored.Version), ct),
                ct
            );

    /// <summary>
    /// Returns the owner's project with the draft's reference, withdrawn or not; null if the reference is free.
    /// </summary>
    public Task<StoredProject?> FindByReferenceAsync(string owner, ProjectDraft draft, CancellationToken ct) =>
        database.QueryOnceAsync(session => FindByReferenceAsync(session, owner, draft, ct), ct);

    /// <summary>Returns one page of the projects that meet a filter.</summary>
    /// <param name="after">The position of the last project of the previous page; null for the first page.</param>
    public Task<IReadOnlyList<ListedProject>> ListAsync(
        ProjectFilter filter,
        ProjectSort sort,
        ProjectPosition? after,
        int take,
        CancellationToken ct
    ) => database.QueryOnceAsync(session => ListAsync(session, filter, sort, after, take, ct), ct);

    /// <summary>Streams the projects that meet a filter, as they are at the instant of the first one.</summary>
    /// <remarks>A snapshot is held until the last project is read.</remarks>
    /// <param name="after">The position to start after; null for the first project.</param>
    public IAsyncEnumerable<ListedProject> StreamAsync(
        ProjectFilter filter,
        ProjectSort sort,
        ProjectPosition? after,
        CancellationToken ct
    ) =>
        KeysetStream.ReadAsync<ListedProject, ProjectPosition>(
            database,
            after,
            async (session, position) =>
            {
                var page = await ListAsync(session, filter, sort, position, KeysetStream.PageSize, ct);
                return (page, page.Count < KeysetStream.PageSize ? null : page[^1].Position(sort));
            },
            ct
        );

    internal static async Task<IReadOnlyList<ListedProject>> ListAsync(
        Session session,
        ProjectFilter filter,
        ProjectSort sort,
        ProjectPosition? after,
        int take,
        CancellationToken ct
    )
    {
        var lead = await ProjectConditions.ChooseAsync(session, filter, ct);
        if (lead.IsEmpty)
            return [];

        var page = ProjectListSql.Page(session.Dialect, filter, sort, after, take, lead);
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
            ProjectSort.End => [.. rows.OrderBy(row => row.EndDay).ThenBy(row => row.ProjectId)],
            ProjectSort.EndDescending =>
            [
                .. rows.OrderByDescending(row => row.EndDay).ThenByDescending(row => row.ProjectId),
            ],
        };
    }

    /// <summary>Returns the number of projects that meet a filter.</summary>
    public Task<long> CountAsync(ProjectFilter filter, CancellationToken ct) =>
        database.QueryOnceAsync(
            async session =>
            {
                var lead = await ProjectConditions.ChooseAsync(session, filter, ct);
                return lead.IsEmpty ? 0 : await session.FirstAsync(ProjectListSql.Count(filter, lead), ct);
            },
            ct
        );

    /// <summary>Returns the projects that meet a filter; null if there are more than <paramref name="most"/>.</summary>
    internal static async Task<IReadOnlyList<long>?> FindAtMostAsync(
        Session session,
        ProjectFilter filter,
        int most,
        CancellationToken ct
    )
    {
        var lead = await ProjectConditions.ChooseForAnyOrderAsync(session, filter, most, ct);
        if (lead.IsEmpty)
            return [];

        var found = await session.QueryAsync(ProjectListSql.Some(session.Dialect, filter, most + 1, lead), ct);
        return found.Count > most ? null : found;
    }

    internal static Task<StoredProject?> FindByReferenceAsync(
        Session session,
        string owner,
        ProjectDraft draft,
        CancellationToken ct
    ) => session.FirstAsync(ProjectSql.ByReference, new(References([(owner, draft.Reference)])), ct);

    /// <summary>
    /// Returns the projects with some references, withdrawn or not; none for a free reference.
    /// </summary>
    internal static Task<IReadOnlyList<StoredProject>> FindAllByReferenceAsync(
        Session session,
        IEnumerable<(string Owner, string Reference)> references,
        CancellationToken ct
    ) => session.QueryAsync(ProjectSql.ByReference, new(References(references)), ct);

    /// <summary>
    /// Returns the projects with some IATI identifiers that have another reference and are not withdrawn.
    /// </summary>
    internal static Task<IReadOnlyList<StoredProject>> FindAllByIatiIdentifierAsync(
        Session session,
        IEnumerable<(string Owner, string Identifier)> identifiers,
        CancellationToken ct
    ) => session.QueryAsync(ProjectSql.ByIatiIdentifier, new(References(identifiers)), ct);

    internal static Task<StoredProject?> FindAsync(Session session, Guid id, CancellationToken ct) =>
        session.FirstAsync(ProjectSql.ById, new(id), ct);

    private static Task<bool> NothingElse(Session session, Project project) => Task.FromResult(true);

    /// <summary>Runs a write in a transaction. Returns an outcome if another project has the reference.</summary>
    /// <param name="id">The project that is changed; null for a new one.</param>
    private async Task<(ProjectOutcome Outcome, T? Read)> WriteAsync<T>(
        Guid? id,
        string owner,
        ProjectDraft draft,
        Func<Session, IReadOnlyList<IProjectIndexer>, Task<(ProjectOutcome, T?)>> write,
        CancellationToken ct
    )
    {
        var create = await indexers.PrepareAsync(id, owner, draft, ct);
        try
        {
            return await database.InGroupedWriteAsync(session => write(session, create()), ct);
        }
        catch (DbException error) when (database.IsDuplicateKey(error))
        {
            return (new ProjectOutcome.ReferenceTaken((await FindByReferenceAsync(owner, draft, ct))!), default);
        }
    }

    private static async Task<(StoredProject? Stored, ProjectOutcome? Rejection)> ResolveForUpdateAsync(
        Session session,
        Guid id,
        int? expectedVersion,
        CancellationToken ct,
        bool revives = false
    ) =>
        await FindAsync(session, id, ct) switch
        {
            null => (null, new ProjectOutcome.NotFound()),
            { WithdrawnAt: not null } withdrawn when !revives => (null, new ProjectOutcome.Withdrawn(withdrawn)),
            { } stored when expectedVersion is not null && stored.Version != expectedVersion => (
                null,
                new ProjectOutcome.Stale(stored)
            ),
            { } stored => (stored, null),
        };

    /// <summary>
    /// Returns true if the record equals the stored one, apart from the order of the items in its lists. It compares
    /// JSON, because lists have no value equality.
    /// </summary>
    internal static bool IsSame(StoredProject stored, string owner, ProjectDraft draft)
    {
        var project = stored.Project with { Owner = owner, Draft = draft };
        // An older release may have written the same record in another form.
        return ProjectJson.Write(project) == stored.Document || InOneOrder(project) == InOneOrder(stored.Project);
    }

    private static string InOneOrder(Project project) =>
        ProjectJson.Write(project with { Draft = project.Draft.InOneOrder() });

    private static string References(IEnumerable<(string Owner, string Reference)> references) =>
        JsonRowSet.Serialize(
            references.Select(item => new object[] { item.Owner, ProjectWriter.ReferenceKey(item.Reference) })
        );
}
