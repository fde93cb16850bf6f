using System.Globalization;
using Adam.Api.Errors;
using Adam.Domain.CodeLists;
using Adam.Domain.Keys;
using Adam.Domain.Projects;

namespace Adam.Tests.Imports.Formats.Iati;

public sealed class ActivityMappingTests
{
    [Test]
    public void Usual_activity_is_taken_without_a_word()
    {
        var record = Activities.Map("");
        using (Assert.EnterMultipleScope())
        {
            Assert.That((record.Errors.Show(), record.Warnings.Show()), Is.EqualTo(("", "")));
            Assert.That(
                (
                    record.Owner,
                    record.Identifier,
                    record.Draft!.Reference,
                    record.Draft.IatiIdentifier,
                    record.Draft.Title,
                    record.Draft.Language
                ),
                Is.EqualTo(("US", "A-1", "A-1", "A-1", "Boats", (string?)null))
            );
            Assert.That(
                (
                    record.Draft.Status,
                    record.Draft.PlannedStart,
                    record.Draft.Pillars.Single(),
                    record.Draft.Countries.Single(),
                    record.Draft.Donors.Show()
                ),
                Is.EqualTo(
                    (
                        ProjectStatus.Implementation,
                        (DateOnly?)new DateOnly(2020, 1, 1),
                        Pillar.RegionalInitiatives,
                        "TJ",
                        "US"
                    )
                )
            );
        }
    }

    [TestCase("ref='US-GOV-11'", "", "US")]
    [TestCase("ref='us-gov-anything'", "", "US")]
    [TestCase("ref='XM-DAC-41128'", "", "UNODC")]
    [TestCase("", "UNODC", "UNODC")]
    [TestCase("", "<narrative>Nobody</narrative><narrative>United States</narrative>", "US")]
    [TestCase("ref='XX-NOBODY'", "United States", "")]
    [TestCase("", "USAID", "", TestName = "An agency's name reports for nobody")]
    [TestCase("ref='US-GOV-1' secondary-reporter='1'", "", "")]
    [TestCase("ref='US-GOV-1' secondary-reporter='true'", "", "")]
    [TestCase("ref='US-GOV-1' secondary-reporter='0'", "", "US")]
    public void Owner_is_who_reports(string attributes, string text, string owner)
    {
        var content = $"<reporting-org {attributes}>{text}</reporting-org><participating-org role='1' ref='JP-1'/>";
        var record = Activities.Map(content);
        Assert.That(
            (record.Owner, record.Errors.Show()),
            Is.EqualTo((owner, owner.Length > 0 ? "" : "reporting-org 6002"))
        );
        Assert.That(
            Activities.Map(content, owner: "DE").Owner,
            Is.EqualTo(owner.Length > 0 ? owner : "DE"),
            "owner= is only the default"
        );
    }

    [Test]
    public void Reasons_say_who_and_what_to_do()
    {
        Assert.That(
            Activities.Map("<reporting-org ref='XX-1'>Nobody</reporting-org>").Errors.Single(),
            Is.EqualTo(
                new ValidationError(
                    "reporting-org",
                    "'XX-1' (Nobody) is no partner. An admin registers the identifier with its partner; "
                        + "or, where the file is a list of projects of others, imports it with owner=.",
                    "ADAM-6002"
                )
            )
        );
        Assert.That(
            Activities.Map("<reporting-org ref='XX-1'>GIZ</reporting-org>").Errors.Single().Reason,
            Does.StartWith("'XX-1' (GIZ) is no partner. The name is that of an agency of DE. An admin registers")
        );
        Assert.That(
            Activities.Map("", caller: new("DE", Role.Donor, "key", "")).Errors.Single(),
            Is.EqualTo(
                new ValidationError(
                    "reporting-org",
                    "The activity is US's; this key is DE's. US imports it, or an admin.",
                    "ADAM-3004"
                )
            )
        );
        Assert.That(Activities.Map("", caller: new("US", Role.Donor, "key", "")).Errors, Is.Empty);
        Assert.That(
            Activities.Map("<recipient-region code='798'/><recipient-country/>").Errors.Single(),
            Is.EqualTo(
                new ValidationError(
                    "recipient-country",
                    "Only a region is named (798); the register needs the countries.",
                    "ADAM-1016"
                )
            )
        );
        Assert.That(
            Activities.Map("<sector code='21020'/>").Errors.Single(),
            Is.EqualTo(
                new ValidationError(
                    "sector",
                    "Sector 21020 is not counter-narcotics assistance. "
                        + "Import it with pillar= if it belongs here all the same.",
                    "ADAM-6001"
                )
            )
        );
        Assert.That(
            Activities.Map("<activity-date type='3' iso-date='2020-01-01'/>").Warnings.Single(IsMissingStart).Reason,
            Is.EqualTo(
                "No start, planned (type 1) or actual (type 2), that is a date of the years 1970 to 2100. The project "
                    + "is recorded with an unknown start."
            )
        );
    }

