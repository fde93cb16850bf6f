using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Adam.Api.OpenApi;
using Adam.Api.Serialization;
using Adam.Domain.CodeLists;
using Microsoft.OpenApi;

namespace Adam.Tests.OpenApi;

/// <summary>
/// Client generators create types from schemas. Each enum and each object has a name, and no name reveals its C# type.
/// </summary>
public sealed partial class SchemaNamesTests
{
    private const string SchemaPath = "#/components/schemas/";
    private const string Inner = ".(Response|Request|Body|Document|Dto|Model|Record)(Input|Patch|List)?$";

    private ContractDocument _document = null!;

    [OneTimeSetUp]
    public async Task GenerateAsync() =>
        _document = await ContractDocument.OfAsync(TestApi.Over((await TestRegister.GetAsync("sqlite")).Database));

    [Test]
    public void Schemas_have_clean_names()
    {
        Assert.That(Names("schemas"), Has.All.Match("^[A-Z][A-Za-z]+$"));
        Assert.That(Names("schemas"), Has.None.Match(Inner));
    }

    [Test]
    public void Every_enum_and_every_object_is_a_component()
    {
        var components = _document.Root["components"]!["schemas"];
        var inline = Nodes(_document.Root).Where(node => MakesType(node) && node.Parent != components);
        Assert.That(inline.Select(node => node.GetPath()), Is.Empty);
    }

    [Test]
    public void Every_component_is_used()
    {
        var references = Nodes(_document.Root).Select(node => node["$ref"]).OfType<JsonValue>();
        var used = references.Select(reference => (string?)reference).ToHashSet();
        Assert.Multiple(() =>
        {
            foreach (var kind in new[] { "schemas", "responses", "parameters", "headers" })
                Assert.That(Names(kind).Where(name => !used.Contains($"#/components/{kind}/{name}")), Is.Empty, kind);
        });
    }

    [Test]
    public void Every_answer_and_every_JSON_body_has_a_named_schema()
    {
        Assert.Multiple(() =>
        {
            foreach (var (name, operation) in _document.Operations)
            {
                var bodies = operation["requestBody"]?["content"]?.AsObject() ?? [];
                // A file of projects has no schema of its own: it is a list of them, or a page.
                var isFile = bodies.ContainsKey("multipart/form-data");
                foreach (var (type, body) in bodies.Where(body => IsJson(body.Key) && !isFile))
                    AssertNamed(body!, $"{name} {type}");

                foreach (var (status, response) in operation["responses"]!.AsObject())
                {
                    var content = _document.Resolve(response!)["content"]?.AsObject() ?? [];
                    foreach (var (type, body) in content.Where(body => IsJson(body.Key)))
                        AssertNamed(body!, $"{name} {status} {type}");
                }
            }
        });

        // An import of records a line has no schema of its own: each line is a project.
        static bool IsJson(string type) =>
            type.EndsWith("json", StringComparison.Ordinal) && !type.EndsWith("ndjson", StringComparison.Ordinal);

        static void AssertNamed(JsonNode body, string where) =>
            Assert.That((string?)body["schema"]!["$ref"], Does.StartWith(SchemaPath), where);
    }

    [Test]
    public void Codes_of_a_list_fit_their_schema()
    {
        var lists = CodeListCatalog.All.Where(list => list.Name is not ("sectors" or "sector-categories")).ToList();
        Assert.Multiple(() =>
        {
            foreach (var list in lists)
            {
                if (CodeListSchemas.EnumOf(list.Name) is { } type)
                    Assert.That(list.Codes, Is.EquivalentTo(NamesOf(type)), list.Name);
                else
                    Assert.That(
                        list.Codes,
                        Has.All.Match(CodeListSchemas.SchemaFor(list.Name).Schema.Pattern!),
                        list.Name
                    );
            }
        });
    }

    [Test]
    public void Two_types_of_one_name_are_refused()
    {
        var schemas = new Schemas(new OpenApiDocument { Components = new() });
        schemas.For(typeof(First.PlaceResponse), asked: false);
        Assert.That(() => schemas.For(typeof(Second.PlaceResponse), asked: false), Throws.InvalidOperationException);
        Assert.That(() => schemas.For(typeof(Second.PlaceResponse), asked: true), Throws.Nothing, "PlaceInput");
    }

    private static IEnumerable<string> NamesOf(Type type) => Enum.GetValues(type).Cast<Enum>().Select(Json.NameOf);

    private IEnumerable<string> Names(string kind) =>
        _document.Root["components"]![kind]!.AsObject().Select(component => component.Key);

    /// <summary>All objects of the document except examples.</summary>
    private static IEnumerable<JsonObject> Nodes(JsonNode? node) =>
        node switch
        {
            JsonObject found => found
                .Where(member => !Examples().IsMatch(member.Key))
                .SelectMany(member => Nodes(member.Value))
                .Prepend(found),
            JsonArray items => items.SelectMany(Nodes),
            _ => [],
        };

    /// <summary>Returns true if client generators create a type from the schema.</summary>
    private static bool MakesType(JsonObject node) =>
        node["enum"] is JsonArray
        || node["allOf"] is JsonArray
        || node["type"]?.ToJsonString().Contains("\"object\"", StringComparison.Ordinal) is true;

    [GeneratedRegex("^examples?$")]
    private static partial Regex Examples();

    private static class First
    {
        internal sealed record PlaceResponse(string Name);
    }

    private static class Second
    {
        internal sealed record PlaceResponse(int Number);
    }
}
