using System.Text.Json.Serialization;

namespace Adam.Domain.Questionnaires;

/// <summary>The types of questions: a subset of those of XLSForm.</summary>
public enum QuestionType
{
    Text = 1,

    /// <summary>A whole number.</summary>
    [JsonStringEnumMemberName("integer")]
    WholeNumber = 2,

    /// <summary>A number with or without decimals.</summary>
    [JsonStringEnumMemberName("decimal")]
    DecimalNumber = 3,

    Date = 4,

    /// <summary>One choice of a list.</summary>
    [JsonStringEnumMemberName("select_one")]
    SelectOne = 5,

    /// <summary>Any number of choices of a list.</summary>
    [JsonStringEnumMemberName("select_multiple")]
    SelectMultiple = 6,

    /// <summary>A text that takes no answer.</summary>
    Note = 7,

    /// <summary>Begins a group. The questions up to the end of the group share its condition.</summary>
    [JsonStringEnumMemberName("begin_group")]
    BeginGroup = 8,

    [JsonStringEnumMemberName("end_group")]
    EndGroup = 9,
}

/// <summary>The sources from which the register fills in answers.</summary>
public enum Prefill
{
    /// <summary>
    /// The partner's own projects under the pillars of the questionnaire in the year in which it opened.
    /// </summary>
    Projects = 1,

    /// <summary>
    /// The partner's own answer to the question of the same name in the questionnaire that this one continues.
    /// </summary>
    Last = 2,

    /// <summary>The measures that the partner leads.</summary>
    Measures = 3,
}

/// <summary>A text in a language.</summary>
/// <param name="Language">The language (BCP 47).</param>
public sealed record LocalText(string Language, string Text);

/// <summary>A row of a form: a question, a note, or the beginning or end of a group.</summary>
public sealed record Question
{
    /// <summary>The maximum number of rows of a form.</summary>
    public const int Most = 300;

    /// <summary>The maximum length of a name, in characters.</summary>
    public const int MaxNameLength = 60;

    public required QuestionType Type { get; init; }

    /// <summary>The name, unique in the form; that of the group, or empty, for the end of a group.</summary>
    public required string Name { get; init; }

    /// <summary>The name of the list of choices; null for questions without choices.</summary>
    public string? List { get; init; }

    /// <summary>The text of the question, each language once.</summary>
    public IReadOnlyList<LocalText> Label { get; init; } = [];

    /// <summary>Help for the answer, each language once.</summary>
    public IReadOnlyList<LocalText> Hint { get; init; } = [];

    /// <summary>True if a response needs an answer, which can be that it is unknown or not applicable.</summary>
    public bool Required { get; init; }

    /// <summary>The condition under which it is asked; null if it always is.</summary>
    public Relevance? Relevant { get; init; }

    /// <summary>The source from which the register fills in an answer; null for none.</summary>
    public Prefill? Prefill { get; init; }

    /// <summary>True if everybody sees the distribution of its answers.</summary>
    public bool Open { get; init; }

    /// <summary>True if it takes an answer.</summary>
    public bool TakesAnswer => Type is not (QuestionType.Note or QuestionType.BeginGroup or QuestionType.EndGroup);

    /// <summary>True if its answers are choices of a list.</summary>
    public bool HasChoices => Type is QuestionType.SelectOne or QuestionType.SelectMultiple;

    /// <summary>
    /// Returns true if a text can be the name of a question: a letter or underscore, then letters, digits, hyphens,
    /// dots and underscores.
    /// </summary>
    public static bool IsName(string text) =>
        text.Length is > 0 and <= MaxNameLength
        && (char.IsAsciiLetter(text[0]) || text[0] == '_')
        && text.All(one => char.IsAsciiLetterOrDigit(one) || one is '-' or '.' or '_');
}

/// <summary>A choice of a list.</summary>
/// <param name="List">The name of the list.</param>
/// <param name="Name">The name of the choice, unique in the list, which is the answer.</param>
/// <param name="Label">Its text, each language once.</param>
public sealed record Choice(string List, string Name, IReadOnlyList<LocalText> Label)
{
    /// <summary>The maximum number of choices of a form.</summary>
    public const int Most = 1_000;

    /// <summary>
    /// Returns true if a text can be the name of a choice: letters, digits, hyphens, dots and underscores. Answers with
    /// several choices are separated by spaces in spreadsheets.
    /// </summary>
    public static bool IsName(string text) =>
        text.Length is > 0 and <= Question.MaxNameLength
        && text.All(one => char.IsAsciiLetterOrDigit(one) || one is '-' or '.' or '_');
}
