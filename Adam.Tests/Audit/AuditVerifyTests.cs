using System.Globalization;
using Adam.Data.Audit;
using Adam.Domain.Keys;
using Adam.Tests.Documents;
using Adam.Tests.Layers;
using Adam.Tests.Measures;
using Adam.Tests.Meetings;
using Adam.Tests.Overlaps.Matching;
using Adam.Tests.Progress;
using Adam.Tests.Projects;
using Adam.Tests.Questionnaires;
using static Adam.Tests.Documents.DocumentHttp;
using static Adam.Tests.Layers.LayerHttp;
using static Adam.Tests.Meetings.MeetingHttp;
using static Adam.Tests.Projects.ProjectHttp;
using static Adam.Tests.Questionnaires.QuestionnaireHttp;

namespace Adam.Tests.Audit;

/// <summary>Changes a register behind the program's back, and verifies its chain.</summary>
public sealed class AuditVerifyTests(string engine) : RegisterTests(engine)
{
    private string _project = null!;
    private string _pair = null!;
    private string _note = null!;
    private string _key = null!;
    private string _partner = null!;

    private AuditVerify Verify => new(Register.Database);

    [SetUp]
    public async Task Record()
    {
        var api = TestApi.Over(Register.Database);
        var germany = await api.ClientAsync(Role.Donor, "DE");
        var america = await api.ClientAsync(Role.Donor, "US");
        var analyst = await api.ClientAsync(Role.Analyst);
        var admin = await api.ClientAsync(Role.Admin);
        var ours = await germany.RecordAsync(StrongMatch);
        var theirs = await america.RecordAsync(With(StrongMatch, """{ "donors": [{ "partner": "US" }] }"""));
        (_project, _pair) = (ours.Id(), PairId(ours, theirs));
        for (var number = 2; number < 20; number++)
            await germany.SendAsync(
                "PATCH",
                $"/v1/projects/{_project}",
                $$"""{ "title": "Title {{number}}" }""",
                MergePatch,
                ("If-Match", "*")
            );
        await analyst.SendAsync(
            "PUT",
            $"/v1/overlaps/{_pair}/verdict",
            """{ "verdict": "complementary" }""",
            headers: ("If-Match", "*")
        );
        var noted = await america.SendAsync("POST", $"/v1/overlaps/{_pair}/notes", """{ "text": "Ours is other." }""");
        _note = (string)(await noted.JsonAsync())["id"]!;
        var third = await germany.RecordAsync("""{ "reference": "R-3" }""");
        await germany.SendAsync("DELETE", $"/v1/projects/{third.Id()}", null, "", ("If-Match", "*"));
        var issued = await (
            await admin.SendAsync("POST", "/v1/keys", """{ "partner": "DE", "role": "viewer", "name": "Reader" }""")
        ).JsonAsync();
        _key = (string)issued["id"]!;
        _partner = $"X{Guid.NewGuid():N}"[..12].ToUpperInvariant();
        var added = await admin.SendAsync(
            "POST",
            "/v1/partners",
            $$"""{ "code": "{{_partner}}", "kind": "organisation", "name": "Org {{_partner}}", "member": false }"""
        );
        Assert.That((int)added.StatusCode, Is.EqualTo(201), await added.Content.ReadAsStringAsync());
    }

    [Test]
    public async Task Register_that_only_the_program_has_written_is_without_faults()
    {
        var result = await RunAsync();
        Assert.That(result.Faults, Is.Empty);
        Assert.That(result.Entries, Is.GreaterThan(25));
        Assert.That(result.Records, Is.GreaterThan(8));
    }

