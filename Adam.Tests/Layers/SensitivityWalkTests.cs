using System.IO.Compression;
using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Adam.Domain.Keys;
using Adam.Tests.OpenApi;
using Adam.Tests.Projects;
using Adam.Tests.Readers;
using static Adam.Tests.Layers.LayerHttp;

namespace Adam.Tests.Layers;

/// <summary>
/// Walks every GET operation of the contract, with each value of each parameter, each format and sort, and the
/// operations of layers with every two filters, as each reader who may not see single seizures of others. Then
/// others record single seizures, marked by words, places and amounts of their own, and the walk is made again: every
/// response is the same. So no difference of two responses, of two filters or of two days, shows one of them.
/// </summary>
[Category("sqlite")]
public sealed partial class SensitivityWalkTests
{
    private const string Word = "zorbulon";
    private const string Place = "Qwellimak";

    /// <summary>Texts of the single seizures of others that nothing else in the register has.</summary>
    private static readonly string[] Marks = [Word, Place, "4711.25", "47.1147", "61.2361", "ZRB-"];

    /// <summary>Parameters that choose no other content: positions, waiting, tokens.</summary>
    private static readonly string[] Idle = ["cursor", "wait", "token", "bom", "hxl"];

    /// <summary>Parameters that choose how much is shown, and as what.</summary>
    private static readonly string[] Forms = ["format", "limit", "count", "asOf"];

    private static readonly string[] Packed =
    [
        "format=xlsx",
        "format=docx",
        "/imports/template",
        "/questions",
        "/form",
    ];

    /// <summary>Values of parameters that single seizures match, beside their examples and enumerated values.</summary>
    private static readonly Dictionary<string, string[]> Probes = new()
    {
        ["bbox"] = ["61,47,62,48", "-180,-90,180,90", "61.2361,47.1147,61.2361,47.1147"],
        ["near"] = ["47.1147,61.2361,5"],
        ["datetime"] = ["2013-07-19", "2013-07-01/2013-07-31", "../2013-12-31", "2013-01-01/.."],
        ["country"] = ["KZ", "TJ"],
        ["route"] = ["northern"],
        ["q"] = [Word, Place],
        ["place"] = [Place],
        ["admin1"] = [Place],
        ["fromYear"] = ["2013", "2014"],
        ["untilYear"] = ["2012", "2013"],
        ["code"] = ["substance:opium", "substance:heroin"],
        ["indicator"] = ["events", "quantity"],
        ["unit"] = ["kg", "l"],
        ["atLeast"] = ["1", "3", "4711"],
        ["top"] = ["1", "100"],
        ["by"] = ["country", "year", "substance", "country,year", "country,year,substance"],
        ["limit"] = ["1", "2"],
        ["asOf"] = ["2013-07-19", "2014-01-01"],
        ["on"] = ["2013-07-19"],
    };

    private DemoServer _demo = null!;

    [OneTimeSetUp]
    public async Task StartDemo() => _demo = await DemoServer.StartAsync(settings: ("Adam:PastRegisters", "10"));

    [OneTimeTearDown]
    public async Task StopDemo() => await _demo.DisposeAsync();

    [Test]
    public async Task Single_seizures_of_others_change_no_response()
    {
        var contract = await ContractDocument.OfAsync(_demo.Api);
        var (donor, others) = (await ClientAsync(Role.Donor, "UZ"), await ClientAsync(Role.Donor, "DE"));
        // A group of three, which a summary has, and an own seizure in its cell.
        foreach (var number in Enumerable.Range(1, 3))
            await others.AddItemAsync("seizures", Marked($"G-{number}", "heroin", mark: false));
        var own = await donor.AddItemAsync("seizures", Marked("OWN", "heroin", mark: false));
        var known = await others.ReadAsync("/v1/layers/seizures/items?country=KZ&limit=1");
        var theirs = (string)known["features"]![0]!["id"]!;

        var readers = new (string Name, HttpClient Client)[]
        {
            ("viewer of OSCE", await ClientAsync(Role.Viewer, "OSCE")),
            ("donor of UZ", donor),
        };
        var targets = Targets(contract, [(string)own["id"]!, theirs]).ToList();
        Assert.That(targets, Has.Count.GreaterThan(500));
        var before = new List<IReadOnlyDictionary<string, string>>();
        foreach (var (_, client) in readers)
            before.Add(await WalkAsync(client, targets));

        // One more in the cell of the group, and two in a cell of their own, of two recorders.
        await others.AddItemAsync("seizures", Marked("ZRB-1", "heroin"));
        await others.AddItemAsync("seizures", Marked("ZRB-2", "opium"));
        await (await ClientAsync(Role.Donor, "TJ")).AddItemAsync("seizures", Marked("ZRB-3", "opium"));

        foreach (var ((name, client), first) in readers.Zip(before))
        {
            var now = await WalkAsync(client, targets);
            var changed = now.Where(one => first[one.Key] != one.Value)
                .Select(one => $"{one.Key}\nbefore: {first[one.Key]}\nafter: {one.Value}");
            Assert.That(changed, Is.Empty, name);
            // A request that is refused repeats the value that it has.
            Assert.That(
                now.Where(one => Marks.Any(mark => one.Value.Contains(mark, StringComparison.Ordinal)))
                    .Where(one => !Marks.Any(mark => Uri.UnescapeDataString(one.Key).Contains(mark)))
                    .Select(one => one.Key),
                Is.Empty,
                name
            );
        }

        // The same walk shows them to an analyst, so it would show them to the readers.
        var shown = string.Concat((await WalkAsync(_demo.Client(Role.Analyst), targets)).Values);
        foreach (var mark in Marks)
            Assert.That(shown, Does.Contain(mark), mark);
    }

