using Adam.Data.Audit;
using Adam.Data.Databases;
using Adam.Data.Projects;
using Adam.Domain.Geography;
using Adam.Domain.Keys;
using Adam.Domain.Projects;
using Adam.Tests.Projects;
using Adam.Tests.Sql;
using static Adam.Tests.Projects.ProjectHttp;

namespace Adam.Tests.Audit;

/// <summary>Lists the register as it stood.</summary>
public sealed class PastProjectsTests(string engine) : RegisterTests(engine)
{
    /// <summary>Filters that each select some of the projects, beside those of all queries.</summary>
    private static IEnumerable<KeyValuePair<string, ProjectFilter>> Filters =>
        QueryCatalogue.Filters.Concat(
            new Dictionary<string, ProjectFilter>
            {
                ["some words"] = new() { Words = ["shelt", "bridge"] },
                ["some statuses"] = new() { Statuses = [ProjectStatus.Closed] },
                ["some active"] = new() { ActiveFrom = new(2019, 1, 1), ActiveTo = new(2019, 12, 31) },
                ["some ends"] = new() { EndsFrom = new(2018, 1, 1), EndsTo = new(2020, 12, 31) },
                ["some in a box"] = new() { Box = BoundingBox.FromDegrees(68, 37, 69, 38) },
                ["some near"] = new() { Near = new(37.21, 68.61, 5) },
            }
        );

    [Test]
    public async Task Filters_find_then_what_they_find_now_in_the_same_documents()
    {
        var germany = await TestApi.Over(Register.Database).ClientAsync(Role.Donor, "DE");
        string[] countries = ["TJ", "UZ", "AF", "KZ"];
        for (var number = 0; number < 40; number++)
            await germany.RecordAsync(
                With(
                    number % 3 == 0 ? StrongMatch : "{}",
                    $$"""
                    {
                      "reference": "{{number}}", "countries": ["{{countries[number % 4]}}"],
                      "status": "{{(number % 5 == 0 ? "closed" : "implementation")}}",
                      "plannedStart": "{{2012 + number % 9}}-03-01", "plannedEnd": "{{2016 + number % 9}}-03-01"
                    }
                    """
                )
            );
        var store = TestStores.Projects(Register.Database, TimeProvider.System);
        var expected = new Dictionary<string, string[]>();
        foreach (var (name, filter) in Filters)
            expected[name] =
            [
                .. (await store.ListAsync(filter, ProjectSort.Created, null, 500, default)).Select(one => one.Document),
            ];
        Assert.That(
            expected
                .Where(one => one.Key.StartsWith("some ", StringComparison.Ordinal))
                .Select(one => one.Value.Length),
            Has.All.InRange(1, 39)
        );

        var then = TimeProvider.System.Instant();
        var all = (await germany.ReadAsync("/v1/projects?limit=500"))["items"]!.AsArray();
        foreach (var project in all.Select(item => item!.AsObject()))
        {
            var path = $"/v1/projects/{project.Id()}";
            await germany.SendAsync("PATCH", path, """{ "countries": ["TM"] }""", MergePatch, ("If-Match", "*"));
            await germany.SendAsync("DELETE", path, null, "", ("If-Match", "*"));
        }

        var past = new PastProjects(Register.Database);
        foreach (var (name, filter) in Filters)
        {
            var page = await past.ReadAsync(filter, then, 0, 500, default);
            Assert.That(page.Items.Select(item => item.Document), Is.EqualTo(expected[name]), name);
            Assert.That(page.Next, Is.Null);
        }

        Assert.That((await germany.ReadAsync("/v1/projects"))["items"]!.AsArray(), Is.Empty);
        var listed = await germany.PagesAsync($"/v1/projects?asOf={then:O}&limit=7".Replace("+", "%2B"));
        Assert.That(
            listed.SelectMany(page => page["items"]!.AsArray()).Select(item => item!.Text()),
            Is.EqualTo(all.Select(item => item!.Text()))
        );
        Assert.That(
            await (await germany.GetAsync("/v1/projects?asOf=2026-01-01&sort=start&count=true")).FaultsAsync(),
            Is.EqualTo(new[] { "sort ADAM-3022", "count ADAM-3022" })
        );
    }
}