    [TestCase("At = '2001-01-01T00:00:00.000000Z'")]
    [TestCase("Action = 1")]
    [TestCase("KeyId = '0123456789abcdef'")]
    [TestCase("KeyName = 'Somebody else'")]
    [TestCase("Partner = 'FR'")]
    [TestCase("RequestId = 'other'")]
    [TestCase("ImportId = 7")]
    [TestCase("IsPatch = 0")]
    [TestCase("Content = '{\"title\":\"Another\"}'")]
    [TestCase("Version = 99")]
    [TestCase("RecordId = 'x'")]
    public async Task Altered_entry_is_named(string change)
    {
        var number = await NumberAsync("SELECT AuditId FROM AuditEntry WHERE Version = 7 AND Action = 2");
        await ExecuteAsync($"UPDATE AuditEntry SET {change} WHERE AuditId = {number}");
        var faults = (await RunAsync()).Faults;
        Assert.That(faults, Has.Some.StartsWith($"Entry {number} was altered or inserted: Project "));
        Assert.That(faults.Where(fault => fault.StartsWith("Entr", StringComparison.Ordinal)), Has.Exactly(1).Items);
    }

    [Test]
    public async Task Entry_with_a_new_hash_is_named_by_the_one_after_it()
    {
        var number = await NumberAsync("SELECT AuditId FROM AuditEntry WHERE Version = 7 AND Action = 2");
        await ExecuteAsync($"UPDATE AuditEntry SET Hash = '{new string('a', 64)}' WHERE AuditId = {number}");
        var faults = (await RunAsync()).Faults;
        Assert.That(faults, Has.Some.StartsWith($"Entry {number} was altered"));
        Assert.That(faults, Has.Some.StartsWith($"Entry {number + 1} was altered"));
    }

    [Test]
    public async Task Removed_entry_is_named()
    {
        var number = await NumberAsync("SELECT AuditId FROM AuditEntry WHERE Version = 7 AND Action = 2");
        await ExecuteAsync($"DELETE FROM AuditEntry WHERE AuditId = {number}");
        Assert.That((await RunAsync()).Faults, Has.Some.EqualTo($"Entry {number} was removed."));
        await ExecuteAsync($"DELETE FROM AuditEntry WHERE AuditId = {number + 1}");
        Assert.That((await RunAsync()).Faults, Has.Some.EqualTo($"Entries {number} to {number + 1} were removed."));
    }

    [Test]
    public async Task Entries_removed_at_the_end_are_found_by_the_records_and_by_an_exported_head()
    {
        var head = await new AuditStore(Register.Database).HeadAsync(default);
        var last = await NumberAsync("SELECT AuditId FROM AuditEntry WHERE Action = 3");
        await ExecuteAsync($"DELETE FROM AuditEntry WHERE AuditId >= {last}");
        Assert.That((await RunAsync()).Faults, Has.Some.Contains("has version 2; its last entry has 1."));
        Assert.That(
            (await RunAsync(head)).Faults,
            Has.Some.EqualTo($"The chain ends with entry {last - 1}, and the exported head is entry {head.Entry}.")
        );
    }

    [Test]
    public async Task Chain_that_was_written_anew_is_not_that_of_an_exported_head()
    {
        var head = await new AuditStore(Register.Database).HeadAsync(default);
        Assert.That((await RunAsync(head)).Faults, Is.Empty);
        await ExecuteAsync("DELETE FROM AuditEntry");
        await new AuditBaseline(Register.Database, TimeProvider.System).RunAsync(default);
        Assert.That((await RunAsync()).Faults, Is.Empty, "the new chain is valid in itself");
        Assert.That((await RunAsync(head)).Faults, Has.Some.Contains("the exported head"));
    }

    [TestCase("UPDATE Project SET Document = REPLACE(Document, 'Title 19', 'Title 91') WHERE Version = 19", "altered")]
    [TestCase("UPDATE Project SET Version = 20 WHERE Version = 19", "has version 20; its last entry has 19")]
    [TestCase(
        "UPDATE Project SET WithdrawnAt = '2020-01-01T00:00:00.000000Z' WHERE Version = 19",
        "was withdrawn or revived"
    )]
    [TestCase(
        "UPDATE Project SET OwnerId = (SELECT PartnerId FROM Partner WHERE Code = 'FR') WHERE Version = 19",
        "has another owner"
    )]
    public async Task Altered_project_is_named(string sql, string fault)
    {
        await ExecuteAsync(sql);
        Assert.That((await RunAsync()).Faults, Is.EqualTo(new[] { fault }).Using<string>(Contains));
        Assert.That((await RunAsync()).Faults[0], Does.StartWith($"The project {_project} "));
    }

