using System.Text.Json.Nodes;
using Adam.Desk.Calls;
using Adam.Desk.Forms;
using Adam.Desk.Recording;
using Adam.Desk.Shell;
using Microsoft.AspNetCore.Http;

namespace Adam.Desk.Measures;

/// <summary>The form of a measure, new or stored, and what the register says about it before it is saved.</summary>
/// <param name="Reference">The reference of the measure that the form changes; null for a new one.</param>
/// <param name="Check">The answer of the register; null before it was asked.</param>
public sealed record MeasureFormModel(string? Reference, FormState State, Choices Choices, MeasureCheck? Check = null)
{
    /// <summary>The field with the id of the form: the <c>Idempotency-Key</c> of a new measure.</summary>
    public const string FormId = "form";

    /// <summary>The field with the version that the person began with.</summary>
    public const string Version = "version";

    /// <summary>The field with what the pressed button does.</summary>
    public const string Action = "action";

    private const string Save = "save";

    public static readonly IReadOnlyList<string> Scopes = ["each-country", "any"];

    // The members of the API that have a field of another name.
    private static readonly Dictionary<string, string> FieldNames = new()
    {
        ["where"] = "countries",
        ["where.countries"] = "countries",
        ["where.routes"] = "routes",
        ["criterion.activityTypes"] = "activityTypes",
        ["criterion.words"] = "words",
    };

    public static async Task<View> NewAsync(DeskContext desk, DeskApi api) =>
        MeasuresModel.MayWrite(desk)
            ? Show(
                desk,
                new(
                    null,
                    new(Fields.None.With("scope", Scopes[0]).With(FormId, Guid.NewGuid().ToString()), []),
                    await Choices.LoadAsync(desk, api)
                )
            )
            : Refused(desk);

    public static async Task<View> EditAsync(DeskContext desk, DeskApi api, string reference)
    {
        if (!MeasuresModel.MayWrite(desk))
            return Refused(desk);

        var measure = await api.GetAsync<Measure>(MeasureModel.Address(reference));
        var choices = await Choices.LoadAsync(desk, api);
        return Show(desk, new(measure.Reference, new(ToFields(measure, choices), []), choices));
    }

    /// <param name="reference">The reference of the measure to change; null to record one.</param>
    public static async Task<FormAnswer> SubmitAsync(DeskContext desk, DeskApi api, string? reference, Fields fields)
    {
        if (!MeasuresModel.MayWrite(desk))
            return new FormAnswer.Page(Refused(desk));

        var model = new MeasureFormModel(reference, new(fields, []), await Choices.LoadAsync(desk, api));
        var body = ToBody(fields, reference, model.Choices);
        if (fields[Action] != Save)
            return new FormAnswer.Page(Show(desk, await model.CheckedAsync(api, body)));

        try
        {
            var saved = reference is null
                ? await DeskApi.OnceAsync(() =>
                    api.SendAsync<Measure>(
                        HttpMethods.Post,
                        "/v1/measures",
                        body,
                        headers: [("Idempotency-Key", fields[FormId])]
                    )
                )
                : await api.SendAsync<Measure>(
                    HttpMethods.Put,
                    MeasureModel.Address(reference),
                    body,
                    headers: [("If-Match", $"\"{fields[Version]}\"")]
                );
            return new FormAnswer.See(HubAddress.OfMeasure(saved.Reference));
        }
        catch (ApiProblemException problem) when (problem.IsToMend())
        {
            // Another content is another request.
            var kept =
                problem.Problem.Code == DeskApi.KeyReused ? fields.With(FormId, Guid.NewGuid().ToString()) : fields;
            var view = Show(desk, model with { State = new(kept, FaultsOf(problem)) });
            return new FormAnswer.Page(view with { Status = problem.Status });
        }
    }

    private async Task<MeasureFormModel> CheckedAsync(DeskApi api, JsonObject body)
    {
        var check = await api.SendAsync<MeasureCheck>(HttpMethods.Post, "/v1/measures/check", body);
        return this with { Check = check, State = State with { Faults = FaultsOf(check.Errors) } };
    }

