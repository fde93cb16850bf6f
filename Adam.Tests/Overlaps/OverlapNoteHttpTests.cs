using System.Text.Json.Nodes;
using Adam.Data.Overlaps;
using Adam.Domain.Keys;
using Adam.Tests.Projects;
using CsCheck;
using static Adam.Tests.Projects.ProjectHttp;

namespace Adam.Tests.Overlaps;

/// <summary>Owners and analysts talk about a pair.</summary>
public sealed class OverlapNoteHttpTests(string engine) : RegisterTests(engine)
{
    private HttpClient _germany = null!;
    private HttpClient _america = null!;
    private HttpClient _analyst = null!;
    private JsonObject _ours = null!;
    private JsonObject _theirs = null!;

    private TestApi Api => TestApi.Over(Register.Database);

    private string Pair => $"/v1/overlaps/{PairId(_ours, _theirs)}";

    [SetUp]
    public async Task RecordTwoThatMeet()
    {
        _germany = await Api.ClientAsync(Role.Donor, "DE");
        _america = await Api.ClientAsync(Role.Donor, "US");
        _analyst = await Api.ClientAsync(Role.Analyst);
        _ours = await _germany.RecordAsync(StrongMatch);
        _theirs = await _america.RecordAsync(With(StrongMatch, """{ "donors": [{ "partner": "US" }] }"""));
    }

    [Test]
    public async Task Owners_and_analysts_write_and_everybody_reads_in_the_order_of_writing()
    {
        var response = await WriteAsync(
            _germany,
            """{ "text": "  Ours is for dogs.\r\n\r\n Theirs? ", "proposedVerdict": "complementary" }"""
        );
        Assert.That((int)response.StatusCode, Is.EqualTo(201), await response.Content.ReadAsStringAsync());
        Assert.That(response.Headers.Location!.ToString(), Is.EqualTo($"{Pair}/notes"));
        var first = await response.JsonAsync();
        var at = first["writtenAt"];
        Assert.That(
            first.Text(),
            Is.EqualTo(
                Compact(
                    $$"""
                    {
                      "id": "{{first.Id()}}", "text": "Ours is for dogs.\n\nTheirs?",
                      "proposedVerdict": "complementary",
                      "writtenBy": "Test Donor", "partner": "DE", "writtenAt": "{{at}}"
                    }
                    """
                )
            )
        );
        var second = await (await WriteAsync(_america, """{ "text": "برای سگ‌ها نیست" }""")).JsonAsync();
        var third = await (
            await WriteAsync(_analyst, """{ "text": "Thank you.", "proposedVerdict": null }""")
        ).JsonAsync();
        using var viewer = await Api.ClientAsync(Role.Viewer, "FR");
        Assert.That(
            (await viewer.ReadAsync($"{Pair}/notes")).Text(),
            Is.EqualTo($$"""{"items":[{{first.Text()}},{{second.Text()}},{{third.Text()}}],"nextCursor":null}""")
        );
        Assert.That((int)(await viewer.ReadAsync(Pair))["notes"]!, Is.EqualTo(3));
        Assert.That((int)(await viewer.ReadAsync("/v1/overlaps"))["items"]![0]!["notes"]!, Is.EqualTo(3));
        Assert.That((int)(await viewer.ReadAsync("/v1/overlaps?sort=start"))["items"]![0]!["notes"]!, Is.EqualTo(3));
        Assert.That(await viewer.GetStringAsync("/v1/overlaps?format=csv"), Does.Contain(",notes,"));
    }

    [Test]
    public async Task Others_read_and_do_not_write()
    {
        var refused = await WriteAsync(await Api.ClientAsync(Role.Donor, "FR"), """{ "text": "And we?" }""");
        var problem = await refused.ProblemAsync(403, "ADAM-6032");
        Assert.That((string?)problem["detail"], Does.Contain("of DE and US").And.Contain("of FR"));
        using var viewer = await Api.ClientAsync(Role.Viewer, "DE");
        await (await WriteAsync(viewer, """{ "text": "Ours" }""")).ProblemAsync(403, "ADAM-2004");
        Assert.That((await viewer.ReadAsync($"{Pair}/notes"))["items"]!.AsArray(), Is.Empty);
        Assert.That((await viewer.ReadAsync("/v1/changes?subject=overlap"))["items"]!.AsArray(), Is.Empty);
    }

    [Test]
    public async Task Donor_that_funds_a_project_without_owning_it_does_not_write()
    {
        await _germany.SendAsync(
            "PATCH",
            $"/v1/projects/{_ours.Id()}",
            """{ "donors": [{ "partner": "DE" }, { "partner": "FR" }] }""",
            "application/merge-patch+json",
            ("If-Match", "*")
        );
        var refused = await WriteAsync(await Api.ClientAsync(Role.Donor, "FR"), """{ "text": "We pay." }""");
        await refused.ProblemAsync(403, "ADAM-6032");
    }

