using System.Globalization;
using System.Text;
using Adam.Domain.Keys;
using Adam.Tests.Projects;
using DuckDB.NET.Data;

namespace Adam.Tests.Exports;

/// <summary>Lists as Parquet, read by DuckDB.</summary>
public sealed class ParquetListHttpTests(string engine) : RegisterTests(engine)
{
    private HttpClient _admin = null!;
    private string _file = null!;

    [SetUp]
    public async Task GetKey()
    {
        _admin = await TestApi.Over(Register.Database).ClientAsync(Role.Admin);
        _file = Path.Combine(TestRegister.TestFolder, $"{Guid.NewGuid():N}.parquet");
    }

    [Test]
    public async Task Columns_are_those_of_the_table_with_types()
    {
        await _admin.RecordAsync("""{ "owner": "DE" }""");
        await SaveAsync("/v1/projects?format=parquet");
        var columns = Query("DESCRIBE SELECT * FROM file").Select(row => $"{row[0]} {row[1]}").ToList();
        var csv = await _admin.GetStringAsync("/v1/projects?format=csv&bom=false");
        Assert.That(columns.Select(column => column.Split(' ')[0]), Is.EqualTo(csv.Split("\r\n")[0].Split(',')));
        Assert.That(
            columns,
            Is.SupersetOf(
                (string[])
                    [
                        "reference VARCHAR",
                        "countries VARCHAR[]",
                        "countryPercentages DOUBLE[]",
                        "amounts DECIMAL(18,4)[]",
                        "latitude DOUBLE[]",
                        "plannedStart DATE",
                        "start DATE",
                        "version BIGINT",
                        "createdAt TIMESTAMP WITH TIME ZONE",
                    ]
            )
        );
    }

    [Test]
    public async Task Values_are_those_of_the_record()
    {
        await _admin.RecordAsync(
            """
            {
              "owner": "DE", "reference": "R-1", "title": "Посты 😀 ; \"a\"", "description": null,
              "countries": ["TJ", "UZ"],
              "places": [{ "name": "A;b" }, { "name": "Nizhny Panj", "latitude": 37.2, "longitude": 68.6 }],
              "donors": [
                { "partner": "DE", "amount": 99999999999999.99, "currency": "EUR" }, { "name": "Foundation" },
                { "partner": "US", "amount": 0.001, "currency": "KWD" }
              ],
              "implementers": [], "plannedStart": "1970-01-01", "plannedEnd": null
            }
            """
        );
        await SaveAsync("/v1/projects?format=parquet");
        Assert.That(
            Query(
                    """
                    SELECT title, description, countries, places, CAST(latitude AS VARCHAR), donors,
                        CAST(amounts AS VARCHAR), implementers, plannedStart, plannedEnd, version, id
                    FROM file
                    """
                )
                .Single()
                .SkipLast(1),
            Is.EqualTo(
                (string?[])
                    [
                        "Посты 😀 ; \"a\"",
                        null,
                        "[TJ, UZ]",
                        "[A;b, Nizhny Panj]",
                        "[NULL, 37.2]",
                        "[DE, Foundation, US]",
                        "[99999999999999.9900, NULL, 0.0010]",
                        "[]",
                        "1970-01-01",
                        null,
                        "1",
                    ]
            )
        );
        Assert.That(
            Query("SELECT decode(value) FROM parquet_kv_metadata('FILE') WHERE decode(key) = 'request'").Single()[0],
            Is.EqualTo("GET /v1/projects?format=parquet")
        );
    }

