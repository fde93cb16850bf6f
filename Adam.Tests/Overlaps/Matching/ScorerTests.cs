using Adam.Benchmarks.Quality;
using Adam.Domain.Overlaps;
using Adam.Domain.Overlaps.Matching;
using Adam.Domain.Projects;

namespace Adam.Tests.Overlaps.Matching;

public sealed class ScorerTests
{
    internal static readonly ProjectDraft Full = new()
    {
        Reference = "TJ-BORDER-14",
        Title = "Training of border guards at Nizhny Panj",
        Description =
            "Courses in profiling and in the search of lorries for the officers of the checkpoint and of its "
            + "two outposts.",
        Pillars = [Pillar.RegionalInitiatives],
        Countries = ["TJ"],
        Places = [new("Nizhny Panj", "Khatlon", 37.2, 68.6)],
        ActivityTypes = ["training"],
        Donors = [new("DE", null, 1_200_000m, "EUR")],
        Implementers = [new("UNODC", null)],
        Beneficiaries = ["Border Troops of Tajikistan"],
        Status = ProjectStatus.Implementation,
        PlannedStart = new(2014, 3, 17),
        PlannedEnd = new(2016, 12, 31),
    };

    internal static readonly ProjectDraft Other = Full with
    {
        Reference = "0815-47",
        Donors = [new("US", null, 1_150_000m, "EUR")],
    };

    /// <summary>
    /// Returns for each component a change that removes its data and one that makes it contradict the other record.
    /// </summary>
    private static IEnumerable<TestCaseData> Gaps()
    {
        yield return new TestCaseData(
            Component.Places,
            (Func<ProjectDraft, ProjectDraft>)(draft => draft with { Places = [] }),
            (Func<ProjectDraft, ProjectDraft>)(draft => draft with { Places = [new("Ishkashim", null, null, null)] })
        );
        yield return new TestCaseData(
            Component.ActivityTypes,
            (Func<ProjectDraft, ProjectDraft>)(draft => draft with { ActivityTypes = [] }),
            (Func<ProjectDraft, ProjectDraft>)(draft => draft with { ActivityTypes = ["treatment"] })
        );
        yield return new TestCaseData(
            Component.Beneficiaries,
            (Func<ProjectDraft, ProjectDraft>)(draft => draft with { Beneficiaries = [] }),
            (Func<ProjectDraft, ProjectDraft>)(draft => draft with { Beneficiaries = ["State Customs Service"] })
        );
        yield return new TestCaseData(
            Component.Implementers,
            (Func<ProjectDraft, ProjectDraft>)(draft => draft with { Implementers = [] }),
            (Func<ProjectDraft, ProjectDraft>)(draft => draft with { Implementers = [new("OSCE", null)] })
        );
        yield return new TestCaseData(
            Component.Amounts,
            (Func<ProjectDraft, ProjectDraft>)(draft => draft with { Donors = [new("US", null, null, null)] }),
            (Func<ProjectDraft, ProjectDraft>)(draft => draft with { Donors = [new("US", null, 9_000m, "EUR")] })
        );
    }

    [TestCaseSource(nameof(Gaps))]
    public void Score_missing_data_speaks_neither_for_nor_against(
        Component component,
        Func<ProjectDraft, ProjectDraft> silent,
        Func<ProjectDraft, ProjectDraft> contradicting
    )
    {
        // Short texts keep the score away from 0 and 1, so that it can change in both directions.
        var (full, other) = (
            Full with
            {
                Title = "Border guards",
                Description = null,
                PlannedStart = new(2014, 9, 1),
                PlannedEnd = null,
            },
            Other with
            {
                Title = "Courses",
                Description = null,
            }
        );
        var (agreeing, missing, against) = (Of(full, other), Of(full, silent(other)), Of(full, contradicting(other)));
        using (Assert.EnterMultipleScope())
        {
            Assert.That(missing.Reasons.Select(reason => reason.Component), Has.None.EqualTo(component));
            Assert.That(
                agreeing.Reasons.Single(reason => reason.Component == component).Contribution,
                Is.GreaterThan(0)
            );
            Assert.That(against.Reasons.Single(reason => reason.Component == component).Contribution, Is.LessThan(0));
            Assert.That(agreeing.Score, Is.GreaterThan(missing.Score));
            Assert.That(missing.Score, Is.GreaterThan(against.Score));
        }
    }

