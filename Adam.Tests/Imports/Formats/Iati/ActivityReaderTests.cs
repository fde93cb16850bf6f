using System.Text;
using Adam.Api.Imports.Formats;
using Adam.Api.Imports.Formats.Iati;

namespace Adam.Tests.Imports.Formats.Iati;

public sealed class ActivityReaderTests
{
    static ActivityReaderTests() => Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);

    [Test]
    public void Version_1_is_read_as_it_stands()
    {
        var activity = Activities.Read(Sample("version1.xml"))[0];
        using (Assert.EnterMultipleScope())
        {
            Assert.That(
                (
                    activity.Line,
                    activity.Column,
                    activity.Identifier,
                    activity.DefaultCurrency,
                    activity.Language,
                    activity.Status
                ),
                Is.EqualTo((3, 3, "GB-1-700001", "GBP", "en", "2"))
            );
            Assert.That(
                (activity.Reporter!.Ref, activity.Reporter.Type, activity.Reporter.Names.Single().Text),
                Is.EqualTo(("GB-1", "10", "Department for International Development"))
            );
            Assert.That(
                activity.Titles,
                Is.EqualTo(
                    new Narrative[] { new("en", "Treatment & prevention"), new("es", "Tratamiento y prevencion") }
                )
            );
            Assert.That(
                activity.Participations.Select(one => (one.Role, one.Organisation.Ref, one.Organisation.Names[0].Text)),
                Is.EqualTo(
                    new (string?, string?, string)[]
                    {
                        ("Funding", "GB-1", "DFID"),
                        ("Implementing", null, "Open Clinics"),
                        ("Accountable", null, "Ministry of Health"),
                    }
                )
            );
            Assert.That(
                activity.Dates,
                Is.EqualTo(
                    new ActivityDate[]
                    {
                        new("start-planned", "2010-04-01", "2010-04-01"),
                        new("start-actual", null, "2010-05-03"),
                        new("end-planned", "2014-03-31", null),
                    }
                )
            );
            Assert.That(activity.Countries, Is.EqualTo(new Coded[] { new(null, "AF", "100", false) }));
            Assert.That(
                activity.Sectors,
                Is.EqualTo(
                    new Coded[]
                    {
                        new("DAC", "12330", "50", false),
                        new("DAC", "13040", "50", false),
                        new("RO", "H1", null, false),
                    }
                )
            );
            Assert.That(
                (activity.Locations.Single().Names.Single().Text, activity.Locations[0].Position),
                Is.EqualTo(("Herat", ("34.34", "62.2")))
            );
            Assert.That(
                activity.Transactions.Select(one =>
                    (one.Type, one.Money.Value, one.Provider?.Ref, one.ReceiverActivity)
                ),
                Is.EqualTo(
                    new (string?, string?, string?, string?)[]
                    {
                        ("C", "5000000", "GB-1", null),
                        ("D", "1250000.75", null, "NGO-77"),
                    }
                )
            );
            Assert.That(activity.Related, Is.EqualTo(new RelatedActivity[] { new("1", "GB-1-700000") }));
        }
    }

    [Test]
    public void Version_2_is_read_as_it_stands()
    {
        var activities = Activities.Read(Sample("version2.xml"));
        var activity = activities[0];
        using (Assert.EnterMultipleScope())
        {
            Assert.That(
                activities.Select(one => (one.Line, one.Column)),
                Is.EqualTo(new[] { (3, 3), (28, 3), (38, 3) })
            );
            Assert.That(
                activity.Titles,
                Is.EqualTo(new Narrative[] { new("en", "Posts on the river"), new("ru", "Посты на реке") })
            );
            Assert.That(
                activity.Participations.Select(one => (one.Role, one.Organisation.Type)),
                Is.EqualTo(new[] { ("1", "10"), ("4", "40"), ("4", "22") })
            );
            Assert.That(activity.Locations.Single().Position, Is.EqualTo(("37.2", "68.6")));
            Assert.That(activity.Tags, Is.EqualTo(new Coded[] { new("3", "16.4", null, false) }));
            Assert.That(
                activity.Budgets,
                Is.EqualTo(
                    new Budget[]
                    {
                        new("1", "2021-01-01", "2021-12-31", new("250000.50", "USD")),
                        new("2", "2021-01-01", "2021-12-31", new("300000", null)),
                    }
                )
            );
            Assert.That(
                activity.Transactions.Select(one =>
                    (one.Type, one.Money.Value, one.ProviderActivity, one.ReceiverActivity)
                ),
                Is.EqualTo(
                    new (string?, string?, string?, string?)[]
                    {
                        ("2", "410000", "US-GOV-11-PARENT", null),
                        ("3", "-1200", null, "XM-DAC-41128-TJ77"),
                    }
                )
            );
            Assert.That(
                activity.Sectors,
                Is.EqualTo(new Coded[] { new("1", "16063", "100", false), new(null, "16063", null, true) })
            );
            Assert.That(
                activities[2].Descriptions.Single(),
                Is.EqualTo(new Narrative("fr", "Prévention <b>et</b> soins dans les écoles"))
            );
            Assert.That(activities[2].Regions.Single().Code, Is.EqualTo("798"));
        }
    }

    [TestCase("<title>One <!-- not --> two</title>", "One  two")]
    [TestCase("<title>One<?not this?>two</title>", "Onetwo")]
    [TestCase("<title><![CDATA[One & ]]>two</title>", "One & two")]
    [TestCase("<title>&#x4F;ne &lt;b&gt;</title>", "One <b>")]
    [TestCase("<title>One<b>two</b>three</title>", "One twothree")]
    [TestCase("<title><narrative>One</narrative>\n<narrative/> <narrative> </narrative>left</title>", "One")]
    [TestCase("<title> \n One\t</title>", "One")]
    [TestCase("<title/><title></title><title> </title>", null)]
    [TestCase("<title><narrative/></title>", null)]
    public void Text_is_what_is_said(string content, string? text) =>
        Assert.That(Activities.Only(content).Titles.Select(title => title.Text).SingleOrDefault(), Is.EqualTo(text));

    [TestCase("<title>x</title>", "xml:lang='fr'", "fr")]
    [TestCase("<title>x</title>", "", null)]
    [TestCase("<title xml:lang='ru'>x</title>", "xml:lang='fr'", "ru")]
    [TestCase("<title xml:lang='ru'><narrative>x</narrative></title>", "xml:lang='fr'", "ru")]
    [TestCase("<title xml:lang='ru'><narrative xml:lang=' es '>x</narrative></title>", "xml:lang='fr'", "es")]
    [TestCase("<title xml:lang=''>x</title>", "xml:lang='fr'", null)]
    public void Language_is_that_in_force(string content, string attributes, string? language) =>
        Assert.That(Activities.Only(content, attributes).Titles.Single().Language, Is.EqualTo(language));

    [Test]
    public void Elements_of_others_are_stepped_over()
    {
        const string Content = """
            <x:iati-activity xmlns:x="urn:x"><iati-identifier>No</iati-identifier></x:iati-activity>
            <unknown><iati-activity><title>No</title></iati-activity>text</unknown>
            <iati-activity>
              <x:title xmlns:x="urn:x">No</x:title><title xmlns="urn:x">No</title>
              <x:wrap xmlns:x="urn:x"><title>No</title></x:wrap>
              <result><title>No</title><sector code="1"/></result>
              <title>Yes</title>
              <transaction>
                <x:value xmlns:x="urn:x">1</x:value><value>2</value><aid><sector code="1"/></aid>
              </transaction>
            </iati-activity>
            """;
        foreach (
            var (start, end) in (ReadOnlySpan<(string, string)>)
                [
                    ("<iati-activities>", "</iati-activities>"),
                    ("<iati-activities xmlns='urn:ours' version='2.03'>", "</iati-activities>"),
                ]
        )
        {
            var activity = Activities.Read(start + Content + end).Single();
            Assert.That(
                (activity.Titles.Single().Text, activity.Sectors.Count, activity.Transactions.Single().Money.Value),
                Is.EqualTo(("Yes", 0, "2"))
            );
        }

        Assert.That(
            Activities
                .Read(
                    "<a:iati-activities xmlns:a='urn:ours'><a:iati-activity>"
                        + "<a:title>Yes</a:title></a:iati-activity><iati-activity/></a:iati-activities>"
                )
                .Single()
                .Titles.Single()
                .Text,
            Is.EqualTo("Yes")
        );
    }

    [TestCase("utf-8", false)]
    [TestCase("utf-8", true)]
    [TestCase("utf-16", true)]
    [TestCase("utf-16BE", true)]
    [TestCase("windows-1252", false)]
    [TestCase("iso-8859-1", false)]
    [TestCase("windows-1251", false)]
    public void Encoding_is_that_declared(string name, bool mark)
    {
        var encoding = Encoding.GetEncoding(name);
        var text = name == "windows-1251" ? "Борьба" : "Prévention";
        byte[] file =
        [
            .. mark ? encoding.GetPreamble() : [],
            .. encoding.GetBytes(
                $"<?xml version='1.0' encoding='{(name == "utf-16BE" ? "utf-16" : name)}'?><iati-activities>"
                    + $"<iati-activity><title>{text}</title></iati-activity></iati-activities>"
            ),
        ];
        Assert.That(Activities.Read(file).Single().Titles.Single().Text, Is.EqualTo(text));
    }

    [Test]
    public void Place_is_that_of_the_bracket() =>
        Assert.That(
            Activities
                .Read(
                    "<iati-activities><iati-activity/>\r\n\t<iati-activity\n/>"
                        + "<!--\n\n--><iati-activity/></iati-activities>"
                )
                .Select(activity => (activity.Line, activity.Column)),
            Is.EqualTo(new[] { (1, 18), (2, 2), (5, 4) })
        );

    [Test]
    public void Blanks_around_values_are_none()
    {
        var activity = Activities.Only(
            "<recipient-country code=' TJ '/><activity-status code='  '/><activity-status code='2'/>"
                + "<iati-identifier/><iati-identifier> A </iati-identifier><iati-identifier>B</iati-identifier>"
        );
        Assert.That(
            (activity.Countries.Single().Code, activity.Status, activity.Identifier),
            Is.EqualTo(("TJ", "2", "A"))
        );
    }

    [Test]
    public void Identifier_has_one_form_of_each_letter() =>
        Assert.That(
            Activities.Only("<iati-identifier>cafe\u0301</iati-identifier>").Identifier,
            Is.EqualTo("caf\u00E9")
        );

    [Test]
    public void First_reporter_reports()
    {
        var activity = Activities.Only("<reporting-org ref='A' secondary-reporter='1'/><reporting-org ref='B'/>");
        Assert.That((activity.Reporter!.Ref, activity.HasSecondaryReporter), Is.EqualTo(("A", true)));
    }

    [TestCase("", "ADAM-6010", 1)]
    [TestCase("<iati-activities>\n<iati-activity>\n</iati-activities>", "ADAM-6010", 3)]
    [TestCase("<iati-activities>\n<iati-activity/>\n", "ADAM-6010", 3)]
    [TestCase("<iati-activities/>\n<iati-activities/>", "ADAM-6010", 2)]
    [TestCase("<iati-activities>&x;</iati-activities>", "ADAM-6010", 1)]
    [TestCase("<iati-activities>\n<a b='1' b='2'/></iati-activities>", "ADAM-6010", 2)]
    [TestCase("<?xml version='1.0' encoding='utf-7'?><iati-activities/>", "ADAM-6010", 1)]
    [TestCase("<?xml version='1.0' encoding='none-such'?><iati-activities/>", "ADAM-6010", 1)]
    [TestCase("<!DOCTYPE a [<!ENTITY x 'y'>]><iati-activities/>", "ADAM-6011", 1)]
    [TestCase("<html/>", "ADAM-6012", 1)]
    [TestCase("<iati-activities version='3.0'/>", "ADAM-6012", 1)]
    public void Unreadable_file_says_where(string file, string code, int line) =>
        Assert.That(
            () => Activities.Read(file),
            Throws
                .InstanceOf<UnreadableFileException>()
                .With.Property("Code")
                .Property("Id")
                .EqualTo(code)
                .And.Property("Line")
                .EqualTo(line)
        );

    [Test]
    public void Byte_that_is_no_text_is_refused()
    {
        var file = Encoding.Latin1.GetBytes(
            "<iati-activities>\n<iati-activity><title>Pr\u00E9v</title></iati-activity></iati-activities>"
        );
        Assert.That(
            () => Activities.Read(file),
            Throws.InstanceOf<UnreadableFileException>().With.Property("Code").Property("Id").EqualTo("ADAM-6010")
        );
    }

    [TestCase("1.01")]
    [TestCase("1.05")]
    [TestCase("2.03")]
    [TestCase("")]
    public void Version_is_one_that_is_read(string version) =>
        Assert.That(
            Activities.Read($"<iati-activities version='{version}'><iati-activity/></iati-activities>"),
            Has.Count.EqualTo(1)
        );

    private static byte[] Sample(string name) =>
        File.ReadAllBytes(Path.Combine(Repository.Root, "Adam.Tests", "Imports", "Formats", "Iati", name));
}
