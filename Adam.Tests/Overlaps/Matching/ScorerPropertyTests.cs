using Adam.Domain.Overlaps.Matching;
using CsCheck;

namespace Adam.Tests.Overlaps.Matching;

public sealed class ScorerPropertyTests
{
    private static IEnumerable<(WeightedProfile A, WeightedProfile B)> Pairs(List<WeightedProfile> records) =>
        from i in Enumerable.Range(0, Math.Min(records.Count, 12))
        from j in Enumerable.Range(i + 1, Math.Min(records.Count, 13) - i - 1)
        select (records[i], records[records.Count - 1 - j]);

    [Test]
    public void Score_is_the_same_from_either_side_and_the_sum_of_its_reasons() =>
        RandomRecords.Registers.Sample(
            register =>
            {
                foreach (var (a, b) in Pairs(RandomRecords.Weigh(register)))
                {
                    var one = Scorer.Explain(a, b, RandomRecords.Shared);
                    var other = Scorer.Explain(b, a, RandomRecords.Shared);
                    Assert.That(one.Reasons, Is.EqualTo(other.Reasons));
                    Assert.That(one.Score, Is.EqualTo(other.Score));
                    Assert.That(one.Score.ToDecimal(), Is.EqualTo(one.Reasons.Sum(reason => reason.Contribution)));
                    Assert.That(one.Score.ToDecimal(), Is.InRange(0m, 1m));
                    Assert.That(Scorer.Compute(a, b), Is.EqualTo(one.Score));
                    Assert.That(
                        one.Reasons.Select(reason => reason.Contribution),
                        Has.All.Matches<decimal>(contribution => decimal.Round(contribution, 4) == contribution)
                    );
                    Assert.That(
                        one.Reasons.Select(reason => reason.Detail),
                        Has.All.Matches<string>(detail =>
                            detail!.EndsWith('.')
                            && !detail.Contains('\n', StringComparison.Ordinal)
                            && !char.IsLower(detail[0])
                        )
                    );
                }
            },
            iter: RandomRegister.Count(40),
            threads: 1
        );

    [Test]
    public void One_sentence_never_counts_for_one_pair_and_against_another()
    {
        var signs = new Dictionary<(string, string), HashSet<int>>();
        RandomRecords.Registers.Sample(
            register =>
            {
                foreach (var (a, b) in Pairs(RandomRecords.Weigh(register)))
                {
                    foreach (var reason in Scorer.Explain(a, b, RandomRecords.Shared).Reasons)
                    {
                        var key = (reason.Name, reason.Detail);
                        if (!signs.TryGetValue(key, out var seen))
                            signs[key] = seen = [];
                        seen.Add(Math.Sign(reason.Contribution));
                    }
                }
            },
            iter: RandomRegister.Count(40),
            threads: 1
        );
        Assert.That(
            signs.Where(sign => sign.Value.Contains(1) && sign.Value.Contains(-1)).Select(sign => sign.Key),
            Is.Empty
        );
        Assert.That(
            signs.Where(sign => sign.Value.Contains(-1)).Select(sign => sign.Key.Item2),
            Is.Not.Empty.And.All.EndsWith("; duplicates usually agree more, so the score is lower.")
        );
    }

    [Test]
    public void Pairs_without_a_common_key_stay_below_the_floor()
    {
        var (alike, unkeyed) = (0, 0);
        RandomRecords.Registers.Sample(
            register =>
            {
                foreach (var (a, b) in Pairs(RandomRecords.Weigh(register)))
                {
                    if (a.BlockingKeys.Intersect(b.BlockingKeys, StringComparer.Ordinal).Any())
                        continue;
                    unkeyed++;
                    var assessment = Scorer.Assess(a, b);
                    alike += assessment.Score.ToDecimal() > 0.28m ? 1 : 0;
                    Assert.That(assessment.IsRanked, Is.False);
                }
            },
            iter: RandomRegister.Count(80),
            threads: 1
        );

        // Fails if no generated pair came near the floor, because the property would then be untested.
        Assert.That(alike, Is.GreaterThan(0), $"of {unkeyed} pairs without a common key");
    }

    [Test]
    public void Keys_are_few_and_each_is_rare_in_every_country() =>
        RandomRecords.Registers.Sample(
            register =>
            {
                var records = RandomRecords.Weigh(register);
                var statistics = records[0].TermStatistics;
                Assert.That(
                    records.Select(record => record.BlockingKeys.Count),
                    Has.All.LessThanOrEqualTo(BlockingKeys.MaxKeys)
                );
                Assert.That(
                    records.Select(record => record.BlockingKeys),
                    Has.All.Ordered.Using((IComparer<string>)StringComparer.Ordinal)
                );
                foreach (
                    var key in records
                        .SelectMany(record => record.BlockingKeys)
                        .GroupBy(key => key, StringComparer.Ordinal)
                )
                    Assert.That(key.Count(), Is.LessThanOrEqualTo(statistics.RarityThreshold), key.Key);
            },
            iter: RandomRegister.Count(40),
            threads: 1
        );

    [Test]
    public void Score_depends_on_no_other_record_once_the_edition_stands() =>
        RandomRecords.Registers.Sample(
            register =>
            {
                var records = RandomRecords.Weigh(register);
                var statistics = TermStatistics.Read(records[0].TermStatistics.Write());
                Assert.That(statistics.Id, Is.EqualTo(records[0].TermStatistics.Id));
                Assert.That(statistics.Write(), Is.EqualTo(records[0].TermStatistics.Write()));

                var (a, b) = (
                    Profile.FromDraft(register[0].Owner, register[0].Draft),
                    Profile.FromDraft(register[1].Owner, register[1].Draft)
                );
                var score = Scorer.Explain(a, b, RandomRecords.Shared, statistics).Score;
                Assert.That(score, Is.EqualTo(Scorer.Compute(records[0], records[1])));
                Assert.That(WeightedProfile.Create(a, statistics).BlockingKeys, Is.EqualTo(records[0].BlockingKeys));
            },
            iter: RandomRegister.Count(40),
            threads: 1
        );
}
