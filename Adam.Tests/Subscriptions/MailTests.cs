using System.Net.Security;
using System.Text.Json.Nodes;
using Adam.Api.Configuration;
using Adam.Api.Subscriptions.Mail;
using Adam.Data.Databases;
using Adam.Domain.Keys;
using Adam.Tests.Cli;
using Adam.Tests.Overlaps.Matching;
using Adam.Tests.Projects;
using Adam.Tests.Questionnaires;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using static Adam.Tests.Projects.ProjectHttp;

namespace Adam.Tests.Subscriptions;

/// <summary>
/// Sends mails to a local server. Time passes only when the test says so.
/// </summary>
[TestFixture("sqlite", Category = "sqlite")]
[TestFixture("sqlserver", Category = "sqlserver")]
public sealed class MailTests(string engine)
{
    /// <summary>Enough for the program to look for due mails, and too little for another hour.</summary>
    private static readonly TimeSpan Moment = TimeSpan.FromSeconds(1);

    private FakeTimeProvider _time = null!;
    private Database _database = null!;
    private MailServer _server = null!;
    private TestApi _base = null!;
    private WebApplicationFactory<Program> _program = null!;
    private HttpClient _germany = null!;
    private HttpClient _america = null!;
    private HttpClient _nobody = null!;
    private RemoteCertificateValidationCallback? _certificates = MailServer.Trust;

    [SetUp]
    public async Task StartProgram()
    {
        await TestRegister.GetAsync(engine); // ignores the test without a server
        var database = await TestRegister.NewRegisterAsync(engine);
        _database = database.Service;
        _time = new(new(2026, 5, 4, 10, 0, 0, TimeSpan.Zero));
        (_server, _certificates) = (MailServer.Start(), MailServer.Trust);
        await RestartAsync();
    }

    [TearDown]
    public async Task StopProgram()
    {
        _nobody?.Dispose();
        if (_program is not null)
            await _program.DisposeAsync();
        if (_base is not null)
            await _base.DisposeAsync();
        if (_server is not null)
            await _server.DisposeAsync();
    }

    [Test]
    public async Task Mailbox_receives_nothing_before_its_owner_agrees_on_the_page_of_the_link()
    {
        var subscription = await SubscribeAsync("""{ "frequency": "at-once" }""");
        var first = await _america.RecordAsync("""{ "reference": "0", "title": "Dogs & <b>lamps</b>" }""");
        await UntilAsync(() => _server.Taken.Count == 1);
        var question = _server.Taken[0];
        Assert.Multiple(() =>
        {
            Assert.That(question.Message.Subject, Is.EqualTo("Adam: please confirm this mailbox"));
            Assert.That(question.Message.To.ToString(), Is.EqualTo("desk@example.org"));
            Assert.That(question.Message.From.ToString(), Is.EqualTo("\"Adam\" <adam@example.org>"));
            Assert.That(question.Message.Headers["Auto-Submitted"], Is.EqualTo("auto-generated"));
            Assert.That(question.Message.HtmlBody, Does.Contain(question.PathBelow("/mail/confirm/")));
            Assert.That(question.Text, Does.Contain("Test Donor (DE) wants to send").And.Not.Contain("Ours"));
        });

        // Programs that open links do not agree.
        var page = question.PathBelow("/mail/confirm/");
        var asked = await _nobody.GetAsync(page);
        Assert.That((int)asked.StatusCode, Is.EqualTo(200));
        Assert.That(await asked.Content.ReadAsStringAsync(), Does.Contain("<form method=\"post\">"));
        Assert.That(asked.Headers.GetValues("Content-Security-Policy").Single(), Does.Contain("form-action 'self'"));
        Assert.That((await GetAsync(subscription))["confirmedAt"], Is.Null);

        await AgreeAsync(question);
        Assert.That((await GetAsync(subscription))["confirmedAt"], Is.Not.Null);
        await UntilAsync(() => _server.Taken.Count == 2);
        var mail = _server.Taken[1];
        Assert.Multiple(() =>
        {
            Assert.That(mail.Message.Subject, Is.EqualTo("Adam: Project recorded: 0 (US)"));
            Assert.That(mail.Projects, Is.EqualTo(new[] { first.Id() }));
            Assert.That(mail.Text, Does.Contain("1. Project recorded, 4 May 2026").And.Contain("Dogs & <b>lamps</b>"));
            Assert.That(mail.Message.HtmlBody, Does.Contain("Dogs &amp; &lt;b&gt;lamps&lt;/b&gt;"));
            Assert.That(mail.Message.Headers["List-Unsubscribe-Post"], Is.EqualTo("List-Unsubscribe=One-Click"));
            Assert.That(
                mail.Message.Headers["List-Unsubscribe"],
                Is.EqualTo($"<https://adam.example.org{mail.PathBelow("/mail/unsubscribe/")}>")
            );
            Assert.That(mail.Text, Does.Not.Contain("You may have these events already"));
        });

        var deliveries = await DeliveriesAsync(subscription, count: 2);
        Assert.That(
            deliveries.Select(one => $"{one!["type"]} {one["events"]} {one["status"]} {one["error"]}"),
            Is.EqualTo(new[] { " 1 250 ", " 0 250 " })
        );
        Assert.That(mail.Message.MessageId, Is.EqualTo($"{deliveries[0]!["event"]}@adam.example.org"));
    }

