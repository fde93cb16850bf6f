using Adam.Data.Databases;
using Adam.Data.Projects;
using Adam.Domain.Projects;

namespace Adam.Data.Measures;

/// <summary>Finds the measures that a draft would serve, before it is recorded.</summary>
public sealed class DraftMeasures(Database database, EntryMeasures measures)
{
    /// <summary>
    /// Returns the measures of a draft. It would replace the project of its owner with the same reference, if there is
    /// one.
    /// </summary>
    public Task<MeasuresOfEntry> CheckAsync(string owner, ProjectDraft draft, CancellationToken ct) =>
        database.InReadTransactionAsync(
            async session =>
            {
                var self = (await ProjectStore.FindByReferenceAsync(session, owner, draft, ct))?.ProjectId ?? 0;
                return await measures.ReadAsync(session, ReaderScope.Current, draft, self, isWrite: false, ct);
            },
            ct
        );
}
