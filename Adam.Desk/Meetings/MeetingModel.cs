using System.Text.Json.Nodes;
using Adam.Desk.Calls;
using Adam.Desk.Forms;
using Adam.Desk.Shell;
using Microsoft.AspNetCore.Http;

namespace Adam.Desk.Meetings;

/// <summary>A meeting, its recommendations, and for an admin those that it can endorse.</summary>
/// <param name="Recommendations">Those that it made or decided about.</param>
/// <param name="Documents">The documents that belong to it.</param>
/// <param name="Pending">Those that wait for a decision; empty unless the person may record it here.</param>
/// <param name="State">The form with the endorsements.</param>
public sealed record MeetingModel(
    Meeting Meeting,
    IReadOnlyList<Recommendation> Recommendations,
    Page<Document> Documents,
    IReadOnlyList<Recommendation> Pending,
    FormState State
)
{
    /// <summary>The field with the references of the recommendations that the meeting endorses.</summary>
    public const string Endorsed = "recommendations";

    /// <summary>The field with the id of the form: the <c>Idempotency-Key</c> of the endorsements.</summary>
    public const string FormId = "form";

    private const int MostRecommendations = 500;
    private const int MostDocuments = 500;

    // The meetings that decide about recommendations.
    private static readonly string[] Deciding = ["policy-consultative-group", "ministerial-conference"];

    public static async Task<View> LoadAsync(DeskContext desk, DeskApi api, string reference) =>
        Show(await LoadAsync(desk, api, reference, new(Fields.None, [])));

    /// <summary>Endorses the chosen recommendations, all of them or none.</summary>
    public static async Task<FormAnswer> EndorseAsync(DeskContext desk, DeskApi api, string reference, Fields fields)
    {
        var chosen = new JsonArray([.. fields.All(Endorsed).Select(one => (JsonNode)one)]);
        try
        {
            await DeskApi.OnceAsync(() =>
                api.SendAsync<JsonObject>(
                    HttpMethods.Post,
                    $"{Address(reference)}/endorsements",
                    new JsonObject { ["recommendations"] = chosen.DeepClone() },
                    headers: [("Idempotency-Key", fields[FormId])]
                )
            );
            return new FormAnswer.See(HubAddress.OfMeeting(reference) + "#recommendations");
        }
        catch (ApiProblemException problem) when (problem.IsToMend())
        {
            var model = await LoadAsync(desk, api, reference, new(fields, problem.Faults()));
            return new FormAnswer.Page(Show(model) with { Status = problem.Status });
        }
    }

    /// <summary>Returns the address of the API of the documents that belong to a meeting.</summary>
    public static string DocumentsAddress(string reference) =>
        new Filters([("meeting", reference)]).ApiAddress("/v1/documents?count=true");

    /// <summary>Returns the page with the recommendations of a meeting.</summary>
    public static string RecommendationsOf(string reference) =>
        new Filters([("meeting", reference)]).Address("/desk/recommendations");

    /// <summary>Returns the address of the API of a meeting.</summary>
    public static string Address(string reference) => $"/v1/meetings/{Uri.EscapeDataString(reference)}";

    /// <summary>Returns the city and the country of a meeting; empty if neither is known.</summary>
    public static string PlaceOf(Meeting meeting, DeskContext desk) =>
        string.Join(
            ", ",
            new[] { meeting.Place.City, meeting.Place.Country is { } code ? desk.Country(code) : null }.OfType<string>()
        );

    private static View Show(MeetingModel model) =>
        View.Create<MeetingPage, MeetingModel>(model.Meeting.Title, "measures", model);

    private static async Task<MeetingModel> LoadAsync(DeskContext desk, DeskApi api, string reference, FormState state)
    {
        var meeting = await api.GetAsync<Meeting>(Address(reference));
        var own = await ListAsync(("meeting", meeting.Reference));
        var decides =
            desk.Me!.May.Contains("administer") && meeting.Status == "held" && Deciding.Contains(meeting.Kind);
        return new(
            meeting,
            own,
            await api.GetAsync<Page<Document>>($"{DocumentsAddress(meeting.Reference)}&limit={MostDocuments}"),
            decides ? await ListAsync(("state", "pending")) : [],
            state with
            {
                Fields =
                    state.Fields[FormId].Length > 0
                        ? state.Fields
                        : state.Fields.With(FormId, Guid.NewGuid().ToString()),
            }
        );

        async Task<IReadOnlyList<Recommendation>> ListAsync((string, string) filter) =>
            (
                await api.GetAsync<Page<Recommendation>>(
                    new Filters([filter]).ApiAddress($"/v1/recommendations?limit={MostRecommendations}")
                )
            ).Items;
    }
}
