using Adam.Data.Databases;
using Adam.Data.Monitoring;
using Adam.Data.Overlaps.Matching;
using Adam.Domain.Keys;
using Adam.Tests.Cli;
using Adam.Tests.Projects;
using Adam.Tests.Sql;
using Microsoft.Extensions.DependencyInjection;

namespace Adam.Tests.Monitoring;

[NonParallelizable]
public sealed class TelemetryTests(string engine) : RegisterTests(engine)
{
    private const string File = """
        <iati-activities version="2.03"><iati-activity xml:lang="en" default-currency="EUR">
        <iati-identifier>DE-1-7</iati-identifier>
        <reporting-org ref="DE-1" type="10"><narrative>Reporter</narrative></reporting-org>
        <title><narrative>Counter-narcotics training</narrative></title>
        <participating-org role="1" ref="DE-1"><narrative>Federal Foreign Office</narrative></participating-org>
        <activity-status code="2"/><activity-date type="2" iso-date="2020-01-01"/>
        <recipient-country code="TJ"/><sector code="16063"/></iati-activity><iati-activity/></iati-activities>
        """;

    private MonitoredApi _api = null!;

    [SetUp]
    public void Start() => _api = new(TestApi.Over(Register.Database));

    [TearDown]
    public async Task Stop() => await _api.DisposeAsync();

    [Test]
    public async Task Work_is_measured_under_the_names_that_operators_know()
    {
        await WorkAsync();
        var measured = _api.Measure();
        double Sum(string name, params (string Name, string Value)[] tags) =>
            measured
                .Where(point =>
                    point.Name == name && tags.All(tag => point.Tags.GetValueOrDefault(tag.Name) == tag.Value)
                )
                .Sum(point => point.Value);
        Assert.Multiple(() =>
        {
            Assert.That(
                Sum(
                    "http.server.request.duration",
                    ("http.route", "/v1/projects"),
                    ("http.request.method", "POST"),
                    ("http.response.status_code", "201")
                ),
                Is.EqualTo(2)
            );
            Assert.That(Sum("adam.import.records", ("adam.import.outcome", "created")), Is.EqualTo(1));
            Assert.That(Sum("adam.import.records", ("adam.import.outcome", "rejected")), Is.EqualTo(1));
            Assert.That(Sum("adam.overlaps.found"), Is.EqualTo(1));
            Assert.That(Sum("adam.overlaps.scored", ("adam.occasion", "write")), Is.GreaterThanOrEqualTo(1));
            Assert.That(Sum("adam.overlaps.scored", ("adam.occasion", "rebuild")), Is.GreaterThanOrEqualTo(1));
            Assert.That(Sum("adam.overlaps.rebuild.duration"), Is.EqualTo(1));
            Assert.That(Sum("adam.register.wait.duration"), Is.GreaterThanOrEqualTo(4));
            Assert.That(
                Sum("db.client.operation.duration", ("db.query.summary", "COMMIT"), ("db.system.name", System)),
                Is.GreaterThanOrEqualTo(4)
            );
            Assert.That(Sum("adam.database.retries"), Is.Zero);
        });
        Telemetry.DatabaseRetries.Add(1);
        Assert.That(
            _api.Measure().Where(point => point.Name == "adam.database.retries").Sum(point => point.Value),
            Is.EqualTo(1)
        );
    }

    [Test]
    public async Task Calls_of_the_database_are_spans_of_their_request_named_by_queries_of_the_catalogue()
    {
        await WorkAsync();
        var known = QueryCatalogue
            .All(Register.Database)
            .Select(query => query.Name.Split('(')[0])
            .Append("COMMIT")
            .ToHashSet();
        var calls = _api.Spans.Where(span => span.Source.Name == Telemetry.Name).ToList();
        Assert.That(calls.Select(call => call.DisplayName).Where(name => !known.Contains(name)).Distinct(), Is.Empty);
        Assert.That(calls.Select(call => call.GetTagItem("db.system.name")).Distinct(), Is.EqualTo(new[] { System }));

        var request = _api.Spans.First(span => span.DisplayName == "GET /v1/overlaps");
        Assert.That(
            calls.Where(call => call.ParentSpanId == request.SpanId).Select(call => call.DisplayName),
            Does.Contain("ReportQuery.Page")
        );
        Assert.That(request.GetTagItem("http.route"), Is.EqualTo("/v1/overlaps"));
    }

