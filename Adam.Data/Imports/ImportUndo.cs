using System.Data.Common;
using Adam.Data.Audit.Recording;
using Adam.Data.Databases;
using Adam.Data.Idempotency;
using Adam.Data.Projects;

namespace Adam.Data.Imports;

/// <summary>The outcome of undoing an import.</summary>
public abstract record ImportUndoOutcome
{
    private ImportUndoOutcome() { }

    /// <summary>The records are as they were before the import.</summary>
    public sealed record Done(KeptImport Import) : ImportUndoOutcome;

    /// <summary>The import has not ended, was undone, or its former records are no longer kept.</summary>
    public sealed record NotPossible(KeptImport Import) : ImportUndoOutcome;

    /// <summary>The caller may not write the projects of some owners.</summary>
    public sealed record NotYours(IReadOnlyList<string> Owners) : ImportUndoOutcome;

    /// <summary>Somebody has changed some projects since the import.</summary>
    /// <param name="Count">The number of these projects.</param>
    /// <param name="First">The first of them.</param>
    public sealed record Touched(int Count, IReadOnlyList<StoredProject> First) : ImportUndoOutcome;

    /// <summary>The import has renamed a project, and another project has its former reference now.</summary>
    public sealed record ReferenceTaken : ImportUndoOutcome;
}

/// <summary>
/// Takes an import back as a whole. Projects that it created are withdrawn, those that it changed get their former
/// record as a new version, and those that it withdrew or restored go back.
/// </summary>
public sealed class ImportUndo(Database database, TimeProvider time, ProjectIndexers indexers)
{
    /// <summary>The number of touched projects that an outcome names.</summary>
    public const int MostNamed = 20;

    private const int AtOnce = 250;

    /// <param name="by">The key that writes.</param>
    /// <param name="mayWrite">Returns true if the caller may write the projects of an owner.</param>
    /// <param name="respond">
    /// Returns the response that is stored in the same transaction; null if none is to be stored.
    /// </param>
    /// <returns>The outcome. Nothing is written unless it is <see cref="ImportUndoOutcome.Done"/>.</returns>
    public async Task<ImportUndoOutcome> UndoAsync(
        KeptImport import,
        Actor by,
        Func<string, bool> mayWrite,
        CancellationToken ct,
        Func<KeptImport, KeptResponse>? respond = null
    )
    {
        try
        {
            return await database.InWriteTransactionAsync(
                session => UndoAsync(session, import, by, mayWrite, respond, ct),
                ct
            );
        }
        catch (DbException error) when (database.IsDuplicateKey(error))
        {
            return new ImportUndoOutcome.ReferenceTaken();
        }
    }

    private async Task<ImportUndoOutcome> UndoAsync(
        Session session,
        KeptImport import,
        Actor by,
        Func<string, bool> mayWrite,
        Func<KeptImport, KeptResponse>? respond,
        CancellationToken ct
    )
    {
        var at = time.Instant();
        var current = (await ImportLog.FindAsync(session, import.Id, ct))!;
        if (current.IsOpen || current.IsDryRun || current.UndoneAt is not null || !(current.KeptUntil > at))
            return new ImportUndoOutcome.NotPossible(current);

        var owners = await session.QueryAsync(ImportedProjectSql.Owners, new(current.ImportId), ct);
        if (owners.Where(owner => !mayWrite(owner)).ToList() is { Count: > 0 } others)
            return new ImportUndoOutcome.NotYours(others);
        if (await session.FirstAsync(ImportedProjectSql.CountTouched, new(current.ImportId), ct) is var count and > 0)
        {
            var ids = await session.QueryAsync(ImportedProjectSql.Touched, new(current.ImportId, MostNamed), ct);
            return new ImportUndoOutcome.Touched(count, await ReadAsync(session, ids, ct));
        }

        var writer = new ProjectWriter(session, indexers.Create());
        var after = 0L;
        while (
            await session.QueryAsync(ImportedProjectSql.ChangedAfter, new(current.ImportId, after, AtOnce), ct)
                is { Count: > 0 } rows
        )
        {
            await TakeBackAsync(session, writer, rows, by with { ImportId = current.ImportId }, at, ct);
            after = rows[^1].ProjectId;
        }

        await session.ExecuteAsync(ImportLogSql.Undo, new(current.ImportId, at, by.Name), ct);
        await session.ExecuteAsync(ImportLogSql.ForgetDocuments, new(current.ImportId), ct);
        var undone = (await ImportLog.FindAsync(session, current.Id, ct))!;
        await ImportLog.LogAsync(session, AuditAction.Undone, undone, by, at, ct);
        if (respond is not null)
            await IdempotencyStore.SaveAsync(database, session, respond(undone), ct);
        return new ImportUndoOutcome.Done(undone);
    }

    private static async Task TakeBackAsync(
        Session session,
        ProjectWriter writer,
        IReadOnlyList<ImportedRow> rows,
        Actor by,
        DateTimeOffset at,
        CancellationToken ct
    )
    {
        var stored = (await ReadAsync(session, [.. rows.Select(row => row.ProjectId)], ct)).ToDictionary(project =>
            project.ProjectId
        );
        var writes = new List<ProjectWrite>();
        var leaving = new List<long>();
        foreach (var row in rows)
        {
            var project = stored[row.ProjectId];
            var former = row.Document is null ? project.Project : ProjectJson.Read(row.Document);
            var wasWithdrawn = row.WasWithdrawn == 1 || row.Outcome == (byte)ImportedOutcome.Created;
            // A withdrawn project that the import restored gets its former record before it is withdrawn again.
            if (project.WithdrawnAt is not null || !ProjectStore.IsSame(project, former.Owner, former.Draft))
                writes.Add(new(project, former.Owner, former.Draft));
            if (wasWithdrawn)
                leaving.Add(row.ProjectId);
        }

        if (writes.Count > 0)
            await writer.PutAsync(writes, by, at, ct);
        await writer.WithdrawAllAsync(await ReadAsync(session, leaving, ct), by, at, ct);
    }

    private static async Task<IReadOnlyList<StoredProject>> ReadAsync(
        Session session,
        IReadOnlyList<long> ids,
        CancellationToken ct
    )
    {
        var projects = new List<StoredProject>(ids.Count);
        foreach (var some in ids.Chunk(ProjectSql.MostDocuments))
            projects.AddRange(await session.QueryAsync(ProjectSql.ByIds, new(some), ct));
        return projects;
    }
}
