using Adam.Domain.Overlaps.Matching;
using Adam.Domain.Projects;

namespace Adam.Tests.Overlaps.Matching;

/// <summary>Tests kinds that follow from two records, beside those of <see cref="ContradictionTests"/>.</summary>
public sealed class KindTests
{
    private static readonly ProjectDraft Patrol = MatchingPairs.Patrol;
    private static readonly ProjectDraft Same = MatchingPairs.Same;

    [Test]
    public void Shares_of_two_payers_are_co_funded()
    {
        var theirs = Same with { Donors = [new("SE", null, 100_000m, "EUR")] };
        using (Assert.EnterMultipleScope())
        {
            Assert.That(MatchingPairs.KindOf(Patrol, theirs), Is.EqualTo(OverlapKind.CoFunded));
            Assert.That(
                MatchingPairs.Reason(Patrol, theirs, Component.Donors),
                Does.StartWith("Different donors pay for one undertaking, each with its own sum: Finland, and Sweden")
            );
        }
    }

    [Test]
    public void Sum_of_one_donor_in_both_records_is_the_same_money()
    {
        var theirs = Same with { Donors = [new("SE", null, 100_000m, "EUR"), new("FI", null, 240_000m, "EUR")] };
        Assert.That(MatchingPairs.KindOf(Patrol, theirs), Is.EqualTo(OverlapKind.SameProject));
    }

    [Test]
    public void Equal_sums_of_two_donors_may_be_the_same_money()
    {
        var theirs = Same with { Donors = [new("SE", null, 240_000m, "EUR")] };
        Assert.That(MatchingPairs.KindOf(Patrol, theirs), Is.EqualTo(OverlapKind.SameProject));
    }

    [Test]
    public void Component_is_part_of_its_programme()
    {
        var programme = Patrol with
        {
            Title = "Border river programme",
            Description = "Framework of the work on the Amu Darya, with boats, radios and courses.",
            Donors = [new("FI", null, 4_000_000m, "EUR")],
            Implementers = [new("OSCE", null)],
            PlannedStart = new(2016, 1, 1),
            PlannedEnd = new(2020, 12, 31),
        };
        var component = Same with { Title = "Border river component: boats of Termez" };
        using (Assert.EnterMultipleScope())
        {
            Assert.That(MatchingPairs.KindOf(programme, component), Is.EqualTo(OverlapKind.PartOf));
            Assert.That(
                MatchingPairs.Reason(programme, component, Component.Parts),
                Is.EqualTo(
                    "The project of OSCE looks like a part of that of Finland; "
                        + "duplicates usually agree more, so the score is lower."
                )
            );
        }
    }

    [Test]
    public void Kinds_do_not_depend_on_the_order_of_the_records()
    {
        ProjectDraft[] records =
        [
            Patrol,
            Same,
            Same with
            {
                Donors = [new("SE", null, 100_000m, "EUR")],
            },
            Same with
            {
                Places = [new("Muynak", null, null, null)],
            },
            Same with
            {
                PlannedStart = new(2019, 11, 1),
                PlannedEnd = new(2021, 12, 31),
            },
        ];
        foreach (var one in records)
        {
            foreach (var other in records)
            {
                var (here, there) = MatchingPairs.Assess(one, other);
                Assert.That(here, Is.EqualTo(there));
                Assert.That(here, Is.EqualTo(MatchingPairs.Explain(one, other).Assessment));
            }
        }
    }
}