    [Test]
    public async Task Two_counts_differ_by_no_single_seizure()
    {
        using var viewer = await ClientAsync(Role.Viewer, "OSCE");
        using var germany = await ClientAsync(Role.Donor, "DE");
        string[] filters =
        [
            "by=country",
            "by=country&country=AZ",
            "by=country&fromYear=2011",
            "by=country&untilYear=2011",
            "by=substance&country=AZ&fromYear=2011&untilYear=2011",
            "by=country,year,substance",
            "by=year",
        ];
        var seen = new List<List<long>>();
        for (var number = 0; number <= 7; number++)
        {
            if (number > 0)
                await germany.AddItemAsync(
                    "seizures",
                    Seizure($$"""{ "reference": "AZ-{{number}}", "country": "AZ", "date": "2011-03-0{{number}}" }""")
                );
            var counts = new List<long>();
            foreach (var filter in filters)
            {
                var summary = await viewer.ReadAsync($"/v1/layers/seizures/summary?{filter}");
                counts.Add(summary["items"]!.AsArray().Sum(row => (long)row!["events"]!));
            }

            seen.Add(counts);
        }

        foreach (var (filter, place) in filters.Select((filter, place) => (filter, place)))
            Assert.That(
                seen.Select(counts => counts[place] - seen[0][place]),
                Is.EqualTo(new long[] { 0, 0, 0, 3, 3, 3, 6, 6 }).Or.All.EqualTo(0),
                filter
            );
        // Of any two filters that overlap, too, the difference is a number of whole groups.
        foreach (var counts in seen)
            Assert.That(
                counts.SelectMany(
                    (one, place) => counts.Select((other, at) => one - other - seen[0][place] + seen[0][at])
                ),
                Has.All.Matches<long>(difference => difference % 3 == 0)
            );
    }

    private static string Marked(string reference, string substance, bool mark = true) =>
        Seizure(
            $$"""
            {
              "reference": "{{reference}}", "country": "KZ", "date": "2013-07-19", "substance": "{{substance}}",
              "quantity": {{(mark ? "4711.25" : "2")}}, "unit": "kg", "citation": "{{(mark ? Word : "known")}}",
              "admin1": "{{(mark ? Place : "Aktobe")}}"
            }
            """,
            mark ? "61.2361, 47.1147" : "61.5, 47.5"
        );

    /// <summary>Returns the targets of requests: of each operation with the values of each parameter.</summary>
    private static IEnumerable<string> Targets(ContractDocument contract, IReadOnlyList<string> items)
    {
        foreach (
            var (name, operation) in contract.Operations.Where(one =>
                one.Key.StartsWith("GET ", StringComparison.Ordinal)
            )
        )
        {
            var parameters = operation["parameters"]!.AsArray().Select(one => contract.Resolve(one!)).ToList();
            var isOfLayers =
                name.StartsWith("GET /v1/layers", StringComparison.Ordinal)
                || name.StartsWith("GET /v1/collections", StringComparison.Ordinal);
            foreach (var path in Paths(name["GET ".Length..], parameters, isOfLayers, items))
            {
                var choices = parameters
                    .Where(parameter =>
                        (string?)parameter["in"] == "query" && !Idle.Contains((string?)parameter["name"])
                    )
                    .Select(parameter => Choices(contract, parameter).Distinct().ToList())
                    .ToList();
                var needed = parameters
                    .Where(parameter => (string?)parameter["in"] == "query" && (bool?)parameter["required"] is true)
                    .Select(parameter => Choices(contract, parameter)[0])
                    .ToList();
                foreach (var chosen in Combinations(choices, isOfLayers).Distinct())
                    yield return Target(
                        path,
                        [.. needed.Where(one => !chosen.Any(other => IsSame(one, other))), .. chosen]
                    );
            }
        }

        static bool IsSame(string one, string other) => one.Split('=')[0] == other.Split('=')[0];

        static string Target(string path, IReadOnlyList<string> query) =>
            query.Count == 0 ? path : $"{path}?{string.Join('&', query)}";
    }

