using Adam.Desk.Calls;
using Adam.Desk.Forms;
using Adam.Desk.Shell;

namespace Adam.Desk.Questionnaires;

/// <summary>The questionnaire and the partner of a response.</summary>
public sealed record ResponseAddress(string Reference, string Partner)
{
    /// <summary>The address of the API of the response.</summary>
    public string Api =>
        $"{QuestionnaireModel.Address(Reference)}/responses/{Uri.EscapeDataString(Partner.ToUpperInvariant())}";

    public string FormApi => $"{Api}/form";

    /// <summary>The address of the page.</summary>
    public string Page => HubAddress.OfResponse(Reference, Partner);
}

/// <summary>The response of a partner: the form to fill in, what an analyst says, and the review.</summary>
/// <param name="Response">The response as it is stored; null if it has not been begun.</param>
/// <param name="Tag">The entity tag of the response that the person has seen.</param>
/// <param name="State">The answers as they are entered, and what is wrong with them.</param>
public sealed record ResponseModel(
    ResponseAddress Address,
    Questionnaire Questionnaire,
    PartnerForm Form,
    PartnerResponse? Response,
    string Tag,
    FormState State
)
{
    /// <summary>The field with the entity tag.</summary>
    public const string TagField = "tag";

    /// <summary>The field with the id of the form: the <c>Idempotency-Key</c> of the submission.</summary>
    public const string FormId = "form";

    /// <summary>The field with what the pressed button does.</summary>
    public const string Action = "action";

    /// <summary>The field with the day on which a response came by letter.</summary>
    public const string ReceivedOn = "receivedOn";

    public static readonly IReadOnlyList<string> Decisions = ["approved", "has-issues", "rejected", "received"];

    /// <summary>The faults of the review, which has a form of its own.</summary>
    public FormState Review { get; init; } = new(Fields.None, []);

    /// <summary>
    /// The stored response, if somebody else has saved it since the person opened the page; null otherwise.
    /// </summary>
    public PartnerResponse? SavedMeanwhile { get; init; }

    private bool IsWithPartner => Form.State is "none" or "draft" or "has-issues" or "rejected";

    /// <summary>True if the register takes answers now.</summary>
    public bool IsOpen =>
        IsWithPartner
        && Questionnaire.Asks(Form.Partner)
        && (Questionnaire.State == "open" || (Questionnaire.State == "closing" && Response is not null));

    /// <summary>True if the person may write the response: its partner does, and an admin.</summary>
    public bool MayWrite(DeskContext desk) =>
        desk.Me!.May.Contains("write-all-projects")
        || (
            desk.Me.Partner.Code == Form.Partner
            && desk.Me.Role == "donor"
            && desk.Me.May.Contains("write-own-projects")
        );

    /// <summary>True if the person may state the day on which the response was received.</summary>
    public static bool MayStateDay(DeskContext desk) => desk.Me!.Role == "admin";

    /// <summary>True if the person may decide about the response now.</summary>
    public bool MayReview(DeskContext desk) => desk.MayDecide && Response?.ReceivedOn is not null;

    public static async Task<View> LoadAsync(DeskContext desk, DeskApi api, ResponseAddress address) =>
        Show(desk, await ReadAsync(api, address));

    public static View Show(DeskContext desk, ResponseModel model) =>
        View.Create<ResponsePage, ResponseModel>(
            $"{model.Questionnaire.Title.TextIn(desk)}: {desk.Partner(model.Form.Partner)}",
            "measures",
            model
        ) with
        {
            Script = "questionnaire.js",
        };

    /// <summary>Returns the response as it is stored, with its answers in the fields.</summary>
    public static async Task<ResponseModel> ReadAsync(DeskApi api, ResponseAddress address)
    {
        var questionnaire = await api.GetAsync<Questionnaire>(QuestionnaireModel.Address(address.Reference));
        var (form, tag) = await api.GetTaggedAsync<PartnerForm>(address.FormApi);
        var response = form.State == "none" ? null : await api.GetAsync<PartnerResponse>(address.Api);
        return new(
            address,
            questionnaire,
            form,
            response,
            tag,
            new(AnswerFields.Read(form).With(FormId, Guid.NewGuid().ToString()), [])
        );
    }
}
