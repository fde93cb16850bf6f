using System.Text.RegularExpressions;
using Adam.Domain.Keys;
using Adam.Tests.Documents;
using Adam.Tests.Layers;
using Adam.Tests.Measures;
using Adam.Tests.Meetings;
using Adam.Tests.OpenApi;
using Adam.Tests.Progress;
using Adam.Tests.Projects;
using Adam.Tests.Questionnaires;
using static Adam.Tests.Meetings.MeetingHttp;
using static Adam.Tests.Projects.ProjectHttp;
using static Adam.Tests.Questionnaires.QuestionnaireHttp;

namespace Adam.Tests.Readers;

/// <summary>
/// Reads every operation of the contract in every format that it declares, and searches all that is returned for the
/// words, amounts, positions and the id of one restricted project.
/// </summary>
public sealed partial class RestrictedOutputHttpTests(string engine) : RegisterTests(engine)
{
    private const string Secret = """
        {
          "reference": "R-ZORB", "visibility": "restricted", "countries": ["TJ"], "pillars": ["precursors"],
          "title": "Zorbulon training for border police", "description": "Qwellimak scales at the bridge.",
          "places": [{ "name": "Zorbtown", "admin1": "Zorbregion", "latitude": 37.21571, "longitude": 68.65432 }],
          "beneficiaries": ["Customs post at the Panj bridge"], "activityTypes": ["training"],
          "donors": [
            { "partner": "US", "amount": 777123.45, "currency": "TJS" }, { "name": "Zorbulon Trust" },
            { "partner": "FR" }],
          "implementers": [{ "partner": "UNODC" }], "status": "implementation",
          "plannedStart": "2015-01-01", "plannedEnd": "2035-12-31", "iatiIdentifier": "DE-1-ZORB",
          "declaredMeasures": ["M-TJ"], "relatedProjects": [{ "identifier": "US-1-A", "relation": "co-funded" }]
        }
        """;

    /// <summary>Operations that list all currencies.</summary>
    private static readonly string[] ListsCurrencies = ["/v1/codelists", "/v1/exchange-rates", "/v1/imports/template"];

    /// <summary>The lists that show the project to those who may see it, in each of these formats.</summary>
    private static readonly (string Path, string[] Formats)[] Shows =
    [
        ("/v1/projects", ["json", "ndjson", "csv", "xlsx", "geojson", "iati", "parquet"]),
        ("/v1/overlaps", ["json", "ndjson", "csv", "xlsx", "parquet"]),
        ("/v1/presence", ["json", "ndjson", "csv", "xlsx"]),
        ("/v1/projects/{id}", ["json"]),
        ("/v1/projects/{id}/history", ["json"]),
        ("/v1/overlaps/{id}", ["json"]),
        ("/v1/overlaps/{id}/notes", ["json"]),
        ("/v1/overlaps/{id}/verdicts", ["json"]),
        ("/v1/measures/{reference}/projects", ["json"]),
        ("/v1/measures/{reference}/statements", ["json", "ndjson", "csv", "xlsx"]),
        ("/v1/changes", ["json"]),
        ("/v1/imports/{id}/report", ["json", "csv"]),
        ("/v1/subscriptions/{id}/feed", ["atom"]),
        ("/v1/layers/{layer}/items", ["geojson", "json"]),
        ("/v1/collections/{layer}/items", ["geojson", "json"]),
        ("/v1/questionnaires/{reference}/responses/{partner}/form", ["json", "xlsx"]),
    ];

    private string _id = null!;
    private string _ours = null!;
    private string _pair = null!;
    private string _visiblePair = null!;
    private readonly List<string> _imports = [];

    private TestApi Api => TestApi.Over(Register.Database);

