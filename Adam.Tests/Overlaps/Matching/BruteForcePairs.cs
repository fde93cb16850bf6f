using Adam.Data.Databases;
using Adam.Data.Overlaps.Matching;
using Adam.Data.Projects;
using Adam.Domain.Overlaps;
using Adam.Domain.Overlaps.Matching;
using Adam.Domain.Projects;

namespace Adam.Tests.Overlaps.Matching;

/// <summary>Finds the pairs of a register by comparing every two projects.</summary>
internal static class BruteForcePairs
{
    /// <summary>Returns all projects, withdrawn or not.</summary>
    public static async Task<IReadOnlyList<StoredProject>> ProjectsAsync(Database database)
    {
        await using var session = await database.InReadTransactionAsync(default);
        return await session.QueryAsync<StoredProject>(
            "SELECT p.ProjectId, p.Id, o.Code AS Owner, "
                + "p.Version, p.UpdatedAt, p.WithdrawnAt, p.ScopeChangedAt, p.Document "
                + "FROM Project p INNER JOIN Partner o ON o.PartnerId = p.OwnerId "
                + "ORDER BY p.ProjectId",
            null,
            default
        );
    }

    /// <summary>Returns the rows that Overlap should have, as <see cref="RegisterTables"/> does.</summary>
    public static async Task<IReadOnlyList<string>> ReadAsync(Database database, TermStatistics statistics)
    {
        var projects = (await ProjectsAsync(database)).Where(stored => stored.WithdrawnAt is null).ToList();
        var verdicts = await VerdictRows.StandingAsync(database);
        var scored = (
            from i in Enumerable.Range(0, projects.Count)
            from j in Enumerable.Range(i + 1, projects.Count - i - 1)
            let one = projects[i]
            let other = projects[j]
            let shared = OverlapDefinition.Evaluate(
                ProjectScope.FromDraft(one.Project),
                ProjectScope.FromDraft(other.Project)
            )
            where shared is not null
            let a = Profile.FromDraft(one.Owner, one.Project.Draft)
            let b = Profile.FromDraft(other.Owner, other.Project.Draft)
            let score = Scorer.Explain(a, b, shared, statistics)
            where score.Assessment.IsRanked
            select (One: one, Other: other, Shared: shared, Score: score)
        ).ToList();
        var judged = scored.ConvertAll(pair => new JudgedPair(
            pair.One.ProjectId,
            pair.One.Owner,
            pair.Other.ProjectId,
            pair.Other.Owner,
            pair.Score.Score.ToDecimal(),
            Names(pair.One, pair.Other) && Names(pair.Other, pair.One),
            pair.Score.Relation
        ));
        var kinds = judged.Select(pair => BruteForceKinds.KindOf(pair, judged));
        return
        [
            .. scored
                .Zip(kinds, (pair, kind) => Line(pair.One, pair.Other, pair.Shared, pair.Score, kind))
                .Order(StringComparer.Ordinal),
        ];

        string Line(StoredProject one, StoredProject other, SharedScope shared, ExplainedScore score, OverlapKind kind)
        {
            var (verdict, stale) = verdicts.GetValueOrDefault((one.ProjectId, other.ProjectId));
            var found = one.ScopeChangedAt > other.ScopeChangedAt ? one.ScopeChangedAt : other.ScopeChangedAt;
            var until = shared.To?.DayNumber ?? DateOnly.MaxValue.DayNumber;
            var pillars = shared.Pillars.Sum(pillar => 1 << ((int)pillar - 1));
            var countries = shared.Countries.Aggregate(0L, (bits, country) => bits | SharedCellMask.For([country]));
            var units = (int)(score.Score.ToDecimal() * 10_000);
            return $"Overlap {one.ProjectId} | {other.ProjectId} | {units} | {(int)kind} | "
                + $"{shared.From?.DayNumber ?? -1} | {until} | {shared.RankDays} | {pillars} | {countries} | "
                + $"{found.ToMicros()} | {verdict} | {(stale ? "stale" : "")} | {StoredReasons.Write(score.Reasons)}";
        }
    }

    private static bool Names(StoredProject one, StoredProject other) =>
        one.Project.Draft.RelatedProjects.Any(related =>
            related.Relation is Relation.CoFunded or Relation.Parent or Relation.Child
            && (
                string.Equals(related.Identifier, other.Project.Draft.Reference, StringComparison.OrdinalIgnoreCase)
                || string.Equals(
                    related.Identifier,
                    other.Project.Draft.IatiIdentifier,
                    StringComparison.OrdinalIgnoreCase
                )
            )
        );
}
