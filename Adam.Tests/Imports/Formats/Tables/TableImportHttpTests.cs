using System.IO.Compression;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using Adam.Domain.Keys;
using Adam.Tests.Projects;

namespace Adam.Tests.Imports.Formats.Tables;

/// <summary>Tables as people keep them go in, or are refused by cell.</summary>
public sealed class TableImportHttpTests(string engine) : RegisterTests(engine)
{
    private const string Headings =
        "reference,title,country,pillar,donor,amount,currency,status,plannedStart,plannedEnd\n";

    private HttpClient _germany = null!;

    [SetUp]
    public async Task GetKey() => _germany = await TestApi.Over(Register.Database).ClientAsync(Role.Donor, "DE");

    [Test]
    public async Task Excel_of_a_German_office_goes_in()
    {
        var report = await ImportAsync(
            "\uFEFFKennung;Titel;Land;Pillar;Geber;Betrag;Währung;Status;Beginn;Ende\r\n"
                + "G-1;\"Kurs; Teil 2\";Tadschikistan;III;Deutschland;1.234,50;EUR;Implementation;01.02.2015;\r\n"
        );
        Assert.That(Outcomes(report), Is.EqualTo(new[] { "2 G-1 created" }));
        var project = (await ProjectsAsync()).Single();
        Assert.That((string?)project["title"], Is.EqualTo("Kurs; Teil 2"));
        Assert.That(project["donors"]!.Text(), Does.Contain("1234.5").And.Contain("\"DE\""));
        Assert.That((string?)project["plannedStart"], Is.EqualTo("2015-02-01"));
        Assert.That((string?)project["period"]!["endBasis"], Is.EqualTo("open"));
    }