    [Test]
    public async Task No_operation_shows_others_a_restricted_project_in_any_format()
    {
        await RecordAsync();
        var contract = await ContractDocument.OfAsync(Api);
        var (read, leaks) = (0, new List<string>());
        foreach (var (role, partner) in ((Role, string)[])[(Role.Viewer, "US"), (Role.Donor, "FR")])
        {
            var client = await Api.ClientAsync(role, partner);
            var feed = await FeedAsync(client);
            foreach (var (path, format, target) in Targets(contract, feed))
            {
                using var response = await client.GetAsync(target);
                var text = await OutputText.OfAsync(response);
                read += response.IsSuccessStatusCode ? 1 : 0;
                Assert.That((int)response.StatusCode, Is.LessThan(500), target);
                if (FoundIn(path, target, text) is { } marker)
                    leaks.Add($"{role} of {partner}, {target}: {marker}");
            }
        }

        Assert.That(leaks, Is.Empty);
        Assert.That(read, Is.GreaterThan(500));
    }

    [Test]
    public async Task Owner_finds_the_restricted_project_in_every_format()
    {
        await RecordAsync();
        var contract = await ContractDocument.OfAsync(Api);
        var owner = await Api.ClientAsync(Role.Donor, "DE");
        var feed = await FeedAsync(owner);
        var found = new HashSet<string>(StringComparer.Ordinal);
        foreach (var (path, format, target) in Targets(contract, feed))
        {
            using var response = await owner.GetAsync(target);
            var text = await OutputText.OfAsync(response);
            if (response.IsSuccessStatusCode && FoundIn(path, target, text) is not null)
                found.Add($"{path} {format}");
        }

        var shown = Shows.SelectMany(list => list.Formats.Select(format => $"{list.Path} {format}"));
        Assert.That(shown.Except(found), Is.Empty);
    }

    /// <summary>Records the restricted project with everything that can name it, and what others may see.</summary>
    private async Task RecordAsync()
    {
        var (germany, america) = (await Api.ClientAsync(Role.Donor, "DE"), await Api.ClientAsync(Role.Donor, "US"));
        var (analyst, admin) = (await Api.ClientAsync(Role.Analyst), await Api.ClientAsync(Role.Admin));
        await analyst.AddMeetingAsync(Meeting());
        await analyst.AddRecommendationAsync(Recommendation());
        await analyst.MeasureAsync(
            """
            {
              "reference": "M-TJ", "criterion": { "activityTypes": ["training"], "words": ["training"] },
              "recommendations": ["EWG-1-III/1"], "until": "2030-12-31"
            }
            """
        );
        var strong = With(StrongMatch, """{ "countries": ["TJ", "UZ"], "pillars": ["precursors"] }""");
        var ours = await germany.RecordAsync(With(strong, """{ "reference": "D-1" }"""));
        var theirs = await america.RecordAsync(
            With(strong, """{ "reference": "A-1", "iatiIdentifier": "US-1-A", "donors": [{ "partner": "US" }] }""")
        );
        _imports.Clear();
        _imports.Add(await ImportAsync(germany, Body(Secret)));
        _imports.Add(await ImportAsync(america, Body("""{ "reference": "A-2", "donors": [{ "partner": "US" }] }""")));
        _id = (await germany.ReadAsync("/v1/projects?q=zorbulon")).Each("id").Single();
        _ours = ours.Id();
        await germany.SendAsync(
            "PATCH",
            $"/v1/projects/{_id}",
            """{ "title": "Zorbulon for customs" }""",
            MergePatch,
            ("If-Match", "*")
        );
        (_pair, _visiblePair) = (PairId(new() { ["id"] = _id }, theirs), PairId(ours, theirs));
        foreach (var pair in new[] { _pair, _visiblePair })
        {
            var word = pair == _pair ? "Zorbverdict" : "Plain";
            await SendAsync(
                analyst,
                "PUT",
                $"/v1/overlaps/{pair}/verdict",
                """{ "verdict": "duplicate", "note": "WORD" }"""
            );
            await SendAsync(analyst, "POST", $"/v1/overlaps/{pair}/notes", """{ "text": "WORD" }""");

            async Task SendAsync(HttpClient client, string method, string path, string body)
            {
                body = body.Replace("WORD", word, StringComparison.Ordinal);
                var response = await client.SendAsync(method, path, body, headers: ("If-Match", "*"));
                Assert.That(response.IsSuccessStatusCode, await response.Content.ReadAsStringAsync());
            }
        }

        await analyst.JudgeAsync("M-TJ", _id, "confirmed", "Zorblink");
        await germany.StateAsync("M-TJ", $$"""{ "stage": "complete", "projects": ["{{_id}}"] }""");
        await HubAsync(germany, america, admin);
    }

