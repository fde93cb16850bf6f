using Adam.Domain.Overlaps;
using Adam.Domain.Overlaps.Matching;
using Adam.Domain.Projects;
using CsCheck;

namespace Adam.Tests.Overlaps.Matching;

/// <summary>
/// Generates registers of one country with few words, places and agencies, some records twice. Most shared values are
/// frequent, which is the worst case for the claim that pairs without a common blocking key stay below the floor.
/// </summary>
internal static class RandomRecords
{
    private static readonly Gen<string> Word = Gen.Frequency(
        (8, Gen.OneOf("training", "border", "police", "support", "drug", "control", "Панджшер", "обучение", "centre")),
        (
            1,
            Gen.OneOf(
                "Nizhny",
                "Panj",
                "Torkham",
                "TVET",
                "II",
                "2nd",
                "mgmt",
                "management",
                "الدعم",
                "XAC/K22",
                "12345"
            )
        )
    );

    private static readonly Gen<string> Text = Word.Array[1, 8].Select(words => string.Join(' ', words));

    private static readonly Gen<Place> Place = Gen.OneOf(
        new Place("Dushanbe", null, 38.56, 68.77),
        new Place("Душанбе", null, null, null),
        new Place("Torkham", "Nangarhar", null, null),
        new Place("Nangarhar", null, null, null),
        new Place("Kulob", "Khatlon", 37.91, 69.78)
    );

    private static readonly Gen<Donor> Donor = Gen.OneOf(
        new Donor("DE", null, 1_000_000m, "EUR"),
        new Donor("DE", null, 990_000m, "EUR"),
        new Donor("US", "Department of State", 1_000_000m, "USD"),
        new Donor("US", null, null, null),
        new Donor(null, "World Bank", 5m, "EUR")
    );

    private static readonly Gen<Implementer> Implementer = Gen.OneOf(
        new Implementer("UNODC", null),
        new Implementer(null, "Aga Khan Foundation"),
        new Implementer("DE", "GIZ")
    );

    private static readonly Gen<RelatedProject> Link = Gen.OneOf(
        new RelatedProject("DE-1-R1", Relation.ThirdParty),
        new RelatedProject("DE-1-R2", Relation.CoFunded),
        new RelatedProject("DE-1-R3", Relation.Parent)
    );

    private static readonly Gen<(DateOnly? Start, DateOnly? End)> Dates = Gen.Select(
        Gen.OneOf(0, 0, 0, 14, 200, 900),
        Gen.OneOf(-1, 0, 30, 365, 365, 1500),
        Gen.OneOf(true, true, true, true, true, false),
        (start, length, hasStart) =>
            (
                hasStart ? new DateOnly(2014, 3, 1).AddDays(start) : (DateOnly?)null,
                length < 0 ? (DateOnly?)null : new DateOnly(2014, 3, 1).AddDays(start + length)
            )
    );

    private static readonly Gen<ProjectDraft> Draft = Gen.Select(
        Text,
        Gen.OneOf(Gen.Const((string?)null), Text.Select(text => (string?)text)),
        Place.List[0, 2],
        Gen.OneOf("training", "equipment", "treatment").List[0, 2],
        Donor.List[1, 2],
        Implementer.List[0, 2],
        Gen.OneOf("Drug Control Agency", "Border Troops", "drug control agency of Tajikistan").List[0, 2],
        Gen.Select(Dates, Link.List[0, 1], Gen.Int[1, 4]),
        (title, description, places, types, donors, implementers, beneficiaries, rest) =>
            new ProjectDraft
            {
                Reference = $"R{rest.Item3}",
                Title = title,
                Description = description,
                Pillars = [Pillar.RegionalInitiatives],
                Countries = ["TJ"],
                Places = places,
                ActivityTypes = [.. types.Distinct()],
                Donors = donors,
                Implementers = implementers,
                Beneficiaries = beneficiaries,
                Status = ProjectStatus.Implementation,
                PlannedStart = rest.Item1.Start,
                PlannedEnd = rest.Item1.End,
                IatiIdentifier = rest.Item3 == 1 ? "DE-1-R1" : null,
                RelatedProjects = rest.Item2,
            }
    );

    public static readonly Gen<List<(string Owner, ProjectDraft Draft)>> Registers = Gen.Select(
            Gen.OneOf("DE", "US", "UNODC"),
            Draft
        )
        .List[2, 60]
        .Select(list => list.Concat(list.Take(6).SelectMany(one => Enumerable.Repeat(one, 6))).ToList());

    public static List<WeightedProfile> Weigh(IEnumerable<(string Owner, ProjectDraft Draft)> records)
    {
        var profiles = records.Select(record => Profile.FromDraft(record.Owner, record.Draft)).ToList();
        var statistics = TermStatistics.FromProfiles(profiles);
        return profiles.ConvertAll(profile => WeightedProfile.Create(profile, statistics));
    }

    /// <summary>A shared scope for the reasons of a score. It does not affect the score.</summary>
    public static SharedScope Shared { get; } =
        new(["TJ"], [Pillar.RegionalInitiatives], new(2014, 3, 1), new(2015, 3, 1), 366);
}
