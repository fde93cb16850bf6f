using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Adam.Api.Errors;
using Adam.Api.OpenApi;
using Microsoft.OpenApi;

namespace Adam.Tests.OpenApi;

public sealed partial class ContractTests
{
    private TestApi _api = null!;
    private IServiceProvider _services = null!;
    private ContractDocument _document = null!;

    /// <remarks>A program of its own: one in which another test fills the sample has the ids of that sample.</remarks>
    [OneTimeSetUp]
    public async Task GenerateAsync()
    {
        _api = new((await TestRegister.GetAsync("sqlite")).Database);
        (_services, _document) = (_api.Services, await ContractDocument.OfAsync(_api));
    }

    [OneTimeTearDown]
    public async Task DisposeAsync() => await _api.DisposeAsync();

    [Test]
    public void Committed_contract_is_the_generated_one() =>
        Assert.That(
            Contract.Write(_services),
            Is.EqualTo(Repository.Read("openapi.yaml")),
            "The endpoints and openapi.yaml differ. If this is intended, run: "
                + "dotnet run --project Adam.Api -- openapi > openapi.yaml"
        );

    [Test]
    public async Task Served_contract_is_the_generated_one()
    {
        var response = await _api.Anonymous().GetAsync("/openapi.yaml");
        Assert.That(await response.Content.ReadAsStringAsync(), Is.EqualTo(Contract.Write(_services)));
        Assert.That(response.Content.Headers.ContentType!.MediaType, Is.EqualTo("application/yaml"));
    }

    /// <summary>The document of version 3.0 is read without an error, and has the same operations.</summary>
    [Test]
    public async Task Contract_is_served_as_OpenAPI_3_0_too()
    {
        var response = await _api.Anonymous().GetAsync("/openapi.json");
        Assert.That(response.Content.Headers.ContentType!.MediaType, Is.EqualTo("application/vnd.oai.openapi+json"));
        var text = await response.Content.ReadAsStringAsync();
        var read = OpenApiDocument.Parse(text, "json");
        Assert.That(read.Diagnostic!.SpecificationVersion, Is.EqualTo(OpenApiSpecVersion.OpenApi3_0));
        Assert.That(read.Diagnostic.Errors.Concat(read.Diagnostic.Warnings).Select(one => one.ToString()), Is.Empty);
        var operations = read.Document!.Paths.SelectMany(path =>
            path.Value.Operations!.Keys.Select(method => $"{method.Method} {path.Key}")
        );
        Assert.That(operations, Is.EquivalentTo(_document.Operations.Select(operation => operation.Key)));
        // A viewer sends the example of each parameter. They are those of the example requests.
        var sent = JsonNode.Parse(text)!["paths"]!
            .AsObject()
            .SelectMany(path => path.Value!.AsObject())
            .SelectMany(operation => operation.Value!["parameters"]?.AsArray() ?? [])
            .Where(parameter => (bool?)parameter!["required"] != true && parameter["schema"]?["example"] is not null)
            .Select(parameter => (string?)parameter!["name"]);
        Assert.That(sent, Is.Empty);
    }

    [Test]
    public void Every_parameter_and_member_is_described_or_speaks_for_itself()
    {
        foreach (var (name, operation) in _document.Operations)
        {
            Assert.That((string?)operation["summary"], Is.Not.Empty, name);
            foreach (var parameter in operation["parameters"]!.AsArray().Select(one => _document.Resolve(one!)))
                Assert.That((string?)parameter["description"], Is.Not.Empty, $"{name} {parameter["name"]}");
        }

        foreach (var (name, schema) in _document.Root["components"]!["schemas"]!.AsObject())
            Assert.That(
                (string?)schema!["description"]
                    ?? (string?)schema["properties"]?.AsObject().FirstOrDefault().Value?["description"],
                Is.Not.Empty,
                name
            );
    }

    [Test]
    public void Every_answer_of_a_refusal_is_a_problem()
    {
        var refusals = _document.Operations.SelectMany(operation =>
            operation.Value["responses"]!
                .AsObject()
                .Where(response => response.Key[0] is '4' or '5')
                .Select(response =>
                    (Where: $"{operation.Key} {response.Key}", Response: _document.Resolve(response.Value!))
                )
        );
        Assert.Multiple(() =>
        {
            foreach (var (where, response) in refusals)
                Assert.That(
                    (string?)response["content"]?[Problem.MediaType]?["schema"]?["$ref"],
                    Is.EqualTo("#/components/schemas/Problem"),
                    where
                );
        });
    }

    [Test]
    public void Codes_of_the_contract_are_explained() =>
        Assert.That(
            Code().Matches(_document.Root.ToJsonString()).Select(match => match.Value).Distinct(),
            Is.SubsetOf(ErrorCodes.All.Select(code => code.Id))
        );

    [Test]
    public void Operations_have_names_of_their_own() =>
        Assert.That(
            _document.Operations.Values.Select(operation => (string?)operation["operationId"]),
            Is.Unique.And.All.Match("^[a-z][A-Za-z]+$")
        );

    [Test]
    public void Change_and_read_of_a_resource_are_conditional()
    {
        Assert.Multiple(() =>
        {
            foreach (
                var (name, operation) in _document.Operations.Where(operation =>
                    operation.Key.Contains("/v1/", StringComparison.Ordinal) && operation.Key.EndsWith('}')
                )
            )
            {
                var header = name.StartsWith("GET", StringComparison.Ordinal) ? "If-None-Match" : "If-Match";
                Assert.That(
                    operation["parameters"]!
                        .AsArray()
                        .Select(parameter => (string?)_document.Resolve(parameter!)["name"]),
                    Does.Contain(header),
                    name
                );
                Assert.That(
                    operation["responses"]!.AsObject().Select(response => response.Key),
                    header == "If-Match" ? Is.SupersetOf(new[] { "412", "428" }) : Does.Contain("304"),
                    name
                );
            }
        });
    }

    [Test]
    public void Requests_whose_bodies_are_read_can_be_too_large()
    {
        var read = _document.Operations.Where(operation =>
            operation.Value["requestBody"] is not null
            || (operation.Value["parameters"]?.AsArray() ?? []).Any(parameter =>
                (string?)_document.Resolve(parameter!)["name"] == "Idempotency-Key"
            )
        );
        Assert.That(
            read.Where(operation => operation.Value["responses"]!["413"] is null).Select(operation => operation.Key),
            Is.Empty
        );
    }

    [Test]
    public void Amounts_are_no_doubles()
    {
        var numbers = Numbers(_document.Root["components"]!["schemas"]!)
            .Where(number => number.Name.EndsWith("amount", StringComparison.OrdinalIgnoreCase));
        Assert.That(
            numbers.Select(number => (string?)number.Schema["format"]),
            Is.Not.Empty.And.All.EqualTo("decimal")
        );
    }

    private static IEnumerable<(string Name, JsonObject Schema)> Numbers(JsonNode node) =>
        node is not JsonObject schema
            ? []
            : schema.SelectMany(member =>
                member.Value is JsonObject child
                    ? (
                        child["type"]?.ToJsonString().Contains("number", StringComparison.Ordinal) is true
                            ? [(member.Key, child)]
                            : Numbers(child)
                    )
                    : []
            );

    [GeneratedRegex(@"ADAM-\d{4}")]
    private static partial Regex Code();
}