    [Test]
    public async Task Altered_key_verdict_and_partner_are_named()
    {
        await ExecuteAsync($"UPDATE ApiKey SET Role = 4 WHERE Id = '{_key}'");
        await ExecuteAsync("UPDATE OverlapVerdict SET Verdict = 1, Note = 'No'");
        await ExecuteAsync($"UPDATE Partner SET Contact = 'thief@example.org' WHERE Code = '{_partner}'");
        Assert.That(
            (await RunAsync()).Faults,
            Is.EqualTo(
                new[]
                {
                    $"The key {_key} was altered: it is not what its last entry says.",
                    $"The partner {_partner} was altered: it is not what its last entry says.",
                    $"The verdict of {_pair} was altered: it is not what its last entry says.",
                }
            )
        );
    }

    [Test]
    public async Task Altered_and_removed_note_is_named()
    {
        await ExecuteAsync("UPDATE OverlapNote SET Text = 'Ours is the same.'");
        Assert.That(
            (await RunAsync()).Faults,
            Is.EqualTo(new[] { $"The note {_note} was altered: it is not what its last entry says." })
        );
        await ExecuteAsync("DELETE FROM OverlapNote");
        Assert.That(
            (await RunAsync()).Faults,
            Is.EqualTo(new[] { $"The note {_note} was removed: its entries are there, its record is not." })
        );
    }

    [TestCase("Meeting", "meeting EWG-1")]
    [TestCase("Recommendation", "recommendation EWG-1-III/1")]
    [TestCase("Measure", "measure M-1")]
    [TestCase("Document", "document D-1")]
    public async Task Altered_and_removed_record_is_named(string table, string record)
    {
        var analyst = await TestApi.Over(Register.Database).ClientAsync(Role.Analyst);
        await analyst.AddMeetingAsync(Meeting());
        await analyst.AddRecommendationAsync(Recommendation());
        await analyst.MeasureAsync();
        await analyst.AddDocumentAsync(Document("""{ "subject": { "pillars": ["precursors"] } }"""));
        Assert.That((await RunAsync()).Faults, Is.Empty);
        await ExecuteAsync($"UPDATE {table} SET Document = REPLACE(Document, 'precursors', 'financial-flows')");
        Assert.That(
            (await RunAsync()).Faults,
            Is.EqualTo(new[] { $"The {record} was altered: it is not what its last entry says." })
        );
        await ExecuteAsync($"DELETE FROM {table}");
        Assert.That(
            (await RunAsync()).Faults,
            Is.EqualTo(new[] { $"The {record} was removed: its entries are there, its record is not." })
        );
    }

    [TestCase("Questionnaire", "questionnaire FLOWS-1", "Financial flows")]
    [TestCase("PartnerResponse", "response FLOWS-1/DE", "Seizing")]
    [TestCase("Layer", "layer laboratories", "Laboratories")]
    [TestCase("LayerItem", "item {0}", "S-1")]
    [TestCase("Post", "post P-1", "Tashkent")]
    public async Task Altered_and_removed_record_of_the_hub_is_named(string table, string name, string word)
    {
        var record = string.Format(CultureInfo.InvariantCulture, name, await RecordOfHubAsync(table));
        Assert.That((await RunAsync()).Faults, Is.Empty);
        await ExecuteAsync($"UPDATE {table} SET Document = REPLACE(Document, '{word}', 'Another')");
        Assert.That(
            (await RunAsync()).Faults,
            Is.EqualTo(new[] { $"The {record} was altered: it is not what its last entry says." })
        );
        await ExecuteAsync($"DELETE FROM {table}");
        Assert.That(
            (await RunAsync()).Faults,
            Is.EqualTo(new[] { $"The {record} was removed: its entries are there, its record is not." })
        );
    }

