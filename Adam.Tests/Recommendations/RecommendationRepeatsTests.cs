using Adam.Domain.Projects;
using Adam.Domain.Recommendations;
using Adam.Domain.Text;
using CsCheck;

namespace Adam.Tests.Recommendations;

/// <summary>Recommendations that are made again: declared chains, and texts that are alike.</summary>
public sealed class RecommendationRepeatsTests
{
    private static readonly Gen<string> Text = Gen.OneOf(
            "vessels",
            "inspect",
            "harbours",
            "licences",
            "chemists",
            "money",
            "the"
        )
        .List[1, 6]
        .Select(words => string.Join(' ', words));

    [Test]
    public void Chain_has_each_earlier_recommendation_once_and_ends_in_a_circle()
    {
        var drafts = new[]
        {
            Draft("A/1", "a", []),
            Draft("B/1", "b", ["a/1", "C/9"]),
            Draft("B/2", "c", ["A/1", "D/1"]),
            Draft("D/1", "d", ["B/1", "B/2"]),
        };
        var repeats = new RecommendationRepeats(drafts, _ => null);
        Assert.That(
            drafts.Select(draft => string.Join(' ', repeats.EarlierOf(draft).Select(one => one.Reference))),
            Is.EqualTo(new[] { "", "A/1", "A/1 D/1 B/1", "B/1 B/2 A/1" })
        );
    }

    [Test]
    public void Text_that_was_recommended_before_is_suggested_unless_it_is_continued()
    {
        var drafts = new[]
        {
            Draft("A/1", "Partners should inspect vessels together.", []),
            Draft("A/2", "Importers of precursors should be licensed.", []),
            Draft("B/1", "Partners should now inspect vessels together.", []),
            Draft("C/1", "Partners should inspect vessels together.", ["B/1"]),
        };
        var repeats = new RecommendationRepeats(drafts, DayOf);
        Assert.That(LikeOf(0), Is.Empty);
        Assert.That(LikeOf(1), Is.Empty);
        Assert.That(LikeOf(2), Is.EqualTo(new[] { "A/1" }));
        Assert.That(LikeOf(3), Is.EqualTo(new[] { "A/1" }));
        Assert.That(repeats.LikeOf(drafts[3])[0].Likeness, Is.EqualTo(1));

        IEnumerable<string> LikeOf(int draft) => repeats.LikeOf(drafts[draft]).Select(one => one.Earlier.Reference);
    }

    [Test]
    public void Likenesses_equal_those_of_a_comparison_of_each_pair() =>
        Gen.Select(Text.List[1, 12], Gen.Int[1, 3].List[12])
            .Sample(
                (texts, days) =>
                {
                    var drafts = texts.Select((text, i) => Draft($"{(char)('A' + days[i])}/{i}", text, [])).ToList();
                    var repeats = new RecommendationRepeats(drafts, DayOf);
                    var words = texts.Select(text => Folding.Words(text).ToHashSet()).ToList();
                    foreach (var (own, draft) in drafts.Index())
                    {
                        var expected =
                            from other in Enumerable.Range(0, drafts.Count)
                            where days[other] < days[own]
                            let shared = Content(words[own].Intersect(words[other]))
                            let likeness = Math.Round(shared / Content(words[own].Union(words[other])), 4)
                            where likeness >= RecommendationRepeats.LeastLikeness
                            orderby likeness descending, drafts[other].Reference
                            select $"{drafts[other].Reference} {likeness}";
                        Assert.That(
                            repeats.LikeOf(draft).Select(one => $"{one.Earlier.Reference} {one.Likeness}"),
                            Is.EqualTo(expected)
                        );
                    }

                    // A word that more than ten texts have tells nothing.
                    double Content(IEnumerable<string> some) =>
                        some.Select(word => words.Count(one => one.Contains(word)))
                            .Where(count => count <= 10)
                            .Sum(count => Math.Log((texts.Count + 1.0) / count));
                },
                iter: 2_000
            );

    /// <summary>Meetings are named by a letter, the later the letter.</summary>
    private static DateOnly? DayOf(string meeting) => new DateOnly(2020, 1, 1).AddDays(meeting[0]);

    private static RecommendationDraft Draft(string reference, string text, IReadOnlyList<string> continues) =>
        new()
        {
            Reference = reference,
            Text = text,
            Pillars = [Pillar.Precursors],
            MadeAt = reference[..1],
            Continues = continues,
        };
}
