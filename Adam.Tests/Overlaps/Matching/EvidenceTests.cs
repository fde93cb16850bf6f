using Adam.Domain.Overlaps.Matching;
using Adam.Domain.Projects;

namespace Adam.Tests.Overlaps.Matching;

/// <summary>Tests what counts as evidence, and what does not.</summary>
public sealed class EvidenceTests
{
    private static readonly ProjectDraft Patrol = MatchingPairs.Patrol;
    private static readonly ProjectDraft Same = MatchingPairs.Same;

    [TestCase("Masks against COVID-19", false)]
    [TestCase("Spare parts for UH-60", false)]
    [TestCase("Seizure of AK-47 rifles", false)]
    [TestCase("Standard ISO-9001", false)]
    [TestCase("Resolution S/RES/1373", false)]
    [TestCase("Budget FY2017/18", false)]
    [TestCase("Part of UZB/K22", true)]
    [TestCase("Part of P094311", true)]
    [TestCase("Part of GLO-14/0021", true)]
    public void Only_numbers_of_projects_are_references(string text, bool expected)
    {
        var vector = MatchingPairs.Compare(Patrol with { Description = text }, Same with { Description = text });
        Assert.That(vector.Number is not null, Is.EqualTo(expected));
    }

    [Test]
    public void Number_of_one_of_the_two_weighs_more_than_a_number_that_both_mention()
    {
        var mentioned = MatchingPairs.Compare(
            Patrol with
            {
                Description = "Follows UZB/K22.",
            },
            Same with
            {
                Description = "Part of UZB/K22.",
            }
        );
        var own = MatchingPairs.Compare(
            Patrol with
            {
                Reference = "UZB/K22",
            },
            Same with
            {
                Description = "Part of UZB/K22.",
            }
        );
        using (Assert.EnterMultipleScope())
        {
            Assert.That(mentioned[Feature.NumberShared], Is.NaN);
            Assert.That(own[Feature.NumberMentioned], Is.NaN);
            Assert.That(
                Scorer.Weight(own, Feature.NumberShared, Rules.Current),
                Is.GreaterThan(Scorer.Weight(mentioned, Feature.NumberMentioned, Rules.Current))
            );
        }
    }

    [TestCase("Uzbekistan")]
    [TestCase("Республика Узбекистан")]
    [TestCase("Republic of Uzbekistan")]
    [TestCase("Ouzbékistan")]
    [TestCase("whole country")]
    [TestCase("Southern Uzbekistan")]
    [TestCase("Central Asia")]
    public void Country_is_no_place(string name)
    {
        var vector = MatchingPairs.Compare(
            Patrol with
            {
                Places = [new(name, null, null, null)],
            },
            Same with
            {
                Places = [new(name, null, null, null)],
            }
        );
        Assert.That(vector[Feature.PlaceShared], Is.NaN);
        Assert.That(vector[Feature.PlacesApart], Is.NaN);
    }

    [TestCase("Eshkashim", "Ishkashim", true)]
    [TestCase("Uzgen", "Özgön", true)]
    [TestCase("Khujand", "Худжанд", true)]
    [TestCase("Tachkent", "Ташкент", true)]
    [TestCase("Jalal-Abad", "Жалал-Абад", true)]
    [TestCase("Xorazm", "Khorezm", true)]
    [TestCase("Astana", "Нур-Султан", true)]
    [TestCase("Termez border post", "Termez", true)]
    [TestCase("Nizhny Panj", "Panj", true)]
    [TestCase("Muynak", "Termez", false)]
    [TestCase("Aral", "Urals", false)]
    public void Spellings_of_one_place_are_one_place(string one, string other, bool expected)
    {
        var vector = MatchingPairs.Compare(
            Patrol with
            {
                Title = "Boats",
                Description = null,
                Places = [new(one, null, null, null)],
            },
            Same with
            {
                Title = "Boats",
                Description = null,
                Places = [new(other, null, null, null)],
            }
        );
        Assert.That(double.IsNaN(vector[Feature.PlaceShared]), Is.Not.EqualTo(expected));
        Assert.That(vector[Feature.PlacesApart], expected ? Is.NaN : Is.EqualTo(1));
    }

    [TestCase("Khatlon", null, "Kulob", null, false)]
    [TestCase("Khatlon", null, "Kulob", "Khatlon", false)]
    [TestCase("Khatlon", null, "Khujand", "Sughd", true)]
    [TestCase("Khatlon", null, "Sughd", null, true)]
    [TestCase("Osh oblast", null, "Uzgen", null, false)]
    [TestCase("Kulob", "Khatlon", "Panj", "Khatlon", true)]
    public void Province_and_its_town_are_not_apart(
        string one,
        string? province,
        string other,
        string? otherProvince,
        bool expected
    )
    {
        var vector = MatchingPairs.Compare(
            Patrol with
            {
                Places = [new(one, province, null, null)],
            },
            Same with
            {
                Title = "Boats",
                Description = null,
                Places = [new(other, otherProvince, null, null)],
            }
        );
        Assert.That(vector[Feature.PlacesApart], expected ? Is.EqualTo(1) : Is.NaN);
    }

    [Test]
    public void Stop_words_are_no_rare_words()
    {
        var vector = MatchingPairs.Compare(
            Patrol with
            {
                Title = "How most of these boats sink",
                Description = "Why the others sink, although each of them floats well enough otherwise.",
            },
            Same with
            {
                Title = "How most of those kennels rot",
                Description = "Why the others rot, although each of them stands well enough otherwise.",
            }
        );
        Assert.That(vector.RareWords, Is.Empty);
    }

