using System.Text.RegularExpressions;

namespace Adam.Desk.Questionnaires;

/// <summary>The condition under which a question is asked: an earlier one has a certain answer.</summary>
public sealed partial record Condition(string Question, string Value)
{
    /// <summary>Reads the only form that a condition has in the API; null for any other text.</summary>
    public static Condition? Parse(string? text) =>
        text is not null && Form().Match(text) is { Success: true } match
            ? new(match.Groups[1].Value, match.Groups[2].Value)
            : null;

    [GeneratedRegex(@"^\$\{([^}]+)\} = '(.*)'$", RegexOptions.NonBacktracking)]
    private static partial Regex Form();
}
