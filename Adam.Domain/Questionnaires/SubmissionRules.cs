namespace Adam.Domain.Questionnaires;

/// <summary>A fault of the answers that are submitted.</summary>
/// <param name="Question">The name of the question.</param>
/// <param name="IsMissing">True if an answer is missing, false if there is one that was not asked for.</param>
public sealed record SubmissionFault(string Question, string Reason, bool IsMissing);

/// <summary>Decides which questions of a form are asked, and if answers can be submitted.</summary>
public static class SubmissionRules
{
    /// <summary>
    /// Returns the names of the questions that are asked of somebody with these answers: their own condition and those
    /// of their groups hold.
    /// </summary>
    public static IReadOnlySet<string> Asked(IReadOnlyList<Question> questions, IReadOnlyList<Answer> answers)
    {
        var given = answers.ToDictionary(answer => answer.Question, StringComparer.Ordinal);
        var (asked, groups) = (new HashSet<string>(StringComparer.Ordinal), new Stack<bool>());
        foreach (var question in questions)
        {
            if (question.Type == QuestionType.EndGroup)
            {
                groups.TryPop(out _);
                continue;
            }

            // The answer to a question that was not asked decides nothing.
            var holds =
                (groups.Count == 0 || groups.Peek())
                && (
                    question.Relevant is not { } relevant
                    || (
                        asked.Contains(relevant.Question)
                        && given.GetValueOrDefault(relevant.Question) is { Absent: null, Values: [var value] }
                        && value == relevant.Value
                    )
                );
            if (question.Type == QuestionType.BeginGroup)
                groups.Push(holds);
            else if (holds)
                asked.Add(question.Name);
        }

        return asked;
    }

    /// <summary>Returns every fault, in the order of the questions.</summary>
    public static IReadOnlyList<SubmissionFault> Check(IReadOnlyList<Question> questions, IReadOnlyList<Answer> answers)
    {
        var asked = Asked(questions, answers);
        var given = answers.Select(answer => answer.Question).ToHashSet(StringComparer.Ordinal);
        return
        [
            .. questions
                .Where(question => question.TakesAnswer)
                .Select(question =>
                    (asked.Contains(question.Name), given.Contains(question.Name)) switch
                    {
                        (true, false) when question.Required => new SubmissionFault(
                            question.Name,
                            "An answer is required. Give a value, or state that it is unknown or not applicable.",
                            IsMissing: true
                        ),
                        (false, true) => new SubmissionFault(
                            question.Name,
                            "The question is not asked after the other answers, because its condition does not hold. "
                                + "Leave the answer out.",
                            IsMissing: false
                        ),
                        _ => null,
                    }
                )
                .OfType<SubmissionFault>(),
        ];
    }
}