    [TestCase("{}", "text ADAM-1016")]
    [TestCase("""{ "text": "" }""", "text ADAM-1016")]
    [TestCase("""{ "text": " \n " }""", "text ADAM-1016")]
    [TestCase("""{ "text": 5, "proposedVerdict": "same", "more": 1 }""", "text,proposedVerdict,more")]
    public async Task Every_fault_of_a_note_is_named(string body, string faults)
    {
        var response = await WriteAsync(_germany, body);
        Assert.That((int)response.StatusCode, Is.EqualTo(400));
        var found = await response.FaultsAsync();
        Assert.That(
            faults.Contains(' ', StringComparison.Ordinal)
                ? found
                : found.Select(fault => fault.Split(' ')[0]).ToArray(),
            Is.EquivalentTo(faults.Split(','))
        );
        Assert.That((await _germany.ReadAsync($"{Pair}/notes"))["items"]!.AsArray(), Is.Empty);
    }

    [Test]
    public async Task Text_has_at_most_two_thousand_characters()
    {
        var longest = string.Concat(Enumerable.Repeat("😀", 2_000));
        var stored = await WriteAsync(_germany, $$"""{ "text": "{{longest}}" }""");
        Assert.That((string?)(await stored.JsonAsync())["text"], Is.EqualTo(longest));
        var response = await WriteAsync(_germany, $$"""{ "text": "{{longest}}x" }""");
        Assert.That((int)response.StatusCode, Is.EqualTo(400));
        Assert.That(await response.FaultsAsync(), Has.Exactly(1).StartsWith("text "));
    }

    [Test]
    public async Task Pair_has_at_most_a_hundred_notes()
    {
        for (var number = 1; number <= OverlapNoteStore.MostOfPair; number++)
            Assert.That((int)(await WriteAsync(_germany, """{ "text": "Once more." }""")).StatusCode, Is.EqualTo(201));
        var problem = await (await WriteAsync(_america, """{ "text": "No more." }""")).ProblemAsync(409, "ADAM-6031");
        Assert.That((string?)problem["detail"], Does.Contain("100 notes"));
        Assert.That((await _germany.ReadAsync($"{Pair}/notes"))["items"]!.AsArray(), Has.Count.EqualTo(100));
    }

    [Test]
    public async Task Pair_that_is_none_or_is_not_seen_has_no_notes()
    {
        var none = $"{_ours.Id()}_{Guid.NewGuid()}";
        foreach (var path in new[] { $"/v1/overlaps/{none}/notes", $"/v1/overlaps/{PairId(_ours, _ours)}/notes" })
        {
            Assert.That((int)(await _germany.GetAsync(path)).StatusCode, Is.AnyOf(400, 404), path);
            var written = await _germany.SendAsync("POST", path, """{ "text": "Hello?" }""");
            Assert.That((int)written.StatusCode, Is.AnyOf(400, 404), path);
        }

        var secret = await _germany.RecordAsync(
            With(With(StrongMatch, """{ "reference": "S-1" }"""), """{ "visibility": "restricted" }""")
        );
        var hidden = $"/v1/overlaps/{PairId(secret, _theirs)}/notes";
        Assert.That(
            (int)(await _analyst.SendAsync("POST", hidden, """{ "text": "Two?" }""")).StatusCode,
            Is.EqualTo(201)
        );
        Assert.That((await _germany.ReadAsync(hidden))["items"]!.AsArray(), Has.Count.EqualTo(1));
        // The owner of the other record does not see the restricted one, and so not the pair.
        await (await _america.GetAsync(hidden)).ProblemAsync(404, "ADAM-5001");
        await (await _america.SendAsync("POST", hidden, """{ "text": "?" }""")).ProblemAsync(404, "ADAM-5001");
        Assert.That((await _america.ReadAsync("/v1/changes?subject=overlap"))["items"]!.AsArray(), Is.Empty);
        Assert.That(
            (await _germany.ReadAsync("/v1/changes?subject=overlap"))["items"]!.AsArray(),
            Has.Count.EqualTo(1)
        );
    }

    [Test]
    public async Task Note_that_an_analyst_has_not_read_makes_the_seen_version_another()
    {
        var tag = (await _analyst.GetAsync(Pair)).Headers.ETag!.ToString();
        await WriteAsync(_america, """{ "text": "We have withdrawn." }""");
        var refused = await _analyst.SendAsync(
            "PUT",
            $"{Pair}/verdict",
            """{ "verdict": "duplicate" }""",
            headers: ("If-Match", tag)
        );
        await refused.ProblemAsync(412, "ADAM-1040");
        Assert.That((await _analyst.GetAsync(Pair)).Headers.ETag!.ToString(), Is.Not.EqualTo(tag));
    }

