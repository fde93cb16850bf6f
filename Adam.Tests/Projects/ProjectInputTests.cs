using System.Collections;
using System.Globalization;
using System.Reflection;
using System.Text.Json;
using System.Text.Json.Nodes;
using Adam.Api.Binding;
using Adam.Api.Errors;
using Adam.Api.Projects;
using Adam.Domain.Projects;

namespace Adam.Tests.Projects;

/// <summary>The JSON form and the input of every other format have the same members, with the same limits.</summary>
public sealed class ProjectInputTests
{
    /// <summary>Members of the form that are not part of the input: the owner and the computed ones.</summary>
    private static readonly string[] NotInput =
    [
        "Owner",
        "Id",
        "Period",
        "SdgTargets",
        "Version",
        "CreatedAt",
        "UpdatedAt",
        "UpdatedBy",
    ];

    [Test]
    public void Every_member_of_the_form_is_a_member_of_the_input_and_is_mapped()
    {
        var body = (ProjectBody)Filled(typeof(ProjectBody));
        Assert.That(Names(typeof(ProjectBody)).Except(NotInput), Is.EquivalentTo(Names(typeof(ProjectInput))));
        AssertMapped(body, body.ToInput(), nameof(ProjectInput));
    }

    /// <summary>A limit that is added to the form or changed in it applies to every format.</summary>
    [Test]
    public void Limits_of_the_form_hold_for_every_format()
    {
        var json = JsonNode.Parse("{}")!.AsObject();
        foreach (var property in typeof(ProjectBody).GetProperties().Where(one => !NotInput.Contains(one.Name)))
            json[JsonNamingPolicy.CamelCase.ConvertName(property.Name)] = BreaksLimits(property.PropertyType);
        // Missing members are errors too.
        foreach (var member in (string[])["title", "status", "countries"])
            json.Remove(member);

        var ofForm = new List<ValidationError>();
        using var document = JsonDocument.Parse(json.ToJsonString());
        var body = JsonBody.Read<ProjectBody>(document.RootElement, ofForm);
        var ofInput = new List<ValidationError>();
        ProjectInputLimits.Check(body.ToInput(), ofInput);

        Assert.That(
            ofForm.Select(Show),
            Has.Member("reference ADAM-1017")
                .And.Member("places[0].latitude ADAM-1010")
                .And.Member("donors ADAM-1015")
                .And.Member("places[0].name ADAM-1017")
                .And.Member("title ADAM-1016")
        );
        Assert.That(ofInput.Select(Show), Is.EquivalentTo(ofForm.Select(Show)));
    }

    [Test]
    public void Text_with_control_characters_is_refused_in_every_format()
    {
        var errors = new List<ValidationError>();
        var input = ((ProjectBody)Filled(typeof(ProjectBody))).ToInput() with
        {
            Reference = "R\u0001",
            Beneficiaries = ["ok", "\u0001"],
            Places = [new() { Name = "A\ud800" }],
        };
        ProjectInputLimits.Check(input, errors);
        Assert.That(
            errors.Select(Show),
            Is.SupersetOf(new[] { "reference ADAM-1011", "beneficiaries[1] ADAM-1011", "places[0].name ADAM-1011" })
        );
    }

    private static string Show(ValidationError error) => $"{error.Name} {error.Code}";

    private static IEnumerable<string> Names(Type type) => type.GetProperties().Select(property => property.Name);

    private static void AssertMapped(object body, object input, string path)
    {
        foreach (var property in input.GetType().GetProperties())
        {
            var (given, mapped) = (body.GetType().GetProperty(property.Name)!.GetValue(body), property.GetValue(input));
            if (mapped is string or not IEnumerable)
                Assert.That(mapped, Is.Not.Null.And.EqualTo(given), $"{path}.{property.Name}");
            else if (mapped is IEnumerable<string> texts)
                Assert.That(texts, Is.Not.Empty.And.EqualTo(given), $"{path}.{property.Name}");
            else
                AssertMapped(First(given!), First(mapped), $"{path}.{property.Name}");
        }
    }

    private static object First(object list) => ((IEnumerable)list).Cast<object>().First();

    /// <summary>Returns JSON of the type that exceeds every limit, with one item of each list broken.</summary>
    private static JsonNode BreaksLimits(Type type)
    {
        type = Nullable.GetUnderlyingType(type) ?? type;
        if (type == typeof(string))
            return new string('x', 20_001);
        if (type == typeof(DateOnly))
            return "2020-01-01";
        if (type.IsEnum)
            return JsonNamingPolicy.KebabCaseLower.ConvertName(Enum.GetNames(type)[0]);
        if (type == typeof(double) || type == typeof(decimal))
            return 1_000_000;
        if (ItemOf(type) is { } item)
        {
            // Only the first item breaks its own limits, because validation stops after 100 errors.
            var items = new JsonArray(BreaksLimits(item));
            for (var i = 1; i < 201; i++)
                items.Add(item == typeof(string) ? $"x{i}" : Fits(item, i));
            return items;
        }

        return new JsonObject(
            type.GetProperties()
                .Select(member =>
                    KeyValuePair.Create(
                        JsonNamingPolicy.CamelCase.ConvertName(member.Name),
                        (JsonNode?)BreaksLimits(member.PropertyType)
                    )
                )
        );
    }

    private static JsonObject Fits(Type type, int number) =>
        new(
            type.GetProperties()
                .Select(member =>
                    KeyValuePair.Create(
                        JsonNamingPolicy.CamelCase.ConvertName(member.Name),
                        (JsonNode?)(
                            member.PropertyType == typeof(string)
                                ? $"x{number.ToString(CultureInfo.InvariantCulture)}"
                                : 1
                        )
                    )
                )
        );

    private static object Filled(Type type)
    {
        type = Nullable.GetUnderlyingType(type) ?? type;
        if (type == typeof(string))
            return "Filled";
        if (type == typeof(DateOnly))
            return new DateOnly(2001, 1, 1);
        if (ItemOf(type) is { } item)
        {
            var items = Array.CreateInstance(item, 1);
            items.SetValue(Filled(item), 0);
            return items;
        }

        if (type.IsEnum)
            return Enum.GetValues(type).GetValue(0)!;

        if (type.IsValueType)
            return type == typeof(decimal) || type.IsPrimitive
                ? Convert.ChangeType(3, type, null)
                : Activator.CreateInstance(type)!;

        var record = Activator.CreateInstance(type)!;
        foreach (var member in type.GetProperties(BindingFlags.Public | BindingFlags.Instance))
            member.SetValue(record, Filled(member.PropertyType));
        return record;
    }

    private static Type? ItemOf(Type type) =>
        type.IsGenericType && type.GetGenericTypeDefinition() == typeof(IReadOnlyList<>)
            ? type.GetGenericArguments()[0]
            : null;
}
