using Adam.Data.Databases;
using Adam.Data.Overlaps.Matching;
using Adam.Data.Partners;
using Adam.Data.Projects;
using Adam.Data.Projects.Indexing;
using Adam.Domain.Overlaps;
using Adam.Domain.Overlaps.Matching;
using Adam.Domain.Projects;

namespace Adam.Data.Overlaps;

/// <summary>Finds the overlaps of a draft before it is recorded.</summary>
public sealed class DraftOverlaps(Database database, TermStatisticsStore termStatistics)
{
    /// <summary>
    /// Returns the overlaps of a draft. If the draft and a project start on the same day, the draft is the later one,
    /// as if it were recorded now.
    /// </summary>
    public Task<OverlapsOfProject> CheckAsync(string owner, ProjectDraft draft, int strongest, CancellationToken ct) =>
        database.InReadTransactionAsync<OverlapsOfProject>(
            async session =>
            {
                var statistics = await termStatistics.CurrentAsync(session, ct);
                var ownerId = await session.FirstAsync(PartnerSql.IdOf, new(owner), ct);
                // The draft would replace the record with the same reference, so the two are not compared.
                var self = (await ProjectStore.FindByReferenceAsync(session, owner, draft, ct))?.ProjectId ?? 0;
                var prepared = PreparedProject.Create(self, 0, ownerId, 0, owner, draft, statistics);
                var hashes = JsonRowSet.Serialize(
                    BlockingKeyHash.Compute(prepared).Select(hash => new object[] { hash })
                );
                var parameters = new DraftParameters(
                    self,
                    ProjectIndex.StartDay(draft.Period),
                    ProjectIndex.EndDay(draft.Period),
                    hashes
                );
                var rows = await session.QueryAsync(OverlapDraftSql.Candidates, parameters, ct);

                var pairs = rows.AsParallel()
                    .Select(row => Pair(prepared, row, statistics))
                    .OfType<DraftPair>()
                    .OrderByDescending(pair => pair.Scored.Score)
                    .ThenByDescending(pair => pair.Scored.Second)
                    .ToList();
                var counted = pairs.Where(pair => !pair.IsDeclared).ToList();
                var matches = new MutualBestMatches<long, int>();
                foreach (var pair in pairs)
                    matches.Add(pair.Scored);

                var items = new List<RankedOverlap>();
                foreach (var pair in counted.Take(strongest))
                {
                    var isMutualBest = await IsMutualBestAsync(session, pair, matches, ct);
                    items.Add(Shown(owner, draft, prepared, pair, isMutualBest, statistics));
                }

                var cells = CellIndexer.CellsOf(draft).Select(cell => cell[..2]);
                var neighbours = new NeighbourParameters(
                    self,
                    parameters.StartDay,
                    parameters.EndDay,
                    ownerId,
                    ProjectIndex.DonorSetKey(draft),
                    JsonRowSet.Serialize(cells)
                );
                var defined = await session.FirstAsync(NeighbourSql.OfDraft, neighbours, ct);
                return new(counted.Count, defined - pairs.Count, items)
                {
                    Restricted = await RestrictedCells.OfDraftAsync(session, ReaderScope.Current, draft, ct),
                };
            },
            ct
        );

    private static DraftPair? Pair(PreparedProject draft, ProjectRow row, TermStatistics statistics)
    {
        var other = row.Prepare(statistics);
        if (OverlapDefinition.Evaluate(draft.Scope, other.Scope) is not { } shared)
            return null;

        var assessment = Scorer.Assess(draft.Profile, other.Profile);
        if (!assessment.IsRanked)
            return null;

        var scored = new ScoredPair<long, int>(
            draft.ProjectId,
            draft.CompetitorId,
            other.ProjectId,
            other.CompetitorId,
            assessment.Score
        );
        var isDeclared = DeclaredLinks.AreMutual(draft.Links, other.Links);
        return new(scored, assessment, isDeclared, other, ProjectJson.Read(row.Document), shared);
    }

    /// <summary>
    /// Returns true if a pair of the draft is a mutual best match. The stored pairs of the other project compete too.
    /// </summary>
    /// <param name="matches">All pairs of the draft.</param>
    private static async Task<bool> IsMutualBestAsync(
        Session session,
        DraftPair pair,
        MutualBestMatches<long, int> matches,
        CancellationToken ct
    )
    {
        var scored = pair.Scored;
        if (!OverlapClassifier.DependsOnBestMatch(pair.Assessment, pair.IsDeclared))
            return false;

        var (self, ownerId, other) = (scored.First, scored.FirstOwner, scored.Second);
        var best = await session.FirstAsync(OverlapDraftSql.Best, new(other, ownerId, self), ct);
        if (best is { } tenThousandths)
            matches.AddScore(other, ownerId, new(tenThousandths));
        return matches.Contains(scored);
    }

    private static RankedOverlap Shown(
        string owner,
        ProjectDraft draft,
        PreparedProject prepared,
        DraftPair pair,
        bool isMutualBest,
        TermStatistics statistics
    )
    {
        var theirs = pair.Project;
        var (ours, others) = (OverlapProject.FromDraft(null, owner, draft), OverlapProject.FromDraft(theirs));
        var overlap =
            ProjectIndex.StartDay(draft.Period) < ProjectIndex.StartDay(theirs.Draft.Period)
                ? new Overlap(pair.Shared, ours, others, null)
                : new(pair.Shared, others, ours, null);
        var kind = OverlapClassifier.Classify(pair.Assessment, isMutualBest, pair.IsDeclared);
        var reasons = Scorer.Explain(prepared.Profile, pair.Other.Profile, pair.Shared).Reasons;
        return new(overlap, kind, pair.Scored.Score, reasons, statistics.Rules.Name, statistics.Id, null, "");
    }

    /// <param name="Scored">The pair, in which the draft is the first project.</param>
    private sealed record DraftPair(
        ScoredPair<long, int> Scored,
        Assessment Assessment,
        bool IsDeclared,
        PreparedProject Other,
        Project Project,
        SharedScope Shared
    );
}
