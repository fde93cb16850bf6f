using Adam.Desk.Calls;
using Adam.Desk.Judging;
using Adam.Desk.Shell;

namespace Adam.Desk.Measures;

/// <summary>The links of a measure that wait for a verdict, one project at a time.</summary>
/// <param name="Link">The link to judge with its entity tag; null if none waits.</param>
/// <param name="Project">Its project; null without a link.</param>
/// <param name="Next">The id of the project that waits after it; null if none does.</param>
/// <param name="Waiting">The number of links that wait.</param>
public sealed record MeasureJudgingModel(
    Measure Measure,
    Tagged<MeasureLink>? Link,
    Project? Project,
    string? Next,
    int Waiting
)
{
    /// <summary>The parameter with the basis of the links to judge.</summary>
    public const string Basis = "basis";

    public static readonly IReadOnlyList<string> Verdicts = ["confirmed", "rejected"];

    /// <summary>The link that was just decided; null if none was.</summary>
    public LastLinkVerdict? Last { get; init; }

    /// <summary>The form that the API has refused; null if nothing was refused.</summary>
    public RefusedForm? Refused { get; init; }

    public static async Task<View> LoadAsync(DeskContext desk, DeskApi api, string reference) =>
        desk.MayDecide
            ? ViewOf(desk, await LoadAsync(desk, api, reference, desk.Filters["pair"]))
            : NoticeModel.Create(desk, "Measure.judge", "Measure.notForYou", "measures");

    public static View ViewOf(DeskContext desk, MeasureJudgingModel model) =>
        View.Create<MeasureJudgingPage, MeasureJudgingModel>(desk.Words["Measure.judge"], "measures", model) with
        {
            Status = model.Refused?.Problem.Status ?? 200,
            Script = "judging.js",
        };

    /// <param name="project">The id of the project to show; null for the first one that waits.</param>
    public static async Task<MeasureJudgingModel> LoadAsync(
        DeskContext desk,
        DeskApi api,
        string reference,
        string? project
    )
    {
        var measure = await api.GetAsync<Measure>(MeasureModel.Address(reference));
        var bases = desk.Filters.Values(Basis).ToList();
        var all = (await MeasureModel.LinksAsync(api, measure.Reference)).Items.ToList();
        var waiting = all.Where(link => link.IsUndecided && (bases.Count == 0 || bases.Contains(link.Basis))).ToList();
        var shown = project ?? waiting.FirstOrDefault()?.Project.Id;
        // The projects after the shown one come first, then those that were skipped.
        var place = all.FindIndex(link => link.Project.Id == shown);
        var next = waiting
            .Where(link => link.Project.Id != shown)
            .OrderBy(link => all.IndexOf(link) > place ? 0 : 1)
            .FirstOrDefault();
        return new(
            measure,
            shown is null ? null : await api.GetTaggedAsync<MeasureLink>(MeasureModel.LinkAddress(reference, shown)),
            shown is null
                ? null
                : await api.GetAsync<Project>($"/v1/projects/{Uri.EscapeDataString(shown)}?include=names"),
            next?.Project.Id,
            waiting.Count
        )
        {
            Last = await LastLinkVerdict.LoadAsync(desk, api, measure.Reference),
        };
    }

    /// <summary>Returns the address of the page that shows a project; the first one that waits for null.</summary>
    public static string At(Filters filters, string reference, string? project)
    {
        var address = filters.With("pair", null);
        return (project is null ? address : new([.. address.Pairs, ("pair", project)])).Address(
            $"{HubAddress.OfMeasure(reference)}/judging"
        );
    }
}

/// <summary>The verdict about a link that the person gave last, which can be taken back.</summary>
/// <param name="Tag">The version of the link after the verdict.</param>
public sealed record LastLinkVerdict(MeasureLink Link, string Tag)
{
    /// <summary>Returns the verdict that the address names; null if it names none that is there.</summary>
    public static async Task<LastLinkVerdict?> LoadAsync(DeskContext desk, DeskApi api, string reference)
    {
        if (desk.Filters["last"] is not { } id || desk.Filters["tag"] is not { } tag)
            return null;

        try
        {
            var link = await api.GetAsync<MeasureLink>(MeasureModel.LinkAddress(reference, id));
            return link.Verdict?.Value is null ? null : new(link, tag);
        }
        catch (ApiProblemException problem) when (problem.Status is 400 or 404 or 410)
        {
            return null; // the project is gone, so that there is nothing to take back
        }
    }
}
