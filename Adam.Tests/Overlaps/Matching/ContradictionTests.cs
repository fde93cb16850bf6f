using Adam.Domain.Overlaps.Matching;
using Adam.Domain.Projects;

namespace Adam.Tests.Overlaps.Matching;

public sealed class ContradictionTests
{
    private static readonly ProjectDraft Patrol = MatchingPairs.Patrol;
    private static readonly ProjectDraft Same = MatchingPairs.Same;

    /// <summary>
    /// Returns siblings of the patrol, with the kind of the pair and the start of the deciding reason.
    /// </summary>
    private static IEnumerable<TestCaseData> Siblings()
    {
        yield return Sibling(
            "another town",
            OverlapKind.OtherPlace,
            Component.Places,
            "They name different places: Muynak; and Termez; no place is in both records",
            Same with
            {
                Title = "River patrol of Muynak: boats and boathouse",
                Places = [new("Muynak", null, null, null)],
            }
        );
        yield return Sibling(
            "a hand-over",
            OverlapKind.NextPhase,
            Component.Period,
            "30 of 1,391 days are shared; they start 599 days apart; the one follows the other",
            Same with
            {
                PlannedStart = new(2019, 11, 1),
                PlannedEnd = new(2021, 12, 31),
            }
        );
        yield return Sibling(
            "another phase",
            OverlapKind.NextPhase,
            Component.Text,
            "The records number different phases: 1, and 2; ",
            Same with
            {
                Title = "River patrol of Termez: boats and boathouse, phase two",
            },
            Patrol with
            {
                Title = "Boats for the river patrol at Termez (phase I)",
            }
        );
        yield return Sibling(
            "another phase, named in the descriptions alone",
            OverlapKind.NextPhase,
            Component.Text,
            "The records number different phases: 1, and 2; ",
            Same with
            {
                Description = Patrol.Description + " This is the second stage.",
            },
            Patrol with
            {
                Description = Patrol.Description + " Stage one.",
            }
        );
        yield return Sibling(
            "another year of a series",
            OverlapKind.NextPhase,
            Component.Text,
            "The titles name different years: 2018, and 2019; ",
            Same with
            {
                Title = "Boats for the river patrol at Termez 2019",
            },
            Patrol with
            {
                Title = "Boats for the river patrol at Termez 2018",
            }
        );
        yield return Sibling(
            "another number of one thing",
            OverlapKind.NextPhase,
            Component.Text,
            "The titles give different numbers to the same thing; ",
            Same with
            {
                Title = "Boats for river patrol No. 7, Termez",
            },
            Patrol with
            {
                Title = "Boats for river patrol No. 4, Termez",
            }
        );
        yield return Sibling(
            "another group",
            OverlapKind.SharedSetting,
            Component.Text,
            "The titles name opposites, such as two groups of people; ",
            Same with
            {
                Title = "Search courses for men of the river patrol at Termez",
            },
            Patrol with
            {
                Title = "Search courses for women of the river patrol at Termez",
            }
        );
        yield return Sibling(
            "another subject in one series",
            OverlapKind.SharedSetting,
            Component.Text,
            "The titles have one beginning and say different things after it; ",
            Same with
            {
                Title = "Termez river patrol: swimming lessons",
                Description = "Forty lessons by a trainer.",
            },
            Patrol with
            {
                Title = "Termez river patrol: rubber boats",
                Description = "Three hulls with spare engines.",
            }
        );
        yield return Sibling(
            "another agency",
            OverlapKind.SharedSetting,
            Component.Beneficiaries,
            "They serve different agencies: Fishery Inspectorate, and State Border Protection Committee",
            Same with
            {
                Title = "Boats",
                Description = null,
                Beneficiaries = ["Fishery Inspectorate"],
            },
            Patrol with
            {
                Title = "Boats",
                Description = null,
            }
        );
    }

