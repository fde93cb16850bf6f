using System.Text.Json;
using System.Text.Json.Nodes;
using Adam.Api.Errors;
using Adam.Api.Serialization;
using Adam.Data.Questionnaires;
using Adam.Domain.Questionnaires;

namespace Adam.Api.Questionnaires;

/// <summary>Problems of questionnaires alone.</summary>
internal static class QuestionnaireProblems
{
    /// <summary>The members that are frozen when a questionnaire is opened, by their names in JSON.</summary>
    private static readonly string[] Frozen = ["pillars", "continues", "audience", "questions", "choices"];

    /// <exception cref="ProblemException">
    /// A member differs that is frozen since the questionnaire was opened.
    /// </exception>
    public static void ThrowIfFrozen(QuestionnaireDraft before, QuestionnaireDraft after)
    {
        var (one, other) = (ToJson(before), ToJson(after));
        var changed = Frozen.Where(name => !JsonNode.DeepEquals(one[name], other[name])).ToList();
        if (changed.Count > 0)
            throw new ProblemException(
                ErrorCodes.QuestionnaireFrozen,
                $"{before.Reference} was opened on {before.OpenedOn:yyyy-MM-dd}, which froze "
                    + $"{string.Join(", ", changed)}. Record another questionnaire that continues it."
            );
    }

    private static JsonObject ToJson(QuestionnaireDraft draft) =>
        JsonSerializer
            .SerializeToNode(QuestionnaireContent.FromQuestionnaire(new(draft, 1, default, default, "")), Json.Options)!
            .AsObject();
}
