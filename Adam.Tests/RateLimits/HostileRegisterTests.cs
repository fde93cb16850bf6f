using System.Globalization;
using System.Text.Json.Nodes;
using Adam.Data.Databases;
using Adam.Data.Databases.Sqlite;
using Adam.Data.Overlaps.Matching;
using Adam.Domain.Keys;
using Adam.Domain.Projects;
using Adam.Tests.OpenApi;
using Adam.Tests.Projects;
using Microsoft.Extensions.DependencyInjection;

namespace Adam.Tests.RateLimits;

/// <summary>
/// Reads on a register whose records are all alike: one country, one pillar, and each record linked to all others. The
/// work of each read is counted in instructions of SQLite, which are the same on every machine.
/// </summary>
[Category("sqlite")]
public sealed class HostileRegisterTests
{
    private const int Few = 40;
    private const int Many = 160;

    /// <summary>The instructions of one request: about two seconds.</summary>
    private const long MostInstructions = 40_000_000;

    /// <summary>A read with fewer instructions than this is quick, however its work grows.</summary>
    private const long FewInstructions = 4_000_000;

    /// <summary>
    /// The growth of the work of a read from <see cref="Few"/> to <see cref="Many"/> records. A read that looks at all
    /// pairs grows by sixteen.
    /// </summary>
    private const int MostGrowth = 10;

    private static readonly string[] Owners = ["DE", "US", "FR", "IT", "GB", "ES", "NL", "SE"];

    [Test]
    public async Task Work_of_each_read_is_bounded_and_no_square_of_the_records()
    {
        using var database = (SqliteDatabase)(await TestRegister.NewRegisterAsync("sqlite")).Service;
        await using var api = new TestApi(database);
        using var client = await api.ClientAsync(Role.Admin);
        var served = (SqliteDatabase)api.Services.GetRequiredService<Database>();
        var contract = await ContractDocument.OfAsync(api);
        await RecordOthersAsync(database);
        await RecordAsync(database, 0, Few);
        var few = await WorkAsync(served, client, contract);
        await RecordAsync(database, Few, Many);
        var many = await WorkAsync(served, client, contract);
        Assert.That(many, Has.Count.GreaterThan(30), "each GET of the contract, and the formats of lists");
        Assert.That(many["/v1/overlaps "], Is.GreaterThan(0), "the work is counted");
        var (large, growing) = (new List<string>(), new List<string>());
        foreach (var (path, work) in many.OrderByDescending(one => one.Value))
        {
            TestContext.Out.WriteLine($"{few[path]} {work} {path}");
            if (work > MostInstructions)
                large.Add($"{path}: {work}");
            if (work > FewInstructions && work > MostGrowth * few[path])
                growing.Add($"{path}: {few[path]} to {work}");
        }

        Assert.That(large, Is.Empty);
        Assert.That(growing, Is.Empty);
    }

    private static async Task RecordAsync(SqliteDatabase database, int from, int to)
    {
        var projects = TestStores.Projects(database, TimeProvider.System, new MatchingCache());
        for (var number = from; number < to; number++)
        {
            var owner = Owners[number % Owners.Length];
            await projects.RecordAsync(owner, Draft(owner, number), "test", default);
        }
    }

    /// <summary>Records unlike projects, so that the words of the alike ones are rare.</summary>
    private static async Task RecordOthersAsync(SqliteDatabase database)
    {
        var memory = new MatchingCache();
        await TestStores
            .Projects(database, TimeProvider.System, memory)
            .RecordAllAsync(
                Enumerable
                    .Range(0, Many)
                    .Select(number =>
                        (
                            Owners[number % Owners.Length],
                            Draft(Owners[number % Owners.Length], number) with
                            {
                                Reference = string.Create(CultureInfo.InvariantCulture, $"OTHER-{number}"),
                                Title = string.Create(CultureInfo.InvariantCulture, $"Reagents{number} lab{number}"),
                                Description = string.Create(CultureInfo.InvariantCulture, $"Reagents{number}"),
                                Places = [],
                                Countries = ["TJ"],
                            }
                        )
                    ),
                "test",
                default
            );
        await new OverlapRebuild(database, memory, TimeProvider.System).RunAsync(null, default);
    }