    [Test]
    public async Task Sample_has_the_counts_and_sums_of_json()
    {
        using var sample = new ByteArrayContent(
            Encoding.UTF8.GetBytes(Repository.Read("db", "sample", "projects.ndjson"))
        );
        sample.Headers.ContentType = new("application/x-ndjson");
        (await _admin.PostAsync("/v1/imports", sample)).EnsureSuccessStatusCode();
        var lines = Path.ChangeExtension(_file, "ndjson");
        foreach (
            var (list, questions) in ((string, string[])[])
                [
                    (
                        "projects",
                        [
                            "COUNT(*), MIN(reference), MAX(title), COUNT(description), COUNT(DISTINCT owner)",
                            "SUM(len(countries)), SUM(len(donors)), SUM(version), SUM(len(sdgTargets))",
                        ]
                    ),
                    (
                        "overlaps",
                        ["COUNT(*), COUNT(DISTINCT id), MIN(kind), CAST(SUM(CAST(score AS DECIMAL(9, 4))) AS VARCHAR)"]
                    ),
                ]
        )
        {
            await SaveAsync($"/v1/{list}?format=parquet");
            await File.WriteAllBytesAsync(lines, await _admin.GetByteArrayAsync($"/v1/{list}?format=ndjson"));
            foreach (var question in questions)
                Assert.That(
                    Query($"SELECT {question} FROM file").Single(),
                    Is.EqualTo(Query($"SELECT {question} FROM read_json('{lines}', sample_size = -1)").Single()),
                    question
                );
        }

        await SaveAsync("/v1/projects?format=parquet");
        await File.WriteAllBytesAsync(lines, await _admin.GetByteArrayAsync("/v1/projects?format=ndjson"));
        const string Sums = "GROUP BY ALL ORDER BY ALL";
        Assert.That(
            Query(
                $"SELECT c, SUM(a) FROM (SELECT unnest(currencies) AS c, unnest(amounts) AS a FROM file) "
                    + $"WHERE c IS NOT NULL {Sums}"
            ),
            Is.EqualTo(
                Query(
                    $"SELECT d.currency, SUM(CAST(d.amount AS DECIMAL(18, 4))) FROM (SELECT unnest(donors) AS d "
                        + $"FROM read_json('{lines}', sample_size = -1)) WHERE d.currency IS NOT NULL {Sums}"
                )
            ).And.Not.Empty
        );
    }

    [Test]
    public async Task Exploded_lists_are_values()
    {
        await _admin.RecordAsync(
            """
            {
              "owner": "DE", "countries": ["TJ", "UZ"],
              "countryPercentages": [{ "country": "TJ", "percentage": 25 }, { "country": "UZ", "percentage": 75 }],
              "donors": [
                { "partner": "DE", "amount": 100, "currency": "EUR" }, { "name": "A; B" }
              ]
            }
            """
        );
        await SaveAsync("/v1/projects?format=parquet&explode=country,donor");
        Assert.That(
            Query("SELECT countries, countryPercentages, donors, amounts, pillars, amountBasis FROM file")
                .Select(row => string.Join(' ', row)),
            Is.EqualTo(
                (string[])
                    [
                        "TJ 25 DE 25.0000 [regional-initiatives] percentages",
                        "TJ 25 A; B  [regional-initiatives] percentages",
                        "UZ 75 DE 75.0000 [regional-initiatives] percentages",
                        "UZ 75 A; B  [regional-initiatives] percentages",
                    ]
            )
        );
    }

    [Test]
    public async Task Selection_page_and_empty_list_are_files()
    {
        await _admin.RecordAsync("""{ "owner": "DE", "reference": "1" }""");
        await _admin.RecordAsync("""{ "owner": "FR", "reference": "2" }""");
        using (var page = await _admin.GetAsync("/v1/projects?format=parquet&fields=title,donors&limit=1"))
            Assert.That(page.Headers.Contains("Link"), Is.True);
        await SaveAsync("/v1/projects?format=parquet&fields=title,donors&limit=1");
        Assert.That(
            Query("DESCRIBE SELECT * FROM file").Select(row => row[0]),
            Is.EqualTo((string[])["title", "donors", "donorAgencies", "amounts", "currencies", "id"])
        );
        Assert.That(Query("SELECT COUNT(*) FROM file").Single()[0], Is.EqualTo("1"));
        await SaveAsync("/v1/projects?format=parquet&q=nobody");
        Assert.That(Query("SELECT COUNT(*), MIN(plannedStart) FROM file").Single(), Is.EqualTo((string?[])["0", null]));
    }