    /// <summary>Records a row of each other subject, so that lists have something to show.</summary>
    private static async Task HubAsync(HttpClient germany, HttpClient america, HttpClient admin)
    {
        await germany.AddItemAsync("seizures", LayerHttp.Seizure());
        await admin.AddDocumentAsync(DocumentHttp.Document());
        var questions = """
            [
              { "type": "text", "name": "projects", "prefill": "projects",
                "label": [{ "language": "en", "text": "Projects" }] },
              { "type": "text", "name": "methods", "open": true, "label": [{ "language": "en", "text": "Methods" }] }
            ]
            """;
        await admin.AddQuestionnaireAsync(
            Questionnaire(
                $$"""
                { "dueOn": "2100-12-31", "pillars": ["precursors"], "questions": {{questions}}, "choices": [] }
                """
            )
        );
        await admin.SetStateAsync("FLOWS-1", """{ "state": "open" }""");
        await america.AnswerAsync("FLOWS-1", "US", """{ "methods": "Seizing" }""");
        foreach (
            var (method, path, body) in ((string, string, string)[])
                [
                    (
                        "POST",
                        "/v1/posts",
                        """{ "reference": "P-1", "city": "Tashkent", "country": "UZ", "covers": ["UZ"] }"""
                    ),
                    ("PUT", "/v1/reports/2020/notes/precursors", """{ "markdown": "Plain words." }"""),
                    ("POST", "/v1/reports/2020/editions", "{}"),
                    ("PUT", "/v1/mappings/budget-sheet", """{ "columns": { "Budget": "amounts" } }"""),
                ]
        )
        {
            var response = await admin.SendAsync(method, path, body, headers: ("If-Match", "*"));
            Assert.That(response.IsSuccessStatusCode, $"{path}: {await response.Content.ReadAsStringAsync()}");
        }
    }

    /// <summary>Imports a record, and returns the id of the import.</summary>
    private static async Task<string> ImportAsync(HttpClient client, string record)
    {
        var response = await client.SendAsync("POST", "/v1/imports", Compact(record), "application/x-ndjson");
        Assert.That((int)response.StatusCode, Is.EqualTo(200), await response.Content.ReadAsStringAsync());
        var report = await response.JsonAsync();
        Assert.That((int)report["created"]!, Is.EqualTo(1), report.Text());
        return (string)report["id"]!;
    }

    /// <summary>Creates a feed of all events, and returns its id.</summary>
    private static async Task<string> FeedAsync(HttpClient client)
    {
        var response = await client.SendAsync(
            "POST",
            "/v1/subscriptions",
            """
            {
              "name": "All", "channel": "feed",
              "events": [
                "project.recorded", "project.changed", "project.withdrawn", "project.revived", "overlap.recorded",
                "verdict.given", "verdict.taken_back", "note.added", "import.finished"
              ]
            }
            """
        );
        Assert.That((int)response.StatusCode, Is.EqualTo(201), await response.Content.ReadAsStringAsync());
        return (await response.JsonAsync()).Id();
    }

    /// <summary>Returns all requests: the operations that read, with their queries, in their formats.</summary>
    private IEnumerable<(string Path, string Format, string Target)> Targets(ContractDocument contract, string feed)
    {
        foreach (var (name, operation) in contract.Operations)
        {
            if (!name.StartsWith("GET /v1", StringComparison.Ordinal))
                continue;

            var path = name["GET ".Length..];
            var parameter = operation["parameters"]!
                .AsArray()
                .Select(one => contract.Resolve(one!))
                .FirstOrDefault(one => (string?)one["name"] == "format");
            var formats = parameter is null
                ? ["json"]
                : contract.Resolve(parameter["schema"]!)["enum"]!.AsArray().Select(one => (string)one!);
            foreach (var format in formats)
            {
                foreach (var query in QueriesOf(path, format))
                {
                    foreach (var target in Filled(path, feed))
                        yield return (path, format, $"{target}?format={format}{(query.Length == 0 ? "" : "&")}{query}");
                }
            }
        }
    }

