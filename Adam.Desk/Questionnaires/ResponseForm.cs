using System.Text.Json.Nodes;
using Adam.Desk.Calls;
using Adam.Desk.Forms;
using Adam.Desk.Imports;
using Adam.Desk.Shell;
using Microsoft.AspNetCore.Http;

namespace Adam.Desk.Questionnaires;

/// <summary>The forms of a response: its answers, a workbook with them, and the review of an analyst.</summary>
public static class ResponseForm
{
    private const string Submit = "submit";

    private const string Workbook = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

    /// <summary>Saves the answers as a draft, and submits them if that button was pressed.</summary>
    public static async Task<FormAnswer> SubmitAsync(
        DeskContext desk,
        DeskApi api,
        ResponseAddress address,
        Fields fields
    )
    {
        var stored = await ResponseModel.ReadAsync(api, address);
        var entered = stored with { Tag = fields[ResponseModel.TagField], State = new(fields, []) };
        if (AnswerFields.Contradictions(fields, stored.Form.Items) is { Count: > 0 } contradictions)
            return Refused(desk, entered, contradictions, StatusCodes.Status400BadRequest);

        try
        {
            var tag = await api.ChangeAsync(
                HttpMethods.Put,
                address.Api,
                new JsonObject { ["answers"] = AnswerFields.ToAnswers(fields, stored.Form.Items) },
                fields[ResponseModel.TagField]
            );
            entered = entered with { Tag = tag };
            if (fields[ResponseModel.Action] == Submit)
                await SubmitAsync(api, address, fields);
            var form = Uri.EscapeDataString(fields[ResponseModel.FormId]);
            return new FormAnswer.See($"{address.Page}?saved={form}#state");
        }
        catch (ApiProblemException problem) when (problem.IsToMend())
        {
            // Another content is another request.
            entered = entered with
            {
                State = new(fields.With(ResponseModel.FormId, Guid.NewGuid().ToString()), []),
            };
            // The stored answers are shown beside those of the person, who then decides by saving again.
            if (problem.Status == StatusCodes.Status412PreconditionFailed)
                entered = entered with { Tag = stored.Tag, SavedMeanwhile = stored.Response };
            return Refused(desk, entered, FaultsOf(problem), problem.Status);
        }
    }

    /// <summary>Saves the answers of a workbook as a draft.</summary>
    public static async Task<FormAnswer> SendWorkbookAsync(
        DeskContext desk,
        DeskApi api,
        ResponseAddress address,
        IFormCollection form,
        HttpContext http
    )
    {
        try
        {
            var file = await SentFile.ReadAsync(form, http.RequestAborted);
            await api.PutFileAsync(
                address.FormApi,
                file?.Content ?? [],
                Workbook,
                Fields.Read(form)[ResponseModel.TagField]
            );
            return new FormAnswer.See($"{address.Page}#state");
        }
        catch (ApiProblemException problem) when (problem.IsToMend())
        {
            // The faults name cells of the workbook, which the page does not have.
            var faults = problem.Problem.Errors is { Count: > 0 } errors
                ? errors.Select(error => new Fault("", $"{error.Name}: {error.Reason}", error.Code))
                : problem.Faults();
            return Refused(desk, await ResponseModel.ReadAsync(api, address), [.. faults], problem.Status);
        }
    }

    /// <summary>Records what an analyst decides about a response.</summary>
    public static async Task<FormAnswer> ReviewAsync(
        DeskContext desk,
        DeskApi api,
        ResponseAddress address,
        Fields fields
    )
    {
        var body = new JsonObject { ["state"] = fields["state"] };
        if (fields["note"].Length > 0)
            body["note"] = fields["note"];
        try
        {
            await api.ChangeAsync(HttpMethods.Put, $"{address.Api}/review", body, fields[ResponseModel.TagField]);
            return new FormAnswer.See($"{address.Page}#state");
        }
        catch (ApiProblemException problem) when (problem.IsToMend())
        {
            var model = await ResponseModel.ReadAsync(api, address) with { Review = new(fields, problem.Faults()) };
            return new FormAnswer.Page(ResponseModel.Show(desk, model) with { Status = problem.Status });
        }
    }

    private static Task<JsonObject> SubmitAsync(DeskApi api, ResponseAddress address, Fields fields)
    {
        var day = fields[ResponseModel.ReceivedOn];
        var query = day.Length == 0 ? "" : $"?receivedOn={Uri.EscapeDataString(day)}";
        return DeskApi.OnceAsync(() =>
            api.SendAsync<JsonObject>(
                HttpMethods.Post,
                $"{address.Api}/submission{query}",
                headers: [("Idempotency-Key", fields[ResponseModel.FormId])]
            )
        );
    }

    private static FormAnswer.Page Refused(
        DeskContext desk,
        ResponseModel model,
        IReadOnlyList<Fault> faults,
        int status
    ) =>
        new(
            ResponseModel.Show(desk, model with { State = model.State with { Faults = faults } }) with
            {
                Status = status,
            }
        );

    private static IReadOnlyList<Fault> FaultsOf(ApiProblemException problem) =>
        problem.Problem.Errors is { Count: > 0 } errors
            ? [.. errors.Select(error => new Fault(AnswerFields.FieldOf(error.Name), error.Reason, error.Code))]
            : problem.Faults();
}
