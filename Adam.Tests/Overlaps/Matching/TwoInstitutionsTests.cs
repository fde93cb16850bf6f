using Adam.Domain.Overlaps.Matching;
using Adam.Domain.Projects;

namespace Adam.Tests.Overlaps.Matching;

/// <summary>
/// Records that two institutions wrote, each in its own words: each of these tests fails if its rule is switched off.
/// </summary>
public sealed class TwoInstitutionsTests
{
    private static readonly ProjectDraft Patrol = MatchingPairs.Patrol;
    private static readonly ProjectDraft Same = MatchingPairs.Same;

    [TestCase("Courses for LRIA.", "Courses for the Lake and River Inspection Agency.", "lria")]
    [TestCase("Courses for LRIA.", "Courses for a lake river inspection agency.", "lria")]
    [TestCase("Courses for the RPU.", "Courses for the River Patrol Unit.", "rpu")]
    [TestCase("Курсы для СРО.", "Курсы для Службы Речной Охраны.", "sro")]
    [TestCase("Courses for the RPU.", "Courses for every river patrol underway.", null)]
    [TestCase("Courses for LRIA.", "Courses on a lake. River inspection agencies pay.", null)]
    [TestCase("COURSES FOR LRIA ONLY", "Courses for the Lake and River Inspection Agency.", null)]
    public void Acronym_that_the_other_record_writes_out_is_a_common_word(string one, string other, string? expected)
    {
        var (a, b) = (
            Silent("A-1") with
            {
                Title = "Boats",
                Description = one,
            },
            Silent("B-2") with
            {
                Title = "Ships",
                Description = other,
            }
        );
        var here = MatchingPairs.Compare(a, b).RareWords.Select(word => word.Name).ToList();
        var there = MatchingPairs.Compare(b, a).RareWords.Select(word => word.Name).ToList();
        Assert.That(here, Is.EquivalentTo(there));
        Assert.That(here.Intersect(["lria", "rpu", "sro"]), Is.EqualTo(expected is null ? [] : (string[])[expected]));
    }

    [Test]
    public void Title_with_an_acronym_is_retold_by_the_words_it_stands_for()
    {
        var one = Patrol with { Title = "LRIA", Description = null };
        var other = Same with { Title = "Boats", Description = "For the Lake and River Inspection Agency." };
        Assert.That(MatchingPairs.Compare(one, other)[Feature.TitleRetold], Is.GreaterThan(0));
        Assert.That(
            MatchingPairs.Compare(one, other with { Description = "For the agency." })[Feature.TitleRetold],
            Is.Zero
        );
    }

    [TestCase("fifteen crews", "15 экипажей")]
    [TestCase("fifteen crews", "пятнадцати экипажам")]
    [TestCase("douze bateaux", "a dozen boats")]
    [TestCase("zwanzig Boote", "twenty boats")]
    public void Number_in_words_equals_its_digits(string one, string other)
    {
        var vector = MatchingPairs.Compare(
            Silent("A-1") with
            {
                Title = "Boats",
                Description = one,
            },
            Silent("B-2") with
            {
                Title = "Ships",
                Description = other,
            }
        );
        Assert.That(
            vector.RareWords.Select(word => word.Name),
            Has.Some.Matches<string>(name => int.TryParse(name, out _))
        );
    }

    [Test]
    public void Share_of_a_budget_is_neither_a_part_nor_another_amount()
    {
        var share = Patrol with { Donors = [new("FI", null, 40_000m, "EUR")], Countries = ["UZ"] };
        var budget = Same with
        {
            Countries = ["UZ", "TM"],
            Donors = [new("FI", null, 240_000m, "EUR"), new("SE", null, null, null)],
        };
        var later = budget with { PlannedStart = new(2017, 1, 1), PlannedEnd = new(2021, 12, 31) };
        using (Assert.EnterMultipleScope())
        {
            Assert.That(MatchingPairs.Compare(share, budget)[Feature.AmountGap], Is.NaN);
            Assert.That(MatchingPairs.Compare(budget, share)[Feature.IsPart], Is.NaN);
            Assert.That(MatchingPairs.Compare(share, later)[Feature.AmountGap], Is.GreaterThan(1), "another period");
            Assert.That(
                MatchingPairs.Compare(share, budget with { Donors = budget.Donors.Take(1).ToList() })[
                    Feature.AmountGap
                ],
                Is.GreaterThan(1),
                "one donor alone"
            );
        }
    }

