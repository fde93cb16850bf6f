using System.Text.RegularExpressions;
using Adam.Domain.Keys;
using Adam.Tests.OpenApi;
using Adam.Tests.Projects;
using static Adam.Tests.Layers.LayerHttp;

namespace Adam.Tests.Layers;

/// <summary>
/// Compares what a reader is told by a register with single events of others and by one without them: by every
/// operation that reads layers, every format and every filter. Both tell the same, but for ids and instants.
/// </summary>
public sealed partial class LayerSensitivityHttpTests(string engine) : RegisterTests(engine)
{
    /// <summary>The operations that read layers, each with the queries that could show a single event.</summary>
    private static readonly Dictionary<string, string[]> Reads = new()
    {
        ["/v1"] = [""],
        ["/v1/conformance"] = [""],
        ["/v1/layers"] = [""],
        ["/v1/layers/{layer}"] = [""],
        ["/v1/layers/{layer}/history"] = ["", "count=true"],
        ["/v1/layers/{layer}/items"] = ItemQueries,
        ["/v1/layers/{layer}/items/{item}"] = ["", "format=json"],
        ["/v1/layers/{layer}/items/{item}/history"] = ["", "count=true"],
        ["/v1/layers/{layer}/summary"] =
        [
            "",
            "by=country",
            "by=year",
            "by=substance",
            "by=country,year,substance",
            "by=country&country=TJ",
            "by=country&route=northern",
            "by=year&fromYear=2015",
            "by=year&untilYear=2015",
            "by=country,year&format=csv",
        ],
        ["/v1/layers/{layer}/unassisted"] =
        [
            "fromYear=2010",
            "fromYear=2015&untilYear=2015&country=TJ&top=1",
            "fromYear=2010&code=substance:heroin",
            "fromYear=2010&code=substance:opium&count=true",
            "fromYear=2010&atLeast=4&evidence=high",
            "fromYear=2010&route=northern&format=csv",
        ],
        ["/v1/collections"] = [""],
        ["/v1/collections/{layer}"] = [""],
        ["/v1/collections/{layer}/items"] = ItemQueries,
        ["/v1/collections/{layer}/items/{item}"] = ["", "format=json"],
    };

    private static string[] ItemQueries =>
        [
            "",
            "limit=1",
            "bbox=60,30,80,50",
            "bbox=-180,-90,180,90",
            "datetime=2015-06-01",
            "datetime=2015-01-01/..",
            "datetime=2015-01-01/2015-12-31&bbox=60,30,80,50",
            "country=TJ",
            "route=northern",
            "checked=reported",
            "format=json",
        ];

    private TestApi Api => TestApi.Over(Register.Database);

    [Test]
    public async Task Every_read_of_layers_is_walked()
    {
        var contract = await ContractDocument.OfAsync(Api);
        var paths = contract
            .Operations.Keys.Where(one => one.StartsWith("GET /v1", StringComparison.Ordinal))
            .Select(one => one["GET ".Length..])
            .Where(path =>
                path is "/v1" or "/v1/conformance"
                || path.Contains("/layers", StringComparison.Ordinal)
                || path.Contains("/collections", StringComparison.Ordinal)
            );
        Assert.That(Reads.Keys, Is.EquivalentTo(paths));
    }

    /// <summary>An event of others beside a group, and two in a cell of their own, are told nowhere.</summary>
    [TestCase("seizures", Role.Viewer, "OSCE")]
    [TestCase("seizures", Role.Donor, "UZ")]
    [TestCase("secrets", Role.Viewer, "OSCE")]
    [TestCase("secrets", Role.Donor, "UZ")]
    [TestCase("prices", Role.Viewer, "UZ")]
    public async Task Single_events_of_others_are_told_by_nothing(string layer, Role role, string partner)
    {
        var known = await TellAsync(layer, role, partner, isFull: false);
        var all = await TellAsync(layer, role, partner, isFull: true);
        Assert.That(all, Is.EqualTo(known));

        // The same requests tell an analyst of them.
        var analyst = await Api.ClientAsync(Role.Analyst);
        Assert.That(
            await analyst.GetStringAsync($"/v1/layers/{layer}/items"),
            Does.Contain("zorbulon").And.Contain("S-LAST")
        );
    }

