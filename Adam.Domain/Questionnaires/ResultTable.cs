using Adam.Domain.CodeLists;
using Adam.Domain.Partners;
using Adam.Domain.Projects;

namespace Adam.Domain.Questionnaires;

/// <summary>The dimensions of results.</summary>
public enum ResultDimension
{
    /// <summary>
    /// Partners that own a project under the pillar with a day in the year in which the questionnaire was opened; one
    /// with projects under several counts under each.
    /// </summary>
    Pillar = 1,

    /// <summary>A country on several routes counts on each; others are on none.</summary>
    Route = 2,
}

/// <summary>The responses of some partners to a questionnaire, counted.</summary>
/// <param name="Value">The pillar or route; null for all partners.</param>
/// <param name="Asked">The number of partners that were asked.</param>
/// <param name="Responses">The number of these whose response was received.</param>
/// <param name="Questions">The answers to each question, in their order.</param>
public sealed record ResultGroup(string? Value, int Asked, int Responses, IReadOnlyList<QuestionResult> Questions);

/// <summary>The results of a questionnaire.</summary>
/// <param name="Whole">All responses; null if their numbers would tell who has not answered.</param>
/// <param name="Groups">The responses by value of the dimension; empty without one.</param>
/// <param name="IsWithheld">True if the whole or the groups are left out, because they would tell it.</param>
public sealed record ResultTable(ResultGroup? Whole, IReadOnlyList<ResultGroup> Groups, bool IsWithheld)
{
    /// <param name="asked">The partners that are asked.</param>
    /// <param name="received">The answers of the responses that were received, by the code of the partner.</param>
    /// <param name="by">The dimension of the groups; null for none.</param>
    /// <param name="underPillars">The partners of each pillar; not read for another dimension.</param>
    /// <param name="seesAll">
    /// True for a reader who may know who has answered, and what. Others see the questions that are marked as open, of
    /// groups that are large enough.
    /// </param>
    /// <exception cref="ArgumentException">
    /// Groups by pillar for another reader. They change with the projects of one partner, so that two answers tell its
    /// response.
    /// </exception>
    public static ResultTable Compute(
        QuestionnaireDraft draft,
        IReadOnlyList<Partner> asked,
        IReadOnlyDictionary<string, IReadOnlyList<Answer>> received,
        ResultDimension? by,
        ILookup<Pillar, string> underPillars,
        bool seesAll
    )
    {
        if (by == ResultDimension.Pillar && !seesAll)
            throw new ArgumentException("Only who sees all responses sees them by pillar.", nameof(by));
        if (!seesAll && (asked.Count == 0 || !TellsNobody(_ => "")))
            return new(null, [], IsWithheld: true);

        var whole = Count(null, asked);
        if (
            !seesAll
            && by == ResultDimension.Route
            && !TellsNobody(one => ResponseRates.GroupOf(one, RateDimension.Route))
        )
            return new(whole, [], IsWithheld: true);
        return new(
            whole,
            [.. GroupsOf(asked, by, underPillars).Select(group => Count(group.Value, group.Partners))],
            IsWithheld: false
        );

        bool TellsNobody(Func<Partner, string> groupOf) =>
            ResponseRates.TellsNobody(asked, groupOf, partner => received.ContainsKey(partner.Code));

        ResultGroup Count(string? value, IReadOnlyList<Partner> partners)
        {
            List<IReadOnlyList<Answer>> answers =
            [
                .. partners.Where(one => received.ContainsKey(one.Code)).Select(one => received[one.Code]),
            ];
            return new(
                value,
                partners.Count,
                answers.Count,
                [
                    .. draft
                        .Questions.Where(question => question.TakesAnswer && (seesAll || question.Open))
                        .Select(question => QuestionResult.Count(question, draft.ChoicesOf(question), answers)),
                ]
            );
        }
    }

    /// <summary>Returns the groups with a partner that is asked, in the order of the code list.</summary>
    private static IEnumerable<(string Value, IReadOnlyList<Partner> Partners)> GroupsOf(
        IReadOnlyList<Partner> asked,
        ResultDimension? by,
        ILookup<Pillar, string> underPillars
    )
    {
        var groups = by switch
        {
            ResultDimension.Pillar => Enum.GetValues<Pillar>()
                .Select(pillar =>
                    (ResponseRates.KeyOf(pillar), Those(partner => underPillars[pillar].Contains(partner.Code)))
                ),
            ResultDimension.Route => Route.All.Select(route =>
                (route.Code, Those(partner => Audience.LiesOn(route.Code, partner)))
            ),
            _ => [],
        };
        return groups.Where(group => group.Item2.Count > 0);

        IReadOnlyList<Partner> Those(Func<Partner, bool> isOf) => [.. asked.Where(isOf)];
    }
}
