using System.Collections.Concurrent;
using System.Net;
using System.Text.Json.Nodes;
using Adam.Data.Databases.SqlServer;
using Adam.Domain.Keys;
using Adam.Tests.Projects;

namespace Adam.Tests.Databases.Faults;

/// <summary>Writes over connections that are closed repeatedly, also directly after a commit.</summary>
public sealed class LostConnectionTests : FaultTests
{
    [Test]
    public async Task Writes_over_a_bad_line_are_made_once_or_refused()
    {
        var (writes, random) = (20 * Times, new Random(11));
        var (german, admin) = (await KeyAsync(Role.Donor, "DE"), await KeyAsync(Role.Admin, "UNODC"));
        await using var proxy = new CuttingProxy(Server.ConnectionString)
        {
            OnPiece = () => Chance(300),
            OnCommit = () => Chance(3) ? (Cut)Next(1, 4) : Cut.None,
        };
        using var api = new TestApi(new SqlServerDatabase(Through(proxy)));
        using var germany = api.With(german);
        using var keys = api.With(admin);
        var (ledger, named) = (new Ledger(), new ConcurrentBag<(string Name, string Told)>());

        await Parallel.ForEachAsync(
            Enumerable.Range(0, writes),
            new ParallelOptions { MaxDegreeOfParallelism = 4 },
            async (write, _) =>
            {
                await ledger.RecordAsync(germany, "DE", write);
                // No unique constraint would reject the insertion of a key that is executed twice.
                using var response = await keys.SendAsync(
                    "POST",
                    "/v1/keys",
                    $$"""{ "partner": "FR", "role": "viewer", "name": "Key {{write}}" }"""
                );
                named.Add(
                    (
                        $"Key {write}",
                        response.StatusCode == HttpStatusCode.Created
                            ? "201"
                            : $"{(int)response.StatusCode} {(await response.JsonAsync())["code"]}"
                    )
                );
            }
        );
        var changes = await ChangeAsync(germany, ledger, 6 * Times);

        (proxy.OnPiece, proxy.OnCommit) = (() => false, () => Cut.None);
        await ledger.HoldsAsync(germany, mayDie: false);
        var made = (await keys.PagesAsync("/v1/keys?partner=FR&limit=500"))
            .SelectMany(page => page["items"]!.AsArray())
            .Select(key => (string?)key!["name"])
            .ToLookup(name => name);
        using (Assert.EnterMultipleScope())
        {
            foreach (var (name, told) in named)
            {
                Assert.That(told, Is.AnyOf("201", "503 ADAM-9002", "503 ADAM-9003"));
                Assert.That(
                    made[name].Count(),
                    told == "201" ? Is.EqualTo(1)
                        : told == "503 ADAM-9002" ? Is.Zero
                        : Is.LessThanOrEqualTo(1),
                    $"{name}: {told}"
                );
            }
        }

        await NothingIsMissedAsync();
        TestContext.Out.WriteLine(
            $"projects: {ledger.Summary}; keys: "
                + $"{string.Join(", ", named.CountBy(key => key.Told).Select(told => $"{told.Value} × {told.Key}"))}; "
                + $"changes of one project: {changes}"
        );

        bool Chance(int of) => Next(0, of) == 0;

        int Next(int from, int to)
        {
            lock (random)
                return random.Next(from, to);
        }
    }

    [Test]
    public async Task Caller_is_told_that_the_outcome_is_unknown_and_the_record_tells()
    {
        var key = await KeyAsync(Role.Donor, "DE");
        await using var proxy = new CuttingProxy(Server.ConnectionString);
        using var api = new TestApi(new SqlServerDatabase(Through(proxy)));
        using var germany = api.With(key);
        proxy.OnCommit = () =>
        {
            proxy.IsClosed = true;
            return Cut.AfterCommit;
        };
        var response = await germany.SendAsync("POST", "/v1/projects", ProjectHttp.Body());
        await response.ProblemAsync(503, "ADAM-9003");
        Assert.That(response.Headers.RetryAfter?.Delta, Is.EqualTo(TimeSpan.FromSeconds(5)));

        (proxy.IsClosed, proxy.OnCommit) = (false, () => Cut.None);
        Assert.That((await germany.ReadAsync("/v1/projects")).Each("reference"), Is.EqualTo(new[] { "R-1" }));
        await (await germany.SendAsync("POST", "/v1/projects", ProjectHttp.Body())).ProblemAsync(409, "ADAM-3001");
    }

    /// <summary>
    /// Changes one project repeatedly, each time with the current version in If-Match. A change that is executed twice
    /// would raise the version by two or fail with 412.
    /// </summary>
    private static async Task<string> ChangeAsync(HttpClient client, Ledger ledger, int changes)
    {
        var (version, told) = (1, new List<string>());
        JsonObject? recorded = null;
        // Each attempt uses a new pair, because a project may exist although its request was not acknowledged.
        for (var pair = 6_000; recorded is null; pair++)
        {
            Assert.That(pair, Is.LessThan(6_050));
            recorded = await ledger.RecordAsync(client, "DE", pair);
        }

        for (var change = 0; change < changes; change++)
        {
            using var response = await client.SendAsync(
                "PATCH",
                $"/v1/projects/{recorded.Id()}",
                $$"""{ "description": "{{change}}" }""",
                ProjectHttp.MergePatch,
                ("If-Match", $"\"{version}\"")
            );
            var answer = await response.JsonAsync();
            told.Add(response.IsSuccessStatusCode ? "200" : $"{(int)response.StatusCode} {answer["code"]}");
            Assert.That(told[^1], Is.AnyOf("200", "503 ADAM-9002", "503 ADAM-9003"));
            var now = await VersionAsync(client, recorded.Id());
            Assert.That(
                now - version,
                told[^1] == "200" ? Is.EqualTo(1)
                    : told[^1] == "503 ADAM-9002" ? Is.Zero
                    : Is.LessThanOrEqualTo(1),
                told[^1]
            );
            version = now;
        }

        return string.Join(", ", told.CountBy(one => one).Select(one => $"{one.Value} × {one.Key}"));
    }

    private static async Task<int> VersionAsync(HttpClient client, string id)
    {
        while (true)
        {
            using var response = await client.GetAsync(new Uri($"/v1/projects/{id}", UriKind.Relative));
            if (response.IsSuccessStatusCode)
                return (int)(await response.JsonAsync())["version"]!;
            Assert.That((int)response.StatusCode, Is.EqualTo(503));
        }
    }
}
