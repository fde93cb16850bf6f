using System.Collections;
using System.Reflection;
using System.Text.Json;
using Adam.Domain.Projects;

namespace Adam.Tests.Projects;

/// <summary>
/// The members of a project draft, found by reflection, with a change of each, for tests of code that lists members by
/// hand. A new member takes part in all of them as soon as <see cref="Complete"/> has a value for it.
/// </summary>
internal static class DraftMembers
{
    /// <summary>A draft in which every member has a value and every list two items.</summary>
    public static ProjectDraft Complete { get; } =
        new()
        {
            Reference = "TJ-BORDER-14",
            Title = "Forensic laboratory for precursor chemicals in Dushanbe",
            Description = "Spectrometers, reagents and training for the chemists of the Drug Control Agency.",
            Language = "en",
            Pillars = [Pillar.RegionalInitiatives, Pillar.Precursors],
            Countries = ["TJ", "UZ"],
            CountryPercentages = [new("TJ", 60m), new("UZ", 40m)],
            Places = [new("Dushanbe", "Khatlon", 38.56, 68.77), new("Khorog", "Badakhshan", 37.49, 71.55)],
            ActivityTypes = ["training", "equipment"],
            Donors =
            [
                new("DE", "Federal Foreign Office", 250_000.00m, "EUR"),
                new(null, "World Bank", 1_000.00m, "USD"),
            ],
            Implementers = [new("UNODC", "Regional Office"), new(null, "Aga Khan Foundation")],
            Beneficiaries = ["Drug Control Agency", "State Border Service"],
            Status = ProjectStatus.Implementation,
            PlannedStart = new(2020, 1, 1),
            PlannedEnd = new(2021, 12, 31),
            ActualStart = new(2020, 3, 1),
            ActualEnd = new(2021, 11, 30),
            FundedUntil = new(2021, 6, 30),
            Sectors = [new("dac", "16063", 40m), new("dac-category", "151", 60m)],
            AdditionalSdgTargets = ["16.5", "5"],
            IatiIdentifier = "DE-1-201400014",
            DeclaredMeasures = ["M-I-1", "M-III-2"],
            RelatedProjects = [new("XM-DAC-41128-TJKZ01", Relation.CoFunded), new("REF-2", Relation.Parent)],
        };

    /// <summary>
    /// Members and nested members without an element in IATI, as the register reads it. Only its own files have
    /// measures and the last day of the money.
    /// </summary>
    public static IReadOnlyList<string> NotInIati { get; } =
    ["ActivityTypes", "Beneficiaries", "DeclaredMeasures", "FundedUntil", "Places.Admin1"];

    /// <summary>Names of the members that an owner writes. Computed members have no setter.</summary>
    public static IReadOnlyList<string> Names { get; } =
    [.. typeof(ProjectDraft).GetProperties().Where(one => one.CanWrite).Select(one => one.Name)];

    /// <summary>Returns a draft and the same draft with another value in one member.</summary>
    public static (ProjectDraft Before, ProjectDraft After) Change(string member)
    {
        // A planned date decides the period only if there is no actual one.
        var before = member is nameof(ProjectDraft.PlannedStart) or nameof(ProjectDraft.PlannedEnd)
            ? Complete with
            {
                ActualStart = null,
                ActualEnd = null,
            }
            : Complete;
        var property = typeof(ProjectDraft).GetProperty(member)!;
        var after = before with { };
        property.SetValue(after, Another(property, before));
        return (before, after);
    }

    /// <summary>
    /// Returns drafts that differ from <see cref="Complete"/> in one property of one item of a list, named
    /// <c>Places.Admin1</c>.
    /// </summary>
    public static IEnumerable<(string Name, ProjectDraft Draft)> ChangesWithinItems() =>
        from member in typeof(ProjectDraft).GetProperties()
        where member.CanWrite && member.GetValue(Complete) is IList
        let items = (IList)member.GetValue(Complete)!
        from index in Enumerable.Range(0, items.Count)
        from part in items[index]!.GetType().GetProperties()
        where part.CanWrite && items[index] is not string
        select ($"{member.Name}.{part.Name}", With(member, items, index, part));

    /// <summary>Returns the value of one member as text, so that lists can be compared.</summary>
    public static string Text(ProjectDraft draft, string member) =>
        JsonSerializer.Serialize(typeof(ProjectDraft).GetProperty(member)!.GetValue(draft));

    /// <summary>Returns true if two drafts are equal in all members but <paramref name="except"/>.</summary>
    public static bool AreEqual(ProjectDraft one, ProjectDraft other, params string[] except) =>
        Names.Except(except).All(name => Text(one, name) == Text(other, name));

    private static object Another(PropertyInfo property, ProjectDraft draft) =>
        property.GetValue(draft) switch
        {
            ProjectStatus => ProjectStatus.Cancelled,
            Enum value => Enum.GetValues(value.GetType()).Cast<object>().First(one => !one.Equals(value)),
            DateOnly day => day.AddDays(1),
            "en" => "de",
            string text => text + "2",
            IList { Count: > 1 } list => One(list, property.PropertyType),
            _ => throw new AssertionException($"{property.Name} has no value in {nameof(Complete)}."),
        };

    private static ProjectDraft With(PropertyInfo member, IList items, int index, PropertyInfo part)
    {
        var copy = items[index]!.GetType().GetMethod("<Clone>$")!.Invoke(items[index], null)!;
        part.SetValue(
            copy,
            part.GetValue(copy) switch
            {
                null when part.PropertyType == typeof(string) => "New",
                null => Activator.CreateInstance(Nullable.GetUnderlyingType(part.PropertyType)!),
                string text => text + "2",
                decimal number => number / 2,
                double number => number / 2,
                Enum value => Enum.GetValues(value.GetType()).Cast<object>().First(one => !one.Equals(value)),
                var value => throw new AssertionException($"Nothing else is known for {value} of {part.Name}."),
            }
        );
        var changed = Array.CreateInstance(copy.GetType(), items.Count);
        items.CopyTo(changed, 0);
        changed.SetValue(copy, index);
        var draft = Complete with { };
        member.SetValue(draft, changed);
        return draft;
    }

    /// <summary>Returns a list with only the first item.</summary>
    private static Array One(IList list, Type type)
    {
        var items = Array.CreateInstance(type.GetGenericArguments()[0], 1);
        items.SetValue(list[0], 0);
        return items;
    }
}
