using Adam.Data.Databases;
using Adam.Domain.Projects;

namespace Adam.Data.Projects.Indexing;

/// <summary>Maintains ProjectFacet: the values that lists, presence and overlaps filter projects by.</summary>
internal sealed class FacetIndexer(Database database) : IProjectIndexer
{
    public IReadOnlyList<string> Tables { get; } = ["ProjectFacet"];

    public int Version => Facet.Version;

    public async Task ApplyAsync(Session session, ProjectChangeSet changes, CancellationToken ct)
    {
        if (changes.KnownIds.Count > 0)
        {
            var projects = JsonRowSet.FromIds(changes.KnownIds);
            await session.ExecuteAsync(FacetIndexerSql.Remove, new(projects), ct);
        }

        // In the order of the primary key, so that adjacent rows go to the same page.
        var rows = changes
            .Present.SelectMany(Rows)
            .OrderBy(row => (string)row[0], StringComparer.Ordinal)
            .ThenBy(row => (string)row[1], StringComparer.Ordinal);
        foreach (var facets in JsonRowSet.SerializeInBatches(rows))
            await session.ExecuteAsync(FacetIndexerSql.Add, new(facets), ct);
    }

    public Task RebuildAsync(
        Session session,
        ProjectDocuments documents,
        IProgress<ReindexProgress>? progress,
        CancellationToken ct
    ) =>
        database.BulkLoadAsync(
            session,
            Tables,
            async () =>
            {
                await session.ExecuteAsync(FacetIndexerSql.Clear, ct);
                await foreach (var changes in documents.ReadAsync(session, Tables[0], progress, ct))
                    await ApplyAsync(session, changes, ct);
            },
            ct
        );

    /// <summary>Returns Facet and Value of each row of a project, each pair once.</summary>
    public static IEnumerable<object[]> FacetsOf(string owner, ProjectDraft draft) =>
        Facet.FromDraft(owner, draft).Select(facet => new object[] { facet.Facet, facet.Value });

    private static IEnumerable<object[]> Rows((long ProjectId, int OwnerId, Project Project) one)
    {
        var (period, updatedMicros) = (one.Project.Draft.Period, one.Project.UpdatedAt.ToMicros());
        var (startDay, endDay) = (ProjectIndex.StartDay(period), ProjectIndex.LastActiveDay(period));
        return FacetsOf(one.Project.Owner, one.Project.Draft)
            .Select(facet => (object[])[.. facet, one.ProjectId, startDay, endDay, updatedMicros]);
    }
}
