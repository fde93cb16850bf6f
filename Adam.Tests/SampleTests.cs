using Adam.Data.Projects;
using Adam.Domain.Overlaps;
using Adam.Domain.Projects;
using Adam.Tests.Overlaps;

namespace Adam.Tests;

/// <summary>
/// Fills the sample register through the API. The report must separate its planted duplicates from its look-alikes as
/// listed in <c>db/sample/pairs.tsv</c>.
/// </summary>
public sealed class SampleTests(string engine) : RegisterTests(engine)
{
    [Test]
    public async Task Sample_reports_exactly_the_planted_pairs_that_overlap()
    {
        await Api.Demo.DemoRegister.FillAsync(TestApi.Over(Register.Database).Services, default);
        var store = TestStores.Projects(Register.Database, TimeProvider.System);
        var overlaps = TestOverlaps.Store(Register.Database);
        var projects = (await store.ListAsync(new(), ProjectSort.Created, null, 1000, default))
            .Select(listed => ProjectJson.Read(listed.Document))
            .ToDictionary(project => (project.Owner, project.Draft.Reference));
        Assert.That(projects, Has.Count.GreaterThan(300));

        var pairs = Repository
            .Read("db", "sample", "pairs.tsv")
            .Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Skip(1)
            .Select(line => line.Split('\t'))
            .ToList();
        Assert.That(pairs.Count(pair => pair[4] == "duplicate"), Is.GreaterThanOrEqualTo(12));
        Assert.That(pairs.Count(pair => pair[4] == "look-alike"), Is.GreaterThanOrEqualTo(12));
        foreach (var pair in pairs)
        {
            var (one, other) = (projects[(pair[0], pair[1])], projects[(pair[2], pair[3])]);
            var found = await overlaps.FindAsync(OverlapId.Create(one.Id, other.Id), default);
            var listed = (await overlaps.WalkAsync(new() { Project = one.Id }, null, 500, default)).Items.Any(item =>
                item.Overlap.Earlier.Id == other.Id || item.Overlap.Later.Id == other.Id
            );
            Assert.That(
                (found is not null, listed),
                Is.EqualTo((pair[5] == "yes", pair[5] == "yes")),
                $"{pair[1]} and {pair[3]}: {pair[6]}"
            );
        }
    }

    [Test]
    public async Task Sample_covers_all_pillars_and_routes()
    {
        await Api.Demo.DemoRegister.FillAsync(TestApi.Over(Register.Database).Services, default);
        var store = TestStores.Projects(Register.Database, TimeProvider.System);
        foreach (var pillar in Enum.GetValues<Pillar>())
            Assert.That(await store.CountAsync(new() { Pillars = [pillar] }, default), Is.GreaterThan(20), $"{pillar}");
        foreach (var route in Domain.CodeLists.Route.All)
            Assert.That(
                await store.CountAsync(
                    new() { RouteCountries = [.. route.Countries.Select(country => country.Country)] },
                    default
                ),
                Is.GreaterThan(20),
                route.Code
            );
    }
}
