using Adam.Domain.Records;

namespace Adam.Domain.Questionnaires;

/// <summary>The states of responses.</summary>
/// <remarks>The register stores the numbers. Never renumber one.</remarks>
public enum PartnerResponseState
{
    /// <summary>The partner works on it.</summary>
    Draft = 1,

    /// <summary>The partner has submitted it.</summary>
    Received = 2,

    /// <summary>
    /// An analyst has questions. It counts as received, and the partner can change and submit it again.
    /// </summary>
    HasIssues = 3,

    /// <summary>An analyst has accepted it.</summary>
    Approved = 4,

    /// <summary>An analyst has refused it. It counts as not received until it is submitted again.</summary>
    Rejected = 5,
}

/// <summary>The response of a partner to a questionnaire.</summary>
/// <param name="Questionnaire">The reference of the questionnaire.</param>
/// <param name="Partner">The code of the partner.</param>
/// <param name="Answers">The answers, in the order of the questions; each question at most once.</param>
/// <param name="ReceivedOn">
/// The day on which it was first submitted, and since then not rejected; null if there is none.
/// </param>
/// <param name="Note">The note of the analyst; null without one.</param>
/// <param name="Version">1 when begun, increased by 1 with every change.</param>
/// <param name="UpdatedBy">The name of the key that made the last change.</param>
public sealed record PartnerResponse(
    string Questionnaire,
    string Partner,
    PartnerResponseState State,
    IReadOnlyList<Answer> Answers,
    DateOnly? ReceivedOn,
    string? Note,
    int Version,
    DateTimeOffset CreatedAt,
    DateTimeOffset UpdatedAt,
    string UpdatedBy
)
{
    /// <summary>True if the partner may change and submit it.</summary>
    public bool IsWithPartner =>
        State is PartnerResponseState.Draft or PartnerResponseState.HasIssues or PartnerResponseState.Rejected;

    /// <summary>The key of the response in the audit chain.</summary>
    public string Key => $"{ReferencedDraft.KeyOf(Questionnaire)}/{Partner}";
}