    private static View Refused(DeskContext desk) =>
        NoticeModel.Create(desk, "Measure.new", "Measure.notForYou", "measures");

    private static View Show(DeskContext desk, MeasureFormModel model) =>
        View.Create<MeasureFormPage, MeasureFormModel>(
            desk.Words[model.Reference is null ? "Measure.new" : "Measure.edit"],
            "measures",
            model
        ) with
        {
            Status = model.State.Faults.Count > 0 ? StatusCodes.Status400BadRequest : StatusCodes.Status200OK,
        };

    private static Fields ToFields(Measure measure, Choices choices) =>
        new([
            ("title", measure.Title),
            ("description", measure.Description ?? ""),
            .. measure.Pillars.Select(code => ("pillars", code)),
            .. measure.Where.Routes.Select(code => ("routes", code)),
            ("countries", Lines(measure.Where.Countries.Select(choices.NameOfCountry))),
            ("scope", measure.Scope),
            .. measure.Criterion.ActivityTypes.Select(code => ("activityTypes", code)),
            ("words", Lines(measure.Criterion.Words)),
            ("from", Day(measure.From)),
            ("until", Day(measure.Until)),
            ("priority", $"{measure.Priority}"),
            ("leads", Lines(measure.Leads.Select(lead => choices.NameOfPartner(lead.Partner)))),
            ("recommendations", Lines(measure.Recommendations)),
            ("decidedAt", measure.DecidedAt ?? ""),
            (Version, $"{measure.Version}"),
        ]);

    private static JsonObject ToBody(Fields fields, string? reference, Choices choices)
    {
        var body = new JsonObject
        {
            ["reference"] = reference ?? fields["reference"],
            ["title"] = fields["title"],
            ["pillars"] = Array(fields.All("pillars")),
            ["where"] = new JsonObject
            {
                ["countries"] = Array(Lines(fields["countries"]).Select(choices.CodeOfCountry)),
                ["routes"] = Array(fields.All("routes")),
            },
            ["criterion"] = new JsonObject
            {
                ["activityTypes"] = Array(fields.All("activityTypes")),
                ["words"] = Array(Lines(fields["words"])),
            },
            ["recommendations"] = Array(Lines(fields["recommendations"])),
            ["leads"] = new JsonArray([
                .. Lines(fields["leads"])
                    .Select(name => (JsonNode)new JsonObject { ["partner"] = choices.CodeOfPartner(name) ?? name }),
            ]),
        };
        foreach (var name in new[] { "description", "scope", "from", "until", "decidedAt" })
        {
            if (fields[name].Length > 0)
                body[name] = fields[name];
        }

        if (fields["priority"].Length > 0)
            body["priority"] = int.TryParse(fields["priority"], out var number) ? number : fields["priority"];
        // A field without input is a member that is missing, not one that is empty.
        foreach (var name in new[] { "reference", "title" })
        {
            if (body[name]!.ToString().Length == 0)
                body.Remove(name);
        }

        return body;
    }

    private static IReadOnlyList<Fault> FaultsOf(ApiProblemException problem) =>
        problem.Problem.Errors is { Count: > 0 } errors
            ? FaultsOf(errors)
            : [new("", problem.Problem.Detail, problem.Problem.Code)];

    private static IReadOnlyList<Fault> FaultsOf(IReadOnlyList<ProblemError> errors) =>
        [.. errors.Select(error => new Fault(FieldOf(error.Name), error.Reason, error.Code))];

    private static string FieldOf(string name)
    {
        var member = name.Split('[')[0];
        return FieldNames.GetValueOrDefault(member, member);
    }

    private static string Day(DateOnly? day) =>
        day?.ToString("O", System.Globalization.CultureInfo.InvariantCulture) ?? "";

    private static string Lines(IEnumerable<string> texts) => string.Join('\n', texts);

    private static string[] Lines(string text) =>
        text.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);

    private static JsonArray Array(IEnumerable<string> texts) => new([.. texts.Select(text => (JsonNode)text)]);
}