    [TestCase("Questionnaire", "questionnaire FLOWS-1")]
    [TestCase("PartnerResponse", "response FLOWS-1/DE")]
    [TestCase("Layer", "layer laboratories")]
    [TestCase("LayerItem", "item {0}")]
    [TestCase("Post", "post P-1")]
    public async Task Record_of_the_hub_without_an_entry_is_named(string table, string name)
    {
        var record = string.Format(CultureInfo.InvariantCulture, name, await RecordOfHubAsync(table));
        // The chain is valid without its last entry, which is that of the record.
        await ExecuteAsync("DELETE FROM AuditEntry WHERE AuditId = (SELECT MAX(AuditId) FROM AuditEntry)");
        Assert.That((await RunAsync()).Faults, Is.EqualTo(new[] { $"The {record} was inserted: it has no entry." }));
    }

    /// <summary>Withdrawn records have an entry without content, and are compared with it.</summary>
    [Test]
    public async Task Records_of_the_hub_that_were_changed_and_withdrawn_are_without_faults()
    {
        var api = TestApi.Over(Register.Database);
        var (admin, germany) = (await api.ClientAsync(Role.Admin), await api.ClientAsync(Role.Donor, "DE"));
        // More than a page of items.
        foreach (var number in Enumerable.Range(2, 600))
            await germany.AddItemAsync("seizures", Seizure($$"""{ "reference": "S-{{number}}" }"""));
        var item = await RecordOfHubAsync("LayerItem");
        await RecordOfHubAsync("Post");
        await RecordOfHubAsync("Questionnaire");
        foreach (var path in (string[])[$"layers/seizures/items/{item}", "posts/P-1", "questionnaires/FLOWS-1"])
        {
            var withdrawn = await admin.SendAsync("DELETE", $"/v1/{path}", null, "", ("If-Match", "*"));
            Assert.That((int)withdrawn.StatusCode, Is.EqualTo(204), await withdrawn.Content.ReadAsStringAsync());
        }

        var result = await RunAsync();
        Assert.That(result.Faults, Is.Empty);
        Assert.That(result.Records, Is.GreaterThan(600));
        await ExecuteAsync("UPDATE LayerItem SET WithdrawnAt = NULL");
        Assert.That(
            (await RunAsync()).Faults,
            Is.EqualTo(new[] { $"The item {item} was altered: it is not what its last entry says." })
        );
    }

    /// <summary>Records one record, as the last entry of the chain. Returns its id if it has one.</summary>
    private async Task<string> RecordOfHubAsync(string table)
    {
        var api = TestApi.Over(Register.Database);
        var (admin, germany) = (await api.ClientAsync(Role.Admin), await api.ClientAsync(Role.Donor, "DE"));
        switch (table)
        {
            case "Questionnaire":
                await admin.AddQuestionnaireAsync(Questionnaire());
                return "";
            case "PartnerResponse":
                await admin.AddQuestionnaireAsync(Questionnaire("""{ "dueOn": "2100-12-31" }"""));
                await admin.SetStateAsync("FLOWS-1", """{ "state": "open" }""");
                var saved = await germany.SaveAsync("FLOWS-1", "DE", """{ "methods": "Seizing" }""");
                Assert.That((int)saved.StatusCode, Is.EqualTo(200), await saved.Content.ReadAsStringAsync());
                return "";
            case "Layer":
                await admin.DeclareAsync(Layer());
                return "";
            case "LayerItem":
                return (string)(await germany.AddItemAsync("seizures", Seizure()))["id"]!;
            default:
                var post = await admin.SendAsync(
                    "POST",
                    "/v1/posts",
                    """{ "reference": "P-1", "city": "Tashkent", "country": "UZ", "covers": ["UZ"] }"""
                );
                Assert.That((int)post.StatusCode, Is.EqualTo(201), await post.Content.ReadAsStringAsync());
                return "";
        }
    }

