using System.Runtime.CompilerServices;
using Adam.Data.Audit.Recording;
using Adam.Data.Databases;
using Adam.Data.Projects;
using Adam.Domain.Overlaps;

namespace Adam.Data.Audit;

/// <summary>A project with the columns that it had at an instant.</summary>
/// <param name="Document">The record, in JSON; of a withdrawn project that before the withdrawal.</param>
/// <param name="ScopeChangedAt">As <see cref="StoredProject.ScopeChangedAt"/>.</param>
internal sealed record PastProjectRow(
    long ProjectId,
    Guid Id,
    int Version,
    DateTimeOffset UpdatedAt,
    DateTimeOffset? WithdrawnAt,
    DateTimeOffset ScopeChangedAt,
    string Document
);

/// <summary>A record that is no project with the columns that it had at an instant.</summary>
/// <param name="At">The instant of the version.</param>
/// <param name="By">The name of the key that wrote it; null if it is unknown.</param>
/// <param name="Document">The content of its entry; of a withdrawn record that before the withdrawal.</param>
internal sealed record PastRecordRow(
    int Version,
    DateTimeOffset At,
    string? By,
    DateTimeOffset? WithdrawnAt,
    string Document
);

/// <summary>Reads records as they stood at an instant, with everything that the register stores of them.</summary>
internal static class PastRecords
{
    private const int AtOnce = 250;

    /// <summary>
    /// Returns all projects that had a version at an instant, withdrawn or not, in the order of creation.
    /// </summary>
    /// <param name="missing">
    /// Called for each project that was recorded by then, and whose version of then is not kept.
    /// </param>
    public static async IAsyncEnumerable<PastProjectRow> ProjectsAsync(
        Session session,
        DateTimeOffset at,
        Action missing,
        [EnumeratorCancellation] CancellationToken ct
    )
    {
        var after = 0L;
        while (await session.QueryAsync(AuditSql.ProjectsAfter, new(after, AtOnce), ct) is { Count: > 0 } page)
        {
            foreach (var stored in page)
            {
                after = stored.ProjectId;
                if (await ThenAsync(session, stored, at, ct) is { } row)
                    yield return row;
                else if (stored.Project.CreatedAt <= at)
                    missing();
            }
        }
    }

    /// <summary>Returns the version that a record had at an instant; null if none is kept.</summary>
    /// <param name="recordId">The id of the record in its entries.</param>
    public static async Task<PastRecordRow?> FindAsync(
        Session session,
        AuditSubject subject,
        string recordId,
        DateTimeOffset at,
        CancellationToken ct
    )
    {
        var last = await session.QueryAsync(PastRecordSql.LastUntil, new((byte)subject, recordId, at), ct);
        return last switch
        {
            [{ Content: { } document } row, ..] => new(row.Version, row.At, row.KeyName, null, document),
            // A withdrawal has no content of its own.
            [var withdrawn, { Content: { } before }] => new(
                withdrawn.Version,
                withdrawn.At,
                withdrawn.KeyName,
                withdrawn.At,
                before
            ),
            _ => null,
        };
    }

    private static async Task<PastProjectRow?> ThenAsync(
        Session session,
        StoredProject stored,
        DateTimeOffset at,
        CancellationToken ct
    )
    {
        if (stored.UpdatedAt <= at)
            return new(
                stored.ProjectId,
                stored.Id,
                stored.Version,
                stored.UpdatedAt,
                stored.WithdrawnAt,
                stored.ScopeChangedAt,
                stored.Document
            );

        if (await ProjectHistory.AtAsync(session, stored.ProjectId, at, ct) is not { } version)
            return null;

        return new(
            stored.ProjectId,
            stored.Id,
            version.Version,
            version.At,
            version.IsWithdrawn ? version.At : null,
            stored.ScopeChangedAt <= at
                ? stored.ScopeChangedAt
                : await ScopeChangedAtAsync(session, stored.ProjectId, version.Version, ct),
            version.Document
        );
    }

    /// <summary>Returns the instant since which a version had its scope, or since which versions are kept.</summary>
    private static async Task<DateTimeOffset> ScopeChangedAtAsync(
        Session session,
        long projectId,
        int version,
        CancellationToken ct
    )
    {
        var first = await session.FirstAsync(AuditSql.FirstVersion, new(projectId), ct);
        var versions = await ProjectHistory.ReadAsync(session, projectId, first, version, ct);
        var changedAt = versions[0].At;
        ProjectVersion? before = null;
        foreach (var one in versions)
        {
            if (before is not null && !one.IsWithdrawn && (before.IsWithdrawn || !HaveOneScope(before, one)))
                changedAt = one.At;
            before = one;
        }

        return changedAt;
    }

    private static bool HaveOneScope(ProjectVersion one, ProjectVersion other) =>
        ProjectScope
            .FromDraft(ProjectJson.Read(one.Document))
            .IsEquivalentTo(ProjectScope.FromDraft(ProjectJson.Read(other.Document)));
}

internal static class PastRecordSql
{
    public static readonly StatementSet Statements = new(nameof(PastRecordSql));

    /// <summary>Returns the last two entries of a record until an instant, the last one first.</summary>
    public static readonly SqlQuery<RecordUntil, PastEntryRow> LastUntil = new(
        Statements,
        dialect =>
            $"""
                SELECT a.At, a.Version, a.KeyName, a.Content
                FROM AuditEntry a
                WHERE a.Subject = @Subject AND a.RecordId = @RecordId AND a.At <= @At
                ORDER BY a.AuditId DESC
                {dialect.Page($"2")}
                """
    );
}

internal sealed record RecordUntil(byte Subject, string RecordId, DateTimeOffset At);

internal sealed record PastEntryRow
{
    public DateTimeOffset At { get; init; }
    public int Version { get; init; }
    public string? KeyName { get; init; }
    public string? Content { get; init; }
}
