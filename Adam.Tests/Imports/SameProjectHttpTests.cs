using System.Text.Json.Nodes;
using Adam.Domain.Keys;
using Adam.Tests.Projects;

namespace Adam.Tests.Imports;

/// <summary>Records that the register knows under another number, and members that a file does not state.</summary>
public sealed class SameProjectHttpTests(string engine) : RegisterTests(engine)
{
    private HttpClient _germany = null!;

    [SetUp]
    public async Task GetKeys() => _germany = await TestApi.Over(Register.Database).ClientAsync(Role.Donor, "DE");

    [TestCase("<other-identifier type='A3' ref='XM-DAC-5-52-7'/>", "XM-DAC-5-52-7")]
    [TestCase("<other-identifier type='A3' ref='xm-dac-5-52-7'/>", "XM-DAC-5-52-7")]
    [TestCase("<other-identifier type='B1' ref='DE-0'/>", "DE-0-7")]
    public async Task Previous_identifier_updates_the_record(string previous, string before)
    {
        var created = await ImportAsync(Activity(before));
        var changed = await ImportAsync(Activity("DE-1-7", previous));
        var again = await ImportAsync(Activity("DE-1-7", previous));
        using (Assert.EnterMultipleScope())
        {
            Assert.That(Outcome(changed), Is.EqualTo("updated iati-identifier ADAM-6008"));
            Assert.That(
                Reason(changed),
                Is.EqualTo($"The register has this project as '{before}': that record is updated.")
            );
            Assert.That((string?)changed["project"], Is.EqualTo((string?)created["project"]));
            Assert.That(Outcome(again), Is.EqualTo("unchanged"));
        }

        var project = await _germany.ReadAsync($"/v1/projects/{created["project"]}");
        Assert.That(
            ((string?)project["reference"], (string?)project["iatiIdentifier"]),
            Is.EqualTo(("DE-1-7", "DE-1-7"))
        );
        Assert.That((await _germany.ReadAsync("/v1/projects?count=true")).Count(), Is.EqualTo(1));
    }

    [Test]
    public async Task Previous_identifier_that_is_in_the_file_too_stays_a_project()
    {
        const string Previous = "<other-identifier type='A3' ref='DE-1-6'/>";
        await ImportAsync(Activity("DE-1-6"));
        var items = await ImportAllAsync(Activity("DE-1-7", Previous), Activity("DE-1-6"));
        Assert.That(items.Select(Outcome), Is.EqualTo(["created iati-identifier ADAM-6008", "unchanged"]));
        Assert.That(Reason(items[0]), Does.Contain("'DE-1-6', which it had before, also stands in the file."));
    }

    [Test]
    public async Task Project_that_stands_under_both_identifiers_is_named()
    {
        await ImportAllAsync(Activity("DE-1-6"), Activity("DE-1-7"));
        var item = await ImportAsync(Activity("DE-1-7", "<other-identifier type='A3' ref='DE-1-6'/>"));
        Assert.That(Outcome(item), Is.EqualTo("unchanged iati-identifier ADAM-6008"));
        Assert.That(Reason(item), Does.StartWith("The register also has 'DE-1-6'"));
    }

    [Test]
    public async Task Project_entered_by_hand_is_recognised_by_its_IATI_identifier()
    {
        var entered = await _germany.RecordAsync(
            """{ "reference": "TJ-BORDER-14", "iatiIdentifier": "de-1-7", "beneficiaries": ["Border troops"] }"""
        );
        var item = await ImportAsync(Activity("DE-1-7"));
        var again = await ImportAsync(Activity("DE-1-7"));
        using (Assert.EnterMultipleScope())
        {
            Assert.That(Outcome(item), Does.StartWith("updated iati-identifier ADAM-6008"));
            Assert.That((string?)item["project"], Is.EqualTo((string?)entered["id"]));
            Assert.That(Outcome(again), Does.StartWith("unchanged"));
        }

        var project = await _germany.ReadAsync($"/v1/projects/{entered["id"]}");
        Assert.That(
            ((string?)project["reference"], (string?)project["iatiIdentifier"], project["beneficiaries"]!.Text()),
            Is.EqualTo(("TJ-BORDER-14", "DE-1-7", """["Border troops"]"""))
        );
    }

    [Test]
    public async Task Other_owner_s_record_is_not_taken()
    {
        var usa = await TestApi.Over(Register.Database).ClientAsync(Role.Donor, "US");
        await usa.RecordAsync(
            """{ "reference": "US-1", "iatiIdentifier": "DE-1-7", "donors": [{ "partner": "US" }] }"""
        );
        Assert.That(Outcome(await ImportAsync(Activity("DE-1-7"))), Is.EqualTo("created"));
    }

