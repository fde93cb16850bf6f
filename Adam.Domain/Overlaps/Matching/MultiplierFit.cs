namespace Adam.Domain.Overlaps.Matching;

/// <summary>
/// Fits <see cref="Multipliers"/> to pairs with known results: the logistic regression of the results on the sums of
/// the components, drawn to the factor 1.
/// </summary>
public static class MultiplierFit
{
    /// <summary>The strength of the penalty on the square of a factor's distance from 1.</summary>
    private const double TowardsOne = 6;

    private const int Steps = 30;
    private const double LongestMove = 0.5;
    private const int Decimals = 2;

    private static readonly Component[] Components = [.. Enum.GetValues<Component>().Where(Multipliers.IsMultiplied)];

    /// <param name="verdicts">The number of verdicts among the pairs.</param>
    public static Multipliers Compute(IReadOnlyCollection<LearningPair> pairs, Calibration calibration, int verdicts)
    {
        var size = 2 * Components.Length;
        var rows = pairs.Select(pair => (Pair: pair, Row: Row(pair.Evidence))).ToList();
        var factors = new double[size];
        Array.Fill(factors, 1);
        for (var step = 0; step < Steps; step++)
        {
            var current = Multiplied(factors, verdicts);
            var (slope, curve) = (new double[size], new double[size, size]);
            foreach (var (pair, row) in rows)
            {
                var sum = pair.Evidence.Sum(current);
                var further = IsLimited(pair.Evidence, row, factors) ? Rules.Further(pair.Evidence.FullAgreement) : 1;
                // The calibration is linear around the sum, so its rise scales each component.
                var rise = (calibration.LogOdds(sum + Near) - calibration.LogOdds(sum - Near)) / (2 * Near);
                var likelihood = calibration.Probability(sum);
                var (miss, sure) = ((pair.Same ? 1 : 0) - likelihood, likelihood * (1 - likelihood));
                for (var i = 0; i < size; i++)
                {
                    var x = rise * row[i] * (i % 2 == 0 ? further : 1);
                    if (x == 0)
                        continue;
                    slope[i] += pair.Count * miss * x;
                    for (var j = 0; j < size; j++)
                        curve[i, j] += pair.Count * sure * x * rise * row[j] * (j % 2 == 0 ? further : 1);
                }
            }

            for (var i = 0; i < size; i++)
            {
                slope[i] -= TowardsOne * (factors[i] - 1);
                curve[i, i] += TowardsOne;
            }

            var move = LinearSystem.Solve(curve, slope);
            for (var i = 0; i < size; i++)
                factors[i] = Math.Clamp(
                    factors[i] + Math.Clamp(move[i], -LongestMove, LongestMove),
                    Multipliers.Lowest,
                    Multipliers.Highest
                );
        }

        return Multiplied([.. factors.Select(factor => Math.Round(factor, Decimals))], verdicts);
    }

    /// <summary>
    /// Returns the mean loss of pairs in nats: the negative logarithm of the probability of what is true. 0 without
    /// pairs.
    /// </summary>
    public static double Loss(IReadOnlyCollection<LearningPair> pairs, Calibration calibration, Multipliers multipliers)
    {
        var (sum, count) = (0.0, 0.0);
        foreach (var pair in pairs)
        {
            var likelihood = calibration.Probability(pair.Evidence.Sum(multipliers));
            sum -= pair.Count * Arithmetic.Ln(Math.Max(Least, pair.Same ? likelihood : 1 - likelihood));
            count += pair.Count;
        }

        return count == 0 ? 0 : sum / count;
    }

    private const double Near = 0.01;
    private const double Least = 1e-6;

    private static bool IsLimited(MatchEvidence evidence, double[] row, double[] factors)
    {
        var agreement = 0.0;
        for (var i = 0; i < row.Length; i += 2)
            agreement += factors[i] * row[i];
        return agreement > evidence.FullAgreement;
    }

    /// <summary>Returns the agreeing and the disagreeing sum of each component in turn.</summary>
    private static double[] Row(MatchEvidence evidence) =>
        [
            .. Components.SelectMany(component =>
                evidence.Weights.GetValueOrDefault(Rules.Kebab(component.ToString())) ?? [0, 0]
            ),
        ];

    private static Multipliers Multiplied(double[] factors, int verdicts) =>
        new(
            verdicts,
            Components
                .Select((component, i) => (component, (factors[2 * i], factors[(2 * i) + 1])))
                .ToDictionary(one => one.component, one => one.Item2)
        );
}
