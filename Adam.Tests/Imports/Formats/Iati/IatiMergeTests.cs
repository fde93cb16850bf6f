using System.Collections;
using System.Reflection;
using System.Text.Json;
using Adam.Api.Imports.Formats.Iati;
using Adam.Domain.Projects;
using Adam.Tests.Projects;

namespace Adam.Tests.Imports.Formats.Iati;

/// <summary>
/// An import keeps all members that IATI lacks. The tests find the members of a project by reflection. A new member
/// fails here until the activity below has an element for it, or it is listed as one that IATI lacks.
/// </summary>
public sealed class IatiMergeTests
{
    /// <summary>An activity with an element for every member that IATI supports.</summary>
    private const string Everything = """
        <iati-identifier>A-1</iati-identifier>
        <reporting-org ref='US-GOV-1'/>
        <title xml:lang='en'>Boats</title>
        <description xml:lang='en'>For the river.</description>
        <participating-org role='1' ref='US-GOV-1'>Department of State</participating-org>
        <participating-org role='4' ref='XM-DAC-41128'>Regional office</participating-org>
        <activity-status code='2'/>
        <activity-date type='1' iso-date='2020-01-01'/>
        <activity-date type='2' iso-date='2020-02-01'/>
        <activity-date type='3' iso-date='2022-01-01'/>
        <activity-date type='4' iso-date='2022-02-01'/>
        <recipient-country code='TJ' percentage='100'/>
        <location><name>Panj</name><point><pos>37.2 68.6</pos></point></location>
        <sector code='16063' percentage='100'/>
        <tag vocabulary='3' code='16.5'/>
        <budget><period-start iso-date='2020-01-01'/><period-end iso-date='2020-12-31'/><value>1000</value></budget>
        <related-activity type='1' ref='A-0'/>
        """;

    private static readonly ProjectDraft Read = Map(Everything);

    private static IEnumerable<PropertyInfo> Members => MembersOf(typeof(ProjectDraft));

    private static IEnumerable<(PropertyInfo List, PropertyInfo Member)> NestedMembers =>
        from list in Members
        where
            list.PropertyType.IsGenericType
            && list.PropertyType.GetGenericArguments()[0] is { IsClass: true } item
            && item != typeof(string)
        from member in MembersOf(list.PropertyType.GetGenericArguments()[0])
        select (list, member);

    [Test]
    public void Every_member_is_read_from_IATI_or_known_to_be_missing_in_it()
    {
        var members = Members.Where(member => IsEmpty(member.GetValue(Read))).Select(member => member.Name);
        var nested = NestedMembers
            .Where(one => !IsEmpty(one.List.GetValue(Read)) && IsEmpty(one.Member.GetValue(First(one.List, Read))))
            .Select(one => $"{one.List.Name}.{one.Member.Name}");
        Assert.That(members.Concat(nested), Is.EquivalentTo(DraftMembers.NotInIati));
    }

    [TestCaseSource(nameof(Members))]
    public void Member_is_the_file_s_or_stays(PropertyInfo member)
    {
        var stored = (ProjectDraft)Filled(typeof(ProjectDraft));
        var merged = IatiMerge.Apply(stored, Read);
        // The reference is the key of the record, ignoring case. It keeps its stored spelling. A file that does not
        // state the visibility widens none.
        var isKept =
            DraftMembers.NotInIati.Contains(member.Name)
            || member.Name is nameof(ProjectDraft.Reference) or nameof(ProjectDraft.Visibility);
        Assert.That(Show(member.GetValue(merged)), Is.EqualTo(Show(member.GetValue(isKept ? stored : Read))));
    }

    [Test]
    public void Nested_members_that_IATI_cannot_carry_stay()
    {
        var stored = Copy(Read);
        foreach (var (list, member) in NestedMembers)
        {
            if (DraftMembers.NotInIati.Contains($"{list.Name}.{member.Name}"))
                member.SetValue(First(list, stored), Filled(member.PropertyType));
        }

        Assert.That(Show(stored), Is.Not.EqualTo(Show(Read)));
        Assert.That(Show(IatiMerge.Apply(stored, Read)), Is.EqualTo(Show(stored)));
    }

