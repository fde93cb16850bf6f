using System.Text.RegularExpressions;
using Adam.Domain.Keys;
using Adam.Tests.OpenApi;

namespace Adam.Tests.Desk;

/// <summary>Each list of the API is on a page of the desk, or it is stated why it is on none.</summary>
[Category("sqlite")]
public sealed partial class ListedOnDeskTests
{
    /// <summary>The lists that no page shows, with the reason.</summary>
    private static readonly Dictionary<string, string> WithoutPage = new()
    {
        ["/v1/codelists"] = "The list of lists is for programs; each page names the codes that it shows.",
        ["/v1/changes"] = "It is for programs that keep a copy; people read what changed on the overview.",
        ["/v1/exchange-rates"] = "Operators load rates by a command; tables state those that they use.",
        ["/v1/regions"] = "A filter, whose values the pages name.",
        ["/v1/audit/refusals"] = "Operators look for attacks in it; the page of the audit has what was written.",
        ["/v1/overlaps/{id}/verdicts"] = "Its page states the standing verdict, and that of the audit has all.",
        ["/v1/measures/{reference}/statements"] = InProgress,
        ["/v1/measures/{reference}/findings"] = InProgress,
        ["/v1/subscriptions/{id}/deliveries"] = "Its page states if it works; who runs the receiver reads them.",
        ["/v1/measures/{reference}/history"] = Versions,
        ["/v1/meetings/{reference}/history"] = Versions,
        ["/v1/recommendations/{set}/{number}/history"] = Versions,
        ["/v1/documents/{reference}/history"] = Versions,
        ["/v1/questionnaires/{reference}/history"] = Versions,
        ["/v1/questionnaires/{reference}/responses/{partner}/history"] = Versions,
        ["/v1/layers/{layer}/history"] = Versions,
        ["/v1/layers/{layer}/items/{item}/history"] = Versions,
        ["/v1/reports/{year}/notes/{section}/history"] = Versions,
    };

    private const string InProgress = "The page of the measure has them within its progress.";

    private const string Versions = "Its page states who wrote it last and when; earlier versions are in the API.";

    [Test]
    public async Task Each_list_is_on_a_page_or_has_a_reason()
    {
        await using var demo = await DemoServer.StartAsync();
        using var admin = await DeskPagesTests.SignInAsync(demo, Role.Admin);
        using var api = demo.Client(Role.Admin);
        var project = await FirstAsync("/v1/projects?limit=1");
        var overlap = await FirstAsync("/v1/overlaps?limit=1");
        // A page reads the notes of a pair that has some, and the report of an import that is kept.
        var noted = await api.SendAsync(
            "POST",
            $"/v1/overlaps/{overlap}/notes",
            """{ "text": "The second phase." }""",
            "application/json"
        );
        Assert.That((int)noted.StatusCode, Is.EqualTo(201));
        var imported = await api.SendAsync(
            "POST",
            "/v1/imports?owner=DE",
            """
            reference,title,pillars,countries,donors,status,plannedStart
            LISTED-1,Laboratories,precursors,TJ,DE,implementation,2014-01-01
            """,
            "text/csv"
        );
        var import = (string)(await imported.JsonAsync())["id"]!;
        string[] pages =
        [
            .. DeskPagesTests.Views,
            $"/desk/projects/{project}",
            $"/desk/overlaps/{overlap}",
            $"/desk/imports/{import}",
            "/desk/projects/new",
            "/desk/imports",
            "/desk/imports/new",
            "/desk/judging",
            "/desk/measures/M-II-2/judging",
            "/desk/posts/RLO-ISB",
            "/desk/questionnaires/EX-FLOWS-2016/responses/DE",
            "/desk/partners",
            "/desk/keys",
            "/desk/subscriptions",
            "/desk/audit",
        ];
        foreach (var page in pages)
            await admin.OpenAsync(page);

        var contract = await ContractDocument.OfAsync(demo.Api);
        var lists = contract
            .Operations.Where(operation => operation.Key.StartsWith("GET ", StringComparison.Ordinal))
            .Where(operation => IsList(contract, operation.Value))
            .Select(operation => operation.Key["GET ".Length..])
            .ToList();
        Assert.That(lists, Has.Count.GreaterThan(40));
        var read = demo.DeskRequests.Select(request => request.Address.Split('?')[0]).Distinct().ToList();
        // A process reads the codes once, perhaps for the page of another test.
        var unread = lists.Where(list => list != "/v1/codelists/{name}" && !read.Any(Template(list).IsMatch));
        Assert.That(unread, Is.EquivalentTo(WithoutPage.Keys));

        async Task<string> FirstAsync(string list) =>
            (string)(await api.GetFromJsonOrFailAsync(list))!["items"]![0]!["id"]!;
    }

    /// <summary>Returns true if the response has items.</summary>
    private static bool IsList(ContractDocument contract, System.Text.Json.Nodes.JsonObject operation) =>
        operation["responses"]!["200"] is { } response
        && contract.Resolve(response)["content"]?["application/json"]?["schema"] is { } schema
        && contract.Resolve(schema)["properties"] is { } members
        && members["items"] is not null;

    private static Regex Template(string path) => new($@"\A{Parameter().Replace(path, "[^/]+")}\z");

    [GeneratedRegex(@"\{\w+\}")]
    private static partial Regex Parameter();
}
