using Adam.Desk.Calls;
using Adam.Desk.Forms;
using Adam.Desk.Shell;
using Microsoft.AspNetCore.Http;

namespace Adam.Desk.Imports;

/// <summary>One import: its state, and its report when it has ended.</summary>
/// <param name="Report">The report; null while there is none, or if it is too long for a page.</param>
/// <param name="Problem">Why the import was not undone or cancelled; null if that was not refused.</param>
public sealed record ImportModel(KeptImport Import, ImportReport? Report, Problem? Problem)
{
    /// <summary>The records of an import whose report a page shows.</summary>
    public const int MostRecords = 20_000;

    /// <summary>The records that the page lists.</summary>
    public const int MostItems = 200;

    public static async Task<View> LoadAsync(DeskContext desk, DeskApi api, string id) =>
        Show(desk, await ReadAsync(api, id, null));

    /// <summary>Undoes an import, or cancels it.</summary>
    public static async Task<FormAnswer> SubmitAsync(DeskContext desk, DeskApi api, string id, Fields fields)
    {
        var address = AddressOf(id);
        try
        {
            if (fields["action"] == "undo")
                await api.SendAsync<KeptImport>(HttpMethods.Post, $"{address}/undo");
            else if (fields["action"] == "cancel")
                await api.SendAsync<KeptImport>(HttpMethods.Delete, address, headers: [("If-Match", "*")]);
            return new FormAnswer.See($"/desk/imports/{Uri.EscapeDataString(id)}");
        }
        catch (ApiProblemException problem) when (problem.Status == StatusCodes.Status409Conflict)
        {
            var view = Show(desk, await ReadAsync(api, id, problem.Problem));
            return new FormAnswer.Page(view with { Status = problem.Status });
        }
    }

    private static async Task<ImportModel> ReadAsync(DeskApi api, string id, Problem? problem)
    {
        var import = await api.GetAsync<KeptImport>(AddressOf(id));
        var report =
            import.Report is not null && import.Progress.RecordsRead <= MostRecords
                ? await api.GetAsync<ImportReport>($"{AddressOf(id)}/report")
                : null;
        return new(import, report, problem);
    }

    private static View Show(DeskContext desk, ImportModel model) =>
        View.Create<ImportPage, ImportModel>(desk.Words["Import.one", model.Import.File.Name ?? ""], "imports", model);

    private static string AddressOf(string id) => $"/v1/imports/{Uri.EscapeDataString(id)}";
}

/// <summary>The imports of the partner, the last one first.</summary>
public sealed record ImportListModel(Page<KeptImport> Page)
{
    public static async Task<View> LoadAsync(DeskContext desk, DeskApi api)
    {
        var cursor = desk.Filters["cursor"] is { } after ? $"&cursor={Uri.EscapeDataString(after)}" : "";
        var page = await api.GetAsync<Page<KeptImport>>($"/v1/imports?limit=50{cursor}");
        return View.Create<ImportListPage, ImportListModel>(desk.Words["Nav.imports"], "imports", new(page));
    }
}
