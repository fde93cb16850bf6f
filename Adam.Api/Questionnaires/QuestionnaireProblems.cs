using System.Text.Json;
using System.Text.Json.Nodes;
using Adam.Api.Binding;
using Adam.Api.Errors;
using Adam.Api.Serialization;
using Adam.Data.Questionnaires;
using Adam.Domain.Questionnaires;
using Adam.Domain.Text;

namespace Adam.Api.Questionnaires;

/// <summary>Converts outcomes of the store to responses and problems.</summary>
internal static class QuestionnaireProblems
{
    /// <summary>The members that are frozen when a questionnaire is opened, by their names in JSON.</summary>
    private static readonly string[] Frozen = ["pillars", "continues", "audience", "questions", "choices"];

    /// <exception cref="ProblemException">The questionnaire does not exist, or is withdrawn.</exception>
    public static async Task<StoredQuestionnaire> GetActiveAsync(
        this QuestionnaireStore questionnaires,
        string reference,
        CancellationToken ct
    ) =>
        await questionnaires.GetAsync(reference, ct) is var stored && stored.IsActive
            ? stored
            : throw Withdrawn(stored);

    /// <summary>Returns a questionnaire, withdrawn or not.</summary>
    /// <exception cref="ProblemException">The questionnaire does not exist.</exception>
    public static async Task<StoredQuestionnaire> GetAsync(
        this QuestionnaireStore questionnaires,
        string reference,
        CancellationToken ct
    ) =>
        await questionnaires.FindAsync(reference, ct)
        ?? throw new ProblemException(
            ErrorCodes.UnknownQuestionnaire,
            Unknown(reference, await questionnaires.ListAsync(ct))
        );

    /// <summary>Loads a questionnaire for update.</summary>
    /// <exception cref="ProblemException">
    /// The questionnaire does not exist, is withdrawn, or does not match <c>If-Match</c>.
    /// </exception>
    public static async Task<StoredQuestionnaire> GetForUpdateAsync(
        this QuestionnaireStore questionnaires,
        ChangeQuestionnaireRequest request,
        CancellationToken ct
    )
    {
        var stored = await questionnaires.GetActiveAsync(request.Reference, ct);
        request.IfMatch.Require(EntityTags.ForVersion(stored.Version));
        return stored;
    }

    public static Questionnaire ThrowIfRejected(this QuestionnaireOutcome outcome) =>
        outcome switch
        {
            QuestionnaireOutcome.Done done => done.Questionnaire,
            QuestionnaireOutcome.ReferenceTaken taken => throw ReferenceTaken(taken.By),
            QuestionnaireOutcome.TooMany => throw new ProblemException(
                ErrorCodes.TooManyQuestionnaires,
                $"The register has {QuestionnaireStore.Most} questionnaires, and takes no more. "
                    + "Change one that is done with."
            ),
            QuestionnaireOutcome.NotFound => throw new ProblemException(
                ErrorCodes.UnknownQuestionnaire,
                "There is no such questionnaire."
            ),
            QuestionnaireOutcome.Withdrawn withdrawn => throw Withdrawn(withdrawn.Stored),
            QuestionnaireOutcome.Stale => throw EntityTags.Stale(),
            _ => throw new InvalidOperationException($"An outcome that nobody knows: {outcome}."),
        };

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

    /// <summary>Returns a sentence about a reference that is of no questionnaire.</summary>
    public static string Unknown(string reference, IReadOnlyList<StoredQuestionnaire> questionnaires)
    {
        var known = questionnaires
            .Where(stored => stored.IsActive)
            .Select(stored => stored.Questionnaire.Draft.Reference);
        return $"There is no questionnaire {ValidationError.Quote(reference)}."
            + (
                Nearest.FindIn(reference, known) is { } meant
                    ? $" Did you mean {ValidationError.Quote(meant)}?"
                    : " GET /v1/questionnaires lists them."
            );
    }

    private static JsonObject ToJson(QuestionnaireDraft draft) =>
        JsonSerializer
            .SerializeToNode(QuestionnaireContent.FromQuestionnaire(new(draft, 1, default, default, "")), Json.Options)!
            .AsObject();

    private static ProblemException ReferenceTaken(StoredQuestionnaire by)
    {
        var reference = ValidationError.Quote(by.Questionnaire.Draft.Reference);
        return new(
            ErrorCodes.QuestionnaireReferenceTaken,
            by.IsActive
                ? $"There is a questionnaire {reference} already: "
                    + $"/v1/questionnaires/{by.Questionnaire.Draft.Reference}. Change that one, or give this one "
                    + "another reference."
                : $"There was a questionnaire {reference}, which is withdrawn; its reference stays taken. Give this "
                    + "one another."
        );
    }

    private static ProblemException Withdrawn(StoredQuestionnaire stored) =>
        new(
            ErrorCodes.QuestionnaireWithdrawn,
            $"The questionnaire {ValidationError.Quote(stored.Questionnaire.Draft.Reference)} was withdrawn on "
                + $"{stored.WithdrawnAt:yyyy-MM-dd}. "
                + $"GET /v1/questionnaires/{stored.Questionnaire.Draft.Reference}/history has it."
        );
}
