using Adam.Data.Engines;
using Adam.Data.Overlaps.Register;
using Adam.Data.Partners;
using Adam.Data.Projects;
using Adam.Domain.Overlaps;
using Adam.Domain.Overlaps.Scoring;
using Adam.Domain.Projects;

namespace Adam.Data.Overlaps;

/// <summary>Tells what a draft would overlap with, before it is recorded.</summary>
public sealed class OverlapDrafts(Engine engine, OverlapEditionStore editions)
{
    /// <summary>What a draft would overlap with. A draft is the later of two that start on one day, as if it were recorded now.</summary>
    public Task<OverlapsOfProject> OfAsync(string owner, ProjectDraft draft, int strongest, CancellationToken ct) => engine.ReadAsync<OverlapsOfProject>(async session =>
    {
        var edition = await editions.CurrentAsync(session, ct);
        var ownerId = await session.FirstAsync<int>(PartnerSql.IdOf, new { code = owner }, ct);
        // The record under the same reference is what the draft would replace, not what it would meet.
        var self = (await ProjectStore.HolderAsync(engine, session, owner, draft, ct))?.ProjectId ?? 0;
        var prepared = PreparedProject.Of(self, 0, ownerId, 0, owner, draft, edition);
        var rows = await session.QueryAsync<ProjectRow>(OverlapDraftSql.Candidates(engine), new
        {
            evidence = JsonRows.Of(EvidenceHash.Of(prepared).Select(hash => new object[] { hash })),
            startDay = draft.Period.Start.DayNumber,
            endDay = ProjectIndex.EndDay(draft.Period),
            self,
        }, ct);

        var pairs = rows.AsParallel().Select(row => Pair(prepared, row, edition)).OfType<DraftPair>()
            .OrderByDescending(pair => pair.Score).ThenByDescending(pair => pair.Other.ProjectId).ToList();
        var counted = pairs.Where(pair => !pair.IsDeclared).ToList();
        var items = new List<RankedOverlap>();
        foreach (var pair in counted.Take(strongest))
            items.Add(Shown(owner, draft, prepared, pair, await IsBestAsync(session, pair, pairs, ownerId, self, ct), edition));
        return new(counted.Count, items);
    }, ct);

    private static DraftPair? Pair(PreparedProject draft, ProjectRow row, Edition edition)
    {
        var other = row.Prepare(edition);
        return Sharing.Between(draft.Activity, other.Activity) is { } shared && Scorer.Compute(draft.Weighed, other.Weighed) is var score && score >= Rules.Floor
            ? new(other, ProjectJson.Read(row.Document), shared, score, DeclaredLinks.AreMutual(draft.Links, other.Links))
            : null;
    }

    private static async Task<bool> IsBestAsync(Session session, DraftPair pair, List<DraftPair> pairs, int ownerId, long self, CancellationToken ct)
    {
        if (pair.Score < Rules.SameProject || pairs.Any(rival => rival.Other.OwnerId == pair.Other.OwnerId && rival.Score > pair.Score))
            return false;

        var best = await session.FirstAsync<int?>(OverlapDraftSql.Best, new { other = pair.Other.ProjectId, ownerId, self }, ct);
        return best is null || best <= pair.Score.TenThousandths;
    }

    private static RankedOverlap Shown(string owner, ProjectDraft draft, PreparedProject prepared, DraftPair pair, bool isBest, Edition edition)
    {
        var theirs = pair.Project;
        var (ours, others) = (OverlapSide.Of(null, owner, draft), OverlapSide.Of(theirs));
        var overlap = draft.Period.Start < theirs.Draft.Period.Start ? new Overlap(pair.Shared, ours, others, null) : new(pair.Shared, others, ours, null);
        return new(overlap, (OverlapKind)PairKind.Of(pair.Score, false, isBest), pair.Score, Scorer.Explain(prepared.Weighed, pair.Other.Weighed, pair.Shared).Reasons, Rules.Version, edition.Id, null, "");
    }

    private sealed record DraftPair(PreparedProject Other, Project Project, Sharing Shared, Score Score, bool IsDeclared);
}
