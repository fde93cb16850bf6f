using Adam.Desk.Calls;
using Adam.Desk.Measures;
using Adam.Desk.Shell;

namespace Adam.Desk.Questionnaires;

/// <summary>The questionnaires that meet the filters, and the rates of responses.</summary>
/// <param name="OwnStates">
/// The states of the responses of the person's partner by the reference of the questionnaire, for those that ask it.
/// </param>
public sealed record QuestionnairesModel(
    Page<Questionnaire> Page,
    ResponseRates Rates,
    IReadOnlyDictionary<string, string> OwnStates
)
{
    public static readonly IReadOnlyList<string> States = ["draft", "open", "closing", "closed"];

    public static readonly IReadOnlyList<string> Dimensions = ["questionnaire", "pillar", "kind", "route"];

    // Each questionnaire that asks the partner costs a request for the state of its response.
    private const int PageSize = 20;

    private const int MostRates = 500;

    // Parameters of the rates, which the list does not have.
    private static readonly string[] OfRates = ["by", "on"];

    public static async Task<View> LoadAsync(DeskContext desk, DeskApi api)
    {
        var page = await api.GetAsync<Page<Questionnaire>>(
            $"{ListAddress(desk)}&limit={PageSize}{MeasuresModel.Cursor(desk)}"
        );
        var rates = await api.GetAsync<ResponseRates>(RatesAddress(desk));
        var own = new Dictionary<string, string>();
        foreach (var one in page.Items.Where(one => one.Asks(desk.Me!.Partner.Code)))
        {
            if (await StateOfAsync(desk, api, one.Reference) is { } state)
                own[one.Reference] = state;
        }

        return View.Create<QuestionnairesPage, QuestionnairesModel>(
            desk.Words["Nav.questionnaires"],
            "measures",
            new(page, rates, own)
        );
    }

    public static string ListAddress(DeskContext desk) =>
        ListOnly(desk.Filters).ApiAddress("/v1/questionnaires?count=true");

    /// <summary>Returns the dimension of the rates: the first one, unless the address names another.</summary>
    public static string DimensionOf(DeskContext desk) => desk.Filters["by"] ?? Dimensions[0];

    /// <summary>Returns the address of the file with the list.</summary>
    public static string FileAddress(DeskContext desk) => ListOnly(desk.Filters).ApiAddress("/v1/questionnaires");

    /// <summary>Returns the address of the rates that the page shows.</summary>
    public static string RatesAddress(DeskContext desk) =>
        new Filters([
            .. desk.Filters.Pairs.Where(pair => OfRates.Contains(pair.Name) || pair.Name == "pillar"),
        ]).ApiAddress($"/v1/questionnaires/rates?limit={MostRates}");

    /// <summary>True if the person sees who has answered: analysts and admins.</summary>
    public static bool SeesAll(DeskContext desk) => desk.Me!.Role is "analyst" or "admin";

    /// <summary>Returns the state of the response of the person's partner; null for one who may not know it.</summary>
    private static async Task<string?> StateOfAsync(DeskContext desk, DeskApi api, string reference)
    {
        if (desk.Me!.Role == "viewer")
            return null;

        var rows = await api.GetAsync<Page<AskedPartner>>(QuestionnaireModel.ResponsesAddress(reference, []));
        return rows.Items.FirstOrDefault(row => row.Partner == desk.Me.Partner.Code)?.State;
    }

    private static Filters ListOnly(Filters filters) =>
        new([.. filters.Pairs.Where(pair => !OfRates.Contains(pair.Name))]);
}
