using System.Globalization;
using System.Net;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Adam.Data.Overlaps;
using Adam.Data.Overlaps.Matching;
using Adam.Data.Overlaps.Report;
using Adam.Domain.Keys;
using Adam.Domain.Overlaps;
using Adam.Domain.Partners;
using Adam.Tests.Overlaps;
using Sylvan.Data.Csv;

namespace Adam.Tests.RealRecords;

/// <summary>
/// Posts about 1,000 records of many real donors one by one, as a client with that spreadsheet would. Only the codes of
/// the two vocabularies are translated. Each record is accepted, or rejected for a stated reason.
/// </summary>
public sealed partial class CounterNarcoticsTests(string engine) : RegisterTests(engine)
{
    private const string File = "counter-narcotics.csv";

    private static readonly Dictionary<string, string> Statuses = new(StringComparer.OrdinalIgnoreCase)
    {
        ["1"] = "pipeline",
        ["2"] = "implementation",
        ["3"] = "finalisation",
        ["4"] = "closed",
        ["5"] = "cancelled",
        ["6"] = "suspended",
        // Names of the code list before and since IATI 2.0.
        ["Completion"] = "finalisation",
        ["Implementation"] = "implementation",
        ["Suspended"] = "suspended",
        ["Pipeline/identification"] = "pipeline",
    };

    private static readonly PartnerDirectory Partners = new(FoundingPartners.All);

    [Test]
    public async Task Records_are_taken_or_refused_for_a_stated_reason()
    {
        if (Repository.SharedData is not { } folder)
        {
            Assert.Ignore($"{File} is not available.");
            return;
        }

        var client = await TestApi.Over(Register.Database).ClientAsync(Role.Admin);
        var taken = new List<(JsonObject Sent, JsonObject Answer)>();
        var refused = new List<(string Reference, IReadOnlyList<string> Reasons)>();
        foreach (var row in Rows(Path.Combine(folder, File)))
        {
            var body = Body(row);
            var response = await client.SendAsync("POST", "/v1/projects", body.ToJsonString());
            if (response.StatusCode == HttpStatusCode.Created)
                taken.Add((body, await response.JsonAsync()));
            else
                refused.Add(
                    (
                        row["activity_id"],
                        [.. (await response.FaultsAsync()).Select(fault => Index().Replace(fault, "[]"))]
                    )
                );
        }

        foreach (
            var reason in refused
                .GroupBy(row => string.Join(", ", row.Reasons))
                .OrderByDescending(group => group.Count())
        )
            TestContext.Out.WriteLine(
                $"{reason.Count(), 5} refused: {reason.Key} (such as {reason.First().Reference})"
            );
        TestContext.Out.WriteLine($"{taken.Count, 5} taken");

        // The reasons were checked by hand: regions instead of countries, deobligations (negative amounts), years
        // without a day, statuses and sectors outside their code lists, one end before its start.
        Assert.That(
            refused
                .GroupBy(row => string.Join(", ", row.Reasons))
                .ToDictionary(reason => reason.Key, reason => reason.Count()),
            Is.EquivalentTo(
                new Dictionary<string, int>
                {
                    ["countries[] ADAM-1012"] = 78,
                    ["donors[].amount ADAM-1010"] = 66,
                    ["status ADAM-1016"] = 12,
                    ["countries[] ADAM-1012, donors[].amount ADAM-1010"] = 9,
                    ["plannedStart ADAM-1007"] = 7,
                    ["sectors[].code ADAM-1012"] = 8,
                    ["status ADAM-1012"] = 3,
                    ["plannedEnd ADAM-3005"] = 1,
                }
            )
        );
        Assert.That(taken, Has.Count.EqualTo(836));
        await EveryRecordIsInPresenceAsync(client, taken);
        await EveryOverlapIsReportedAsync(taken);
    }

    private static async Task EveryRecordIsInPresenceAsync(
        HttpClient client,
        IReadOnlyList<(JsonObject Sent, JsonObject Answer)> taken
    )
    {
        var table = await (
            await client.GetAsync(new Uri("/v1/presence?by=country,pillar&limit=500", UriKind.Relative))
        ).JsonAsync();
        var expected = taken
            .SelectMany(record =>
                from country in record.Sent["countries"]!.AsArray()
                from pillar in record.Sent["pillars"]!.AsArray()
                select $"{country} {pillar}"
            )
            .GroupBy(cell => cell)
            .Select(cell => $"{cell.Key} {cell.Count()}");
        Assert.That(
            table["items"]!.AsArray().Select(row => $"{row!["country"]} {row["pillar"]} {row["projects"]}"),
            Is.EquivalentTo(expected)
        );
        Assert.That((int)table["totals"]!["projects"]!, Is.EqualTo(taken.Count));
    }

