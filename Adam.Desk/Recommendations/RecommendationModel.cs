using Adam.Desk.Calls;
using Adam.Desk.Gaps;
using Adam.Desk.Measures;
using Adam.Desk.Shell;

namespace Adam.Desk.Recommendations;

/// <summary>A recommendation: its text, what has become of it, and what is done about it.</summary>
/// <param name="Measures">The measures that implement it.</param>
/// <param name="Coverage">The numbers of cells by measure.</param>
/// <param name="Areas">The names of the areas of the Vienna Declaration by code.</param>
public sealed record RecommendationModel(
    Recommendation Recommendation,
    Page<Measure> Measures,
    GapSummary Coverage,
    IReadOnlyDictionary<string, string> Areas
)
{
    private const int MostMeasures = 100;

    /// <param name="reference">The set and the number, joined by a slash.</param>
    public static async Task<View> LoadAsync(DeskContext desk, DeskApi api, string reference)
    {
        var recommendation = await api.GetAsync<Recommendation>(
            "/v1" + HubAddress.OfRecommendation(reference)["/desk".Length..]
        );
        var measures = await api.GetAsync<Page<Measure>>(
            $"{MeasuresAddress(recommendation.Reference)}&limit={MostMeasures}"
        );
        return View.Create<RecommendationPage, RecommendationModel>(
            recommendation.Reference,
            "measures",
            new(
                recommendation,
                measures,
                await MeasuresModel.CoverageAsync(measures.Items, api),
                (await CodeLists.ReadAsync(desk, api, "declaration-areas")).Items.ToDictionary(
                    area => area.Code,
                    area => area.Name,
                    StringComparer.Ordinal
                )
            )
        );
    }

    /// <summary>Returns the address of the measures that implement a recommendation.</summary>
    public static string MeasuresAddress(string reference) =>
        new Filters([("recommendation", reference)]).ApiAddress("/v1/measures?count=true");

    /// <summary>Returns the address of the cells of all its measures.</summary>
    public string CellsAddress =>
        GapAddresses.List(new([.. Measures.Items.Select(one => (GapAddresses.Measure, one.Reference))]));
}
