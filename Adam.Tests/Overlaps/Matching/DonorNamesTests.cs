using Adam.Domain.Overlaps.Matching;
using Adam.Domain.Projects;
using Adam.Domain.Text;
using CsCheck;

namespace Adam.Tests.Overlaps.Matching;

/// <summary>Tests when two donors are certainly two, and the kinds and scores of pairs that follow from it.</summary>
public sealed class DonorNamesTests
{
    private const string Trust = "Blue Heron Trust";

    private static readonly string[] Words =
    [
        "Heron",
        "Maple",
        "Quartz",
        "Violet",
        "Tundra",
        "Fjord",
        "Lagoon",
        "Pepper",
        "Zebra",
        "Copper",
        "Walnut",
        "Ginger",
    ];

    private static readonly Gen<string[]> Names = Gen.Shuffle(Words).Select(words => words[..8]);

    [TestCase("SE", "Blue Heron Trust")]
    [TestCase("SE", "Фонд «Голубая цапля»")]
    [TestCase("US", "Union of Lake Fishers")]
    [TestCase("SE", "OSCE")]
    [TestCase("SE", "Ministry for Foreign Affairs of Finland", TestName = "An agency of another partner")]
    [TestCase("OSCE", "Blue Heron Trust")]
    [TestCase("Blue Heron Trust", "Lake Fishers' Union")]
    [TestCase("UN Lake Office - UNLO", "Foundation for Rivers - FUNDERI")]
    [TestCase("UN Lake Agency - UNLA", "United Nations Bureau for the Protection of Rivers - BUPR")]
    [TestCase("SE", "UN Lake Agency")]
    [TestCase("SE", "Управление ООН по озёрам")]
    [TestCase("Фонд «Голубая цапля»", "Союз рыбаков")]
    public void Names_without_a_common_word_are_two_donors(string one, string other) =>
        Assert.That(AreApart(one, other), Is.EqualTo((true, true)));

    [TestCase("SE", "SE", TestName = "One partner")]
    [TestCase("SE", "Sweden")]
    [TestCase("SE", "Government of Sweden")]
    [TestCase("SE", "Royal Swedish Academy")]
    [TestCase("SE", "Suède, coopération internationale")]
    [TestCase("SE", "Правительство Швеции")]
    [TestCase("SE", "Шведский фонд")]
    [TestCase("SE", "السويد")]
    [TestCase("SE", "瑞典")]
    [TestCase("SE", "Sida")]
    [TestCase("Sida", "Swedish Government")]
    [TestCase("SE", "Ministry for Foreign Affairs")]
    [TestCase("SE", "Министерство иностранных дел")]
    [TestCase("ES", "Spanish Fund for Lakes")]
    [TestCase("JP", "JICA Lake Programme")]
    [TestCase("US", "U.S. Fund for Lakes")]
    [TestCase("US", "US Fund for Lakes")]
    [TestCase("US", "American Fund for Lakes")]
    [TestCase("GB", "British Fund for Lakes")]
    [TestCase("EU", "Delegation of the EU in Tashkent")]
    [TestCase("EU", "European Fund for Lakes")]
    [TestCase("OSCE", "ОБСЕ в Ташкенте")]
    [TestCase("OSCE", "Organisation for Security (OSCE)")]
    [TestCase("ZZNEW", "Blue Heron Trust", TestName = "A partner that joined later")]
    [TestCase("Blue Heron Trust", "The Heron Fund")]
    [TestCase("Blue Heron Trust", "BHT")]
    [TestCase("Union of Lake Fishers (ULF)", "ULF Tashkent")]
    [TestCase("UNLO", "UN Lake Office")]
    [TestCase("The Other", "Blue Heron Trust")]
    [TestCase("UNLAKES", "UN Fishery Agency")]
    [TestCase("Blue Herons", "Heronn Trust")]
    [TestCase("Heron Trust", "Фонд «Херон»")]
    [TestCase("Голубая цапля", "Blue Heron")]
    [TestCase("Lake Bank", "Banque lacustre")]
    [TestCase("World Lake Bank", "Lake-Bk Intl")]
    [TestCase("Ministry of Lakes of Ruritania", "Ruritania")]
    [TestCase("Government of Ruritania", "Ruritania")]
    public void Names_in_doubt_may_be_one_donor(string one, string other) =>
        Assert.That(AreApart(one, other), Is.EqualTo((false, false)));

