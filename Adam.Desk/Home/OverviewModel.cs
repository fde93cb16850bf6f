using Adam.Desk.Briefs;
using Adam.Desk.Calls;
using Adam.Desk.Gaps;
using Adam.Desk.Shell;

namespace Adam.Desk.Home;

/// <summary>The register at a glance.</summary>
public sealed record OverviewModel(
    PresenceTable Countries,
    PresenceTable Years,
    OverlapCounts Overlaps,
    Page<Project> Changed,
    GapSummary Gaps
)
{
    /// <summary>The address of the numbers of cells of all measures today.</summary>
    public static readonly string GapsAddress = GapAddresses.Summary(new([]), "pillar");

    private const int MostChanged = 8;

    public static async Task<View> LoadAsync(DeskContext desk, DeskApi api) =>
        View.Create<OverviewPage, OverviewModel>(
            desk.Words["Nav.overview"],
            "overview",
            new(
                await api.GetTableAsync("/v1/presence?by=country&include=names"),
                await api.GetTableAsync("/v1/presence?by=year"),
                await api.GetAsync<OverlapCounts>("/v1/overlaps/summary?by=pillar"),
                await api.GetAsync<Page<Project>>(
                    "/v1/projects?sort=updated-descending&include=names&fields="
                        + $"reference,owner,title,language,pillars,countries,period,status&limit={MostChanged}"
                ),
                await api.GetAsync<GapSummary>(GapsAddress)
            )
        );
}