    [Test]
    public void Each_feature_has_a_value_for_some_pair()
    {
        // No two records of the sample register mention a number in common.
        var entries = SampleRecords
            .Read()
            .Select(entry => Profile.FromDraft(entry.Owner, entry.Draft))
            .Append(Profile.FromDraft("DE", Full with { Description = "Follows XAC/K22." }))
            .Append(Profile.FromDraft("US", Other with { Description = "Part of XAC/K22." }))
            .Append(Profile.FromDraft("FR", Other with { Reference = "XAC/K22" }))
            .Append(Profile.FromDraft("DE", Full with { Title = "Roof of School No. 5" }))
            .Append(Profile.FromDraft("US", Other with { Title = "Roof of School No. 8" }))
            .ToList();
        var statistics = TermStatistics.FromProfiles(entries);
        var records = entries.ConvertAll(entry => WeightedProfile.Create(entry, statistics));
        var found =
            from i in Enumerable.Range(0, records.Count)
            from j in Enumerable.Range(i + 1, records.Count - i - 1)
            let vector = Scorer.Compare(records[i], records[j])
            from feature in Enum.GetValues<Feature>()
            where !double.IsNaN(vector[feature])
            select feature;
        Assert.That(found.Distinct(), Is.EquivalentTo(Enum.GetValues<Feature>()));
    }

    [Test]
    public void Score_missing_end_says_nothing_of_the_end()
    {
        var open = Scorer.Compare(Weigh("DE", Full), Weigh("US", Other with { PlannedEnd = null }));
        Assert.That(open[Feature.EndGap], Is.NaN);
        Assert.That(open[Feature.SharedDays], Is.NaN);
    }

    [TestCase("Integrated Transport Project", "Integr Transp", true)]
    [TestCase("Technical and Vocational Education and Training", "TVET reform", true)]
    [TestCase("Training of border guards at Nizhny Panj", "Подготовка пограничников, Нижний Пяндж", true)]
    [TestCase("Precursor control in Central Asia", "Central Asia: Précursor Contrôl", true)]
    [TestCase("Treatment of dependence in prisons", "Scanners for the port of Karachi", false)]
    public void Titles_share_what_they_say_across_abbreviations_order_accents_and_scripts(
        string one,
        string other,
        bool shared
    )
    {
        var (a, b) = (Full with { Title = one, Description = null }, Other with { Title = other, Description = null });
        var vector = Scorer.Compare(Weigh("DE", a), Weigh("US", b));
        Assert.That(vector[Feature.TitleInformation] > 2, Is.EqualTo(shared));
    }

    [TestCase("Rural Access, Phase II", "Rural Access, phase 2", Feature.PhaseSame)]
    [TestCase("Second Rural Access", "Rural Access APL#2", Feature.PhaseSame)]
    [TestCase("Second Rural Access", "3rd Rural Access", Feature.PhaseOther)]
    [TestCase("Rural Access III", "Rural Access", Feature.PhaseUnmatched)]
    public void Titles_are_told_apart_by_their_phases(string one, string other, Feature expected)
    {
        var vector = Scorer.Compare(Weigh("DE", Full with { Title = one }), Weigh("US", Other with { Title = other }));
        Feature[] phases = [Feature.PhaseSame, Feature.PhaseOther, Feature.PhaseUnmatched];
        Assert.That(phases.Where(feature => !double.IsNaN(vector[feature])), Is.EqualTo([expected]));
    }

    [Test]
    public void Rare_places_weigh_more_than_common_ones()
    {
        var crowd = Enumerable
            .Range(0, 200)
            .Select(i =>
                Profile.FromDraft(
                    "FR",
                    Full with
                    {
                        Reference = $"C{i:0000}",
                        Places = [new("Dushanbe", null, null, null)],
                        Title = $"Crowd {i}",
                    }
                )
            )
            .ToList();
        var statistics = TermStatistics.FromProfiles(crowd);
        var (rare, common) = (Contribution("Nizhny Panj"), Contribution("Dushanbe"));
        Assert.That(rare, Is.GreaterThan(common));
        Assert.That(common, Is.GreaterThan(0));

        decimal Contribution(string place)
        {
            var (a, b) = (
                Full with
                {
                    Places = [new(place, null, null, null)],
                    Title = "Border guards",
                    Description = null,
                },
                Other with
                {
                    Places = [new(place, null, null, null)],
                    Title = "Courses",
                    Description = null,
                }
            );
            var score = Scorer.Explain(
                Profile.FromDraft("DE", a),
                Profile.FromDraft("US", b),
                RandomRecords.Shared,
                statistics
            );
            return score.Reasons.Single(reason => reason.Component == Component.Places).Contribution;
        }
    }

