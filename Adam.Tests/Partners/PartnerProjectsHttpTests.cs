using Adam.Domain.Keys;
using Adam.Tests.Projects;

namespace Adam.Tests.Partners;

/// <summary>The partners that have projects.</summary>
public sealed class PartnerProjectsHttpTests(string engine) : RegisterTests(engine)
{
    [Test]
    public async Task Partners_with_projects_have_a_part_in_one_that_the_reader_sees()
    {
        var api = TestApi.Over(Register.Database);
        var (donor, viewer) = (await api.ClientAsync(Role.Donor, "DE"), await api.ClientAsync(Role.Viewer, "US"));
        var analyst = await api.ClientAsync(Role.Analyst);
        Assert.That(await CodesAsync(viewer), Is.Empty);

        await donor.RecordAsync(
            """
            { "donors": [{ "partner": "FR" }, { "name": "World Bank" }], "implementers": [{ "partner": "UNODC" }] }
            """
        );
        await donor.RecordAsync(
            """{ "reference": "R-2", "visibility": "restricted", "donors": [{ "partner": "IT" }] }"""
        );
        Assert.That(await CodesAsync(viewer), Is.EquivalentTo(new[] { "DE", "FR", "UNODC" }));
        Assert.That(await CodesAsync(donor), Is.EquivalentTo(new[] { "DE", "FR", "IT", "UNODC" }));
        Assert.That(await CodesAsync(analyst), Is.EquivalentTo(new[] { "DE", "FR", "IT", "UNODC" }));

        var all = (await viewer.ReadAsync("/v1/partners?limit=500")).Each("code").ToList();
        var others = (await viewer.ReadAsync("/v1/partners?hasProjects=false&limit=500")).Each("code");
        Assert.That(others, Is.EqualTo(all.Except(["DE", "FR", "UNODC"])));
    }

    private static async Task<IEnumerable<string>> CodesAsync(HttpClient client) =>
        (await client.ReadAsync("/v1/partners?hasProjects=true&limit=500")).Each("code");
}
