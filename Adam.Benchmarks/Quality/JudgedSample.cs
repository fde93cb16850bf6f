using Adam.Domain.Overlaps;
using Adam.Domain.Overlaps.Matching;

namespace Adam.Benchmarks.Quality;

/// <summary>
/// The pairs of the sample register that a person judged, with the kind that the rules assign among all overlaps of
/// that register.
/// </summary>
internal static class JudgedSample
{
    public static IReadOnlyList<(bool Same, OverlapKind Kind)> Read()
    {
        var entries = SampleRecords.Read();
        var profiles = entries.Select(entry => Profile.FromDraft(entry.Owner, entry.Draft)).ToList();
        var statistics = TermStatistics.FromProfiles(profiles);
        var records = entries
            .Select(
                (entry, i) =>
                    (
                        entry.Owner,
                        entry.Draft.Reference,
                        Weighed: WeightedProfile.Create(profiles[i], statistics),
                        Activity: ProjectScope.FromDraft(
                            new(i, 0, 0, [0, 0, 0, 0, 0, 0, 0, 0]),
                            entry.Owner,
                            entry.Draft
                        )
                    )
            )
            .ToList();
        var judged = SampleRecords
            .Judged()
            .SelectMany(pair => new[] { (Key: (pair.A, pair.B), pair.Same), (Key: (pair.B, pair.A), pair.Same) })
            .ToDictionary(pair => pair.Key, pair => pair.Same);

        var pairs = new List<(ScoredPair<Guid, string> Scored, PairRelation Relation, bool? Same)>();
        var matches = new MutualBestMatches<Guid, string>();
        for (var i = 0; i < records.Count; i++)
        {
            for (var j = i + 1; j < records.Count; j++)
            {
                var (a, b) = (records[i], records[j]);
                if (OverlapDefinition.Evaluate(a.Activity, b.Activity) is null)
                    continue;

                var assessed = Scorer.Assess(a.Weighed, b.Weighed);
                var scored = new ScoredPair<Guid, string>(
                    a.Activity.Id!.Value,
                    a.Owner,
                    b.Activity.Id!.Value,
                    b.Owner,
                    assessed.Score
                );
                matches.Add(scored);
                var key = ((a.Owner, a.Reference), (b.Owner, b.Reference));
                pairs.Add((scored, assessed.Relation, judged.TryGetValue(key, out var same) ? same : null));
            }
        }

        return
        [
            .. from pair in pairs
            where pair.Same is not null
            let isMutualBest = matches.Contains(pair.Scored)
            select (
                pair.Same!.Value,
                OverlapClassifier.Classify(new(pair.Scored.Score, pair.Relation), isMutualBest, isDeclared: false)
            ),
        ];
    }
}
