using Adam.Domain.Overlaps.Matching;
using CsCheck;

namespace Adam.Tests.Overlaps.Matching;

/// <summary>Factors that are learned from verdicts are bounded, readable, and part of the edition.</summary>
public sealed class MultipliersTests
{
    private static readonly Component[] Components = [.. Enum.GetValues<Component>().Where(Multipliers.IsMultiplied)];

    private static readonly Gen<Multipliers> Any = Gen.Select(
        Gen.Int[0, 500],
        Gen.Select(Gen.Int[25, 300], Gen.Int[25, 300]).Array[Components.Length],
        (verdicts, factors) =>
            new Multipliers(
                verdicts,
                Components
                    .Zip(factors)
                    .ToDictionary(one => one.First, one => (one.Second.Item1 / 100.0, one.Second.Item2 / 100.0))
            )
    );

    [Test]
    public void Factors_are_read_as_they_were_written() =>
        Any.Sample(multipliers =>
        {
            var read = Multipliers.Parse(multipliers.Write());
            Assert.That(read.Verdicts, Is.EqualTo(multipliers.Verdicts));
            foreach (var component in Components)
                Assert.That(read.For(component), Is.EqualTo(multipliers.For(component)), $"{component}");
        });

    [Test]
    public void Factors_outside_their_bounds_are_rejected()
    {
        foreach (var factor in (double[])[-1, 0, 0.24, 3.01, double.NaN])
            Assert.That(
                () =>
                    new Multipliers(1, new Dictionary<Component, (double, double)> { [Component.Text] = (1, factor) }),
                Throws.ArgumentException.With.Message.Contains("Text"),
                $"{factor}"
            );
        Assert.That(
            () => new Multipliers(1, new Dictionary<Component, (double, double)> { [Component.Setting] = (1, 1) }),
            Throws.ArgumentException
        );
        string[] wrong = ["places=1/1", "verdicts=1 setting=1/1", "verdicts=1 places=1", "verdicts=1 x=1/1"];
        foreach (var text in wrong)
            Assert.That(() => Multipliers.Parse(text), Throws.TypeOf<FormatException>(), text);
    }

    [Test]
    public void Factors_belong_to_the_edition()
    {
        var (plain, learned) = (
            TermStatistics.FromProfiles([]),
            TermStatistics.FromProfiles([], LearnedRules.Parse("verdicts=20 places=1.5/2"))
        );
        Assert.That(learned.Id, Is.Not.EqualTo(plain.Id));
        Assert.That(plain.Rules.Name, Is.EqualTo(Rules.Version));
        Assert.That(learned.Rules.Name, Is.EqualTo($"{Rules.Version} with 20 verdicts"));

        var read = TermStatistics.Read(learned.Write());
        Assert.That(read.Id, Is.EqualTo(learned.Id));
        Assert.That(read.Rules.Multipliers.For(Component.Places), Is.EqualTo((1.5, 2)));
    }

    /// <summary>The sum of the kept evidence is the one that scores are computed from.</summary>
    [Test]
    public void Evidence_adds_up_to_the_score_under_any_factors() =>
        Gen.Select(RandomRecords.Registers, Any)
            .Sample(
                (register, multipliers) =>
                {
                    var profiles = register.Select(record => Profile.FromDraft(record.Owner, record.Draft)).ToList();
                    var statistics = TermStatistics.FromProfiles(profiles, new(multipliers, Calibration.Current));
                    var weighted = profiles.ConvertAll(profile => WeightedProfile.Create(profile, statistics));
                    for (var i = 1; i < weighted.Count; i++)
                    {
                        var vector = Scorer.Compare(weighted[i - 1], weighted[i]);
                        var evidence = MatchEvidence.Parse(
                            MatchEvidence.FromPair(weighted[i - 1], weighted[i], shown: 1).Write()
                        );
                        Assert.That(
                            evidence.Sum(multipliers),
                            Is.EqualTo(Scorer.LogOdds(vector, statistics.Rules, out _)).Within(0.01)
                        );
                        Assert.That(evidence.Edition, Is.EqualTo(statistics.Id));
                        var score = Scorer.Compute(weighted[i - 1], weighted[i]);
                        Assert.That(evidence.Score, Is.EqualTo(score.ToDecimal()));
                    }
                },
                iter: 30
            );

    /// <summary>Places decide in these pairs, and words mislead.</summary>
    [Test]
    public void Fit_raises_what_decides_and_lowers_what_misleads()
    {
        var random = new Random(3);
        var pairs = Enumerable
            .Range(0, 60)
            .Select(i =>
            {
                var same = i % 2 == 0;
                return new LearningPair(
                    new(
                        Rules.Version,
                        "",
                        0.5m,
                        1,
                        Rules.FullAgreement,
                        new Dictionary<string, double[]>
                        {
                            ["setting"] = [0, -3],
                            ["places"] = [same ? 1.5 : 0, same ? 0 : -1],
                            ["text"] = [(same ? 1 : 8) * random.NextDouble(), 0],
                        }
                    ),
                    same,
                    1,
                    ""
                );
            })
            .ToList();
        var fitted = MultiplierFit.Compute(pairs, Calibration.Current, 60);
        Assert.That(fitted.For(Component.Places).For, Is.GreaterThan(1.2));
        Assert.That(fitted.For(Component.Places).Against, Is.GreaterThan(1.1));
        Assert.That(fitted.For(Component.Text).For, Is.LessThan(1));
        Assert.That(fitted.For(Component.Donors), Is.EqualTo((1, 1)));
        Assert.That(
            MultiplierFit.Loss(pairs, Calibration.Current, fitted),
            Is.LessThan(MultiplierFit.Loss(pairs, Calibration.Current, Multipliers.None))
        );
    }
}