    [Test]
    public async Task Altered_and_removed_statement_is_named()
    {
        var api = TestApi.Over(Register.Database);
        await (await api.ClientAsync(Role.Analyst)).MeasureAsync();
        var germany = await api.ClientAsync(Role.Donor, "DE");
        var statement = (await germany.StateAsync("M-1", $$"""{ "projects": ["{{_project}}"] }""")).Id();
        Assert.That((await RunAsync()).Faults, Is.Empty);
        await ExecuteAsync("UPDATE ProgressStatement SET Stage = 5");
        Assert.That(
            (await RunAsync()).Faults,
            Is.EqualTo(new[] { $"The statement {statement} was altered: it is not what its last entry says." })
        );
        await ExecuteAsync("UPDATE ProgressStatement SET Stage = 3");
        await ExecuteAsync("DELETE FROM ProgressStatementProject");
        Assert.That((await RunAsync()).Faults, Has.Some.StartsWith($"The statement {statement} was altered"));
        await ExecuteAsync("DELETE FROM ProgressStatement");
        Assert.That(
            (await RunAsync()).Faults,
            Is.EqualTo(new[] { $"The statement {statement} was removed: its entries are there, its record is not." })
        );
    }

    [Test]
    public async Task Altered_and_removed_finding_is_named()
    {
        var api = TestApi.Over(Register.Database);
        var (analyst, admin) = (await api.ClientAsync(Role.Analyst), await api.ClientAsync(Role.Admin));
        await analyst.MeasureAsync();
        await admin.AddQuestionnaireAsync(Questionnaire("""{ "implements": ["M-1"] }"""));
        await admin.SetStateAsync("FLOWS-1", """{ "state": "open", "openedOn": "2015-12-16" }""");
        foreach (var partner in (string[])["AT", "DE", "FR"])
            await admin.AnswerAsync("FLOWS-1", partner, """{ "unit": "no" }""", "?receivedOn=2015-12-20");
        var finding = (await analyst.PromoteAsync("M-1")).Id();
        Assert.That((await RunAsync()).Faults, Is.Empty);
        await ExecuteAsync("UPDATE ProgressFinding SET Document = REPLACE(Document, '\"rate\":', '\"rate\": ')");
        Assert.That((await RunAsync()).Faults, Is.Empty, "Only the content counts.");
        await admin.MeasureAsync("""{ "reference": "M-2" }""");
        await admin.AddQuestionnaireAsync(Questionnaire("""{ "reference": "FLOWS-2" }"""));
        foreach (
            var (altered, back) in new[]
            {
                (
                    """Document = REPLACE(Document, '"values":3', '"values":9')""",
                    """Document = REPLACE(Document, '"values":9', '"values":3')"""
                ),
                ("Question = 'staff'", "Question = 'unit'"),
                ("AsOf = AsOf - 1", "AsOf = AsOf + 1"),
                ("MeasureId = MeasureId + 1", "MeasureId = MeasureId - 1"),
                ("QuestionnaireId = QuestionnaireId + 1", "QuestionnaireId = QuestionnaireId - 1"),
            }
        )
        {
            await ExecuteAsync($"UPDATE ProgressFinding SET {altered}");
            Assert.That(
                (await RunAsync()).Faults,
                Is.EqualTo(new[] { $"The finding {finding} was altered: it is not what its last entry says." }),
                altered
            );
            await ExecuteAsync($"UPDATE ProgressFinding SET {back}");
        }

        await ExecuteAsync("DELETE FROM ProgressFinding");
        Assert.That(
            (await RunAsync()).Faults,
            Is.EqualTo(new[] { $"The finding {finding} was removed: its entries are there, its record is not." })
        );
    }

