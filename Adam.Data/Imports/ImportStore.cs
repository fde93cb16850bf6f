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
    /// Runs an import in one write transaction, which excludes other writers. It commits if <c>change</c> returns and
    /// rolls back if it throws.
    /// </summary>
    /// <param name="by">The name of the key that writes.</param>
    /// <inheritdoc cref="Database.InWriteTransactionAsync{T}"/>
    public Task<T> WriteAsync<T>(string by, Func<ImportSession, Task<T>> change, CancellationToken ct) =>
        database.InWriteTransactionAsync(session => change(new(session, indexers.Create(), time, by)), ct);
}