    [TestCase(
        "<participating-org role='1' ref='2' type='10'>Department of State</participating-org>",
        "US",
        "US/Department of State"
    )]
    [TestCase(
        "<participating-org role='1' ref='2' type='10'>Office of River Boats</participating-org>",
        "US",
        "US/Office of River Boats"
    )]
    [TestCase(
        "<participating-org role='Funding' ref='2'>Office of River Boats</participating-org>",
        "US",
        "US/Office of River Boats"
    )]
    [TestCase(
        "<participating-org role='1' ref='2' type='10'>Office of River Boats</participating-org>",
        "UNODC",
        "/Office of River Boats"
    )]
    [TestCase(
        "<participating-org role='1' ref='XX-2' type='10'>Office of River Boats</participating-org>",
        "US",
        "/Office of River Boats"
    )]
    [TestCase(
        "<participating-org role='1' ref='2' type='22'>Office of River Boats</participating-org>",
        "US",
        "/Office of River Boats"
    )]
    [TestCase("<participating-org role='1' ref='JP-8'>Japan</participating-org>", "US", "JP")]
    [TestCase("<participating-org role='1' ref='JP-8'>JICA</participating-org>", "US", "JP/JICA")]
    [TestCase("<participating-org role='1'>United Kingdom (DFID)</participating-org>", "US", "GB/DFID")]
    [TestCase("<participating-org role='1'>World Bank</participating-org>", "UNODC", "/World Bank")]
    [TestCase(
        "<participating-org role='1' ref='US-GOV-1'/><participating-org role='1'>United States</participating-org>",
        "US",
        "US"
    )]
    [TestCase(
        "<participating-org role='1' ref='US-GOV-1'/>"
            + "<participating-org role='1' ref='US-GOV-11'>United States</participating-org>",
        "US",
        "US"
    )]
    [TestCase("<participating-org role='1' ref='XX-ABC-77'/>", "UNODC", "/XX-ABC-77")]
    [TestCase("<participating-org role='1' type='10'>&lt;b&gt;Japan&lt;/b&gt;</participating-org>", "UNODC", "JP")]
    public void Donors_are_who_funds(string content, string reporter, string donors)
    {
        var record = Activities.Map(
            $"<reporting-org ref='{(reporter == "US" ? "US-GOV-1" : "XM-DAC-41128")}'/>{content}"
        );
        Assert.That((record.Draft?.Donors.Show(), record.Warnings.Show()), Is.EqualTo((donors, "")));
    }

    [TestCase("<participating-org role='3' ref='JP-8'/>")]
    [TestCase("<participating-org role='1'>Unspecified</participating-org>")]
    [TestCase("<participating-org role='1'>Enterprise - United States Redacted</participating-org>")]
    [TestCase("<participating-org role='1'>***</participating-org>")]
    [TestCase("<participating-org role='1'>&lt;br/&gt;</participating-org>")]
    [TestCase("<participating-org role='1' ref='2'/>")]
    [TestCase("<participating-org role='1' ref='&lt;b-c&gt;'/>")]
    public void Reporter_stands_in_where_no_donor_is_named(string content)
    {
        var record = Activities.Map(content);
        Assert.That(
            (record.Draft?.Donors.Show(), record.Warnings.Show()),
            Is.EqualTo(("US", "participating-org 1016"))
        );
        Assert.That(
            Activities.Map($"{content}<reporting-org ref='XX-1'/>", owner: "UNODC").Errors.Show(),
            Is.EqualTo("participating-org 1016"),
            "owner= does not replace a missing donor"
        );
    }

    [TestCase(
        "<participating-org role='4' ref='2' type='10'>Office of River Boats</participating-org>",
        "/Office of River Boats"
    )]
    [TestCase(
        "<participating-org role='4' type='10'>Department of State</participating-org>",
        "US/Department of State"
    )]
    [TestCase("<participating-org role='Implementing' ref='XM-DAC-41128'>UNODC</participating-org>", "UNODC")]
    [TestCase(
        "<participating-org role='4'>Open Clinics</participating-org>"
            + "<participating-org role='4'>Open Clinics</participating-org>",
        "/Open Clinics"
    )]
    [TestCase(
        "<participating-org role='4'>Enterprise - United States Redacted</participating-org>"
            + "<participating-org role='4'>Various</participating-org>",
        ""
    )]
    [TestCase("<participating-org role='2'>Ministry of Health</participating-org>", "")]
    public void Implementers_are_who_carries_it_out(string content, string implementers) =>
        Assert.That(
            Activities.Map($"<participating-org role='1' ref='US-GOV-1'/>{content}").Draft?.Implementers.Show(),
            Is.EqualTo(implementers)
        );

