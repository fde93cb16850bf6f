using Adam.Domain.Partners;
using Adam.Domain.Text;

namespace Adam.Tests.Partners;

public sealed class PartnerDirectoryTests
{
    private static readonly PartnerDirectory Founding = new(FoundingPartners.All);

    [TestCase("Germany", "DE")]
    [TestCase(" US-GOV-11 ", "US")]
    [TestCase("U.S. Government", "US")]
    [TestCase("United Nations Office on Drugs & Crime (UNODC)", "UNODC")]
    [TestCase("UNODC – United Nations Office on Drugs and Crime", "UNODC")]
    [TestCase("Japan (JPN)", "JP")]
    public void A_partners_own_name_has_no_agency(string name, string partner) =>
        Assert.That(Founding.Find(name), Is.EqualTo(new NamedPartner(partner, null)));

    [TestCase(" USAID ", "US", "USAID")]
    [TestCase("u.s. agency for international development", "US", "u.s. agency for international development")]
    [TestCase("Department of State", "US", "Department of State")]
    [TestCase("U.S. Government - Department of State", "US", "Department of State")]
    [TestCase("U.S. Government - Department of Justice", "US", "Department of Justice")]
    [TestCase("U.S. Government - Other", "US", "Other")]
    [TestCase(
        "USA - Dept. of State - International Narcotics and Law Enforcement",
        "US",
        "Dept. of State - International Narcotics and Law Enforcement"
    )]
    [TestCase("United Kingdom (DFID)", "GB", "DFID")]
    [TestCase("DFID (United Kingdom)", "GB", "DFID")]
    [TestCase("US - USAID", "US", "USAID")]
    [TestCase("JICA - Japan International Cooperation Agency", "JP", "JICA - Japan International Cooperation Agency")]
    [TestCase("Japan (Embassy in Kabul)", "JP", "Embassy in Kabul")]
    [TestCase("European Union: Delegation to Kenya", "EU", "Delegation to Kenya")]
    [TestCase("ECHO – European Commission", "EU", "ECHO – European Commission")]
    public void An_agencys_name_is_its_partner_with_the_agency(string name, string partner, string agency) =>
        Assert.That(Founding.Find(name), Is.EqualTo(new NamedPartner(partner, agency)));

    [TestCase("NGO - Germany")]
    [TestCase("Germany - Caritas")]
    [TestCase("Germany (NGO)")]
    [TestCase("Enterprise - United States Other")]
    [TestCase("Ministry of Foreign Affairs")]
    [TestCase("Department of Justice")]
    [TestCase("DFID - Chemonics")]
    [TestCase("MT (Ministry of Transport)")]
    [TestCase("Afghanistan (USAID)")]
    [TestCase("Colombia - Ministry of Justice")]
    [TestCase("Guinea-Bissau - Police")]
    [TestCase("NCA")]
    [TestCase("")]
    public void A_name_that_may_be_somebody_elses_is_nobodys(string name) => Assert.That(Founding.Find(name), Is.Null);

    [Test]
    public void An_agency_is_its_partners_only_where_the_partner_is_in_the_register() =>
        Assert.That(PartnerDirectory.Empty.Find("USAID"), Is.Null);

    [Test]
    public void A_partner_that_an_admin_has_added_keeps_its_name() =>
        Assert.That(
            new PartnerDirectory([
                .. FoundingPartners.All,
                FoundingPartners.All[0] with
                {
                    Code = "KFWX",
                    Name = "KfW",
                    OtherNames = [],
                    Identifiers = [],
                },
            ]).Find("KfW"),
            Is.EqualTo(new NamedPartner("KFWX", null))
        );

    [Test]
    public void Every_agency_belongs_to_a_founding_partner_and_goes_by_names_of_its_own()
    {
        var partners = FoundingPartners
            .All.SelectMany(partner => partner.OtherNames.Append(partner.Name).Append(partner.Code))
            .Select(Folding.Key)
            .ToHashSet(StringComparer.Ordinal);
        var names = Agency
            .All.SelectMany(agency =>
                agency
                    .OtherNames.Append(agency.Name)
                    .Select(name => (Key: Folding.Key(name), Name: name, agency.Partner))
            )
            .ToList();
        Assert.That(names.Select(name => name.Key), Is.Unique);
        Assert.That(names.Where(name => partners.Contains(name.Key) || name.Key.Length == 0), Is.Empty);
        Assert.That(
            names.Where(name => Founding.Find(name.Name) != new NamedPartner(name.Partner, name.Name)),
            Is.Empty
        );
    }
}
