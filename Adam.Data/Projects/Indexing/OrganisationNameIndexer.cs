using Adam.Data.Databases;
using Adam.Domain.Projects;
using Adam.Domain.Text;

namespace Adam.Data.Projects.Indexing;

/// <summary>
/// Maintains OrganisationName: a name for each key of an organisation outside the partnership. The first recorded
/// spelling is kept, even if no record has it any more, so a write only adds rows. The spelling of a restricted project
/// is not recorded, because everybody would read it.
/// </summary>
internal sealed class OrganisationNameIndexer : IProjectIndexer
{
    public IReadOnlyList<string> Tables { get; } = ["OrganisationName"];

    public int Version => 2;

    public async Task ApplyAsync(Session session, ProjectChangeSet changes, CancellationToken ct)
    {
        var rows = changes.Present.SelectMany(one => NamesOf(one.Project.Draft)).DistinctBy(row => (string)row[0]);
        foreach (var names in JsonRowSet.SerializeInBatches(rows))
            await session.ExecuteAsync(OrganisationNameIndexerSql.Add, new(names), ct);
    }

    /// <inheritdoc/>
    /// <remarks>
    /// Replaces names that do not belong to their key and adds missing ones. It keeps names that no document contains
    /// any more.
    /// </remarks>
    public async Task RebuildAsync(
        Session session,
        ProjectDocuments documents,
        IProgress<ReindexProgress>? progress,
        CancellationToken ct
    )
    {
        await foreach (var changes in documents.ReadAsync(session, Tables[0], progress, ct))
        {
            await RemoveWrongAsync(session, changes, ct);
            await ApplyAsync(session, changes, ct);
        }
    }

    /// <summary>
    /// Returns NameKey and Name of each donor and implementer that is not a partner, each key once; none for a
    /// restricted project.
    /// </summary>
    public static IEnumerable<object[]> NamesOf(ProjectDraft draft) =>
        draft.Visibility == Visibility.Restricted
            ? []
            : OrganisationNames.NamesIn(draft).Select(row => new object[] { row.NameKey, row.Name });

    private static async Task RemoveWrongAsync(Session session, ProjectChangeSet changes, CancellationToken ct)
    {
        var named = changes.Present.SelectMany(one => NamesOf(one.Project.Draft)).Select(row => (string)row[0]);
        var keys = JsonRowSet.FromKeys(named.Distinct(StringComparer.Ordinal));
        var stored = await session.QueryAsync(OrganisationNameIndexerSql.Stored, new(keys), ct);
        var wrong = stored.Where(row => Folding.Key(row.Name) != row.NameKey).Select(row => row.NameKey).ToList();
        if (wrong.Count == 0)
            return;

        keys = JsonRowSet.FromKeys(wrong);
        await session.ExecuteAsync(OrganisationNameIndexerSql.Remove, new(keys), ct);
    }
}