    [Test]
    public void Identifier_is_believed_before_a_name_that_is_anothers()
    {
        var record = Activities.Map(
            "<participating-org role='1' ref='JP-8'>USAID</participating-org>"
                + "<participating-org role='4' ref='US-GOV-1'>UNODC</participating-org>"
        );
        Assert.That(
            (record.Draft?.Donors.Show(), record.Draft?.Implementers.Show(), record.Warnings.Show()),
            Is.EqualTo(("JP", "US", "participating-org 1018; participating-org 1018"))
        );
        Assert.That(
            record.Warnings[0].Reason,
            Is.EqualTo("'JP-8' is JP, and 'USAID' is US; the identifier is believed.")
        );
    }

    [Test]
    public void Names_that_are_too_long_are_cut()
    {
        var record = Activities.Map(
            $"<participating-org role='1'>{new string('ß', 300)}</participating-org>"
                + $"<participating-org role='4'>{new string('x', 300)}</participating-org>"
                + $"<participating-org role='4' ref='XX-{new string('1', 400)}'/>",
            attributes: ""
        );
        Assert.That(
            (record.Errors.Show(), record.Draft?.Implementers.Select(one => one.Name!.Length).Max()),
            Is.EqualTo(("", 200))
        );
        Assert.That(record.Draft!.Donors.Single().Name, Does.EndWith("ß…"));
    }

    [TestCase(
        "<recipient-country code='TJ' percentage='60'/><recipient-country code='uzb' percentage='40'/>",
        "TJ 60, UZ 40",
        ""
    )]
    [TestCase(
        "<recipient-country code='TJ' percentage='60'/><recipient-country code='UZ' percentage='30'/>",
        "TJ 60, UZ 30",
        "recipient-country 6005"
    )]
    [TestCase(
        "<recipient-country code='TJ' percentage='60'/><recipient-region code='798' percentage='40'/>",
        "TJ 60",
        ""
    )]
    [TestCase(
        "<recipient-country code='TJ' percentage='33.3'/><recipient-country code='UZ' percentage='33.3'/>"
            + "<recipient-country code='KG' percentage='33.3'/>",
        "TJ 33.3, UZ 33.3, KG 33.3",
        ""
    )]
    [TestCase(
        "<recipient-country code='TJ' percentage='0'/><recipient-country code='UZ' percentage='100'/>",
        "UZ 100",
        "recipient-country 1010"
    )]
    [TestCase("<recipient-country code='TJ' percentage='101'/>", "TJ", "recipient-country 1010")]
    [TestCase("<recipient-country code='TJ' percentage='all'/>", "TJ", "recipient-country 1010")]
    [TestCase("<recipient-country code='TJ' percentage='-5'/>", "TJ", "recipient-country 1010")]
    [TestCase(
        "<recipient-country code='TJ' percentage='50'/><recipient-country code='TJ' percentage='50'/>",
        "TJ 100",
        ""
    )]
    [TestCase(
        "<recipient-country code='TJ' percentage='30'/><recipient-country code='TJ' percentage='70'/>",
        "TJ 100",
        ""
    )]
    [TestCase("<transaction><recipient-country code='KG'/></transaction><recipient-country/>", "KG", "")]
    [TestCase(
        "<transaction><recipient-country code='TJ' percentage='100'/></transaction>"
            + "<recipient-country code='TJ' percentage='100'/>",
        "TJ 100",
        ""
    )]
    [TestCase("<recipient-country code='ZZ'/><recipient-country code='TJ'/>", "TJ", "recipient-country 1012")]
    [TestCase("<recipient-country code='XK'/>", "XK", "")]
    public void Countries_keep_their_percentages(string content, string countries, string warnings)
    {
        var record = Activities.Map(content);
        Assert.That(
            record.Warnings.Show().Replace("; recipient-country 6005", "", StringComparison.Ordinal),
            Is.EqualTo(warnings)
        );
        Assert.That(
            string.Join(
                ", ",
                record.Draft!.Countries.Select(country =>
                    (
                        country
                        + " "
                        + record
                            .Draft.CountryPercentages.SingleOrDefault(share => share.Country == country)
                            ?.Percentage.ToString(CultureInfo.InvariantCulture)
                    ).Trim()
                )
            ),
            Is.EqualTo(countries)
        );
    }