    [Test]
    public void Details_that_the_file_leaves_out_stay_with_what_it_names()
    {
        var bare = Map(
            """
            <location><name>Panj</name></location>
            <location><name>Kulob</name></location>
            <participating-org role='1' ref='US-GOV-1'>Department of State</participating-org>
            <participating-org role='1' ref='JP-8'/>
            <recipient-country code='TJ'/><recipient-country code='UZ'/>
            <sector code='16063'/><sector code='15210'/>
            """
        );
        var stored = bare with
        {
            Places = [new("Panj", "Khatlon", 37.2, 68.6), new("Hissar", null, 38.5, 68.5)],
            Donors =
            [
                new("US", "Department of State", 5m, "EUR"),
                new("JP", null, 7m, "JPY"),
                new("JP", null, 8m, "USD"),
                new("DE", null, 9m, "EUR"),
            ],
            CountryPercentages = [new("TJ", 60), new("KG", 40)],
            Sectors = [new("dac", "16063", 70), new("dac", "15110", 30)],
        };
        var merged = IatiMerge.Apply(stored, bare);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(
                merged.Places,
                Is.EqualTo([new Place("Panj", "Khatlon", 37.2, 68.6), new Place("Kulob", null, null, null)])
            );
            Assert.That(merged.Donors.Show(), Is.EqualTo("US/Department of State 5 EUR; JP 7 JPY; JP 8 USD"));
            Assert.That(merged.CountryPercentages, Is.EqualTo([new CountryPercentage("TJ", 60)]));
            Assert.That(merged.Sectors, Is.EqualTo([new Sector("dac", "16063", 70), new Sector("dac", "15210")]));
        }
    }

    [Test]
    public void Details_that_the_file_states_are_the_file_s()
    {
        var stored = Read with
        {
            Places = [new("Panj", null, 1, 2)],
            Donors = [new("US", "Department of State", 5m, "USD"), new("US", "Department of State", 6m, "EUR")],
            CountryPercentages = [new("TJ", 60)],
            Sectors = [new("dac", "16063", 70)],
        };
        Assert.That(Show(IatiMerge.Apply(stored, Read)), Is.EqualTo(Show(Read)));
    }

    [TestCase("Panj,A,1", "PANJ,,1", "A")]
    [TestCase("Panj,A,", "Panj,,", "A")]
    [TestCase("Panj,A,1", "Panj,,2", "A", TestName = "A place whose position was corrected is found by its name")]
    [TestCase("Panj,A,1", "Пяндж,,1", "A", TestName = "A place whose name was corrected is found by its position")]
    [TestCase("Panj,A,1", "Kulob,,2", "-")]
    [TestCase("Panj,A,", "Kulob,,", "-", TestName = "Two places without positions are not one place")]
    [TestCase(
        "Post,A,1;Post,B,2",
        "Post,,2;Post,,1",
        "B A",
        TestName = "Of two places of one name the position decides"
    )]
    [TestCase("Post,A,1;Post,B,2", "Post,,2;Post,,3;Post,,4", "B A -", TestName = "A stored place is used once")]
    [TestCase("Post,A,1;Other,B,2", "Other,,1;Post,,3", "B A", TestName = "A name decides before a position")]
    public void Place_is_found_by_name_and_position(string stored, string read, string regions)
    {
        var merged = IatiMerge.Apply(Read with { Places = Places(stored) }, Read with { Places = Places(read) });
        Assert.That(merged.Places.Select(place => place with { Admin1 = null }), Is.EqualTo(Places(read)));
        Assert.That(string.Join(' ', merged.Places.Select(place => place.Admin1 ?? "-")), Is.EqualTo(regions));
    }

    [TestCase("Post,A,1;Post,B,1", "Post,,1", "A B")]
    [TestCase("Post,A,;Other,,1;POST,B,", "Post,,;Other,,1", "A - B")]
    [TestCase("Post,A,1;Post,B,", "Post,,1", "A", TestName = "A place without a position is another place")]
    public void Places_that_the_file_cannot_tell_apart_stay(string stored, string read, string regions)
    {
        var merged = IatiMerge.Apply(Read with { Places = Places(stored) }, Read with { Places = Places(read) });
        Assert.That(string.Join(' ', merged.Places.Select(place => place.Admin1 ?? "-")), Is.EqualTo(regions));
    }

    /// <summary>Name, region and latitude of each place.</summary>
    private static Place[] Places(string text) =>
        [
            .. text.Split(';')
                .Select(place =>
                {
                    var parts = place.Split(',');
                    double? latitude = parts[2].Length == 0 ? null : double.Parse(parts[2], null);
                    return new Place(
                        parts[0],
                        parts[1].Length == 0 ? null : parts[1],
                        latitude,
                        latitude is null ? null : 70
                    );
                }),
        ];

    private static ProjectDraft Map(string content)
    {
        var record = Activities.Map(content, "default-currency='USD'");
        Assert.That(record.Errors.Show(), Is.Empty);
        return record.Draft!;
    }

    private static PropertyInfo[] MembersOf(Type type) =>
        [.. type.GetProperties(BindingFlags.Public | BindingFlags.Instance).Where(member => member.CanWrite)];

    private static object First(PropertyInfo list, ProjectDraft draft) =>
        ((IEnumerable)list.GetValue(draft)!).Cast<object>().First();

    private static bool IsEmpty(object? value) =>
        value is null or "" || (value is IEnumerable items && !items.Cast<object>().Any());

    private static string Show(object? value) => JsonSerializer.Serialize(value);

    private static ProjectDraft Copy(ProjectDraft draft) =>
        JsonSerializer.Deserialize<ProjectDraft>(JsonSerializer.Serialize(draft))!;

    /// <summary>
    /// Returns a value that no file of these tests contains: a record with all its members, or a list with one item.
    /// </summary>
    private static object Filled(Type type)
    {
        type = Nullable.GetUnderlyingType(type) ?? type;
        if (type == typeof(string))
            return "Filled";
        if (type == typeof(DateOnly))
            return new DateOnly(2001, 1, 1);
        if (type.IsEnum)
            return Enum.GetValues(type).GetValue(Enum.GetValues(type).Length - 1)!;
        if (type.IsPrimitive || type == typeof(decimal))
            return Convert.ChangeType(3, type, null);
        if (type.IsGenericType)
        {
            var item = type.GetGenericArguments()[0];
            var items = Array.CreateInstance(item, 1);
            items.SetValue(Filled(item), 0);
            return items;
        }

        var record = System.Runtime.CompilerServices.RuntimeHelpers.GetUninitializedObject(type);
        foreach (var member in MembersOf(type))
            member.SetValue(record, Filled(member.PropertyType));
        return record;
    }
}