    [Test]
    public async Task Members_that_the_file_does_not_state_stay_and_the_item_says_so()
    {
        var id = (string)(await ImportAsync(Activity("DE-1-7")))["project"]!;
        await PatchAsync(
            id,
            """
            {
              "places": [{ "name": "Khorog" }], "implementers": [{ "partner": "UNODC" }], "actualEnd": "2021-05-01",
              "donors": [{ "partner": "DE", "amount": 75000, "currency": "EUR" }],
              "relatedProjects": [{ "identifier": "XM-DAC-41128-Z1", "relation": "co-funded" }],
              "beneficiaries": ["Border troops"]
            }
            """
        );
        var item = await ImportAsync(Activity("DE-1-7"));
        Assert.That(Outcome(item), Is.EqualTo("unchanged iati-activity ADAM-6009"));
        Assert.That(
            Reason(item),
            Is.EqualTo(
                "The file does not state places, implementers, actualEnd, relatedProjects, details of donors. The "
                    + "register keeps its values."
            )
        );
        var project = await _germany.ReadAsync($"/v1/projects/{id}");
        Assert.That((int)project["version"]!, Is.EqualTo(2));
    }

    [Test]
    public async Task Items_that_the_file_no_longer_states_are_named()
    {
        const string Places =
            "<location><name><narrative>Khorog</narrative></name></location>"
            + "<location><name><narrative>Ishkashim</narrative></name></location>";
        await ImportAsync(Activity("DE-1-7", Places));
        var item = await ImportAsync(
            Activity("DE-1-7", "<location><name><narrative>Khorog</narrative></name></location>")
        );
        Assert.That(Outcome(item), Is.EqualTo("updated location ADAM-6016"));
        Assert.That(Reason(item), Is.EqualTo("The file no longer states Ishkashim. Removed from places."));
    }

    [Test]
    public async Task Kept_date_that_contradicts_the_file_goes_and_the_item_says_so()
    {
        var id = (string)(await ImportAsync(Activity("DE-1-7")))["project"]!;
        await PatchAsync(id, """{ "actualEnd": "2020-05-01" }""");
        var item = await ImportAsync(Activity("DE-1-7", start: "2020-06-01"));
        Assert.That(Outcome(item), Is.EqualTo("updated activity-date ADAM-6016"));
        var project = await _germany.ReadAsync($"/v1/projects/{id}");
        Assert.That(
            ((string?)project["actualStart"], (string?)project["actualEnd"]),
            Is.EqualTo(("2020-06-01", (string?)null))
        );
    }

    [Test]
    public async Task Line_keeps_what_it_does_not_state_and_empties_what_it_states_as_empty()
    {
        var project = await _germany.RecordAsync(
            """{ "places": [{ "name": "Khorog" }], "beneficiaries": ["Border troops"], "description": "Boats" }"""
        );
        var line = ProjectHttp.Body("""{ "beneficiaries": [] }""");
        var response = await _germany.SendAsync("POST", "/v1/imports", line, "application/x-ndjson");
        var item = (await response.JsonAsync())["items"]![0]!;
        Assert.That(Outcome(item), Is.EqualTo("updated line ADAM-6009, beneficiaries ADAM-6016"));
        var changed = await _germany.ReadAsync($"/v1/projects/{project["id"]}");
        Assert.That(
            (changed["places"]!.AsArray().Count, changed["beneficiaries"]!.Text(), (string?)changed["description"]),
            Is.EqualTo((1, "[]", "Boats"))
        );
    }

    private async Task PatchAsync(string id, string patch)
    {
        var response = await _germany.SendAsync(
            "PATCH",
            $"/v1/projects/{id}",
            patch,
            ProjectHttp.MergePatch,
            ("If-Match", "*")
        );
        Assert.That((int)response.StatusCode, Is.EqualTo(200), await response.Content.ReadAsStringAsync());
    }

    private async Task<JsonNode> ImportAsync(string activity) => (await ImportAllAsync(activity)).Single();

    private async Task<IReadOnlyList<JsonNode>> ImportAllAsync(params string[] activities)
    {
        var file = $"<iati-activities version='2.03'>{string.Concat(activities)}</iati-activities>";
        var response = await _germany.SendAsync("POST", "/v1/imports", file, "application/xml");
        return [.. (await response.JsonAsync())["items"]!.AsArray().Select(item => item!)];
    }

    private static string Outcome(JsonNode item) =>
        $"{item["outcome"]} {string.Join(
            ", ",
            item["errors"]!.AsArray().Concat(item["warnings"]!.AsArray()).Select(one => $"{one!["name"]} {one["code"]}")
        )}".Trim();

    private static string Reason(JsonNode item) => (string)item["warnings"]![0]!["reason"]!;

    private static string Activity(string identifier, string more = "", string start = "2020-01-01") =>
        $"<iati-activity xml:lang='en' default-currency='EUR'><iati-identifier>{identifier}</iati-identifier>"
        + "<reporting-org ref='DE-1' type='10'><narrative>Reporter</narrative></reporting-org>"
        + "<title><narrative>Precursor laboratory</narrative></title>"
        + "<participating-org role='1' ref='DE-1'/><activity-status code='2'/>"
        + $"<activity-date type='2' iso-date='{start}'/><activity-date type='3' iso-date='2022-12-31'/>"
        + $"<recipient-country code='TJ'/><sector code='16063'/>{more}</iati-activity>";
}

internal static class ListCounts
{
    /// <summary>Returns the member <c>total</c> of a list.</summary>
    public static int Count(this JsonObject list) => (int)list["total"]!;
}
