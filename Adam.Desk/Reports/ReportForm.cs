using System.Text.Json.Nodes;
using Adam.Desk.Calls;
using Adam.Desk.Forms;
using Adam.Desk.Shell;
using Microsoft.AspNetCore.Http;

namespace Adam.Desk.Reports;

/// <summary>The forms of a report: the note of a section, and the freezing of an edition.</summary>
public static class ReportForm
{
    public static async Task<FormAnswer> WriteNoteAsync(DeskContext desk, DeskApi api, int year, Fields fields)
    {
        var (section, markdown) = (fields["section"], fields["markdown"]);
        try
        {
            await api.ChangeAsync(
                HttpMethods.Put,
                $"{ReportModel.Address(year)}/notes/{Uri.EscapeDataString(section)}",
                new JsonObject { ["markdown"] = markdown },
                $"\"{fields["version"]}\""
            );
            return new FormAnswer.See($"{HubAddress.OfReport(year)}#{Uri.EscapeDataString(section)}");
        }
        catch (ApiProblemException problem) when (problem.IsToMend())
        {
            var reason = string.Join(" ", problem.Faults().Select(fault => fault.Reason));
            var isConflict = problem.Status == StatusCodes.Status412PreconditionFailed;
            var model = await ReportModel.ReadAsync(desk, api, year) with
            {
                Refused = new(section, markdown, reason, isConflict),
            };
            return new FormAnswer.Page(ReportModel.Show(desk, model) with { Status = problem.Status });
        }
    }

    public static async Task<FormAnswer> FreezeAsync(DeskContext desk, DeskApi api, int year, Fields fields)
    {
        var body = new JsonObject();
        foreach (var name in new[] { "until", "remark" })
        {
            if (fields[name].Length > 0)
                body[name] = fields[name];
        }

        try
        {
            await DeskApi.OnceAsync(() =>
                api.SendAsync<JsonObject>(
                    HttpMethods.Post,
                    $"{ReportModel.Address(year)}/editions",
                    body,
                    headers: [("Idempotency-Key", fields[ReportModel.FormId])]
                )
            );
            return new FormAnswer.See($"{HubAddress.OfReport(year)}#editions");
        }
        catch (ApiProblemException problem) when (problem.IsToMend())
        {
            // Another content is another request.
            var kept = fields.With(ReportModel.FormId, Guid.NewGuid().ToString());
            var model = await ReportModel.ReadAsync(desk, api, year) with { Freezing = new(kept, problem.Faults()) };
            return new FormAnswer.Page(ReportModel.Show(desk, model) with { Status = problem.Status });
        }
    }
}
