using Adam.Benchmarks.Registers;
using Adam.Domain.Overlaps;
using Adam.Domain.Overlaps.Matching;

namespace Adam.Benchmarks.Quality;

/// <summary>
/// The look-alike pairs in one register with the sample records, so that each pair competes with other pairs, and terms
/// are as frequent as in a register.
/// </summary>
internal sealed class LookAlikeRegister
{
    private LookAlikeRegister(IReadOnlyList<Labelled> pairs, IReadOnlyDictionary<Labelled, LookAlikePair> judged) =>
        (Pairs, Judged) = (pairs, judged);

    /// <summary>
    /// All overlapping pairs with a record of the set. Those that are not pairs of the set have no known result. The
    /// group of a pair of the set is its type.
    /// </summary>
    public IReadOnlyList<Labelled> Pairs { get; }

    /// <summary>The pairs of the set.</summary>
    public IReadOnlyDictionary<Labelled, LookAlikePair> Judged { get; }

    /// <summary>The pairs of the set that learning may see.</summary>
    public IEnumerable<Labelled> ForLearning => Judged.Where(pair => !pair.Value.IsForJudging).Select(pair => pair.Key);

    public static LookAlikeRegister Read(string file)
    {
        var set = LookAlikePairs.Read(file);
        Entry[] entries = [.. set.SelectMany(pair => new[] { pair.A, pair.B }), .. SampleRecords.Read()];
        var profiles = Array.ConvertAll(entries, entry => Profile.FromDraft(entry.Owner, entry.Draft));
        var statistics = TermStatistics.FromProfiles(profiles);
        var records = entries
            .Select(
                (entry, i) =>
                {
                    var id = new Guid(i, 0, 0, [0, 0, 0, 0, 0, 0, 0, 0]);
                    return (
                        Side: new ScoredSide(id, entry.Owner),
                        Weighted: WeightedProfile.Create(profiles[i], statistics),
                        Scope: ProjectScope.FromDraft(id, entry.Owner, entry.Draft)
                    );
                }
            )
            .ToList();

        var (pairs, judged) = (new List<Labelled>(), new Dictionary<Labelled, LookAlikePair>());
        for (var i = 0; i < 2 * set.Count; i++)
        {
            for (var j = i + 1; j < records.Count; j++)
            {
                var (a, b) = (records[i], records[j]);
                if (OverlapDefinition.Evaluate(a.Scope, b.Scope) is null)
                    continue;

                // Records of a pair stand beside each other.
                var known = i % 2 == 0 && j == i + 1 ? set[i / 2] : null;
                var pair = new Labelled(
                    a.Side,
                    b.Side,
                    Scorer.Compare(a.Weighted, b.Weighted),
                    known?.IsOneUndertaking,
                    known?.Type ?? ""
                );
                pairs.Add(pair);
                if (known is not null)
                    judged.Add(pair, known);
            }
        }

        return new(pairs, judged);
    }
}
