using Adam.Domain.Keys;
using Adam.Tests.Projects;
using static Adam.Tests.Layers.LayerHttp;

namespace Adam.Tests.Layers;

/// <summary>Equivalents in one unit, and summaries as SDMX-CSV.</summary>
public sealed class LayerSummaryHttpTests(string engine) : RegisterTests(engine)
{
    private const string Summary = "/v1/layers/laboratories/summary";

    private HttpClient _admin = null!;

    [SetUp]
    public async Task Record()
    {
        var api = TestApi.Over(Register.Database);
        _admin = await api.ClientAsync(Role.Admin);
        await _admin.DeclareAsync(
            Layer(
                """
                {
                  "sensitivity": "open", "sourceNote": "National laboratories",
                  "equivalents": {
                    "property": "capacity", "by": "substance", "unit": "kg", "source": "Densities, 2015",
                    "factors": [{ "code": "heroin", "unit": "l", "factor": 0.8 }]
                  }
                }
                """
            )
        );
        foreach (
            var (reference, substance, capacity, unit) in new[]
            {
                ("A", "heroin", 10, "kg"),
                ("B", "heroin", 5, "l"),
                ("C", "heroin", 2, "l"),
                ("D", "mdma", 3, "l"),
            }
        )
            await _admin.AddItemAsync(
                "laboratories",
                Seizure(
                    $$"""
                    {
                      "reference": "{{reference}}", "substance": "{{substance}}", "capacity": {{capacity}},
                      "unit": "{{unit}}"
                    }
                    """
                )
            );
    }

    /// <summary>A factor is of one substance and one unit; where there is none, the equivalent is null.</summary>
    [Test]
    public async Task Equivalent_is_the_sum_by_the_factor_of_its_substance_and_unit()
    {
        var summary = await _admin.ReadAsync($"{Summary}?by=country");
        Assert.That($"{summary["equivalentsIn"]}, {summary["equivalentsSource"]}", Is.EqualTo("kg, Densities, 2015"));
        Assert.That(
            summary["items"]![0]!["measures"]!
                .AsArray()
                .Select(one => $"{one!["codes"]!["substance"]} {one["sum"]} {one["unit"]} = {one["equivalent"]}"),
            Is.EqualTo(new[] { "heroin 10 kg = 10", "heroin 7 l = 5.6", "mdma 3 l = " })
        );
    }

    [Test]
    public async Task Observations_have_the_columns_of_SDMX_CSV()
    {
        var response = await _admin.GetAsync($"{Summary}?by=country,year&format=csv");
        Assert.That(response.Content.Headers.ContentType?.ToString(), Is.EqualTo("text/csv; charset=utf-8"));
        Assert.That(
            (await response.Content.ReadAsStringAsync()).TrimStart('\uFEFF').TrimEnd().Split("\r\n"),
            Is.EqualTo(
                new[]
                {
                    "DATAFLOW,REF_AREA,TIME_PERIOD,SUBSTANCE,MEASURE,STATISTIC,UNIT_MEASURE,OBS_VALUE,OBS_COUNT,"
                        + "OBS_STATUS,SOURCE",
                    "laboratories,TJ,2015,_T,events,count,,4,4,A,National laboratories",
                    "laboratories,TJ,2015,heroin,capacity,sum,kg,10,1,A,National laboratories",
                    "laboratories,TJ,2015,heroin,capacity,sum,l,7,2,A,National laboratories",
                    "laboratories,TJ,2015,heroin,capacity,equivalent,kg,5.6,2,E,\"Densities, 2015\"",
                    "laboratories,TJ,2015,mdma,capacity,sum,l,3,1,A,National laboratories",
                }
            )
        );
        Assert.That(
            response.Content.Headers.ContentDisposition!.ToString(),
            Does.Match(@"^attachment; filename=adam-laboratories-summary-\d{4}-\d\d-\d\d\.csv$")
        );
        var tag = response.Headers.ETag!.ToString();
        var again = await _admin.SendAsync(
            "GET",
            $"{Summary}?by=country,year&format=csv",
            headers: ("If-None-Match", tag)
        );
        Assert.That((int)again.StatusCode, Is.EqualTo(304));
    }
}
