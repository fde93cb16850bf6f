using Adam.Desk.Calls;
using Adam.Desk.Forms;
using Adam.Desk.Shell;
using Microsoft.AspNetCore.Http;

namespace Adam.Desk.Measures;

/// <summary>The form with a verdict about a link, and the one that takes the last verdict back.</summary>
public static class MeasureJudgingForm
{
    public static async Task<FormAnswer> SubmitAsync(DeskContext desk, DeskApi api, string reference, Fields fields)
    {
        var (undone, project, note) = (fields["undo"], fields["pair"], fields["note"]);
        try
        {
            if (undone.Length > 0)
            {
                var verdict = $"{MeasureModel.LinkAddress(reference, undone)}/verdict";
                await api.ChangeAsync(HttpMethods.Delete, verdict, null, fields["undoTag"]);
                return new FormAnswer.See(MeasureJudgingModel.At(desk.Filters, reference, undone));
            }

            var tag = await api.ChangeAsync(
                HttpMethods.Put,
                $"{MeasureModel.LinkAddress(reference, project)}/verdict",
                new { verdict = fields["verdict"], note = note.Length == 0 ? null : note },
                fields["tag"]
            );
            var after = LocalAddress.Parse(fields["after"]);
            var joint = after.Contains('?', StringComparison.Ordinal) ? '&' : '?';
            return new FormAnswer.See(
                $"{after}{joint}last={Uri.EscapeDataString(project)}&tag={Uri.EscapeDataString(tag)}"
            );
        }
        catch (ApiProblemException problem) when (problem.Status != StatusCodes.Status401Unauthorized)
        {
            if (!desk.MayDecide)
                return new FormAnswer.Page(await MeasureJudgingModel.LoadAsync(desk, api, reference));

            var shown = undone.Length > 0 ? undone : project;
            var model = await LoadAsync(desk, api, reference, shown);
            return new FormAnswer.Page(
                MeasureJudgingModel.ViewOf(desk, model with { Refused = new(problem, shown, note) })
            );
        }
    }

    /// <summary>Returns the page of the link as it is now; the first that waits if there is no such project.</summary>
    private static async Task<MeasureJudgingModel> LoadAsync(
        DeskContext desk,
        DeskApi api,
        string reference,
        string project
    )
    {
        try
        {
            return await MeasureJudgingModel.LoadAsync(desk, api, reference, project.Length == 0 ? null : project);
        }
        catch (ApiProblemException gone) when (gone.Status is 400 or 404 or 410)
        {
            return await MeasureJudgingModel.LoadAsync(desk, api, reference, null);
        }
    }
}