    private async Task EveryOverlapIsReportedAsync(IReadOnlyList<(JsonObject Sent, JsonObject Answer)> taken)
    {
        var store = TestStores.Projects(Register.Database, TimeProvider.System);
        var overlaps = TestOverlaps.Store(Register.Database);
        var activities = new List<ProjectScope>();
        foreach (var (_, answer) in taken)
            activities.Add(ProjectScope.FromDraft((await store.FindAsync((Guid)answer["id"]!, default))!.Project));

        var expected = new List<string>();
        for (var i = 0; i < activities.Count; i++)
        {
            for (var j = i + 1; j < activities.Count; j++)
            {
                if (OverlapDefinition.Evaluate(activities[i], activities[j]) is { } shared)
                    expected.Add(
                        $"{OverlapId.Create(activities[i].Id!.Value, activities[j].Id!.Value)} {shared.RankDays}"
                    );
            }
        }

        var found = (await overlaps.AllAsync(new(), OverlapSort.Start, page: 500))
            .Select(pair => pair.Overlap)
            .ToList();
        Assert.That(
            found.Select(pair => $"{pair.Id} {pair.Shared.RankDays}").Order(StringComparer.Ordinal),
            Is.EqualTo(expected.Order(StringComparer.Ordinal))
        );

        await new OverlapRebuild(Register.Database, new MatchingCache(), TimeProvider.System).RunAsync(null, default);
        var ranked = await overlaps.AllAsync(new(), OverlapSort.Score, page: 500);
        TestContext.Out.WriteLine($"{found.Count, 5} overlaps, {ranked.Count} of them ranked, the strongest:");
        foreach (var (pair, score, kind) in ranked.Take(10).Select(one => (one.Overlap, one.Score, one.Kind)))
        {
            TestContext.Out.WriteLine(
                $"  {score} {kind}: {pair.Shared.Days?.ToString(CultureInfo.InvariantCulture) ?? "open"} "
                    + $"days from {pair.Shared.From:yyyy-MM-dd}, {string.Join(" ", pair.Shared.Countries)}, "
                    + $"{string.Join(" ", pair.Shared.Pillars)}"
            );
            foreach (var side in (OverlapProject[])[pair.Earlier, pair.Later])
                TestContext.Out.WriteLine(
                    $"    {side.Reference} {side.Owner} [{string.Join(", ", side.Donors)}] "
                        + $"{side.Period.Start:yyyy-MM-dd}/{side.Period.End:yyyy-MM-dd} {side.Title}"
                );
        }
    }

    /// <summary>Returns the request that a client would send for a row.</summary>
    private static JsonObject Body(Dictionary<string, string> row)
    {
        var body = new JsonObject
        {
            ["reference"] = row["activity_id"],
            ["owner"] =
                row["donor"]
                    .Split(';')
                    .Append(row["reporting_org"])
                    .Select(Code)
                    .FirstOrDefault(code => code is not null)
                ?? "UNODC",
            ["title"] = row["title"],
            ["pillars"] = new JsonArray(Pillar(row)),
            ["countries"] = List(row["recipient_countries"]),
            ["donors"] = new JsonArray([
                .. row["donor"]
                    .Split(';', StringSplitOptions.RemoveEmptyEntries)
                    .Select(name => (JsonNode)Participant(name, row)),
            ]),
            ["implementers"] = new JsonArray([
                .. row["implementer"]
                    .Split(';', StringSplitOptions.RemoveEmptyEntries)
                    .Select(name => (JsonNode)Participant(name.Trim(), row)),
            ]),
            ["status"] = Statuses.GetValueOrDefault(row["status"], row["status"]),
            ["plannedStart"] = row["start"].Length == 0 ? null : row["start"],
            ["plannedEnd"] = row["end"].Length == 0 ? null : row["end"],
            ["sectors"] = new JsonArray([
                .. row["sector_codes"]
                    .Split(';', StringSplitOptions.RemoveEmptyEntries)
                    .Where(code => code.Length == 5)
                    .Select(code => (JsonNode)new JsonObject { ["vocabulary"] = "dac", ["code"] = code }),
            ]),
        };
        if (row["description"].Length > 0)
            body["description"] = row["description"];
        if (row["budget_value"].Length > 0)
            body["donors"]![0]!.AsObject().Add("amount", JsonNode.Parse(row["budget_value"]));
        if (row["budget_value"].Length > 0 && row["currency"].Length > 0)
            body["donors"]![0]!.AsObject().Add("currency", row["currency"]);
        return body;
    }

    private static JsonObject Participant(string name, Dictionary<string, string> row) =>
        row["source"].StartsWith("usg", StringComparison.Ordinal) && Code(name) is "US"
            ? new() { ["partner"] = "US", ["name"] = name }
            : new() { ["name"] = name };

    /// <summary>
    /// Returns the partner of an organisation's name; null if there is none. Departments of the United States belong to
    /// US.
    /// </summary>
    private static string? Code(string name) =>
        Partners.Find(name)?.Partner ?? (name.StartsWith("Department of", StringComparison.Ordinal) ? "US" : null);

    private static string Pillar(Dictionary<string, string> row)
    {
        var codes = row["sector_codes"].Split(';');
        return codes.Contains("12330") || codes.Contains("13040") ? "prevention-and-health"
            : codes.Contains("15113") ? "financial-flows"
            : $"{row["title"]} {row["description"]}".Contains("precursor", StringComparison.OrdinalIgnoreCase)
                ? "precursors"
            : "regional-initiatives";
    }

    private static JsonArray List(string values) =>
        new([.. values.Split(';', StringSplitOptions.RemoveEmptyEntries).Select(value => (JsonNode)value)]);

    private static IEnumerable<Dictionary<string, string>> Rows(string file)
    {
        using var reader = CsvDataReader.Create(file, new CsvDataReaderOptions { BufferSize = 1 << 20 });
        while (reader.Read())
            yield return Enumerable.Range(0, reader.FieldCount).ToDictionary(reader.GetName, reader.GetString);
    }

    [GeneratedRegex(@"\[\d+\]")]
    private static partial Regex Index();
}
