using System.Globalization;
using System.Net.Http.Headers;
using System.Text.Json.Nodes;
using Adam.Api.OpenApi;
using Adam.Domain.Keys;
using Adam.Tests.Projects;
using Microsoft.OpenApi;
using Microsoft.OpenApi.Reader;

namespace Adam.Tests.OpenApi;

/// <summary>
/// The examples of the contract: every request succeeds as it stands on a new demo register, and every response is one
/// that the register could give.
/// </summary>
[Category("sqlite")]
public sealed class ExampleTests
{
    [Test]
    public async Task Every_example_request_succeeds_on_the_demo()
    {
        await using var demo = await DemoServer.StartAsync();
        using var client = demo.Client(Role.Admin);
        var document = await ReadServedAsync(client);
        var refused = new List<string>();
        var empty = new List<string>();
        foreach (var (operation, description) in ExampleRequest.InOrderOfThePage(document))
        {
            using var request = ExampleRequest.Create(document, operation, description);
            await FillInWorkbookAsync(client, request);
            using var response = await client.SendAsync(request);
            var body = await response.Content.ReadAsStringAsync();
            if (!response.IsSuccessStatusCode)
                refused.Add($"{operation} ({request.RequestUri}) returned {(int)response.StatusCode}: {body}");
            else if (
                response.Content.Headers.ContentType?.MediaType == "application/json"
                && JsonNode.Parse(body)!["items"] is JsonArray { Count: 0 }
                // The others who judge: on a new demo, nobody does.
                && !request.RequestUri!.OriginalString.EndsWith("/judges/me", StringComparison.Ordinal)
            )
                empty.Add($"{operation} ({request.RequestUri})");
        }

        Assert.That(refused, Is.Empty);
        Assert.That(empty, Is.Empty, "an example shows something");
    }

    [Test]
    public async Task Examples_of_overlaps_are_what_the_demo_answers()
    {
        await using var demo = await DemoServer.StartAsync();
        using var client = demo.Client(Role.Viewer);
        var example = JsonNode.Parse(Repository.Read("Adam.Api", "OpenApi", "examples.json"))!["schemas"]!["Overlap"]!;
        var references = References(example);
        var projects = await client.ReadAsync("/v1/projects?owner=DE&limit=200");
        var project = projects["items"]!.AsArray().Single(item => (string?)item!["reference"] == references[0])!;
        var overlaps = await client.ReadAsync($"/v1/overlaps?project={project["id"]}");
        var overlap = overlaps["items"]!.AsArray().Single(item => References(item!).SequenceEqual(references))!;
        foreach (var member in (string[])["kind", "score", "shared", "reasons", "verdict", "rules", "edition"])
            Assert.That(
                JsonNode.DeepEquals(overlap[member], example[member]),
                $"{member}: {overlap[member]?.ToJsonString()}"
            );

        // The table of the page about overlaps, from its largest contribution to the score below them.
        var precursors = (await client.ReadAsync("/v1/overlaps?owner=IT&country=IR&minScore=0.9"))["items"]!
            .AsArray()
            .Single(item => References(item!).Contains("IRN/P14"))!;
        var rows = precursors["reasons"]!
            .AsArray()
            .Select(reason => $"| {reason!["component"]} | {Decimals(reason["contribution"])} | {reason["detail"]} |\n")
            .Append($"| **score** | **{Decimals(precursors["score"])}** | |\n");
        Assert.That(Repository.Read("docs", "overlaps.md").ReplaceLineEndings("\n"), Does.Contain(string.Concat(rows)));

        static string Decimals(JsonNode? number) => ((decimal)number!).ToString("0.0000", CultureInfo.InvariantCulture);

        static string[] References(JsonNode pair) =>
            [.. pair["projects"]!.AsArray().Select(one => (string)one!["reference"]!)];
    }

