using Adam.Domain.Projects;
using CsCheck;

namespace Adam.Tests.Overlaps.Matching;

/// <summary>
/// Generates records of which many are related: few words, places, numbers and agencies in few countries, so that pairs
/// of every score and kind occur.
/// </summary>
internal static class RelatedRecords
{
    public static readonly Gen<string> Owner = Gen.OneOf("DE", "US", "EU");

    private static readonly Gen<string> Title = Gen.OneOf(
        "Training of border police at Kalai-Khumb",
        "Border police training, Kalai-Khumb",
        "Laboratory for precursor chemicals in Dushanbe",
        "Equipment for the laboratory in Dushanbe",
        "Treatment of drug dependence, phase 1",
        "Treatment of drug dependence, phase 2",
        "Canine units"
    );

    private static readonly Gen<string?> Description = Gen.OneOf<string?>(
        null,
        null,
        "Officers of the border police learn to search vehicles and to read documents at the crossing of Kalai-Khumb.",
        "The laboratory in Dushanbe is given spectrometers, reagents and trained chemists to tell precursors apart.",
        "Search of vehicles with trained dogs at crossings and airports."
    );

    private static readonly Gen<Place> Place = Gen.OneOf(
        new Place("Dushanbe", null, 38.56, 68.77),
        new Place("Kalai-Khumb", "GBAO", null, null),
        new Place("Khorog", null, 37.49, 71.55)
    );

    private static readonly Gen<Donor> Donor = Gen.OneOf(
        new Donor("DE", null, 250_000m, "EUR"),
        new Donor("US", "Department of State", 100_000m, "USD"),
        new Donor("US", "Department of Defense", null, null),
        new Donor("EU", null, 250_000m, "EUR"),
        new Donor(null, "World Bank", null, null)
    );

    private static readonly Gen<Implementer> Implementer = Gen.OneOf(
        new Implementer("UNODC", null),
        new Implementer(null, "Aga Khan Foundation")
    );

    private static readonly Gen<RelatedProject> Related = Gen.Select(
        Gen.OneOf(Identifiers(6)),
        Gen.OneOf(Relation.Parent, Relation.Child, Relation.CoFunded, Relation.ThirdParty, Relation.Sibling),
        (identifier, relation) => new RelatedProject(identifier, relation)
    );

    /// <summary>Generates a record. The number determines its reference and its IATI identifier.</summary>
    public static Gen<ProjectDraft> Draft(int number) =>
        Gen.Select(
            Gen.Select(Title, Description, Few(Place, 2)),
            Gen.Select(
                // Niger and Somalia share a bit of the cell mask.
                RandomRegister.Some(2, "TJ", "NE", "SO"),
                RandomRegister.Some(2, Pillar.RegionalInitiatives, Pillar.Precursors),
                Donor.List[1, 2],
                Few(Implementer, 1)
            ),
            Gen.Select(
                Gen.Int[0, 6],
                Gen.OneOf(Gen.Const(-1), Gen.OneOf(0, 20, 31, 60, 91, 152)),
                Gen.Frequency((9, Gen.Const(ProjectStatus.Implementation)), (1, Gen.Const(ProjectStatus.Cancelled))),
                Gen.OneOf<string?>(null, "en")
            ),
            Gen.Select(
                RandomRegister.Some(2, "training", "equipment"),
                Few(Gen.OneOf("State Border Service", "Drug Control Agency"), 2),
                Few(Related, 2),
                Gen.OneOf<string?>(null, $"XM-DAC-{number}")
            ),
            (texts, setting, time, rest) =>
                new ProjectDraft
                {
                    Reference = $"REF-{1000 + number}",
                    Title = texts.Item1,
                    Description = texts.Item2,
                    Language = time.Item4,
                    Places = texts.Item3,
                    Countries = setting.Item1,
                    Pillars = setting.Item2,
                    Donors = setting.Item3,
                    Implementers = setting.Item4,
                    // Some projects end on the day on which others start.
                    PlannedStart = new DateOnly(2020, 1, 1).AddMonths(time.Item1),
                    PlannedEnd =
                        time.Item2 < 0 ? null : new DateOnly(2020, 1, 1).AddMonths(time.Item1).AddDays(time.Item2),
                    Status = time.Item3,
                    ActivityTypes = rest.Item1,
                    Beneficiaries = rest.Item2,
                    RelatedProjects = rest.Item3,
                    IatiIdentifier = rest.Item4,
                }
        );

    private static string[] Identifiers(int count) =>
        [.. Enumerable.Range(0, count).SelectMany(number => new[] { $"ref-{1000 + number}", $"XM-DAC-{number}" })];

    private static Gen<IReadOnlyList<T>> Few<T>(Gen<T> one, int most) =>
        one.List[0, most].Select(list => (IReadOnlyList<T>)[.. list.Distinct()]);
}
