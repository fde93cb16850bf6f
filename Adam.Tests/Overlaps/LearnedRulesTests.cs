using System.Text.Json.Nodes;
using Adam.Data.Overlaps.Learning;
using Adam.Data.Overlaps.Matching;
using Adam.Domain.Keys;
using Adam.Domain.Overlaps.Matching;
using Adam.Tests.Projects;
using Dapper;
using static Adam.Tests.Projects.ProjectHttp;

namespace Adam.Tests.Overlaps;

/// <summary>
/// A verdict keeps its evidence. What was learned from verdicts moves scores at a rebuild, never before, and can be
/// undone.
/// </summary>
public sealed class LearnedRulesTests(string engine) : RegisterTests(engine)
{
    private static readonly LearnedRules Learned = LearnedRules.Parse(
        "verdicts=20 amounts=1/0.5 text=0.5/1 calibration=-7:-6.5/0:-1.5/7:6"
    );

    private HttpClient _analyst = null!;
    private string _pair = null!;

    private LearnedRulesStore Store => new(Register.Database);

    [SetUp]
    public async Task RecordTwoThatMeet()
    {
        var api = TestApi.Over(Register.Database);
        _analyst = await api.ClientAsync(Role.Analyst);
        var ours = await (await api.ClientAsync(Role.Donor, "DE")).RecordAsync(StrongMatch);
        var theirs = await (await api.ClientAsync(Role.Donor, "US")).RecordAsync(
            With(StrongMatch, """{ "donors": [{ "partner": "US" }] }""")
        );
        _pair = $"/v1/overlaps/{PairId(ours, theirs)}";
    }

    [Test]
    public async Task Verdict_keeps_the_evidence_on_which_it_was_given()
    {
        var overlap = await _analyst.ReadAsync(_pair);
        await DecideAsync("duplicate");
        await DecideAsync("unrelated");

        var verdicts = await Store.VerdictsAsync(default);
        var only = verdicts.Pairs.Single();
        Assert.That((only.Same, verdicts.Skipped), Is.EqualTo((false, 0)), "the current verdict alone");
        Assert.That(only.Evidence.Score, Is.EqualTo((decimal)overlap["score"]!));
        Assert.That(only.Evidence.Edition, Is.EqualTo((string)overlap["edition"]!));
        Assert.That(only.Evidence.Rules, Is.EqualTo(Rules.Version));
        Assert.That(only.Evidence.Weights["setting"], Is.EqualTo(new[] { 0, -3.0 }));
    }

    [Test]
    public async Task Verdict_without_evidence_or_by_other_rules_is_not_learned_from()
    {
        await DecideAsync("duplicate");
        foreach (var evidence in (string?[])[null, (await EvidenceAsync()).Replace("\"rules\":\"", "\"rules\":\"x")])
        {
            await using (var connection = TestRegister.Connect(Register.Database))
                await connection.ExecuteAsync("UPDATE OverlapVerdict SET Evidence = @evidence", new { evidence });
            var verdicts = await Store.VerdictsAsync(default);
            Assert.That((verdicts.Pairs.Count, verdicts.Skipped), Is.EqualTo((0, 1)), evidence);
        }
    }

    [Test]
    public async Task Learned_factors_move_scores_at_a_rebuild_only_and_can_be_undone()
    {
        await RebuildAsync();
        var before = await _analyst.ReadAsync(_pair);
        await Store.AdoptAsync(Learned, DateTimeOffset.UnixEpoch, default);
        Assert.That((await _analyst.ReadAsync(_pair)).Text(), Is.EqualTo(before.Text()), "before the rebuild");

        await RebuildAsync();
        var learned = await _analyst.ReadAsync(_pair);
        Assert.That((string)learned["rules"]!, Is.EqualTo($"{Rules.Version} with 20 verdicts"));
        Assert.That((decimal)learned["score"]!, Is.LessThan((decimal)before["score"]!));
        Assert.That(
            learned["reasons"]!.AsArray().Sum(reason => (decimal)reason!["contribution"]!),
            Is.EqualTo((decimal)learned["score"]!)
        );
        Assert.That(
            await new OverlapVerify(Register.Database, new()).RunAsync(null, default),
            Is.Empty,
            "verify scores with the factors of the edition"
        );

        await Store.AdoptAsync(LearnedRules.None, DateTimeOffset.UnixEpoch, default);
        Assert.That(await Store.UndoAsync(DateTimeOffset.UnixEpoch, default), Is.True);
        Assert.That((await Store.CurrentAsync(default)).Write(), Is.EqualTo(Learned.Write()), "the former ones");
        Assert.That(await Store.UndoAsync(DateTimeOffset.UnixEpoch, default), Is.True);
        Assert.That(await Store.UndoAsync(DateTimeOffset.UnixEpoch, default), Is.False);
        await RebuildAsync();
        Assert.That((await _analyst.ReadAsync(_pair)).Text(), Is.EqualTo(before.Text()), "as if nothing was learned");
    }

    [Test]
    public async Task Queue_contains_pairs_without_a_valid_verdict()
    {
        Assert.That(await QueueAsync(), Has.Count.EqualTo(1));
        Assert.That(await QueueAsync("&verdict=stale"), Is.Empty);
        await DecideAsync("unrelated");
        Assert.That(await QueueAsync(), Is.Empty);
        Assert.That((int)(await _analyst.ReadAsync("/v1/overlaps?sort=uncertain&count=true"))["total"]!, Is.Zero);

        var wrong = await _analyst.SendAsync("GET", "/v1/overlaps?sort=uncertain&verdict=duplicate");
        Assert.That((int)wrong.StatusCode, Is.EqualTo(400));
        Assert.That(
            (string)(await wrong.JsonAsync())["errors"]![0]!["reason"]!,
            Is.EqualTo(
                "sort=uncertain lists pairs without a valid verdict. Take verdict=none or verdict=stale, or leave it "
                    + "out."
            )
        );
    }

    private async Task<JsonArray> QueueAsync(string filter = "") =>
        (await _analyst.ReadAsync($"/v1/overlaps?sort=uncertain{filter}"))["items"]!.AsArray();

    private async Task DecideAsync(string verdict)
    {
        var tag = (await _analyst.SendAsync("GET", _pair)).Headers.ETag!.ToString();
        var response = await _analyst.SendAsync(
            "PUT",
            $"{_pair}/verdict",
            $$"""{ "verdict": "{{verdict}}" }""",
            headers: ("If-Match", tag)
        );
        Assert.That((int)response.StatusCode, Is.EqualTo(200), await response.Content.ReadAsStringAsync());
    }

    private async Task<string> EvidenceAsync()
    {
        await using var connection = TestRegister.Connect(Register.Database);
        return (await connection.QuerySingleAsync<string>("SELECT Evidence FROM OverlapVerdict"))!;
    }

    private Task RebuildAsync() =>
        new OverlapRebuild(Register.Database, new(), TimeProvider.System).RunAsync(null, default);
}