    [Test]
    public void Names_of_records_in_two_languages_may_be_translations()
    {
        using (Assert.EnterMultipleScope())
        {
            Assert.That(DonorNames.AreApart(Donor(Trust), Donor("Garza Azul"), inOtherLanguages: true), Is.False);
            Assert.That(DonorNames.AreApart(Donor(Trust), Donor("Garza Azul"), inOtherLanguages: false), Is.True);
            Assert.That(DonorNames.AreApart(Donor("SE"), Donor("Garza Azul"), inOtherLanguages: true), Is.True);
        }
    }

    [Test]
    public void Names_that_share_a_word_in_any_spelling_are_never_two_donors() =>
        Gen.Select(Names, Gen.Int[1, 4], Gen.Int[0, 6])
            .Sample(
                (words, first, spelling) =>
                {
                    var (one, other) = (words[..first], words[first..]);
                    var (name, others) = (string.Join(' ', one), string.Join(" & ", other));
                    Assert.That(AreApart(name, others), Is.EqualTo((true, true)), $"{name} | {others}");

                    var shared = Respell(words[first - 1], spelling);
                    Assert.That(AreApart(name, $"{others} {shared}"), Is.EqualTo((false, false)), $"{name} | {shared}");
                },
                iter: RandomRegister.Count(200),
                threads: 1
            );

    [TestCase("Maple Society", 100_000, "EUR", OverlapKind.CoFunded)]
    [TestCase("Maple Society", 240_000, "EUR", OverlapKind.SameProject, TestName = "An equal sum")]
    [TestCase("Maple Society", 30_000, "USD", OverlapKind.CoFunded)]
    [TestCase("Maple Society", 283_000, "USD", OverlapKind.SameProject, TestName = "Nearly an equal sum at the rate")]
    [TestCase("Maple Society", null, null, OverlapKind.SameProject, TestName = "No sum")]
    [TestCase("Heron Society", 100_000, "EUR", OverlapKind.SameProject, TestName = "A common word")]
    [TestCase("Finnish Society", 100_000, "EUR", OverlapKind.SameProject, TestName = "The owner of the other record")]
    public void Unequal_sums_of_names_of_two_donors_are_co_funded(
        string name,
        int? amount,
        string? currency,
        OverlapKind expected
    )
    {
        var ours = MatchingPairs.Patrol with { Donors = [new(null, Trust, 240_000m, "EUR")] };
        var theirs = MatchingPairs.Same with { Donors = [new(null, name, amount, currency)] };
        Assert.That(MatchingPairs.KindOf(ours, theirs), Is.EqualTo(expected));
    }

    [Test]
    public void Equal_grant_among_several_may_be_the_same_money()
    {
        var ours = MatchingPairs.Patrol with
        {
            Donors = [new(null, Trust, 240_000m, "EUR"), new("SE", null, 60_000m, "EUR")],
        };
        var theirs = MatchingPairs.Same with { Donors = [new(null, "Maple Society", 240_000m, "EUR")] };
        Assert.That(MatchingPairs.KindOf(ours, theirs), Is.EqualTo(OverlapKind.SameProject));
    }

    [Test]
    public void One_doubtful_donor_among_several_is_enough_for_doubt()
    {
        var ours = MatchingPairs.Patrol with
        {
            Donors = [new(null, Trust, 200_000m, "EUR"), new("SE", null, 60_000m, "EUR")],
        };
        var theirs = MatchingPairs.Same with
        {
            Donors = [new(null, "Maple Society", 50_000m, "EUR"), new(null, "Swedish Union", 30_000m, "EUR")],
        };
        using (Assert.EnterMultipleScope())
        {
            Assert.That(MatchingPairs.KindOf(ours, theirs), Is.EqualTo(OverlapKind.SameProject));
            Assert.That(
                MatchingPairs.KindOf(ours, theirs with { Donors = [theirs.Donors[0]] }),
                Is.EqualTo(OverlapKind.CoFunded)
            );
        }
    }

