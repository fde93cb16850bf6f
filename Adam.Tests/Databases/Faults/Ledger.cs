using System.Collections.Concurrent;
using System.Net;
using System.Text.Json.Nodes;
using Adam.Tests.Projects;

namespace Adam.Tests.Databases.Faults;

/// <summary>
/// Records each request, which has a unique reference, with its response. At the end, the responses are compared with
/// the stored projects.
/// </summary>
internal sealed class Ledger
{
    private const string Unanswered = "no answer";
    private const string Busy = "503 ADAM-9002";

    private readonly ConcurrentBag<(string Owner, string Reference, string Told)> _entries = [];

    public IEnumerable<string> Acknowledged =>
        _entries.Where(entry => entry.Told == "201").Select(entry => $"{entry.Owner} {entry.Reference}");

    public int Count => _entries.Count;

    /// <summary>The number of requests by response, for the test log.</summary>
    public string Summary =>
        string.Join(
            ", ",
            _entries
                .GroupBy(entry => entry.Told)
                .OrderBy(told => told.Key, StringComparer.Ordinal)
                .Select(told => $"{told.Count()} × {told.Key}")
        );

    /// <summary>
    /// Records a project of a pair. The two projects of a pair overlap with each other and with no others.
    /// </summary>
    /// <returns>The response body if the project was created; otherwise null.</returns>
    public async Task<JsonObject?> RecordAsync(HttpClient client, string owner, int pair)
    {
        var (told, answer) = (Unanswered, (JsonObject?)null);
        try
        {
            using var response = await client.SendAsync("POST", "/v1/projects", Body(owner, pair));
            answer = await response.JsonAsync();
            told =
                response.StatusCode == HttpStatusCode.Created ? "201" : $"{(int)response.StatusCode} {answer["code"]}";
        }
        catch (HttpRequestException)
        {
            // The server was killed before it responded, so the outcome is unknown.
        }

        _entries.Add((owner, Reference(pair), told));
        return told == "201" ? answer : null;
    }

    /// <summary>
    /// Records a project of a pair, and sends it again while the register is busy, as a client does that heeds
    /// <c>Retry-After</c>.
    /// </summary>
    public async Task<JsonObject?> RecordUntilTakenAsync(HttpClient client, string owner, int pair)
    {
        JsonObject? answer;
        do answer = await RecordAsync(client, owner, pair);
        while (answer is null && Last(owner, pair) == Busy);
        return answer;
    }

    /// <summary>
    /// Asserts that no acknowledged project is lost, no rejected project is stored, and only expected responses were
    /// returned.
    /// </summary>
    /// <param name="mayDie">True if servers were killed, so that some requests have no response.</param>
    public async Task HoldsAsync(HttpClient client, bool mayDie)
    {
        string[] known = ["201", Busy, "503 ADAM-9003", .. mayDie ? [Unanswered] : Array.Empty<string>()];
        var there = (await client.PagesAsync("/v1/projects?limit=500"))
            .SelectMany(page => page["items"]!.AsArray())
            .Select(project => $"{project!["owner"]} {project["reference"]}")
            .ToList();
        // A request that was sent again may have been taken then.
        var refused = _entries
            .Where(entry => entry.Told == Busy)
            .Select(entry => $"{entry.Owner} {entry.Reference}")
            .Except(Acknowledged);
        using (Assert.EnterMultipleScope())
        {
            // Each reference is sent once, so a 409 would mean that a write was executed twice.
            Assert.That(_entries.Select(entry => entry.Told).Distinct(), Is.SubsetOf(known));
            Assert.That(there, Is.Unique);
            Assert.That(Acknowledged.Except(there), Is.Empty, "acknowledged but not stored");
            Assert.That(refused.Intersect(there), Is.Empty, "reported as unchanged but stored");
        }
    }

    public static string Reference(int pair) => $"PAIR-{pair}";

    // A bag returns its newest entries of a thread first, but requests end on any thread: a later success decides.
    private string Last(string owner, int pair)
    {
        var told = _entries
            .Where(entry => entry.Owner == owner && entry.Reference == Reference(pair))
            .Select(entry => entry.Told)
            .ToList();
        return told.Find(one => one != Busy) ?? Busy;
    }

    private static string Body(string owner, int pair)
    {
        // Each pair has five days of its own. The accepted years, 1970 to 2100, contain about 6,700 pairs.
        var start = new DateOnly(1970, 1, 1).AddDays(pair * 7);
        return ProjectHttp.With(
            ProjectHttp.Body(ProjectHttp.StrongMatch),
            $$"""{ "reference": "{{Reference(pair)}}", "donors": [{ "partner": "{{owner}}" }],"""
                + $$""" "plannedStart": "{{start:yyyy-MM-dd}}", "plannedEnd": "{{start.AddDays(4):yyyy-MM-dd}}" }"""
        );
    }
}
