using System.IO.Compression;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using Adam.Domain.Keys;
using Adam.Tests.Projects;

namespace Adam.Tests.Imports;

/// <summary>A file comes as the body, in a form, or compressed, and each way has the same result.</summary>
public sealed class UploadHttpTests(string engine) : RegisterTests(engine)
{
    private const string Path = "/v1/imports";
    private const string Json = "application/json";
    private const string Table =
        "reference,title,country,pillar,donor,status,plannedStart\n"
        + "R-1,Course,TJ,precursors,DE,implementation,2020-01-01\n";

    private HttpClient _germany = null!;

    [SetUp]
    public async Task GetKey() => _germany = await TestApi.Over(Register.Database).ClientAsync(Role.Donor, "DE");

    [Test]
    public async Task Page_of_projects_goes_in_as_it_came_out()
    {
        foreach (var reference in (string[])["R-1", "R-2"])
            await _germany.RecordAsync($$"""{ "reference": "{{reference}}" }""");
        var page = await _germany.GetStringAsync("/v1/projects?count=true");
        Assert.That(Outcomes(await SendAsync(Body(page, Json))), Is.EqualTo("R-1 unchanged, R-2 unchanged"));
        var list = JsonNode.Parse(page)!["items"]!.ToJsonString();
        Assert.That(Outcomes(await SendAsync(Body(list, Json))), Is.EqualTo("R-1 unchanged, R-2 unchanged"));
    }

    [Test]
    public async Task Errors_of_an_item_name_its_members_and_others_are_taken()
    {
        const string List = """
            [
              { "reference": "R-1", "titel": "x" }, 5,
              { "reference": "R-2", "title": "Course", "pillars": ["precursors"], "countries": ["TJ"],
                "donors": [{ "partner": "DE" }], "status": "implementation", "plannedStart": "2020-01-01" }
            ]
            """;
        var report = await SendAsync(Body(List, Json));
        Assert.That(Outcomes(report), Is.EqualTo("R-1 rejected,  rejected, R-2 created"));
        Assert.That(
            report["items"]!.AsArray().Select(item => $"{item!["line"]}:{item["column"]}"),
            Is.EqualTo(new[] { "2:3", "2:41", "3:3" })
        );
        Assert.That(
            (string?)report["items"]![1]!["errors"]![0]!["reason"],
            Is.EqualTo("The item must be a JSON object, not the number 5.")
        );

        var problem = await (await PostAsync(Body(List, Json), "?atomic=true")).ProblemAsync(400, "ADAM-6013");
        Assert.That(
            problem["errors"]!.AsArray().Select(error => (string?)error!["name"]),
            Does.Contain("[0].titel").And.Contain("[1]")
        );
    }

    [Test]
    public async Task Damaged_list_changes_nothing()
    {
        const string Item =
            """{ "reference": "R-1", "title": "Course", "pillars": ["precursors"], "countries": ["TJ"], """
            + """ "donors": [{ "partner": "DE" }], "status": "implementation", "plannedStart": "2020-01-01" }""";
        var problem = await (await PostAsync(Body($"[{Item},\n{{", Json))).ProblemAsync(400, "ADAM-6020");
        Assert.That(
            (string?)problem["detail"],
            Is.EqualTo(
                "Line 2, column 2, after 1 whole record: The file is no JSON (RFC 8259). If it ends here, it was cut. "
                    + "Nothing was imported."
            )
        );
        Assert.That((await _germany.ReadAsync("/v1/projects"))["items"]!.AsArray(), Is.Empty);
    }

    [Test]
    public async Task Form_states_the_format_by_the_name_of_the_file()
    {
        Assert.That(Outcomes(await SendAsync(Form(Table, "Проекты.CSV", null))), Is.EqualTo("R-1 created"));
        Assert.That(Outcomes(await SendAsync(Form(Table, "projects.txt", "text/csv"))), Is.EqualTo("R-1 unchanged"));
        Assert.That(Outcomes(await SendAsync(Form(Gzip(Table), "a.csv.gz", null))), Is.EqualTo("R-1 unchanged"));
    }

    [Test]
    public async Task Compressed_body_is_unpacked()
    {
        var declared = Body(Gzip(Table), "text/csv");
        declared.Headers.ContentEncoding.Add("gzip");
        Assert.That(Outcomes(await SendAsync(declared)), Is.EqualTo("R-1 created"));
        Assert.That(Outcomes(await SendAsync(Body(Gzip(Table), "text/csv"))), Is.EqualTo("R-1 unchanged"));
    }

