using System.Globalization;

namespace Adam.Domain.Questionnaires;

/// <summary>Why a question has no value.</summary>
public enum AnswerAbsence
{
    /// <summary>The partner does not know.</summary>
    Unknown = 1,

    /// <summary>The question does not apply to the partner.</summary>
    NotApplicable = 2,
}

/// <summary>How the value of an answer is written.</summary>
public enum AnswerKind
{
    /// <summary>A text, a date or the name of a choice.</summary>
    Text = 1,

    Number = 2,

    /// <summary>The names of choices.</summary>
    Choices = 3,
}

/// <summary>
/// An answer: a value, or that there is none, and why. A question without an answer was not answered, so zero, not
/// known and not answered differ.
/// </summary>
/// <param name="Question">The name of the question.</param>
/// <param name="Kind">How the value is written; any if there is none.</param>
/// <param name="Values">
/// The value in canonical form, or the names of the choices in the order of the list; empty if there is none.
/// </param>
/// <param name="Absent">Why there is none; null if there is a value.</param>
public sealed record Answer(
    string Question,
    AnswerKind Kind,
    IReadOnlyList<string> Values,
    AnswerAbsence? Absent = null
)
{
    /// <summary>The maximum length of a text, in characters.</summary>
    public const int MaxTextLength = 10_000;

    /// <summary>Returns the answer that there is no value.</summary>
    public static Answer Without(string question, AnswerAbsence absent) => new(question, AnswerKind.Text, [], absent);

    /// <summary>Reads a value in the form of spreadsheets: choices are separated by spaces or semicolons.</summary>
    /// <param name="names">The names of the choices of the question's list.</param>
    /// <returns>The answer; null if the text is no value of the question's type.</returns>
    public static Answer? Parse(Question question, IReadOnlyList<string> names, string text)
    {
        var value = text.Trim();
        switch (question.Type)
        {
            case QuestionType.Text:
                return value.Length is > 0 and <= MaxTextLength ? new(question.Name, AnswerKind.Text, [value]) : null;
            case QuestionType.WholeNumber:
                return long.TryParse(value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var whole)
                    ? new(question.Name, AnswerKind.Number, [whole.ToString(CultureInfo.InvariantCulture)])
                    : null;
            case QuestionType.DecimalNumber:
                return decimal.TryParse(
                    value,
                    NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint,
                    CultureInfo.InvariantCulture,
                    out var number
                )
                    ? new(
                        question.Name,
                        AnswerKind.Number,
                        [number.ToString("0.############################", CultureInfo.InvariantCulture)]
                    )
                    : null;
            case QuestionType.Date:
                return DateOnly.TryParseExact(value, "yyyy-MM-dd", CultureInfo.InvariantCulture, default, out _)
                    ? new(question.Name, AnswerKind.Text, [value])
                    : null;
            case QuestionType.SelectOne:
                return names.Contains(value, StringComparer.Ordinal)
                    ? new(question.Name, AnswerKind.Text, [value])
                    : null;
            case QuestionType.SelectMultiple:
                var given = value.Split([' ', ';'], StringSplitOptions.RemoveEmptyEntries);
                return Array.TrueForAll(given, one => names.Contains(one, StringComparer.Ordinal)) && given.Length > 0
                    ? new(
                        question.Name,
                        AnswerKind.Choices,
                        [.. names.Where(name => given.Contains(name, StringComparer.Ordinal))]
                    )
                    : null;
            default:
                return null;
        }
    }
}
