using Adam.Data.Audit.Recording;
using Adam.Data.Databases;
using Adam.Data.Projects;

namespace Adam.Data.Audit;

/// <summary>A version of a project.</summary>
/// <param name="Document">The record of this version, in JSON; that of the version before for a withdrawal.</param>
/// <param name="Before">The record of the version before; null for the first one that is kept.</param>
public sealed record ProjectVersion(
    int Version,
    DateTimeOffset At,
    AuditAction Action,
    AuditAuthor Author,
    string Document,
    string? Before
)
{
    /// <summary>True if the project was withdrawn in this version.</summary>
    public bool IsWithdrawn => Action == AuditAction.Withdrawn;
}

/// <summary>The versions of a project.</summary>
/// <param name="Current">The project as it is.</param>
/// <param name="Items">The versions of the page, the first one first.</param>
/// <param name="Next">The version after which to go on; null on the last page.</param>
/// <param name="Total">The number of versions that are kept.</param>
public sealed record ProjectVersionPage(
    StoredProject Current,
    IReadOnlyList<ProjectVersion> Items,
    int? Next,
    long Total
);

/// <summary>The chain does not have what a version is read from: somebody has removed entries.</summary>
public sealed class HistoryDamagedException(string message) : Exception(message);

/// <summary>Reads the versions of projects from the audit chain.</summary>
public sealed class ProjectHistory(Database database)
{
    /// <summary>
    /// Returns versions in ascending order; null if there was never such a project. Versions that the present reader
    /// does not see are left out, and the total counts them.
    /// </summary>
    /// <param name="after">The version after which the page begins; 0 for the first page.</param>
    public Task<ProjectVersionPage?> ReadAsync(Guid id, int after, int take, CancellationToken ct) =>
        database.InReadTransactionAsync(
            async session =>
            {
                if (await ProjectStore.FindAsync(session, id, ct) is not { } stored)
                    return null;

                // The first version that is kept can be a later one than 1. Numbers have no gaps from there on.
                var first = await session.FirstAsync(AuditSql.FirstVersion, new(stored.ProjectId), ct);
                var from = Math.Max(after, first - 1);
                var to = (int)Math.Min((long)from + take, stored.Version);
                var versions = await ReadAsync(session, stored.ProjectId, from, to, ct);
                var read = versions.Where(version => version.Version > after).Take(take).ToList();
                var more = read.Count > 0 && read[^1].Version < stored.Version;
                var items = read.Select(Seen).OfType<ProjectVersion>().ToList();
                var total = await session.FirstAsync(AuditSql.CountVersions, new(stored.ProjectId), ct);
                return new ProjectVersionPage(stored, items, more ? read[^1].Version : null, total);
            },
            ct
        );

    /// <summary>Returns one version; null if the project has no such version, or it is not kept.</summary>
    public Task<ProjectVersion?> FindAsync(Guid id, int version, CancellationToken ct) =>
        database.InReadTransactionAsync(
            async session =>
                await ProjectStore.FindAsync(session, id, ct) is { } stored
                    ? Seen(await FindAsync(session, stored.ProjectId, version, ct))
                    : null,
            ct
        );

    /// <summary>
    /// Returns the version that a project had at an instant, by the clocks of the servers; null if none is kept.
    /// </summary>
    public Task<ProjectVersion?> AtAsync(Guid id, DateTimeOffset at, CancellationToken ct) =>
        database.InReadTransactionAsync(
            async session =>
                await ProjectStore.FindAsync(session, id, ct) is { } stored
                    ? Seen(await AtAsync(session, stored.ProjectId, at, ct))
                    : null,
            ct
        );

    internal static async Task<ProjectVersion?> AtAsync(
        Session session,
        long projectId,
        DateTimeOffset at,
        CancellationToken ct
    ) =>
        await session.FirstAsync(AuditSql.VersionAt, new(projectId, at), ct) is { } version
            ? await FindAsync(session, projectId, version, ct)
            : null;

    /// <summary>
    /// Returns a version as the present reader sees it; null if it does not. A version after one that the reader does
    /// not see has no version before it.
    /// </summary>
    private static ProjectVersion? Seen(ProjectVersion? version)
    {
        var reader = ReaderScope.Current;
        if (reader is null || version is null)
            return version;
        if (!ReaderScope.MaySee(reader, ProjectJson.Read(version.Document)))
            return null;
        return version.Before is { } before && !ReaderScope.MaySee(reader, ProjectJson.Read(before))
            ? version with
            {
                Before = null,
            }
            : version;
    }

    internal static async Task<ProjectVersion?> FindAsync(
        Session session,
        long projectId,
        int version,
        CancellationToken ct
    ) => (await ReadAsync(session, projectId, version, version, ct)).LastOrDefault(found => found.Version == version);

    /// <summary>Returns the versions of a range, preceded by those that the first one is read from.</summary>
    internal static async Task<IReadOnlyList<ProjectVersion>> ReadAsync(
        Session session,
        long projectId,
        int from,
        int to,
        CancellationToken ct
    )
    {
        var whole = await session.FirstAsync(AuditSql.LastWhole, new(projectId, 0, from), ct) ?? 0;
        var rows = await session.QueryAsync(AuditSql.Versions, new(projectId, whole, to), ct);
        var versions = new List<ProjectVersion>(rows.Count);
        string? document = null;
        foreach (var row in rows)
        {
            var before = document;
            document = Next(document, row.Content, row.IsPatch == 1, row.Version ?? 0);
            versions.Add(new(row.Version ?? 0, row.At, (AuditAction)row.Action, row.Author, document, before));
        }

        return versions;
    }

    /// <summary>Returns the document of a version.</summary>
    /// <param name="before">The document of the version before; null for the first one.</param>
    /// <exception cref="HistoryDamagedException">The version before is missing.</exception>
    internal static string Next(string? before, string? content, bool isPatch, int version) =>
        (before, content, isPatch) switch
        {
            (_, { } whole, false) => whole,
            ({ } former, null, _) => former,
            ({ } former, { } patch, true) => ProjectVersionLog.Apply(former, patch),
            _ => throw new HistoryDamagedException($"Version {version} has no version before it that it changes."),
        };
}