    [Test]
    public async Task Retry_with_the_same_key_is_one_note()
    {
        var first = await WriteAsync(_germany, """{ "text": "Once." }""", ("Idempotency-Key", "n1"));
        var again = await WriteAsync(_germany, """{ "text": "Once." }""", ("Idempotency-Key", "n1"));
        Assert.That((int)again.StatusCode, Is.EqualTo(201));
        Assert.That((await again.JsonAsync()).Text(), Is.EqualTo((await first.JsonAsync()).Text()));
        Assert.That((await _germany.ReadAsync($"{Pair}/notes"))["items"]!.AsArray(), Has.Count.EqualTo(1));
    }

    [Test]
    public async Task Note_is_a_change_an_event_for_the_owners_and_an_entry_of_the_chain()
    {
        var feeds = new List<string>();
        foreach (var client in new[] { _germany, _america, await Api.ClientAsync(Role.Donor, "FR") })
        {
            var created = await (
                await client.SendAsync(
                    "POST",
                    "/v1/subscriptions",
                    """{ "name": "Answers", "channel": "feed", "events": ["note.added"] }"""
                )
            ).JsonAsync();
            feeds.Add($"/v1/subscriptions/{created.Id()}/feed?token={created["secret"]}");
        }

        var note = await (await WriteAsync(_germany, """{ "text": "Is yours for dogs, too?" }""")).JsonAsync();
        var change = (await _america.ReadAsync("/v1/changes?subject=overlap"))["items"]!.AsArray().Single()!;
        Assert.That(
            ((string?)change["change"], (string?)change["id"], (string?)change["by"], change["version"]),
            Is.EqualTo(("note-added", PairId(_ours, _theirs), "Test Donor", (JsonNode?)null))
        );
        using var nobody = Api.Anonymous();
        var told = new List<bool>();
        foreach (var feed in feeds)
            told.Add((await nobody.GetStringAsync(feed)).Contains("Note on an overlap: ", StringComparison.Ordinal));
        Assert.That(told, Is.EqualTo(new[] { true, true, false }), "the owners of the two projects are told");
        Assert.That(await nobody.GetStringAsync(feeds[1]), Does.Not.Contain("for dogs, too?"), "the text is not sent");

        using var admin = await Api.ClientAsync(Role.Admin);
        var entry = (await admin.ReadAsync("/v1/audit?subject=overlap-note"))["items"]!.AsArray().Single()!;
        Assert.That((string?)entry["action"], Is.EqualTo("created"));
        Assert.That(entry.ToJsonString(), Does.Contain(note.Id()).And.Contain("Is yours for dogs, too?"));
    }

    /// <summary>Random notes on three pairs are listed and counted as a list of them in memory is.</summary>
    [Test]
    public async Task Notes_are_those_of_a_list_in_memory()
    {
        var third = await (await Api.ClientAsync(Role.Donor, "FR")).RecordAsync(
            With(StrongMatch, """{ "donors": [{ "partner": "FR" }] }""")
        );
        string[] pairs = [PairId(_ours, _theirs), PairId(_ours, third), PairId(_theirs, third)];
        var expected = pairs.ToDictionary(pair => pair, _ => new List<string>());
        var moves = new List<(int Pair, int Writer, string Text)>();
        Gen.Select(Gen.Int[0, 2], Gen.Int[0, 3], Gen.Int[1, 9].Select(number => $"Note {number}"))
            .Array[60]
            .Sample(all => moves = [.. all], iter: 1, threads: 1);
        HttpClient[] writers = [_germany, _america, await Api.ClientAsync(Role.Donor, "FR"), _analyst];
        int[][] owners =
        [
            [0, 1],
            [0, 2],
            [1, 2],
        ];
        foreach (var (pair, writer, text) in moves)
        {
            var response = await writers[writer]
                .SendAsync("POST", $"/v1/overlaps/{pairs[pair]}/notes", $$"""{ "text": "{{text}}" }""");
            var may = writer == 3 || owners[pair].Contains(writer);
            Assert.That((int)response.StatusCode, Is.EqualTo(may ? 201 : 403));
            if (may)
                expected[pairs[pair]].Add(text);
        }

        var list = (await _analyst.ReadAsync("/v1/overlaps"))["items"]!.AsArray();
        foreach (var pair in pairs)
        {
            var notes = (await _analyst.ReadAsync($"/v1/overlaps/{pair}/notes"))["items"]!.AsArray();
            Assert.That(notes.Select(note => (string?)note!["text"]), Is.EqualTo(expected[pair]));
            Assert.That(
                (int)list.Single(item => (string?)item!["id"] == pair)!["notes"]!,
                Is.EqualTo(expected[pair].Count)
            );
        }
    }

    private Task<HttpResponseMessage> WriteAsync(
        HttpClient client,
        string body,
        params (string Name, string Value)[] headers
    ) => client.SendAsync("POST", $"{Pair}/notes", body, headers: headers);
}
