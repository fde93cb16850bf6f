using Adam.Domain.Overlaps.Matching;

namespace Adam.Benchmarks.Quality;

/// <summary>Counts of correct, wrong and missed decisions.</summary>
internal sealed record Figures(int Right, int Wrong, int Missed)
{
    public double Precision => Right + Wrong == 0 ? 1 : (double)Right / (Right + Wrong);

    public double Recall => Right + Missed == 0 ? 1 : (double)Right / (Right + Missed);

    public double F1 => Right == 0 ? 0 : 2.0 * Right / ((2.0 * Right) + Wrong + Missed);

    /// <summary>Counts decisions by the known result. Pairs without a known result are ignored.</summary>
    public static Figures Of(IEnumerable<(bool Decided, bool? Same)> pairs)
    {
        var (right, wrong, missed) = (0, 0, 0);
        foreach (var (decided, same) in pairs)
        {
            right += decided && same == true ? 1 : 0;
            wrong += decided && same == false ? 1 : 0;
            missed += !decided && same == true ? 1 : 0;
        }

        return new(right, wrong, missed);
    }

    /// <summary>
    /// Returns the area under the curve of true and false positive rates: the chance that a pair of one undertaking has
    /// a higher score than another pair. Equal scores count half. 0.5 if one of the two is missing.
    /// </summary>
    public static double Auc(IEnumerable<(double Score, bool Same)> pairs)
    {
        var all = pairs.ToList();
        var same = all.Where(pair => pair.Same).Select(pair => pair.Score).ToList();
        var other = all.Where(pair => !pair.Same).Select(pair => pair.Score).ToList();
        if (same.Count == 0 || other.Count == 0)
            return 0.5;
        return same.Average(one =>
            other.Average(score =>
                one > score ? 1.0
                : one < score ? 0
                : 0.5
            )
        );
    }
}

/// <summary>
/// Scores of pairs with their known results. Pairs that are not mutual best matches are not eligible, regardless of
/// their score.
/// </summary>
internal sealed class Ranking(IReadOnlyList<(double Score, bool Eligible, bool? Same)> pairs)
{
    public static Ranking Of(IReadOnlyList<Labelled> pairs, IReadOnlyList<ScoredPair<Guid, string>> scored)
    {
        var matches = new MutualBestMatches<Guid, string>();
        foreach (var pair in scored)
            matches.Add(pair);
        return new([
            .. pairs.Zip(scored, (pair, one) => ((double)one.Score.ToDecimal(), matches.Contains(one), pair.Same)),
        ]);
    }

    public IEnumerable<(bool Decided, bool? Same)> Decided(double threshold) =>
        pairs.Select(pair => (pair.Eligible && pair.Score >= threshold, pair.Same));

    public Figures At(double threshold) => Figures.Of(Decided(threshold));

    /// <summary>Returns the threshold with the highest F1, and its figures.</summary>
    public (double Threshold, Figures Figures) Best() =>
        Thresholds().Select(threshold => (threshold, At(threshold))).MaxBy(at => at.Item2.F1);

    /// <summary>
    /// Returns the highest recall among the thresholds with at least this precision; 0 if there is none.
    /// </summary>
    public double RecallAt(double precision) =>
        Thresholds()
            .Select(At)
            .Where(figures => figures.Precision >= precision)
            .Select(figures => figures.Recall)
            .DefaultIfEmpty(0)
            .Max();

    private IEnumerable<double> Thresholds() =>
        pairs.Where(pair => pair.Eligible && pair.Same == true).Select(pair => pair.Score).Distinct();
}
