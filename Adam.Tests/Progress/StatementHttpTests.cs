using System.Text.Json.Nodes;
using Adam.Domain.Keys;
using Adam.Tests.Documents;
using Adam.Tests.Measures;
using Adam.Tests.Projects;
using static Adam.Tests.Documents.DocumentHttp;
using static Adam.Tests.Progress.ProgressHttp;
using static Adam.Tests.Projects.ProjectHttp;

namespace Adam.Tests.Progress;

/// <summary>Statements and assessments as a resource that is only added to.</summary>
public sealed class StatementHttpTests(string engine) : RegisterTests(engine)
{
    private HttpClient _analyst = null!;
    private HttpClient _germany = null!;
    private HttpClient _viewer = null!;

    private TestApi Api => TestApi.Over(Register.Database);

    [SetUp]
    public async Task RecordMeasure()
    {
        (_analyst, _germany) = (await Api.ClientAsync(Role.Analyst), await Api.ClientAsync(Role.Donor, "DE"));
        _viewer = await Api.ClientAsync(Role.Viewer, "OSCE");
        await _analyst.MeasureAsync();
    }

    [Test]
    public async Task Recorded_statement_is_returned_in_canonical_form_and_listed()
    {
        var project = await _germany.TesterAsync();
        var response = await _germany.SendAsync(
            "POST",
            "/v1/measures/m-1/statements",
            $$"""
            {
              "asOf": "2025-12-31", "stage": "substantial", "text": " Two  posts\r\nhave kits. ",
              "projects": ["{{project.Id()}}"], "documents": [" https://example.org/a.pdf "]
            }
            """
        );
        var created = await response.JsonAsync();
        Assert.That((int)response.StatusCode, Is.EqualTo(201), created.Text());
        Assert.That(response.Headers.Location?.ToString(), Is.EqualTo("/v1/measures/M-1/statements"));
        var statement = $$"""
            {
              "id": "{{created.Id()}}", "measure": "M-1", "type": "statement", "partner": "DE", "asOf": "2025-12-31",
              "stage": "substantial", "text": "Two posts\nhave kits.", "projects": ["{{project.Id()}}"],
              "documents": ["https://example.org/a.pdf"], "writtenBy": "Test Donor",
              "writtenAt": "{{created["writtenAt"]}}"
            }
            """;
        Assert.That(created.Text(), Is.EqualTo(Compact(With(statement, """{ "warnings": [] }"""))));
        Assert.That(
            (await _viewer.ReadAsync("/v1/measures/M-1/statements?count=true")).Text(),
            Is.EqualTo(Compact($$"""{ "items": [{{statement}}], "nextCursor": null, "total": 1 }"""))
        );
    }

    [TestCase(Role.Donor, "statement")]
    [TestCase(Role.Analyst, "assessment")]
    [TestCase(Role.Admin, "assessment")]
    public async Task Type_is_that_of_the_role_and_partner_that_of_the_key(Role role, string type)
    {
        var created = await (await Api.ClientAsync(role, "FR")).StateAsync("M-1");
        Assert.That($"{created["type"]} {created["partner"]}", Is.EqualTo($"{type} FR"));
    }

    [Test]
    public async Task Every_error_is_reported_at_once()
    {
        var withdrawn = await _germany.TesterAsync("""{ "reference": "P-2" }""");
        await _germany.SendAsync("DELETE", $"/v1/projects/{withdrawn.Id()}", null, "", ("If-Match", "*"));
        var known = await _germany.TesterAsync();
        var unknown = Guid.NewGuid();
        var response = await _germany.SendAsync(
            "POST",
            "/v1/measures/M-1/statements",
            $$"""
            {
              "asOf": "2999-01-01", "stage": "done", "text": " ! ", "partner": "FR",
              "projects": ["{{unknown}}", "{{withdrawn.Id()}}", "{{known.Id()}}", "{{known.Id()}}"],
              "documents": ["plan.pdf", "ftp://example.org/a", "https://example.org/a", "https://example.org/a"]
            }
            """
        );
        Assert.That(
            await response.FaultsAsync(),
            Is.EquivalentTo(
                new[]
                {
                    "stage ADAM-1012",
                    "partner ADAM-1004",
                    "text ADAM-1018",
                    "asOf ADAM-1010",
                    "projects[0] ADAM-1012",
                    "projects[1] ADAM-1012",
                    "projects[3] ADAM-1018",
                    "documents[0] ADAM-1012",
                    "documents[1] ADAM-1018",
                    "documents[3] ADAM-1018",
                }
            )
        );
        Assert.That((await _viewer.ReadAsync("/v1/measures/M-1/statements"))["items"]!.AsArray(), Is.Empty);

        var missing = await _germany.SendAsync("POST", "/v1/measures/M-1/statements", "{}");
        Assert.That(
            await missing.FaultsAsync(),
            Is.EquivalentTo(new[] { "asOf ADAM-1016", "stage ADAM-1016", "text ADAM-1016" })
        );
    }

