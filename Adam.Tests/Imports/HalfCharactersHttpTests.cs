using Adam.Domain.Keys;

namespace Adam.Tests.Imports;

/// <summary>
/// JSON can escape one half of a character. It is no text, and reading it as one fails, wherever it stands in a file or
/// a mapping.
/// </summary>
public sealed class HalfCharactersHttpTests(string engine) : RegisterTests(engine)
{
    private const string Csv = "reference,title\r\nA,B\r\n";

    private HttpClient _germany = null!;

    [SetUp]
    public async Task GetKey() => _germany = await TestApi.Over(Register.Database).ClientAsync(Role.Donor, "DE");

    [TestCase("""{"\ud800":1}""")]
    [TestCase("""{"columns":{"\ud800":"title"}}""")]
    [TestCase("""{"columns":{"title":"\ud800"}}""")]
    [TestCase("""{"values":{"\ud800":{"a":"b"}}}""")]
    [TestCase("""{"values":{"title":{"\ud800":"b"}}}""")]
    [TestCase("""{"values":{"title":{"a":"\ud800"}}}""")]
    [TestCase("""{"defaults":{"\ud800":"b"}}""")]
    [TestCase("""{"defaults":{"title":"\ud800"}}""")]
    public async Task Mapping_with_half_a_character_is_refused(string mapping)
    {
        var path = $"/v1/imports?mapping={Uri.EscapeDataString(mapping)}";
        var faults = await (await _germany.SendAsync("POST", path, Csv, "text/csv")).FaultsAsync();
        Assert.That(faults, Has.One.Items.And.All.StartsWith("mapping").And.All.EndsWith("ADAM-1011"));
        var saved = await _germany.SendAsync("PUT", "/v1/mappings/a", mapping, headers: ("If-Match", "*"));
        Assert.That(await saved.FaultsAsync(), Has.One.Items.And.All.EndsWith("ADAM-1011"));
    }

    [TestCase("application/x-ndjson", """{"\ud800":1}""")]
    [TestCase("application/x-ndjson", """{"title":"\ud800"}""")]
    [TestCase("application/json", """[{"\ud800":1}]""")]
    [TestCase("application/json", """{"\ud800":1,"items":[{"title":"\ud800"}]}""")]
    public async Task Record_with_half_a_character_is_rejected(string mediaType, string file)
    {
        var response = await _germany.SendAsync("POST", "/v1/imports", file, mediaType);
        Assert.That((int)response.StatusCode, Is.EqualTo(200), await response.Content.ReadAsStringAsync());
        var report = await response.JsonAsync();
        Assert.That((int?)report["rejected"], Is.EqualTo(1));
        Assert.That(
            report["items"]![0]!["errors"]!.AsArray().Select(error => (string?)error!["code"]),
            Does.Contain("ADAM-1011")
        );
    }
}