    [TestCase("Как обычно, кроме некоторых", 'c')]
    [TestCase("چگونه و چرا همه آنها", 'a')]
    [TestCase("Comment la plupart de ceux qui", 'l')]
    [TestCase("Cómo la mayoría de los otros", 'l')]
    public void Stop_words_belong_to_the_script_of_their_language(string text, char script)
    {
        var tokens = Token.Read(text);
        Assert.That(tokens.Select(token => token.Script), Is.All.EqualTo(script));
        Assert.That(tokens.Count(Vocabulary.IsFunction), Is.GreaterThanOrEqualTo(tokens.Count - 2));
    }

    [Test]
    public void Word_of_another_script_that_looks_like_a_stop_word_is_none() =>
        // The letters of the Persian word for "in" are "dr".
        Assert.That(
            (Vocabulary.IsFunction(Token.Read("در")[0]), Vocabulary.IsFunction(Token.Read("Dr")[0])),
            Is.EqualTo((true, false))
        );

    [Test]
    public void Title_counts_once_if_a_record_has_no_description()
    {
        var vector = MatchingPairs.Compare(
            Patrol with
            {
                Title = "Emergency grant of boats, engines, ropes, vests, anchors, radios, flares and oars",
                Description = null,
            },
            Same with
            {
                Title = "Emergency grant of boats, engines, ropes, vests, anchors, radios, flares and oars",
                Description = null,
            }
        );
        Assert.That(vector[Feature.TitleSimilarity], Is.EqualTo(1));
        Assert.That(vector[Feature.TextSimilarity], Is.NaN);
        Assert.That(vector[Feature.TextCoverage], Is.NaN);
    }

    [Test]
    public void Agency_that_many_projects_serve_weighs_less()
    {
        var crowd = Enumerable
            .Range(0, 200)
            .Select(i =>
                Profile.FromDraft(
                    "FR",
                    Patrol with
                    {
                        Reference = $"C{i:0000}",
                        Beneficiaries = ["Ministry of Justice"],
                    }
                )
            )
            .ToList();
        var statistics = TermStatistics.FromProfiles(crowd);
        Assert.That(Weight("Ministry of Justice"), Is.LessThan(Weight("Fishery Inspectorate")));

        double Weight(string agency)
        {
            var (one, other) = (
                WeightedProfile.Create(Profile.FromDraft("FI", Patrol with { Beneficiaries = [agency] }), statistics),
                WeightedProfile.Create(Profile.FromDraft("OSCE", Same with { Beneficiaries = [agency] }), statistics)
            );
            return Scorer.Weight(Scorer.Compare(one, other), Feature.BeneficiaryShared, Rules.Current);
        }
    }

    [Test]
    public void Unknown_start_gives_no_evidence_from_periods()
    {
        var unknown = Same with { PlannedStart = null };
        var vector = MatchingPairs.Compare(Patrol, unknown);
        Feature[] periods = [Feature.StartGap, Feature.EndGap, Feature.SameDay, Feature.SharedDays, Feature.HandOver];
        Assert.That(periods.Where(feature => !double.IsNaN(vector[feature])), Is.Empty);
        Assert.That(
            MatchingPairs.Explain(Patrol, unknown).Reasons.Select(reason => reason.Component),
            Has.None.EqualTo(Component.Period)
        );
    }

    [Test]
    public void Purpose_told_word_for_word_outweighs_two_names()
    {
        const string Purpose =
            "Widows of the upper valley earn their living from dried apricots instead of carrying parcels across the "
            + "river, and their daughters finish school.";
        var (one, other) = (
            Patrol with
            {
                Title = "Golden harvest",
                Description = Purpose,
                Places = [],
                Beneficiaries = [],
                PlannedEnd = null,
            },
            Same with
            {
                Title = "Valley Incomes II",
                Description = $"{Purpose} Three components, each with an adviser.",
                Places = [],
                Beneficiaries = [],
                PlannedStart = Patrol.PlannedStart,
            }
        );
        Assert.That(MatchingPairs.KindOf(one, other), Is.EqualTo(OverlapKind.SameProject));
    }

    [TestCase("imports", "exports", 1)]
    [TestCase("импорта", "экспорта", 1)]
    [TestCase("judges", "prosecutors", 1)]
    [TestCase("boys", "girls", 1)]
    [TestCase("juges", "procureurs", 1)]
    [TestCase("مردان", "زنان", 1)]
    [TestCase("imports and exports", "exports", double.NaN)]
    [TestCase("judges", "magistrates", double.NaN)]
    public void Titles_that_name_opposites_contradict_each_other(string one, string other, double expected)
    {
        var vector = MatchingPairs.Compare(
            Patrol with
            {
                Title = $"Leaflet, {one}",
            },
            Same with
            {
                Title = $"Leaflet, {other}",
            }
        );
        Assert.That(vector[Feature.ContrastOther], Is.EqualTo(expected));
    }

    [Test]
    public void Words_of_several_languages_name_one_subject()
    {
        string[] words = ["dogs", "cynologique", "собаки", "Polizeihunde", "canine", "سگ"];
        var concepts = words
            .Select(word => Vocabulary.Concepts(Token.Read(word)[0].Word) & Vocabulary.SubjectConcepts)
            .Distinct()
            .ToList();
        Assert.That(concepts, Has.Count.EqualTo(1));
        Assert.That(concepts[0], Is.Not.Zero);
    }

    [TestCase(283_000, 1)]
    [TestCase(900_000, -1)]
    public void Amounts_in_two_currencies_are_compared_at_the_rate_of_the_year(int dollars, int sign)
    {
        var vector = MatchingPairs.Compare(Patrol, Same with { Donors = [new("FI", null, dollars, "USD")] });
        Assert.That(vector[Feature.AmountGap], Is.NaN);
        Assert.That(Math.Sign(Scorer.Weight(vector, Feature.AmountConverted, Rules.Current)), Is.EqualTo(sign));
    }
}
