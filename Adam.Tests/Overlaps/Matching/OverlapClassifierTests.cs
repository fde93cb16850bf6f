using Adam.Data.Overlaps.Matching;
using Adam.Domain.Overlaps.Matching;
using CsCheck;

namespace Adam.Tests.Overlaps.Matching;

public sealed class OverlapClassifierTests
{
    [TestCase(0, true, false, OverlapKind.SharedSetting)]
    [TestCase(4_999, true, false, OverlapKind.SharedSetting)]
    [TestCase(5_000, true, false, OverlapKind.SameActivity)]
    [TestCase(5_000, false, false, OverlapKind.SameActivity)]
    [TestCase(5_999, true, false, OverlapKind.SameActivity)]
    [TestCase(6_000, true, false, OverlapKind.SameProject)]
    [TestCase(6_000, false, false, OverlapKind.SameActivity)]
    [TestCase(10_000, false, false, OverlapKind.SameActivity)]
    [TestCase(10_000, true, true, OverlapKind.Declared)]
    [TestCase(0, false, true, OverlapKind.Declared)]
    public void Kind_follows_from_score_best_match_and_declaration(
        int tenThousandths,
        bool isMutualBest,
        bool isDeclared,
        OverlapKind expected
    ) =>
        Assert.That(
            OverlapClassifier.Classify(Unrelated(tenThousandths), isMutualBest, isDeclared),
            Is.EqualTo(expected)
        );

    [TestCase(PairRelation.NextPhase, 3_500, OverlapKind.NextPhase)]
    [TestCase(PairRelation.OtherPlace, 4_999, OverlapKind.OtherPlace)]
    [TestCase(PairRelation.PartOf, 3_500, OverlapKind.PartOf)]
    [TestCase(PairRelation.CoFunded, 9_500, OverlapKind.CoFunded)]
    public void Relation_decides_the_kind_of_all_but_declared_pairs(
        PairRelation relation,
        int tenThousandths,
        OverlapKind expected
    )
    {
        var pair = new Assessment(new(tenThousandths), relation);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(OverlapClassifier.Classify(pair, isMutualBest: true, isDeclared: false), Is.EqualTo(expected));
            Assert.That(OverlapClassifier.DependsOnBestMatch(pair, isDeclared: false), Is.False);
            Assert.That(
                OverlapClassifier.Classify(pair, isMutualBest: true, isDeclared: true),
                Is.EqualTo(OverlapKind.Declared)
            );
        }
    }

    [Test]
    public void Reclassification_equals_classification([Values] OverlapKind stored, [Values] bool isMutualBest)
    {
        // Of these kinds the scores are possible ones.
        var pair = new Assessment(new(stored == OverlapKind.SharedSetting ? 4_000 : 7_000), Relation(stored));
        Assert.That(
            OverlapClassifier.Reclassify(stored, pair.Score, isMutualBest),
            Is.EqualTo(OverlapClassifier.Classify(pair, isMutualBest, stored == OverlapKind.Declared))
        );
    }

    [Test]
    public void Only_kinds_of_one_sum_count_as_money_at_stake() =>
        Assert.That(
            Enum.GetValues<OverlapKind>().Where(OverlapClassifier.MaySpendTheSame),
            Is.EquivalentTo([OverlapKind.SameActivity, OverlapKind.SameProject])
        );

    [TestCase(5_999, false, false)]
    [TestCase(6_000, false, true)]
    [TestCase(6_000, true, false)]
    public void Best_match_matters_for_strong_pairs_that_are_not_declared(
        int tenThousandths,
        bool isDeclared,
        bool expected
    ) => Assert.That(OverlapClassifier.DependsOnBestMatch(Unrelated(tenThousandths), isDeclared), Is.EqualTo(expected));

    [Test]
    public void Kinds_of_many_pairs_equal_brute_force() =>
        Pair.List[0, 30]
            .Select(pairs => pairs.DistinctBy(pair => PairKey.Of(pair.One, pair.Other)).ToList())
            .Sample(pairs =>
            {
                var scored = pairs.ConvertAll(pair => new ScoredPair<long, string>(
                    pair.One,
                    pair.OneOwner,
                    pair.Other,
                    pair.OtherOwner,
                    Score.FromDecimal(pair.Score)
                ));
                var matches = new MutualBestMatches<long, string>();
                scored.ForEach(matches.Add);
                var kinds = pairs.Zip(
                    scored,
                    (pair, one) =>
                        OverlapClassifier.Classify(
                            new(one.Score, pair.Relation),
                            matches.Contains(one),
                            pair.IsDeclared
                        )
                );
                Assert.That(kinds, Is.EqualTo(pairs.Select(pair => BruteForceKinds.KindOf(pair, pairs))));
            });

    private static Gen<JudgedPair> Pair =>
        from one in Gen.Int[0, 7]
        from other in Gen.Int[0, 7]
        where one != other
        from hundredths in Gen.Int[48, 99]
        from relation in Gen.Frequency((9, Gen.Const(PairRelation.None)), (1, Gen.Enum<PairRelation>()))
        from isDeclared in Gen.Frequency((9, Gen.Const(false)), (1, Gen.Const(true)))
        select new JudgedPair(one, Owner(one), other, Owner(other), hundredths / 100m, isDeclared, relation);

    private static Assessment Unrelated(int tenThousandths) => new(new(tenThousandths), PairRelation.None);

    private static PairRelation Relation(OverlapKind kind) =>
        Enum.TryParse<PairRelation>(kind.ToString(), out var relation) ? relation : PairRelation.None;

    // Three owners, so that most projects compete with others of their owner. Some pairs are between two of one owner.
    private static string Owner(long project) => $"{project % 3}";
}