    [TestCase("<recipient-country code='ZZ'/>", "recipient-country 1012")]
    [TestCase("<recipient-country code=''/>", "recipient-country 1016")]
    [TestCase("<recipient-country/><recipient-region code='998'/>", "recipient-country 1016")]
    [TestCase("<recipient-country code='ZZ'/><recipient-region code='998'/>", "recipient-country 1012")]
    [TestCase("<iati-identifier/>", "iati-identifier 1016")]
    [TestCase("<title/>", "title 1016")]
    [TestCase("<title>&lt;p&gt; &amp;nbsp;&lt;/p&gt;</title>", "title 1016")]
    [TestCase("<sector/>", "sector 6001")]
    public void Activity_without_what_a_project_must_have_is_rejected(string content, string errors)
    {
        var record = Activities.Map(content);
        Assert.That((record.Errors.Show(), record.Draft), Is.EqualTo((errors, (ProjectDraft?)null)));
    }

    [Test]
    public void Every_reason_is_told_at_once() =>
        Assert.That(
            Activities
                .Map(
                    "<iati-identifier/><title/><reporting-org/><participating-org/><activity-date/>"
                        + "<recipient-country/><sector/>"
                )
                .Errors.Show(),
            Is.EqualTo(
                "reporting-org 6002; recipient-country 1016; title 1016; "
                    + "iati-identifier 1016; sector 6001; participating-org 1016"
            )
        );

    [TestCase("<sector code='16063'/>", "dac 16063", "regional-initiatives", "")]
    [TestCase("<sector vocabulary='1' code='16063' percentage='100'/>", "dac 16063 100", "regional-initiatives", "")]
    [TestCase(
        "<sector vocabulary='DAC' code='12330' percentage='40'/>"
            + "<sector vocabulary='DAC' code='16063' percentage='60'/>",
        "dac 12330 40, dac 16063 60",
        "regional-initiatives, prevention-and-health",
        ""
    )]
    [TestCase(
        "<sector code='16063' percentage='50'/><sector code='16063' percentage='50'/>",
        "dac 16063 100",
        "regional-initiatives",
        ""
    )]
    [TestCase(
        "<sector code='16063' percentage='50'/>"
            + "<sector vocabulary='99' vocabulary-uri='x' code='other' percentage='100'/>",
        "dac 16063 50",
        "regional-initiatives",
        "sector 6005"
    )]
    [TestCase(
        "<sector code='16063' percentage='100'/><transaction><sector code='16063' percentage='100'/></transaction>",
        "dac 16063 100",
        "regional-initiatives",
        ""
    )]
    [TestCase("<sector vocabulary='2' code='152'/>", "dac-category 152", "regional-initiatives", "")]
    [TestCase("<sector vocabulary='DAC-3' code='152'/>", "dac-category 152", "regional-initiatives", "")]
    [TestCase("<sector code='15100'/>", "dac-category 151", "regional-initiatives", "")]
    [TestCase("<sector code='151'/>", "dac-category 151", "regional-initiatives", "")]
    [TestCase(
        "<sector vocabulary='99' code='financial-flows'/><sector code='16063'/>",
        "dac 16063",
        "financial-flows",
        ""
    )]
    [TestCase(
        "<sector vocabulary='8' code='16.4'/><sector vocabulary='7' code='3'/><sector code='16063'/>",
        "dac 16063",
        "regional-initiatives",
        ""
    )]
    [TestCase("<sector code='99999'/><sector code='16063'/>", "dac 16063", "regional-initiatives", "sector 1012")]
    [TestCase("<transaction><sector code='16063'/></transaction><sector/>", "dac 16063", "regional-initiatives", "")]
    public void Sectors_are_kept_and_mean_pillars(string content, string sectors, string pillars, string warnings)
    {
        var record = Activities.Map($"<title>Against drug trafficking</title>{content}");
        using (Assert.EnterMultipleScope())
        {
            Assert.That(record.Warnings.Show(), Is.EqualTo(warnings));
            Assert.That(
                string.Join(
                    ", ",
                    record.Draft!.Sectors.Select(sector =>
                        string.Create(
                                CultureInfo.InvariantCulture,
                                $"{sector.Vocabulary} {sector.Code} {sector.Percentage}"
                            )
                            .Trim()
                    )
                ),
                Is.EqualTo(sectors)
            );
            Assert.That(
                string.Join(
                    ", ",
                    record.Draft.Pillars.Select(pillar =>
                        CodeListCatalog.Pillars.Entries.Single(entry => entry.Number == (int)pillar).Code
                    )
                ),
                Is.EqualTo(pillars)
            );
        }
    }

