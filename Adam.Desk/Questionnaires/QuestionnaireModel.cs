using System.Text.Json.Nodes;
using Adam.Desk.Calls;
using Adam.Desk.Forms;
using Adam.Desk.Shell;
using Microsoft.AspNetCore.Http;

namespace Adam.Desk.Questionnaires;

/// <summary>A questionnaire, its results, and for those who may know it, who has answered.</summary>
/// <param name="Tag">The entity tag of the questionnaire.</param>
/// <param name="Responses">The partners with the states of their responses; empty for one who may not know it.</param>
/// <param name="Results">The answers, counted; null for a draft.</param>
/// <param name="State">The form with which an admin opens and closes it.</param>
public sealed record QuestionnaireModel(
    Questionnaire Questionnaire,
    string Tag,
    IReadOnlyList<AskedPartner> Responses,
    QuestionResults? Results,
    FormState State
)
{
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
    public static string ResultsAddress(string reference) => $"{Address(reference)}/results?limit={MostRows}";

    /// <summary>True if the person may open and close questionnaires.</summary>
    public static bool MaySetState(DeskContext desk) => desk.Me!.May.Contains("administer");

    public static async Task<View> LoadAsync(DeskContext desk, DeskApi api, string reference) =>
        Show(desk, await LoadAsync(desk, api, reference, new(Fields.None, [])));

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
            var model = await LoadAsync(desk, api, reference, new(fields, problem.Faults()));
            return new FormAnswer.Page(Show(desk, model) with { Status = problem.Status });
        }
    }

    private static View Show(DeskContext desk, QuestionnaireModel model) =>
        View.Create<QuestionnairePage, QuestionnaireModel>(model.Questionnaire.Title.TextIn(desk), "measures", model);

    private static async Task<QuestionnaireModel> LoadAsync(
        DeskContext desk,
        DeskApi api,
        string reference,
        FormState state
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
        return new(
            questionnaire,
            tag,
            responses?.Items ?? [],
            isOpened ? await api.GetAsync<QuestionResults>(ResultsAddress(questionnaire.Reference)) : null,
            state.Fields.Pairs.Count > 0
                ? state
                : new(
                    new([
                        ("state", isOpened ? questionnaire.State : "open"),
                        ("dueOn", $"{questionnaire.DueOn:yyyy-MM-dd}"),
                    ]),
                    []
                )
        );
    }
}
