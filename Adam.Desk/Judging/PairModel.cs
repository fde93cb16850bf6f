using Adam.Desk.Calls;

namespace Adam.Desk.Judging;

/// <summary>Two records that overlap, with all that the register says about the pair.</summary>
/// <param name="Tag">The version of the overlap, which a verdict states as the one that was seen.</param>
/// <param name="Cluster">The cluster that contains both projects; null if there is none.</param>
/// <param name="Notes">The notes of owners and analysts on the pair, the earliest first.</param>
public sealed record PairModel(
    Overlap Overlap,
    string Tag,
    Project First,
    Project Second,
    Cluster? Cluster,
    IReadOnlyList<OverlapNote> Notes
)
{
    /// <summary>The clusters of a project are one, or some parts of one that is being divided.</summary>
    private const int MostClusters = 3;

    /// <summary>True if the pair has a verdict that is valid.</summary>
    public bool IsDecided => Overlap.Verdict is { Value: not null, Stale: false };

    public IReadOnlyList<Project> Projects => [First, Second];

    /// <summary>Returns true if a person may write notes: an owner of a record, an analyst or an admin.</summary>
    public bool MayWrite(Me me) =>
        me.Role is "analyst" or "admin"
        || (me.Role == "donor" && Projects.Any(project => project.Owner == me.Partner.Code));

    public static async Task<PairModel> LoadAsync(DeskApi api, string id)
    {
        var overlap = await api.GetTaggedAsync<Overlap>(Address(id));
        var (first, second) = (overlap.Value.Projects[0].Id, overlap.Value.Projects[1].Id);
        var clusters = await api.GetAsync<Page<Cluster>>($"/v1/overlaps/clusters?project={first}&limit={MostClusters}");
        return new(
            overlap.Value,
            overlap.Tag,
            await api.GetAsync<Project>($"/v1/projects/{first}?include=names"),
            await api.GetAsync<Project>($"/v1/projects/{second}?include=names"),
            clusters.Items.FirstOrDefault(cluster =>
                cluster.Projects.Any(project => project.Id == first)
                && cluster.Projects.Any(project => project.Id == second)
            ),
            overlap.Value.Notes == 0 ? [] : (await api.GetAsync<Page<OverlapNote>>($"{Address(id)}/notes")).Items
        );
    }

    /// <summary>Returns the address of a pair in the API.</summary>
    public static string Address(string id) => $"/v1/overlaps/{Uri.EscapeDataString(id)}";
}