    [Test]
    public async Task Request_that_changes_nothing_that_is_unique_can_be_sent_again()
    {
        await using var demo = await DemoServer.StartAsync();
        using var client = demo.Client(Role.Admin);
        var document = await ReadServedAsync(client);
        var again = new List<string>();
        for (var round = 0; round < 2; round++)
        {
            foreach (var (operation, description) in ExampleRequest.InOrderOfThePage(document))
            {
                using var request = ExampleRequest.Create(document, operation, description);
                await FillInWorkbookAsync(client, request);
                using var response = await client.SendAsync(request);
                if (round == 1 && !response.IsSuccessStatusCode)
                    again.Add($"{operation} {(int)response.StatusCode}");
            }
        }

        // A record that exists cannot be added again, nor a withdrawn one withdrawn. Nothing is replayed or 422.
        Assert.That(
            again,
            Is.EquivalentTo(
                new[]
                {
                    "POST /v1/projects 409",
                    "POST /v1/partners 409",
                    "POST /v1/measures 409",
                    "DELETE /v1/measures/{reference} 410",
                    "POST /v1/meetings 409",
                    "DELETE /v1/meetings/{reference} 410",
                    "POST /v1/recommendations 409",
                    "DELETE /v1/recommendations/{set}/{number} 410",
                    "POST /v1/documents 409",
                    "DELETE /v1/documents/{reference} 410",
                    "POST /v1/layers 409",
                    "POST /v1/layers/{layer}/items 409",
                    "DELETE /v1/layers/{layer}/items/{item} 410",
                    "POST /v1/posts 409",
                    "DELETE /v1/posts/{reference} 410",
                    "POST /v1/questionnaires 409",
                    "DELETE /v1/questionnaires/{reference} 410",
                    "POST /v1/questionnaires/{reference}/responses/{partner}/submission 409",
                    "DELETE /v1/projects/{id} 410",
                    "DELETE /v1/subscriptions/{id} 404",
                    "DELETE /v1/imports/{id} 409",
                    "DELETE /v1/mappings/{name} 404",
                    "POST /v1/imports/{id}/undo 409",
                }
            )
        );
    }

    [Test]
    public async Task Examples_of_the_committed_contract_differ_from_the_served_ones_in_ids_alone()
    {
        await using var demo = await DemoServer.StartAsync();
        using var client = demo.Client(Role.Viewer);
        var (served, committed) = (await client.GetStringAsync("/openapi.yaml"), Repository.Read("openapi.yaml"));
        Assert.That(served, Is.Not.EqualTo(committed));
        foreach (var project in ExampleFile.Projects)
            Assert.That(served, Does.Not.Contain(project.Id).And.Length.EqualTo(committed.Length));
    }

    [Test]
    public async Task Example_file_names_operations_schemas_and_parameters_that_exist()
    {
        var document = await ContractDocument.OfAsync(TestApi.Over((await TestRegister.GetAsync("sqlite")).Database));
        Assert.That(
            ExampleFile.Operations,
            Is.SubsetOf(document.Operations.Values.Select(operation => (string?)operation["operationId"]))
        );
        Assert.That(
            ExampleFile.Schemas,
            Is.SubsetOf(document.Root["components"]!["schemas"]!.AsObject().Select(schema => schema.Key))
        );
        foreach (var (name, operation) in document.Operations)
        {
            var parameters = operation["parameters"]!.AsArray().Select(one => (string?)document.Resolve(one!)["name"]);
            Assert.That(ExampleFile.ParametersOf((string)operation["operationId"]!), Is.SubsetOf(parameters), name);
        }
    }

    [Test]
    public async Task No_example_sets_a_key_that_makes_a_second_request_a_replay()
    {
        var document = await ContractDocument.OfAsync(TestApi.Over((await TestRegister.GetAsync("sqlite")).Database));
        var header = document.Root["components"]!["parameters"]!["Idempotency-Key"]!;
        Assert.That(header["example"] ?? header["examples"] ?? header["schema"]!["default"], Is.Null);
    }

    [Test]
    public async Task Examples_of_responses_are_plausible()
    {
        var document = await ContractDocument.OfAsync(TestApi.Over((await TestRegister.GetAsync("sqlite")).Database));
        Assert.Multiple(() =>
        {
            foreach (var (name, operation) in document.Operations)
            {
                foreach (var (status, response) in operation["responses"]!.AsObject())
                {
                    foreach (var (type, content) in document.Resolve(response!)["content"]?.AsObject() ?? [])
                    {
                        // A file has no example.
                        if (!type.EndsWith("json", StringComparison.Ordinal))
                            continue;
                        Assert.That(content!["example"], Is.Not.Null, $"{name} {status}");
                        CheckValues(content["example"]!, $"{name} {status}");
                        CheckSchema(document, content["example"], content["schema"]!, $"{name} {status}");
                    }
                }

                foreach (var (type, content) in operation["requestBody"]?["content"]?.AsObject() ?? [])
                {
                    // A file is described by its media type, and need not have an example.
                    if (content!["schema"] is { } schema && (string?)schema["format"] != "binary")
                        CheckSchema(document, content["example"], schema, $"{name} {type}");
                }
            }
        });
    }

