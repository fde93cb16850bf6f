using System.Text.RegularExpressions;

namespace Adam.Domain.Questionnaires;

/// <summary>The condition under which a question is asked: an earlier one has a certain answer.</summary>
/// <param name="Question">The name of the earlier question.</param>
/// <param name="Value">Its answer.</param>
public sealed partial record Relevance(string Question, string Value)
{
    /// <summary>The maximum length of a condition, in characters.</summary>
    public const int MaxLength = 200;

    /// <summary>Reads a condition in the only form that is taken; null if the text has another.</summary>
    public static Relevance? Parse(string text) =>
        text.Length <= MaxLength && Form().Match(text.Trim()) is { Success: true } match
            ? new(match.Groups["question"].Value, match.Groups["value"].Value)
            : null;

    public override string ToString() => $"${{{Question}}} = '{Value}'";

    [GeneratedRegex(
        """^\$\{(?<question>[A-Za-z_][A-Za-z0-9_.-]*)\}\s*=\s*(?:'(?<value>[^'"]*)'|"(?<value>[^'"]*)")$""",
        RegexOptions.NonBacktracking
    )]
    private static partial Regex Form();
}
