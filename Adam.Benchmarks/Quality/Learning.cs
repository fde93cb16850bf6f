using Adam.Domain.Overlaps.Matching;

namespace Adam.Benchmarks.Quality;

/// <summary>
/// Learns the weights of the table from known pairs by logistic regression. Weights are regularised towards their prior
/// values, so that rare values keep their prior, and towards the shifts of neighbouring values. Rows whose source is
/// not "learned" keep their prior.
/// </summary>
internal static class Learning
{
    /// <summary>The strength of the regularisation of a weight towards its prior.</summary>
    private const double TowardsPrior = 3;

    /// <summary>The strength of the regularisation of a weight's shift towards the shifts of its neighbours.</summary>
    private const double TowardsNeighbours = 3;

    /// <summary>
    /// The weight of a known pair of one project. Other pairs have the weight 1. One in fifty of all pairs of a country
    /// is one project, but most of the best matches, which people read, are. This value assumes a share in between,
    /// like the prior weight of the setting.
    /// </summary>
    private const double KnownCount = 6;

    private const int Steps = 25;

    /// <summary>The number of folds of the cross-validation. Whole groups of pairs are assigned to a fold.</summary>
    public const int Parts = 10;

    public static Rules From(IEnumerable<Labelled> pairs)
    {
        var known = pairs.Where(pair => pair.Same is not null).ToList();
        var table = Rules.Current.Table;
        var weights = table.Select(rule => rule.Prior).ToArray();
        var free = Enumerable.Range(0, table.Count).Where(row => table[row].Source == "learned").ToArray();
        for (var step = 0; step < Steps; step++)
        {
            var rules = Rules.Current.With(weights);
            var (slope, curve) = (new double[free.Length], new double[free.Length, free.Length]);
            foreach (var pair in known)
            {
                var odds = Scorer.LogOdds(pair.Vector, rules, out var agreement);
                var allowed = Scorer.Allowed(pair.Vector, rules);
                var further = agreement > allowed ? Rules.Further(allowed) : 1;
                var row = Row(pair.Vector, rules, table, free, further);
                var likelihood = 1 / (1 + Math.Exp(-odds));
                var times = pair.Same == true ? KnownCount : 1;
                foreach (var (i, x) in row)
                {
                    slope[i] += times * ((pair.Same == true ? 1 : 0) - likelihood) * x;
                    foreach (var (j, y) in row)
                        curve[i, j] += times * likelihood * (1 - likelihood) * x * y;
                }
            }

            for (var i = 0; i < free.Length; i++)
            {
                var shift = weights[free[i]] - table[free[i]].Prior;
                slope[i] -= TowardsPrior * shift;
                curve[i, i] += TowardsPrior;
                if (i + 1 == free.Length || table[free[i + 1]].Feature != table[free[i]].Feature)
                    continue;
                var apart = weights[free[i + 1]] - table[free[i + 1]].Prior - shift;
                slope[i] += TowardsNeighbours * apart;
                slope[i + 1] -= TowardsNeighbours * apart;
                curve[i, i] += TowardsNeighbours;
                curve[i + 1, i + 1] += TowardsNeighbours;
                curve[i, i + 1] -= TowardsNeighbours;
                curve[i + 1, i] -= TowardsNeighbours;
            }

            var move = LinearSystem.Solve(curve, slope);
            for (var i = 0; i < free.Length; i++)
                weights[free[i]] += move[i];
            Order(weights, table, free);
            foreach (var row in free)
                weights[row] = table[row].Prior switch
                {
                    < 0 => Math.Min(0, weights[row]),
                    > 0 => Math.Max(0, weights[row]),
                    _ => weights[row],
                };
        }

        return Rules.Current.With([.. weights.Select(weight => Math.Round(weight, 2))]);
    }

    /// <summary>
    /// Keeps the weights of each feature in the order of their priors by isotonic regression (pool adjacent violators):
    /// closer dates never weigh less than dates further apart. The caller keeps the sign of each weight.
    /// </summary>
    private static void Order(double[] weights, IReadOnlyList<Rule> table, int[] free)
    {
        foreach (var feature in free.GroupBy(row => table[row].Feature))
        {
            var rows = feature.ToList();
            if (table[rows[^1]].Prior < table[rows[0]].Prior)
                rows.Reverse();
            var blocks = new List<(double Sum, int Count)>();
            foreach (var row in rows)
            {
                blocks.Add((weights[row], 1));
                while (blocks.Count > 1 && blocks[^2].Sum / blocks[^2].Count > blocks[^1].Sum / blocks[^1].Count)
                {
                    blocks[^2] = (blocks[^2].Sum + blocks[^1].Sum, blocks[^2].Count + blocks[^1].Count);
                    blocks.RemoveAt(blocks.Count - 1);
                }
            }

            var at = 0;
            foreach (var (sum, count) in blocks)
            {
                for (var i = 0; i < count; i++)
                    weights[rows[at++]] = sum / count;
            }
        }
    }

    /// <summary>Returns the scores of all pairs, each with weights that were learned without its group.</summary>
    public static IReadOnlyList<ScoredPair<Guid, string>> CrossValidated(IReadOnlyList<Labelled> pairs) =>
        [.. pairs.Zip(CrossValidated(pairs, []), (pair, rules) => pair.Under(rules))];

    /// <summary>Returns for each pair the rules with weights that were learned without its group.</summary>
    /// <param name="always">Further pairs that all weights are learned from.</param>
    public static IReadOnlyList<Rules> CrossValidated(IReadOnlyList<Labelled> pairs, IReadOnlyList<Labelled> always)
    {
        var part = pairs
            .Select(pair => pair.Group)
            .Distinct()
            .Order(StringComparer.Ordinal)
            .Select((group, i) => (group, Part: i % Parts))
            .ToDictionary(dealt => dealt.group, dealt => dealt.Part);
        var rules = Enumerable
            .Range(0, Parts)
            .Select(left => From(pairs.Where(pair => part[pair.Group] != left).Concat(always)))
            .ToList();
        return [.. pairs.Select(pair => rules[part[pair.Group]])];
    }

    /// <summary>
    /// Returns the share of each free row of the table in a pair. A value between two values of the table has a share
    /// of both.
    /// </summary>
    private static List<(int Row, double Share)> Row(
        ComparisonVector vector,
        Rules rules,
        IReadOnlyList<Rule> table,
        int[] free,
        double further
    )
    {
        var row = new List<(int, double)>();
        for (var i = 0; i < free.Length; i++)
        {
            var rule = table[free[i]];
            var value = vector[rule.Feature];
            if (double.IsNaN(value))
                continue;

            var before = i > 0 ? table[free[i - 1]] : null;
            var after = i + 1 < free.Length ? table[free[i + 1]] : null;
            var raised = Share(value, rule, before, after);
            var full = rules.Weight(rule.Feature, value);
            var scale = full != 0 ? Scorer.Weight(vector, rule.Feature, rules) / full : 1;
            if (raised > 0)
                row.Add((i, raised * scale * (full > 0 ? further : 1)));
        }

        return row;
    }

    private static double Share(double value, Rule rule, Rule? before, Rule? after)
    {
        before = before?.Feature == rule.Feature ? before : null;
        after = after?.Feature == rule.Feature ? after : null;
        if (value < rule.At)
            return before is null ? 1 : Math.Max(0, (value - before.At) / (rule.At - before.At));
        return after is null ? 1 : Math.Max(0, (after.At - value) / (after.At - rule.At));
    }
}
