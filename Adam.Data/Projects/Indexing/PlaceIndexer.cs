using Adam.Data.Databases;
using Adam.Domain.Geography;
using Adam.Domain.Projects;

namespace Adam.Data.Projects.Indexing;

/// <summary>Maintains ProjectPlace: the places with coordinates, for searches by position.</summary>
internal sealed class PlaceIndexer(Database database) : IProjectIndexer
{
    public IReadOnlyList<string> Tables { get; } = ["ProjectPlace"];

    public int Version => 1;

    public async Task ApplyAsync(Session session, ProjectChangeSet changes, CancellationToken ct)
    {
        if (changes.KnownIds.Count > 0)
        {
            var projects = JsonRowSet.FromIds(changes.KnownIds);
            await session.ExecuteAsync(PlaceIndexerSql.Remove, new(projects), ct);
        }

        var rows = changes.Present.SelectMany(one =>
            PlacesOf(one.Project.Draft).Select(place => (object[])[one.ProjectId, .. place])
        );
        foreach (var places in JsonRowSet.SerializeInBatches(rows))
            await session.ExecuteAsync(PlaceIndexerSql.Add, new(places), ct);
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
                await session.ExecuteAsync(PlaceIndexerSql.Clear, ct);
                await foreach (var changes in documents.ReadAsync(session, Tables[0], progress, ct))
                    await ApplyAsync(session, changes, ct);
            },
            ct
        );

    /// <summary>
    /// Returns LatitudeBand, Longitude, Latitude, X, Y and Z of each position of a project, each position once.
    /// </summary>
    public static IEnumerable<object[]> PlacesOf(ProjectDraft draft) =>
        from position in ProjectIndex.Positions(draft).Distinct()
        let vector = UnitVector.FromCoordinates(position)
        select new object[]
        {
            position.LatitudeBand,
            position.Longitude,
            position.Latitude,
            vector.X,
            vector.Y,
            vector.Z,
        };
}
