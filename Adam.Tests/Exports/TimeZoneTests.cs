using System.Net.Http.Headers;
using System.Text;
using Adam.Tests.Cli;
using Adam.Tests.Projects;
using ExcelDataReader;

namespace Adam.Tests.Exports;

/// <summary>A date is a date in every format, in whichever time zone the server runs.</summary>
[Category("sqlite")]
public sealed class TimeZoneTests
{
    private const string Date = "2021-05-11";

    private static readonly Dictionary<string, string> MediaTypes = new()
    {
        ["json"] = "application/json",
        ["ndjson"] = "application/x-ndjson",
        ["csv"] = "text/csv",
        ["xlsx"] = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        ["iati"] = "application/xml",
        ["geojson"] = "application/geo+json",
    };

    [TestCase("Europe/Oslo")]
    [TestCase("America/Los_Angeles")]
    public async Task Dates_go_out_as_dates_and_come_back_unchanged(string zone)
    {
        var data = $"--Adam:DataPath={Path.Combine(TestRegister.TestFolder, $"{Guid.NewGuid():N}.db")}";
        var environment = new Dictionary<string, string> { ["TZ"] = zone };
        var (_, key, _) = await ProgramProcess.RunAsync(
            environment,
            ["keys", "create", "--partner", "DE", "--role", "donor", data]
        );
        var (program, address) = await ProgramProcess.ServeAsync(environment, data);
        using (program)
        {
            using var client = ProgramProcess.Client(address, key.Trim().Split('\n')[^1].Trim());
            var recorded = await client.SendAsync(
                "POST",
                "/v1/projects",
                ProjectHttp.Body($$"""{ "plannedStart": "{{Date}}", "plannedEnd": "2022-01-01" }""")
            );
            Assert.That((int)recorded.StatusCode, Is.EqualTo(201), await recorded.Content.ReadAsStringAsync());

            foreach (var (format, mediaType) in MediaTypes)
            {
                var file = await client.GetByteArrayAsync(new Uri($"/v1/projects?format={format}", UriKind.Relative));
                if (format == "xlsx")
                    AssertDateCell(file);
                else
                    AssertDate(Encoding.UTF8.GetString(file), format);
                // GeoJSON has places and not all of a record, so it does not come in.
                if (format is "json" or "geojson")
                    continue;

                using var content = new ByteArrayContent(file);
                content.Headers.ContentType = new MediaTypeHeaderValue(mediaType);
                using var again = await client.PostAsync(new Uri("/v1/imports", UriKind.Relative), content);
                var report = await again.JsonAsync();
                Assert.That((int?)report["unchanged"], Is.EqualTo(1), $"{format}: {report}");
            }
        }
    }

    private static void AssertDate(string text, string format)
    {
        Assert.That(text, Does.Contain(Date), format);
        Assert.That(text, Does.Not.Contain("2021-05-10").And.Not.Contain($"{Date}T"), format);
    }

    /// <summary>Checks that the cell is a date without a time.</summary>
    private static void AssertDateCell(byte[] file)
    {
        using var reader = ExcelReaderFactory.CreateOpenXmlReader(new MemoryStream(file));
        reader.Read();
        var column = Enumerable.Range(0, reader.FieldCount).First(one => reader.GetString(one) == "plannedStart");
        reader.Read();
        Assert.That(reader.GetValue(column), Is.EqualTo(new DateTime(2021, 5, 11)));
        Assert.That(reader.GetNumberFormatString(column), Does.Not.Contain("h"));
    }
}