    [Test]
    public void Equal_sum_of_one_donor_in_another_currency_is_no_part()
    {
        var grant = Patrol with
        {
            Title = "Grant for boats",
            Donors = [new("FI", null, 236_000m, "USD")],
            PlannedStart = new(2018, 4, 1),
            PlannedEnd = new(2018, 12, 31),
        };
        var work = Same with { Donors = [new("FI", null, 200_000m, "EUR")] };
        using (Assert.EnterMultipleScope())
        {
            Assert.That(MatchingPairs.Compare(grant, work)[Feature.AmountConverted], Is.LessThan(0.15));
            Assert.That(MatchingPairs.Compare(grant, work)[Feature.IsPart], Is.NaN);
            Assert.That(
                MatchingPairs.Compare(grant, work with { Donors = [new("FI", null, 900_000m, "EUR")] })[Feature.IsPart],
                Is.GreaterThan(0)
            );
        }
    }

    [TestCase("EU IPA 2012", "EU")]
    [TestCase("OSCE Unified Budget", "OSCE")]
    [TestCase("Finland (CPF)", "FI")]
    [TestCase("Finland through NATO", "FI")]
    [TestCase("فنلاند", "FI")]
    [TestCase("Finlandia Vodka", null)]
    [TestCase("Osce Fishers", null)]
    [TestCase("NO Drugs Fund", null)]
    [TestCase("UK CSSF", "GB")]
    [TestCase("JICA", "JP")]
    public void Donor_that_begins_with_a_partner_is_that_partner(string name, string? expected)
    {
        var donor = DonorNames.OfState("UNODC", Patrol, new(null, name, null, null));
        Assert.That(donor.Partner, Is.EqualTo(expected));
    }

    [TestCase("State Customs Service", "State Border Service", 0, 0.3)]
    [TestCase("State Customs Service", "Customs", 0.6, 1)]
    [TestCase("Academy of the Interior Ministry", "Customs Institute", 0, 0)]
    [TestCase("Drug users", "patients", 0.3, 1)]
    [TestCase("ГСОР КР", "Государственная служба охраны рек", 1, 1)]
    public void Agencies_are_told_apart_by_the_words_of_their_own(string one, string other, double least, double most)
    {
        var vector = MatchingPairs.Compare(
            Patrol with
            {
                Beneficiaries = [one],
            },
            Same with
            {
                Beneficiaries = [other],
            }
        );
        Assert.That(vector[Feature.BeneficiarySimilarity], Is.InRange(least, most));
    }

    [Test]
    public void Words_of_one_meaning_count_as_the_more_common_of_them()
    {
        var statistics = TermStatistics.FromProfiles([
            .. Enumerable
                .Range(0, 300)
                .Select(i => Profile.FromDraft("FI", Silent($"C-{i}") with { Title = "Schools" })),
        ]);
        var (here, there) = (Similarity("Pupils", "Schools"), Similarity("Schools", "Pupils"));
        Assert.That(here, Is.EqualTo(there).And.AtMost(1));

        double Similarity(string one, string other) =>
            Scorer.Compare(
                WeightedProfile.Create(Profile.FromDraft("FI", Patrol with { Beneficiaries = [one] }), statistics),
                WeightedProfile.Create(Profile.FromDraft("OSCE", Same with { Beneficiaries = [other] }), statistics)
            )[Feature.BeneficiarySimilarity];
    }

    [Test]
    public void Agency_that_the_other_text_names_is_no_other_beneficiary()
    {
        var one = Patrol with { Beneficiaries = ["Shipyard Board"] };
        var other = Same with { Beneficiaries = ["Harbour Inspectorate"], Description = "Boats of the harbour." };
        using (Assert.EnterMultipleScope())
        {
            Assert.That(MatchingPairs.Compare(one, other)[Feature.BeneficiarySimilarity], Is.Zero);
            Assert.That(
                MatchingPairs.Compare(one, other with { Description = "Boats of the Shipyard Board." })[
                    Feature.BeneficiarySimilarity
                ],
                Is.NaN
            );
        }
    }

    [Test]
    public void Start_on_the_first_of_a_month_states_little_more_than_the_month()
    {
        var (first, second) = (new DateOnly(2018, 3, 1), new DateOnly(2018, 3, 2));
        Assert.That(GapOf(first, first), Is.EqualTo(15));
        Assert.That(GapOf(second, second), Is.Zero);
        Assert.That(GapOf(first, second), Is.EqualTo(1));

        static double GapOf(DateOnly one, DateOnly other) =>
            MatchingPairs.Compare(Patrol with { PlannedStart = one }, Same with { PlannedStart = other })[
                Feature.StartGap
            ];
    }

