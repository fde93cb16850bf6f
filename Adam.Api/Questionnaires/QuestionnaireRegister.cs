using Adam.Data.Measures;
using Adam.Data.Partners;
using Adam.Data.Questionnaires;
using Adam.Data.Recommendations;
using Adam.Domain.Partners;
using Adam.Domain.Records;

namespace Adam.Api.Questionnaires;

/// <summary>
/// The records that a questionnaire names: other questionnaires, partners, recommendations and measures.
/// </summary>
/// <param name="Questionnaires">All questionnaires, withdrawn ones included.</param>
/// <param name="Implementable">The references of recommendations and measures that are not withdrawn.</param>
internal sealed record QuestionnaireSnapshot(
    IReadOnlyList<StoredQuestionnaire> Questionnaires,
    IReadOnlyList<Partner> Partners,
    IReadOnlyList<string> Implementable
)
{
    public PartnerDirectory Directory { get; } = new(Partners);

    /// <summary>Returns the questionnaire with a reference, withdrawn or not; null if there was never one.</summary>
    public StoredQuestionnaire? Find(string reference)
    {
        var key = ReferencedDraft.KeyOf(reference);
        return Questionnaires.FirstOrDefault(stored => stored.Questionnaire.Key == key);
    }
}

/// <summary>Reads what questionnaires name.</summary>
internal sealed class QuestionnaireRegister(
    QuestionnaireStore questionnaires,
    PartnerStore partners,
    RecommendationStore recommendations,
    MeasureStore measures
)
{
    public async Task<QuestionnaireSnapshot> ReadAsync(CancellationToken ct) =>
        new(
            await questionnaires.ListAsync(ct),
            await partners.ListAsync(ct),
            [
                .. (await recommendations.ListAsync(ct))
                    .Where(stored => stored.IsActive)
                    .Select(stored => stored.Recommendation.Draft.Reference),
                .. (await measures.ListAsync(ct))
                    .Where(stored => stored.IsActive)
                    .Select(stored => stored.Measure.Draft.Reference),
            ]
        );
}
