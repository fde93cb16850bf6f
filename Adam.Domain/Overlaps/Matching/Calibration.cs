using System.Globalization;
using System.Text;
using Adam.Domain.CodeLists;

namespace Adam.Domain.Overlaps.Matching;

/// <summary>
/// Converts the sum of the weights of a pair to the probability that the two are one undertaking. The weights are not
/// independent, as their sum assumes, so the sum alone is no log-odds. The conversion keeps the order of sums strictly.
/// It is linear in log-odds between the rows of the readable table <c>calibration.tsv</c>, and beyond them (a piecewise
/// form of Platt, 1999).
/// </summary>
public sealed class Calibration
{
    /// <summary>
    /// The greatest log-odds, above or below 0. A score is then at least nine ten-thousandths from 0 and 1, which is
    /// more than the rounding of all contributions together.
    /// </summary>
    public const double SurestLogOdds = 7;

    /// <param name="points">
    /// At least two sums with their log-odds, both strictly ascending. No log-odds are beyond
    /// <see cref="SurestLogOdds"/>.
    /// </param>
    /// <exception cref="ArgumentException">The points do not have this form.</exception>
    public Calibration(IReadOnlyList<CalibrationPoint> points)
    {
        var ascends = points
            .Skip(1)
            .Zip(points, (next, point) => next.Sum > point.Sum && next.LogOdds > point.LogOdds)
            .All(order => order);
        if (points.Count < 2 || !ascends || points.Any(point => Math.Abs(point.LogOdds) > SurestLogOdds))
            throw new ArgumentException(
                "A calibration needs at least two points whose sums and log-odds are strictly ascending, with log-odds "
                    + "from -7 to 7.",
                nameof(points)
            );

        Points = points;
    }

    /// <summary>The calibration of the rules in use, from the table <c>calibration.tsv</c>.</summary>
    public static Calibration Current { get; } =
        new([
            .. CodeListCatalog
                .Rows("calibration")
                .Select(row => new CalibrationPoint(Number(row["sum"]), Number(row["log-odds"]))),
        ]);

    /// <summary>The rows of the table, ascending.</summary>
    public IReadOnlyList<CalibrationPoint> Points { get; }

    /// <summary>Converts a sum of weights to log-odds.</summary>
    internal double LogOdds(double sum) => Interpolate(sum, point => point.Sum, point => point.LogOdds);

    /// <summary>Converts a sum of weights to a probability.</summary>
    internal double Probability(double sum) => Arithmetic.Likelihood(LogOdds(sum));

    /// <summary>Returns the sum of weights that has a probability.</summary>
    internal double SumAt(double probability) =>
        Interpolate(Arithmetic.LogOdds(probability), point => point.LogOdds, point => point.Sum);

    /// <summary>Returns the table in the form of <c>calibration.tsv</c>.</summary>
    public string Write()
    {
        var text = new StringBuilder("sum\tlog-odds\tmeaning\n");
        foreach (var (sum, logOdds) in Points)
            text.Append(
                CultureInfo.InvariantCulture,
                $"{sum}\t{logOdds:0.00}\tOf 1,000 pairs whose weights add up to {sum}, "
                    + $"{Math.Round(Arithmetic.Likelihood(logOdds) * 1_000)} are one undertaking.\n"
            );
        return text.ToString();
    }

    private double Interpolate(double value, Func<CalibrationPoint, double> from, Func<CalibrationPoint, double> to)
    {
        var after = 1;
        while (after < Points.Count - 1 && value > from(Points[after]))
            after++;
        var (low, high) = (Points[after - 1], Points[after]);
        return to(low) + ((value - from(low)) / (from(high) - from(low)) * (to(high) - to(low)));
    }

    private static double Number(string text) => double.Parse(text, CultureInfo.InvariantCulture);
}

/// <summary>A sum of weights, and the log-odds that a pair with this sum is one undertaking.</summary>
public readonly record struct CalibrationPoint(double Sum, double LogOdds);