    [Test]
    public async Task Questionnaire_that_is_due_is_mailed()
    {
        await AgreedAsync("""{ "frequency": "at-once", "events": ["questionnaire.due"] }""");
        using var admin = _program.CreateClient();
        admin.DefaultRequestHeaders.Authorization = new(
            "Bearer",
            await TestApi.KeyAsync(new(_database), Role.Admin, "UNODC")
        );
        await admin.AddQuestionnaireAsync(QuestionnaireHttp.Questionnaire());
        await admin.SetStateAsync("FLOWS-1", """{ "state": "open", "dueOn": "2026-05-07" }""");
        await UntilAsync(() => _server.Taken.Count == 2);
        var mail = _server.Taken[1];
        Assert.That(mail.Message.Subject, Is.EqualTo("Adam: Questionnaire due: FLOWS-1, on 2026-05-07, in 3 days"));
        Assert.That(
            mail.Text,
            Does.Contain("1. Questionnaire due, 4 May 2026")
                .And.Contain("FLOWS-1: Financial flows, due on 2026-05-07, in 3 days")
                .And.Contain("https://adam.example.org/v1/questionnaires/FLOWS-1")
        );
        Assert.That(
            mail.Message.HtmlBody,
            Does.Contain("<a href=\"https://adam.example.org/v1/questionnaires/FLOWS-1\">FLOWS-1</a>: Financial flows")
        );
    }

    [Test]
    public async Task Daily_mail_comes_at_its_hour_with_all_events_in_order()
    {
        var subscription = await SubscribeAsync("""{ "hour": 18 }""");
        Assert.That((string?)subscription["frequency"], Is.EqualTo("daily"));
        // The question is recorded after the server has taken it, unless the consent comes before that.
        await DeliveriesAsync(subscription, count: 1, step: Moment);
        await AgreeAsync(_server.Taken[0]);

        var projects = new List<string>();
        foreach (var hours in new[] { 0, 4, 3 })
        {
            _time.Advance(TimeSpan.FromHours(hours));
            projects.Add((await _america.RecordAsync($$"""{ "reference": "{{projects.Count}}" }""")).Id());
        }

        _time.Advance(TimeSpan.FromHours(1.1));
        await UntilAsync(() => _server.Taken.Count == 2, step: Moment);
        Assert.That(_server.Taken[1].Projects, Is.EqualTo(projects));
        Assert.That(_server.Taken[1].Message.Subject, Is.EqualTo("Adam: 3 projects recorded"));
        Assert.That(_server.Taken[1].Message.Date.Hour, Is.EqualTo(18));

        // A day without events has no mail, and an event after the hour waits for the next day.
        await DeliveriesAsync(subscription, count: 2, step: Moment);
        _time.Advance(TimeSpan.FromDays(1));
        var later = (await _america.RecordAsync("""{ "reference": "late" }""")).Id();
        _time.Advance(TimeSpan.FromDays(1));
        await UntilAsync(() => _server.Taken.Count == 3, step: Moment);
        Assert.That(_server.Taken[2].Projects, Is.EqualTo(new[] { later }));
    }

