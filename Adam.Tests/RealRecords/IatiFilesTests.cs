using System.Text.Json.Nodes;
using Adam.Domain.Keys;

namespace Adam.Tests.RealRecords;

/// <summary>
/// Imports published files of real donors unchanged. Every activity is accounted for, and a second import changes
/// nothing.
/// </summary>
public sealed class IatiFilesTests(string engine) : RegisterTests(engine)
{
    // The numbers of activities read and created, and the reasons of rejections (an activity may have several). The
    // activities out of scope were checked by hand: culture, justice, border works that do not mention narcotics.
    private static readonly Dictionary<string, string> Expected = new()
    {
        ["usg_2025_dhs-kazakhstan.xml"] = "1 read, 0 created: 1 sector ADAM-6001",
        ["usg_2025_dhs-pakistan.xml"] = "4 read, 0 created: 4 sector ADAM-6001",
        ["usg_2025_dod-kyrgyzstan.xml"] = "12 read, 0 created: 12 sector ADAM-6001",
        ["usg_2025_dod-uzbekistan.xml"] = "53 read, 3 created: 50 sector ADAM-6001",
        ["usg_2025_dod_counternarcotics_selection.xml"] = "45 read, 44 created: 1 sector ADAM-6001",
        ["usg_2025_doj-albania.xml"] = "3 read, 0 created: 3 sector ADAM-6001",
        ["usg_2025_doj-kyrgyzstan.xml"] = "10 read, 2 created: 8 sector ADAM-6001",
        ["usg_2025_doj-pakistan.xml"] = "4 read, 2 created: 2 sector ADAM-6001",
        ["usg_2025_state-albania.xml"] = "751 read, 1 created: 750 sector ADAM-6001",
        ["usg_2025_state-kyrgyzstan.xml"] = "642 read, 0 created: 642 sector ADAM-6001",
        ["usg_2025_state_counternarcotics_selection.xml"] =
            "678 read, 442 created: 210 sector ADAM-6001, 60 recipient-country ADAM-1016",
        ["usg_2025_treasury_counternarcotics_selection.xml"] = "1 read, 0 created: 1 sector ADAM-6001",
        ["usg_2025_usaid_counternarcotics_selection.xml"] =
            "15 read, 8 created: 5 sector ADAM-6001, 4 recipient-country ADAM-1016",
        ["aiddata_ColombiaAIMS_2.03.xml"] =
            "693 read, 2 created: 691 sector ADAM-6001, 28 recipient-country ADAM-1016, 1 participating-org ADAM-1016",
        ["aiddata_NigeriaAIMS_2.03.xml"] =
            "140 read, 0 created: 140 sector ADAM-6001, 7 participating-org ADAM-1016, "
            + "2 recipient-country ADAM-1016",
    };

    [Test]
    public async Task Files_go_in_as_they_are_and_change_nothing_the_second_time()
    {
        if (Repository.SharedData is not { } folder)
        {
            Assert.Ignore("The IATI files are not available.");
            return;
        }

        var client = await TestApi.Over(Register.Database).ClientAsync(Role.Admin);
        var (first, second) = (new Dictionary<string, string>(), new List<string>());
        foreach (var file in Expected.Keys)
        {
            var answer = await ImportAsync(client, Path.Combine(folder, "iati", file));
            var reasons = answer["reasons"]!
                .AsArray()
                .Where(reason => (bool)reason!["rejects"]!)
                .Select(reason => $"{reason!["records"]} {reason["name"]} {reason["code"]}");
            first.Add(file, $"{answer["read"]} read, {answer["created"]} created: {string.Join(", ", reasons)}");
            Assert.That(answer["items"]!.AsArray(), Has.Count.EqualTo((int)answer["read"]!), file);
            Assert.That((int)answer["created"]! + (int)answer["rejected"]!, Is.EqualTo((int)answer["read"]!), file);

            var again = await ImportAsync(client, Path.Combine(folder, "iati", file));
            second.Add(
                $"{file}: {(int)again["unchanged"]! - (int)answer["created"]!} {again["created"]} {again["updated"]}"
            );
        }

        Assert.That(first, Is.EquivalentTo(Expected));
        Assert.That(second, Is.EqualTo(Expected.Keys.Select(file => $"{file}: 0 0 0")));
    }

    private static async Task<JsonObject> ImportAsync(HttpClient client, string file)
    {
        using var content = new StreamContent(File.OpenRead(file));
        content.Headers.ContentType = new("application/xml");
        var response = await client.PostAsync(new Uri("/v1/imports?owner=UNODC", UriKind.Relative), content);
        Assert.That((int)response.StatusCode, Is.EqualTo(200), file);
        return await response.JsonAsync();
    }
}