    [Test]
    public async Task Accept_chooses_it()
    {
        var response = await _admin.SendAsync(
            "GET",
            "/v1/overlaps",
            headers: ("Accept", "application/vnd.apache.parquet")
        );
        Assert.That(response.Content.Headers.ContentType!.MediaType, Is.EqualTo("application/vnd.apache.parquet"));
    }

    [Test]
    public async Task Rows_come_in_groups()
    {
        await TestStores
            .Projects(Register.Database, TimeProvider.System)
            .RecordAllAsync(
                Enumerable
                    .Range(0, 900)
                    .Select(_ =>
                        AProject
                            .By("DE")
                            .In("UZ")
                            .Saying(draft => draft with { Description = new string('x', 14_000) })
                            .Build()
                    ),
                "test",
                default
            );
        await SaveAsync("/v1/projects?format=parquet");
        Assert.That(
            Query("SELECT num_rows, num_row_groups FROM parquet_file_metadata('FILE')").Single(),
            Is.EqualTo((string[])["900", "2"])
        );
        Assert.That(
            Query("SELECT COUNT(DISTINCT id), SUM(length(description)) FROM file").Single(),
            Is.EqualTo((string[])["900", "12600000"])
        );
    }

    [TestCase("/v1/projects?format=parquet&hxl=true", "hxl ADAM-1018")]
    [TestCase("/v1/projects?format=parquet&bom=false", "bom ADAM-1018")]
    [TestCase("/v1/partners?format=parquet", null)]
    public async Task Parameters_of_other_tables_are_refused(string path, string? fault)
    {
        var response = await _admin.GetAsync(path);
        if (fault is null)
            await response.ProblemAsync(400, "ADAM-1000");
        else
            Assert.That(await response.FaultsAsync(), Is.EqualTo((string[])[fault]));
    }

    private async Task SaveAsync(string path)
    {
        using var response = await _admin.GetAsync(path);
        Assert.That((int)response.StatusCode, Is.EqualTo(200), await response.Content.ReadAsStringAsync());
        Assert.That(response.Content.Headers.ContentType!.ToString(), Is.EqualTo("application/vnd.apache.parquet"));
        Assert.That(
            response.Content.Headers.ContentDisposition!.ToString(),
            Does.Match(@"^attachment; filename=adam-(projects|overlaps)-\d{4}-\d\d-\d\d\.parquet$")
        );
        await File.WriteAllBytesAsync(_file, await response.Content.ReadAsByteArrayAsync());
    }

    /// <summary>Returns the rows of a query of the saved <c>file</c>, as texts.</summary>
    private List<string?[]> Query(string sql)
    {
        using var database = new DuckDBConnection("DataSource=:memory:");
        database.Open();
        using var command = database.CreateCommand();
        command.CommandText = sql.Replace("FILE", _file, StringComparison.Ordinal)
            .Replace("FROM file", $"FROM '{_file}'", StringComparison.Ordinal);
        using var reader = command.ExecuteReader();
        var rows = new List<string?[]>();
        while (reader.Read())
            rows.Add([.. Enumerable.Range(0, reader.FieldCount).Select(column => Text(reader, column))]);
        return rows;
    }

    private static string? Text(DuckDBDataReader reader, int column) =>
        reader.IsDBNull(column) ? null : Text(reader.GetValue(column));

    private static string Text(object? value) =>
        value switch
        {
            null => "NULL",
            string text => text,
            DateOnly day => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
            DateTime time => time.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
            System.Collections.IEnumerable list => $"[{string.Join(", ", list.Cast<object?>().Select(Text))}]",
            _ => Convert.ToString(value, CultureInfo.InvariantCulture)!,
        };
}
