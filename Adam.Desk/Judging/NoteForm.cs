using Adam.Desk.Calls;
using Adam.Desk.Shell;
using Microsoft.AspNetCore.Http;

namespace Adam.Desk.Judging;

/// <summary>The form with a note on an overlap.</summary>
public sealed class NoteForm : IDeskForm
{
    public async Task<string> SendAsync(DeskContext desk, DeskApi api, IFormCollection form)
    {
        var verdict = form["proposedVerdict"].ToString();
        await api.ChangeAsync(
            HttpMethods.Post,
            $"{PairModel.Address(form["overlap"].ToString())}/notes",
            new { text = form["text"].ToString(), proposedVerdict = verdict.Length == 0 ? null : verdict },
            ifMatch: null,
            form["once"].ToString() is { Length: > 0 } once ? once : null
        );
        return LocalAddress.Parse(form["return"]);
    }

    public Task<View> ExplainAsync(DeskContext desk, DeskApi api, IFormCollection form, ApiProblemException problem)
    {
        var id = form["overlap"].ToString();
        return id.Length == 0 || problem.Status == StatusCodes.Status404NotFound
            ? throw problem
            : PairPageModel.LoadAsync(desk, api, id, new(problem, id, form["text"].ToString()));
    }
}
