using Adam.Api.Errors;
using Adam.Domain.Questionnaires;
using Adam.Domain.Text;

namespace Adam.Api.Questionnaires.Forms;

/// <summary>The errors of questions and answers, which are the same in JSON and in spreadsheets.</summary>
internal static class AnswerErrors
{
    /// <summary>Returns a sentence about a condition of a form that is not taken.</summary>
    public static string NoCondition(string text) =>
        $"{ValidationError.Quote(text)} is no condition that is taken here: ${{name}} = 'value', with the name of an "
        + "earlier question.";

    /// <summary>Returns a sentence about a name that is of no question.</summary>
    public static string NoQuestion(string name, IEnumerable<string> known) =>
        $"There is no question {ValidationError.Quote(name)}."
        + (
            Nearest.FindIn(name, known) is { } meant
                ? $" Did you mean {ValidationError.Quote(meant)}?"
                : " The questionnaire lists its questions."
        );

    /// <summary>Returns a sentence about a value that is not of the type of a question.</summary>
    public static string NoValue(Question question, IReadOnlyList<string> choices, string text)
    {
        var quoted = ValidationError.Quote(text);
        return question.Type switch
        {
            QuestionType.WholeNumber => $"{quoted} is no whole number.",
            QuestionType.DecimalNumber => $"{quoted} is no number with a decimal point.",
            QuestionType.Date => $"{quoted} is no date of the form YYYY-MM-DD.",
            QuestionType.SelectOne or QuestionType.SelectMultiple => $"{quoted} is no choice of {question.List}. "
                + (
                    Nearest.FindIn(text, choices) is { } meant
                        ? $"Did you mean {ValidationError.Quote(meant)}?"
                        : $"Known are {string.Join(", ", choices.Take(20))}."
                ),
            _ => text.Trim().Length == 0
                ? "The text is empty. Leave the question out."
                : $"The text has {text.Length} characters; at most {Answer.MaxTextLength} are taken.",
        };
    }

    /// <summary>Returns the code of the error of a value that is not of the type of a question.</summary>
    public static ErrorCode CodeOf(Question question) =>
        question.Type switch
        {
            QuestionType.WholeNumber or QuestionType.DecimalNumber => ErrorCodes.BadNumber,
            QuestionType.Date => ErrorCodes.BadDate,
            QuestionType.SelectOne or QuestionType.SelectMultiple => ErrorCodes.UnknownCode,
            _ => ErrorCodes.BadValue,
        };
}
