using Adam.Data.Partners;
using Adam.Data.Questionnaires;
using Adam.Domain.Questionnaires;

namespace Adam.Api.Questionnaires;

/// <summary>Reads whom questionnaires ask, and who has responded.</summary>
internal sealed class AskedQuestionnaires(PartnerResponseStore responses, PartnerStore partners)
{
    /// <summary>Returns those of some questionnaires that were opened, in the same order.</summary>
    /// <param name="on">The day by which responses count.</param>
    public async Task<IReadOnlyList<AskedQuestionnaire>> ReadAsync(
        IEnumerable<StoredQuestionnaire> questionnaires,
        DateOnly on,
        CancellationToken ct
    )
    {
        var known = await partners.ListAsync(ct);
        var received = (await responses.ReceivedAsync(on, ct)).ToLookup(one => one.QuestionnaireId);
        return
        [
            .. questionnaires
                .Where(stored => stored.Questionnaire.Draft is { OpenedOn: not null, DueOn: not null })
                .Select(stored =>
                {
                    var draft = stored.Questionnaire.Draft;
                    return new AskedQuestionnaire(
                        draft.Reference,
                        draft.Pillars,
                        draft.OpenedOn!.Value,
                        draft.DueOn!.Value,
                        draft.Asked(known),
                        received[stored.QuestionnaireId]
                            .ToDictionary(one => one.Partner, one => one.On, StringComparer.Ordinal)
                    );
                }),
        ];
    }
}