    /// <summary>Checks what no schema says: texts that are none, scores, sums and ids that belong together.</summary>
    private static void CheckValues(JsonNode node, string where)
    {
        if (node is JsonValue value)
            Assert.That(value.ToString(), Is.Not.EqualTo("…"), $"{where}: {node.GetPath()} has no example");
        foreach (var item in node as JsonArray ?? [])
            if (item is not null)
                CheckValues(item, where);
        if (node is not JsonObject members)
            return;

        foreach (var (_, member) in members)
            if (member is not null)
                CheckValues(member, where);
        if (members["score"] is JsonValue score)
            Assert.That(Number(score), Is.InRange(0m, 1m), $"{where}: score");
        if (members["percentage"] is JsonValue percentage)
            Assert.That(Number(percentage), Is.InRange(0m, 100m), $"{where}: percentage");
        if (members["reasons"] is JsonArray reasons && members["score"] is JsonValue sum)
            Assert.That(
                reasons.Sum(reason => Number(reason!["contribution"]!)),
                Is.EqualTo(Number(sum)),
                $"{where}: reasons add up to the score"
            );
        if (members["projects"] is JsonArray projects && members["shared"] is not null)
            Assert.That(
                (string?)members["id"],
                Is.EqualTo(
                    string.Join('_', projects.Select(project => (string)project!["id"]!).Order(StringComparer.Ordinal))
                ),
                $"{where}: id of the pair"
            );
    }

    /// <summary>Checks the names of members, nulls, and values that the schema lists or limits.</summary>
    private static void CheckSchema(ContractDocument document, JsonNode? example, JsonNode schema, string where)
    {
        var resolved = document.Resolve(schema);
        if (example is null)
        {
            var isNullable =
                resolved["type"]?.ToJsonString().Contains("null", StringComparison.Ordinal) is true
                || resolved["oneOf"] is not null;
            Assert.That(isNullable, Is.True, $"{where} must not be null");
            return;
        }

        if (resolved["oneOf"] is JsonArray choices)
            resolved = document.Resolve(choices[0]!);
        if (resolved["enum"] is JsonArray values)
            Assert.That(values.Select(one => (string?)one), Does.Contain((string?)example), where);
        if (resolved["pattern"] is { } pattern)
            Assert.That((string?)example, Does.Match((string)pattern!), where);
        if (example is JsonArray items && resolved["items"] is { } item)
            foreach (var one in items)
                CheckSchema(document, one, item, $"{where}[]");
        if (example is not JsonObject members)
            return;

        var (properties, required) = MembersOf(document, resolved);
        if (properties.Count == 0)
            return; // the sender names the members
        Assert.That(members.Select(member => member.Key), Is.SubsetOf(properties.Keys), where);
        Assert.That(required, Is.SubsetOf(members.Select(member => member.Key)), where);
        foreach (var (name, member) in members.Where(member => properties.ContainsKey(member.Key)))
            CheckSchema(document, member, properties[name], $"{where}.{name}");
    }

    private static (Dictionary<string, JsonNode> Properties, List<string> Required) MembersOf(
        ContractDocument document,
        JsonObject schema
    )
    {
        var properties = (schema["properties"]?.AsObject() ?? []).ToDictionary(one => one.Key, one => one.Value!);
        var required = (schema["required"]?.AsArray() ?? []).Select(one => (string)one!).ToList();
        foreach (var inherited in schema["allOf"]?.AsArray() ?? [])
        {
            var (more, needed) = MembersOf(document, document.Resolve(inherited!));
            foreach (var (name, one) in more)
                properties.TryAdd(name, one);
            required.AddRange(needed);
        }

        return (properties, required);
    }

    private static decimal Number(JsonNode node) => decimal.Parse(node.ToJsonString(), CultureInfo.InvariantCulture);

    /// <summary>Reads the contract that the server serves, as a client that generates code does.</summary>
    private static async Task<ContractDocument> ReadServedAsync(HttpClient client)
    {
        var settings = new OpenApiReaderSettings();
        settings.AddYamlReader();
        await using var yaml = new MemoryStream(await client.GetByteArrayAsync("/openapi.yaml"));
        var read = await OpenApiDocument.LoadAsync(yaml, "yaml", settings);
        Assert.That(read.Diagnostic!.Errors, Is.Empty);
        return ContractDocument.Parse(
            await read.Document!.SerializeAsJsonAsync(OpenApiSpecVersion.OpenApi3_1, default)
        );
    }

    /// <summary>Sends a workbook as GET of the same path returns it, as its user does.</summary>
    private static async Task FillInWorkbookAsync(HttpClient client, HttpRequestMessage request)
    {
        if (request.Content?.Headers.ContentType?.MediaType != ExampleRequest.FormWorkbook)
            return;
        var file = await client.GetByteArrayAsync($"{request.RequestUri}?format=xlsx");
        request.Content = new ByteArrayContent(file);
        request.Content.Headers.ContentType = new MediaTypeHeaderValue(ExampleRequest.FormWorkbook);
    }
}
