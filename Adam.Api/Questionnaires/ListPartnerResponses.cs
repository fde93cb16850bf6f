using System.ComponentModel.DataAnnotations;
using Adam.Api.Binding;
using Adam.Api.Http;
using Adam.Api.OpenApi;
using Adam.Api.Questionnaires.Forms;
using Adam.Api.Records;
using Adam.Api.Security;
using Adam.Api.Tables;
using Adam.Data.Partners;
using Adam.Data.Questionnaires;
using Adam.Domain.Partners;
using Adam.Domain.Questionnaires;
using FastEndpoints;

namespace Adam.Api.Questionnaires;

internal sealed record ListPartnerResponsesRequest : TableListRequest
{
    /// <summary>The reference of the questionnaire, in any case.</summary>
    [RouteParam, MaxLength(QuestionnaireDraft.MaxReferenceLength), Example("FLOWS-2015")]
    public string Reference { get; init; } = "";

    /// <summary>States; <c>none</c> for partners that have not begun a response.</summary>
    [QueryParam, Example("none")]
    public IReadOnlyList<ResponseStatus> State { get; init; } = [];

    /// <summary>Kinds of partners.</summary>
    [QueryParam, Example("country")]
    public IReadOnlyList<PartnerKind> Kind { get; init; } = [];
}

/// <summary>A partner that a questionnaire asks, and what it has done.</summary>
/// <param name="Partner">The code of the partner.</param>
/// <param name="Name">Its name.</param>
/// <param name="Kind">Its kind.</param>
/// <param name="State">The state of its response; <c>none</c> if it has not begun one.</param>
/// <param name="ReceivedOn">The day on which the response was received; null if it counts as not received.</param>
/// <param name="IsOnTime">True if it was received by the day on which it was due; null if it is not received.</param>
/// <param name="UpdatedAt">The instant of the last change; null without a response.</param>
internal sealed record AskedPartnerResponse(
    [property: Example("TJ")] string Partner,
    [property: Example("Tajikistan")] string Name,
    PartnerKind Kind,
    ResponseStatus State,
    DateOnly? ReceivedOn,
    [property: Example(true)] bool? IsOnTime,
    DateTimeOffset? UpdatedAt
);

internal sealed class ListPartnerResponses(
    QuestionnaireStore questionnaires,
    PartnerResponseStore responses,
    PartnerStore partners
) : Endpoint<ListPartnerResponsesRequest, ListResponse<AskedPartnerResponse>>
{
    private static readonly ListTable Table = new(
        "responses",
        [
            TableColumn.Value("partner", 12),
            TableColumn.Value("name", 40),
            TableColumn.Value("kind", 14),
            TableColumn.Value("state", 12),
            TableColumn.Value("receivedOn", 12, type: ColumnType.Date),
            TableColumn.Value("isOnTime", 10),
            TableColumn.Instant("updatedAt"),
        ]
    );

    public override void Configure()
    {
        Get("/v1/questionnaires/{reference}/responses");
        Roles(RoleNames.Donor, RoleNames.Analyst, RoleNames.Admin);
        this.OffersListFormats();
        this.Documents(
            "List who has responded",
            "Returns the partners that the questionnaire asks, in the order of the register, and what each has done. "
                + "Analysts and admins see all of them, donors their own partner alone.",
            answer: typeof(ListResponse<AskedPartnerResponse>),
            problems: [Errors.ErrorCodes.UnknownQuestionnaire, Errors.ErrorCodes.QuestionnaireWithdrawn]
        );
    }

    public override async Task HandleAsync(ListPartnerResponsesRequest req, CancellationToken ct)
    {
        var caller = Caller.FromPrincipal(User);
        var stored = await questionnaires.GetActiveAsync(req.Reference, ct);
        var draft = stored.Questionnaire.Draft;
        var given = (await responses.ListAsync(stored.QuestionnaireId, ct)).ToDictionary(
            one => one.Response.Partner,
            one => one.Response,
            StringComparer.Ordinal
        );
        var found = draft
            .Asked(await partners.ListAsync(ct))
            .Where(partner => ResponseAccess.SeesAll(caller) || partner.Code == caller.Partner)
            .Select(partner => ToRow(partner, draft, given.GetValueOrDefault(partner.Code)))
            .Where(row =>
                (req.State.Count == 0 || req.State.Contains(row.State))
                && (req.Kind.Count == 0 || req.Kind.Contains(row.Kind))
            )
            .ToList();
        var after = (int)Math.Clamp(req.Cursor?.Number(0) ?? 0, 0, found.Count);
        var rest = found.Skip(after).ToList();
        var list = new ListSource<AskedPartnerResponse>
        {
            PageAsync = (limit, _) =>
                Task.FromResult(
                    new ListPage<AskedPartnerResponse>(
                        [.. rest.Take(limit)],
                        rest.Count > limit ? [after + limit] : null
                    )
                ),
            StreamAsync = _ => rest.ToAsyncEnumerable(),
            CountAsync = _ => Task.FromResult((long)found.Count),
            Table = Table,
        };
        await Send.ListAsync(req, list, ct);
    }

    private static AskedPartnerResponse ToRow(Partner partner, QuestionnaireDraft draft, PartnerResponse? response) =>
        new(
            partner.Code,
            partner.Name,
            partner.Kind,
            response is null ? ResponseStatus.None : (ResponseStatus)response.State,
            response?.ReceivedOn,
            response?.ReceivedOn is { } day ? day <= draft.DueOn : null,
            response?.UpdatedAt
        );
}