    [Test]
    public void Name_that_two_scripts_write_alike_counts_once()
    {
        var a = Full with { Title = "Drug intelligence centre in Almaty", Description = null };
        var b = Other with { Title = "Центр разведки наркотиков в Алматы", Description = null };
        var vector = Scorer.Compare(Weigh("DE", a), Weigh("US", b));
        Assert.That(vector.RareWords.Select(rare => rare.Name), Is.EqualTo(new[] { "almaty" }));
    }

    [Test]
    public void Score_declared_the_same_project_is_nearly_certain()
    {
        var linked = Other with
        {
            Title = "Courses",
            Description = null,
            Places = [],
            RelatedProjects = [new("DE-1-TJ14", Relation.ThirdParty)],
        };
        var score = Of(Full with { IatiIdentifier = "DE-1-TJ14" }, linked);
        Assert.That(score.Score.ToDecimal(), Is.GreaterThan(0.9m));
        Assert.That(
            score.Reasons.Single(reason => reason.Component == Component.References).Detail,
            Is.EqualTo("One owner declares that the other record is the same project.")
        );
    }

    [Test]
    public void Score_of_other_editions_cannot_be_mixed()
    {
        var (a, b) = (Profile.FromDraft("DE", Full), Profile.FromDraft("US", Other));
        var statistics = TermStatistics.FromProfiles([b, a]);
        Assert.That(
            () => Scorer.Compute(Weigh("DE", Full), WeightedProfile.Create(b, statistics)),
            Throws.ArgumentException
        );
    }

    /// <summary>
    /// Scores must be identical on every machine. A change that alters one of them must raise
    /// <see cref="Rules.Version"/>.
    /// </summary>
    [TestCase("UNODC", "TJK/X31", "JP", "JP-SB-2011/TJ-02", 0.9986)]
    [TestCase("RU", "ФСКН-2009/03", "NATO", "NRC-CN-2009-01", 0.9934)]
    [TestCase("UNODC", "IRN/P14", "IT", "AID-9847.03.2", 0.9921)]
    [TestCase("GB", "FCO-CN-AFG-0412", "US", "SINLEC10GR0455", 0.0952)]
    [TestCase("US", "SINLEC16GR2701", "WHO", "EMRO-PAK-2016-22", 0.0396)]
    [TestCase("GB", "ISF-07-000031", "JP", "JP-SB-2020/KE-01", 0.001)]
    [TestCase("CZ", "CZDA-GE-2012-04", "PL", "PL-MFA-2014/88", 0.0008)]
    public void Scores_of_the_sample_register_are_these(
        string owner,
        string reference,
        string otherOwner,
        string otherReference,
        decimal expected
    )
    {
        var entries = SampleRecords.Read();
        var statistics = TermStatistics.FromProfiles(
            entries.Select(entry => Profile.FromDraft(entry.Owner, entry.Draft)).ToList()
        );
        var a = entries.Single(entry => entry.Owner == owner && entry.Draft.Reference == reference);
        var b = entries.Single(entry => entry.Owner == otherOwner && entry.Draft.Reference == otherReference);
        var shared = OverlapDefinition.Evaluate(
            ProjectScope.FromDraft(null, a.Owner, a.Draft),
            ProjectScope.FromDraft(null, b.Owner, b.Draft)
        )!;
        var score = Scorer.Explain(
            Profile.FromDraft(a.Owner, a.Draft),
            Profile.FromDraft(b.Owner, b.Draft),
            shared,
            statistics
        );
        foreach (var reason in score.Reasons)
            TestContext.Out.WriteLine($"{reason.Contribution, 8} {reason.Name}: {reason.Detail}");
        Assert.That(score.Score.ToDecimal(), Is.EqualTo(expected));
    }

    private static ExplainedScore Of(ProjectDraft one, ProjectDraft other) =>
        Scorer.Explain(
            Profile.FromDraft("DE", one),
            Profile.FromDraft("US", other),
            RandomRecords.Shared,
            TermStatistics.Empty
        );

    private static WeightedProfile Weigh(string owner, ProjectDraft draft) =>
        WeightedProfile.Create(Profile.FromDraft(owner, draft), TermStatistics.Empty);
}