    [Test]
    public async Task Russian_headings_in_Windows_1251_go_in_with_a_warning()
    {
        Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);
        const string Table =
            "Код;Название проекта;Страна;Направление;Донор;Статус;Дата начала\r\n"
            + "Р-1;Обучение сотрудников таможни на границе;Узбекистан;Прекурсоры;Германия;Завершён;01.02.2015\r\n"
            + "Р-2;Поставка оборудования для лабораторий;Таджикистан;Прекурсоры;Германия;Реализуется;01.02.2015\r\n";
        var report = await ImportAsync(Encoding.GetEncoding(1251).GetBytes(Table), "text/csv");
        Assert.That(Outcomes(report), Is.EqualTo(new[] { "2 Р-1 created", "3 Р-2 created" }));
        Assert.That(
            (string?)report["items"]![0]!["warnings"]![0]!["reason"],
            Is.EqualTo("The file is no UTF-8; it is read as windows-1251. Save it as UTF-8 if letters are wrong.")
        );
        Assert.That(
            (await ProjectsAsync()).Select(project => (string?)project["title"]),
            Does.Contain("Обучение сотрудников таможни на границе")
        );
    }

    [Test]
    public async Task Values_are_read_as_people_write_them()
    {
        var report = await ImportAsync(
            "reference,title,country,pillar,donor,amount,status,plannedStart,plannedEnd\n"
                + "V-1,A,\"Tajikistan, Uzbekistan and Kyrgyzstan\",\"Pillar II, III\",\"DE;\nJapan\","
                + "\"USD 1,200,000.50\n€ 5,000.-\",In progress,1-Feb-2020,\"February 28, 2021\"\n"
        );
        Assert.That(Outcomes(report), Is.EqualTo(new[] { "2 V-1 created" }), report.Text());
        var project = (await ProjectsAsync()).Single();
        Assert.That(project["countries"]!.Text(), Is.EqualTo("[\"TJ\",\"UZ\",\"KG\"]"));
        Assert.That(project["pillars"]!.Text(), Is.EqualTo("[\"financial-flows\",\"precursors\"]"));
        Assert.That((string?)project["status"], Is.EqualTo("implementation"));
        Assert.That((string?)project["plannedStart"], Is.EqualTo("2020-02-01"));
        Assert.That((string?)project["plannedEnd"], Is.EqualTo("2021-02-28"));
        Assert.That(
            project["donors"]!.AsArray().Select(donor => $"{donor!["partner"]} {donor["amount"]} {donor["currency"]}"),
            Is.EquivalentTo(new[] { "DE 1200000.50 USD", "JP 5000.00 EUR" })
        );
    }

    [Test]
    public async Task Currency_in_the_heading_is_that_of_the_amounts()
    {
        var report = await ImportAsync(
            "reference,title,country,pillar,donor,Budget (USD),currency,status,plannedStart\n"
                + "V-1,A,TJ,precursors,DE,1200.00,,implementation,2020-02-01\n"
                + "V-2,A,TJ,precursors,DE,€ 1200.00,,implementation,2020-02-01\n"
                + "V-3,A,TJ,precursors,DE,1200.00,EUR,implementation,2020-02-01\n"
        );
        Assert.That(
            Outcomes(report),
            Is.EqualTo(new[] { "2 V-1 created", "3 V-2 created", "4 V-3 rejected" }),
            report.Text()
        );
        Assert.That(
            (await ProjectsAsync()).Select(project => (string?)project["donors"]![0]!["currency"]),
            Is.EquivalentTo(new[] { "USD", "EUR" })
        );
    }

    [Test]
    public async Task Currency_beside_an_amount_may_not_contradict_its_column()
    {
        var report = await ImportAsync(
            Headings
                + "V-1,A,TJ,precursors,DE,USD 1200.00,EUR,implementation,2020-02-01,\n"
                + "V-2,A,TJ,precursors,DE,USD 1200.00,usd,implementation,2020-02-01,\n"
        );
        Assert.That(Outcomes(report), Is.EqualTo(new[] { "2 V-1 rejected", "3 V-2 created" }), report.Text());
        Assert.That(
            Errors(report),
            Is.EqualTo(
                new[] { "F2 amounts ADAM-1018 The amount is in USD, and its currency is 'EUR'. Write one of them." }
            )
        );
    }

    [Test]
    public async Task One_date_decides_the_order_of_all_and_an_undecided_file_is_refused()
    {
        var decided = await ImportAsync(
            Headings
                + "D-1,A,TJ,precursors,DE,1,EUR,implementation,03/04/2015,31/12/2016\n"
                + "D-2,B,TJ,precursors,DE,1,EUR,implementation,05/06/2015,\n"
        );
        Assert.That(decided["created"]!.GetValue<int>(), Is.EqualTo(2));
        Assert.That(
            (await ProjectsAsync()).Select(project => (string?)project["plannedStart"]),
            Is.EquivalentTo(new[] { "2015-04-03", "2015-06-05" })
        );

        var undecided = await ImportAsync(Headings + "D-3,A,TJ,precursors,DE,1,EUR,implementation,03/04/2015,\n");
        Assert.That(
            Errors(undecided),
            Is.EqualTo(
                new[]
                {
                    "I2 plannedStart ADAM-1007 '03/04/2015' can be read with the day or the month first, and no date "
                        + "of the file decides. Write dates as 2015-12-31.",
                }
            )
        );
    }

    [Test]
    public async Task Every_fault_is_named_with_its_cell_and_value()
    {
        var report = await ImportAsync(
            "title,reference,donor 1,amount 1,currency 1,donor 2,amount 2,currency 2,country,pillar,status,start\n"
                + "A,E-1,DE,5,EUR,FR,x,EUR,QQ,precursor,done,2015-02-30\n"
        );
        Assert.That(
            Errors(report).Select(error => string.Join(' ', error.Split(' ').Take(3))),
            Is.EquivalentTo(
                new[]
                {
                    "G2 amounts ADAM-1009",
                    "I2 countries ADAM-1012",
                    "J2 pillars ADAM-1012",
                    "K2 status ADAM-1012",
                    "L2 plannedStart ADAM-1007",
                }
            )
        );
        Assert.That(Errors(report)[0], Does.Contain("'x' is no number"));
    }

    [Test]
    public async Task Hashtags_decide_and_rows_are_those_of_the_file()
    {
        var report = await ImportAsync(
            "\"Who does what, 30 June\",,,,,,\n,,,,,,\nCode,Body,Where,What,From,To,Remarks\n"
                + "#activity+code,#org+funder,#country+code,#sector,#date+start,#date+end,#meta+remark\n"
                + "\n"
                + "H-1,Germany,TJK,precursors,2015-02-01,2016-12-31,x\n"
        );
        Assert.That(Outcomes(report), Is.EqualTo(new[] { "6 H-1 created" }), report.Text());
        Assert.That(
            report["items"]![0]!["warnings"]!
                .AsArray()
                .Select(warning => (string?)warning!["name"] + " " + warning["code"]),
            Is.EqualTo(new[] { "G4 ADAM-6017", "title ADAM-1016", "status ADAM-1016" })
        );
    }

    [TestCase("GIZ", "It is an agency of DE: write 'DE'.")]
    [TestCase("Germny", "Did you mean 'Germany'? Otherwise an admin adds it with POST /v1/partners.")]
    [TestCase("Atlantis Fund", "An admin adds it with POST /v1/partners.")]
    public async Task Owner_that_is_no_partner_is_the_only_error_of_its_rows(string owner, string cure)
    {
        var report = await ImportAsync(
            "owner,reference,country,pillar,donor,plannedStart\n"
                + $"{owner},O-1,TJ,precursors,DE,2020-01-01\n{owner},O-1,TJ,precursors,DE,2020-01-01\n"
        );
        Assert.That(
            Errors(report),
            Is.EqualTo(
                new[]
                {
                    $"A2 owner ADAM-1012 '{owner}' is no partner. {cure}",
                    $"A3 owner ADAM-1012 '{owner}' is no partner. {cure}",
                }
            )
        );
    }

    [TestCase("US;GB", "100000")]
    [TestCase("US\nGB", "USD 100000")]
    public async Task Amount_that_does_not_say_whose_it_is_is_refused(string donors, string amount)
    {
        var report = await ImportAsync(
            Headings + $"A-1,A,TJ,precursors,\"{donors}\",{amount},USD,implementation,2020-01-01,\n"
        );
        Assert.That(
            Errors(report),
            Is.EqualTo(
                new[]
                {
                    $"F2 amounts ADAM-6033 '{amount}' is one value for 2 donors, and does not say whose it is. "
                        + "Write one for each, separated by semicolons, and nothing between them where none is known: "
                        + $"'{amount};' is the value of the first.",
                }
            )
        );
    }

    [Test]
    public async Task Amount_with_its_position_is_that_of_its_donor()
    {
        var report = await ImportAsync(
            Headings
                + "A-1,A,TJ,precursors,US;GB,100000;,USD,implementation,2020-01-01,\n"
                + "A-2,A,TJ,precursors,US;GB,;100000,;USD,implementation,2020-01-01,\n"
                + "A-3,A,TJ,precursors,US;GB;FR,1;2,USD;USD;,implementation,2020-01-01,\n"
        );
        Assert.That(
            Outcomes(report),
            Is.EqualTo(new[] { "2 A-1 created", "3 A-2 created", "4 A-3 created" }),
            report.Text()
        );
        Assert.That(
            report["items"]!
                .AsArray()
                .SelectMany(item => item!["warnings"]!.AsArray())
                .Select(warning => warning!.Text()),
            Is.EqualTo(
                new[]
                {
                    """{"name":"F4 amounts","reason":"There are 2 values for 3 donors; the last has none.","""
                        + "\"code\":\"ADAM-6033\"}",
                }
            )
        );
        var projects = (await ProjectsAsync())
            .OrderBy(project => (string?)project["reference"], StringComparer.Ordinal)
            .ToList();
        Assert.That(
            projects.Select(project =>
                string.Join(' ', project["donors"]!.AsArray().Select(donor => $"{donor!["partner"]}:{donor["amount"]}"))
            ),
            Is.EqualTo(new[] { "US:100000.00 GB:", "US: GB:100000.00", "US:1.00 GB:2.00 FR:" })
        );

        var numbered = await ImportAsync(
            "reference,title,country,pillar,donor 1,amount 1,currency 1,donor 2,status,plannedStart\n"
                + "A-4,A,TJ,precursors,US,100000,USD,GB,implementation,2020-01-01\n"
        );
        Assert.That(Outcomes(numbered), Is.EqualTo(new[] { "2 A-4 created" }), numbered.Text());
    }

    [TestCase(
        "places,admin1",
        "Bokhtar;Kulob,Khatlon",
        "H2 admin1 ADAM-6033 'Khatlon' is one value for 2 places, and does not say whose it is."
    )]
    [TestCase(
        "implementers,implementerAgencies",
        "US;GB,INL",
        "H2 implementerAgencies ADAM-6033 'INL' is one value for 2 implementers, and does not say whose it is."
    )]
    [TestCase(
        "implementers,implementerAgencies",
        "US,INL;DEA",
        "H2 implementerAgencies ADAM-1018 There are 2 values for 1 implementer. Write one for each"
    )]
    [TestCase(
        "implementers,implementerAgencies",
        ",INL",
        "H2 implementerAgencies ADAM-1018 There is no implementer that the value belongs to. Name the implementer, or "
            + "empty the cell."
    )]
    public async Task Value_that_belongs_to_no_item_is_refused(string columns, string cells, string error)
    {
        var report = await ImportAsync(
            $"reference,country,pillar,donor,status,plannedStart,{columns}\n"
                + $"A-1,TJ,precursors,DE,implementation,2020-01-01,{cells}\n"
        );
        Assert.That(Errors(report), Has.Count.EqualTo(1), report.Text());
        Assert.That(Errors(report)[0], Does.StartWith(error));
    }

    [Test]
    public async Task Amount_without_a_donor_is_reported_once()
    {
        var report = await ImportAsync(Headings + "A-1,A,TJ,precursors,,100000,USD,implementation,2020-01-01,\n");
        Assert.That(Errors(report), Is.EqualTo(new[] { "E2 donors ADAM-1016 At least 1 must be given." }));
    }

    [TestCase("US, GB", "US; GB")]
    [TestCase("Germany/Japan", "Germany; Japan")]
    [TestCase("Germany and Japan", "Germany; Japan")]
    [TestCase("США и Япония", "США; Япония")]
    [TestCase("UNODC + GIZ", "UNODC; GIZ")]
    public async Task Organisations_in_one_value_are_refused(string names, string apart)
    {
        var reason =
            $"'{names}' names 2 partners. Give each as an item of its own; in a table, separate them with "
            + $"semicolons: {apart}.";
        var report = await ImportAsync(
            "reference,title,country,pillar,donor,implementer,status,plannedStart\n"
                + $"A-1,A,TJ,precursors,\"{names}\",\"{names}\",implementation,2020-01-01\n"
        );
        Assert.That(
            Errors(report),
            Is.EqualTo(new[] { $"E2 donors ADAM-6034 {reason}", $"F2 implementers ADAM-6034 {reason}" })
        );
    }

    [TestCase("Norway, Ministry of Foreign Affairs")]
    [TestCase("Department of State, Bureau of International Narcotics and Law Enforcement Affairs")]
    [TestCase("Japan, World Bank")]
    [TestCase("Fund for Peace, Health and Justice")]
    public async Task Name_with_a_comma_of_its_own_stays(string name)
    {
        var report = await ImportAsync(
            "reference,title,country,pillar,donor,status,plannedStart\n"
                + $"A-1,A,TJ,precursors,\"{name}\",implementation,2020-01-01\n"
        );
        Assert.That(Outcomes(report), Is.EqualTo(new[] { "2 A-1 created" }), report.Text());
        var donor = (await ProjectsAsync()).Single()["donors"]!.AsArray().Single();
        Assert.That((string?)donor!["name"], Is.EqualTo(name));
    }

    [Test]
    public async Task Places_and_beneficiaries_in_one_value_are_warned_of_and_codes_are_divided()
    {
        var report = await ImportAsync(
            "reference,title,country,pillar,donor,status,plannedStart,activityTypes,sectors,places,beneficiaries\n"
                + "A-1,A,TJ,precursors,DE,implementation,2020-01-01,\"training, equipment\",16063/15130,"
                + "\"Sughd, Khatlon;Bokhtar, Khatlon\",\"Tajikistan/Uzbekistan;Ministry of Health, Department 2\"\n"
        );
        Assert.That(Outcomes(report), Is.EqualTo(new[] { "2 A-1 created" }), report.Text());
        Assert.That(
            report["items"]![0]!["warnings"]!
                .AsArray()
                .Select(warning => $"{warning!["name"]} {warning["code"]} {warning["reason"]}"),
            Is.EqualTo(
                new[]
                {
                    "J2 places ADAM-6034 'Sughd, Khatlon' is read as one name. If it is 2, give each as an item of its "
                        + "own; in a table, separate them with semicolons: Sughd; Khatlon.",
                    "K2 beneficiaries ADAM-6034 'Tajikistan/Uzbekistan' is read as one name. If it is 2, give each as "
                        + "an item of its own; in a table, separate them with semicolons: Tajikistan; Uzbekistan.",
                }
            )
        );
        var project = (await ProjectsAsync()).Single();
        Assert.That(project["activityTypes"]!.Text(), Is.EqualTo("[\"training\",\"equipment\"]"));
        Assert.That(
            project["sectors"]!.AsArray().Select(sector => (string?)sector!["code"]),
            Is.EqualTo(new[] { "16063", "15130" })
        );
    }

    [Test]
    public async Task Row_without_a_reference_has_no_error_about_columns_that_the_file_does_not_have()
    {
        var report = await ImportAsync("reference,country,pillar,plannedStart\n,TJ,precursors,2020-01-01\n");
        Assert.That(Errors(report), Is.EqualTo(new[] { "A2 reference ADAM-1016 This is missing, and must be given." }));
    }

    [Test]
    public async Task Missing_column_changes_nothing_and_an_empty_cell_empties_what_the_item_lists()
    {
        await _germany.RecordAsync(
            """
            {
              "reference": "M-1", "title": "Old", "description": "Stays", "plannedStart": "2015-01-01",
              "plannedEnd": "2016-01-01", "places": [{ "name": "Panj" }],
              "donors": [{ "partner": "DE", "amount": 500, "currency": "EUR" }]
            }
            """
        );
        var renamed = await ImportAsync("reference,title\nM-1,New\n");
        Assert.That(Outcomes(renamed), Is.EqualTo(new[] { "2 M-1 updated" }));
        var project = (await ProjectsAsync()).Single();
        Assert.That((string?)project["title"], Is.EqualTo("New"));
        Assert.That((string?)project["description"], Is.EqualTo("Stays"));
        Assert.That((string?)project["plannedEnd"], Is.EqualTo("2016-01-01"));
        Assert.That(project["places"]!.AsArray(), Has.Count.EqualTo(1));

        foreach (var query in (string[])["?dryRun=true", ""])
        {
            var emptied = await ImportAsync("reference,donor,amount,currency,plannedEnd\nM-1,DE,,,\n", query);
            Assert.That(
                emptied["items"]![0]!["warnings"]!
                    .AsArray()
                    .Where(warning => (string?)warning!["code"] == "ADAM-6016")
                    .Select(warning => $"{warning!["name"]}: {warning["reason"]}"),
                Is.EqualTo(
                    new[]
                    {
                        "B2 donors: The file no longer states EUR 500.00 of DE. Removed from donors.",
                        "E2 plannedEnd: The file no longer states 2016-01-01. Removed from plannedEnd.",
                    }
                )
            );
        }

        project = (await ProjectsAsync()).Single();
        Assert.That(project["plannedEnd"], Is.Null);
        Assert.That(project["donors"]![0]!["amount"], Is.Null);
    }

    [TestCase("a,b\n1,2\n", "No row has known headings. Row 1 has 'a', 'b'.")]
    [TestCase("\n", "No row has known headings. The file is empty.")]
    [TestCase("title,country\nA,TJ\n", "Row 1 has no column for the reference")]
    [TestCase("reference,title,title\n1,A,B\n", "Columns B and C are both title.")]
    [TestCase("reference,amount\n1,5\n", "Column B has amounts, and no column has the donors")]
    [TestCase("reference,title\n1,\"A\n", "The quotation marks of the row do not match.")]
    public async Task Table_that_cannot_be_read_is_refused_whole(string table, string reason)
    {
        using var response = await PostAsync(Encoding.UTF8.GetBytes(table), "text/csv", "");
        var problem = await response.ProblemAsync(400, "ADAM-6018");
        Assert.That((string?)problem["detail"], Does.Contain(reason));
    }

    [Test]
    public async Task Workbook_that_is_none_is_refused()
    {
        using var response = await PostAsync("no zip"u8.ToArray(), Xlsx, "");
        var problem = await response.ProblemAsync(400, "ADAM-6019");
        Assert.That((string?)problem["detail"], Does.Contain("It is no ZIP archive"));
    }

    [TestCase(
        """<c r="A2" t="inlineStr"><is><t>W-1</t></is></c><c r="B2" t="inlineStr"><is><t>A</t></is></c>""",
        """<mergeCells count="1"><mergeCell ref="B2:B4"/></mergeCells>""",
        "The cells B2:B4 are merged over several rows. Unmerge them, and write the value into each row."
    )]
    public async Task Cell_that_states_no_value_is_named(string cells, string further, string reason)
    {
        using var response = await PostAsync(Workbook($"""<row r="2">{cells}</row>""", further), Xlsx, "");
        var problem = await response.ProblemAsync(400, "ADAM-6018");
        Assert.That((string?)problem["detail"], Does.Contain(reason));
    }

    [Test]
    public async Task Numbers_of_a_workbook_are_read_as_they_are_shown_and_as_dates()
    {
        const string Row = """
            <row r="3"><c r="A3" s="1"><v>7</v></c><c r="B3" t="inlineStr"><is><t>A</t></is></c>
            <c r="C3"><v>42036</v></c><c r="D3" s="2"><v>42735.5</v></c></row>
            """;
        var report = await ImportAsync(Workbook(Row, ""), Xlsx, "?pillar=precursors&dryRun=true");
        Assert.That(
            report["items"]!.AsArray().Select(item => $"{item!["line"]} {item["identifier"]}"),
            Is.EqualTo(new[] { "3 0007" })
        );
        Assert.That(
            report["items"]![0]!["warnings"]!.AsArray().Select(warning => (string?)warning!["reason"]),
            Does.Contain(
                "'42036' is a number without the format of a date; it is read as Excel's number for 2015-02-01."
            )
        );
    }

    [Test]
    public async Task Date_of_a_cell_has_no_time_and_is_one_of_the_years_of_projects()
    {
        const string Rows = """
            <row r="2"><c r="A2" t="inlineStr"><is><t>TIME</t></is></c><c r="B2" t="inlineStr"><is><t>A</t></is></c>
            <c r="C2" s="2"><v>42036.604166</v></c><c r="D2" s="2"><v>42735.999995</v></c></row>
            <row r="3"><c r="A3" t="inlineStr"><is><t>TEXT</t></is></c><c r="B3" t="inlineStr"><is><t>A</t></is></c>
            <c r="C3" t="inlineStr"><is><t>2015-02-01 14:30</t></is></c><c r="D3" s="2"><v>42735</v></c></row>
            <row r="4"><c r="A4" t="inlineStr"><is><t>1850</t></is></c><c r="B4" t="inlineStr"><is><t>A</t></is></c>
            <c r="C4" t="inlineStr"><is><t>1850-06-15</t></is></c><c r="D4" s="2"><v>1000</v></c></row>
            <row r="5"><c r="A5" t="inlineStr"><is><t>BEFORE</t></is></c><c r="B5" t="inlineStr"><is><t>A</t></is></c>
            <c r="C5" s="2"><v>-18097</v></c><c r="D5" s="2"><v>0.5</v></c></row>
            """;
        foreach (var reference in (string[])["TIME", "TEXT", "1850", "BEFORE"])
            await _germany.RecordAsync($$"""{ "reference": "{{reference}}" }""");
        var report = await ImportAsync(Workbook(Rows, ""), Xlsx, "");
        var days = (await _germany.ReadAsync("/v1/projects"))["items"]!.AsArray();
        Assert.That(
            days.Take(2)
                .Select(project => $"{project!["reference"]} {project["plannedStart"]} {project["plannedEnd"]}"),
            Is.EqualTo(new[] { "TIME 2015-02-01 2016-12-31", "TEXT 2015-02-01 2016-12-31" }),
            report.Text()
        );
        Assert.That(
            report["items"]!
                .AsArray()
                .Skip(2)
                .SelectMany(item => item!["errors"]!.AsArray())
                .Select(error => $"{error!["name"]} {error["code"]} {error["reason"]}"),
            Is.EqualTo(
                new[]
                {
                    "C4 plannedStart ADAM-1010 '1850-06-15' lies outside the years 1970 to 2100.",
                    "D4 plannedEnd ADAM-1010 '1902-09-26' lies outside the years 1970 to 2100.",
                    "C5 plannedStart ADAM-1010 '1850-06-13' lies outside the years 1970 to 2100.",
                    "D5 plannedEnd ADAM-1007 '1899-12-31' is what a workbook shows for zero, and no date of a project. "
                        + "Empty the cell. Write dates as 2015-12-31.",
                }
            )
        );
    }

    /// <summary>Makes a workbook with the headings reference, title, plannedStart and plannedEnd.</summary>
    /// <param name="rows">The rows below the headings. Style 1 shows four digits, style 2 a date.</param>
    /// <param name="further">The elements after the rows.</param>
    private static byte[] Workbook(string rows, string further)
    {
        const string Main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
        const string Relations = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
        const string Packages = "http://schemas.openxmlformats.org/package/2006";
        var headings = string.Concat(
            new[] { "reference", "title", "plannedStart", "plannedEnd" }.Select(
                (name, i) => $"""<c r="{(char)('A' + i)}1" t="inlineStr"><is><t>{name}</t></is></c>"""
            )
        );
        using var file = new MemoryStream();
        using (var zip = new ZipArchive(file, ZipArchiveMode.Create, leaveOpen: true))
        {
            Add(
                "[Content_Types].xml",
                $"""<Types xmlns="{Packages}/content-types"><Default Extension="xml" """
                    + """ContentType="application/xml"/></Types>"""
            );
            Add(
                "_rels/.rels",
                $"""<Relationships xmlns="{Packages}/relationships"><Relationship Id="r1" """
                    + $"""Type="{Relations}/officeDocument" Target="xl/workbook.xml"/></Relationships>"""
            );
            Add(
                "xl/workbook.xml",
                $"""<workbook xmlns="{Main}" xmlns:r="{Relations}"><sheets>"""
                    + """<sheet name="One" sheetId="1" r:id="r1"/></sheets></workbook>"""
            );
            Add(
                "xl/_rels/workbook.xml.rels",
                $"""<Relationships xmlns="{Packages}/relationships"><Relationship Id="r1" """
                    + $"""Type="{Relations}/worksheet" Target="worksheets/sheet1.xml"/><Relationship Id="r2" """
                    + $"""Type="{Relations}/styles" Target="styles.xml"/></Relationships>"""
            );
            Add(
                "xl/styles.xml",
                $"""<styleSheet xmlns="{Main}"><numFmts count="1">"""
                    + """<numFmt numFmtId="170" formatCode="0000"/></numFmts>"""
                    + """<cellXfs count="3"><xf numFmtId="0"/><xf numFmtId="170"/><xf numFmtId="14"/></cellXfs>"""
                    + "</styleSheet>"
            );
            Add(
                "xl/worksheets/sheet1.xml",
                $"""<worksheet xmlns="{Main}"><sheetData><row r="1">{headings}</row>{rows}</sheetData>{further}"""
                    + "</worksheet>"
            );

            void Add(string name, string text)
            {
                using var writer = new StreamWriter(zip.CreateEntry(name).Open());
                writer.Write(text);
            }
        }

        return file.ToArray();
    }

    private const string Xlsx = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

    private Task<JsonObject> ImportAsync(string table, string query = "") =>
        ImportAsync(Encoding.UTF8.GetBytes(table), "text/csv", query);

    private async Task<JsonObject> ImportAsync(byte[] file, string mediaType, string query = "")
    {
        using var response = await PostAsync(file, mediaType, query);
        Assert.That((int)response.StatusCode, Is.EqualTo(200), await response.Content.ReadAsStringAsync());
        return await response.JsonAsync();
    }

    private Task<HttpResponseMessage> PostAsync(byte[] file, string mediaType, string query) =>
        _germany.PostAsync(
            $"/v1/imports{query}",
            new ByteArrayContent(file) { Headers = { ContentType = new MediaTypeHeaderValue(mediaType) } }
        );

    private async Task<IReadOnlyList<JsonObject>> ProjectsAsync() =>
        [.. (await _germany.ReadAsync("/v1/projects?limit=500"))["items"]!.AsArray().Select(item => item!.AsObject())];

    private static IReadOnlyList<string> Outcomes(JsonObject report) =>
        [.. report["items"]!.AsArray().Select(item => $"{item!["line"]} {item["identifier"]} {item["outcome"]}")];

    private static IReadOnlyList<string> Errors(JsonObject report) =>
        [
            .. report["items"]!
                .AsArray()
                .SelectMany(item => item!["errors"]!.AsArray())
                .Select(error => $"{error!["name"]} {error["code"]} {error["reason"]}"),
        ];
}
