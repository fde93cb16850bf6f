using Adam.Data.Changes.Recording;
using Adam.Data.Databases;
using Adam.Data.Projects;

namespace Adam.Data.Changes;

/// <summary>Changes that pass a filter.</summary>
/// <param name="Next">The position of the last change that was read, whether it passes the filter or not.</param>
public sealed record ChangePage(IReadOnlyList<RegisterChange> Items, ChangePosition Next);

/// <summary>Reads the log of changes, in the order of the commits.</summary>
public sealed class ChangeStore(Database database)
{
    /// <summary>
    /// The maximum number of changes that one call tests. A rare filter returns an empty page and goes on from there.
    /// </summary>
    private const int MostTested = 20_000;

    private const int AtOnce = 500;

    /// <summary>The minimum number of changes of a query, of which a reader may not see all.</summary>
    private const int LeastAtOnce = 100;

    /// <summary>
    /// Returns the first changes after a position that pass a filter, as the present reader sees them.
    /// </summary>
    /// <param name="limit">The maximum number of changes that are returned.</param>
    public async Task<ChangePage> ReadAsync(ChangePosition after, ChangeFilter filter, int limit, CancellationToken ct)
    {
        var reader = ReaderScope.Current;
        var items = new List<RegisterChange>();
        var (next, tested) = (after, 0);
        while (tested < MostTested)
        {
            var isAll = filter == ChangeFilter.None || filter == ChangeFilter.All;
            var take = isAll ? Math.Max(limit - items.Count, reader is null ? 1 : LeastAtOnce) : AtOnce;
            var changes = await database.QueryOnceAsync(session => PageAsync(session, next, take, ct), ct);
            tested += changes.Count;
            foreach (var change in changes)
            {
                next = change.Position;
                if (change.For(reader) is { } seen && filter.Passes(seen))
                    items.Add(seen);
                if (items.Count == limit)
                    return new(items, next);
            }

            if (changes.Count < take)
                break;
        }

        return new(items, next);
    }

    /// <summary>Returns the last changes up to a number, the last one first, as one sees them who sees all.</summary>
    public Task<IReadOnlyList<RegisterChange>> ReadBackAsync(long upTo, int take, CancellationToken ct) =>
        database.QueryOnceAsync(
            async session =>
                await ToChangesAsync(
                    session,
                    await session.As(reader: null).QueryAsync(ChangeSql.UpTo, new(upTo, take), ct),
                    ct
                ),
            ct
        );

    /// <summary>
    /// Returns true if the log has this position. That of another register or of a backup has not.
    /// </summary>
    public async Task<bool> HasAsync(ChangePosition position, CancellationToken ct) =>
        position == ChangePosition.Start
        || await database.QueryOnceAsync(session => session.FirstAsync(ChangeSql.At, new(position.ChangeId), ct), ct)
            is { } at
            && at.ToMicros() == position.Micros;

    /// <summary>Returns the number of the last change; 0 if there is none.</summary>
    public Task<long> LastAsync(CancellationToken ct) =>
        database.QueryOnceAsync(session => session.FirstAsync(ChangeSql.Last, ct), ct);

    /// <summary>Returns the position of the last change; that before the first one if there is none.</summary>
    public async Task<ChangePosition> LastPositionAsync(CancellationToken ct) =>
        await database.QueryOnceAsync(session => session.FirstAsync(ChangeSql.LastWithInstant, ct), ct) is { } last
            ? new(last.ChangeId, last.ChangedAt.ToMicros())
            : ChangePosition.Start;

    private static async Task<IReadOnlyList<RegisterChange>> PageAsync(
        Session session,
        ChangePosition after,
        int take,
        CancellationToken ct
    ) =>
        await ToChangesAsync(
            session,
            // RegisterChange.For leaves out what the reader does not see: it tells that a project became restricted.
            await session.As(reader: null).QueryAsync(ChangeSql.After, new(after.ChangeId, take), ct),
            ct
        );

    private static async Task<IReadOnlyList<RegisterChange>> ToChangesAsync(
        Session session,
        IReadOnlyList<ChangeRow> rows,
        CancellationToken ct
    )
    {
        // Changes before the log existed have no scope; that of the present record takes its place.
        var ids = rows.Where(row => row.Scope is null)
            .SelectMany(row => new[] { row.ProjectId, row.OtherId }.OfType<long>())
            .Distinct()
            .ToArray();
        var stored = new Dictionary<long, StoredProject>();
        foreach (var some in ids.Chunk(AtOnce))
        {
            foreach (var project in await session.QueryAsync(ProjectSql.ByIds, new(some), ct))
                stored.Add(project.ProjectId, project);
        }

        return [.. rows.Select(row => RegisterChange.FromRow(row, ScopeOf(row, stored)))];
    }

    private static ChangeScope ScopeOf(ChangeRow row, Dictionary<long, StoredProject> stored) =>
        row switch
        {
            { Scope: { } scope } => ChangeScope.Read(scope),
            { ProjectId: { } one, OtherId: { } other } when stored.ContainsKey(one) && stored.ContainsKey(other) =>
                ChangeScope.FromPair(stored[one].Project, stored[other].Project),
            { ProjectId: { } one, OtherId: null } when stored.TryGetValue(one, out var project) =>
                ChangeScope.FromProject(project.Project),
            // The project has become restricted since, and the reader does not see it.
            _ => new([], [], [], []),
        };
}
