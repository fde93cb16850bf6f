using System.Globalization;

namespace Adam.Domain.Questionnaires;

/// <summary>The answers to a question, counted.</summary>
/// <param name="Values">The number of responses with a value.</param>
/// <param name="Unknown">The number of responses that say that it is not known.</param>
/// <param name="NotApplicable">The number of responses to which it does not apply.</param>
/// <param name="Unanswered">The number of responses without an answer.</param>
/// <param name="Choices">
/// The number of responses with each choice, in the order of the list; empty for types without choices.
/// </param>
/// <param name="Least">The least number; null without numbers.</param>
/// <param name="Median">The median of the numbers; null without numbers.</param>
/// <param name="Most">The greatest number; null without numbers.</param>
public sealed record QuestionResult(
    Question Question,
    int Values,
    int Unknown,
    int NotApplicable,
    int Unanswered,
    IReadOnlyList<(string Name, int Count)> Choices,
    decimal? Least,
    decimal? Median,
    decimal? Most
)
{
    /// <summary>Counts the answers to a question.</summary>
    /// <param name="choices">The names of the choices of its list.</param>
    /// <param name="responses">The answers of each response that was received.</param>
    public static QuestionResult Count(
        Question question,
        IReadOnlyList<string> choices,
        IReadOnlyList<IReadOnlyList<Answer>> responses
    )
    {
        var answers = responses
            .Select(given => given.FirstOrDefault(answer => answer.Question == question.Name))
            .ToList();
        var values = answers.OfType<Answer>().Where(answer => answer.Absent is null).ToList();
        var numbers = question.Type is QuestionType.WholeNumber or QuestionType.DecimalNumber
            ? values.Select(answer => decimal.Parse(answer.Values[0], CultureInfo.InvariantCulture)).Order().ToList()
            : [];
        return new(
            question,
            values.Count,
            answers.Count(answer => answer?.Absent == AnswerAbsence.Unknown),
            answers.Count(answer => answer?.Absent == AnswerAbsence.NotApplicable),
            answers.Count(answer => answer is null),
            [
                .. choices.Select(name =>
                    (name, values.Count(answer => answer.Values.Contains(name, StringComparer.Ordinal)))
                ),
            ],
            numbers.Count == 0 ? null : numbers[0],
            numbers.Count == 0 ? null : MedianOf(numbers),
            numbers.Count == 0 ? null : numbers[^1]
        );
    }

    /// <summary>
    /// Returns the middle of numbers in ascending order; of an even number of them, the mean of the two.
    /// </summary>
    private static decimal MedianOf(List<decimal> numbers)
    {
        var (lower, upper) = (numbers[(numbers.Count - 1) / 2], numbers[numbers.Count / 2]);
        // The sum of two of the greatest numbers would be none.
        return (lower / 2) + (upper / 2);
    }
}
