using Adam.Data.Audit.Recording;
using Adam.Data.Databases;
using Adam.Data.Keys;
using Adam.Data.Partners;
using Adam.Data.Projects;

namespace Adam.Data.Audit;

/// <summary>
/// Begins the history of a register that was there before history was kept: an entry for every record, with the version
/// that it has.
/// </summary>
public sealed class AuditBaseline(Database database, TimeProvider time)
{
    private const int AtOnce = 500;

    /// <summary>Adds the entries if there are records and no entry. Returns the number of entries.</summary>
    public async Task<long> RunAsync(CancellationToken ct)
    {
        if (!await database.QueryOnceAsync(session => IsMissingAsync(session, ct), ct))
            return 0;

        return await database.InWriteTransactionAsync(
            async session =>
            {
                session.DisableCommandTimeout();
                // Another server may have begun meanwhile.
                return await IsMissingAsync(session, ct) ? await AddAllAsync(session, ct) : 0;
            },
            ct
        );
    }

    private static async Task<bool> IsMissingAsync(Session session, CancellationToken ct) =>
        (await AuditRecorder.LastAsync(session, ct)).AuditId == 0
        && (
            await session.FirstAsync(ProjectSql.LastId, ct) > 0
            || await session.FirstAsync(KeySql.List, new(0, 1), ct) is not null
        );

    private async Task<long> AddAllAsync(Session session, CancellationToken ct)
    {
        var at = time.Instant();
        var last = await AuditRecorder.LastAsync(session, ct);
        foreach (var partner in await PartnerStore.AllAsync(session, ct))
            last = await AddAsync(AuditSubject.Partner, partner.Code, partner.Version, partner, by: null, at);

        foreach (var row in await session.QueryAsync(KeySql.List, new(0, int.MaxValue), ct))
        {
            var stored = row.ToKey();
            var content = KeyContent.FromKey(stored.Key, stored.Hash);
            last = await AddAsync(AuditSubject.Key, stored.Key.Id, null, content, null, stored.Key.CreatedAt);
        }

        var after = 0L;
        while (await session.QueryAsync(AuditSql.ProjectsAfter, new(after, AtOnce), ct) is { Count: > 0 } projects)
        {
            foreach (var stored in projects)
                last = await AddProjectAsync(session, last, stored, ct);
            after = projects[^1].ProjectId;
        }

        foreach (var verdict in await session.QueryAsync(AuditSql.CurrentVerdicts, ct))
        {
            last = verdict.ToContent() is { } content
                ? await AddAsync(
                    AuditSubject.Overlap,
                    verdict.Pair.ToString(),
                    null,
                    content,
                    content.DecidedBy,
                    verdict.DecidedAt
                )
                : last;
        }

        foreach (var note in await session.QueryAsync(AuditSql.Notes, ct))
            last = await AddAsync(
                AuditSubject.OverlapNote,
                note.Id.ToString(),
                null,
                note.ToContent(),
                note.WrittenBy,
                note.WrittenAt
            );

        return last.AuditId;

        Task<AuditEnd> AddAsync(
            AuditSubject subject,
            string id,
            int? version,
            object content,
            string? by,
            DateTimeOffset since
        ) =>
            AuditRecorder.AddAsync(
                session,
                last,
                new()
                {
                    AuditId = last.AuditId + 1,
                    At = since,
                    Subject = (byte)subject,
                    Action = (byte)AuditAction.FirstKept,
                    RecordId = id,
                    Version = version,
                    KeyName = by,
                    Content = AuditRecorder.ToContent(content),
                },
                ct
            );
    }

    private static async Task<AuditEnd> AddProjectAsync(
        Session session,
        AuditEnd last,
        StoredProject stored,
        CancellationToken ct
    )
    {
        var project = stored.Project;
        last = await AuditRecorder.AddAsync(
            session,
            last,
            new()
            {
                AuditId = last.AuditId + 1,
                At = project.UpdatedAt,
                Subject = (byte)AuditSubject.Project,
                Action = (byte)AuditAction.FirstKept,
                ProjectId = stored.ProjectId,
                Version = project.Version,
                KeyName = project.UpdatedBy,
                Content = stored.Document,
            },
            ct
        );
        // A withdrawal has a version of its own, and leaves the document as it is.
        return stored.WithdrawnAt is not { } withdrawnAt || stored.Version == project.Version
            ? last
            : await AuditRecorder.AddAsync(
                session,
                last,
                new()
                {
                    AuditId = last.AuditId + 1,
                    At = withdrawnAt,
                    Subject = (byte)AuditSubject.Project,
                    Action = (byte)AuditAction.Withdrawn,
                    ProjectId = stored.ProjectId,
                    Version = stored.Version,
                },
                ct
            );
    }
}