    [Test]
    public void Record_without_donors_keeps_its_kind() =>
        Assert.That(
            MatchingPairs.KindOf(
                MatchingPairs.Patrol with
                {
                    Donors = [new(null, Trust, 240_000m, "EUR")],
                },
                MatchingPairs.Same with
                {
                    Donors = [],
                }
            ),
            Is.EqualTo(OverlapKind.SameProject)
        );

    [Test]
    public void Reason_names_the_donors_although_no_weight_rests_on_them()
    {
        var ours = MatchingPairs.Patrol with { Donors = [new(null, Trust, 240_000m, "EUR")] };
        var theirs = MatchingPairs.Same with { Donors = [new(null, "Maple Society", 100_000m, "EUR")] };
        var reason = MatchingPairs.Explain(ours, theirs).Reasons.Single(reason => reason.Component == Component.Donors);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(reason.Contribution, Is.Zero);
            Assert.That(
                reason.Detail,
                Is.EqualTo(
                    "Different donors pay for one undertaking, each with its own sum: "
                        + "Blue Heron Trust, and Maple Society."
                )
            );
        }
    }

    [Test]
    public void Names_of_donors_decide_the_kind_and_never_the_score()
    {
        var coFunded = 0;
        Gen.Select(RelatedRecords.Draft(1), RelatedRecords.Draft(2), Gen.Int[1, 9], Gen.Int[1, 9])
            .Sample(
                (one, other, share, theirShare) =>
                {
                    one = one with { Donors = [new(null, Trust, share * 10_000m, "EUR")] };
                    var apart = Assess(one, other, "Maple Society", theirShare);
                    var doubtful = Assess(one, other, "Heron Society", theirShare);
                    Assert.That(apart.Score, Is.EqualTo(doubtful.Score));
                    Assert.That(doubtful.Relation, Is.Not.EqualTo(PairRelation.CoFunded));

                    var isCoFunded = apart.Score >= Rules.SameProject && share != theirShare;
                    Assert.That(apart.Relation, Is.EqualTo(isCoFunded ? PairRelation.CoFunded : doubtful.Relation));
                    coFunded += isCoFunded ? 1 : 0;
                },
                iter: RandomRegister.Count(300),
                threads: 1
            );
        Assert.That(coFunded, Is.GreaterThan(0), "The property would be untested.");

        static Assessment Assess(ProjectDraft one, ProjectDraft other, string donor, int share)
        {
            var theirs = other with { Donors = [new(null, donor, share * 10_000m, "EUR")] };
            var (here, there) = MatchingPairs.Assess(one, theirs);
            Assert.That(here, Is.EqualTo(there));
            return here;
        }
    }

    private static (bool Here, bool There) AreApart(string one, string other) =>
        (
            DonorNames.AreApart(Donor(one), Donor(other), inOtherLanguages: false),
            DonorNames.AreApart(Donor(other), Donor(one), inOtherLanguages: false)
        );

    /// <summary>Returns the donor of a profile: a partner for a code in capitals, else a name.</summary>
    private static (string Key, string Name) Donor(string codeOrName) =>
        codeOrName is "SE" or "ES" or "JP" or "US" or "GB" or "EU" or "OSCE" or "ZZNEW"
            ? (codeOrName, codeOrName)
            : (Folding.Key(codeOrName), codeOrName);

    private static string Respell(string word, int spelling) =>
        spelling switch
        {
            0 => word,
            1 => word.ToUpperInvariant(),
            2 => word + "s",
            3 => word[..4],
            4 => $"({word})",
            5 => word.Insert(1, "\u0301"),
            _ => word.ToLowerInvariant(),
        };
}