    [TestCase(1)]
    public async Task Server_that_refuses_stalls_and_comes_back_receives_each_event_in_order(int seed)
    {
        await AgreedAsync("""{ "frequency": "at-once" }""");
        var random = new Random(seed);
        _server.Behaviour = _ =>
        {
            lock (random)
                return (MailReply)random.Next(5);
        };

        var written = new List<string>();
        for (var round = 0; round < 6; round++)
        {
            for (var number = 0; number < 3; number++)
                written.Add((await _america.RecordAsync($$"""{ "reference": "{{written.Count}}" }""")).Id());
            var received = _server.Received.Count;
            await UntilAsync(() => _server.Received.Count > received);
            if (round == 2)
                await RestartAsync();
        }

        _server.Behaviour = _ => MailReply.Taken;
        await UntilAsync(() => _server.Taken.SelectMany(mail => mail.Projects).Distinct().Count() == written.Count);
        var seen = new List<string>();
        foreach (var mail in _server.Taken.Skip(1))
        {
            var isAgain = mail.Projects.Any(seen.Contains);
            Assert.That(
                mail.Text.Contains("You may have these events already", StringComparison.Ordinal) || !isAgain,
                Is.True,
                "an event that is sent twice is announced"
            );
            seen.AddRange(mail.Projects.Where(project => !seen.Contains(project)));
        }

        Assert.That(seen, Is.EqualTo(written), "no event is lost, and all are in order");
        Assert.That(_server.Received.Count(mail => !mail.IsTaken), Is.GreaterThan(0), "the server has failed");
    }

    [Test]
    public async Task Refusal_is_listed_with_the_answer_of_the_server()
    {
        var subscription = await AgreedAsync("""{ "frequency": "at-once" }""");
        _server.Behaviour = number => number == 1 ? MailReply.Refused : MailReply.NotNow;
        await _america.RecordAsync();
        var deliveries = await DeliveriesAsync(subscription, count: 3);
        Assert.That(
            deliveries.Reverse().Skip(1).Take(2).Select(one => $"{one!["status"]} {one["events"]} {one["error"]}"),
            Is.EqualTo(
                new[]
                {
                    "550 1 The mail server answered 550: no such mailbox",
                    "451 1 The mail server answered 451: try later",
                }
            )
        );
        // A mail that is under way has a token, and is refused, too: the tokens of refused mails are removed.
        await UntilAsync(async () => await TokensAsync() == 1, Moment);

        JsonObject current = [];
        await UntilAsync(
            async () => (string?)(current = await GetAsync(subscription))["state"] == "disabled",
            TimeSpan.FromHours(2)
        );
        Assert.That((string?)current["stateReason"], Does.StartWith("No mail could be sent since 2026-05-0"));
    }

    [Test]
    public async Task Mail_lists_fifty_events_and_links_to_the_others()
    {
        await AgreedAsync("""{ "countries": ["TJ"], "owners": ["US"] }""");
        var projects = new List<string>();
        for (var number = 0; number < 60; number++)
        {
            projects.Add((await _america.RecordAsync($$"""{ "reference": "{{number}}" }""")).Id());
            await _america.RecordAsync($$"""{ "reference": "u{{number}}", "countries": ["UZ"] }""");
        }

        await UntilAsync(() => _server.Taken.Count == 2, TimeSpan.FromHours(1));
        var mail = _server.Taken[1];
        Assert.That(mail.Message.Subject, Is.EqualTo("Adam: 60 projects recorded"));
        Assert.That(mail.Projects, Is.EqualTo(projects.Take(50)));
        Assert.That(mail.Text, Does.Contain("\nand 10 more:\n"));
        var rest = await _germany.ReadAsync(mail.PathBelow("/v1/changes"));
        Assert.That(rest.Each("id"), Is.EqualTo(projects.Skip(50)));
        Assert.That(mail.Message.HtmlBody, Does.Contain("and 10 more"));
    }

