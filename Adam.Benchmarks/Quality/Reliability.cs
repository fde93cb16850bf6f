using System.Globalization;
using Adam.Benchmarks.Timing;

namespace Adam.Benchmarks.Quality;

/// <summary>
/// Compares predicted probabilities with the shares that were seen, in ten bins of equal width. Pairs without a known
/// result are ignored.
/// </summary>
internal sealed class Reliability
{
    private const int Bins = 10;

    private readonly IReadOnlyList<(double Predicted, bool Same)> _pairs;

    public Reliability(IEnumerable<(double Predicted, bool? Same)> pairs) =>
        _pairs = [.. pairs.Where(pair => pair.Same is not null).Select(pair => (pair.Predicted, pair.Same!.Value))];

    /// <summary>
    /// Returns the expected calibration error, from 0 to 1: the mean distance between prediction and share of the bins,
    /// weighted by their pairs (Naeini, Cooper and Hauskrecht, 2015). 0 if there is no pair.
    /// </summary>
    public double ExpectedError() =>
        _pairs.Count == 0 ? 0 : Filled().Sum(bin => bin.Count() * Math.Abs(Predicted(bin) - Seen(bin))) / _pairs.Count;

    public void Print(string title)
    {
        var report = new Report(title, "pairs", "predicted", "seen");
        foreach (var bin in Filled())
            report.Line(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"{(double)bin.Key / Bins:0.0} to {(bin.Key + 1.0) / Bins:0.0}"
                ),
                Report.Number(bin.Count()),
                Share(Predicted(bin)),
                Share(Seen(bin))
            );
        report.Line("expected calibration error", Report.Number(_pairs.Count), "", Share(ExpectedError()));
    }

    private IEnumerable<IGrouping<int, (double Predicted, bool Same)>> Filled() =>
        _pairs.GroupBy(pair => Math.Min(Bins - 1, (int)(pair.Predicted * Bins))).OrderBy(bin => bin.Key);

    private static double Predicted(IEnumerable<(double Predicted, bool Same)> bin) =>
        bin.Average(pair => pair.Predicted);

    private static double Seen(IEnumerable<(double Predicted, bool Same)> bin) =>
        bin.Average(pair => pair.Same ? 1.0 : 0);

    private static string Share(double share) => share.ToString("0.000", CultureInfo.InvariantCulture);
}
