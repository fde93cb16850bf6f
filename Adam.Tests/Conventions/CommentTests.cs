using System.Text.RegularExpressions;

namespace Adam.Tests.Conventions;

/// <summary>Comments are sentences with a subject and a verb. CONTRIBUTING.md gives the rules of prose.</summary>
public sealed partial class CommentTests
{
    [Test]
    public void No_comment_begins_with_a_headless_clause() =>
        Assert.That(
            SourceFiles
                .Read("*.cs", "*.sql")
                .SelectMany(file => file.Lines.Select((line, index) => (file.Path, Number: index + 1, Line: line)))
                .Where(line => HeadlessClause().IsMatch(line.Line))
                .Select(line => $"{line.Path}:{line.Number}: {line.Line.Trim()}"),
            Is.Empty
        );

    // A question as a heading ("Who may write?") is allowed; a clause without its noun is not.
    [GeneratedRegex(
        @"^\s*(///?|--)\s*(<(summary|returns|remarks|param name=""\w+""|typeparam name=""\w+"")>\s*)?"
            + @"(What|Whether|Which|Who|Whoever|Whatever)\b[^?]*$"
    )]
    private static partial Regex HeadlessClause();
}