    private static IEnumerable<string> QueriesOf(string path, string format)
    {
        IEnumerable<string> queries = path switch
        {
            "/v1/reports/{year}" or "/v1/reports/{year}/editions/{number}" => ["lang=en", "lang=ru"],
            "/v1/layers/{layer}/unassisted" => ["country=TJ", "country=TJ&asOf=2090-01-01"],
            "/v1/layers/{layer}/summary" => ["", "by=country", "by=year"],
            "/v1/posts/coverage" => ["", "pillar=precursors"],
            "/v1/collections/{layer}/items" => ["", "bbox=60,30,80,50", "country=TJ"],
            _ => Reading.Queries.GetValueOrDefault(path, [""]),
        };
        var isTable = format is "csv" or "xlsx" or "parquet";
        if (path == "/v1/projects" && isTable)
            queries = [.. queries, "explode=country,pillar,donor"];
        // A search that finds nothing repeats its words; RestrictedProjectsHttpTests compares those.
        return queries
            .Where(query => !Marker().IsMatch(query))
            .Select(query => Elsewhere().Replace(query, "").Trim('&'))
            .Distinct();
    }

    /// <summary>Returns paths for the parameters of a path. A new operation is filled in here.</summary>
    private IEnumerable<string> Filled(string path, string feed)
    {
        (string Name, string[] Values)[] values = path.Split('/').ElementAtOrDefault(2) switch
        {
            "projects" => [("id", [_id, _ours]), ("version", ["1"])],
            "overlaps" => [("id", [_pair, _visiblePair])],
            "measures" => [("reference", ["M-TJ"]), ("id", [_id, _ours])],
            "recommendations" => [("set", ["EWG-1-III"]), ("number", ["1"])],
            "meetings" => [("reference", ["EWG-1"])],
            "posts" => [("reference", ["P-1"])],
            "documents" => [("reference", ["D-1"])],
            "questionnaires" => [("reference", ["FLOWS-1"]), ("partner", ["US", "FR", "DE"])],
            "reports" => [("year", ["2020"]), ("number", ["1"]), ("section", ["precursors"])],
            "layers" or "collections" =>
            [
                ("layer", ["projects", "gaps", "routes", "seizures"]),
                ("item", [_id, _ours]),
            ],
            "imports" => [("id", [.. _imports])],
            "mappings" => [("name", ["budget-sheet"])],
            "codelists" => [("name", ["visibilities", "organisations"])],
            "partners" => [("code", ["DE"])],
            "keys" => [("id", ["0123456789abcdef"])],
            "subscriptions" => [("id", [feed])],
            _ => [],
        };
        IEnumerable<string> paths = [path];
        foreach (var (name, all) in values)
            paths = paths
                .SelectMany(one => all.Select(value => one.Replace($"{{{name}}}", value, StringComparison.Ordinal)))
                .Distinct()
                .ToList();
        Assert.That(paths, Has.None.Contains("{"), $"{path} has a parameter without a value.");
        return paths;
    }

    /// <summary>Returns what a response tells of the restricted project; null if nothing.</summary>
    private string? FoundIn(string path, string target, string text)
    {
        if (Marker().Match(text) is { Success: true } marker)
            return marker.Value;
        // A response repeats its own path.
        if (!target.Contains(_id, StringComparison.Ordinal) && text.Contains(_id, StringComparison.Ordinal))
            return _id;
        return
            !ListsCurrencies.Any(list => path.StartsWith(list, StringComparison.Ordinal))
            && Currency().Match(text) is { Success: true } currency
            ? currency.Value
            : null;
    }

    /// <summary>Nothing else in the register has these.</summary>
    [GeneratedRegex(@"zorb|qwellimak|777,?123|37\.2157|68\.6543", RegexOptions.IgnoreCase)]
    private static partial Regex Marker();

    /// <summary>No other amount is in somoni, so no sum hides that of the project.</summary>
    [GeneratedRegex(@"(?<![\w-])TJS(?![\w-])")]
    private static partial Regex Currency();

    [GeneratedRegex(@"\b(?:format=\w+|count=true|limit=\d+|include=names)&?")]
    private static partial Regex Elsewhere();
}