    [Test]
    public async Task Damaged_and_foreign_compression_is_refused()
    {
        var whole = Gzip(string.Concat(Enumerable.Range(0, 2_000).Select(i => $"R-{i},x{i * 7919 % 1000}\n")));
        await (await PostAsync(Body(whole[..(whole.Length / 2)], "text/csv"))).ProblemAsync(400, "ADAM-6021");
        whole[whole.Length / 2] ^= 0xFF;
        await (await PostAsync(Body(whole, "text/csv"))).ProblemAsync(400, "ADAM-6021");

        var twice = await (await PostAsync(Body(Gzip(Gzip(Table)), "text/csv"))).ProblemAsync(400, "ADAM-6021");
        Assert.That((string)twice["detail"]!, Does.StartWith("The file is compressed with gzip twice. Unpack it once"));

        var plain = Body(Table, "text/csv");
        plain.Headers.ContentEncoding.Add("gzip");
        await (await PostAsync(plain)).ProblemAsync(400, "ADAM-6021");

        var brotli = Body(Table, "text/csv");
        brotli.Headers.ContentEncoding.Add("br");
        using var response = await PostAsync(brotli);
        await response.ProblemAsync(415, "ADAM-1034");
        Assert.That(response.Headers.GetValues("Accept-Encoding"), Is.EqualTo(new[] { "gzip" }));
    }

    [Test]
    public async Task Unpacked_file_is_bounded()
    {
        var packed = new MemoryStream();
        await using (var gzip = new GZipStream(packed, CompressionLevel.Optimal, leaveOpen: true))
        {
            for (var i = 0; i < 256; i++)
                await gzip.WriteAsync(new byte[1 << 20]);
        }

        Assert.That(packed.Length, Is.LessThan(1_000_000), "what is sent is less than the bound");
        await (await PostAsync(Body(packed.ToArray(), "text/csv"))).ProblemAsync(413, "ADAM-1033");
    }

    [Test]
    public async Task Form_without_one_file_is_refused()
    {
        Assert.That(await ReasonAsync([("mapping", "{}")]), Does.EndWith("It has no field file."));
        Assert.That(
            await ReasonAsync([("file", Table), ("file", Table)]),
            Does.EndWith("It has several files. Send one file at a time.")
        );
        Assert.That(
            await ReasonAsync([("file", Table), ("dryRun", "true")]),
            Does.EndWith(
                "It has the field 'dryRun'. A form has the fields file and mapping; all other parameters stand in the "
                    + "URL."
            )
        );
        var damaged = Body(
            "--x\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.csv\"\r\n\r\nref",
            "text/csv"
        );
        damaged.Headers.ContentType = MediaTypeHeaderValue.Parse("multipart/form-data; boundary=x");
        await (await PostAsync(damaged)).ProblemAsync(400, "ADAM-6022");
        var unbounded = Body("x", "multipart/form-data");
        await (await PostAsync(unbounded)).ProblemAsync(400, "ADAM-6022");
        Assert.That((await _germany.ReadAsync("/v1/projects"))["items"]!.AsArray(), Is.Empty);
    }

    [Test]
    public async Task Form_with_a_file_of_an_unknown_format_names_the_known_ones()
    {
        var faults = await (await PostAsync(Form(Table, "projects.doc", null))).FaultsAsync();
        Assert.That(faults, Is.EqualTo(new[] { "file ADAM-1018" }));
        Assert.That(
            await (await PostAsync(Form("", "a.csv", null))).FaultsAsync(),
            Is.EqualTo(new[] { "file ADAM-1020" })
        );
    }

    private async Task<string?> ReasonAsync(IEnumerable<(string Name, string Text)> fields)
    {
        using var form = new MultipartFormDataContent();
        foreach (var (name, text) in fields)
        {
            if (name == "file")
                form.Add(new StringContent(text), name, "a.csv");
            else
                form.Add(new StringContent(text), name);
        }

        using var response = await PostAsync(form);
        return (string?)(await response.ProblemAsync(400, "ADAM-6022"))["detail"];
    }

    private static MultipartFormDataContent Form(string text, string name, string? mediaType) =>
        Form(Encoding.UTF8.GetBytes(text), name, mediaType);

    private static MultipartFormDataContent Form(byte[] file, string name, string? mediaType)
    {
        var part = new ByteArrayContent(file);
        if (mediaType is not null)
            part.Headers.ContentType = new(mediaType);
        return new() { { part, "file", name } };
    }

    private static ByteArrayContent Body(string text, string mediaType) =>
        Body(Encoding.UTF8.GetBytes(text), mediaType);

    private static ByteArrayContent Body(byte[] file, string mediaType) =>
        new(file) { Headers = { ContentType = new(mediaType) } };

    private static byte[] Gzip(string text) => Gzip(Encoding.UTF8.GetBytes(text));

    private static byte[] Gzip(byte[] file)
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Fastest))
            gzip.Write(file);
        return packed.ToArray();
    }

    private Task<HttpResponseMessage> PostAsync(HttpContent content, string query = "") =>
        _germany.PostAsync(new Uri(Path + query, UriKind.Relative), content);

    private async Task<JsonObject> SendAsync(HttpContent content)
    {
        using var response = await PostAsync(content);
        Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.OK), await response.Content.ReadAsStringAsync());
        return await response.JsonAsync();
    }

    private static string Outcomes(JsonObject report) =>
        string.Join(", ", report["items"]!.AsArray().Select(item => $"{item!["identifier"]} {item["outcome"]}"));
}
