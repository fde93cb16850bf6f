namespace Adam.Domain.Overlaps.Matching;

/// <summary>
/// Fits a <see cref="Calibration"/> to pairs with known results: the logistic regression of the results on the sum of
/// weights, with a bend at each knot. Departures from a prior, and bends in them, are penalised, so that few pairs
/// change it little and smoothly.
/// </summary>
public static class CalibrationFit
{
    /// <summary>The strength of the penalty on the square of a bend.</summary>
    private const double AgainstBends = 4;

    /// <summary>The strength of the penalty on the square of the distance from the sum itself.</summary>
    private const double TowardsSum = 0.05;

    /// <summary>
    /// The strength of the penalty on the square of the distance from the calibration in use: that of 16 pairs at even
    /// odds, for each knot.
    /// </summary>
    private const double TowardsCurrent = 4;

    /// <summary>The least rise of the log-odds for each unit of the sum, so that the order of sums is kept.</summary>
    private const double LeastRise = 0.1;

    /// <summary>The greatest change of a knot in a step, so that steps do not overshoot.</summary>
    private const double LongestMove = 1;

    private const int Steps = 40;
    private const int Decimals = 2;

    private static readonly double[] Knots = [-7, -4, -2, 0, 1.5, 3, 4.5, 7];

    /// <summary>Fits a calibration from nothing: without pairs, the sum is the log-odds.</summary>
    /// <param name="pairs">The sum of the weights of each pair, and true if it is one undertaking.</param>
    public static Calibration Compute(IReadOnlyCollection<(double Sum, bool Same)> pairs) =>
        Compute([.. pairs.Select(pair => (pair.Sum, pair.Same, 1.0))], Knots, TowardsSum);

    /// <summary>Fits the calibration in use to pairs of a register, whose sums have learned factors.</summary>
    /// <param name="pairs">
    /// The sum of each pair under factors that were learned without it: factors tell their own pairs too well.
    /// </param>
    public static Calibration Refit(IEnumerable<(LearningPair Pair, double Sum)> pairs) =>
        Compute(
            [.. pairs.Select(one => (one.Sum, one.Pair.Same, one.Pair.Count))],
            [.. Knots.Select(Calibration.Current.LogOdds)],
            TowardsCurrent
        );

    /// <param name="pairs">Each pair with the number of pairs that it stands for.</param>
    /// <param name="prior">The log-odds at the knots that the fit is drawn to.</param>
    private static Calibration Compute(
        IReadOnlyCollection<(double Sum, bool Same, double Count)> pairs,
        double[] prior,
        double towardsPrior
    )
    {
        var odds = (double[])prior.Clone();
        for (var step = 0; step < Steps; step++)
        {
            var (slope, curve) = (new double[Knots.Length], new double[Knots.Length, Knots.Length]);
            foreach (var (sum, same, count) in pairs)
            {
                var (at, share) = Place(sum);
                var likelihood = Arithmetic.Likelihood(((1 - share) * odds[at]) + (share * odds[at + 1]));
                var miss = count * ((same ? 1 : 0) - likelihood);
                var sure = count * likelihood * (1 - likelihood);
                slope[at] += (1 - share) * miss;
                slope[at + 1] += share * miss;
                curve[at, at] += (1 - share) * (1 - share) * sure;
                curve[at, at + 1] += share * (1 - share) * sure;
                curve[at + 1, at] += share * (1 - share) * sure;
                curve[at + 1, at + 1] += share * share * sure;
            }

            Penalise([.. odds.Zip(prior, (one, other) => one - other)], towardsPrior, slope, curve);
            var move = LinearSystem.Solve(curve, slope);
            for (var knot = 0; knot < Knots.Length; knot++)
                odds[knot] += Math.Clamp(move[knot], -LongestMove, LongestMove);
            Order(odds);
        }

        return new([.. Knots.Select((sum, i) => new CalibrationPoint(sum, Math.Round(odds[i], Decimals)))]);
    }

    /// <summary>Returns the knot before a sum, and the share of the way from it to the next.</summary>
    private static (int At, double Share) Place(double sum)
    {
        var at = 0;
        while (at < Knots.Length - 2 && sum > Knots[at + 1])
            at++;
        return (at, Math.Clamp((sum - Knots[at]) / (Knots[at + 1] - Knots[at]), 0, 1));
    }

    /// <param name="departure">The distance of each knot from the prior.</param>
    private static void Penalise(double[] departure, double towardsPrior, double[] slope, double[,] curve)
    {
        for (var knot = 0; knot < Knots.Length; knot++)
        {
            slope[knot] -= towardsPrior * departure[knot];
            curve[knot, knot] += towardsPrior;
        }

        for (var knot = 1; knot < Knots.Length - 1; knot++)
        {
            var (before, after) = (1 / (Knots[knot] - Knots[knot - 1]), 1 / (Knots[knot + 1] - Knots[knot]));
            double[] row = [before, -before - after, after];
            var bend = (row[0] * departure[knot - 1]) + (row[1] * departure[knot]) + (row[2] * departure[knot + 1]);
            for (var i = 0; i < row.Length; i++)
            {
                slope[knot - 1 + i] -= AgainstBends * bend * row[i];
                for (var j = 0; j < row.Length; j++)
                    curve[knot - 1 + i, knot - 1 + j] += AgainstBends * row[i] * row[j];
            }
        }
    }

    /// <summary>
    /// Makes each knot rise above the one before by at least <see cref="LeastRise"/>: isotonic regression of what is
    /// above the least line (pool adjacent violators).
    /// </summary>
    private static void Order(double[] odds)
    {
        var blocks = new List<(double Sum, int Count)>();
        for (var knot = 0; knot < Knots.Length; knot++)
        {
            blocks.Add((odds[knot] - (LeastRise * Knots[knot]), 1));
            while (blocks.Count > 1 && blocks[^2].Sum / blocks[^2].Count > blocks[^1].Sum / blocks[^1].Count)
            {
                blocks[^2] = (blocks[^2].Sum + blocks[^1].Sum, blocks[^2].Count + blocks[^1].Count);
                blocks.RemoveAt(blocks.Count - 1);
            }
        }

        var at = 0;
        var most = Calibration.SurestLogOdds - (LeastRise * Knots[^1]);
        foreach (var (sum, count) in blocks)
        {
            for (var i = 0; i < count; i++, at++)
                odds[at] = Math.Clamp(sum / count, -most, most) + (LeastRise * Knots[at]);
        }
    }
}