    [Test]
    public void Pillar_of_the_import_stands_in_and_no_more()
    {
        Assert.That(
            Activities.Map("<sector code='21020'/>", pillar: Pillar.Precursors).Draft!.Pillars,
            Is.EqualTo(new[] { Pillar.Precursors })
        );
        Assert.That(
            Activities.Map("", pillar: Pillar.Precursors).Draft!.Pillars,
            Is.EqualTo(new[] { Pillar.RegionalInitiatives })
        );
        Assert.That(
            Activities.Map("<sector code='15130'/><description>Against heroin</description>").Draft!.Pillars,
            Is.EqualTo(new[] { Pillar.RegionalInitiatives }),
            "the description is searched too"
        );
        Assert.That(Activities.Map("<sector code='15130'/>").Errors.Show(), Is.EqualTo("sector 6001"));
    }

    [TestCase(
        "<tag vocabulary='3' code='16.4'/><tag vocabulary='2' code='3'/><sector vocabulary='8' code='3.5'/>"
            + "<sector code='16063'/>",
        "16.4, 3, 3.5",
        ""
    )]
    [TestCase("<tag vocabulary='3' code='99.9'/><tag vocabulary='1' code='16.4'/><tag code='16.4'/>", "", "tag 1012")]
    public void Goals_are_tags_or_sectors(string content, string targets, string warnings)
    {
        var record = Activities.Map(content);
        Assert.That(
            (string.Join(", ", record.Draft!.AdditionalSdgTargets), record.Warnings.Show()),
            Is.EqualTo((targets, warnings))
        );
    }

    // The years of planned start, actual start, planned end and actual end.
    [TestCase(
        "<activity-date type='1' iso-date='2010-01-01'/><activity-date type='2' iso-date='2011-01-01'/>"
            + "<activity-date type='3' iso-date='2012-01-01'/><activity-date type='4' iso-date='2013-01-01'/>",
        "2010 2011 2012 2013",
        ""
    )]
    [TestCase(
        "<activity-date type='start-planned'>2010-01-01</activity-date>"
            + "<activity-date type='End-Actual' iso-date='2013-01-01'/>",
        "2010 - - 2013",
        ""
    )]
    [TestCase(
        "<activity-date type='1' iso-date='2010-01-01T00:00:00'/>"
            + "<activity-date type='2' iso-date='2011-01-01Z'/><activity-date type='3' iso-date='2012-01-01+05:00'/>"
            + "<activity-date type='4' iso-date=' 2013-01-01 10:00 '/>",
        "2010 2011 2012 2013",
        ""
    )]
    [TestCase(
        "<activity-date type='1' iso-date='2010-01-01'/><activity-date type='3' iso-date='by the end of 2012'/>",
        "2010 - - -",
        "activity-date 1007"
    )]
    [TestCase(
        "<activity-date type='1' iso-date='2010-01-01'/><activity-date type='3' iso-date='2012-02-30'/>",
        "2010 - - -",
        "activity-date 1007"
    )]
    [TestCase(
        "<activity-date type='1' iso-date='2010-01-01'/><activity-date type='3' iso-date='2012-01-01x'/>",
        "2010 - - -",
        "activity-date 1007"
    )]
    [TestCase(
        "<activity-date type='1' iso-date='2010-01-01'/><activity-date type='3' iso-date='2101-01-01'/>"
            + "<activity-date type='2' iso-date='1900-01-01'/>",
        "2010 - - -",
        "activity-date 1010; activity-date 1010"
    )]
    [TestCase(
        "<activity-date type='1' iso-date='2010-01-01'/><activity-date type='1' iso-date='2011-01-01'/>",
        "2010 - - -",
        "activity-date 1018"
    )]
    [TestCase(
        "<activity-date type='1' iso-date='2010-01-01'/><activity-date type='1' iso-date='2010-01-01'/>",
        "2010 - - -",
        ""
    )]
    [TestCase(
        "<activity-date type='1' iso-date='2010-01-01'/><activity-date type='9' iso-date='2011-01-01'/>",
        "2010 - - -",
        "activity-date 1012"
    )]
    [TestCase(
        "<activity-date type='1' iso-date='2010-01-01'/><activity-date type='3' iso-date='2009-01-01'/>",
        "2010 - - -",
        "activity-date 3005"
    )]
    [TestCase(
        "<activity-date type='2' iso-date='2010-01-01'/><activity-date type='4' iso-date='2009-01-01'/>"
            + "<activity-date type='3' iso-date='2012-01-01'/>",
        "- 2010 2012 -",
        "activity-date 3005"
    )]
    [TestCase(
        "<activity-date type='2' iso-date='2010-01-01'/><activity-date type='3' iso-date='2009-01-01'/>",
        "- 2010 2009 -",
        ""
    )]
    [TestCase(
        "<activity-date type='1' iso-date='2010-01-01'/><activity-date type='4' iso-date='2009-01-01'/>",
        "2010 - - -",
        "activity-date 3005"
    )]
    [TestCase(
        "<activity-date type='1' iso-date='2008-01-01'/><activity-date type='2' iso-date='2010-01-01'/>"
            + "<activity-date type='3' iso-date='2009-01-01'/><activity-date type='4' iso-date='2011-01-01'/>",
        "2008 2010 2009 2011",
        ""
    )]
    public void Dates_are_read_and_put_in_order(string content, string years, string warnings)
    {
        var record = Activities.Map(content);
        Assert.That(
            (
                string.Join(
                    ' ',
                    new[]
                    {
                        record.Draft?.PlannedStart,
                        record.Draft?.ActualStart,
                        record.Draft?.PlannedEnd,
                        record.Draft?.ActualEnd,
                    }.Select(day => day?.Year.ToString(CultureInfo.InvariantCulture) ?? "-")
                ),
                record.Warnings.Show()
            ),
            Is.EqualTo((years, warnings))
        );
    }

