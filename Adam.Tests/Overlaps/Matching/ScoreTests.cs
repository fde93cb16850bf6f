using System.Globalization;
using Adam.Domain.Overlaps.Matching;
using CsCheck;

namespace Adam.Tests.Overlaps.Matching;

public sealed class ScoreTests
{
    [Test]
    public void Every_score_is_itself_again_after_each_conversion() =>
        Gen.Int[0, 10_000]
            .Sample(units =>
            {
                var score = new Score(units);
                var shown = score.ToDecimal().ToString(CultureInfo.InvariantCulture);
                Assert.That(score.TenThousandths, Is.EqualTo(units));
                Assert.That(Score.FromDecimal(score.ToDecimal()), Is.EqualTo(score));
                Assert.That(Score.Ceiling(score.ToDecimal()), Is.EqualTo(score));
                Assert.That(shown, Is.EqualTo(score.ToString()).And.Length.EqualTo(6), "four decimals, zeros included");
            });

    [Test]
    public void Scores_compare_as_their_numbers_do() =>
        Gen.Select(Gen.Int[0, 10_000], Gen.Int[0, 10_000])
            .Sample(
                (a, b) =>
                {
                    var (one, other) = (new Score(a), new Score(b));
                    Assert.That(one.CompareTo(other), Is.EqualTo(a.CompareTo(b)));
                    Assert.That(
                        (one < other, one <= other, one > other, one >= other, one == other),
                        Is.EqualTo((a < b, a <= b, a > b, a >= b, a == b))
                    );
                }
            );

    [TestCase(0.30001, 3_001)]
    [TestCase(0.3, 3_000)]
    [TestCase(0, 0)]
    [TestCase(0.99999, 10_000)]
    [TestCase(1, 10_000)]
    public void Lowest_score_that_is_not_below_a_number_is_rounded_up(decimal number, int expected) =>
        Assert.That(Score.Ceiling(number).TenThousandths, Is.EqualTo(expected));

    [TestCase(0.00005, 1)]
    [TestCase(-0.00005, -1)]
    [TestCase(0.00004999, 0)]
    [TestCase(-0.98765, -9_877)]
    public void Parts_of_a_score_are_rounded_halves_away_from_zero(double part, int expected) =>
        Assert.That(Score.RoundToTenThousandths(part), Is.EqualTo(expected));

    [Test]
    public void Numbers_that_are_no_score_are_refused()
    {
        using (Assert.EnterMultipleScope())
        {
            Assert.That(() => new Score(-1), Throws.InstanceOf<ArgumentOutOfRangeException>());
            Assert.That(() => new Score(10_001), Throws.InstanceOf<ArgumentOutOfRangeException>());
            Assert.That(() => Score.FromDecimal(0.00001m), Throws.InstanceOf<ArgumentOutOfRangeException>());
            Assert.That(() => Score.FromDecimal(-0.1m), Throws.InstanceOf<ArgumentOutOfRangeException>());
            Assert.That(() => Score.Ceiling(1.0001m), Throws.InstanceOf<ArgumentOutOfRangeException>());
        }
    }
}