    /// <summary>
    /// Returns no parameter, each value of each, and of layers pairs of filters with two values each: a walk of all
    /// would take minutes.
    /// </summary>
    private static IEnumerable<IReadOnlyList<string>> Combinations(IReadOnlyList<List<string>> choices, bool areTwo)
    {
        yield return [];
        foreach (var choice in choices.SelectMany(choice => choice))
            yield return [choice];
        if (!areTwo)
            yield break;

        var filters = choices.Where(choice => !Forms.Contains(choice[0].Split('=')[0])).ToList();
        foreach (var (place, firsts) in filters.Index())
        {
            foreach (var first in firsts.TakeLast(2))
            {
                foreach (var second in filters.Skip(place + 1).SelectMany(other => other.TakeLast(2)))
                    yield return [first, second];
            }
        }
    }

    private static IEnumerable<string> Paths(
        string path,
        IReadOnlyList<JsonObject> parameters,
        bool isOfLayers,
        IReadOnlyList<string> items
    )
    {
        foreach (var parameter in parameters.Where(one => (string?)one["in"] == "path"))
        {
            var name = $"{{{(string)parameter["name"]!}}}";
            if (name == "{layer}" && isOfLayers)
                path = path.Replace(name, "seizures", StringComparison.Ordinal);
            else if (name != "{item}")
                path = path.Replace(
                    name,
                    Uri.EscapeDataString(parameter["example"]!.ToString()),
                    StringComparison.Ordinal
                );
        }

        return path.Contains("{item}", StringComparison.Ordinal)
            ? items.Select(item => path.Replace("{item}", item, StringComparison.Ordinal))
            : [path];
    }

    private static IReadOnlyList<string> Choices(ContractDocument contract, JsonObject parameter)
    {
        var name = (string)parameter["name"]!;
        var schema = contract.Resolve(parameter["schema"]!);
        var item = schema["items"] is { } items ? contract.Resolve(items) : schema;
        var values = new List<string>();
        if (name == "format" || item["enum"] is JsonArray { Count: <= 12 })
            values.AddRange((item["enum"]?.AsArray() ?? []).Select(value => value!.ToString()));
        if (item["type"]?.ToJsonString().Contains("boolean", StringComparison.Ordinal) is true)
            values.AddRange(["true", "false"]);
        if (parameter["example"] is { } example)
            values.Add(example is JsonArray list ? string.Join(',', list) : example.ToString());
        if (name is not "by" || values.Count == 0)
            values.AddRange(Probes.GetValueOrDefault(name) ?? []);
        return [.. values.Select(value => $"{name}={Uri.EscapeDataString(value)}")];
    }

    /// <summary>Returns what a reader is told by each request, without instants and ids of requests.</summary>
    private static async Task<IReadOnlyDictionary<string, string>> WalkAsync(
        HttpClient client,
        IReadOnlyList<string> targets
    )
    {
        var told = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var target in targets)
            told[target] = TagOfReport().Replace(Reading.Masked([await SeenAtLastAsync(client, target)])[0], "(tag)");
        return told;
    }

    /// <summary>Asks again until the register of the past is written that the request asks for.</summary>
    private static async Task<string> SeenAtLastAsync(HttpClient client, string target)
    {
        while (true)
        {
            var seen = await SeenAsync(client, target);
            if (!seen.Contains("ADAM-3023", StringComparison.Ordinal))
                return seen;

            await Task.Delay(50);
        }
    }

    private static async Task<string> SeenAsync(HttpClient client, string target)
    {
        if (!Packed.Any(format => target.Contains(format, StringComparison.Ordinal)))
            return await Reading.SeenAsync(client, "GET", target);

        using var response = await client.GetAsync(new Uri(target, UriKind.Relative));
        var content = await response.Content.ReadAsByteArrayAsync();
        if (!response.IsSuccessStatusCode)
            return $"{(int)response.StatusCode} {Encoding.UTF8.GetString(content)}";

        if (!content.AsSpan().StartsWith("PK"u8))
            return Encoding.UTF8.GetString(content);

        // A workbook or a document is packed with the instant at which it was.
        using var packed = new ZipArchive(new MemoryStream(content));
        var texts = new StringBuilder();
        // The other entries have random names and ids.
        foreach (
            var entry in packed.Entries.Where(entry =>
                entry.FullName.Split('/')[0] is "word" or "xl"
                && entry.FullName.EndsWith(".xml", StringComparison.Ordinal)
            )
        )
        {
            using var reader = new StreamReader(entry.Open());
            texts.AppendLine(entry.FullName).AppendLine(await reader.ReadToEndAsync());
        }

        return InstantOfCell().Replace(texts.ToString(), "(instant)");
    }

    /// <summary>An instant as the number of a cell, in days and parts of a day.</summary>
    [GeneratedRegex(@"(?<=<v>)\d{5}\.\d+(?=</v>)")]
    private static partial Regex InstantOfCell();

    /// <summary>The tag of a report is of a text that states the minute.</summary>
    [GeneratedRegex(@"W/""[0-9a-f]{16}""")]
    private static partial Regex TagOfReport();

    private async Task<HttpClient> ClientAsync(Role role, string partner)
    {
        var client = new HttpClient { BaseAddress = new Uri(_demo.Address) };
        client.DefaultRequestHeaders.Authorization = new("Bearer", await _demo.Api.KeyAsync(role, partner));
        return client;
    }
}
