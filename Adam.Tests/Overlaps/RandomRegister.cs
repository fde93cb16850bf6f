using Adam.Domain.Projects;
using CsCheck;

namespace Adam.Tests.Overlaps;

/// <summary>
/// Generates small, crowded registers that contain every edge case of the definition: equal starts, touching ends, open
/// ends, shared cells, nearly equal donors.
/// </summary>
internal static class RandomRegister
{
    /// <summary>
    /// Returns the number of registers for a property: <c>ADAM_TEST_REGISTERS</c>, or the number for the daily suite.
    /// </summary>
    public static long Count(long usual) =>
        long.TryParse(Environment.GetEnvironmentVariable("ADAM_TEST_REGISTERS"), out var asked) ? asked : usual;

    private static readonly Gen<string> Owner = Gen.OneOf("DE", "US", "UNODC", "EU");

    private static readonly Gen<Donor> Donor = Gen.OneOf(
        new Donor("DE", null, null, null),
        new Donor("US", "Department of State", 100.25m, "USD"),
        new Donor("US", "Department of Defense", null, null),
        new Donor("EU", null, 7m, "EUR"),
        new Donor(null, "World Bank", null, null),
        new Donor(null, "WORLD BANK", 3m, "JPY"),
        new Donor(null, "Всемирный банк", null, null)
    );

    private const int UnknownStart = -1;

    private static readonly Gen<ProjectDraft> Draft = Gen.Select(
        // Niger and Somalia share a bit of the cell mask.
        Some(3, "AF", "NE", "SO", "UZ"),
        Some(3, Pillar.RegionalInitiatives, Pillar.FinancialFlows, Pillar.Precursors, Pillar.PreventionAndHealth),
        Donor.List[1, 3],
        Gen.Frequency((8, Gen.Int[0, 25]), (1, Gen.Const(UnknownStart))),
        Gen.OneOf(Gen.Const(-1), Gen.Int[0, 12], Gen.Int[1800, 2200]),
        Gen.Frequency(
            (8, Gen.OneOf(ProjectStatus.Implementation, ProjectStatus.Closed, ProjectStatus.Pipeline)),
            (1, Gen.Const(ProjectStatus.Cancelled))
        ),
        Some(2, "training", "equipment", "treatment"),
        (countries, pillars, donors, start, length, status, types) =>
            new ProjectDraft
            {
                Reference = "",
                Title = "Training of border police",
                Countries = countries,
                Pillars = pillars,
                Donors = donors,
                ActivityTypes = types,
                Status = status,
                // Dates are close to a leap day and the turn of a year, where errors in counting days are most likely.
                PlannedStart = start == UnknownStart ? null : new DateOnly(2020, 2, 15).AddDays(start),
                PlannedEnd = length < 0 ? null : new DateOnly(2020, 2, 15).AddDays(Math.Max(start, 0) + length),
            }
    );

    public static readonly Gen<List<(string Owner, ProjectDraft Draft)>> Drafts = Gen.Select(Owner, Draft)
        .List[0, 25]
        .Select(list =>
            list.Select((item, index) => (item.Item1, item.Item2 with { Reference = $"R{index}" })).ToList()
        );

    public static Gen<IReadOnlyList<T>> Some<T>(int most, params T[] values) =>
        Gen.Shuffle(values)
            .SelectMany(shuffled => Gen.Int[1, most].Select(count => (IReadOnlyList<T>)shuffled.Take(count).ToList()));
}