    [Test]
    public async Task Mail_tells_how_an_import_of_the_partner_ended()
    {
        await AgreedAsync("""{ "events": ["import.finished"] }""");
        foreach (var client in new[] { _america, _germany })
            await client.SendAsync("POST", "/v1/imports", "reference,title\nX,No country", "text/csv");

        await UntilAsync(() => _server.Taken.Count == 2, TimeSpan.FromHours(1));
        var (mail, import) = (_server.Taken[1], (await _germany.ReadAsync("/v1/imports")).Each("id").Single());
        const string Outcome = "a file, finished, 0 created, 0 updated, 0 unchanged, 1 rejected";
        Assert.That(mail.Message.Subject, Is.EqualTo($"Adam: Import ended: {Outcome}"));
        Assert.That(mail.Text, Does.Contain($"   {Outcome}\n   https://adam.example.org/v1/imports/{import}\n"));
        Assert.That(mail.Message.HtmlBody, Does.Contain($"/v1/imports/{import}\">{Outcome}</a>"));
    }

    [Test]
    public async Task Mail_tells_nothing_of_restricted_projects_of_others()
    {
        await AgreedAsync(
            """
            {
              "events": [
                "project.recorded", "project.changed", "project.withdrawn", "overlap.recorded", "note.added",
                "import.finished"
              ]
            }
            """
        );
        var ours = await _germany.RecordAsync(StrongMatch);
        var secret = With(
            StrongMatch,
            """
            {
              "reference": "Zorb-1", "title": "Zorbulon", "donors": [{ "partner": "US" }], "visibility": "restricted"
            }
            """
        );
        var theirs = await _america.RecordAsync(secret);
        var note = $"/v1/overlaps/{PairId(ours, theirs)}/notes";
        Assert.That((await _america.SendAsync("POST", note, """{ "text": "Zorbulon" }""")).IsSuccessStatusCode);
        var admin = await ClientAsync(Role.Admin, "DE");
        var line = Compact(Body(With(secret, """{ "owner": "US", "title": "Zorbulon again" }""")));
        var imported = await admin.SendAsync("POST", "/v1/imports", line, "application/x-ndjson");
        Assert.That((int)(await imported.JsonAsync())["updated"]!, Is.EqualTo(1));
        await _america.SendAsync("DELETE", $"/v1/projects/{theirs.Id()}", null, "", ("If-Match", "*"));
        var last = await _america.RecordAsync(
            """{ "reference": "Last", "countries": ["KZ"], "donors": [{ "partner": "US" }] }"""
        );

        await UntilAsync(() => _server.Taken.Count == 2, TimeSpan.FromHours(1));
        var mail = _server.Taken[1];
        Assert.That(mail.Projects, Is.EqualTo(new[] { ours.Id(), last.Id() }));
        Assert.That($"{mail.Message.Subject}\n{mail.Text}\n{mail.Message.HtmlBody}", Does.Not.Contain("Zorb"));
        Assert.That(mail.Text, Does.Not.Contain("Import ended").And.Not.Contain("/v1/imports/"));
    }

    [Test]
    public async Task Recipient_unsubscribes_with_one_click_and_must_agree_again()
    {
        var subscription = await AgreedAsync("""{ "frequency": "at-once" }""");
        await _america.RecordAsync("""{ "reference": "0" }""");
        await UntilAsync(() => _server.Taken.Count == 2);
        var path = _server.Taken[1].PathBelow("/mail/unsubscribe/");

        var page = await (await _nobody.GetAsync(path)).Content.ReadAsStringAsync();
        Assert.That(page, Does.Contain("desk@example.org").And.Contain("<form method=\"post\">"));
        Assert.That((string?)(await GetAsync(subscription))["state"], Is.EqualTo("active"), "opening changes nothing");

        for (var click = 0; click < 2; click++)
        {
            var answer = await _nobody.SendAsync(
                "POST",
                path,
                "List-Unsubscribe=One-Click",
                "application/x-www-form-urlencoded"
            );
            Assert.That((int)answer.StatusCode, Is.EqualTo(200));
            Assert.That(await answer.Content.ReadAsStringAsync(), Does.Contain("You receive no mails"));
        }

        var ended = await GetAsync(subscription);
        Assert.That((string?)ended["state"], Is.EqualTo("disabled"));
        Assert.That((string?)ended["stateReason"], Is.EqualTo("The recipient has unsubscribed."));
        Assert.That(ended["confirmedAt"], Is.Null);

        // The owner of the subscription cannot send anything before the recipient agrees once more.
        await _america.RecordAsync("""{ "reference": "1" }""");
        await PatchAsync(subscription, """{ "state": "active" }""");
        await UntilAsync(() => _server.Taken.Count == 3);
        Assert.That(_server.Taken[2].Message.Subject, Is.EqualTo("Adam: please confirm this mailbox"));
        await AgreeAsync(_server.Taken[2]);
        await UntilAsync(() => _server.Taken.Count == 4);
        Assert.That(_server.Taken[3].Message.Subject, Is.EqualTo("Adam: Project recorded: 1 (US)"));
    }

