using Adam.Data.Databases;

namespace Adam.Data.Projects.Indexing;

/// <summary>Maintains ProjectWord: the folded words that the text search uses.</summary>
internal sealed class WordIndexer(Database database) : IProjectIndexer
{
    public IReadOnlyList<string> Tables { get; } = ["ProjectWord"];

    public int Version => 2;

    /// <inheritdoc/>
    /// <remarks>
    /// A project's words are spread over many pages. Only added and removed words are written, so pages of unchanged
    /// words are not touched.
    /// </remarks>
    public async Task ApplyAsync(Session session, ProjectChangeSet changes, CancellationToken ct)
    {
        var before = await StoredAsync(session, changes.KnownIds, ct);
        var added = changes
            .Present.SelectMany(one => one.Project.Draft.Words.Select(word => (word, one.ProjectId)))
            .Where(word => !before.Remove(word))
            .ToList();
        foreach (var words in JsonRowSet.SerializeInBatches(InOrder(before)))
            await session.ExecuteAsync(WordIndexerSql.Remove, new(words), ct);
        foreach (var words in JsonRowSet.SerializeInBatches(InOrder(added)))
            await session.ExecuteAsync(WordIndexerSql.Add, new(words), ct);
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
                await session.ExecuteAsync(WordIndexerSql.Clear, ct);
                await foreach (var changes in documents.ReadAsync(session, Tables[0], progress, ct))
                    await ApplyAsync(session, changes, ct);
            },
            ct
        );

    private static async Task<HashSet<(string Word, long ProjectId)>> StoredAsync(
        Session session,
        IReadOnlyList<long> projectIds,
        CancellationToken ct
    )
    {
        if (projectIds.Count == 0)
            return [];

        var projects = JsonRowSet.FromIds(projectIds);
        var rows = await session.QueryAsync(WordIndexerSql.Stored, new(projects), ct);
        return [.. rows.Select(row => (row.Word, row.ProjectId))];
    }

    private static IEnumerable<object[]> InOrder(IEnumerable<(string Word, long ProjectId)> words) =>
        words
            .OrderBy(word => word.Word, StringComparer.Ordinal)
            .Select(word => new object[] { word.Word, word.ProjectId });
}
