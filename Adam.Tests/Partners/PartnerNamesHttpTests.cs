using Adam.Domain.Keys;
using Adam.Domain.Text;

namespace Adam.Tests.Partners;

/// <summary>A name in a record means one partner.</summary>
public sealed class PartnerNamesHttpTests(string engine) : RegisterTests(engine)
{
    [TestCase("GIZ", "A new office", "", "GIZ", "DE")]
    [TestCase("NEW-1", "Deutsche  Gesellschaft für internationale Zusammenarbeit", "", null, "DE")]
    [TestCase("NEW-2", "A new office", "UsAid", "UsAid", "US")]
    [TestCase("NEW-3", "Germany", "", "Germany", "DE")]
    [TestCase("NEW-4", "A new office", "U.N.O.D.C.", "U.N.O.D.C.", "UNODC")]
    public async Task Name_of_a_partner_or_of_its_agency_is_taken(
        string code,
        string name,
        string other,
        string? taken,
        string by
    )
    {
        var admin = await TestApi.Over(Register.Database).ClientAsync(Role.Admin);
        var response = await admin.SendAsync(
            "POST",
            "/v1/partners",
            $$"""
            { "code": "{{code}}", "kind": "organisation", "name": "{{name}}", "member": false,
              "otherNames": [{{(other == "" ? "" : $"\"{other}\"")}}] }
            """
        );
        var problem = await response.ProblemAsync(409, "ADAM-4003");
        var meant = $"'{taken ?? TextNormalization.Line(name)}' means the partner {by} already;";
        Assert.That((string?)problem["detail"], Is.EqualTo($"{meant} records that use it would not say which."));
        Assert.That((int)(await admin.GetAsync($"/v1/partners/{code}")).StatusCode, Is.EqualTo(404));
    }

    [Test]
    public async Task Partner_may_have_the_names_of_its_own_agencies_and_keeps_names_of_before()
    {
        // Partners outlive a test in the register of the others.
        var database = await TestRegister.NewRegisterAsync(EngineName);
        using var file = database.Service as IDisposable;
        await using var api = new TestApi(database.Service);
        var admin = await api.ClientAsync(Role.Admin);
        await ChangeAsync("DE", """{ "otherNames": ["GIZ"] }""", 200);
        await ChangeAsync("FR", """{ "otherNames": ["GIZ"] }""", 409);

        // As a release has stored it whose list did not have the agency.
        await database.Service.InWriteTransactionAsync(
            session =>
                session.ExecuteAsync(
                    "INSERT INTO PartnerName (PartnerId, NameKey, Ordinal, Name) "
                        + "SELECT PartnerId, 'usaid', 90, 'USAID' FROM Partner WHERE Code = 'FR'",
                    null,
                    default
                ),
            default
        );
        await ChangeAsync("FR", """{ "contact": "desk@example.org" }""", 200);
        await ChangeAsync("FR", """{ "otherNames": ["USAID", "USDA"] }""", 409);

        async Task ChangeAsync(string code, string patch, int status)
        {
            var response = await admin.SendAsync(
                "PATCH",
                $"/v1/partners/{code}",
                patch,
                "application/merge-patch+json",
                ("If-Match", "*")
            );
            Assert.That((int)response.StatusCode, Is.EqualTo(status), await response.Content.ReadAsStringAsync());
        }
    }
}
