using System.Text;
using System.Text.Json.Nodes;
using Adam.Domain.Keys;
using Adam.Tests.Cli;
using Adam.Tests.Projects;

namespace Adam.Tests.Databases.Faults;

/// <summary>Runs two servers of the API, each in its own process, on one database.</summary>
public sealed class ReplicaTests : FaultTests
{
    [Test]
    public async Task Two_who_record_at_the_same_moment_on_two_servers_meet()
    {
        var pairs = 40 * Times;
        using var one = await Replica.StartAsync(Server.ConnectionString);
        using var other = await Replica.StartAsync(Server.ConnectionString);
        using var germany = one.Client(await KeyAsync(Role.Donor, "DE"));
        using var america = other.Client(await KeyAsync(Role.Donor, "US"));
        var ledger = new Ledger();
        var told = 0;

        await Parallel.ForEachAsync(
            Enumerable.Range(0, pairs),
            new ParallelOptions { MaxDegreeOfParallelism = 4 },
            async (pair, _) =>
            {
                var answers = await Task.WhenAll(
                    ledger.RecordUntilTakenAsync(germany, "DE", pair),
                    ledger.RecordUntilTakenAsync(america, "US", pair)
                );
                var warned = answers.Count(answer => (int?)answer?["overlaps"]!["count"] == 1);
                Assert.That(
                    warned,
                    Is.GreaterThanOrEqualTo(1),
                    $"pair {pair}: the later request must return the overlap; {ledger.Summary}"
                );
                Interlocked.Add(ref told, warned);
            }
        );

        await ledger.HoldsAsync(germany, mayDie: false);
        Assert.That(ledger.Acknowledged.Count(), Is.EqualTo(2 * pairs));
        foreach (var sort in new[] { "score", "start" })
        {
            var report = (await germany.PagesAsync($"/v1/overlaps?limit=500&sort={sort}"))
                .SelectMany(page => page["items"]!.AsArray())
                .ToList();
            Assert.That(
                report.Select(pair =>
                    string.Join(
                        ' ',
                        pair!["projects"]!.AsArray().Select(project => (string?)project!["reference"]).Distinct()
                    )
                ),
                Is.EquivalentTo(Enumerable.Range(0, pairs).Select(Ledger.Reference)),
                $"each pair once, by {sort}"
            );
        }

        await NothingIsMissedAsync();
        Assert.That(one.Errors.Concat(other.Errors), Is.Empty);
        TestContext.Out.WriteLine($"{pairs} pairs, {told} warnings: {ledger.Summary}");
    }

    [Test]
    public async Task Servers_that_are_killed_lose_nothing_that_they_acknowledged()
    {
        var kills = 3 * Times;
        var (german, american) = (await KeyAsync(Role.Donor, "DE"), await KeyAsync(Role.Donor, "US"));
        var replicas = await Task.WhenAll(
            Replica.StartAsync(Server.ConnectionString),
            Replica.StartAsync(Server.ConnectionString)
        );
        var (ledger, next) = (new Ledger(), -1);
        using var enough = new CancellationTokenSource();
        try
        {
            var writers = Enumerable
                .Range(0, 4)
                .Select(writer =>
                    Task.Run(async () =>
                    {
                        while (!enough.IsCancellationRequested)
                        {
                            var pair = Interlocked.Increment(ref next);
                            using var germany = replicas[writer % 2].Client(german);
                            using var america = replicas[(writer + 1) % 2].Client(american);
                            await Task.WhenAll(
                                ledger.RecordAsync(germany, "DE", pair),
                                ledger.RecordAsync(america, "US", pair)
                            );
                        }
                    })
                )
                .ToList();
            for (var kill = 0; kill < kills; kill++)
            {
                var before = ledger.Acknowledged.Count();
                Assert.That(
                    () => ledger.Acknowledged.Count(),
                    Is.GreaterThan(before + 6 + kill % 5).After((int)ProgramProcess.HangGuard.TotalMilliseconds, 10),
                    "writes on the other server continue"
                );
                replicas[kill % 2].Kill();
                replicas[kill % 2].Dispose();
                replicas[kill % 2] = await Replica.StartAsync(Server.ConnectionString);
            }

            await enough.CancelAsync();
            await Task.WhenAll(writers);
            using var client = replicas[0].Client(german);
            await ledger.HoldsAsync(client, mayDie: true);
            await NothingIsMissedAsync();
            TestContext.Out.WriteLine($"{kills} kills: {ledger.Summary}");
        }
        finally
        {
            await enough.CancelAsync();
            foreach (var replica in replicas)
                replica.Dispose();
        }
    }

    [Test]
    public async Task Import_whose_server_is_killed_leaves_whole_batches_and_is_completed_by_the_next()
    {
        const int Records = 1_000;
        var key = await KeyAsync(Role.Donor, "DE");
        var file = File(Records);
        int left;
        using (var killed = await Replica.StartAsync(Server.ConnectionString))
        {
            using var caller = killed.Client(key);
            var import = ImportAsync(caller, file);
            for (left = 0; left == 0; left = await CountAsync())
                await Task.Delay(20);
            killed.Kill();
            Assert.That(
                async () => await import,
                Throws.InstanceOf<HttpRequestException>(),
                "the server must be killed during the import"
            );
        }

        left = await CountAsync();
        Assert.That(
            left,
            Is.LessThan(Records).And.Matches<int>(count => count % 250 == 0),
            "only whole batches are stored"
        );
        await NothingIsMissedAsync();

        using var next = await Replica.StartAsync(Server.ConnectionString);
        using var client = next.Client(key);
        var answer = await ImportAsync(client, file);
        Assert.That(
            (int?)answer["created"] + (int?)answer["unchanged"],
            Is.EqualTo(Records),
            answer.ToJsonString()[..200]
        );
        Assert.That((int?)answer["unchanged"], Is.EqualTo(left));
        Assert.That(await CountAsync(), Is.EqualTo(Records));
        await NothingIsMissedAsync();
        TestContext.Out.WriteLine($"killed after {left} of {Records} records");
    }

    private Task<int> CountAsync() =>
        Register.Database.QueryOnceAsync(
            session => session.FirstAsync<int>("SELECT COUNT(*) FROM Project", null, default),
            default
        );

    private static async Task<JsonObject> ImportAsync(HttpClient client, string file)
    {
        using var content = new StringContent(file, Encoding.UTF8, "application/xml");
        using var response = await client.PostAsync(new Uri("/v1/imports", UriKind.Relative), content);
        var text = await response.Content.ReadAsStringAsync();
        Assert.That((int)response.StatusCode, Is.EqualTo(200), text);
        return JsonNode.Parse(text)!.AsObject();
    }

    private static string File(int records) =>
        $"<iati-activities version='2.03'>{string.Concat(Enumerable.Range(1, records).Select(record => $"""
        <iati-activity default-currency='EUR'>
        <iati-identifier>DE-1-{record}</iati-identifier><reporting-org ref='DE-1' type='10'/>
        <title><narrative>Training for customs post {record}</narrative></title>
        <participating-org role='1' ref='DE-1'/><activity-status code='2'/>
        <activity-date type='1' iso-date='20{10 + record % 15}-01-01'/>
        <activity-date type='3' iso-date='20{10 + record % 15}-12-31'/>
        <recipient-country code='{(record % 2 == 0 ? "TJ" : "UZ")}'/><sector code='16063'/></iati-activity>
        """))}</iati-activities>";
}
