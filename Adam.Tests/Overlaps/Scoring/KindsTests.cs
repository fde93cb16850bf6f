using Adam.Benchmarks.Quality;
using Adam.Domain.Overlaps.Scoring;

namespace Adam.Tests.Overlaps.Scoring;

public sealed class KindsTests
{
    private static readonly ScoredSide De1 = Side(1, "DE");
    private static readonly ScoredSide De2 = Side(2, "DE");
    private static readonly ScoredSide Us1 = Side(3, "US");
    private static readonly ScoredSide Us2 = Side(4, "US");
    private static readonly ScoredSide Eu1 = Side(5, "EU");

    [Test]
    public void Kind_follows_the_thresholds() =>
        Assert.That(Kinds.Of([Pair(De1, Us1, 0.60m), Pair(De2, Us2, 0.5999m), Pair(De1, Eu1, 0.4999m)]),
            Is.EqualTo([OverlapKind.SameProject, OverlapKind.SameActivity, OverlapKind.SharedSetting]));

    [Test]
    public void Kind_is_one_project_only_where_each_is_the_others_best_match() =>
        Assert.That(Kinds.Of([Pair(De1, Us1, 0.95m), Pair(De1, Us2, 0.90m), Pair(De2, Us1, 0.90m), Pair(De2, Us2, 0.70m)]),
            Is.EqualTo([OverlapKind.SameProject, OverlapKind.SameActivity, OverlapKind.SameActivity, OverlapKind.SameActivity]));

    [Test]
    public void Best_match_is_sought_among_one_owners_projects_only() =>
        Assert.That(Kinds.Of([Pair(De1, Us1, 0.95m), Pair(De1, Eu1, 0.80m)]), Is.EqualTo([OverlapKind.SameProject, OverlapKind.SameProject]));

    [Test]
    public void Equals_are_all_best() =>
        Assert.That(Kinds.Of([Pair(De1, Us1, 0.80m), Pair(De1, Us2, 0.80m)]), Is.EqualTo([OverlapKind.SameProject, OverlapKind.SameProject]));

    [Test]
    public void Order_of_pairs_and_sides_does_not_matter() =>
        Assert.That(Kinds.Of([Pair(Us2, De1, 0.90m), Pair(Us1, De1, 0.95m)]), Is.EqualTo([OverlapKind.SameActivity, OverlapKind.SameProject]));

    private static ScoredPair<Guid, string> Pair(ScoredSide one, ScoredSide other, decimal score) =>
        new(one.Id, one.Owner, other.Id, other.Owner, Score.FromDecimal(score));

    private static ScoredSide Side(int number, string owner) => new(new(number, 0, 0, [0, 0, 0, 0, 0, 0, 0, 0]), owner);
}