    [Test]
    public async Task Link_acts_only_on_the_address_to_which_it_was_sent()
    {
        var subscription = await AgreedAsync("""{ "frequency": "at-once" }""");
        await _america.RecordAsync("""{ "reference": "0" }""");
        await UntilAsync(() => _server.Taken.Count == 2);
        await PatchAsync(subscription, """{ "email": "other@example.org" }""");
        foreach (var path in new[] { _server.Taken[0].PathBelow("/mail/c"), _server.Taken[1].PathBelow("/mail/u") })
        {
            foreach (var method in new[] { "GET", "POST" })
                Assert.That((int)(await _nobody.SendAsync(method, path)).StatusCode, Is.EqualTo(404), path);
        }

        await UntilAsync(() => _server.Taken.Count == 3);
        Assert.That(_server.Taken[2].Message.To.ToString(), Is.EqualTo("other@example.org"));
        Assert.That((int)(await _nobody.GetAsync("/mail/unsubscribe/unknown")).StatusCode, Is.EqualTo(404));
    }

    [Test]
    public async Task Mailbox_is_asked_three_times_in_a_week_at_most()
    {
        var subscriptions = new List<JsonObject>();
        for (var number = 0; number < 4; number++)
            subscriptions.Add(await SubscribeAsync("{}"));
        var answers = new List<string>();
        await UntilAsync(
            async () =>
            {
                answers.Clear();
                foreach (var subscription in subscriptions)
                    answers.AddRange((await ListAsync(subscription)).Select(one => $"{one!["status"]} {one["error"]}"));
                return answers.Count(answer => answer == "250 ") == 3 && answers.Count >= 4;
            },
            Moment
        );
        Assert.That(answers, Does.Contain(" The mailbox was asked often enough for the next days."));
        Assert.That(_server.Received, Has.Count.EqualTo(3));

        // Deleting subscriptions does not help to ask more often.
        foreach (var subscription in subscriptions)
        {
            var path = $"/v1/subscriptions/{subscription.Id()}";
            await _germany.SendAsync("DELETE", path, null, "", ("If-Match", "*"));
        }

        var again = await SubscribeAsync("{}");
        await DeliveriesAsync(again, count: 1, step: Moment);
        Assert.That(_server.Received, Has.Count.EqualTo(3));
    }

    [Test]
    public async Task Writes_do_not_wait_for_a_server_that_stalls()
    {
        await AgreedAsync("""{ "frequency": "at-once" }""");
        _server.Behaviour = _ => MailReply.Silence;
        await _germany.RecordAsync("""{ "reference": "0" }""");
        await UntilAsync(() => _server.Received.Count > 1);
        for (var number = 1; number < 20; number++)
            await _germany.RecordAsync($$"""{ "reference": "{{number}}" }""");
        Assert.That((await _germany.ReadAsync("/v1/changes"))["items"]!.AsArray(), Has.Count.EqualTo(20));
    }

    [Test]
    public async Task Text_of_users_adds_no_header()
    {
        await AgreedAsync("""{ "frequency": "at-once", "name": "Ours\r\nBcc: all@example.org" }""");
        await _america.RecordAsync(
            """{ "reference": "0\r\nBcc: all@example.org", "title": "A\r\nBcc: all@example.org" }"""
        );
        await UntilAsync(() => _server.Taken.Count == 2);
        Assert.That(
            _server.Taken[1].Message.Subject,
            Is.EqualTo("Adam: Project recorded: 0 Bcc: all@example.org (US)")
        );
        Assert.That(_server.Taken[1].Message.Bcc, Is.Empty);
        Assert.That(_server.Taken[1].Raw, Does.Not.Match("(?m)^Bcc:"));
    }

