using System.Net.Http.Headers;
using System.Text;
using Adam.Domain.Keys;

namespace Adam.Tests.Imports;

/// <summary>The columns of a table, also of one that an import refuses.</summary>
public sealed class ImportColumnsHttpTests(string engine) : RegisterTests(engine)
{
    private const string Known = "reference,title,country,Budget\nR-1,Course,TJ,5\nR-2,Course,TJ,\nR-3,Fair,UZ,7\n";

    private HttpClient _germany = null!;

    [SetUp]
    public async Task GetKey() => _germany = await TestApi.Over(Register.Database).ClientAsync(Role.Donor, "DE");

    [Test]
    public async Task Columns_have_the_names_that_an_import_gives_them()
    {
        var columns = await (await PostAsync(Known, "")).JsonAsync();
        Assert.That(
            columns["columns"]!.ToJsonString(),
            Is.EqualTo(
                """[{"column":"A","heading":"reference","name":"reference","values":["R-1","R-2","R-3"]},"""
                    + """{"column":"B","heading":"title","name":"title","values":["Course","Fair"]},"""
                    + """{"column":"C","heading":"country","name":"countries","values":["TJ","UZ"]},"""
                    + """{"column":"D","heading":"Budget","name":"amounts","values":["5","7"]}]"""
            )
        );
        Assert.That((int)columns["headingRow"]!, Is.EqualTo(1));
        Assert.That(columns["names"]!.AsArray().Select(name => (string)name!), Does.Contain("plannedStart"));

        var mapped = await (
            await PostAsync(
                Known,
                "?mapping=" + Uri.EscapeDataString("""{"columns":{"Budget":null,"title":"owner"}}""")
            )
        ).JsonAsync();
        Assert.That(
            mapped["columns"]!.AsArray().Select(column => (string?)column!["name"]),
            Is.EqualTo(new[] { "reference", "owner", "countries", null })
        );
    }

    [TestCase("Code of ours,What we do,Land of work\nX,Y,Z\n", 1, 3)]
    [TestCase("A report\n\nOne,Two,Three,Four\n1,2,3,4\n", 3, 4)]
    [TestCase("title,country\nCourse,TJ\n", 1, 2)]
    [TestCase("x\n", 1, 1)]
    public async Task Table_that_an_import_refuses_has_columns_too(string table, int row, int count)
    {
        await (await _germany.PostAsync("/v1/imports?dryRun=true", Body(table))).ProblemAsync(400, "ADAM-6018");
        var columns = await (await PostAsync(table, "")).JsonAsync();
        Assert.That((int)columns["headingRow"]!, Is.EqualTo(row));
        Assert.That(columns["columns"]!.AsArray(), Has.Count.EqualTo(count));
    }

    [Test]
    public async Task File_without_rows_and_file_without_columns_are_refused()
    {
        await (await PostAsync("\n\n", "")).ProblemAsync(400, "ADAM-6018");
        using var form = new MultipartFormDataContent { { new StringContent("[]"), "file", "projects.json" } };
        using var response = await _germany.PostAsync("/v1/imports/columns", form);
        Assert.That(await response.FaultsAsync(), Is.EqualTo(new[] { "file ADAM-1018" }));
        await (await _germany.SendAsync("POST", "/v1/imports/columns", "[]")).ProblemAsync(415, "ADAM-1034");
        using var unknown = await PostAsync(Known, "?mapping=nothing");
        Assert.That(await unknown.FaultsAsync(), Is.EqualTo(new[] { "mapping ADAM-1012" }));
    }

    private Task<HttpResponseMessage> PostAsync(string table, string query) =>
        _germany.PostAsync($"/v1/imports/columns{query}", Body(table));

    private static ByteArrayContent Body(string table) =>
        new(Encoding.UTF8.GetBytes(table)) { Headers = { ContentType = new MediaTypeHeaderValue("text/csv") } };
}
