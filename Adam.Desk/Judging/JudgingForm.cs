using Adam.Desk.Calls;
using Adam.Desk.Shell;
using Microsoft.AspNetCore.Http;

namespace Adam.Desk.Judging;

/// <summary>The form with a verdict, and the one that takes the last verdict back.</summary>
public sealed class JudgingForm : IDeskForm
{
    public async Task<string> SendAsync(DeskContext desk, DeskApi api, IFormCollection form)
    {
        if (Read(form, "undo") is { Length: > 0 } undone)
        {
            await api.ChangeAsync(HttpMethods.Delete, VerdictAddress(undone), null, Read(form, "undoTag"));
            return new Filters([.. Place(desk), ("pair", undone)]).Address(JudgingModel.Path);
        }

        var note = Read(form, "note").Trim();
        var tag = await api.ChangeAsync(
            HttpMethods.Put,
            VerdictAddress(Read(form, "pair")),
            new { verdict = Read(form, "verdict"), note = note.Length == 0 ? null : note },
            Read(form, "tag")
        );
        var after = LocalAddress.Parse(Read(form, "after"));
        var joint = after.Contains('?', StringComparison.Ordinal) ? '&' : '?';
        return $"{after}{joint}last={Uri.EscapeDataString(Read(form, "pair"))}&tag={Uri.EscapeDataString(tag)}";
    }

    public async Task<View> ExplainAsync(
        DeskContext desk,
        DeskApi api,
        IFormCollection form,
        ApiProblemException problem
    )
    {
        if (!desk.MayDecide)
            return await JudgingModel.LoadAsync(desk, api);

        var pair = Read(form, "undo") is { Length: > 0 } undone ? undone : Read(form, "pair");
        var model = await LoadAsync(desk, api, pair);
        return JudgingModel.ViewOf(desk, model with { Refused = new(problem, pair, Read(form, "note")) });
    }

    /// <summary>Returns the page of the pair as it is now; that of the queue if the two overlap no longer.</summary>
    private static async Task<JudgingModel> LoadAsync(DeskContext desk, DeskApi api, string pair)
    {
        try
        {
            return await JudgingModel.LoadAsync(desk, api, pair.Length == 0 ? null : pair);
        }
        catch (ApiProblemException gone) when (gone.Status is 400 or 404)
        {
            return await JudgingModel.LoadAsync(desk, api, null);
        }
    }

    /// <summary>The filters and the position in the queue.</summary>
    private static IEnumerable<(string, string)> Place(DeskContext desk) =>
        desk.Filters.Pairs.Where(one => one.Name == "cursor" || !Filters.IsOfMoment(one.Name));

    private static string VerdictAddress(string pair) => $"{PairModel.Address(pair)}/verdict";

    private static string Read(IFormCollection form, string name) => form[name].ToString();
}
