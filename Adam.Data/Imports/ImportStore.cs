using Adam.Data.Audit.Recording;
using Adam.Data.Databases;
using Adam.Data.Projects;
using Adam.Domain.Projects;

namespace Adam.Data.Imports;

/// <summary>
/// Writes imported records. A record updates the project of its owner with the same reference, withdrawn or not. A
/// record without such a project creates one.
/// </summary>
public sealed class ImportStore(Database database, TimeProvider time, ProjectIndexers indexers)
{
    /// <summary>Returns the content of an owner's project, withdrawn or not; null if there is none.</summary>
    public Task<ProjectDraft?> FindDraftAsync(string owner, string reference, CancellationToken ct) =>
        database.QueryOnceAsync(
            async session =>
                (await ProjectStore.FindAllByReferenceAsync(session, [(owner, reference)], ct))
                    .SingleOrDefault()
                    ?.Project.Draft,
            ct
        );

    /// <summary>Returns the results that an import of the records would have. It writes nothing.</summary>
    /// <inheritdoc cref="ImportSession.PutAsync"/>
    public Task<IReadOnlyList<ImportRecordResult>> ValidateAsync(
        IReadOnlyList<ImportRecord> batch,
        Func<ProjectDraft, ImportRecord, MergedRecord> merge,
        CancellationToken ct
    ) =>
        database.InReadTransactionAsync<IReadOnlyList<ImportRecordResult>>(
            async session =>
            {
                await new ProjectWriter(session, []).OwnerIdsAsync(batch.Select(record => record.Owner), ct);
                return
                [
                    .. (await ValidatedImportRecord.ValidateAllAsync(session, batch, merge, ct)).Select(record =>
                        record.ToResult(record.Stored?.Id)
                    ),
                ];
            },
            ct
        );

    /// <summary>
    /// Returns the projects that the last file of the same source had and this one does not have. It writes nothing.
    /// </summary>
    public Task<MissingProjects> FindMissingAsync(FileContent content, CancellationToken ct) =>
        database.InReadTransactionAsync(
            session => MissingProjectSearch.FindAsync(session, content, long.MaxValue, _ => Task.CompletedTask, ct),
            ct
        );

    /// <summary>
    /// Returns the key under which the register compares the references of an owner: ignoring case and zero-width
    /// joiners.
    /// </summary>
    public static string ReferenceKey(string reference) => ProjectWriter.ReferenceKey(reference);

    /// <summary>
    /// Runs an import in one write transaction, which excludes other writers. It commits if <c>change</c> returns and
    /// rolls back if it throws.
    /// </summary>
    /// <param name="by">The key that writes.</param>
    /// <param name="lease">The kept import whose projects are recorded; null to record none.</param>
    /// <exception cref="ImportLeaseLostException">Another process works on the import.</exception>
    /// <inheritdoc cref="Database.InWriteTransactionAsync{T}"/>
    public Task<T> WriteAsync<T>(
        Actor by,
        Func<ImportSession, Task<T>> change,
        CancellationToken ct,
        ImportLease? lease = null
    )
    {
        var reader = ReaderScope.Current;
        return database.InWriteTransactionAsync(
            session => change(new(database, session, indexers.Create(), time, by, lease, reader)),
            ct
        );
    }
}
