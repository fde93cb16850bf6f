using Adam.Data.Audit.Recording;
using Adam.Data.Databases;
using Adam.Data.Projects;

namespace Adam.Data.Audit;

/// <summary>Entries that pass a filter.</summary>
/// <param name="Next">The number before which to go on; null if all entries were tested.</param>
public sealed record AuditPage(IReadOnlyList<AuditEntry> Items, long? Next);

/// <summary>The end of the audit chain.</summary>
/// <param name="Entry">The number of the last entry; 0 if there is none.</param>
/// <param name="Hash">Its hash, as 64 hexadecimal digits.</param>
public sealed record AuditHead(long Entry, string Hash);

/// <summary>Reads the audit chain.</summary>
public sealed class AuditStore(Database database)
{
    /// <summary>
    /// The maximum number of entries that one call tests. A rare filter returns a short page and goes on from there.
    /// </summary>
    public const int MostTested = 100_000;

    private static readonly DateTimeOffset EndOfTime = new(9999, 12, 31, 0, 0, 0, TimeSpan.Zero);

    /// <summary>Returns the last entry.</summary>
    public Task<AuditHead> HeadAsync(CancellationToken ct) =>
        database.QueryOnceAsync(
            async session =>
            {
                var last = await AuditRecorder.LastAsync(session, ct);
                return new AuditHead(last.AuditId, last.Hash);
            },
            ct
        );

    /// <summary>Returns the last entries that pass a filter, the last one first.</summary>
    /// <param name="before">The number before which the page begins; null for the first page.</param>
    public Task<AuditPage> ReadAsync(AuditFilter filter, long? before, int take, CancellationToken ct) =>
        database.InReadTransactionAsync(session => ReadAsync(session, filter, before, take, ct), ct);

    /// <summary>
    /// Returns the number of entries that pass a filter; null if more than <see cref="MostTested"/> would have to be
    /// tested. All entries are counted by their numbers, which have no gaps. Emptied entries are not counted.
    /// </summary>
    public Task<long?> CountAsync(AuditFilter filter, CancellationToken ct) =>
        database.InReadTransactionAsync<long?>(
            async session =>
            {
                var last = (await AuditRecorder.LastAsync(session, ct)).AuditId;
                if (filter == new AuditFilter())
                    return last - await session.FirstAsync(AuditCutSql.CountEntries, ct);
                if (filter.Project is null && last > MostTested)
                    return null;

                return await ParametersAsync(session, filter, long.MaxValue, 1, int.MaxValue, ct) is { } parameters
                    ? await session.FirstAsync(
                        filter.Project is null ? AuditSql.Count : AuditSql.CountOfProject,
                        parameters,
                        ct
                    )
                    : 0L;
            },
            ct
        );

    /// <summary>Streams the entries that pass a filter, the last one first, as they are at the first one.</summary>
    public IAsyncEnumerable<AuditEntry> StreamAsync(AuditFilter filter, long? before, CancellationToken ct) =>
        KeysetStream.ReadAsync<AuditEntry, AuditPosition>(
            database,
            before is { } number ? new(number) : null,
            async (session, position) =>
            {
                var page = await ReadAsync(session, filter, position?.Before, KeysetStream.PageSize, ct);
                return (page.Items, page.Next is { } next ? new(next) : null);
            },
            ct
        );

    private static async Task<AuditPage> ReadAsync(
        Session session,
        AuditFilter filter,
        long? before,
        int take,
        CancellationToken ct
    )
    {
        var first = before ?? (await AuditRecorder.LastAsync(session, ct)).AuditId + 1;
        var lowest = filter.Project is null ? Math.Max(1, first - MostTested) : 1;
        if (await ParametersAsync(session, filter, first, lowest, take + 1, ct) is not { } parameters)
            return new([], Next: null);

        var query = filter.Project is null ? AuditSql.Filtered : AuditSql.OfProject;
        return ToPage(await session.QueryAsync(query, parameters, ct), take, lowest);
    }

    /// <summary>Returns the parameters of a filter; null if its project does not exist.</summary>
    private static async Task<FilteredEntries?> ParametersAsync(
        Session session,
        AuditFilter filter,
        long before,
        long lowest,
        int take,
        CancellationToken ct
    )
    {
        var project = filter.Project is { } id ? await session.FirstAsync(ProjectSql.ById, new(id), ct) : null;
        if (filter.Project is not null && project is null)
            return null;

        return new(
            before,
            lowest,
            project?.ProjectId ?? 0,
            (byte)(filter.Subject ?? 0),
            (byte)(filter.Action ?? 0),
            filter.Key ?? "",
            filter.Partner ?? "",
            filter.RequestId ?? "",
            filter.From ?? DateTimeOffset.UnixEpoch,
            filter.Until ?? EndOfTime,
            take
        );
    }

    private static AuditPage ToPage(IReadOnlyList<ListedAuditRow> rows, int take, long lowest)
    {
        var items = rows.Take(take).Select(AuditEntry.FromRow).ToList();
        if (rows.Count > take)
            return new(items, items[^1].Number);
        return new(items, lowest > 1 ? lowest : null);
    }

    private sealed record AuditPosition(long Before);
}