    [TestCase(0, true)]
    [TestCase(46, true)]
    [TestCase(140, false)]
    public void Records_without_a_common_word_share_the_key_of_a_donor_and_a_quarter(int days, bool expected)
    {
        var one = Silent("A-1") with { Title = "Boats", Donors = [new("FI", null, null, null)] };
        var other = Silent("B-2") with
        {
            Title = "Катера",
            Donors = [new("FI", null, null, null)],
            PlannedStart = one.PlannedStart!.Value.AddDays(days),
        };
        var (a, b) = (Weigh("FI", one), Weigh("OSCE", other));
        var common = a.BlockingKeys.Intersect(b.BlockingKeys).Where(key => key.StartsWith('z'));
        Assert.That(common.Any(), Is.EqualTo(expected));
    }

    [TestCase("The project MCU/Z41 gives boats.", "Судоремонт (проект УНП ООН Z41).", true)]
    [TestCase("The project MCU/Z41 gives boats.", "Contribution to project Z41.", true)]
    [TestCase("The project MCU/Z41 gives boats.", "Works on road Z41.", false)]
    [TestCase("Works on road Z41.", "Repair of road Z41.", false)]
    public void Short_number_beside_a_word_for_a_project_is_a_common_number(string one, string other, bool expected)
    {
        var (a, b) = (
            Silent("A-1") with
            {
                Title = "Boats",
                Description = one,
            },
            Silent("B-2") with
            {
                Title = "Ships",
                Description = other,
            }
        );
        using (Assert.EnterMultipleScope())
        {
            Assert.That(double.IsNaN(MatchingPairs.Compare(a, b)[Feature.NumberMentioned]), Is.EqualTo(!expected));
            Assert.That(
                Weigh("FI", a).BlockingKeys.Intersect(Weigh("OSCE", b).BlockingKeys).Any(key => key == "r:~z41"),
                Is.EqualTo(expected)
            );
        }
    }

    [Test]
    public void Programmes_in_the_same_three_countries_share_a_key_without_a_word()
    {
        string[] countries = ["UZ", "TM", "KG"];
        Assert.That(Keys(countries, ["KG", "TM", "UZ"]), Is.True);
        Assert.That(Keys(countries, ["KG", "TM"]), Is.False);
        Assert.That(Keys(["KG", "TM"], ["KG", "TM"]), Is.False, "two countries are too common");

        static bool Keys(string[] one, string[] other) =>
            Weigh("FI", Silent("A-1") with { Title = "Boats", Countries = one })
                .BlockingKeys.Intersect(
                    Weigh("OSCE", Silent("B-2") with { Title = "Катера", Countries = other }).BlockingKeys
                )
                .Any(key => key.StartsWith('m'));
    }

    [Test]
    public void Name_of_a_place_is_no_group_of_people()
    {
        var one = Silent("A-1") with { Title = "Checkpoint", Description = "For customs." };
        var other = Silent("B-2") with { Title = "Imam Nazar", Description = "For the crew." };
        using (Assert.EnterMultipleScope())
        {
            Assert.That(MatchingPairs.Compare(one, other)[Feature.ContrastOther], Is.EqualTo(0.5));
            Assert.That(
                MatchingPairs.Compare(one, other with { Places = [new("Imam Nazar", null, null, null)] })[
                    Feature.ContrastOther
                ],
                Is.NaN
            );
        }
    }

    [Test]
    public void Rare_subject_counts_more_than_one_that_every_project_has()
    {
        var statistics = TermStatistics.FromProfiles([
            .. Enumerable
                .Range(0, 300)
                .Select(i => Profile.FromDraft("FI", Silent($"C-{i}") with { Title = "Training course" })),
        ]);
        var dogs = Similarity("Dogs: training", "Dogs, a scanner");
        var training = Similarity("Dogs: training", "Training, a scanner");
        Assert.That(dogs, Is.GreaterThan(training + 0.2));

        double Similarity(string one, string other) =>
            Scorer.Compare(
                WeightedProfile.Create(Profile.FromDraft("FI", Silent("A-1") with { Title = one }), statistics),
                WeightedProfile.Create(Profile.FromDraft("OSCE", Silent("B-2") with { Title = other }), statistics)
            )[Feature.SubjectSimilarity];
    }

    private static ProjectDraft Silent(string reference) =>
        Patrol with
        {
            Reference = reference,
            Description = null,
            Places = [],
            Beneficiaries = [],
            ActivityTypes = [],
        };

    private static WeightedProfile Weigh(string owner, ProjectDraft draft) =>
        WeightedProfile.Create(Profile.FromDraft(owner, draft), TermStatistics.Empty);
}
