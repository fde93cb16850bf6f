using Adam.Desk.Calls;
using Adam.Desk.Shell;

namespace Adam.Desk.Judging;

/// <summary>The page of one overlap, for everybody who sees both records.</summary>
/// <param name="Refused">The note that the API has refused; null if nothing was refused.</param>
public sealed record PairPageModel(PairModel Pair, RefusedForm? Refused)
{
    public static async Task<View> LoadAsync(DeskContext desk, DeskApi api, string id, RefusedForm? refused = null) =>
        View.Create<PairPage, PairPageModel>(
            desk.Words["Pair.title"],
            "overlaps",
            new(await PairModel.LoadAsync(api, id), refused)
        ) with
        {
            Status = refused?.Problem.Status ?? 200,
        };
}