    [TestCaseSource(nameof(Siblings))]
    public void Sibling_is_no_duplicate_however_much_agrees(
        OverlapKind kind,
        Component component,
        string reason,
        ProjectDraft sibling,
        ProjectDraft patrol
    )
    {
        var explained = MatchingPairs.Explain(patrol, sibling);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(MatchingPairs.KindOf(patrol, sibling), Is.EqualTo(kind));
            Assert.That(explained.Score, Is.LessThan(Rules.SameActivity));
            Assert.That(MatchingPairs.Reason(patrol, sibling, component), Does.StartWith(reason));
            Assert.That(
                explained.Reasons.Sum(one => one.Contribution),
                Is.EqualTo(explained.Score.ToDecimal()),
                "reasons add up"
            );
            if (kind != OverlapKind.SharedSetting)
                Assert.That(explained.Assessment.IsRanked, Is.True, "the report has it");
        }
    }

    /// <summary>Returns other records of the patrol that differ from it as records of one project do.</summary>
    private static IEnumerable<TestCaseData> Records()
    {
        yield return Record("as the agency tells it", Same);
        yield return Record("the province instead of the town", Same with { Places = [Place("Surxondaryo viloyati")] });
        yield return Record(
            "the province in another record",
            Same with
            {
                Places = [new("Termiz", "Surkhandarya", null, null)],
            }
        );
        yield return Record("another spelling of the place", Same with { Places = [Place("Термез")] });
        yield return Record(
            "shifted dates",
            Same with
            {
                PlannedStart = new(2018, 7, 1),
                PlannedEnd = new(2020, 2, 28),
            }
        );
        yield return Record("another currency", Same with { Donors = [new("FI", null, 283_000m, "USD")] });
        yield return Record("without a start", Same with { PlannedStart = null });
        yield return Record(
            "a phase in one title alone",
            Same with
            {
                Title = Same.Title + ", second phase",
                PlannedStart = Patrol.PlannedStart,
            }
        );
        yield return Record(
            "a year in one title alone",
            Same with
            {
                Title = "Termez 2018: boats for the river patrol",
            }
        );
        yield return Record("the agency as an acronym", Same with { Beneficiaries = ["SBPC"] });
        yield return Record(
            "in Russian",
            Same with
            {
                Title = "Катера для речного патруля в Термезе",
                Description = "Три резиновые лодки и эллинг для экипажей.",
                Places = [Place("Термез")],
                Beneficiaries = ["Государственный комитет по охране границы"],
            }
        );
        yield return Record(
            "its part of a sum that two donors give",
            Same with
            {
                Donors = [new("FI", null, 240_000m, "EUR"), new("SE", null, 100_000m, "EUR")],
            }
        );
    }

    [TestCaseSource(nameof(Records))]
    public void Record_of_one_project_is_no_sibling(ProjectDraft record) =>
        Assert.That(
            MatchingPairs.KindOf(Patrol, record),
            Is.EqualTo(OverlapKind.SameProject),
            string.Join("\n", MatchingPairs.Explain(Patrol, record).Reasons)
        );

    [Test]
    public void Declared_identity_outweighs_a_contradiction()
    {
        var moved = Same with { Places = [Place("Muynak")], RelatedProjects = [new("XF-1-RP1", Relation.ThirdParty)] };
        Assert.That(
            MatchingPairs.KindOf(Patrol with { IatiIdentifier = "XF-1-RP1" }, moved),
            Is.EqualTo(OverlapKind.SameProject)
        );
    }

    [Test]
    public void Contradiction_allows_less_agreement_the_stronger_it_is()
    {
        double[] shares = [0, 0.1, 0.25, 0.5, 1];
        var allowed = shares.Select(share => Rules.Current.Allowed(Feature.HandOver, share));
        Assert.That(allowed, Is.Ordered.Ascending);
        Assert.That(Rules.Current.Allowed(Feature.HandOver, 1), Is.EqualTo(Rules.FullAgreement));
        Assert.That(Rules.Current.Allowed(Feature.HandOver, double.NaN), Is.EqualTo(Rules.FullAgreement));
        Assert.That(Rules.Current.Allowed(Feature.TitleSimilarity, 0), Is.EqualTo(Rules.FullAgreement));
    }

    private static Place Place(string name) => new(name, null, null, null);

    private static TestCaseData Sibling(
        string name,
        OverlapKind kind,
        Component component,
        string reason,
        ProjectDraft sibling,
        ProjectDraft? patrol = null
    ) => new TestCaseData(kind, component, reason, sibling, patrol ?? Patrol).SetArgDisplayNames(name);

    private static TestCaseData Record(string name, ProjectDraft record) =>
        new TestCaseData(record).SetArgDisplayNames(name);
}
