namespace Adam.Tests.Imports.Formats.Iati;

public sealed class ActivityAmountsTests
{
    private const string TwoDonors =
        "<participating-org role='1' ref='US-GOV-1'/><participating-org role='1' ref='JP-8'/>";

    [Test]
    public void Revised_budget_stands_in_the_place_of_the_original_of_its_period() =>
        Assert.That(
            Donors(
                Budget("1", "2020-01-01", "100")
                    + Budget("2", "2020-01-01", "150")
                    + Budget("1", "2021-01-01", "10")
                    + Budget(null, "2022-01-01", "1")
            ),
            Is.EqualTo(("US 161.00 USD", ""))
        );

    [TestCase(
        "1 2015-01-01 2015-12-31 100|1 2016-01-01 2016-12-31 100|2 2015-01-01 2016-12-31 230",
        "US 230.00 USD",
        ""
    )]
    [TestCase("1 2015-01-01 2015-12-31 100|2 2015-01-01 2016-06-30 120", "US 120.00 USD", "")]
    [TestCase("1 2015-01-01 2015-12-31 100|2 2015-01-01 2015-06-30 60|2 2015-07-01 2015-12-31 60", "US 120.00 USD", "")]
    [TestCase("1 2014-01-01 2015-01-01 100|2 2015-01-01 2016-01-01 50", "US 150.00 USD", "")]
    [TestCase("1 2015-01-01 2015-12-31 100|2 2015-04-01 2015-06-30 60", "US 60.00 USD", "budget 6004")]
    [TestCase("1 early later 100|2 early later 60|1 2015-01-01 2015-12-31 5", "US 65.00 USD", "")]
    public void Revised_budget_replaces_the_originals_whose_periods_it_shares(
        string budgets,
        string donors,
        string warnings
    ) =>
        Assert.That(
            Donors(
                string.Concat(
                    budgets
                        .Split('|')
                        .Select(budget => budget.Split(' '))
                        .Select(part =>
                            $"<budget type='{part[0]}'><period-start iso-date='{part[1]}'/>"
                            + $"<period-end iso-date='{part[2]}'/><value>{part[3]}</value></budget>"
                        )
                )
            ),
            Is.EqualTo((donors, warnings))
        );

    [Test]
    public void Providers_of_incoming_commitments_are_donors()
    {
        const string Incoming =
            "<transaction><transaction-type code='11'/><value>300000</value>"
            + "<provider-org><narrative>Germany</narrative></provider-org></transaction>"
            + "<transaction><transaction-type code='11'/><value>200000</value>"
            + "<provider-org><narrative>Norway</narrative></provider-org></transaction>";
        const string Implementer = "<participating-org role='4' ref='XM-DAC-41128'/>";
        const string Grant =
            "<transaction><transaction-type code='2'/><value>40000</value>"
            + "<receiver-org><narrative>Local NGO</narrative></receiver-org></transaction>";
        Assert.That(Donors(Implementer + Incoming), Is.EqualTo(("DE 300000.00 USD; NO 200000.00 USD", "")));
        Assert.That(
            Donors(Implementer + Incoming + Grant),
            Is.EqualTo(("DE 300000.00 USD; NO 200000.00 USD", "")),
            "a grant to somebody else is a part of it"
        );
    }

    [Test]
    public void Organisation_that_is_named_in_two_languages_is_one()
    {
        const string Two =
            "<participating-org role='Funding' ref='DE-1' xml:lang='de'>Bundesministerium</participating-org>"
            + "<participating-org role='Funding' ref='DE-1' xml:lang='en'>Federal Ministry</participating-org>";
        const string Agencies =
            "<participating-org role='Funding' ref='DE-1' xml:lang='en'>Federal Ministry</participating-org>"
            + "<participating-org role='Funding' ref='DE-1' xml:lang='en'>Foreign Office</participating-org>";
        var record = Activities.Map(Two + Budget("1", "2020-01-01", "90000"), "default-currency='EUR' xml:lang='en'");
        Assert.That(
            record.Draft!.Donors.Select(donor => (donor.Partner, donor.Name, donor.Amount)),
            Is.EqualTo(new[] { ("DE", "Federal Ministry", 90000.00m) })
        );
        Assert.That(Activities.Map(Agencies).Draft!.Donors, Has.Count.EqualTo(2));
    }

    [Test]
    public void Amount_is_of_one_kind_only()
    {
        var all = Of("1", "1") + Of("3", "10") + Of("4", "10") + Of("11", "100") + Of("2", "1000");
        using (Assert.EnterMultipleScope())
        {
            Assert.That(Donors(all + Budget("1", "2020-01-01", "5000")).Donors, Is.EqualTo("US 5000.00 USD"));
            Assert.That(Donors(all).Donors, Is.EqualTo("US 1000.00 USD"));
            Assert.That(
                Donors(Of("1", "1") + Of("3", "10") + Of("4", "10") + Of("11", "100")).Donors,
                Is.EqualTo("US 100.00 USD")
            );
            Assert.That(Donors(Of("1", "1") + Of("3", "10") + Of("4", "10")).Donors, Is.EqualTo("US 20.00 USD"));
            Assert.That(Donors(Of("1", "1") + Of("7", "10")).Donors, Is.EqualTo("US 1.00 USD"));
            Assert.That(Donors(Of("C", "1000") + Of("D", "10")).Donors, Is.EqualTo("US 1000.00 USD"));
            Assert.That(Donors(Of("e", "10") + Of("D", "10") + Of("IF", "3")).Donors, Is.EqualTo("US 20.00 USD"));
            Assert.That(Donors(Of("IF", "3") + Of("LR", "10")).Donors, Is.EqualTo("US 3.00 USD"));
            Assert.That(Donors("").Donors, Is.EqualTo("US"));
            Assert.That(
                Donors(Budget("1", "2020-01-01", "0") + Of("2", "0") + Of("3", "7")).Donors,
                Is.EqualTo("US 7.00 USD"),
                "amounts of zero are replaced"
            );
            Assert.That(
                Donors(Budget("1", "2020-01-01", "0") + Of("3", "5") + Of("3", "-5")).Donors,
                Is.EqualTo("US 0.00 USD")
            );
        }
    }

