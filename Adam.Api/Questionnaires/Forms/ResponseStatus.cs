using Adam.Domain.Questionnaires;

namespace Adam.Api.Questionnaires.Forms;

/// <summary>The stage at which a partner is with a questionnaire.</summary>
internal enum ResponseStatus
{
    /// <summary>The partner has not begun a response.</summary>
    None = 0,
    Draft = PartnerResponseState.Draft,
    Received = PartnerResponseState.Received,
    HasIssues = PartnerResponseState.HasIssues,
    Approved = PartnerResponseState.Approved,
    Rejected = PartnerResponseState.Rejected,
}