    [Test]
    public async Task Server_without_a_trusted_certificate_receives_nothing()
    {
        _certificates = null;
        await RestartAsync();
        var subscription = await SubscribeAsync("{}");
        var deliveries = await DeliveriesAsync(subscription, count: 1);
        Assert.That(
            (string?)deliveries[0]!["error"],
            Is.EqualTo("The certificate of the mail server is not accepted. The operator can help.")
        );
        Assert.That(_server.Received, Is.Empty);
    }

    [Test]
    public async Task Server_without_TLS_receives_nothing()
    {
        await _server.DisposeAsync();
        _server = MailServer.Start(withTls: false);
        await RestartAsync(password: null);
        var subscription = await SubscribeAsync("{}");
        var deliveries = await DeliveriesAsync(subscription, count: 1);
        Assert.That(
            (string?)deliveries[0]!["error"],
            Is.EqualTo("The mail server offers no TLS, or no sign-in. The operator can help.")
        );
        Assert.That(_server.Received, Is.Empty);
    }

    [Test]
    public async Task Wrong_password_is_told_and_retried()
    {
        await RestartAsync(password: "wrong");
        var subscription = await SubscribeAsync("{}");
        var deliveries = await DeliveriesAsync(subscription, count: 2);
        Assert.That(
            deliveries.Select(one => (string?)one!["error"]),
            Has.All.EqualTo("The mail server does not accept the user of this register. Its operator can help.")
        );
    }

    [TestCase("""{ "email": null }""", "email ADAM-1016")]
    [TestCase("""{ "email": "desk" }""", "email ADAM-1018")]
    [TestCase("""{ "email": "Desk <desk@example.org>" }""", "email ADAM-1018")]
    [TestCase("""{ "email": "desk@example.org, all@example.org" }""", "email ADAM-1018")]
    [TestCase("""{ "email": "desk@example.org\r\nBcc: all@example.org" }""", "email ADAM-1018")]
    [TestCase("""{ "url": "https://1.1.1.1/" }""", "url ADAM-1018")]
    [TestCase("""{ "frequency": "at-once", "hour": 6 }""", "hour ADAM-1018")]
    [TestCase("""{ "hour": 24 }""", "hour ADAM-1010")]
    [TestCase("""{ "frequency": "hourly" }""", "frequency ADAM-1012")]
    public async Task Faults_are_named(string changes, params string[] faults)
    {
        var answer = await _germany.SendAsync("POST", "/v1/subscriptions", With(Least, changes));
        Assert.That(await answer.FaultsAsync(), Is.EquivalentTo(faults));
    }

    [Test]
    public async Task Subscription_by_mail_has_no_key_and_keeps_its_channel()
    {
        var created = await SubscribeAsync("{}");
        Assert.That(created.ContainsKey("secret"), Is.False);
        Assert.That(created["url"], Is.Null);
        var path = $"/v1/subscriptions/{created.Id()}";
        var secret = await _germany.SendAsync("POST", $"{path}/secret", null, "", ("If-Match", "*"));
        await secret.ProblemAsync(409, "ADAM-7004");
        var other = await _germany.SendAsync(
            "PATCH",
            path,
            """{ "channel": "webhook", "email": null, "frequency": null, "hour": null, "url": "https://1.1.1.1/" }""",
            MergePatch,
            ("If-Match", "*")
        );
        Assert.That(await other.FaultsAsync(), Is.EqualTo(new[] { "channel ADAM-1018" }));
    }

    private const string Least = """
        { "name": "Ours", "channel": "email", "email": "desk@example.org", "events": ["project.recorded"] }
        """;

