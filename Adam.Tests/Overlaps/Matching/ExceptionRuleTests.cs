using Adam.Domain.Overlaps.Matching;
using Adam.Domain.Projects;

namespace Adam.Tests.Overlaps.Matching;

/// <summary>Rules that hold in few pairs: each of these tests fails if its rule is switched off.</summary>
public sealed class ExceptionRuleTests
{
    private static readonly ProjectDraft Patrol = MatchingPairs.Patrol;
    private static readonly ProjectDraft Same = MatchingPairs.Same;

    [Test]
    public void Activity_types_without_a_common_one_limit_all_agreement()
    {
        var (alike, apart) = (Same, Same with { ActivityTypes = ["training", "legislation"] });
        var half = Same with { ActivityTypes = ["equipment", "training"] };
        using (Assert.EnterMultipleScope())
        {
            Assert.That(AllowedOf(alike), Is.EqualTo(Rules.FullAgreement));
            Assert.That(AllowedOf(half), Is.EqualTo(Rules.FullAgreement), "a third is in common");
            Assert.That(AllowedOf(apart), Is.EqualTo(4.5), "the entry of the table");
            Assert.That(MatchingPairs.Compare(Patrol, apart)[Feature.TypeOverlap], Is.Zero);
            Assert.That(
                MatchingPairs.Compare(Patrol, apart with { ActivityTypes = [] })[Feature.TypeOverlap],
                Is.NaN,
                "a list that is missing is no contradiction"
            );
            Assert.That(
                MatchingPairs.Explain(Patrol, apart).Score.ToDecimal(),
                Is.LessThan(MatchingPairs.Explain(Patrol, half).Score.ToDecimal() - 0.02m)
            );
        }
    }

    /// <summary>The payer's record of a grant is narrower than the record of the work, and no part of it.</summary>
    [Test]
    public void Equal_grant_of_one_donor_is_no_part()
    {
        var programme = Patrol with
        {
            Title = "Border river programme",
            Countries = ["UZ", "TM"],
            Donors = [new("FI", null, 240_000m, "EUR")],
            PlannedStart = new(2016, 1, 1),
            PlannedEnd = new(2021, 12, 31),
        };
        var component = Same with { Title = "Border river component: boats of Termez" };
        using (Assert.EnterMultipleScope())
        {
            Assert.That(IsPart(240_000m, 240_000m), Is.NaN, "one sum of one donor");
            Assert.That(IsPart(240_000m, 200_000m), Is.GreaterThan(0), "sums of one donor");
            Assert.That(
                MatchingPairs.Compare(
                    programme with
                    {
                        Donors = [new("FI", null, 100_000m, "EUR"), new("SE", null, 140_000m, "EUR")],
                    },
                    component with
                    {
                        Donors = [new("FI", null, 110_000m, "EUR"), new("SE", null, 130_000m, "EUR")],
                    }
                )[Feature.IsPart],
                Is.GreaterThan(0),
                "the equal sum is the total of two donors"
            );
        }

        double IsPart(decimal ofProgramme, decimal ofComponent) =>
            MatchingPairs.Compare(
                programme with
                {
                    Donors = [new("FI", null, ofProgramme, "EUR")],
                },
                component with
                {
                    Donors = [new("FI", null, ofComponent, "EUR")],
                }
            )[Feature.IsPart];
    }

    [Test]
    public void Payers_who_carry_out_their_work_have_no_other_implementers()
    {
        var ours = Patrol with { Implementers = [new("FI", null)] };
        var theirs = Same with { Donors = [new("SE", null, 90_000m, "EUR")], Implementers = [new("SE", null)] };
        using (Assert.EnterMultipleScope())
        {
            Assert.That(Apart(ours, theirs), Is.NaN, "other donors are evidence already");
            Assert.That(Apart(ours with { Implementers = [new("UNODC", null)] }, theirs), Is.EqualTo(1));
            Assert.That(Apart(ours, theirs with { Implementers = [new("UNODC", null)] }), Is.EqualTo(1));
            Assert.That(
                Apart(ours with { Implementers = [new("FI", null), new("UNODC", null)] }, theirs),
                Is.EqualTo(1),
                "one implementer does not pay"
            );
            Assert.That(Apart(ours with { Implementers = [] }, theirs), Is.NaN);
        }

        static double Apart(ProjectDraft one, ProjectDraft other) =>
            MatchingPairs.Compare(one, other)[Feature.ImplementersApart];
    }

    private static double AllowedOf(ProjectDraft other) =>
        Scorer.Allowed(MatchingPairs.Compare(Patrol, other), Rules.Current);
}
