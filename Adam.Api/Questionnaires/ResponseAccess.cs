using Adam.Api.Errors;
using Adam.Api.Records;
using Adam.Api.Security;
using Adam.Data.Partners;
using Adam.Data.Questionnaires;
using Adam.Domain.Keys;
using Adam.Domain.Questionnaires;

namespace Adam.Api.Questionnaires;

/// <summary>A response that the caller may see, with its questionnaire.</summary>
/// <param name="Partner">The code of the partner.</param>
/// <param name="Stored">The response; null if the partner has not begun one.</param>
internal sealed record AccessibleResponse(
    StoredQuestionnaire Questionnaire,
    string Partner,
    StoredPartnerResponse? Stored
)
{
    public QuestionnaireDraft Draft => Questionnaire.Questionnaire.Draft;

    /// <summary>The version of the response; 0 if there is none.</summary>
    public int Version => Stored?.Response.Version ?? 0;

    /// <exception cref="ProblemException">The partner has not begun a response.</exception>
    public PartnerResponse Response =>
        Stored?.Response
        ?? throw new ProblemException(
            ErrorCodes.UnknownResponse,
            $"{Partner} has not begun a response to {Draft.Reference}. PUT begins one, and "
                + $"GET /v1/questionnaires/{Draft.Reference}/responses/{Partner}/form has it filled in as far as the "
                + "register knows."
        );
}

/// <summary>Finds responses, and refuses those of another partner to everybody but analysts and admins.</summary>
internal sealed class ResponseAccess(
    QuestionnaireStore questionnaires,
    PartnerResponseStore responses,
    PartnerStore partners
)
{
    /// <summary>True for a reader who may know who has answered, and what.</summary>
    public static bool SeesAll(Caller caller) => caller.Role is Role.Analyst or Role.Admin;

    /// <exception cref="ProblemException">
    /// The response is that of another partner, or there is no such questionnaire or partner.
    /// </exception>
    public async Task<AccessibleResponse> FindAsync(
        string reference,
        string partner,
        Caller caller,
        CancellationToken ct
    )
    {
        var code = partner.Trim().ToUpperInvariant();
        var questionnaire = await questionnaires.GetActiveAsync(reference, ct);
        if (!(await partners.DirectoryAsync(ct)).Contains(code))
            throw await Partners.GetPartner.UnknownAsync(partners, partner, ct);
        // Another partner is refused before its response is read, so that the refusal tells nothing about it.
        if (!SeesAll(caller) && code != caller.Partner)
            throw new ProblemException(
                ErrorCodes.OthersResponse,
                $"Responses are seen by their partner, analysts and admins, and this key is of {caller.Partner}."
            );

        return new(questionnaire, code, await responses.FindAsync(questionnaire.QuestionnaireId, code, ct));
    }

    /// <exception cref="ProblemException">
    /// The questionnaire takes no response of the partner, or the response was submitted.
    /// </exception>
    public async Task RequireWritableAsync(AccessibleResponse response, CancellationToken ct)
    {
        var draft = response.Draft;
        if (draft.State is QuestionnaireState.Draft or QuestionnaireState.Closed)
            throw NotOpen(
                draft.State == QuestionnaireState.Draft
                    ? $"{draft.Reference} was not opened yet."
                    : $"{draft.Reference} is closed. Ask the secretariat to open it again."
            );
        if (response.Stored is null && draft.State == QuestionnaireState.Closing)
            throw NotOpen($"{draft.Reference} is closing, and takes only responses that were begun.");
        if (draft.Asked(await partners.ListAsync(ct)).All(partner => partner.Code != response.Partner))
            throw NotOpen(
                $"{draft.Reference} does not ask {response.Partner}: it asks members of {draft.OpenedOn:yyyy-MM-dd} in "
                    + "its audience."
            );
        if (response.Stored is { Response: { IsWithPartner: false } submitted })
            throw new ProblemException(
                ErrorCodes.ResponseSubmitted,
                $"The response was received on {submitted.ReceivedOn:yyyy-MM-dd} and cannot be changed. An analyst "
                    + "returns it, as has-issues or rejected."
            );
    }

    private static ProblemException NotOpen(string reason) => new(ErrorCodes.QuestionnaireNotOpen, reason);
}