    [Test]
    public async Task Events_of_others_count_by_threes_and_own_ones_exactly()
    {
        await RecordAsync("seizures", isFull: true);
        foreach (
            var (role, partner, expected) in new[]
            {
                (Role.Analyst, "UNODC", 7),
                (Role.Viewer, "OSCE", 3),
                (Role.Donor, "TJ", 5),
                (Role.Donor, "UZ", 4),
            }
        )
        {
            var client = await Api.ClientAsync(role, partner);
            var summary = await client.ReadAsync("/v1/layers/seizures/summary");
            Assert.That(summary["items"]!.AsArray().Sum(row => (int)row!["events"]!), Is.EqualTo(expected), partner);
        }
    }

    /// <summary>Returns what a reader is told by each request.</summary>
    private async Task<IReadOnlyList<string>> TellAsync(string layer, Role role, string partner, bool isFull)
    {
        await EmptyRegister();
        var theirs = await RecordAsync(layer, isFull);
        using var client = await Api.ClientAsync(role, partner);
        var own = partner == "UZ" ? await OwnAsync(client, layer) : theirs;
        var told = new List<string>();
        foreach (var (path, queries) in Reads)
        {
            foreach (var query in queries)
            {
                foreach (var item in new[] { own, theirs })
                {
                    var target = $"{path}?{query}"
                        .TrimEnd('?')
                        .Replace("{layer}", layer, StringComparison.Ordinal)
                        .Replace("{item}", item, StringComparison.Ordinal);
                    told.Add(await Readers.Reading.SeenAsync(client, "GET", target));
                }
            }
        }

        foreach (var change in new[] { "PUT", "DELETE" })
            told.Add(
                await Readers.Reading.SeenAsync(
                    client,
                    change,
                    $"/v1/layers/{layer}/items/{theirs}",
                    change == "PUT" ? Seizure() : null
                )
            );
        told.Add(await Readers.Reading.SeenAsync(client, "GET", "/v1/changes"));
        // The tag of a layer that was declared is of the instant at which it was.
        return [.. Readers.Reading.Masked(told).Select(text => TagOfLayer().Replace(text, "ETag: (tag)"))];
    }

    /// <summary>
    /// Records events of three partners. Returns the id of the last one of another partner, or one of no item.
    /// </summary>
    /// <param name="isFull">
    /// False to record only what readers are told: whole groups, and what they have recorded.
    /// </param>
    private async Task<string> RecordAsync(string layer, bool isFull)
    {
        var admin = await Api.ClientAsync(Role.Admin);
        if (layer == "secrets")
            await admin.DeclareAsync(Layer("""{ "id": "secrets", "sensitivity": "restricted" }"""));
        var isPublished = layer == "seizures";
        var last = Guid.NewGuid().ToString();
        var number = 0;
        foreach (var (recorder, substance) in Events(isPublished, isFull))
        {
            number++;
            var isLast = substance == "opium";
            var changes = $$"""
                {
                  "reference": "{{(isLast ? "S-LAST" : $"S-{number}")}}",
                  "substance": "{{(layer == "secrets" && substance == "opium" ? "mdma" : substance)}}",
                  "citation": "{{(isLast ? "zorbulon" : "known")}}"
                }
                """;
            if (layer == "prices")
                changes = changes.Replace(
                    "{\n",
                    """
                    { "market": "retail", "price": 3, "currency": "USD", "per": "g", "date": null, "from": "2015-06-01",
                      "until": "2015-06-30",
                    """,
                    StringComparison.Ordinal
                );
            var response = await admin.SendAsync(
                "POST",
                $"/v1/layers/{layer}/items?recorder={recorder}",
                Seizure(changes, "68.6, 37.2")
            );
            var item = await response.JsonAsync();
            Assert.That((int)response.StatusCode, Is.EqualTo(201), item.Text());
            if (isLast)
                last = (string)item["id"]!;
        }

        return last;
    }

    private static IEnumerable<(string Recorder, string Substance)> Events(bool isPublished, bool isFull)
    {
        // Uzbekistan's own events, then three of others, which a summary by threes has.
        yield return ("UZ", "heroin");
        if (isPublished)
        {
            yield return ("TJ", "heroin");
            yield return ("DE", "heroin");
            yield return ("DE", "heroin");
        }

        if (!isFull)
            yield break;

        // No group of three for any reader.
        yield return ("DE", "heroin");
        yield return ("DE", "opium");
        if (isPublished)
            yield return ("TJ", "opium");
    }

    [GeneratedRegex(@"(?<=^GET /v1/layers/secrets\n200 )ETag: ""1;[0-9a-f]{16}""")]
    private static partial Regex TagOfLayer();

    private static async Task<string> OwnAsync(HttpClient client, string layer)
    {
        var page = await client.ReadAsync($"/v1/layers/{layer}/items");
        return (string)page["features"]!.AsArray().Single()!["id"]!;
    }
}
