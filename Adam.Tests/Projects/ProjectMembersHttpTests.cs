using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Adam.Data.Projects;
using Adam.Domain.Keys;
using Adam.Domain.Projects;
using static Adam.Tests.Projects.ProjectHttp;

namespace Adam.Tests.Projects;

/// <summary>Every member of a project can be patched separately, and no computed one can be set.</summary>
public sealed class ProjectMembersHttpTests(string engine) : RegisterTests(engine)
{
    private HttpClient _germany = null!;
    private string _path = "";

    private static IEnumerable<string> Written => DraftMembers.Names.Select(JsonNamingPolicy.CamelCase.ConvertName);

    [SetUp]
    public async Task RecordComplete()
    {
        _germany = await TestApi.Over(Register.Database).ClientAsync(Role.Donor, "DE");
        var body = new JsonObject(
            Document(DraftMembers.Complete)
                .Where(member => Written.Contains(member.Key))
                .Select(member => KeyValuePair.Create(member.Key, member.Value?.DeepClone()))
        );
        var response = await _germany.SendAsync("POST", "/v1/projects", body.Text());
        Assert.That((int)response.StatusCode, Is.EqualTo(201), await response.Content.ReadAsStringAsync());
        _path = response.Headers.Location!.ToString();
    }

    [Test]
    public async Task Each_member_that_is_written_can_be_patched_alone()
    {
        foreach (var member in DraftMembers.Names)
        {
            var name = JsonNamingPolicy.CamelCase.ConvertName(member);
            var value = Document(DraftMembers.Change(member).After)[name];
            var patch = new JsonObject { [name] = value?.DeepClone() };
            if (member == nameof(ProjectDraft.Countries))
                patch["countryPercentages"] = new JsonArray(); // Percentages must belong to the countries.

            var changed = await (await PatchAsync(patch)).ChangedAsync();
            Assert.That(changed[name]?.Text(), Is.EqualTo(value?.Text()), name);
            Assert.That(await _germany.GetStringAsync(_path), Is.EqualTo(changed.Text()), name);
        }
    }

    [Test]
    public async Task No_member_that_is_computed_can_be_set()
    {
        var read = await _germany.ReadAsync(_path);
        var computed = read.Select(member => member.Key).Except([.. Written, "owner"]).ToList();
        Assert.That(computed, Is.Not.Empty);
        foreach (var name in computed)
        {
            var altered = read.DeepClone().AsObject();
            altered[name] = Another(read[name]!);
            var put = await _germany.SendAsync("PUT", _path, altered.Text(), headers: ("If-Match", "*"));
            Assert.That(await put.FaultsAsync(), Is.EqualTo(new[] { $"{name} ADAM-3006" }));
            var patched = await PatchAsync(new JsonObject { [name] = Another(read[name]!) });
            Assert.That(await patched.FaultsAsync(), Is.EqualTo(new[] { $"{name} ADAM-3006" }));
        }
    }

    private Task<HttpResponseMessage> PatchAsync(JsonObject patch) =>
        _germany.SendAsync("PATCH", _path, patch.Text(), MergePatch, ("If-Match", "*"));

    private static JsonObject Document(ProjectDraft draft)
    {
        var at = DateTimeOffset.UnixEpoch;
        return JsonNode.Parse(ProjectJson.Write(new(Guid.Empty, "DE", draft, 1, at, at, "Test")))!.AsObject();
    }

    /// <summary>Returns another value of the same form.</summary>
    private static JsonNode Another(JsonNode value) =>
        value switch
        {
            JsonArray => new JsonArray("5"),
            JsonObject period => JsonNode.Parse(With(period.Text(), """{ "start": "1999-01-01" }"""))!,
            _ when value.GetValueKind() == JsonValueKind.Number => JsonValue.Create((int)value + 1),
            _ when Guid.TryParse((string)value!, out _) => "01938c2e-7a41-7c3e-9d55-0c2f1b6a9e10",
            _ when DateTimeOffset.TryParse((string)value!, CultureInfo.InvariantCulture, out _) =>
                "2020-01-01T00:00:00Z",
            _ => $"{value}2",
        };
}
