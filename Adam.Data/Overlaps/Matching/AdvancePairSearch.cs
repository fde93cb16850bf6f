using Adam.Data.Databases;
using Adam.Data.Projects;
using Adam.Domain.Projects;

namespace Adam.Data.Overlaps.Matching;

/// <summary>
/// Scores the pairs of a project in a snapshot, before its write waits for its turn. Several writes do so at the same
/// time, while only one can write. The write then confirms the scores (<see cref="PairIndexer"/>).
/// </summary>
internal sealed class AdvancePairSearch(Database database, MatchingCache memory)
{
    private readonly TermStatisticsStore _termStatistics = new(database, memory);

    /// <param name="id">The project that will be changed; null for a new one.</param>
    /// <returns>The scores; null if the project has no pairs, or is not stored.</returns>
    public Task<AdvancePairs?> FindAsync(Guid? id, string owner, ProjectDraft draft, CancellationToken ct) =>
        draft.Status == ProjectStatus.Cancelled
            ? Task.FromResult<AdvancePairs?>(null)
            // The pairs are those of all readers.
            : database.InReadTransactionAsync(session => FindAsync(session.As(reader: null), id, owner, draft, ct), ct);

    private async Task<AdvancePairs?> FindAsync(
        Session session,
        Guid? id,
        string owner,
        ProjectDraft draft,
        CancellationToken ct
    )
    {
        var projectId = id is null
            ? AdvancePairs.NewProjectId
            : await session.FirstAsync(ProjectSql.PositionOf, new(id.Value), ct);
        if (projectId is null)
            return null;

        var statistics = await _termStatistics.CurrentAsync(session, ct);
        var project = PreparedProject.Create(projectId.Value, 0, 0, 0, owner, draft, statistics);
        var hashes = BlockingKeyHash.Compute(project).ToList();
        var candidates = await session.QueryAsync(
            PairIndexerSql.CandidatesOfKeys,
            new(
                projectId.Value,
                ProjectIndex.StartDay(draft.Period),
                ProjectIndex.EndDay(draft.Period),
                JsonRowSet.FromIds(hashes)
            ),
            ct
        );
        var (found, missing) = (new Dictionary<long, (int, ScoredRow?)>(), new List<long>());
        foreach (var candidate in candidates)
        {
            if (memory.Projects.Find(candidate.OtherId, candidate.Version) is { } other)
                Compare(other);
            else
                missing.Add(candidate.OtherId);
        }

        var documents = PairTableWriter.Serialize(missing);
        foreach (
            var row in missing.Count == 0 ? [] : await session.QueryAsync(PairIndexerSql.Documents, new(documents), ct)
        )
        {
            var other = row.Prepare(statistics);
            memory.Projects.Keep(other);
            Compare(other);
        }

        return new(owner, draft, statistics, project, hashes, found);

        void Compare(PreparedProject other) =>
            found.Add(other.ProjectId, (other.Version, ScoredRow.Compare(project, other.WithStatistics(statistics))));
    }
}