    [Test]
    public async Task Claim_without_evidence_and_a_project_that_does_not_count_are_warnings()
    {
        var other = await _germany.RecordAsync("""{ "reference": "P-9", "countries": ["AF"] }""");
        var created = await _germany.StateAsync("M-1", $$"""{ "stage": "complete", "projects": ["{{other.Id()}}"] }""");
        Assert.That(
            created["warnings"]!.AsArray().Select(warning => $"{warning!["name"]} {warning["code"]}"),
            Is.EqualTo(new[] { "stage ADAM-6061", "projects[0] ADAM-6062" })
        );
        var assessment = await _analyst.StateAsync("M-1", """{ "stage": "complete" }""");
        Assert.That(assessment["warnings"]!.AsArray(), Is.Empty);
    }

    [Test]
    public async Task Measure_that_is_unknown_or_withdrawn_takes_no_statement_and_keeps_those_it_has()
    {
        await _germany.StateAsync("M-1");
        var unknown = await _germany.SendAsync("POST", "/v1/measures/M-9/statements", Statement());
        await unknown.ProblemAsync(404, "ADAM-6038");
        await (await _viewer.GetAsync("/v1/measures/M-9/statements")).ProblemAsync(404, "ADAM-6038");
        await (await _viewer.GetAsync("/v1/measures/M-9/progress")).ProblemAsync(404, "ADAM-6038");

        await _analyst.SendAsync("DELETE", "/v1/measures/M-1", null, "", ("If-Match", "*"));
        var gone = await _germany.SendAsync("POST", "/v1/measures/M-1/statements", Statement());
        await gone.ProblemAsync(410, "ADAM-6040");
        await (await _viewer.GetAsync("/v1/measures/M-1/progress")).ProblemAsync(410, "ADAM-6040");
        Assert.That((await _viewer.ReadAsync("/v1/measures/M-1/statements"))["items"]!.AsArray(), Has.Count.EqualTo(1));
    }

    [Test]
    public async Task Statement_is_written_once_for_a_key_of_idempotency()
    {
        var answers = new List<string>();
        for (var time = 0; time < 2; time++)
        {
            var response = await _germany.SendAsync(
                "POST",
                "/v1/measures/M-1/statements",
                Statement("""{ "stage": "complete" }"""),
                headers: ("Idempotency-Key", "s-1")
            );
            Assert.That((int)response.StatusCode, Is.EqualTo(201));
            Assert.That(response.Headers.Location?.ToString(), Is.EqualTo("/v1/measures/M-1/statements"));
            answers.Add(await response.Content.ReadAsStringAsync());
        }

        Assert.That(answers[1], Is.EqualTo(answers[0]).And.Contain("ADAM-6061"));
        Assert.That(
            (await _viewer.ReadAsync("/v1/measures/M-1/statements?count=true"))["total"]!.GetValue<int>(),
            Is.EqualTo(1)
        );
    }