    /// <summary>Neither the bytes of a form nor what its row says of them can be changed.</summary>
    [TestCase("UPDATE ReportEditionFile SET Content = X'00' WHERE Language = 'ru' AND Format = 'html'")]
    [TestCase("UPDATE ReportEditionFile SET Sha256 = UPPER(Sha256) WHERE Language = 'en' AND Format = 'json'")]
    [TestCase("UPDATE ReportEditionFile SET Length = Length + 1 WHERE Language = 'en' AND Format = 'docx'")]
    [TestCase("DELETE FROM ReportEditionFile WHERE Language = 'en' AND Format = 'docx'")]
    [TestCase("UPDATE ReportEdition SET Remark = 'Another'")]
    [TestCase("UPDATE ReportEdition SET UntilDay = UntilDay + 1")]
    public async Task Altered_edition_is_named(string sql)
    {
        await FreezeAsync();
        await ExecuteAsync(EngineName == "sqlite" ? sql : sql.Replace("X'00'", "0x00", StringComparison.Ordinal));
        Assert.That(
            (await RunAsync()).Faults,
            Is.EqualTo(new[] { "The edition 2015/1 was altered: it is not what its last entry says." })
        );
    }

    [Test]
    public async Task Removed_and_inserted_edition_is_named()
    {
        await FreezeAsync();
        Assert.That((await RunAsync()).Faults, Is.Empty);
        await ExecuteAsync("UPDATE ReportEdition SET Number = 7");
        Assert.That(
            (await RunAsync()).Faults,
            Is.EqualTo(
                new[]
                {
                    "The edition 2015/7 was inserted: it has no entry.",
                    "The edition 2015/1 was removed: its entries are there, its record is not.",
                }
            )
        );
        await ExecuteAsync("DELETE FROM ReportEditionFile");
        await ExecuteAsync("DELETE FROM ReportEdition");
        Assert.That(
            (await RunAsync()).Faults,
            Is.EqualTo(new[] { "The edition 2015/1 was removed: its entries are there, its record is not." })
        );
    }

    private async Task FreezeAsync()
    {
        var admin = await TestApi.Over(Register.Database).ClientAsync(Role.Admin);
        var frozen = await admin.SendAsync("POST", "/v1/reports/2015/editions", """{ "remark": "For the meeting" }""");
        Assert.That((int)frozen.StatusCode, Is.EqualTo(201), await frozen.Content.ReadAsStringAsync());
    }

    [Test]
    public async Task Key_with_another_secret_a_removed_key_and_an_inserted_one_are_named()
    {
        await ExecuteAsync(
            "UPDATE ApiKey SET Hash = (SELECT MAX(Hash) FROM ApiKey other WHERE other.Id <> ApiKey.Id) "
                + $"WHERE Id = '{_key}'"
        );
        Assert.That((await RunAsync()).Faults, Has.Some.StartsWith($"The key {_key} was altered"));
        await ExecuteAsync($"UPDATE ApiKey SET Id = '0123456789abcdef' WHERE Id = '{_key}'");
        Assert.That(
            (await RunAsync()).Faults,
            Is.EquivalentTo(
                new[]
                {
                    "The key 0123456789abcdef was inserted: it has no entry.",
                    $"The key {_key} was removed: its entries are there, its record is not.",
                }
            )
        );
    }

    private static int Contains(string expected, string actual) =>
        actual.Contains(expected, StringComparison.Ordinal) || expected.Contains(actual, StringComparison.Ordinal)
            ? 0
            : 1;

    /// <summary>Other tests change partners of the register, whose entries are deleted between tests.</summary>
    private async Task<AuditVerification> RunAsync(AuditHead? known = null)
    {
        var result = await Verify.RunAsync(known, default);
        return result with
        {
            Faults =
            [
                .. result.Faults.Where(fault =>
                    !fault.StartsWith("The partner ", StringComparison.Ordinal)
                    || fault.StartsWith($"The partner {_partner} ", StringComparison.Ordinal)
                ),
            ],
        };
    }

    private Task ExecuteAsync(string sql) => RegisterTables.ExecuteAsync(Register.Database, sql);

    private Task<long> NumberAsync(string sql) =>
        Register.Database.QueryOnceAsync(session => session.FirstAsync<long>(sql, null, default), default);
}
