using Adam.Desk.Calls;
using Adam.Desk.Shell;

namespace Adam.Desk.Reports;

/// <summary>The years that can have a report, with their projects at work.</summary>
public sealed record ReportYearsModel(PresenceTable Years)
{
    /// <summary>The first year with a report: before it there was no partnership.</summary>
    public const int First = 2003;

    /// <summary>The address of the numbers of projects.</summary>
    public const string Api = "/v1/presence?by=year&limit=500";

    public static async Task<View> LoadAsync(DeskContext desk, DeskApi api) =>
        View.Create<ReportYearsPage, ReportYearsModel>(
            desk.Words["Nav.report"],
            "measures",
            new(await api.GetAsync<PresenceTable>(Api))
        );
}
