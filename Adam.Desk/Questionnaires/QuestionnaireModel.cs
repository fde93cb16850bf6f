using System.Text.Json.Nodes;
using Adam.Desk.Calls;
using Adam.Desk.Forms;
using Adam.Desk.Measures;
using Adam.Desk.Shell;
using Microsoft.AspNetCore.Http;

namespace Adam.Desk.Questionnaires;

/// <summary>A questionnaire, its results, and for those who may know it, who has answered.</summary>
/// <param name="Tag">The entity tag of the questionnaire.</param>
/// <param name="Responses">The partners with the states of their responses; empty for one who may not know it.</param>
/// <param name="Results">The answers, counted; null for a draft.</param>
/// <param name="State">The form with which an admin opens and closes it.</param>
/// <param name="Measures">
/// The measures to whose evidence answers can be promoted; empty for one who may not, and if nothing can be promoted.
/// </param>
/// <param name="Promotion">The form with which an analyst promotes answers.</param>
public sealed record QuestionnaireModel(
    Questionnaire Questionnaire,
    string Tag,
    IReadOnlyList<AskedPartner> Responses,
    QuestionResults? Results,
    FormState State,
    IReadOnlyList<Measure> Measures,
    FormState Promotion
)
{
    /// <summary>The field with the id of the form: the <c>Idempotency-Key</c> of a promotion.</summary>
    public const string FormId = "form";

    public static readonly IReadOnlyList<string> ResponseStates =
    [
        "none",
        "draft",
        "received",
        "has-issues",
        "approved",
        "rejected",
    ];

    private const int MostRows = 500;

    /// <summary>Returns the address of the API of a questionnaire.</summary>
    public static string Address(string reference) => $"/v1/questionnaires/{Uri.EscapeDataString(reference)}";

    /// <summary>Returns the address of the API of what partners have done.</summary>
    /// <param name="states">The states of responses; none for all.</param>
    public static string ResponsesAddress(string reference, IEnumerable<string> states) =>
        new Filters([.. states.Select(state => ("state", state))]).ApiAddress(
            $"{Address(reference)}/responses?limit={MostRows}"
        );

    /// <summary>Returns the address of the API of the results.</summary>
    /// <param name="by">The dimension of the groups after all partners; null for none.</param>
    public static string ResultsAddress(string reference, string? by) =>
        $"{Address(reference)}/results?limit={MostRows}" + (by is null ? "" : $"&by={Uri.EscapeDataString(by)}");

    /// <summary>Returns the dimensions of results that a person may ask for.</summary>
    public static IReadOnlyList<string> DimensionsOf(DeskContext desk) =>
        QuestionnairesModel.SeesAll(desk) ? ["route", "pillar"] : ["route"];

    /// <summary>True if the person may open and close questionnaires.</summary>
    public static bool MaySetState(DeskContext desk) => desk.Me!.May.Contains("administer");

    public static async Task<View> LoadAsync(DeskContext desk, DeskApi api, string reference) =>
        await ViewAsync(desk, api, await LoadAsync(desk, api, reference, new(Fields.None, []), new(Fields.None, [])));

    /// <summary>Opens or closes a questionnaire.</summary>
    public static async Task<FormAnswer> SetStateAsync(DeskContext desk, DeskApi api, string reference, Fields fields)
    {
        var body = new JsonObject();
        foreach (var name in new[] { "state", "openedOn", "dueOn" })
        {
            if (fields[name].Length > 0)
                body[name] = fields[name];
        }

        try
        {
            await api.SendAsync<JsonObject>(
                HttpMethods.Put,
                $"{Address(reference)}/state",
                body,
                headers: [("If-Match", fields["tag"])]
            );
            return new FormAnswer.See(HubAddress.OfQuestionnaire(reference));
        }
        catch (ApiProblemException problem) when (problem.IsToMend())
        {
            var state = new FormState(fields, problem.Faults());
            var model = await LoadAsync(desk, api, reference, state, new(Fields.None, []));
            var view = await ViewAsync(desk, api, model);
            return new FormAnswer.Page(view with { Status = problem.Status });
        }
    }

    /// <summary>Promotes the answers to a question to evidence of the progress of a measure.</summary>
    public static async Task<FormAnswer> PromoteAsync(DeskContext desk, DeskApi api, string reference, Fields fields)
    {
        var body = new JsonObject { ["questionnaire"] = reference };
        foreach (var name in new[] { "question", "asOf", "text" })
        {
            if (fields[name].Length > 0)
                body[name] = fields[name];
        }

        try
        {
            await DeskApi.OnceAsync(() =>
                api.SendAsync<JsonObject>(
                    HttpMethods.Post,
                    $"{MeasureModel.Address(fields["measure"])}/findings",
                    body,
                    headers: [("Idempotency-Key", fields[FormId])]
                )
            );
            return new FormAnswer.See($"{HubAddress.OfMeasure(fields["measure"])}#findings");
        }
        catch (ApiProblemException problem) when (problem.IsToMend())
        {
            // Another content is another request.
            var kept = new FormState(fields.With(FormId, Guid.NewGuid().ToString()), problem.Faults());
            var model = await LoadAsync(desk, api, reference, new(Fields.None, []), kept);
            var view = await ViewAsync(desk, api, model);
            return new FormAnswer.Page(view with { Status = problem.Status });
        }
    }

    private static async Task<View> ViewAsync(DeskContext desk, DeskApi api, QuestionnaireModel model) =>
        View.Create<QuestionnairePage, QuestionnaireModel>(model.Questionnaire.Title.TextIn(desk), "measures", model);

    private static async Task<QuestionnaireModel> LoadAsync(
        DeskContext desk,
        DeskApi api,
        string reference,
        FormState state,
        FormState promotion
    )
    {
        var (questionnaire, tag) = await api.GetTaggedAsync<Questionnaire>(Address(reference));
        var isOpened = questionnaire.OpenedOn is not null;
        var responses =
            isOpened && desk.Me!.Role != "viewer"
                ? await api.GetAsync<Page<AskedPartner>>(
                    ResponsesAddress(questionnaire.Reference, desk.Filters.Values("state"))
                )
                : null;
        var results = isOpened
            ? await api.GetAsync<QuestionResults>(ResultsAddress(questionnaire.Reference, desk.Filters["by"]))
            : null;
        return new(
            questionnaire,
            tag,
            responses?.Items ?? [],
            results,
            state.Fields.Pairs.Count > 0
                ? state
                : new(
                    new([
                        ("state", isOpened ? questionnaire.State : "open"),
                        ("dueOn", $"{questionnaire.DueOn:yyyy-MM-dd}"),
                    ]),
                    []
                ),
            desk.MayDecide && results is { Responses: > 0 } ? await MeasuresAsync(api, questionnaire) : [],
            promotion.Fields.Pairs.Count > 0
                ? promotion
                : new(new([("question", desk.Filters["question"] ?? ""), (FormId, Guid.NewGuid().ToString())]), [])
        );
    }

    /// <summary>Returns the measures about which a questionnaire asks, itself or through a recommendation.</summary>
    private static async Task<IReadOnlyList<Measure>> MeasuresAsync(DeskApi api, Questionnaire questionnaire)
    {
        if (questionnaire.Implements.Count == 0 || questionnaire.Questions.All(question => !question.Open))
            return [];

        var all = await api.GetAsync<Page<Measure>>($"/v1/measures?limit={MostRows}");
        return
        [
            .. all.Items.Where(measure =>
                questionnaire.Implements.Contains(measure.Reference)
                || measure.Recommendations.Intersect(questionnaire.Implements, StringComparer.Ordinal).Any()
            ),
        ];
    }
}
