using Adam.Domain.Overlaps.Matching;
using Adam.Domain.Projects;

namespace Adam.Tests.Overlaps.Matching;

/// <summary>A record that says what it leaves out is no record of that.</summary>
public sealed class LeftOutTests
{
    private static readonly ProjectDraft Patrol = MatchingPairs.Patrol with { Places = [], Beneficiaries = [] };
    private static readonly ProjectDraft Same = MatchingPairs.Same with { Places = [], Beneficiaries = [] };

    [TestCase("Boats. The heliport is not part of this project.", "Heliport", 1)]
    [TestCase("Boats. The heliport is covered elsewhere.", "Heliport", 1)]
    [TestCase("Boats; a heliport has its own agreement.", "Heliport", 1)]
    [TestCase("Boats. Helicopters are outside the scope.", "Heliport with drones", 1)]
    [TestCase("Катера. Вертолёты в проект не входят.", "Helicopters", 1)]
    [TestCase("Катера. Вертолёты учитываются отдельно.", "Helicopters", 1)]
    [TestCase("قایق‌ها. هلی‌پورت در پرونده دیگری است.", "هلی‌پورت", 1)]
    [TestCase("Boats. The heliport is part of this project.", "Heliport", double.NaN)]
    [TestCase("Boats. The heliport has an agreement.", "Heliport", double.NaN)]
    [TestCase("A heliport. More heliports are covered elsewhere.", "Heliports", double.NaN)]
    [TestCase("Boats. Sheds are not part of this project.", "Heliport", double.NaN)]
    [TestCase("Boats for the heliport of Termez and elsewhere.", "Heliport", double.NaN)]
    [TestCase("Boats. Works on a heliport that could not be funded before.", "Heliport", double.NaN)]
    [TestCase(
        "Boats. The crews build a heliport, a quay, two sheds, a tower, a road, a fence, a kitchen, three wells, "
            + "a wall, a gate and a bridge that are not part of the plan of the year before.",
        "Heliport",
        double.NaN
    )]
    [TestCase("Boats. Fuel is paid from its own budget, and staff by other donors.", "Fuel and staff", double.NaN)]
    public void What_a_record_leaves_out_is_a_contradiction_to_a_title(
        string description,
        string title,
        double expected
    )
    {
        var vector = MatchingPairs.Compare(
            Patrol with
            {
                Title = "Patrol",
                Description = description,
            },
            Same with
            {
                Title = title,
                Description = null,
            }
        );
        Assert.That(vector[Feature.LeftOut], Is.EqualTo(expected));
    }

    [Test]
    public void Rare_word_of_a_description_counts_half()
    {
        var statistics = TermStatistics.FromProfiles([
            .. Enumerable
                .Range(0, 300)
                .Select(i =>
                    Profile.FromDraft("FI", Patrol with { Reference = $"C-{i}", Description = "Sheds for boats." })
                ),
        ]);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(LeftOut("A quay and hangars."), Is.EqualTo(0.5));
            Assert.That(LeftOut("A quay and sheds."), Is.NaN, "a word of all projects");
        }

        double LeftOut(string description) =>
            Scorer.Compare(
                Weigh("FI", Patrol with { Description = "Radios. Hangars and sheds are not included." }),
                Weigh("OSCE", Same with { Title = "Works", Description = description })
            )[Feature.LeftOut];

        WeightedProfile Weigh(string owner, ProjectDraft draft) =>
            WeightedProfile.Create(Profile.FromDraft(owner, draft), statistics);
    }

    [Test]
    public void What_a_record_leaves_out_is_no_common_word()
    {
        var one = Patrol with { Description = "Boats. Hangars are not part of this project." };
        var other = Same with { Title = "Works", Description = "Hangars." };
        Assert.That(MatchingPairs.Compare(one, other).RareWords.Select(word => word.Name), Has.None.EqualTo("hangars"));
    }

    [Test]
    public void Reason_names_what_is_left_out()
    {
        var one = Patrol with { Description = "Radios. The heliport is not part of this project." };
        var other = Same with { Title = "Heliport", Description = "A landing site." };
        using (Assert.EnterMultipleScope())
        {
            Assert.That(
                MatchingPairs.Explain(one, other).Score,
                Is.LessThan(MatchingPairs.Explain(one with { Description = "Radios." }, other).Score)
            );
            Assert.That(
                MatchingPairs.Reason(one, other, Component.Text),
                Does.StartWith("One record says that it leaves out what the other tells")
            );
        }
    }
}
