using Adam.Domain.Overlaps.Matching;

namespace Adam.Tests.Overlaps.Matching;

public sealed class MutualBestMatchesTests
{
    [Test]
    public void Pair_is_a_match_only_where_each_is_the_others_best() =>
        Assert.That(
            Matches(
                Pair("DE1", "US1", 9_900),
                Pair("DE1", "US2", 9_000),
                Pair("DE2", "US1", 9_000),
                Pair("DE2", "US2", 5_000)
            ),
            Is.EqualTo([true, false, false, false])
        );

    [Test]
    public void Third_record_of_one_undertaking_is_a_match_too() =>
        Assert.That(Matches(Pair("DE1", "US1", 9_900), Pair("DE1", "US2", 9_400)), Is.EqualTo([true, true]));

    [Test]
    public void Best_is_sought_among_one_owners_projects_only() =>
        Assert.That(Matches(Pair("DE1", "US1", 9_500), Pair("DE1", "EU1", 8_000)), Is.EqualTo([true, true]));

    [Test]
    public void Equals_are_all_best() =>
        Assert.That(Matches(Pair("DE1", "US1", 8_000), Pair("DE1", "US2", 8_000)), Is.EqualTo([true, true]));

    [Test]
    public void Order_of_pairs_and_of_the_two_projects_does_not_matter() =>
        Assert.That(Matches(Pair("US2", "DE1", 9_000), Pair("US1", "DE1", 9_900)), Is.EqualTo([false, true]));

    // The log-odds of 0.9852 are 2 above those of 0.9.
    [TestCase(8_999, true)]
    [TestCase(9_851, true)]
    [TestCase(9_853, false)]
    public void Score_of_a_pair_that_is_not_at_hand_competes(int tenThousandths, bool expected)
    {
        var (matches, pair) = (new MutualBestMatches<string, string>(), Pair("DE1", "US1", 9_000));
        matches.Add(pair);
        matches.AddScore("US1", "EU", new(10_000));
        matches.AddScore("US1", "DE", new(tenThousandths));
        Assert.That(matches.Contains(pair), Is.EqualTo(expected));
    }

    [Test]
    public void Pair_that_was_not_added_has_no_answer() =>
        Assert.That(
            () => new MutualBestMatches<string, string>().Contains(Pair("DE1", "US1", 9_000)),
            Throws.InstanceOf<KeyNotFoundException>()
        );

    private static IEnumerable<bool> Matches(params ScoredPair<string, string>[] pairs)
    {
        var matches = new MutualBestMatches<string, string>();
        foreach (var pair in pairs)
            matches.Add(pair);
        return pairs.Select(matches.Contains);
    }

    /// <summary>Projects are named by their owner and a number.</summary>
    private static ScoredPair<string, string> Pair(string one, string other, int tenThousandths) =>
        new(one, one[..2], other, other[..2], new(tenThousandths));
}
