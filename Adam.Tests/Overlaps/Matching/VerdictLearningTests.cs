using Adam.Domain.Overlaps.Matching;

namespace Adam.Tests.Overlaps.Matching;

/// <summary>
/// An edition that was learned from verdicts has a calibration of its own, if pairs that were left out agree.
/// </summary>
public sealed class VerdictLearningTests
{
    private static readonly double[] Sums = [-6, -4, -2, -1, 0, 1, 2, 3, 4, 5, 6, 7];

    [Test]
    public void Register_whose_scores_are_too_sure_gets_a_calibration_of_its_own()
    {
        // Half of the log-odds that the program's calibration states: of pairs at 0.94, three in four are one.
        var learned = Learn(sum => Calibration.Current.LogOdds(sum) / 2);
        var (own, current) = (learned.Proposed.Calibration, Calibration.Current);
        Assert.That(learned.IsBetter, Is.True);
        Assert.That(Likelihood(own, 4), Is.LessThan(Likelihood(current, 4) - 0.05));
        Assert.That(Likelihood(own, -4), Is.GreaterThan(2 * Likelihood(current, -4)));
        foreach (var sum in Sums)
            Assert.That(own.LogOdds(sum + 0.01), Is.GreaterThan(own.LogOdds(sum)), $"the order is kept at {sum}");
    }

    [Test]
    public void Register_whose_scores_are_right_keeps_the_calibration_of_the_program() =>
        Assert.That(
            Learn(sum => Calibration.Current.LogOdds(sum)).Proposed.Calibration,
            Is.SameAs(Calibration.Current)
        );

    [Test]
    public void Learned_rules_are_read_as_they_were_written()
    {
        foreach (var text in (string[])["", "verdicts=20 places=1.5/2", "verdicts=3 calibration=-7:-6.5/0:-1.25/7:6"])
        {
            var read = LearnedRules.Parse(text);
            Assert.That(read.Write(), Is.EqualTo(text));
            Assert.That(
                TermStatistics.Read(TermStatistics.FromProfiles([], read).Write()).Rules.Calibration.Points,
                Is.EqualTo(read.Calibration.Points),
                "the edition contains the calibration"
            );
        }

        string[] wrong = ["verdicts=1 calibration=1", "verdicts=1 calibration=0:0/1:1 calibration=0:0/1:1"];
        foreach (var text in wrong)
            Assert.That(() => LearnedRules.Parse(text), Throws.TypeOf<FormatException>(), text);
        Assert.That(
            () => LearnedRules.Parse("verdicts=1 calibration=0:1/1:0"),
            Throws.ArgumentException,
            "the order of sums is not kept"
        );
    }

    [Test]
    public void Edition_scores_by_its_calibration()
    {
        var (one, other) = (Profile.FromDraft("DE", ScorerTests.Full), Profile.FromDraft("US", ScorerTests.Other));
        var rules = LearnedRules.Parse("verdicts=3 calibration=-7:-6/0:-2/7:4");
        var edition = TermStatistics.FromProfiles([], rules);
        var (a, b) = (WeightedProfile.Create(one, edition), WeightedProfile.Create(other, edition));
        var sum = Scorer.LogOdds(Scorer.Compare(a, b), edition.Rules, out _);
        Assert.That(
            (double)Scorer.Compute(a, b).ToDecimal(),
            Is.EqualTo(Likelihood(rules.Calibration, Math.Min(sum, 7))).Within(0.001)
        );
    }

    /// <summary>
    /// Learns from pairs in proportion to probabilities. Their evidence is the setting and one component, so that no
    /// factor explains what the calibration should.
    /// </summary>
    private static VerdictLearning Learn(Func<double, double> logOdds)
    {
        var verdicts = new List<LearningPair>();
        var anchors = new List<LearningPair>();
        foreach (var sum in Sums)
        {
            var likelihood = 1 / (1 + Math.Exp(-logOdds(sum)));
            for (var number = 0; number < 40; number++)
            {
                var pair = new LearningPair(
                    new(
                        Rules.Version,
                        "",
                        0.5m,
                        1,
                        100,
                        new Dictionary<string, double[]> { ["setting"] = [Math.Max(0, sum), Math.Min(0, sum)] }
                    ),
                    number < Math.Round(40 * likelihood),
                    3,
                    $"{number}"
                );
                (number % 2 == 0 ? verdicts : anchors).Add(pair);
            }
        }

        return VerdictLearning.Compute(verdicts, anchors, LearnedRules.None);
    }

    private static double Likelihood(Calibration calibration, double sum) =>
        1 / (1 + Math.Exp(-calibration.LogOdds(sum)));
}