    private static ProjectDraft Draft(string owner, int number) =>
        new()
        {
            Reference = string.Create(CultureInfo.InvariantCulture, $"ALIKE-{number}"),
            Title = "Kennels and dog handlers for the border posts of Zaranj",
            Description = "Kennels, breeding dogs and a course of handlers at the post of Zaranj.",
            Countries = ["AF"],
            Pillars = [Pillar.Precursors],
            ActivityTypes = ["training"],
            Donors = [new(owner, null, 100_000 + number, "EUR")],
            Places = [new("Zaranj", null, null, null)],
            Status = ProjectStatus.Implementation,
            PlannedStart = new(2020, 3, 1),
            PlannedEnd = new(2022, 2, 28),
        };

    private static async Task<Dictionary<string, long>> WorkAsync(
        SqliteDatabase database,
        HttpClient client,
        ContractDocument contract
    )
    {
        var ids = await IdsAsync(client);
        var work = new Dictionary<string, long>(StringComparer.Ordinal);
        foreach (var (operation, description) in contract.Operations)
        {
            if (!operation.StartsWith("GET ", StringComparison.Ordinal))
                continue;

            var template = operation["GET ".Length..];
            var path = ids.Aggregate(template, (text, id) => text.Replace(id.Key, id.Value, StringComparison.Ordinal));
            var parameters = description["parameters"]!
                .AsArray()
                .Select(parameter => (string?)contract.Resolve(parameter!)["name"])
                .ToList();
            var query = new List<string>();
            if (parameters.Contains("limit"))
                query.Add("limit=200");
            if (parameters.Contains("count"))
                query.Add("count=true");
            string[] formats = template is "/v1/projects" or "/v1/overlaps"
                ? ["", "format=csv", "format=ndjson"]
                : [""];
            foreach (var format in formats)
            {
                string[] parts = format.Length == 0 ? [.. query] : [format];
                var url = parts.Length == 0 ? path : $"{path}?{string.Join('&', parts)}";
                var before = database.ReadLooks;
                using var response = await client.GetAsync(url);
                Assert.That((int)response.StatusCode, Is.LessThan(500), url);
                await response.Content.ReadAsByteArrayAsync();
                work[$"{template} {format}"] = (database.ReadLooks - before) * PreparedStatementConnection.StepsOfLook;
            }
        }

        var draft = ProjectHttp.Body();
        var start = database.ReadLooks;
        var check = await client.SendAsync("POST", "/v1/projects/check", draft);
        Assert.That(check.IsSuccessStatusCode, Is.True, await check.Content.ReadAsStringAsync());
        work["/v1/projects/check"] = (database.ReadLooks - start) * PreparedStatementConnection.StepsOfLook;
        return work;
    }

    private static async Task<Dictionary<string, string>> IdsAsync(HttpClient client)
    {
        var overlaps = await (await client.GetAsync("/v1/overlaps?limit=1&country=AF")).JsonAsync();
        var (pair, projects) = (Id(overlaps), await (await client.GetAsync("/v1/projects?limit=1")).JsonAsync());
        return new(StringComparer.Ordinal)
        {
            ["/v1/projects/{id}"] = $"/v1/projects/{Id(projects)}",
            ["/v1/overlaps/{id}"] = $"/v1/overlaps/{pair}",
            ["{id}"] = Id(projects),
            ["{code}"] = "DE",
            ["{name}"] = "pillars",
            ["{n}"] = "1",
            ["{year}"] = "2020",
        };

        static string Id(JsonObject list) => (string)list["items"]![0]!["id"]!;
    }
}