    [TestCase("", "1 2 3 4")]
    [TestCase("type=assessment", "4")]
    [TestCase("partner=Germany", "1 3")]
    [TestCase("partner=DE&partner=FR", "1 2 3")]
    [TestCase("stage=limited&type=statement", "1 2")]
    [TestCase("from=2025-02-01", "2 3 4")]
    [TestCase("from=2025-02-01&until=2025-03-01", "2 3")]
    [TestCase("stage=complete&until=2025-01-31", "")]
    public async Task Filter_returns_the_statements_that_match_it_in_pages_and_as_a_table(string query, string texts)
    {
        var france = await Api.ClientAsync(Role.Donor, "FR");
        await _germany.StateAsync("M-1", """{ "text": "1", "asOf": "2025-01-01" }""");
        await france.StateAsync("M-1", """{ "text": "2", "asOf": "2025-02-01" }""");
        await _germany.StateAsync("M-1", """{ "text": "3", "asOf": "2025-03-01", "stage": "complete" }""");
        await _analyst.StateAsync("M-1", """{ "text": "4", "asOf": "2025-04-01" }""");
        var path = $"/v1/measures/M-1/statements?limit=2&{query}";
        Assert.That(
            (await _viewer.PagesAsync(path)).SelectMany(page => page.Each("text")),
            Is.EqualTo(texts.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        );
        var table = await _viewer.GetStringAsync($"/v1/measures/M-1/statements?format=csv&bom=false&{query}");
        Assert.That(
            table.Split("\r\n", StringSplitOptions.RemoveEmptyEntries),
            Has.Length.EqualTo(1 + texts.Split(' ', StringSplitOptions.RemoveEmptyEntries).Length)
        );
        Assert.That(table, Does.StartWith("measure,type,partner,asOf,stage,text,projects,documents,writtenBy,"));
    }

    [Test]
    public async Task Wrong_filters_are_reported_at_once() =>
        Assert.That(
            await (
                await _viewer.GetAsync(
                    "/v1/measures/M-1/statements?partner=Frankonia&from=2025-02-01&until=2025-01-01&stage=done&x=1"
                )
            ).FaultsAsync(),
            Is.EquivalentTo(new[] { "stage ADAM-1012", "x ADAM-1001", "partner ADAM-1012", "until ADAM-3005" })
        );

    /// <summary>A claim without evidence is marked; a counted project of the partner removes the mark.</summary>
    [TestCase("{}", false)]
    [TestCase("""{ "plannedStart": "2025-12-31" }""", false)]
    [TestCase("""{ "plannedStart": "2026-01-01" }""", true)]
    [TestCase("""{ "status": "pipeline" }""", true)]
    [TestCase("""{ "status": "suspended" }""", true)]
    [TestCase("""{ "status": "cancelled" }""", true)]
    [TestCase("""{ "countries": ["AF"] }""", true)]
    [TestCase("""{ "title": "Tests of chemicals" }""", true)]
    [TestCase("""{ "title": "Tests of chemicals", "declaredMeasures": ["M-1"] }""", false)]
    [TestCase("""{ "plannedStart": "2010-01-01", "plannedEnd": "2011-12-31", "status": "closed" }""", false)]
    public async Task Claim_is_unsupported_until_a_project_of_the_partner_counts(string project, bool isUnsupported)
    {
        await _germany.StateAsync("M-1", """{ "stage": "complete" }""");
        Assert.That(await _viewer.StatedAsync("M-1"), Is.EqualTo(new[] { "DE complete unsupported" }));
        await _germany.TesterAsync(project);
        Assert.That(
            await _viewer.StatedAsync("M-1"),
            Is.EqualTo(new[] { $"DE complete{(isUnsupported ? " unsupported" : "")}" })
        );
    }

    [TestCase("no-information", false)]
    [TestCase("not-started", false)]
    [TestCase("limited", false)]
    [TestCase("substantial", true)]
    [TestCase("complete", true)]
    [TestCase("no-longer-applicable", false)]
    public async Task Stages_that_need_evidence_are_substantial_and_complete(string stage, bool isClaim)
    {
        await _germany.StateAsync("M-1", $$"""{ "stage": "{{stage}}" }""");
        Assert.That((bool)(await _viewer.ProgressAsync("M-1"))["unsupported"]!, Is.EqualTo(isClaim));
    }

    [Test]
    public async Task Project_of_another_supports_a_claim_only_if_it_is_named_and_a_verdict_takes_it_away()
    {
        var france = await Api.ClientAsync(Role.Donor, "FR");
        var project = await france.TesterAsync("""{ "donors": [{ "partner": "FR" }] }""");
        await _germany.StateAsync("M-1", """{ "stage": "complete" }""");
        Assert.That(await _viewer.StatedAsync("M-1"), Is.EqualTo(new[] { "DE complete unsupported" }));
        await _germany.StateAsync("M-1", $$"""{ "stage": "complete", "projects": ["{{project.Id()}}"] }""");
        Assert.That(await _viewer.StatedAsync("M-1"), Is.EqualTo(new[] { "DE complete" }));
        await _analyst.JudgeAsync("M-1", project.Id(), "rejected");
        Assert.That(await _viewer.StatedAsync("M-1"), Is.EqualTo(new[] { "DE complete unsupported" }));
        await _germany.StateAsync("M-1", """{ "stage": "complete", "documents": ["https://example.org/a"] }""");
        Assert.That(await _viewer.StatedAsync("M-1"), Is.EqualTo(new[] { "DE complete" }));
    }

    [Test]
    public async Task Statement_names_documents_of_the_register_by_their_references()
    {
        await _analyst.AddDocumentAsync(Document());
        await _analyst.AddDocumentAsync(Document("""{ "reference": "D-2" }"""));
        await _analyst.SendAsync("DELETE", "/v1/documents/D-2", null, "", ("If-Match", "*"));
        var stated = await _germany.StateAsync("M-1", """{ "documents": ["d-1", "https://example.org/a"] }""");
        Assert.That(stated["documents"]!.Text(), Is.EqualTo("""["D-1","https://example.org/a"]"""));
        var refused = await _germany.SendAsync(
            "POST",
            "/v1/measures/M-1/statements",
            """
            {
              "asOf": "2025-12-31", "stage": "limited", "text": "Begun.",
              "documents": ["D-2", "D-3", "D-1", "d-1", "D 1"]
            }
            """
        );
        Assert.That(
            await refused.FaultsAsync(),
            Is.EquivalentTo(
                new[]
                {
                    "documents[0] ADAM-1012",
                    "documents[1] ADAM-1012",
                    "documents[3] ADAM-1018",
                    "documents[4] ADAM-1018",
                }
            )
        );
    }

    [Test]
    public async Task Progress_has_three_parts_that_are_not_mixed()
    {
        await _germany.TesterAsync();
        await _germany.StateAsync("M-1", """{ "asOf": "2025-12-01", "stage": "substantial" }""");
        var assessed = await _analyst.StateAsync("M-1", """{ "asOf": "2025-12-21", "stage": "limited" }""");
        var progress = await _viewer.ProgressAsync("M-1", "asOf=2025-12-31");
        var stated = (JsonObject)progress["stated"]![0]!;
        Assert.That($"{stated["partner"]} {stated["ageDays"]} {stated["unsupported"]}", Is.EqualTo("DE 30 false"));
        Assert.That(
            (progress["assessed"]!["id"]!.Text(), (int)progress["assessed"]!["ageDays"]!),
            Is.EqualTo((assessed["id"]!.Text(), 10))
        );
        Assert.That(
            progress["found"]!.Text(),
            Is.EqualTo(
                Compact(
                    """
                    { "cells": 2, "covered": 1, "planned": 0, "ended": 0, "gap": 1, "projects": 1, "partners": 1 }
                    """
                )
            )
        );
        Assert.That($"{progress["measure"]} {progress["asOf"]}", Is.EqualTo("M-1 2025-12-31"));

        // On an earlier day, only what was about it or an earlier one.
        Assert.That(await _viewer.StatedAsync("M-1", "asOf=2025-11-30"), Is.Empty);
        Assert.That((await _viewer.ProgressAsync("M-1", "asOf=2025-12-20"))["assessed"], Is.Null);

        var read = await _viewer.GetAsync("/v1/measures/M-1/progress?asOf=2025-12-31");
        var again = await _viewer.SendAsync(
            "GET",
            "/v1/measures/M-1/progress?asOf=2025-12-31",
            headers: ("If-None-Match", read.Headers.ETag!.ToString())
        );
        Assert.That((int)again.StatusCode, Is.EqualTo(304));
        await _germany.StateAsync("M-1", """{ "asOf": "2025-12-02" }""");
        again = await _viewer.SendAsync(
            "GET",
            "/v1/measures/M-1/progress?asOf=2025-12-31",
            headers: ("If-None-Match", read.Headers.ETag!.ToString())
        );
        Assert.That((int)again.StatusCode, Is.EqualTo(200));
    }

    /// <summary>
    /// A restricted project supports the claims of its owner for those who do not see it, whether or not it counts: the
    /// mark tells what gaps tell.
    /// </summary>
    [Test]
    public async Task Restricted_project_does_not_show_through_the_mark()
    {
        var france = await Api.ClientAsync(Role.Donor, "FR");
        var secret = await _germany.TesterAsync(
            """{ "title": "Tests of chemicals", "visibility": "restricted", "plannedStart": "2099-01-01" }"""
        );
        await _germany.StateAsync("M-1", $$"""{ "stage": "complete", "projects": ["{{secret.Id()}}"] }""");
        await france.StateAsync("M-1", """{ "stage": "complete" }""");

        // The owner and analysts see that it does not count.
        foreach (var client in new[] { _germany, _analyst })
        {
            Assert.That(
                await client.StatedAsync("M-1"),
                Is.EqualTo(new[] { "DE complete unsupported", "FR complete unsupported" })
            );
            Assert.That((await client.ReadAsync("/v1/measures/M-1/statements")).Text(), Does.Contain(secret.Id()));
        }

        foreach (var client in new[] { _viewer, france })
        {
            Assert.That(
                await client.StatedAsync("M-1"),
                Is.EqualTo(new[] { "DE complete", "FR complete unsupported" })
            );
            var progress = await client.ProgressAsync("M-1");
            Assert.That(progress["restricted"]!.AsArray(), Has.Count.EqualTo(1));
            Assert.That(progress["found"]!["covered"]!.GetValue<int>(), Is.EqualTo(1));
            Assert.That(progress["found"]!["projects"]!.GetValue<int>(), Is.Zero);
            var list = await client.ReadAsync("/v1/measures/M-1/statements");
            Assert.That(progress.Text() + list.Text(), Does.Not.Contain(secret.Id()));
        }

        // Nor can another partner name it to learn whether it is there.
        var named = await france.SendAsync(
            "POST",
            "/v1/measures/M-1/statements",
            Statement($$"""{ "projects": ["{{secret.Id()}}"] }""")
        );
        Assert.That(await named.FaultsAsync(), Is.EqualTo(new[] { "projects[0] ADAM-1012" }));
    }
}