    private static bool IsMissingStart(ValidationError warning) =>
        warning.Reason.Contains("recorded with an unknown start", StringComparison.Ordinal);

    [Test]
    public void Dates_in_any_order_make_a_project()
    {
        for (var all = 0; all < 256; all++)
        {
            var dates = Enumerable
                .Range(0, 4)
                .Select(type => (Type: type + 1, Day: (all >> (2 * type)) & 3))
                .Where(date => date.Day > 0)
                .ToList();
            var record = Activities.Map(
                "<activity-date/>"
                    + string.Concat(
                        dates.Select(date => $"<activity-date type='{date.Type}' iso-date='2020-01-0{date.Day}'/>")
                    )
            );
            var starts = dates.Where(date => date.Type < 3).Select(date => date.Type).ToList();
            var draft = record.Draft;
            Assert.That(draft, Is.Not.Null, $"{all}: {record.Errors.Show()}");
            Assert.That(
                (draft!.PlannedStart is not null, draft.ActualStart is not null),
                Is.EqualTo((starts.Contains(1), starts.Contains(2))),
                "both starts are kept"
            );
            Assert.That(
                (draft.Period.StartBasis == StartBasis.Unknown, record.Warnings.Any(IsMissingStart)),
                Is.EqualTo((starts.Count == 0, starts.Count == 0))
            );
        }
    }

    [TestCase("<activity-status code='1'/>", ProjectStatus.Pipeline, "")]
    [TestCase("<activity-status code='5'/>", ProjectStatus.Cancelled, "")]
    [TestCase("<activity-status code='closed'/>", ProjectStatus.Closed, "")]
    [TestCase("<activity-status/>", ProjectStatus.Pipeline, "activity-status 1016")]
    [TestCase("<activity-status code='9'/>", ProjectStatus.Pipeline, "activity-status 1012")]
    [TestCase(
        "<activity-status/><activity-date type='2' iso-date='2020-01-01'/>",
        ProjectStatus.Implementation,
        "activity-status 1016"
    )]
    [TestCase(
        "<activity-status/><activity-date type='2' iso-date='2020-01-01'/>"
            + "<activity-date type='4' iso-date='2021-01-01'/>",
        ProjectStatus.Closed,
        "activity-status 1016"
    )]
    public void Status_is_told_or_follows_from_the_dates(string content, ProjectStatus status, string warnings)
    {
        var record = Activities.Map(content);
        Assert.That((record.Draft!.Status, record.Warnings.Show()), Is.EqualTo((status, warnings)));
    }

