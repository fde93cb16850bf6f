using Adam.Domain.Questionnaires;

namespace Adam.Domain.Progress;

/// <summary>
/// The answers to a question of a questionnaire as they stood on a day, which become evidence of the progress of a
/// measure.
/// </summary>
public sealed record FindingDraft
{
    /// <summary>The reference of the questionnaire.</summary>
    public required string Questionnaire { get; init; }

    /// <summary>The day whose members the questionnaire asked.</summary>
    public required DateOnly OpenedOn { get; init; }

    /// <summary>The last day on which a response counts. It is not in the future.</summary>
    public required DateOnly AsOf { get; init; }

    /// <summary>The number of partners that were asked.</summary>
    public required int Asked { get; init; }

    /// <summary>The number of these whose response was received by the day.</summary>
    public required int Responses { get; init; }

    /// <summary>The answers to the question, counted.</summary>
    public required QuestionResult Result { get; init; }

    /// <summary>The choices of the question with their texts, in the order of the list; empty without any.</summary>
    public required IReadOnlyList<Choice> Choices { get; init; }

    /// <summary>The meaning of the answers for the progress, in words.</summary>
    public required string Text { get; init; }
}
