namespace Adam.Domain.Overlaps.Matching;

/// <summary>
/// Fits a <see cref="Calibration"/> to pairs with known results: the logistic regression of the results on the sum of
/// weights, with a bend at each knot. Bends are penalised, so that few pairs give a straight line.
/// </summary>
public static class CalibrationFit
{
    /// <summary>The strength of the penalty on the square of a bend.</summary>
    private const double AgainstBends = 4;

    /// <summary>The strength of the penalty on the square of the distance from the sum itself.</summary>
    private const double TowardsSum = 0.05;

    /// <summary>The least rise of the log-odds for each unit of the sum, so that the order of sums is kept.</summary>
    private const double LeastRise = 0.1;

    /// <summary>The greatest change of a knot in a step, so that steps do not overshoot.</summary>
    private const double LongestMove = 1;

    private const int Steps = 40;
    private const int Decimals = 2;

    private static readonly double[] Knots = [-7, -4, -2, 0, 1.5, 3, 4.5, 7];

    /// <param name="pairs">The sum of the weights of each pair, and true if it is one undertaking.</param>
    public static Calibration Compute(IReadOnlyCollection<(double Sum, bool Same)> pairs)
    {
        var odds = (double[])Knots.Clone();
        for (var step = 0; step < Steps; step++)
        {
            var (slope, curve) = (new double[Knots.Length], new double[Knots.Length, Knots.Length]);
            foreach (var (sum, same) in pairs)
            {
                var (at, share) = Place(sum);
                var likelihood = Arithmetic.Likelihood(((1 - share) * odds[at]) + (share * odds[at + 1]));
                var (miss, sure) = ((same ? 1 : 0) - likelihood, likelihood * (1 - likelihood));
                slope[at] += (1 - share) * miss;
                slope[at + 1] += share * miss;
                curve[at, at] += (1 - share) * (1 - share) * sure;
                curve[at, at + 1] += share * (1 - share) * sure;
                curve[at + 1, at] += share * (1 - share) * sure;
                curve[at + 1, at + 1] += share * share * sure;
            }

            Penalise(odds, slope, curve);
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

    private static void Penalise(double[] odds, double[] slope, double[,] curve)
    {
        for (var knot = 0; knot < Knots.Length; knot++)
        {
            slope[knot] -= TowardsSum * (odds[knot] - Knots[knot]);
            curve[knot, knot] += TowardsSum;
        }

        for (var knot = 1; knot < Knots.Length - 1; knot++)
        {
            var (before, after) = (1 / (Knots[knot] - Knots[knot - 1]), 1 / (Knots[knot + 1] - Knots[knot]));
            double[] row = [before, -before - after, after];
            var bend = (row[0] * odds[knot - 1]) + (row[1] * odds[knot]) + (row[2] * odds[knot + 1]);
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
