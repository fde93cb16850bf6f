using Adam.Api.Errors;
using Adam.Api.Records;
using Adam.Api.Security;
using Adam.Api.Tables;
using Adam.Data.Recommendations;
using Adam.Domain.Keys;
using Adam.Domain.Recommendations;

namespace Adam.Api.Recommendations;

/// <summary>The writes of requests to recommendations.</summary>
internal sealed class RecommendationResource(RecommendationStore recommendations, MeetingRegister register)
    : ImportedRecordResource<
        StoredRecommendation,
        Recommendation,
        RecommendationDraft,
        RecommendationBody,
        RecommendationResponse,
        MeetingSnapshot
    >(recommendations)
{
    public override ListTable Table => RecommendationTable.All;

    public override IReadOnlyList<RecordColumn> Columns => RecommendationTable.Imported;

    protected override IReadOnlyCollection<string> ComputedMembers { get; } =
    ["state", "continuedBy", "measures", "version", "createdAt", "updatedAt", "updatedBy"];

    protected override Task<MeetingSnapshot> OthersAsync(CancellationToken ct) => register.ReadAsync(ct);

    protected override RecommendationDraft Read(
        RecommendationBody body,
        List<ValidationError> errors,
        Recommendation? current,
        MeetingSnapshot others
    ) => RecommendationReader.Read(body, errors, current, others);

    protected override RecommendationResponse ToResponse(Recommendation recommendation, MeetingSnapshot others) =>
        RecommendationResponse.FromRecommendation(recommendation, others);

    protected override MeetingSnapshot With(MeetingSnapshot others, Recommendation written) => others.With([written]);

    protected override string TagOf(RecommendationResponse response, int version) => response.Tag(version);

    /// <summary>Only an admin changes what meetings have decided.</summary>
    protected override ValidationError? Forbidden(RecommendationDraft draft, Recommendation? current, Caller caller) =>
        caller.Role == Role.Admin
        || (draft.EndorsedAt, draft.NotEndorsedAt, draft.Reason)
            == (current?.Draft.EndorsedAt, current?.Draft.NotEndorsedAt, current?.Draft.Reason)
            ? null
            : new(
                draft.EndorsedAt != current?.Draft.EndorsedAt ? "endorsedAt"
                    : draft.NotEndorsedAt != current?.Draft.NotEndorsedAt ? "notEndorsedAt"
                    : "reason",
                "Only an admin changes what meetings have decided: endorsedAt, notEndorsedAt and reason. Send them as "
                    + "they are, or leave the decision to an admin.",
                ErrorCodes.RoleForbids
            );
}