    private async Task RestartAsync(string? password = MailServer.Password)
    {
        if (_program is not null)
            await _program.DisposeAsync();
        if (_base is not null)
            await _base.DisposeAsync();
        _base = new TestApi(_database);
        _program = _base.WithWebHostBuilder(builder =>
        {
            builder.UseSetting("Adam:PublicUrl", "https://adam.example.org");
            builder.UseSetting("Adam:Mail:Host", "127.0.0.1");
            builder.UseSetting("Adam:Mail:Port", _server.Port.ToString(null, null));
            if (password is not null)
            {
                builder.UseSetting("Adam:Mail:User", MailServer.User);
                builder.UseSetting("Adam:Mail:Password", password);
            }

            builder.UseSetting("Adam:Mail:From", "Adam <adam@example.org>");
            builder.ConfigureTestServices(services =>
                services
                    .AddSingleton<TimeProvider>(_time)
                    .AddSingleton(provider => new MailClient(
                        provider.GetRequiredService<MailSettings>(),
                        NullLogger<MailClient>.Instance,
                        TimeSpan.FromSeconds(3),
                        _certificates
                    ))
            );
        });
        _germany = await ClientAsync(Role.Donor, "DE");
        _america = await ClientAsync(Role.Donor, "US");
        _nobody = _program.CreateClient();
    }

    private async Task<HttpClient> ClientAsync(Role role, string partner)
    {
        var client = _program.CreateClient();
        client.DefaultRequestHeaders.Authorization = new(
            "Bearer",
            await TestApi.KeyAsync(new(_database), role, partner)
        );
        return client;
    }

    private async Task<JsonObject> SubscribeAsync(string changes)
    {
        var response = await _germany.SendAsync("POST", "/v1/subscriptions", With(Least, changes));
        Assert.That((int)response.StatusCode, Is.EqualTo(201), await response.Content.ReadAsStringAsync());
        return await response.JsonAsync();
    }

    /// <summary>Creates a subscription whose recipient has agreed.</summary>
    private async Task<JsonObject> AgreedAsync(string changes)
    {
        var subscription = await SubscribeAsync(changes);
        await DeliveriesAsync(subscription, count: 1);
        await AgreeAsync(_server.Taken[0]);
        return subscription;
    }

    private async Task AgreeAsync(ReceivedMail question)
    {
        var answer = await _nobody.SendAsync("POST", question.PathBelow("/mail/confirm/"));
        Assert.That((int)answer.StatusCode, Is.EqualTo(200));
        Assert.That(await answer.Content.ReadAsStringAsync(), Does.Contain("You receive these mails"));
    }

    private Task<JsonObject> GetAsync(JsonObject subscription) =>
        _germany.ReadAsync($"/v1/subscriptions/{subscription.Id()}");

    private async Task PatchAsync(JsonObject subscription, string patch)
    {
        var path = $"/v1/subscriptions/{subscription.Id()}";
        var answer = await _germany.SendAsync("PATCH", path, patch, MergePatch, ("If-Match", "*"));
        Assert.That((int)answer.StatusCode, Is.EqualTo(200), await answer.Content.ReadAsStringAsync());
    }

    private async Task<JsonArray> ListAsync(JsonObject subscription) =>
        (await _germany.ReadAsync($"/v1/subscriptions/{subscription.Id()}/deliveries?limit=500"))["items"]!.AsArray();

    private async Task<JsonArray> DeliveriesAsync(JsonObject subscription, int count, TimeSpan? step = null)
    {
        JsonArray deliveries = [];
        await UntilAsync(async () => (deliveries = await ListAsync(subscription)).Count >= count, step);
        return deliveries;
    }

    private async Task<long> TokensAsync() =>
        (await RegisterTables.LinesAsync(_database, "SELECT Purpose FROM SubscriptionToken")).Count;

    private Task UntilAsync(Func<bool> isReached, TimeSpan? step = null) =>
        UntilAsync(() => Task.FromResult(isReached()), step);

    /// <summary>Lets time pass again and again until a state is reached.</summary>
    /// <param name="step">The time that passes at once; null for ten minutes.</param>
    private async Task UntilAsync(Func<Task<bool>> isReached, TimeSpan? step = null)
    {
        using var guard = new CancellationTokenSource(ProgramProcess.HangGuard);
        while (!await isReached())
        {
            await Task.Delay(100, guard.Token);
            _time.Advance(step ?? TimeSpan.FromMinutes(10));
        }
    }
}
