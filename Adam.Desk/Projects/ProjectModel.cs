using Adam.Desk.Calls;
using Adam.Desk.Shell;

namespace Adam.Desk.Projects;

/// <summary>One project, its overlaps, its history, and the partner to write to.</summary>
public sealed record ProjectModel(
    Project Project,
    Page<Overlap> Overlaps,
    IReadOnlyList<RecordVersion> History,
    Partner Owner,
    Page<ServedMeasure> Measures
)
{
    /// <summary>The parameter of the page after the project was saved: the id of the form that did it.</summary>
    public const string Saved = "saved";

    /// <summary>The overlaps that the page shows. The others are a link.</summary>
    public const int MostOverlaps = 10;

    private const int MostMeasures = 100;

    public static async Task<View> LoadAsync(DeskContext desk, DeskApi api, string id)
    {
        var address = Address(id);
        var project = await api.GetAsync<Project>($"{address}?include=names");
        var overlaps = await api.GetAsync<Page<Overlap>>(
            $"/v1/overlaps?project={Uri.EscapeDataString(id)}&limit={MostOverlaps}&count=true"
        );
        var history = await api.GetAsync<Page<RecordVersion>>($"{address}/history");
        var owner = await api.GetAsync<Partner>($"/v1/partners/{Uri.EscapeDataString(project.Owner)}");
        return View.Create<ProjectPage, ProjectModel>(
            project.Title,
            "projects",
            new(
                project,
                overlaps,
                history.Items,
                owner,
                await api.GetAsync<Page<ServedMeasure>>($"{MeasuresAddress(id)}&limit={MostMeasures}")
            )
        );
    }

    /// <summary>Returns the address of the measures that a project serves.</summary>
    public static string MeasuresAddress(string id) => $"{Address(id)}/measures?count=true";

    public static string Address(string id) => $"/v1/projects/{Uri.EscapeDataString(id)}";
}
