using Adam.Data.Partners;
using Adam.Data.Questionnaires;
using Adam.Domain.Partners;
using Adam.Domain.Projects;
using Adam.Domain.Questionnaires;

namespace Adam.Api.Questionnaires;

/// <summary>Counts the answers to questionnaires.</summary>
internal sealed class QuestionnaireResults(PartnerResponseStore responses, PartnerStore partners)
{
    /// <param name="routes">Routes: partners on one of them count; empty for all partners.</param>
    /// <param name="by">The dimension of the groups; null for none.</param>
    /// <param name="until">The last day on which a response counts; null for no end.</param>
    /// <param name="seesAll">True for a reader who may know who has answered, and what.</param>
    public async Task<ResultTable> ComputeAsync(
        StoredQuestionnaire stored,
        IReadOnlyList<string> routes,
        ResultDimension? by,
        DateOnly? until,
        bool seesAll,
        CancellationToken ct
    )
    {
        var draft = stored.Questionnaire.Draft;
        var asked = draft.Asked(await partners.ListAsync(ct)).Where(IsWanted).ToList();
        var received = (await responses.ListAsync(stored.QuestionnaireId, ct))
            .Select(one => one.Response)
            .Where(one => one.ReceivedOn is { } day && (until is null || day <= until))
            .ToDictionary(one => one.Partner, one => one.Answers, StringComparer.Ordinal);
        var underPillars =
            by == ResultDimension.Pillar && draft.OpenedOn is { } opened
                ? await responses.UnderPillarsAsync([.. asked.Select(one => one.Code)], opened.Year, ct)
                : Array.Empty<string>().ToLookup(_ => default(Pillar));
        return ResultTable.Compute(draft, asked, received, by, underPillars, seesAll);

        bool IsWanted(Partner partner) => routes.Count == 0 || routes.Any(one => Audience.LiesOn(one, partner));
    }
}