    [TestCase("<location><name>Ford</name><point><pos>37.2 68.6</pos></point></location>", "Ford 37.2 68.6", "")]
    [TestCase(
        "<location><name>Ford</name><coordinates latitude='37.2' longitude='68.6'/></location>",
        "Ford 37.2 68.6",
        ""
    )]
    [TestCase("<location><name>Ford</name><point><pos>37.2, 68.6</pos></point></location>", "Ford 37.2 68.6", "")]
    [TestCase("<location><name>Ford</name><point><pos>37,2 68,6</pos></point></location>", "Ford", "location 1018")]
    [TestCase("<location><name>Ford</name><point><pos>37.2</pos></point></location>", "Ford", "location 1018")]
    [TestCase("<location><name>Ford</name><point><pos>0 0</pos></point></location>", "Ford", "location 1018")]
    [TestCase("<location><name>Ford</name><point><pos>91 0</pos></point></location>", "Ford", "location 1018")]
    [TestCase("<location><name>Ford</name><point><pos>NaN Infinity</pos></point></location>", "Ford", "location 1018")]
    [TestCase("<location><point><pos>37.2 68.6</pos></point></location>", "37.2, 68.6 37.2 68.6", "")]
    [TestCase("<location><description>At the ford</description></location>", "At the ford", "")]
    [TestCase("<location><point/></location><location/>", "", "")]
    [TestCase("<location><name>Ford</name></location><location><name>Ford</name></location>", "Ford", "")]
    public void Places_have_names_and_where_it_is_sound_a_position(string content, string places, string warnings)
    {
        var record = Activities.Map(content);
        Assert.That(
            (
                string.Join(
                    "; ",
                    record.Draft!.Places.Select(place =>
                        string.Create(CultureInfo.InvariantCulture, $"{place.Name} {place.Latitude} {place.Longitude}")
                            .Trim()
                    )
                ),
                record.Warnings.Show()
            ),
            Is.EqualTo((places, warnings))
        );
    }

    [TestCase(
        "<related-activity type='1' ref='P-1'/><related-activity type='4' ref='C-1'/>",
        "Parent P-1, CoFunded C-1",
        ""
    )]
    [TestCase(
        "<related-activity type='9' ref='P-1'/><related-activity type='1'/><related-activity type='1' ref='a-1'/>",
        "",
        "related-activity 1012"
    )]
    [TestCase(
        "<transaction><transaction-type code='11'/><provider-org provider-activity-id='P-1'/></transaction>",
        "Parent P-1",
        ""
    )]
    [TestCase(
        "<transaction><transaction-type code='IF'/><provider-org provider-activity-id='P-1'/></transaction>",
        "Parent P-1",
        ""
    )]
    [TestCase(
        "<transaction><transaction-type code='3'/><provider-org provider-activity-id='P-1'/>"
            + "<receiver-org receiver-activity-id='C-1'/></transaction>",
        "Child C-1",
        ""
    )]
    [TestCase(
        "<transaction><transaction-type code='3'/><receiver-org receiver-activity-id='XM-DAC-41128'/></transaction>",
        "",
        ""
    )]
    [TestCase(
        "<transaction><transaction-type code='3'/><receiver-org receiver-activity-id='US-GOV-11'/></transaction>",
        "",
        ""
    )]
    [TestCase(
        "<transaction><transaction-type code='3'/>"
            + "<receiver-org receiver-activity-id='XM-DAC-41128-TJ1'/></transaction>",
        "Child XM-DAC-41128-TJ1",
        ""
    )]
    [TestCase(
        "<participating-org role='4' ref='NGO 7'/><transaction><transaction-type code='3'/>"
            + "<receiver-org receiver-activity-id='NGO 7'/></transaction>",
        "",
        "participating-org 1016"
    )]
    [TestCase(
        "<reporting-org ref='GB-1'/><transaction><transaction-type code='1'/>"
            + "<provider-org provider-activity-id='GB-1'/></transaction>",
        "",
        ""
    )]
    [TestCase(
        "<related-activity type='3' ref='C-1'/><transaction><transaction-type code='3'/>"
            + "<receiver-org receiver-activity-id='c-1'/></transaction>",
        "Sibling C-1",
        ""
    )]
    public void Links_are_declared_or_follow_the_money(string content, string related, string warnings)
    {
        var record = Activities.Map(content);
        Assert.That(
            (
                string.Join(", ", record.Draft!.RelatedProjects.Select(one => $"{one.Relation} {one.Identifier}")),
                record.Warnings.Show()
            ),
            Is.EqualTo((related, warnings))
        );
    }