    [TestCase("100|-40", "US 60.00 USD", "")]
    [TestCase("100|-100", "US 0.00 USD", "")]
    [TestCase("100|-140", "US", "transaction/value 6004")]
    [TestCase("100 EUR|50", "US 100.00 EUR; US 50.00 USD", "")]
    [TestCase("1000.5 JPY", "US 1001 JPY", "")]
    [TestCase("1.0005 KWD", "US 1.001 KWD", "")]
    [TestCase("0.005", "US 0.01 USD", "")]
    [TestCase("10 XXQ|5", "US 5.00 USD", "transaction/value 1012")]
    [TestCase("10 usd", "US 10.00 USD", "")]
    [TestCase("1,000|5", "US 5.00 USD", "transaction/value 1009")]
    [TestCase(
        "much|1e5|NaN|5",
        "US 5.00 USD",
        "transaction/value 1009; transaction/value 1009; transaction/value 1009"
    )]
    [TestCase("100000000000000|5", "US 5.00 USD", "transaction/value 1009")]
    [TestCase("79228162514264337593543950336|5", "US 5.00 USD", "transaction/value 1009")]
    [TestCase("99999999999999|5", "US", "transaction/value 6004")]
    [TestCase(
        "99999999999999.995",
        "US",
        "transaction/value 6004",
        TestName = "What is too much when it is rounded is too much"
    )]
    public void Values_add_up_by_currency(string values, string donors, string warnings) =>
        Assert.That(
            Donors(
                string.Concat(
                    values
                        .Split('|')
                        .Select(value =>
                            Of("2", value.Split(' ')[0], value.Split(' ') is [_, var currency] ? currency : null)
                        )
                )
            ),
            Is.EqualTo((donors, warnings))
        );

    [Test]
    public void Kind_of_which_nothing_is_left_gives_way_to_the_next()
    {
        Assert.That(
            Donors(Of("2", "10") + Of("2", "-50") + Of("3", "20")),
            Is.EqualTo(("US 20.00 USD", "transaction/value 6004"))
        );
        Assert.That(Donors(Of("2", "much") + Of("3", "20")), Is.EqualTo(("US 20.00 USD", "transaction/value 1009")));
    }

    [Test]
    public void Currency_that_nobody_names_is_none() =>
        Assert.That(Donors(Of("2", "5"), attributes: ""), Is.EqualTo(("US", "transaction/value 1012")));

    [Test]
    public void Several_donors_give_what_every_transaction_says_of_them()
    {
        using (Assert.EnterMultipleScope())
        {
            Assert.That(
                Donors(TwoDonors + By("US-GOV-1", "10") + By("JP-8", "20") + By("US-GOV-1", "5")),
                Is.EqualTo(("US 15.00 USD; JP 20.00 USD", ""))
            );
            Assert.That(Donors(TwoDonors + By("US-GOV-1", "10")), Is.EqualTo(("US 10.00 USD; JP", "")));
            Assert.That(Donors(TwoDonors + By("US-GOV-1", "10") + Of("2", "5")), Is.EqualTo(("US; JP", "value 6004")));
            Assert.That(
                Donors(TwoDonors + By("US-GOV-1", "10") + By("DE-1", "5")),
                Is.EqualTo(("US; JP", "value 6004"))
            );
            Assert.That(
                Donors(TwoDonors + Budget("1", "2020-01-01", "5") + By("US-GOV-1", "10")),
                Is.EqualTo(("US; JP", "value 6004"))
            );
            Assert.That(Donors(TwoDonors), Is.EqualTo(("US; JP", "")));
        }
    }

    [Test]
    public void Donor_from_whom_more_is_taken_back_than_came_stays_a_donor() =>
        Assert.That(
            Donors(TwoDonors + By("US-GOV-1", "100") + By("JP-8", "-50")),
            Is.EqualTo(("US; JP", "transaction/value 6004; value 6004"))
        );

    [Test]
    public void Reason_names_the_sum() =>
        Assert.That(
            Activities.Map(TwoDonors + Of("2", "5")).Warnings.Single().Reason,
            Is.EqualTo("5 USD come from 2 donors, and the file does not say who gives what: no amount is read from it.")
        );

    private static (string? Donors, string Warnings) Donors(
        string content,
        string attributes = "default-currency='USD'"
    )
    {
        var record = Activities.Map(content, attributes);
        return (record.Draft?.Donors.Show(), record.Warnings.Show());
    }

    private static string Of(string type, string value, string? currency = null) =>
        $"<transaction><transaction-type code='{type}'/>"
        + $"<value{(currency is null ? "" : $" currency='{currency}'")}>{value}</value></transaction>";

    private static string By(string provider, string value) =>
        $"<transaction><transaction-type code='2'/><value>{value}</value>"
        + $"<provider-org ref='{provider}'/></transaction>";

    private static string Budget(string? type, string from, string value) =>
        $"<budget{(type is null ? "" : $" type='{type}'")}><period-start iso-date='{from}'/>"
        + $"<period-end iso-date='{from[..4]}-12-31'/><value>{value}</value></budget>";
}
