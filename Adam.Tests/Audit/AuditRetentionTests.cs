using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Adam.Data.Audit;
using Adam.Domain.Keys;
using Adam.Tests.Overlaps.Matching;
using Adam.Tests.Projects;
using static Adam.Tests.Projects.ProjectHttp;

namespace Adam.Tests.Audit;

/// <summary>Cuts off the history of a register in the midst of a project's versions, and reads what is left.</summary>
public sealed class AuditRetentionTests(string engine) : RegisterTests(engine)
{
    private readonly Func<AuditCut, string> _sign = cut =>
        Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes($"{cut}")));

    private HttpClient _donor = null!;
    private HttpClient _admin = null!;
    private string _project = null!;

    /// <summary>The instant of version 21.</summary>
    private DateTimeOffset _before;

    private AuditRetention Retention => new(Register.Database, TimeProvider.System);

    [SetUp]
    public async Task Record()
    {
        var api = TestApi.Over(Register.Database);
        _donor = await api.ClientAsync(Role.Donor, "DE");
        _admin = await api.ClientAsync(Role.Admin);
        _project = (await _donor.RecordAsync("""{ "title": "Title 1" }""")).Id();
        for (var version = 2; version <= 24; version++)
            await _donor.SendAsync(
                "PATCH",
                $"/v1/projects/{_project}",
                $$"""{ "title": "Title {{version}}" }""",
                MergePatch,
                ("If-Match", "*")
            );
        _before = await InstantAsync(21);
    }

    [Test]
    public async Task Entries_that_nothing_is_read_from_are_empty_and_the_chain_is_whole()
    {
        var head = await new AuditStore(Register.Database).HeadAsync(default);
        var documents = await DocumentsAsync();
        Assert.That(documents.Keys, Is.EqualTo(Enumerable.Range(1, 24)));

        var emptied = await Retention.CutAsync(_before, _sign, default);

        var left = await DocumentsAsync();
        Assert.That(left.Keys.First(), Is.InRange(2, 20), "the last whole document before the cut");
        Assert.That(left, Is.EqualTo(documents.Where(entry => entry.Key >= left.Keys.First())));
        Assert.That(emptied, Is.EqualTo(left.Keys.First() - 1));
        var result = await new AuditVerify(Register.Database).RunAsync(head, default);
        Assert.That(Faults(result), Is.Empty);
        Assert.That(result.Cuts.Sum(signed => signed.Cut.Entries), Is.EqualTo(emptied));
        Assert.That(result.Cuts.Select(signed => signed.Signature), Is.EqualTo(result.Cuts.Select(s => _sign(s.Cut))));
        Assert.That(await Retention.CutAsync(_before, _sign, default), Is.Zero, "a second cut finds nothing");
    }

    [Test]
    public async Task Nothing_of_an_emptied_entry_is_left_but_its_number_kind_instant_and_hash()
    {
        await Retention.CutAsync(_before, _sign, default);
        var rows = await RegisterTables.LinesAsync(
            Register.Database,
            """
            SELECT ProjectId, RecordId, Version, KeyId, KeyName, Partner, RequestId, ImportId, IsPatch, Content
            FROM AuditEntry
            WHERE ProjectId IS NULL AND RecordId IS NULL
            """
        );
        Assert.That(rows, Is.Not.Empty);
        Assert.That(rows.Distinct().Count(), Is.EqualTo(1));
        Assert.That(rows[0], Does.Not.Contain("Title"));
    }

    [Test]
    public async Task Audit_neither_lists_nor_counts_emptied_entries()
    {
        var before = await CountAsync();
        var emptied = await Retention.CutAsync(_before, _sign, default);
        Assert.That(await CountAsync(), Is.EqualTo(before - emptied));
        var listed = await (await _admin.GetAsync("/v1/audit?limit=200")).JsonAsync();
        Assert.That(listed["items"]!.AsArray().Count, Is.EqualTo(before - emptied));
        Assert.That(listed["items"]!.AsArray().Select(item => (string)item!["id"]!), Has.All.Not.Empty);
    }

    [Test]
    public async Task RecordedBy_before_the_cut_is_refused()
    {
        var (early, late) = (await InstantAsync(5), await InstantAsync(22));
        await Retention.CutAsync(_before, _sign, default);
        foreach (var path in (string[])["/v1/gaps?", "/v1/gaps?by=pillar&", "/v1/gaps/summary?by=measure&"])
        {
            var refused = await _donor.GetAsync($"{path}recordedBy={Text(early)}");
            Assert.That((int)refused.StatusCode, Is.EqualTo(400));
            var error = (await refused.JsonAsync())["errors"]![0]!;
            Assert.That(
                $"{error["name"]}: {error["reason"]} {error["code"]}",
                Is.EqualTo(
                    $"recordedBy: recordedBy is {early:yyyy-MM-dd'T'HH:mm:ss'Z'}, and the operator has cut off the "
                        + $"history before {_before:yyyy-MM-dd'T'HH:mm:ss'Z'}. State that instant or a later one. "
                        + "ADAM-1010"
                )
            );
            var after = await _donor.GetAsync($"{path}recordedBy={Text(late)}");
            Assert.That((int)after.StatusCode, Is.EqualTo(200), await after.Content.ReadAsStringAsync());
        }
    }

    [Test]
    public async Task AsOf_before_the_cut_is_refused_and_after_it_answers_as_before()
    {
        var (early, late) = (await InstantAsync(5), await InstantAsync(22));
        var then = await (await _donor.GetAsync($"/v1/projects/{_project}?asOf={Text(late)}")).JsonAsync();
        Assert.That((string)then["title"]!, Is.EqualTo("Title 22"));
        await Retention.CutAsync(_before, _sign, default);

        foreach (var path in (string[])[$"/v1/projects/{_project}", "/v1/projects"])
        {
            var refused = await _donor.GetAsync($"{path}?asOf={Text(early)}");
            Assert.That((int)refused.StatusCode, Is.EqualTo(400));
            var error = (await refused.JsonAsync())["errors"]![0]!;
            Assert.That((string)error["name"]!, Is.EqualTo("asOf"));
            Assert.That(
                (string)error["reason"]!,
                Is.EqualTo(
                    $"asOf is {early:yyyy-MM-dd'T'HH:mm:ss'Z'}, and the operator has cut off the history before "
                        + $"{_before:yyyy-MM-dd'T'HH:mm:ss'Z'}. State that instant or a later one."
                )
            );
        }

        var now = await (await _donor.GetAsync($"/v1/projects/{_project}?asOf={Text(late)}")).JsonAsync();
        Assert.That(now.ToJsonString(), Is.EqualTo(then.ToJsonString()));
        var history = await (await _donor.GetAsync($"/v1/projects/{_project}/history")).JsonAsync();
        Assert.That((int)history["items"]![0]!["version"]!, Is.GreaterThan(1));
    }

    [TestCase("UPDATE AuditEntry SET Hash = '{0}' WHERE AuditId = {1}", TestName = "Emptied_entry_with_another_hash")]
    [TestCase("DELETE FROM AuditEntry WHERE AuditId = {1}", TestName = "Emptied_entry_that_was_removed")]
    [TestCase("DELETE FROM AuditCut", TestName = "Cut_that_was_removed")]
    [TestCase("UPDATE AuditCut SET Entries = Entries + 1", TestName = "Cut_with_another_number")]
    [TestCase("UPDATE AuditCut SET Digest = '{0}'", TestName = "Cut_with_another_digest")]
    [TestCase(
        "UPDATE AuditEntry SET ProjectId = NULL, Content = NULL WHERE Version = 22",
        TestName = "Entry_that_somebody_else_emptied"
    )]
    public async Task Register_that_was_changed_after_the_cut_has_faults(string sql)
    {
        await Retention.CutAsync(_before, _sign, default);
        var emptied = await Register.Database.QueryOnceAsync(
            session =>
                session.FirstAsync<long>(
                    "SELECT MAX(AuditId) FROM AuditEntry WHERE ProjectId IS NULL AND RecordId IS NULL",
                    null,
                    default
                ),
            default
        );
        await RegisterTables.ExecuteAsync(
            Register.Database,
            sql.Replace("{0}", new string('a', 64), StringComparison.Ordinal)
                .Replace("{1}", $"{emptied}", StringComparison.Ordinal)
        );
        Assert.That(Faults(await new AuditVerify(Register.Database).RunAsync(null, default)), Is.Not.Empty);
    }

    private static string Text(DateTimeOffset instant) =>
        instant.ToString("yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'", CultureInfo.InvariantCulture);

    private async Task<DateTimeOffset> InstantAsync(int version)
    {
        var history = await (await _donor.GetAsync($"/v1/projects/{_project}/history?limit=100")).JsonAsync();
        return history["items"]!
            .AsArray()
            .Where(item => (int)item!["version"]! == version)
            .Select(item => (DateTimeOffset)item!["at"]!)
            .Single();
    }

    /// <summary>Returns the document of each version that is kept.</summary>
    private async Task<IReadOnlyDictionary<int, string>> DocumentsAsync()
    {
        var documents = new SortedDictionary<int, string>();
        for (var version = 1; version <= 24; version++)
        {
            var answer = await _donor.GetAsync($"/v1/projects/{_project}/versions/{version}");
            if (answer.IsSuccessStatusCode)
                documents[version] = await answer.Content.ReadAsStringAsync();
        }

        return documents;
    }

    private async Task<long> CountAsync() =>
        (long)(await (await _admin.GetAsync("/v1/audit?count=true&limit=1")).JsonAsync())["total"]!;

    /// <summary>Other tests change partners of the register, whose entries are deleted between tests.</summary>
    private static IEnumerable<string> Faults(AuditVerification result) =>
        result.Faults.Where(fault => !fault.StartsWith("The partner ", StringComparison.Ordinal));
}
