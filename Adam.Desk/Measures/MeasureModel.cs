using Adam.Desk.Calls;
using Adam.Desk.Gaps;
using Adam.Desk.Shell;

namespace Adam.Desk.Measures;

/// <summary>A measure: its text, its coverage, and the projects that serve it.</summary>
/// <param name="Cells">Its cells today.</param>
/// <param name="Links">Its projects in the order of the API, at most <see cref="MostLinks"/>.</param>
/// <param name="Findings">The last answers to each question that were promoted to evidence of its progress.</param>
/// <param name="Country">The country whose projects are shown; null for all.</param>
public sealed record MeasureModel(
    Measure Measure,
    GapPage Cells,
    MeasureProjects Links,
    IReadOnlyList<Finding> Findings,
    string? Country
)
{
    /// <summary>The projects that are read. A criterion that finds more is too wide to be judged.</summary>
    public const int MostLinks = 500;

    /// <summary>The code of a warning: the criterion finds too much.</summary>
    public const string TooWide = "ADAM-6043";

    public static async Task<View> LoadAsync(DeskContext desk, DeskApi api, string reference)
    {
        var measure = await api.GetAsync<Measure>(Address(reference));
        var cells = await api.GetAsync<GapPage>($"{CellsAddress(measure)}&include=names&limit={MostLinks}");
        return View.Create<MeasurePage, MeasureModel>(
            measure.Title,
            "measures",
            new(
                measure,
                cells,
                await LinksAsync(api, measure.Reference),
                (await api.GetAsync<MeasureProgress>(ProgressAddress(measure.Reference))).Findings,
                desk.Filters["country"]
            )
        );
    }

    /// <summary>Returns the address of the API of a measure.</summary>
    public static string Address(string reference) => $"/v1/measures/{Uri.EscapeDataString(reference)}";

    /// <summary>Returns the address of the API of the progress of a measure.</summary>
    public static string ProgressAddress(string reference) => $"{Address(reference)}/progress";

    /// <summary>Returns the address of the API of the link of a project.</summary>
    public static string LinkAddress(string reference, string project) =>
        $"{Address(reference)}/projects/{Uri.EscapeDataString(project)}";

    /// <summary>Returns the address of the cells of a measure.</summary>
    public static string CellsAddress(Measure measure) =>
        GapAddresses.List(new([(GapAddresses.Measure, measure.Reference)]));

    /// <summary>Returns the first links of a measure: declared, found, then suggested ones.</summary>
    public static Task<MeasureProjects> LinksAsync(DeskApi api, string reference) =>
        api.GetAsync<MeasureProjects>($"{Address(reference)}/projects?limit={MostLinks}");

    /// <summary>The projects of the country, or all.</summary>
    public IEnumerable<MeasureLink> Shown =>
        Links.Items.Where(link => Country is null || link.Project.Countries.Contains(Country));
}
