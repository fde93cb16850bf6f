using Adam.Desk.Calls;
using Adam.Desk.Shell;

namespace Adam.Desk.Judging;

/// <summary>The page of one overlap, for everybody who sees both records.</summary>
public sealed record PairPageModel(PairModel Pair)
{
    public static async Task<View> LoadAsync(DeskContext desk, DeskApi api, string id)
    {
        var pair = await PairModel.LoadAsync(api, id);
        return View.Create<PairPage, PairPageModel>(desk.Words["Pair.title"], "overlaps", new(pair));
    }

    /// <summary>Returns the address of the page of an overlap.</summary>
    public static string AddressOf(string id) => $"/desk/overlaps/{Uri.EscapeDataString(id)}";
}