    [TestCase(
        "<title><narrative xml:lang='fr'>Bateaux</narrative><narrative xml:lang='en-GB'>Ships</narrative></title>",
        "Ships",
        null,
        "en-GB"
    )]
    [TestCase(
        "<title><narrative xml:lang='ru'>Лодки</narrative><narrative xml:lang='fr'>Bateaux</narrative></title>",
        "Bateaux",
        null,
        "fr"
    )]
    [TestCase(
        "<title><narrative xml:lang='ru'>Лодки</narrative></title>"
            + "<description><narrative xml:lang='es'>Barcos</narrative>"
            + "<narrative xml:lang='ru'>Много лодок</narrative></description>",
        "Лодки",
        "Много лодок",
        "ru"
    )]
    [TestCase(
        "<title><narrative xml:lang='ru'>Лодки</narrative></title><description>"
            + "<narrative xml:lang='es'>Barcos</narrative></description>",
        "Лодки",
        "Barcos",
        "ru"
    )]
    [TestCase("<title>Boats</title><description>Boats</description>", "Boats", null, "fr")]
    [TestCase(
        "<title>Boats</title><description type='1'>One</description><description type='2'>Two</description>"
            + "<description type='3'>One</description>",
        "Boats",
        "One\n\nTwo",
        "fr"
    )]
    [TestCase("<title xml:lang='no language'>Boats</title>", "Boats", null, null)]
    [TestCase("<title>&lt;b&gt;Boats&lt;/b&gt;\n &amp;amp; more</title>", "Boats & more", null, "fr")]
    public void Texts_are_plain_and_of_one_language(string content, string title, string? description, string? language)
    {
        var draft = Activities.Map(content, "xml:lang='fr'").Draft!;
        Assert.That((draft.Title, draft.Description, draft.Language), Is.EqualTo((title, description, language)));
    }

    [TestCase(100, "")]
    [TestCase(101, "iati-identifier 1017")]
    public void Identifier_is_never_cut(int length, string errors) =>
        Assert.That(
            Activities.Map($"<iati-identifier>{new string('x', length)}</iati-identifier>").Errors.Show(),
            Is.EqualTo(errors)
        );

    [TestCase(500, 500, "")]
    [TestCase(501, 500, "title 1017")]
    public void Title_is_cut(int length, int kept, string warnings)
    {
        var record = Activities.Map($"<title>{new string('x', length)}</title>");
        Assert.That((record.Draft!.Title.Length, record.Warnings.Show()), Is.EqualTo((kept, warnings)));
    }

    [TestCase(20_000, 20_000, "")]
    [TestCase(20_001, 20_000, "description 1017")]
    [TestCase(150_000, 20_000, "description 1017")]
    public void Description_is_cut(int length, int kept, string warnings)
    {
        var record = Activities.Map($"<description>{new string('x', length)}</description>");
        Assert.That((record.Draft!.Description!.Length, record.Warnings.Show()), Is.EqualTo((kept, warnings)));
    }

    [Test]
    public void Lists_are_cut_with_a_word()
    {
        var record = Activities.Map(
            string.Concat(
                CodeListCatalog
                    .Countries.Codes.Take(120)
                    .Select(code => $"<recipient-country code='{code}' percentage='0.5'/>")
            )
                + string.Concat(CodeListCatalog.Sectors.Codes.Take(120).Select(code => $"<sector code='{code}'/>"))
                + "<sector code='16063'/>"
                + string.Concat(
                    CodeListCatalog.SdgTargets.Codes.Take(60).Select(code => $"<tag vocabulary='3' code='{code}'/>")
                )
                + string.Concat(
                    Enumerable
                        .Range(0, 201)
                        .Select(number =>
                            $"<participating-org role='1'>Donor {number}</participating-org>"
                            + $"<participating-org role='4'>Clinic {number}</participating-org>"
                            + $"<location><name>Place {number}</name></location>"
                            + $"<related-activity type='1' ref='P {number}'/>"
                        )
                ),
            pillar: Pillar.Precursors,
            attributes: ""
        );
        var draft = record.Draft!;
        Assert.That(
            (
                draft.Countries.Count,
                draft.CountryPercentages.Count,
                draft.Sectors.Count,
                draft.AdditionalSdgTargets.Count,
                draft.Donors.Count,
                draft.Implementers.Count,
                draft.Places.Count
            ),
            Is.EqualTo((100, 100, 100, 50, 200, 200, 200))
        );
        Assert.That(draft.RelatedProjects, Has.Count.EqualTo(200));
        Assert.That(
            record.Warnings.Where(warning => warning.Code == "ADAM-1015").Select(warning => warning.Name),
            Is.EquivalentTo(
                new[] { "recipient-country", "sector", "tag", "participating-org", "location", "related-activity" }
            ),
            "donors and implementers have the same reason, which is not repeated"
        );
    }

    [Test]
    public void Activity_of_more_parts_than_any_is_rejected()
    {
        Assert.That(
            Activities.Map(string.Concat(Enumerable.Repeat("<transaction/>", 50_001))).Errors.Show(),
            Is.EqualTo("iati-activity 1015")
        );
        var narratives = string.Concat(Enumerable.Repeat($"<narrative>{new string('x', 90_000)}</narrative>", 30));
        Assert.That(Activities.Map($"<title>{narratives}</title>").Errors.Show(), Is.EqualTo("iati-activity 1015"));
    }
}
