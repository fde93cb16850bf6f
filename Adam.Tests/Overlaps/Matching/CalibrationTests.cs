using Adam.Domain.Overlaps.Matching;
using CsCheck;

namespace Adam.Tests.Overlaps.Matching;

/// <summary>A calibration converts sums of weights to probabilities, and keeps their order.</summary>
public sealed class CalibrationTests
{
    private static readonly Gen<(double Sum, bool Same)[]> Pairs = Gen.Select(Gen.Double[-9, 9], Gen.Bool).Array[0, 60];

    [Test]
    public void Fitted_calibration_keeps_the_order_of_sums() =>
        Gen.Select(Pairs, Gen.Double[-10, 10], Gen.Double[0.01, 2])
            .Sample(
                (pairs, sum, more) =>
                {
                    var calibration = CalibrationFit.Compute(pairs);
                    Assert.That(
                        calibration.LogOdds(sum + more),
                        Is.GreaterThan(calibration.LogOdds(sum)),
                        "a higher sum"
                    );
                    Assert.That(calibration.SumAt(calibration.Probability(sum)), Is.EqualTo(sum).Within(1e-6));
                },
                iter: 300
            );

    /// <summary>Sums that overstate by a factor of two: the fit must find the probabilities that were drawn.</summary>
    [Test]
    public void Fit_finds_the_probabilities_of_overconfident_sums()
    {
        var random = new Random(5);
        var pairs = Enumerable
            .Range(0, 4_000)
            .Select(_ =>
            {
                var sum = (14 * random.NextDouble()) - 7;
                return (sum, random.NextDouble() < 1 / (1 + Math.Exp(-sum / 2)));
            })
            .ToList();
        var fitted = CalibrationFit.Compute(pairs);
        foreach (var sum in (double[])[-6, -3, -1, 0, 1, 3, 6])
            Assert.That(fitted.Probability(sum), Is.EqualTo(1 / (1 + Math.Exp(-sum / 2))).Within(0.05), $"at {sum}");
    }

    [Test]
    public void Without_pairs_the_sum_is_the_log_odds()
    {
        var fitted = CalibrationFit.Compute([]);
        foreach (var sum in (double[])[-6, -1, 0, 2.5, 6])
            Assert.That(fitted.LogOdds(sum), Is.EqualTo(sum).Within(0.05), $"at {sum}");
    }

    [Test]
    public void Table_is_what_the_program_writes()
    {
        Assert.That(
            Repository.Read("Adam.Domain", "Overlaps", "Matching", "calibration.tsv"),
            Is.EqualTo(Calibration.Current.Write())
        );
    }

    [Test]
    public void Points_must_ascend()
    {
        Assert.That(
            () => new Calibration([new(0, 0.5), new(1, 0.5)]),
            Throws.ArgumentException.With.Message.Contains("strictly ascending")
        );
        Assert.That(() => new Calibration([new(0, 0.5)]), Throws.ArgumentException);
        Assert.That(() => new Calibration([new(1, 0), new(0, 0.5)]), Throws.ArgumentException);
        Assert.That(() => new Calibration([new(0, 0), new(1, 7.1)]), Throws.ArgumentException);
    }
}
