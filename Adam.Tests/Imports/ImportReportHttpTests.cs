using System.Net.Http.Headers;
using System.Text;
using Adam.Domain.Keys;
using Adam.Tests.Projects;

namespace Adam.Tests.Imports;

/// <summary>The report of an import as a table, and the rejected rows to mend.</summary>
public sealed class ImportReportHttpTests(string engine) : RegisterTests(engine)
{
    private const string Table =
        "reference;title;country;pillar;donor;amount;currency;status;plannedStart;note\n"
        + "R-1;Course;TJ;precursors;DE;1.234,50;EUR;implementation;31/12/2020;\n"
        + "R-2;=1+1;XX;precursors;DE;2.000,50;EUR;running;03/04/2021;\"a; b\"\n"
        + "R-3;Course;UZ;precursors;DE;1;EUR;implementation;05/06/2021;\n";

    private HttpClient _germany = null!;

    [SetUp]
    public async Task GetKey() => _germany = await TestApi.Over(Register.Database).ClientAsync(Role.Donor, "DE");

    [Test]
    public async Task Rejected_rows_say_what_to_mend_and_go_in_when_mended()
    {
        using var response = await PostAsync(Table, "?format=rejected");
        Assert.That((int)response.StatusCode, Is.EqualTo(200));
        Assert.That(
            response.Content.Headers.ContentDisposition!.ToString(),
            Is.EqualTo("attachment; filename=adam-rejected-rows.csv")
        );
        var rejected = await response.Content.ReadAsStringAsync();
        Assert.That(
            rejected,
            Is.EqualTo(
                "reference,title,country,pillar,donor,amount,currency,status,plannedStart,note,errors\r\n"
                    + "R-2,'=1+1,XX,precursors,DE,2000.50,EUR,running,2021-04-03,a; b,"
                    + "\"countries: 'XX' is no code of countries. The codes are listed at /v1/codelists/countries.\n"
                    + "status: 'running' is no code of statuses. Known are pipeline, implementation, finalisation, "
                    + "closed, cancelled, suspended.\"\r\n"
            )
        );

        var mended = rejected
            .Replace(",XX,", ",TJ,", StringComparison.Ordinal)
            .Replace(",running,", ",implementation,", StringComparison.Ordinal);
        using var again = await PostAsync(mended, "");
        var report = await again.JsonAsync();
        Assert.That((int)report["created"]!, Is.EqualTo(1), report.Text());
        // The column note is not known; errors is.
        Assert.That(
            report["items"]![0]!["warnings"]!.AsArray().Select(warning => $"{warning!["name"]} {warning["code"]}"),
            Is.EqualTo(new[] { "J1 ADAM-6017" })
        );
    }

    [Test]
    public async Task Table_without_rejected_rows_returns_headings_alone()
    {
        using var response = await PostAsync("reference,title\n", "?format=rejected&dryRun=true");
        Assert.That(await response.Content.ReadAsStringAsync(), Is.EqualTo("reference,title,errors\r\n"));
    }

    [Test]
    public async Task Report_is_a_table_of_errors_and_warnings()
    {
        foreach (var accept in (string[])["?format=csv&dryRun=true", "?dryRun=true"])
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, $"/v1/imports{accept}")
            {
                Content = Body(Table),
            };
            if (!accept.Contains("format", StringComparison.Ordinal))
                request.Headers.Accept.ParseAdd("text/csv");
            using var response = await _germany.SendAsync(request);
            var lines = (await response.Content.ReadAsStringAsync()).TrimEnd().Split("\r\n");
            Assert.That(lines[0], Is.EqualTo("number,line,identifier,outcome,project,kind,name,code,reason"));
            Assert.That(
                lines[1..].Select(line => string.Join(',', line.Split(',').Take(8))),
                Is.EqualTo(
                    new[]
                    {
                        "1,2,R-1,created,,warning,J1,ADAM-6017",
                        "2,3,R-2,rejected,,error,C3 countries,ADAM-1012",
                        "2,3,R-2,rejected,,error,H3 status,ADAM-1012",
                        "3,4,R-3,created,,,,",
                    }
                )
            );
        }
    }

    [Test]
    public async Task Rejected_rows_are_those_of_tables()
    {
        var body = new StringContent("[]");
        body.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        using var response = await _germany.PostAsync("/v1/imports?format=rejected", body);
        Assert.That(await response.FaultsAsync(), Is.EqualTo(new[] { "format ADAM-1018" }));
    }

    [Test]
    public async Task Rows_are_those_of_all_records_and_read_as_the_file_does()
    {
        using var response = await PostAsync(Table, "?format=rows&dryRun=true");
        var rows = await response.Content.ReadAsStringAsync();
        Assert.That(
            rows,
            Does.StartWith(
                "reference,title,country,pillar,donor,amount,currency,status,plannedStart,note,errors\r\n"
                    + "R-1,Course,TJ,precursors,DE,1234.50,EUR,implementation,2020-12-31,,\r\n"
                    + "R-2,'=1+1,XX,precursors,DE,2000.50,EUR,running,2021-04-03,a; b,\"countries: "
            )
        );
        Assert.That(rows, Does.EndWith("R-3,Course,UZ,precursors,DE,1.00,EUR,implementation,2021-06-05,,\r\n"));
        using var again = await PostAsync(rows, "");
        var report = await again.JsonAsync();
        Assert.That(
            report["items"]!.AsArray().Select(item => $"{item!["identifier"]} {item["outcome"]}"),
            Is.EqualTo(new[] { "R-1 created", "R-2 rejected", "R-3 created" })
        );

        using var kept = await _germany.GetAsync($"/v1/imports/{report["id"]}/report?format=rows");
        Assert.That((int)kept.StatusCode, Is.EqualTo(400));
    }

    private Task<HttpResponseMessage> PostAsync(string table, string query) =>
        _germany.PostAsync($"/v1/imports{query}", Body(table));

    private static ByteArrayContent Body(string table) =>
        new(Encoding.UTF8.GetBytes(table)) { Headers = { ContentType = new MediaTypeHeaderValue("text/csv") } };
}