    [Test]
    public async Task Call_that_fails_is_told_by_its_kind_and_number_and_nothing_that_the_database_says()
    {
        await using (var session = await Register.Database.InWriteTransactionAsync(default))
        {
            _ = _api.Services; // Starts the listeners.
            var secret = new Faulty.Secret("Nobody's name");
            Assert.That(async () => await session.QueryAsync(Faulty.Sql, secret, default), Throws.Exception);
            Assert.That(() => session.Read(Faulty.Sql, secret, default).ToList(), Throws.Exception);
        }

        var calls = _api.Spans.Where(span => span.DisplayName == "Faulty.Sql").ToList();
        Assert.That(
            calls
                .Select(call =>
                    $"{call.Status} {call.StatusDescription} {call.GetTagItem("error.type")} {call.Events.Count()}"
                )
                .Distinct(),
            Is.EqualTo(
                new[]
                {
                    EngineName == "sqlite"
                        ? "Error  Microsoft.Data.Sqlite.SqliteException 0"
                        : "Error  Microsoft.Data.SqlClient.SqlException 0",
                }
            )
        );
        Assert.That(calls.Select(call => call.GetTagItem("db.response.status_code")), Has.Exactly(2).Not.Null);
        Assert.That(
            _api.Measure()
                .Where(point =>
                    point.Tags.GetValueOrDefault("db.query.summary") == "Faulty.Sql"
                    && point.Tags.ContainsKey("error.type")
                )
                .Sum(point => point.Value),
            Is.EqualTo(2)
        );
    }

    [Test]
    public async Task Without_a_receiver_nothing_listens()
    {
        await TestApi.Over(Register.Database).ClientAsync(Role.Viewer);
        // A program of an earlier test releases its listeners asynchronously after it has stopped.
        Assert.That(
            () => Telemetry.Source.HasListeners() || Telemetry.DatabaseCalls.Enabled || Telemetry.OverlapsFound.Enabled,
            Is.False.After((int)ProgramProcess.HangGuard.TotalMilliseconds, 50)
        );
    }

    private string System => EngineName == "sqlite" ? "sqlite" : "microsoft.sql_server";

    /// <summary>Sends one request of each kind, both reads and writes.</summary>
    private async Task WorkAsync()
    {
        var (admin, germany, us, analyst) = (
            await _api.ClientAsync(Role.Admin),
            await _api.ClientAsync(Role.Donor, "DE"),
            await _api.ClientAsync(Role.Donor, "US"),
            await _api.ClientAsync(Role.Analyst)
        );
        var one = await germany.RecordAsync(ProjectHttp.StrongMatch);
        var other = await us.RecordAsync(
            ProjectHttp.With(
                ProjectHttp.StrongMatch,
                """{ "donors": [{ "partner": "US", "name": "Department of State", "amount": 5, "currency": "USD" }] }"""
            )
        );
        var pair = string.Join('_', new[] { (string)one["id"]!, (string)other["id"]! }.Order(StringComparer.Ordinal));

        await _api.Services.GetRequiredService<OverlapRebuild>().RunAsync(null, default);
        foreach (
            var path in (string[])
                [
                    "/v1/projects?q=border&country=TJ&count=true",
                    "/v1/overlaps",
                    "/v1/overlaps?sort=start&count=true&country=TJ&pillar=regional-initiatives",
                    "/v1/overlaps/clusters",
                    "/v1/overlaps/summary?by=country,pillar",
                    $"/v1/overlaps/{pair}",
                    $"/v1/overlaps/{pair}/verdicts",
                    "/v1/presence?by=country,pillar",
                    "/v1/partners",
                    "/v1/partners/DE",
                    "/v1/keys?partner=DE",
                    "/v1/keys",
                    $"/v1/projects/{(string)one["id"]!}",
                    "/health/ready",
                ]
        )
            await admin.ReadAsync(path);

        Assert.That(
            (int)
                (
                    await analyst.SendAsync(
                        "PUT",
                        $"/v1/overlaps/{pair}/verdict",
                        """{ "verdict": "duplicate" }""",
                        headers: ("If-Match", "*")
                    )
                ).StatusCode,
            Is.EqualTo(200)
        );
        Assert.That(
            (int)
                (
                    await germany.SendAsync(
                        "POST",
                        "/v1/projects/check",
                        ProjectHttp.Body("""{ "reference": "R-9" }""")
                    )
                ).StatusCode,
            Is.EqualTo(200)
        );
        Assert.That(
            (int)(await germany.SendAsync("POST", "/v1/imports?dryRun=true", File, "application/xml")).StatusCode,
            Is.EqualTo(200)
        );
        Assert.That(
            (int)(await germany.SendAsync("POST", "/v1/imports", File, "application/xml")).StatusCode,
            Is.EqualTo(200)
        );
        Assert.That(
            (int)
                (
                    await us.SendAsync(
                        "PATCH",
                        $"/v1/projects/{(string)other["id"]!}",
                        """{ "title": "Training for guards" }""",
                        ProjectHttp.MergePatch,
                        ("If-Match", "*")
                    )
                ).StatusCode,
            Is.EqualTo(200)
        );
        Assert.That(
            (int)
                (
                    await us.SendAsync("DELETE", $"/v1/projects/{(string)other["id"]!}", headers: ("If-Match", "*"))
                ).StatusCode,
            Is.EqualTo(204)
        );
    }

    private static class Faulty
    {
        public static readonly SqlQuery<Secret, int> Sql = new(
            new StatementSet(nameof(Faulty)),
            $"SELECT Nothing FROM NoSuchTable WHERE Nothing = @Text"
        );

        public sealed record Secret(string Text);
    }
}
